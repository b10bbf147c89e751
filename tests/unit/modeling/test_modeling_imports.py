import keras
import numpy as np
import pytest

from playground.checking import check
from playground.errors import PlaygroundError
from playground.modeling import build, from_keras
from playground.network import Layer, validate


def twin(model):
    """The model that comes back from the canvas, with the same weights."""
    network = from_keras(model)
    validate(network)
    assert check(network).problems == ()
    again = build(network)
    again.set_weights(model.get_weights())
    return again


def assert_same_answers(model):
    again = twin(model)
    generator = np.random.default_rng(0)
    samples = [generator.random((2, *tensor.shape[1:]), "float32") for tensor in model.inputs]
    given = samples[0] if len(samples) == 1 else samples
    for one, other in zip(keras.tree.flatten(model(given)), keras.tree.flatten(again(given)), strict=True):
        np.testing.assert_array_equal(one, other)
    return again


@pytest.mark.parametrize("name", ["ResNet50", "VGG16", "MobileNetV2"])
def test_known_architectures_come_back_equal(name):
    model = getattr(keras.applications, name)(weights=None, input_shape=(64, 64, 3), classes=5)
    again = assert_same_answers(model)
    assert again.get_config() == model.get_config()


def shared_layer():
    left, right = keras.Input((4,)), keras.Input((4,))
    layer = keras.layers.Dense(3, name="both")
    return keras.Model([left, right], keras.layers.Add()([layer(left), layer(right)]))


def layer_chained_thrice():
    start = x = keras.Input((4,))
    layer = keras.layers.Dense(4)
    for _ in range(3):
        x = layer(x)
    return keras.Model(start, x)


def attention_with_key():
    query, value = keras.Input((5, 8)), keras.Input((6, 8))
    x, scores = keras.layers.MultiHeadAttention(2, 4)(query, value, key=value, return_attention_scores=True)
    return keras.Model([query, value], [x, scores])


def attention_list():
    query, value = keras.Input((5, 8)), keras.Input((6, 8))
    return keras.Model([query, value], keras.layers.Attention()([query, value]))


def encoder_decoder():
    source, target = keras.Input((5, 3)), keras.Input((4, 3))
    _, state, carry = keras.layers.LSTM(6, return_state=True)(source)
    x = keras.layers.LSTM(6, return_sequences=True)(target, initial_state=[state, carry])
    return keras.Model([source, target], keras.layers.TimeDistributed(keras.layers.Dense(2))(x))


def several_outputs():
    start = keras.Input((4,), name="start")
    one = keras.layers.Dense(2, name="one")(start)
    two = keras.layers.Dense(3, name="two")(one)
    return keras.Model(start, [two, one])


def wrapped_recurrent():
    start = keras.Input((5, 3))
    both = keras.layers.Bidirectional(keras.layers.GRU(4, activity_regularizer="l2"), merge_mode="sum")(start)
    cells = keras.layers.StackedRNNCells([keras.layers.LSTMCell(2), keras.layers.GRUCell(3)])
    return keras.Model(start, [both, keras.layers.RNN(cells)(start)])


@pytest.mark.parametrize(
    "make",
    [
        shared_layer,
        layer_chained_thrice,
        attention_with_key,
        attention_list,
        encoder_decoder,
        several_outputs,
        wrapped_recurrent,
    ],
)
def test_a_functional_model_comes_back_with_the_same_answers(make):
    assert_same_answers(make())


def test_a_sequential_model_comes_back_with_the_same_answers():
    assert_same_answers(
        keras.Sequential(
            [
                keras.Input((8, 8, 1)),
                keras.layers.Conv2D(4, 3, padding="same", activation="relu"),
                keras.layers.BatchNormalization(),
                keras.layers.MaxPooling2D(),
                keras.layers.Flatten(),
                keras.layers.Dense(3, activation="softmax"),
            ]
        )
    )


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
    model = several_outputs()
    before = model.get_config()
    from_keras(model)
    assert model.get_config() == before


class Subclassed(keras.Model):
    def call(self, inputs):
        return inputs


def nested_model():
    start = keras.Input((4,))
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)], name="inner")
    return keras.Model(start, inner(start))


def with_operation():
    start = keras.Input((4,))
    return keras.Model(start, keras.layers.Dense(2)(start * 2.0))


def with_lambda():
    start = keras.Input((4,))
    return keras.Model(start, keras.layers.Lambda(lambda x: x, name="anything")(start))


def with_stranger():
    class Strange(keras.layers.Layer):
        def call(self, inputs):
            return inputs

    start = keras.Input((4,))
    return keras.Model(start, Strange(name="odd")(start))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: 3, r"from_keras takes a keras\.Model; received a int\."),
        (lambda: Subclassed(name="mine"), r"The model “mine” is a Subclassed whose graph is Python code; only "),
        (
            lambda: keras.Sequential([keras.layers.Dense(1)], name="loose"),
            r"The model “loose” does not know its input yet; call its build\(input_shape\) first\.",
        ),
        (nested_model, r"“inner” is a model inside the model, which is not drawn yet; "),
        (with_operation, r"“multiply[_\d]*” is the operation Multiply of keras\.ops, which is not drawn yet; "),
        (with_lambda, r"Lambda “anything” can't be drawn\. It holds Python code"),
        (with_stranger, r"“odd” is a Strange, which is not in the catalog; register the class with @playground"),
    ],
)
def test_what_a_network_can_not_hold_is_refused_by_name(make, message):
    with pytest.raises(PlaygroundError, match=message):
        from_keras(make())
