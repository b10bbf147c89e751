import keras
import pytest
from hypothesis import given, settings, strategies as st

from playground.catalog import Choice, describe_object, kind, make_layer, make_object, register, validate_setting
from playground.errors import PlaygroundError, SettingError
from playground.network import Layer


def refusal(layer_kind, **values):
    with pytest.raises(SettingError) as caught:
        make_layer(Layer("l", layer_kind, "mine", values))
    return str(caught.value), caught.value.setting


def test_a_layer_has_the_documents_name_settings_and_trainable():
    made = make_layer(Layer("l", "Conv2D", "edges", {"filters": 8, "kernel_size": [3, 5]}, trainable=False))
    assert (type(made), made.name, made.filters, made.kernel_size, made.trainable) == (
        keras.layers.Conv2D,
        "edges",
        8,
        (3, 5),
        False,
    )


def test_layers_whose_constructor_takes_no_trainable_can_be_frozen():
    assert not make_layer(Layer("l", "SpatialDropout1D", "drop", {"rate": 0.5}, trainable=False)).trainable


def test_objects_inside_settings_are_made():
    initializer = {"kind": "HeNormal", "settings": {"seed": 3}}
    made = make_layer(Layer("l", "Dense", "fc", {"units": 2, "kernel_initializer": initializer, "activation": "relu"}))
    assert isinstance(made.kernel_initializer, keras.initializers.HeNormal)
    assert made.kernel_initializer.seed == 3
    assert made.activation is keras.activations.relu


def test_layers_inside_settings_are_made_with_names_that_never_change():
    inner = {"kind": "LSTM", "settings": {"units": 4}}
    configs = [
        make_layer(Layer("l", "Bidirectional", "both", {"layer": inner})).get_config()["layer"]["config"]["name"]
        for _ in range(2)
    ]
    assert configs[0] == configs[1]


@pytest.mark.parametrize(
    ("layer_kind", "values", "message", "setting"),
    [
        (
            "Dense",
            {},
            "Dense “mine” needs its setting “units”; give it a whole number from 1 on.",
            "units",
        ),
        (
            "Dense",
            {"units": "many"},
            "Dense “mine”: “units” is a whole number from 1 on; received “many”.",
            "units",
        ),
        ("Dense", {"units": True}, "Dense “mine”: “units” is a whole number from 1 on; received True.", "units"),
        ("Dense", {"units": None}, "Dense “mine”: “units” is a whole number from 1 on; received nothing.", "units"),
        ("Dense", {"units": 10**40}, f"Dense “mine”: “units” is a whole number from 1 on; received {10**40}.", "units"),
        (
            "Dense",
            {"units": 1, "name": "other"},
            "Dense “mine” has no setting “name”; take it out, or choose another kind of layer.",
            "name",
        ),
        (
            "Dense",
            {"units": 1, "activation": "os.system"},
            (
                "Dense “mine”: “activation” asks for the activation “os.system”, which this Keras does not have; "
                "choose one of the catalog."
            ),
            "activation",
        ),
        (
            "Dense",
            {"units": 1, "activation": {"kind": "LeakyReLU", "settings": {"negative_slope": 0.1}}},
            (
                "Dense “mine”: “activation” asks for the layer “LeakyReLU”, which can't stand in a setting; "
                "choose no activation, and put LeakyReLU behind as a layer of its own."
            ),
            "activation",
        ),
        (
            "Dense",
            {"units": 1, "kernel_initializer": {"kind": "HeNormal", "settings": {"seed": "x"}}},
            "Dense “mine”: the HeNormal in “kernel_initializer”: “seed” is a whole number, or nothing; received “x”.",
            "kernel_initializer.seed",
        ),
        (
            "Dense",
            {"units": 1, "kernel_initializer": {"module": "os", "class_name": "system"}},
            "An initializer is chosen by its name; received {'module': 'os', 'class_name': 'system'}.",
            "kernel_initializer",
        ),
        ("Dropout", {"rate": 1.5}, "Dropout “mine”: “rate” is a number between 0 and 1; received 1.5.", "rate"),
        (
            "Conv2D",
            {"filters": 1, "kernel_size": [3, 3, 3]},
            "Conv2D “mine”: “kernel_size” is 2 whole numbers from 1 on; received [3, 3, 3].",
            "kernel_size",
        ),
        (
            "Conv2D",
            {"filters": 1, "kernel_size": 3, "padding": "full"},
            "Conv2D “mine”: “padding” is one of valid, same; received “full”.",
            "padding",
        ),
        (
            "Conv2D",
            {"filters": 9, "kernel_size": 3, "groups": 2},
            (
                "Conv2D “mine” can't be made: The number of filters must be evenly divisible by the number of groups. "
                "Received: groups=2, filters=9."
            ),
            "filters",
        ),
        (
            "TimeDistributed",
            {"layer": {"kind": "Lambda", "settings": {"function": "f"}}},
            (
                "“Lambda” can't be used here. It holds Python code, and a drawing holds data only; write a layer and "
                "register it instead."
            ),
            "layer",
        ),
        (
            "StringLookup",
            {"vocabulary": "/etc/passwd"},
            "StringLookup “mine”: “vocabulary” is a list, or nothing; received “/etc/passwd”.",
            "vocabulary",
        ),
        (
            "InputLayer",
            {},
            "Input “mine” needs its setting “shape”; give it a list of whole numbers from 1 on.",
            "shape",
        ),
    ],
)
def test_a_refused_setting_says_what_was_expected(layer_kind, values, message, setting):
    assert refusal(layer_kind, **values) == (message, setting)


@pytest.mark.parametrize("layer_kind", ["Lambda", "TFSMLayer", "LSTMCell"])
def test_what_can_not_be_placed_is_not_made(layer_kind):
    assert refusal(layer_kind)[0].startswith(f"{layer_kind} “mine” can't be built. It ")


