"""A loss, metrics and a weight for each output, as the form says them."""

import keras
import msgspec
import numpy as np
import pytest

from playground import datasets
from playground.catalog import Choice
from playground.errors import ConfigError
from playground.protocol import TrainingSettings
from playground.training import TrainingConfig, train, training_facts

layers = keras.layers
_RNG = np.random.default_rng(3)
_X = _RNG.normal(size=(40, 4)).astype("float32")
DATA = datasets.from_arrays({"features": _X}, {"number": _X[:, :1] * 3, "label": (_X[:, 1] > 0).astype("int64")})
SETTINGS = TrainingSettings(batch_size=8, epochs=2, validation_split=0.0, jit_compile="off", shuffle=False)


def model(structure=dict):
    inputs = keras.Input((4,), name="features")
    start = keras.initializers.GlorotUniform(seed=1)
    number = layers.Dense(1, name="number", kernel_initializer=start)(inputs)
    label = layers.Dense(2, activation="softmax", name="label", kernel_initializer=start)(inputs)
    outputs = {"number": number, "label": label} if structure is dict else [number, label]
    return keras.Model(inputs, outputs)


def trained(structure=dict, **changes):
    settings = msgspec.structs.replace(SETTINGS, **changes)
    made = model(structure)
    run = train(made, DATA, TrainingConfig.from_settings(settings))
    run.wait_until(timeout=60)
    return run


@pytest.mark.parametrize("structure", [dict, list])
def test_each_output_has_its_own_loss_metrics_and_weight_as_under_fit(structure):
    run = trained(
        structure,
        output_losses={"number": Choice("Huber", {"delta": 0.5})},
        output_metrics={"number": (Choice("MeanSquaredError"), Choice("R2Score"))},
        loss_weights={"number": 0.25},
    )
    assert run.state == "finished"
    theirs = model(structure)
    theirs.compile(
        "adam",
        {"number": keras.losses.Huber(delta=0.5), "label": "sparse_categorical_crossentropy"},
        loss_weights={"number": 0.25, "label": 1.0},
    )
    y = DATA.targets if structure is dict else list(DATA.targets.values())
    theirs.fit(DATA.inputs["features"], y, batch_size=8, epochs=2, shuffle=False, verbose=0)
    for mine, other in zip(run.model.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-5, atol=1e-6)
    assert {"number_mean_squared_error", "number_r2_score", "label_accuracy"} <= set(run.history.epochs)


@pytest.mark.parametrize("structure", [dict, list])
def test_what_is_chosen_for_all_outputs_is_measured_at_each(structure):
    run = trained(structure, metrics=(Choice("MeanMetricWrapper"),))
    assert run.problem.message.startswith("“MeanMetricWrapper” can't be used here")
    sparse = {"label": Choice("SparseCategoricalCrossentropy")}
    run = trained(structure, loss=Choice("MeanSquaredError"), output_losses=sparse)
    assert run.state == "finished"
    run = trained(structure, metrics=(Choice("accuracy"),))
    assert {"number_accuracy", "label_accuracy"} <= set(run.history.epochs)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"output_losses": {"gone": Choice("Huber")}}, "A loss is set for “gone”, which is no output"),
        ({"output_metrics": {"gone": ()}}, "Metrics are set for “gone”, which is no output; outputs: number, label."),
        ({"loss_weights": {"gone": 1.0}}, "A loss weight is set for “gone”, which is no output"),
    ],
)
def test_what_is_said_of_no_output_is_refused_in_a_sentence(changes, sentence):
    run = trained(list, **changes)
    assert run.state == "failed"
    assert sentence in run.problem.message


def test_a_weight_that_is_no_weight_is_refused():
    with pytest.raises(ConfigError, match="The loss weight of “label” must be a number of at least 0, got -1"):
        TrainingConfig(loss_weights={"label": -1})


def test_settings_by_output_survive_the_way_to_a_document_and_back():
    settings = msgspec.structs.replace(
        SETTINGS,
        output_losses={"number": Choice("Huber", {"delta": 0.5})},
        output_metrics={"label": (Choice("AUC"),)},
        loss_weights={"number": 2.0},
    )
    data = msgspec.json.encode(settings)
    assert TrainingConfig.from_settings(msgspec.json.decode(data, type=TrainingSettings)).settings() == settings
    config = TrainingConfig(output_losses={"number": keras.losses.Huber(delta=0.5)}, output_metrics={"label": ["AUC"]})
    assert config.settings().output_losses == settings.output_losses
    assert config.settings().output_metrics == settings.output_metrics


def test_an_output_may_be_called_kind_or_settings():
    data = datasets.from_arrays({"features": _X}, {"kind": (_X[:, 1] > 0).astype("int64"), "settings": _X[:, :1]})
    inputs = keras.Input((4,), name="features")
    kind = layers.Dense(2, activation="softmax", name="kind")(inputs)
    made = keras.Model(inputs, {"kind": kind, "settings": layers.Dense(1, name="settings")(inputs)})
    config = TrainingConfig(loss={"kind": "sparse_categorical_crossentropy", "settings": "mae"}, epochs=1)
    assert training_facts(config).losses.keys() == {"kind", "settings"}
    assert config.settings().loss is None
    run = train(made, data, config)
    run.wait_until(timeout=60)
    assert run.state == "finished"
    assert {"kind_loss", "settings_loss"} <= set(run.history.epochs)
