"""Each operation lets what stands before it train, or says in a sentence why it can't.

Several train in one network, side by side: a step is compiled once for all of them.
"""

import numpy as np
import pytest

from playground.errors import DataError
from tests.unit.modeling.operations import PLACEABLE, placed
from tests.unit.training.trainable import around, run_of, said_of, samples, together

pytestmark = pytest.mark.filterwarnings("ignore:Gradients do not exist for variables:UserWarning")


def named(*lines):
    return {f"ops.{name}" for line in lines for name in line.split()}


SHIFT = {"ops.arccosh": 1.2, "ops.nanprod": 0.8, "ops.prod": 0.8, "ops.rsqrt": 0.5}
MIXES_SAMPLES = named(
    "append array_split cumprod cumsum diagflat diagonal image.scale_and_translate meshgrid",
    "nancumprod nancumsum outer ravel repeat rot90 scatter slice",
    "segment_max segment_min segment_prod segment_sum trace vstack",
)
"""As they come from the palette, their results have other rows than their inputs."""
NOT_IN_A_STEP = {"ops.corrcoef", "ops.isin", "ops.kron"}
"""Keras runs them eagerly alone: they need values while the step is made."""
ROWS_UNKNOWN = {
    "ops.inner": "Flatten” can't be part of a training step",
    "ops.nonzero": "Incompatible shapes",
    "ops.vsplit": "must be evenly divisible by 2 but is 5",
}
SEVERAL_BATCHES = {"ops.correlate", "ops.image.map_coordinates", "ops.scatter_update", "ops.slice_update"}
"""Their inputs differ in the first axis, which is that of the samples."""
NOTHING_TRAINS = named(
    "all allclose any argmax argmin count_nonzero nanargmax nanargmin",
)
"""They give a single number that has no gradient, and a network ends there."""
MISSING = {"ops.lu_factor", "ops.unique", "ops.view"}
STOPS = named(
    "argpartition argsort ceil ctc_decode digitize empty_like equal floor",
    "floor_divide greater greater_equal heaviside image.hsv_to_rgb",
    "in_top_k isclose isfinite isinf isnan isneginf isposinf isreal less",
    "less_equal logical_and logical_not logical_or logical_xor matrix_rank",
    "not_equal ones_like round sign signbit trunc zeros_like",
)
"""What checking warns of: nothing before them trains."""
SILENT = {
    "ops.angle": {"n-x"},  # of real numbers it is 0
    "ops.imag": {"n-x"},  # likewise
    "ops.image.affine_transform": {"n-transform"},
    "ops.image.perspective_transform": {"n-start_points", "n-end_points"},
    "ops.full_like": {"n-x"},  # the value that fills it has one
    "ops.nextafter": {"n-x2"},
    "ops.select": {"n-condlist_0", "n-condlist_1", "n-choicelist_1"},  # the first condition holds
    "ops.slogdet": {"n-x"},  # its first result is a sign
    "ops.stop_gradient": {"n-variable"},  # on purpose
}
"""Inputs without a gradient of which checking says nothing: others of the operation have one, or it is meant."""
SCALARS = named(
    "amax amin average logsumexp max mean median min nanmax nanmean",
    "nanmedian nanmin nanpercentile nanprod nanquantile nanstd nansum nanvar",
    "percentile prod psnr ptp quantile slogdet std sum vdot var",
)
"""As they come from the palette, they make one number of a whole batch, with which the loss compares every target."""
FAILING = MIXES_SAMPLES | NOT_IN_A_STEP | {*ROWS_UNKNOWN} | SEVERAL_BATCHES | NOTHING_TRAINS | MISSING


def network_of(name):
    return around(placed(name))


def suits_others(name):
    """Whether it takes any number of samples, and gives something for each."""
    return name not in SCALARS and not any("batch_shape" in layer.settings for layer in placed(name).layers)


TRAINING = [name for name in PLACEABLE if name not in FAILING]
ALONE = [name for name in TRAINING if name in SHIFT or not suits_others(name)]
_OTHERS = [name for name in TRAINING if name not in ALONE]
GROUPS = [_OTHERS[start : start + 16] for start in range(0, len(_OTHERS), 16)]


def still(name, network):
    """The layers before an operation that are expected to stay as they are."""
    names = {layer.name for layer in network.layers if layer.name.startswith("before_")}
    return names if name in STOPS else {f"before_{node}" for node in SILENT.get(name, ())}


def assert_trained(run):
    assert run.problem is None
    assert np.isfinite(run.history.steps["loss"]).all()
    assert all(np.isfinite(weight.numpy()).all() for weight in run.model.weights)


@pytest.mark.parametrize("names", GROUPS, ids=lambda names: f"{names[0]} to {names[-1]}")
def test_what_stands_before_operations_trains(names):
    networks = {name: network_of(name) for name in names}
    network = together(networks)
    run, moved = run_of(network, samples(network))
    assert_trained(run)
    trains = {layer.name for layer in run.model.layers if layer.trainable_weights}
    expected = {f"{name.replace('.', '_')}-{each}" for name in names for each in still(name, networks[name])}
    assert trains - moved == expected


@pytest.mark.parametrize("name", ALONE)
def test_what_stands_before_an_operation_trains(name):
    network = network_of(name)
    run, moved = run_of(network, samples(network, SHIFT.get(name, 0.0)))
    assert_trained(run)
    assert {layer.name for layer in run.model.layers if layer.trainable_weights} - moved == still(name, network)


@pytest.mark.parametrize("name", [name for name in PLACEABLE if name not in SEVERAL_BATCHES])
def test_checking_says_where_a_gradient_ends_and_only_there(name):
    network = network_of(name)
    said = said_of(network, samples(network))
    expected = {"no_gradient"} if name in NOTHING_TRAINS else {"gradient_missing"} if name in MISSING else set()
    expected |= {"gradient_stops"} if name in STOPS | {"ops.isin", "ops.nonzero"} else set()
    assert {code: node for code, node in said.items() if "gradient" in code} == dict.fromkeys(expected, "it")


@pytest.mark.parametrize("name", sorted(FAILING - SEVERAL_BATCHES))
def test_what_can_not_train_says_why(name):
    network = network_of(name)
    run, _ = run_of(network, samples(network))
    assert run.state == "failed"
    code, node, message = run.problem.code, run.problem.node, run.problem.message
    if name in MIXES_SAMPLES:
        assert (code, node) == ("training_error", "it")
        assert "rows of a batch of" in message
    elif name in NOT_IN_A_STEP:
        assert (code, node) == ("training_error", "it")
        assert message.startswith("“it” can't be part of a training step: ")
    elif name in ROWS_UNKNOWN:
        assert code == "training_error"
        assert ROWS_UNKNOWN[name] in message
    else:
        assert code == ("no_gradient" if name in NOTHING_TRAINS else "gradient_missing")
    assert len(message) < 250


@pytest.mark.parametrize("name", sorted(SEVERAL_BATCHES))
def test_inputs_of_several_lengths_are_no_samples(name):
    with pytest.raises((DataError, ValueError)):
        samples(network_of(name))