@pytest.mark.parametrize(
    ("layer_kind", "values", "path"),
    [
        ("RNN", {"cell": {"kind": "LSTMCell", "settings": {"units": 0}}}, "cell.units"),
        (
            "RNN",
            {
                "cell": {
                    "kind": "StackedRNNCells",
                    "settings": {"cells": [{"kind": "GRUCell", "settings": {"units": 2}}, {"kind": "GRUCell"}]},
                }
            },
            "cell.cells.1.units",
        ),
        (
            "TimeDistributed",
            {"layer": {"kind": "Conv2D", "settings": {"filters": 9, "kernel_size": 3, "groups": 2}}},
            "layer.filters",
        ),
        ("TimeDistributed", {"layer": {"kind": "Nothing"}}, "layer"),
    ],
)
def test_what_is_wrong_inside_a_setting_is_named_by_its_path(layer_kind, values, path):
    assert refusal(layer_kind, **values)[1] == path


def test_an_unknown_kind_is_refused():
    assert refusal("os.system") == (
        "os.system “mine”: this Keras has no layer of the kind “os.system”; replace it by one of the palette.",
        None,
    )


def test_one_number_and_pairs_are_paddings():
    for padding in (2, [1, 2], [[1, 2], [3, 4]]):
        validate_setting(kind("ZeroPadding2D"), "padding", padding)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["Dense", "LSTM", "ZeroPadding2D", "RandomZoom", "InputLayer", "Concatenate"]), JSON, st.data())
def test_any_value_is_either_refused_with_a_sentence_or_goes_to_keras(name, value, data):
    found = kind(name)
    setting = data.draw(st.sampled_from(found.settings))
    try:
        validate_setting(found, setting.name, value)
    except SettingError as error:
        assert error.setting == setting.name
        assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("obj", "family", "choice"),
    [
        ("adam", "optimizers", Choice("Adam")),
        (keras.optimizers.Adam(0.01), "optimizers", Choice("Adam", {"learning_rate": 0.01})),
        (keras.optimizers.SGD, "optimizers", Choice("SGD")),
        (
            keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 100)),
            "optimizers",
            Choice(
                "SGD",
                {
                    "learning_rate": {
                        "kind": "CosineDecay",
                        "settings": {"initial_learning_rate": 0.1, "decay_steps": 100},
                    }
                },
            ),
        ),
        (keras.losses.Huber(delta=2.0), "losses", Choice("Huber", {"delta": 2.0})),
        (keras.losses.mean_squared_error, "losses", Choice("MeanSquaredError")),
        ("accuracy", "metrics", Choice("accuracy")),
        (keras.metrics.MeanIoU(3), "metrics", Choice("MeanIoU", {"num_classes": 3})),
        (keras.metrics.BinaryAccuracy(name="right"), "metrics", Choice("BinaryAccuracy", {"name": "right"})),
        (keras.activations.relu, "activations", Choice("relu")),
        (keras.regularizers.L1L2(l1=0.1), "regularizers", Choice("L1L2", {"l1": 0.1})),
    ],
)
def test_objects_of_keras_are_described_by_what_differs_from_the_defaults(obj, family, choice):
    assert describe_object(obj, family) == choice


@pytest.mark.parametrize("value", ["adam", {"kind": "Adam", "settings": {"learning_rate": 0.01}}, Choice("Adam")])
def test_an_optimizer_is_made_from_a_name_an_object_or_a_choice(value):
    assert isinstance(make_object("optimizers", value), keras.optimizers.Adam)


def test_making_what_was_described_gives_the_same_object():
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=0.01, clipnorm=1.0)
    again = make_object("optimizers", describe_object(optimizer, "optimizers"))
    assert {**again.get_config(), "name": ""} == {**optimizer.get_config(), "name": ""}


def test_an_object_of_a_stranger_is_refused():
    class Odd(keras.losses.Loss):
        pass

    with pytest.raises(SettingError, match="“Odd” is none of the losses of the catalog; register it with"):
        describe_object(Odd(), "losses")


def test_a_registered_layer_joins_the_palette_with_its_settings():
    @register
    class Scaled(keras.layers.Layer):
        """Multiplies by a factor.

        Args:
            factor: float, what to multiply by.
        """

        def __init__(self, factor=2.0, **kwargs):
            super().__init__(**kwargs)
            self.factor = factor

        def call(self, inputs):
            return inputs * self.factor

    found = kind("Scaled")
    assert (found.group, found.summary, found.setting("factor").default) == (
        "My layers",
        "Multiplies by a factor.",
        2.0,
    )
    assert make_layer(Layer("l", "Scaled", "mine", {"factor": 3.0})).factor == 3.0


def test_registering_again_replaces_the_earlier_one():
    def make(slope):
        def twice_run(x):
            return slope * x

        return register(twice_run)

    make(1)
    second = make(2)
    assert make_object("activations", "twice_run") is second


def test_a_function_of_truth_and_prediction_is_a_loss_and_a_metric():
    @register
    def my_difference(y_true, y_pred):
        return keras.ops.mean(keras.ops.abs(y_true - y_pred), axis=-1)

    assert (kind("my_difference", "losses").group, kind("my_difference", "metrics").group) == ("My layers", "My layers")


def test_a_name_of_keras_own_is_refused():
    with pytest.raises(PlaygroundError, match="“Dense” is the name of one of Keras's own layers; give yours another"):
        register(type("Dense", (keras.layers.Layer,), {}))


def test_what_is_no_part_of_a_network_is_refused():
    with pytest.raises(PlaygroundError, match=r"can't be registered; register a subclass of keras\.layers\.Layer"):
        register(3)
