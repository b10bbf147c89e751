"""Each loss, metric, optimizer and schedule of the catalog, chosen as the form chooses it, trains; or says why not."""

import inspect

import keras
import numpy as np
import pytest

from playground import catalog, datasets
from playground.catalog import Choice, make_object, register
from playground.errors import SettingError
from playground.protocol import TrainingSettings
from playground.training import TrainingConfig, train

layers = keras.layers
SAMPLES = 16
_RNG = np.random.default_rng(5)
_LABELS = np.arange(SAMPLES) % 3
_X = _RNG.normal(size=(SAMPLES, 4)).astype("float32")

ONE_HOT, LABELS, BINARY, SEQUENCES = "one hot", "labels", "binary", "sequences"
WANTS = {
    **dict.fromkeys(("SparseCategoricalCrossentropy", "Circle", "SparseCategoricalAccuracy"), LABELS),
    **dict.fromkeys(("SparseTopKCategoricalAccuracy", "CategoricalGeneralizedCrossEntropy"), LABELS),
    **dict.fromkeys(("BinaryIoU", "IoU", "MeanIoU"), BINARY),
    "CTC": SEQUENCES,
}
"""What a kind is measured on; all others take one-hot rows, and so pairs of equal shape."""
FITS = {ONE_HOT: "MeanSquaredError", LABELS: "SparseCategoricalCrossentropy", BINARY: "BinaryCrossentropy"}


def kinds(family):
    found = catalog.catalog().objects[family]
    return [kind for kind in found if not kind.obstacle and not catalog.is_own(kind.name, family)]


def choice(kind):
    """What the form stores when a kind is picked from its list."""
    return Choice(kind.name, {setting.name: setting.default for setting in kind.settings if setting.required})


def on(targets):
    """A model and data of these targets."""
    if targets == SEQUENCES:
        x = _RNG.normal(size=(SAMPLES, 8, 4)).astype("float32")
        y = np.tile([[1, 2, 1]], (SAMPLES, 1))
        return keras.Sequential([keras.Input((8, 4)), layers.Dense(4)]), datasets.from_arrays(x, y)
    if targets == BINARY:
        model = keras.Sequential([keras.Input((4,)), layers.Dense(1, activation="sigmoid")])
        return model, datasets.from_arrays(_X, (_LABELS % 2)[:, None])
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation="softmax")])
    return model, datasets.from_arrays(_X, _LABELS if targets == LABELS else np.eye(3, dtype="float32")[_LABELS])


def trained(targets, **chosen):
    settings = TrainingSettings(
        **{"batch_size": 8, "epochs": 1, "validation_split": 0.0, "metrics": (), "jit_compile": "off", **chosen}
    )
    model, data = on(targets)
    before = model.get_weights()
    run = train(model, data, TrainingConfig.from_settings(settings))
    assert run.wait(60) == "finished"
    assert len(run.history) == 2
    assert any((one != other).any() for one, other in zip(before, model.get_weights(), strict=True))
    return run


@pytest.mark.parametrize("kind", kinds("losses"), ids=lambda kind: kind.name)
def test_every_loss_trains(kind):
    run = trained(WANTS.get(kind.name, ONE_HOT), loss=choice(kind))
    assert np.isfinite(run.history.steps["loss"]).all()


@pytest.mark.parametrize("targets", [ONE_HOT, LABELS, BINARY])
def test_every_metric_is_measured(targets):
    mine = [kind for kind in kinds("metrics") if WANTS.get(kind.name, ONE_HOT) == targets]
    run = trained(targets, loss=Choice(FITS[targets]), metrics=tuple(choice(kind) for kind in mine))
    assert len(run.history.steps.keys() - {"learning_rate"}) == 1 + len(mine)
    assert all(np.isfinite(values).all() for values in run.history.steps.values())


@pytest.mark.parametrize("kind", kinds("optimizers"), ids=lambda kind: kind.name)
def test_every_optimizer_trains(kind):
    trained(LABELS, optimizer=choice(kind))


@pytest.mark.parametrize("kind", kinds("schedules"), ids=lambda kind: kind.name)
def test_every_schedule_is_a_learning_rate(kind):
    schedule = choice(kind)
    rate = {"kind": schedule.kind, "settings": schedule.settings}
    run = trained(LABELS, optimizer=Choice("SGD", {"learning_rate": rate, "momentum": 0.5}))
    assert type(run.model.optimizer._learning_rate).__name__ == kind.name


@pytest.mark.parametrize("family", ["losses", "metrics", "optimizers", "schedules"])
def test_every_class_of_keras_is_in_the_catalog_or_says_why_it_can_not_be_chosen(family):
    module = keras.optimizers.schedules if family == "schedules" else getattr(keras, family)
    base = {"losses": "Loss", "metrics": "Metric", "optimizers": "Optimizer", "schedules": "LearningRateSchedule"}
    found = inspect.getmembers(module, inspect.isclass)
    classes = {value for _, value in found if issubclass(value, getattr(module, base[family]))}
    known = {kind.name: kind for kind in catalog.catalog().objects[family]}
    names = {catalog.name_of(cls, family) for cls in classes}
    assert None not in names
    assert {name for name in names if known[name].obstacle} == {
        "losses": {"Loss"},
        "metrics": {"Mean", "MeanMetricWrapper", "Metric", "Sum"},
        "optimizers": {"LossScaleOptimizer", "MultiOptimizer", "Optimizer"},
        "schedules": {"LearningRateSchedule"},
    }[family]


def test_what_can_not_be_chosen_is_refused_with_the_reason():
    settings = TrainingSettings(optimizer=Choice("LossScaleOptimizer"), batch_size=8)
    run = train(*on(LABELS), TrainingConfig.from_settings(settings))
    run.wait_until(timeout=30)
    assert "“LossScaleOptimizer” can't be used here. It wraps another optimizer" in run.problem.message


@pytest.mark.parametrize(("policy", "scales"), [("mixed_float16", True), ("mixed_bfloat16", False), ("float64", False)])
def test_layers_of_every_precision_train_and_float16_scales_the_loss(policy, scales):
    model = keras.Sequential(
        [keras.Input((4,)), layers.Dense(8, dtype=policy), layers.Dense(3, activation="softmax", dtype="float32")]
    )
    config = TrainingConfig(batch_size=8, epochs=2, validation_split=0.0, optimizer="adam", jit_compile="off")
    data = on(LABELS)[1]
    assert train(model, data, config).wait(60) == "finished"
    optimizer = model.optimizer
    assert isinstance(optimizer, keras.optimizers.LossScaleOptimizer) == scales
    assert train(model, data, config).wait(60) == "finished"
    assert model.optimizer is optimizer


def test_a_function_of_ones_own_is_a_loss_and_a_metric_and_has_no_settings():
    @register
    def own_miss(y_true, y_pred):
        return keras.ops.mean(keras.ops.abs(y_true - y_pred), axis=-1)

    run = trained(ONE_HOT, loss=Choice("own_miss"), metrics=(Choice("own_miss"),))
    assert {"loss", "own_miss"} <= set(run.history.steps)
    with pytest.raises(SettingError, match="own_miss has no setting “scale”"):
        make_object("losses", Choice("own_miss", {"scale": 3.0}))
