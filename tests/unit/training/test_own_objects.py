"""What forms can choose may be one's own: schedules, optimizers, losses, initializers, regularizers, constraints."""

import keras
import numpy as np
import pytest

from playground import catalog, datasets, protocol
from playground.catalog import Choice, register
from playground.exporting import export
from playground.network import ChangeSetting, Edge, Layer, Network, Node
from playground.session import Session
from playground.training import TrainingConfig, train

NETWORK = Network(
    "points",
    (Layer("in", "InputLayer", "point", {"shape": [2]}), Layer("out", "Dense", "mood", {"units": 2})),
    (Node("in", "in"), Node("out", "out")),
    (Edge("in", "out"),),
)
_X = np.random.default_rng(2).normal(size=(16, 2)).astype("float32")
DATA = datasets.from_arrays(_X, (_X[:, 0] > 0).astype("int64"))
QUICK = {"batch_size": 8, "epochs": 1, "validation_split": 0.0, "metrics": (), "jit_compile": "off", "shuffle": False}


@register
class SlowStart(keras.optimizers.schedules.LearningRateSchedule):
    """Rises in a line.

    Args:
        peak: Float. The rate after the last step.
        steps: Integer. How long it rises.
    """

    def __init__(self, peak: float = 0.5, steps: int = 4):
        super().__init__()
        self.peak, self.steps = peak, steps

    def __call__(self, step):
        return self.peak * keras.ops.minimum(keras.ops.cast(step, "float32") / self.steps, 1.0)

    def get_config(self):
        return {"peak": self.peak, "steps": self.steps}


@register
class HalfSGD(keras.optimizers.SGD):
    def __init__(self, learning_rate=0.01, half: bool = True, **kwargs):
        super().__init__(learning_rate, **kwargs)
        self.half = half

    def get_config(self):
        return {**super().get_config(), "half": self.half}


@register
class Sevenths(keras.initializers.Initializer):
    def __init__(self, value: float = 1 / 8):
        self.value = value

    def __call__(self, shape, dtype=None):
        return keras.ops.full(shape, self.value, dtype)

    def get_config(self):
        return {"value": self.value}


@register
class Heavy(keras.regularizers.Regularizer):
    def __init__(self, weight: float = 0.5):
        self.weight = weight

    def __call__(self, x):
        return self.weight * keras.ops.sum(keras.ops.abs(x))

    def get_config(self):
        return {"weight": self.weight}


@register
class Boxed(keras.constraints.Constraint):
    def __init__(self, side: float = 0.125):
        self.side = side

    def __call__(self, w):
        return keras.ops.clip(w, -self.side, self.side)

    def get_config(self):
        return {"side": self.side}


OPTIMIZER = Choice("HalfSGD", {"learning_rate": {"kind": "SlowStart", "settings": {"peak": 0.25}}})
OWN_PARTS = {
    "kernel_initializer": {"kind": "Sevenths", "settings": {"value": 0.25}},
    "kernel_regularizer": {"kind": "Heavy", "settings": {"weight": 0.25}},
    "kernel_constraint": "Boxed",
}


def drawn():
    layers = (NETWORK.layers[0], Layer("out", "Dense", "mood", {"units": 2, **OWN_PARTS}))
    return Network("points", layers, NETWORK.nodes, NETWORK.edges)


@pytest.mark.parametrize(
    ("family", "name", "settings"),
    [
        ("schedules", "SlowStart", {"peak": ("float", 0.5), "steps": ("integer", 4)}),
        ("optimizers", "HalfSGD", {"learning_rate": ("float", 0.01), "half": ("boolean", True)}),
        ("initializers", "Sevenths", {"value": ("float", 0.125)}),
        ("regularizers", "Heavy", {"weight": ("float", 0.5)}),
        ("constraints", "Boxed", {"side": ("float", 0.125)}),
    ],
)
def test_what_is_registered_is_offered_with_the_settings_of_its_signature(family, name, settings):
    found = next(each for each in catalog.catalog().objects[family] if each.name == name)
    assert {each.name: (each.type, each.default) for each in found.settings} == settings


