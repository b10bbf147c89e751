import keras
import numpy as np
import pytest

from playground.catalog import Choice
from playground.modeling import build, from_keras, to_python
from playground.training import TrainingConfig
from tests.unit.modeling.test_modeling_source import chain, run
from tests.unit.modeling.test_modeling_source_loops import formatted


def classifier(activation="softmax", units=3):
    layers = (("hidden", "Dense", {"units": 4}), ("out", "Dense", {"units": units, "activation": activation}))
    return chain(("start", "InputLayer", {"shape": [2]}), *layers)


X = np.random.default_rng(0).random((20, 2), "float32")
Y = (X.sum(1) > 1).astype("int32")


def test_training_is_written_with_what_the_configuration_says():
    config = TrainingConfig(
        optimizer=keras.optimizers.SGD(0.5, momentum=0.25),
        loss="sparse_categorical_crossentropy",
        batch_size=5,
        epochs=2,
        seed=3,
        shuffle=False,
        class_weight={0: 1.0, 1: 2.0},
        jit_compile="off",
    )
    source = to_python(classifier(), training=config)
    assert "\nkeras.utils.set_random_seed(3)\n" in source
    assert source.endswith(
        "model.compile(\n"
        "    optimizer=keras.optimizers.SGD(learning_rate=0.5, momentum=0.25),\n"
        '    loss="sparse_categorical_crossentropy",\n'
        '    metrics=["accuracy"],\n'
        "    jit_compile=False,\n"
        ")\n"
        "\n"
        "# Your data: arrays (or lists of arrays) with one row for each sample.\n"
        "# Keras holds back the last samples for validation; Playground draws them at random.\n"
        "history = model.fit(\n"
        "    x_train,\n"
        "    y_train,\n"
        "    batch_size=5,\n"
        "    epochs=2,\n"
        "    validation_split=0.2,\n"
        "    shuffle=False,\n"
        "    class_weight={0: 1.0, 1: 2.0},\n"
        ")\n"
    )
    assert formatted(source) == source


@pytest.mark.parametrize(
    ("activation", "units", "loss"),
    [
        ("softmax", 3, "sparse_categorical_crossentropy"),
        ("sigmoid", 1, "binary_crossentropy"),
        (None, 1, "mean_squared_error"),
    ],
)
def test_a_loss_left_to_the_targets_is_chosen_by_the_last_activation_and_the_source_says_so(activation, units, loss):
    source = to_python(classifier(activation, units), training=TrainingConfig(epochs=1))
    assert f'loss="{loss}"' in source
    assert "# The loss is chosen by the last activation" in source
    model = run(source, x_train=X, y_train=Y)
    assert model.loss == loss


def test_objects_of_the_configuration_are_made_again():
    config = TrainingConfig(
        optimizer=Choice(
            "Adam",
            {
                "learning_rate": {
                    "kind": "ExponentialDecay",
                    "settings": {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5},
                }
            },
        ),
        loss=keras.losses.Huber(delta=0.5),
        metrics=[keras.metrics.MeanAbsoluteError(name="far"), "mse"],
        epochs=1,
    )
    model = run(to_python(classifier(None, 1), training=config), x_train=X, y_train=Y)
    assert model.optimizer.get_config()["learning_rate"]["class_name"] == "ExponentialDecay"
    assert model.loss.get_config() == config.loss.get_config()


def test_from_drawing_to_code_and_back():
    network = classifier()
    model = run(to_python(network))
    assert build(from_keras(model)).get_config() == build(network).get_config()
    assert to_python(from_keras(model)) == to_python(network)
