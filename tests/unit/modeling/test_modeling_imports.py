import json
import re
from typing import Any

import keras
import numpy as np
import pytest

from playground.checking import check
from playground.errors import PlaygroundError
from playground.modeling import build, build_graph, from_keras, to_python
from playground.network import Layer, all_layers, validate
from tests.unit.modeling import models


def plain(model):
    """A model's configuration as a file holds it, but for the numbers in the names of what makes masks."""
    text = json.dumps(model.get_config())
    return json.loads(re.sub(r'"(not_equal|any)_\d+"', r'"\1"', text) if "mask" in text else text)


def samples(model):
    """Two samples for each input, in the structure that the model takes."""
    generator = np.random.default_rng(0)

    def of(tensor):
        shape = (2, *(axis or 7 for axis in tensor.shape[1:]))
        whole = tensor.dtype.startswith("int")
        return generator.integers(0, 9, shape) if whole else generator.random(shape, "float32")

    structure = getattr(model, "_inputs_struct", model.inputs[0])
    return keras.tree.map_structure(of, structure)


def assert_comes_back_equal(model):
    """Open, build, and compare: configuration, also by way of source, weights, and answers to the last bit."""
    network = from_keras(model)
    validate(network)
    assert check(network).ok
    again = build(network)
    assert plain(again) == plain(model)
    room: dict[str, Any] = {}
    exec(to_python(network, name_operations=True), room)  # noqa: S102  # what a person does with the source
    assert plain(room["model"]) == plain(model)
    again.set_weights(model.get_weights())
    given = samples(model)
    one, other = (keras.tree.flatten(each(given)) for each in (model, again))
    for mine, theirs in zip(one, other, strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("make", models.ALL, ids=lambda make: make.__name__)
def test_a_model_of_any_shape_comes_back_equal(make):
    assert_comes_back_equal(make())


FAMILIES = (
    "ConvNeXtTiny",
    "DenseNet121",
    "EfficientNetB0",
    "EfficientNetV2B0",
    "InceptionResNetV2",
    "MobileNet",
    "MobileNetV2",
    "MobileNetV3Small",
    "NASNetMobile",
    "ResNet50",
    "VGG16",
    "Xception",
)


@pytest.mark.parametrize("name", FAMILIES)
def test_known_architectures_come_back_equal(name):
    side = 224 if name == "NASNetMobile" else 75 if name.startswith("Inception") else 71 if name == "Xception" else 32
    assert_comes_back_equal(getattr(keras.applications, name)(weights=None, input_shape=(side, side, 3), classes=5))


def test_only_what_differs_from_the_defaults_is_stored():
    start = keras.Input((28, 28, 1), name="image")
    x = keras.layers.Conv2D(8, (3, 3), (1, 1), kernel_initializer="he_normal", name="conv")(start)
    x = keras.layers.MaxPooling2D(2, name="pool")(x)
    frozen = keras.layers.Dense(1, activity_regularizer=keras.regularizers.L2(0.1), name="fc")
    frozen.trainable = False
    network = from_keras(keras.Model(start, frozen(x), name="net"))
    assert network.layers == (
        Layer("l0", "InputLayer", "image", {"shape": [28, 28, 1]}),
        Layer("l1", "Conv2D", "conv", {"filters": 8, "kernel_size": [3, 3], "kernel_initializer": "HeNormal"}),
        Layer("l2", "MaxPooling2D", "pool"),
        Layer(
            "l3",
            "Dense",
            "fc",
            {"units": 1, "activity_regularizer": {"kind": "L2", "settings": {"l2": 0.1}}},
            trainable=False,
        ),
    )


def test_a_custom_mask_and_dtype_are_kept():
    start = keras.Input((6,), dtype="int32")
    x = keras.layers.Embedding(10, 4, mask_zero=True, dtype="float64")(start)
    network = from_keras(keras.Model(start, keras.layers.LSTM(2)(x)))
    assert [layer.settings for layer in network.layers] == [
        {"shape": [6], "dtype": "int32"},
        {"input_dim": 10, "output_dim": 4, "mask_zero": True, "dtype": "float64"},
        {"units": 2},
    ]


def test_importing_leaves_the_model_alone():
    model = models.nested_with_dicts()
    before = model.get_config()
    from_keras(model)
    assert model.get_config() == before


class Subclassed(keras.Model):
    def call(self, inputs):
        return inputs


def with_lambda():
    start = keras.Input((4,))
    return keras.Model(start, keras.layers.Lambda(lambda x: x, name="anything")(start))


class Drawn(keras.Model):
    """A subclass that keeps the functional constructor: its graph is drawn, but its `call` may be another."""


def with_subclass_inside():
    start = keras.Input((4,))
    inner = keras.Input((4,))
    return keras.Model(start, Drawn(inner, keras.layers.Dense(2)(inner), name="inside")(start))


class Strange(keras.layers.Layer):
    def __init__(self, strength=1, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def call(self, inputs, more=None):
        return inputs if more is None else inputs + more


def with_stranger():
    start = keras.Input((4,))
    strange = Strange(strength={"deep": [1, 2]}, name="odd")
    strange.trainable = False
    return keras.Model(start, strange(start, more=strange(start)))


def test_a_layer_that_is_not_registered_is_kept_as_it_is_and_shown_as_unknown():
    network = from_keras(with_stranger())
    assert network.layers[1] == Layer("l1", "Strange", "odd", {"strength": {"deep": [1, 2]}}, trainable=False)
    assert [(edge.target, edge.port) for edge in network.edges] == [("n1", "inputs"), ("n2", "inputs"), ("n2", "more")]
    (problem, *_) = check(network).problems
    assert (problem.code, problem.node) == ("unknown_kind", "n1")
    assert "@playground.register class Strange" in problem.message


def test_a_class_with_the_name_of_a_known_layer_is_not_taken_for_it():
    class Dense(keras.layers.Layer):
        def call(self, inputs):
            return inputs

    start = keras.Input((4,))
    with pytest.raises(PlaygroundError, match=r"“mine” is a Dense of “.*”, not the one of the catalog; give the class"):
        from_keras(keras.Model(start, Dense(name="mine")(start)))


def test_layers_of_inner_models_are_found_by_their_path():
    network = from_keras(models.nested_three_deep())
    assert {path for path, _ in all_layers(network)} == set(build_graph(network).layers)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: 3, r"from_keras takes a keras\.Model; received a int\."),
        (lambda: Subclassed(name="mine"), r"The model “mine” is a Subclassed whose graph is Python code; only "),
        (
            lambda: keras.Sequential([keras.layers.Dense(1)], name="loose"),
            r"The model “loose” does not know its input yet; call its build\(input_shape\) first\.",
        ),
        (with_lambda, r"Lambda “anything” can't be drawn\. It holds Python code"),
        (with_subclass_inside, r"Drawn “inside” is a model written as a class, whose graph is Python code; "),
    ],
)
def test_what_a_network_can_not_hold_is_refused_by_name(make, message):
    with pytest.raises(PlaygroundError, match=message):
        from_keras(make())
