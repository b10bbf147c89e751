"""The precision of a run: which layers take it, that its numbers are those of `fit`, and that its source says it."""

import threading
from itertools import pairwise

import keras
import numpy as np
import pytest

from playground import datasets
from playground.catalog import Choice
from playground.errors import ConfigError
from playground.modeling import build_graph
from playground.network import ChangeSetting, Edge, Layer, Network, Node
from playground.session import Session
from playground.training import TrainingConfig, train
from tests.unit.training.test_parity import Losses

KINDS = (
    ("image", "InputLayer", {"shape": [6, 6, 2]}),
    ("grid", "Conv2D", {"filters": 4, "kernel_size": 3}),
    ("norm", "BatchNormalization", {}),
    ("flat", "Flatten", {}),
    ("hidden", "Dense", {"units": 8, "activation": "relu", "dtype": "float32"}),
    ("out", "Dense", {"units": 3}),
)
NETWORK = Network(
    "net",
    tuple(Layer(name, kind, name, settings) for name, kind, settings in KINDS),
    tuple(Node(name, name) for name, _, _ in KINDS),
    tuple(Edge(one[0], other[0]) for one, other in pairwise(KINDS)),
)
_RNG = np.random.default_rng(4)
X = _RNG.normal(size=(24, 6, 6, 2)).astype("float32")
Y = _RNG.integers(0, 3, 24)
DATA = datasets.from_arrays(X, Y)
LOSS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
POLICIES = ("float32", "mixed_float16", "mixed_bfloat16", "float64")


def config(precision, **settings):
    return TrainingConfig(
        **{
            "optimizer": Choice("Adam", {"learning_rate": 0.01}),
            "loss": LOSS,
            "metrics": (),
            "batch_size": 8,
            "epochs": 3,
            "validation_split": 0.0,
            "shuffle": False,
            "jit_compile": "off",
            "precision": precision,
            **settings,
        }
    )


@pytest.mark.parametrize("precision", POLICIES)
def test_layers_without_a_policy_of_their_own_take_that_of_the_run(precision):
    run = train(NETWORK, DATA, config(precision, epochs=1))
    assert run.wait(60) == "finished"
    policies = {layer.name: layer.dtype_policy.name for layer in run.model.layers[1:]}
    assert policies == {**dict.fromkeys(("grid", "norm", "flat", "out"), precision), "hidden": "float32"}
    assert keras.config.dtype_policy().name == "float32"


@pytest.mark.parametrize("precision", POLICIES)
def test_every_step_is_that_of_fit(precision):
    theirs, losses = build_graph(NETWORK, 0, precision).model, Losses()
    theirs.compile(keras.optimizers.Adam(0.01), LOSS, jit_compile=False)
    theirs.fit(X, Y, batch_size=8, epochs=3, shuffle=False, verbose=0, callbacks=[losses])
    run = train(NETWORK, DATA, config(precision))
    assert run.wait(60) == "finished"
    rough = {"mixed_float16": 2e-3, "mixed_bfloat16": 2e-2}.get(precision, 2e-6)
    np.testing.assert_allclose(run.history.steps["loss"], losses.losses, rtol=rough, atol=rough)
    scaled = isinstance(run.model.optimizer, keras.optimizers.LossScaleOptimizer)
    assert scaled == isinstance(theirs.optimizer, keras.optimizers.LossScaleOptimizer) == (precision == "mixed_float16")
    if scaled:
        mine, other = (float(np.asarray(each.optimizer.dynamic_scale)) for each in (run.model, theirs))
        assert mine == other


def test_a_loss_that_is_scaled_too_far_skips_its_step_and_goes_on_with_half():
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.01), initial_scale=2.0**30)
    run = train(NETWORK, DATA, config("mixed_float16", optimizer=optimizer))
    assert run.wait(60) == "finished"
    assert float(np.asarray(run.model.optimizer.dynamic_scale)) < 2.0**30
    assert np.isfinite(run.history.steps["loss"]).all()
    assert all(np.isfinite(weight.numpy()).all() for weight in run.model.weights)


def test_xla_trains_in_16_bits_too():
    run = train(NETWORK, DATA, config("mixed_float16", jit_compile="on"))
    assert run.wait(120) == "finished"
    assert run.status.strategy == "XLA"
    assert np.isfinite(run.history.steps["loss"]).all()


def test_what_keras_is_set_to_holds_where_nothing_else_is_said():
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        run = train(NETWORK, DATA, config("default", epochs=1))
    finally:
        keras.config.set_dtype_policy(before)
    assert run.wait(60) == "finished"
    assert run.model.get_layer("grid").dtype_policy.name == "mixed_bfloat16"


def test_a_model_of_keras_keeps_its_policies():
    model = build_graph(NETWORK, 0).model
    with pytest.raises(ConfigError, match="precision=“float64” is for networks"):
        train(model, DATA, config("float64"))


def test_another_precision_goes_on_with_the_weights_that_were_trained():
    session = Session(NETWORK, DATA, config("default"))
    session.play()
    assert session.running.run.wait(60) == "finished"
    before = session.graph.model
    session.config = config("mixed_bfloat16", epochs=1)
    after = session.graph.model
    assert after.get_layer("grid").dtype_policy.name == "mixed_bfloat16"
    for one, other in zip(before.get_weights(), after.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    session.play()
    assert session.running.run.wait(60) == "finished"
    assert session.running.run.model is after


def test_a_held_run_of_another_precision_is_not_gone_on_with():
    session = Session(NETWORK, DATA, config("default", epochs=2))
    session.step()
    first = session.running.run
    first.wait_until("paused", timeout=60)
    session.config = config("float64", epochs=1)
    session.play()
    assert session.running.run is not first
    assert session.running.run.wait(60) == "finished"


def test_the_source_sets_the_precision_before_the_layers_are_made():
    session = Session(NETWORK, DATA, config("mixed_float16", epochs=1))
    source = session.source(training=True)
    assert source.index('keras.config.set_dtype_policy("mixed_float16")\n') < source.index("layers.Conv2D")
    assert "set_dtype_policy" not in session.source()
    policies = {}

    def run():
        space = {"x_train": X, "y_train": Y}
        exec(source, space)  # noqa: S102  # the source under test
        policies.update({layer.name: layer.dtype_policy.name for layer in space["model"].layers})

    thread = threading.Thread(target=run)  # Keras's policy is a thread's own
    thread.start()
    thread.join()
    drawn = {layer.name: layer.dtype_policy.name for layer in session.graph.model.layers if layer.name in policies}
    assert policies == drawn


def test_16_bits_on_a_cpu_are_a_hint_and_so_are_probabilities_in_them():
    session = Session(NETWORK, DATA, config("mixed_float16"))
    session.edit(ChangeSetting("out", "activation", "softmax"))
    session.config = config("mixed_float16", loss=None)
    found = {problem.code: problem for problem in session.drawing.report.problems}
    assert (found["precision_on_cpu"].severity, found["precision_on_cpu"].setting) == ("hint", "precision")
    (fix,) = found["output_in_half"].fixes
    session.edit(fix.edit)
    assert "output_in_half" not in {problem.code for problem in session.drawing.report.problems}
    session.config = config("float32")
    assert "precision_on_cpu" not in {problem.code for problem in session.drawing.report.problems}
