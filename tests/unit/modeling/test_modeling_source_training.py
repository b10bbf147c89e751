import keras
import numpy as np
import pytest

from playground.catalog import Choice
from playground.datasets import from_arrays
from playground.modeling import build, from_keras, to_python
from playground.network import Edge, Layer, Network, Node, Output, Signature
from playground.training import TrainingConfig, with_choices
from playground.training._binding import bind
from playground.training._compiling import compile_model, recipe
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


def two_headed(form="plain"):
    """A network with a class and a number as its outputs."""
    layers = (
        Layer("l0", "InputLayer", "start", {"shape": [2]}),
        Layer("l1", "Dense", "sort", {"units": 3, "activation": "softmax"}),
        Layer("l2", "Dense", "size", {"units": 1}),
    )
    nodes = (Node("n0", "l0"), Node("n1", "l1"), Node("n2", "l2"))
    signature = Signature(outputs=form, returned=(Output("n1", 0, "sort"), Output("n2", 0, "size")))
    return Network("two", layers, nodes, (Edge("n0", "n1"), Edge("n0", "n2")), signature=signature)


FAR = Choice("MeanSquaredError", {"name": "far"})
HUBER = Choice("Huber", {"delta": 0.5})
SPARSE = Choice("SparseCategoricalCrossentropy", {"from_logits": False})
CONFIGS = {
    "all left to the targets": TrainingConfig(),
    "names in lists": TrainingConfig(loss=["sparse_categorical_crossentropy", "mse"], loss_weights={"size": 0.25}),
    "by name": TrainingConfig(
        loss={"sort": SPARSE, "size": HUBER}, batch_size=9, metrics={"size": ["mae"]}, loss_weights={"sort": 2}
    ),
    "one loss set": TrainingConfig(output_losses={"size": HUBER}, output_metrics={"size": (FAR,)}),
    "a loss for all but one": TrainingConfig(loss=HUBER, output_losses={"sort": SPARSE}),
    "metrics of each": TrainingConfig(
        loss=["sparse_categorical_crossentropy", HUBER], metrics=[["accuracy"], ["mae", "mse"]]
    ),
    "metrics for all": TrainingConfig(metrics=(FAR,)),
    "every number": TrainingConfig(
        optimizer=Choice("AdamW", {"weight_decay": 0.01, "clipnorm": 1.0}),
        batch_size=7,
        epochs=2,
        seed=5,
        validation_split=0.25,
        shuffle=False,
        jit_compile="off",
    ),
}
DATA = from_arrays({"start": X}, {"sort": Y, "size": X.sum(1)})
ROWS = {"x_train": X, "y_train": [Y, X.sum(1)]}


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_training_code_compiles_as_the_studio_does(config):
    keras.backend.clear_session()
    built = build(two_headed())
    compile_model(built, recipe(bind(built, DATA), DATA.targets, config))
    source = to_python(two_headed(), training=with_choices(built, DATA, config))
    keras.backend.clear_session()
    model = run(source.partition("history = ")[0])
    leave_out = {"jit_compile": None}
    assert model.get_compile_config() | leave_out == built.get_compile_config() | leave_out
    assert formatted(source) == source


def test_training_code_trains_as_the_configuration_says():
    config = CONFIGS["every number"]
    space = dict(ROWS)
    exec(to_python(two_headed(), training=config), space)  # noqa: S102  # the source under test
    assert space["model"].jit_compile is False
    assert space["history"].params["epochs"] == config.epochs
    assert space["history"].params["steps"] == -(-15 // config.batch_size)
    assert "val_loss" in space["history"].history


@pytest.mark.parametrize("form", ["plain", "dict"])
def test_losses_of_several_outputs_that_are_left_to_the_targets_are_chosen_by_name(form):
    rows = ROWS if form == "plain" else ROWS | {"y_train": {"sort": Y, "size": X.sum(1)}}
    source = to_python(two_headed(form), training=TrainingConfig(epochs=1, loss_weights={"size": 0.5}))
    assert 'loss={"sort": "sparse_categorical_crossentropy", "size": "mean_squared_error"}' in source
    assert 'loss_weights={"sort": 1.0, "size": 0.5}' in source
    assert 'metrics={"sort": ["accuracy"], "size": ["mae"]}' in source
    assert run(source, **rows).loss == {"sort": "sparse_categorical_crossentropy", "size": "mean_squared_error"}


def test_what_the_data_bring_besides_inputs_and_targets_is_given_to_fit():
    config = TrainingConfig(epochs=1)
    source = to_python(classifier(), training=config, brings=["sample_weight", "validation"])
    assert "validation_data=(x_val, y_val)" in source
    assert "validation_split" not in source
    run(source, x_train=X, y_train=Y, x_val=X, y_val=Y, sample_weight=np.ones(20, "float32"))
    weighed = TrainingConfig(epochs=1, class_weight={0: 1.0, 1: 2.0}, callbacks=[keras.callbacks.TerminateOnNaN()])
    source = to_python(classifier(), training=weighed, brings=["sample_weight"])
    assert "sample_weight=" not in source
    run(source, x_train=X, y_train=Y, callbacks=list(weighed.callbacks))
