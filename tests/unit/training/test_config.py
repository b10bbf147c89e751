import keras
import msgspec
import numpy as np
import pytest

from playground import datasets
from playground.catalog import Choice
from playground.errors import ConfigError
from playground.protocol import TrainingSettings
from playground.training import TrainingConfig
from playground.training._binding import bind
from playground.training._choosing import choose_losses
from playground.training._compiling import recipe
from playground.training._objects import kind_of, make


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"batch_size": 0}, "batch_size must be a whole number of at least 1, got 0"),
        ({"epochs": 1.5}, "epochs must be a whole number of at least 1, got 1.5"),
        ({"seed": -1}, "seed must be a whole number of at least 0"),
        ({"validation_split": 1}, "validation_split must be at least 0 and less than 1"),
        ({"observer_share": "much"}, "observer_share must be"),
        ({"jit_compile": True}, "jit_compile must be “auto”, “on” or “off”, got True"),
        ({"precision": "float8"}, "precision must be one of “default”, “float32”, .*, got 'float8'"),
        ({"optimizer": None}, "has no optimizer"),
    ],
)
def test_values_out_of_range_are_refused(settings, sentence):
    with pytest.raises(ConfigError, match=sentence):
        TrainingConfig(**settings)


def test_settings_survive_the_way_to_a_configuration_and_back():
    settings = TrainingSettings(
        optimizer=Choice("SGD", {"momentum": 0.9}),
        loss=Choice("MeanSquaredError"),
        metrics=(Choice("accuracy"), Choice("MeanAbsoluteError")),
        batch_size=7,
        epochs=3,
        seed=9,
        validation_split=0.1,
        shuffle=False,
        jit_compile="off",
        precision="mixed_float16",
    )
    assert TrainingConfig.from_settings(settings).settings() == settings


def test_names_and_objects_become_plain_choices():
    config = TrainingConfig(
        optimizer=keras.optimizers.SGD(0.5, momentum=0.25),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy", "mae", keras.metrics.TopKCategoricalAccuracy(k=3)],
    )
    settings = config.settings()
    assert settings.optimizer == Choice("SGD", {"learning_rate": 0.5, "momentum": 0.25})
    assert settings.loss == Choice("SparseCategoricalCrossentropy")
    assert settings.metrics == (
        Choice("accuracy"),
        Choice("MeanAbsoluteError"),
        Choice("TopKCategoricalAccuracy", {"k": 3}),
    )
    assert TrainingConfig().settings() == TrainingSettings()


class Mine(keras.optimizers.SGD):
    pass


def test_what_only_python_can_say_shows_as_chosen_and_an_optimizer_by_its_name():
    for config in (
        TrainingConfig(loss={"a": "mse"}, metrics={"a": ["mae"]}),
        TrainingConfig(loss=lambda _true, predicted: predicted, metrics=["mae", lambda _true, predicted: predicted]),
    ):
        assert config.settings() == TrainingSettings()
    assert TrainingConfig(optimizer=Mine()).settings().optimizer == Choice("Mine")
    assert TrainingConfig(optimizer="nothing").settings().optimizer == Choice("nothing")


def test_settings_that_come_back_change_only_what_was_changed_in_them():
    optimizer, loss = Mine(), {"a": "mse"}
    config = TrainingConfig(optimizer=optimizer, loss=loss, metrics=["mae"], observer_share=0.1)
    assert config.with_settings(config.settings()) == config
    changed = config.with_settings(msgspec.structs.replace(config.settings(), epochs=3, metrics=None))
    assert changed == TrainingConfig(optimizer=optimizer, loss=loss, epochs=3, observer_share=0.1)
    with pytest.raises(ConfigError, match="batch_size must be"):
        config.with_settings(msgspec.structs.replace(config.settings(), batch_size=0))


@pytest.mark.parametrize(
    ("family", "value", "kind"),
    [
        ("losses", "mse", "MeanSquaredError"),
        ("losses", "mean_squared_error", "MeanSquaredError"),
        ("losses", keras.losses.mean_squared_error, "MeanSquaredError"),
        ("losses", keras.losses.Huber(), "Huber"),
        ("losses", Choice("mae"), "MeanAbsoluteError"),
        ("metrics", "accuracy", "accuracy"),
        ("losses", len, "len"),
    ],
)
def test_the_kind_of_a_loss_or_metric_is_the_catalogs(family, value, kind):
    assert kind_of(family, value) == kind


def test_names_stay_names_for_the_logs_and_words_for_compile_stay_words():
    assert [make("metrics", name) for name in ("accuracy", "acc", "mse", Choice("accuracy"))] == [
        "accuracy",
        "acc",
        "mse",
        "accuracy",
    ]


def chosen(units, activation, target):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(units, activation=activation)])
    data = datasets.from_arrays(np.zeros((len(target), 2)), target)
    binding = bind(model, data)
    made = recipe(binding, data.targets, TrainingConfig())
    assert made.loss == choose_losses(binding, data.targets)
    return made.loss, made.metrics


@pytest.mark.parametrize(
    ("units", "activation", "target", "loss", "metric"),
    [
        (
            3,
            "softmax",
            [0, 1, 2],
            Choice("SparseCategoricalCrossentropy"),
            Choice("SparseCategoricalAccuracy", {"name": "accuracy"}),
        ),
        (
            3,
            None,
            [0, 1, 2],
            Choice("SparseCategoricalCrossentropy", {"from_logits": True}),
            Choice("SparseCategoricalAccuracy", {"name": "accuracy"}),
        ),
        (
            1,
            "sigmoid",
            [0, 1, 1],
            Choice("BinaryCrossentropy"),
            Choice("BinaryAccuracy", {"name": "accuracy", "threshold": 0.5}),
        ),
        (
            1,
            None,
            [0, 1, 1],
            Choice("BinaryCrossentropy", {"from_logits": True}),
            Choice("BinaryAccuracy", {"name": "accuracy", "threshold": 0.0}),
        ),
        (
            2,
            "softmax",
            [[0.0, 1.0], [1.0, 0.0]],
            Choice("CategoricalCrossentropy"),
            Choice("CategoricalAccuracy", {"name": "accuracy"}),
        ),
        (1, None, [0.5, 2.0], Choice("MeanSquaredError"), Choice("MeanAbsoluteError", {"name": "mae"})),
    ],
)
def test_loss_and_metric_are_chosen_from_targets_and_last_activation(units, activation, target, loss, metric):
    assert chosen(units, activation, np.array(target)) == (loss, [metric])
