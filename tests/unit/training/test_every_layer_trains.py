"""Each layer that can be placed trains where it stands in a network, or says in a sentence why it can't.

Several train in one network, side by side: a step is compiled once for all of them.
"""

import numpy as np
import pytest

from playground.checking import check
from tests.unit.modeling.layers import PLACEABLE, placed
from tests.unit.training.trainable import around, run_of, said_of, samples, together

pytestmark = pytest.mark.filterwarnings(
    "ignore:Gradients do not exist for variables:UserWarning",
    "ignore:Layer '.*Flatten' .* was passed an input with a mask:UserWarning",
)
SHIFT = {"PReLU": -0.5}
"""So that the weights of a layer have a part in its results."""
ADAPTED = {"Normalization"}
"""What is adapted to the data stands before all that trains; the tests of adapting hold that it must."""
NO_GRADIENT = {
    "ContrastLimitedAdaptiveHistogramEqualization",
    "Discretization",
    "RandomHue",
    "RandomPosterization",
    "RandomSaturation",
}


SHIFTED = [name for name in PLACEABLE if name in SHIFT]
_OTHERS = [name for name in PLACEABLE if name not in SHIFT]
GROUPS = [[name] for name in SHIFTED] + [_OTHERS[start : start + 8] for start in range(0, len(_OTHERS), 8)]


def network_of(name):
    return around(placed(name), before=name not in ADAPTED)


@pytest.mark.parametrize("name", PLACEABLE)
def test_checking_says_of_which_layers_what_stands_before_them_does_not_train(name):
    network = network_of(name)
    said = said_of(network, samples(network))
    assert {code: node for code, node in said.items() if "gradient" in code} == (
        {"gradient_stops": "it"} if name in NO_GRADIENT else {}
    )
    assert not {problem.code for problem in check(network).problems if problem.severity == "error"}


@pytest.mark.parametrize("names", GROUPS, ids=lambda names: f"{names[0]} to {names[-1]}")
def test_placed_layers_train_with_what_stands_before_and_behind_them(names):
    network = together({name: network_of(name) for name in names})
    run, moved = run_of(network, samples(network, SHIFT.get(names[0], 0.0)))
    assert run.problem is None
    assert len(run.history) == 2
    assert np.isfinite(run.history.steps["loss"]).all()
    assert all(np.isfinite(weight.numpy()).all() for weight in run.model.weights if "float" in weight.dtype)
    trains = {layer.name for layer in run.model.layers if layer.trainable_weights}
    flat = tuple(f"{name}-before" for name in NO_GRADIENT)
    assert trains - moved == {name for name in trains if name.startswith(flat)}
    assert {f"{name}-head" for name in names} <= trains