def test_open_studios_hear_of_a_schedule_at_once():
    session, told = Session(NETWORK), []
    session.edits = lambda event, _: told.append(event)
    register(SlowStart)
    (event,) = [each for each in told if isinstance(each, protocol.Registered)]
    assert [(family, kind.name, kind.setting("peak").help) for family, kind in event.kinds.items()] == [
        ("schedules", "SlowStart", "Float. The rate after the last step.")
    ]


def test_an_own_schedule_in_an_own_optimizer_sets_the_rate_of_each_step():
    run = train(NETWORK, DATA, TrainingConfig(optimizer=OPTIMIZER, **QUICK))
    assert run.wait(60) == "finished"
    optimizer = run.model.optimizer
    assert (type(optimizer), type(optimizer._learning_rate)) == (HalfSGD, SlowStart)
    assert float(optimizer.learning_rate) == pytest.approx(0.25 * 2 / 4)


def test_what_python_sets_is_shown_by_the_form_with_its_settings():
    config = TrainingConfig(optimizer=HalfSGD(SlowStart(0.25)))
    assert config.settings().optimizer == OPTIMIZER


def test_own_parts_of_a_layer_train():
    run = train(drawn(), DATA, TrainingConfig(optimizer=Choice("SGD"), **QUICK), paused=True)
    run.wait_until("paused")
    kernel = run.model.get_layer("mood").kernel
    assert kernel.numpy().tolist() == [[0.25, 0.25], [0.25, 0.25]]
    run.resume()
    assert run.wait(60) == "finished"
    assert np.abs(kernel.numpy()).max() <= 0.125


def test_their_source_makes_the_same_model_and_the_same_optimizer():
    session = Session(drawn(), DATA, TrainingConfig(optimizer=OPTIMIZER, **QUICK))
    source = session.source(training=True)
    assert f"from {__name__} import Boxed, HalfSGD, Heavy, Sevenths, SlowStart" in source
    space = {"x_train": _X, "y_train": DATA.targets["target"]}
    exec(source, space)  # noqa: S102  # the source under test
    assert space["model"].layers[-1].get_config() == session.graph.model.layers[-1].get_config()
    assert space["model"].optimizer.get_config()["learning_rate"]["config"] == {"peak": 0.25, "steps": 4}


def test_a_keras_file_holds_them_and_says_that_it_needs_them(tmp_path):
    run = train(drawn(), DATA, TrainingConfig(optimizer=OPTIMIZER, **QUICK))
    run.wait(60)
    result = export(run.model, tmp_path / "own", format="keras")
    assert result.needs == ("Boxed", "HalfSGD", "Heavy", "Sevenths", "SlowStart")
    again = keras.models.load_model(result.path)
    assert again.optimizer.get_config() == run.model.optimizer.get_config()


def test_the_run_after_a_cell_ran_again_takes_the_new_class():
    def define(rate):
        class Level(keras.optimizers.schedules.LearningRateSchedule):
            def __call__(self, step):
                del step
                return rate

            def get_config(self):
                return {}

        register(Level)

    def rate():
        session.play()
        assert session.running.run.wait(60) == "finished"
        return float(session.running.run.model.optimizer.learning_rate)

    chosen = Choice("SGD", {"learning_rate": {"kind": "Level", "settings": {}}})
    define(0.25)
    session = Session(NETWORK, DATA, TrainingConfig(optimizer=chosen, **QUICK))
    first = rate()
    define(0.5)
    assert (first, rate()) == (0.25, 0.5)


def test_an_edit_of_an_own_part_is_refused_with_what_it_takes():
    session = Session(drawn(), DATA)
    session.edit(ChangeSetting("out", "kernel_constraint", {"kind": "Boxed", "settings": {"side": "wide"}}))
    (problem,) = session.drawing.report.problems
    assert "“side” is a number" in problem.message
