"""Arrays among the arguments of a layer's call, such as masks: constants of the drawing, and the same model again."""

import keras
import numpy as np
import pytest
from msgspec.structs import replace

from playground.checking import check
from playground.errors import PlaygroundError
from playground.modeling import build, from_keras, open_keras_file, to_python

layers = keras.layers
STEPS = np.array([[True, True, False, True]])
TRIANGLE = np.tril(np.ones((1, 4, 4), bool))


def ones(*shape):
    return np.ones(shape, "float32")


CALLS = {
    "recurrent_mask": lambda x: layers.LSTM(2)(x, mask=STEPS),
    "wrapped_mask": lambda x: layers.Bidirectional(layers.LSTM(2))(x, mask=STEPS),
    "mask_without_port": lambda x: layers.GlobalAveragePooling1D()(x, mask=STEPS),
    "mask_of_each_step": lambda x: layers.TimeDistributed(layers.Dense(2))(x, mask=STEPS),
    "mask_and_training": lambda x: layers.BatchNormalization()(x, training=False, mask=STEPS),
    "softmax_mask": lambda x: layers.Softmax()(x, mask=np.ones((1, 4, 3), bool)),
    "attention_mask": lambda x: layers.MultiHeadAttention(1, 2)(x, x, attention_mask=TRIANGLE),
    "grouped_attention_mask": lambda x: layers.GroupQueryAttention(2, 2, 1)(x, x, attention_mask=TRIANGLE),
    "what_is_attended_to": lambda x: layers.MultiHeadAttention(1, 2)(x, ones(1, 2, 3), use_causal_mask=True),
    "list_with_an_array": lambda x: layers.Attention()([x, ones(1, 5, 3)]),
    "added": lambda x: layers.Add()([x, ones(1, 4, 3)]),
    "dotted": lambda x: layers.Dot(axes=(2, 1))([x, ones(1, 3, 2)]),
    "initial_states": lambda x: layers.LSTM(2)(x, initial_state=[ones(1, 2), ones(1, 2) / 2]),
}
SAMPLES = np.linspace(0, 1, 12, dtype="float32").reshape(1, 4, 3)


def model_of(call):
    start = keras.Input((4, 3))
    return keras.Model(start, call(start))


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_call_with_an_array_is_read_and_built_the_same(call, tmp_path):
    model = model_of(call)
    network = from_keras(model)
    assert check(network).problems == ()
    assert build(network).get_config() == model.get_config()
    model.save(tmp_path / "it.keras")
    opened = open_keras_file(tmp_path / "it.keras").graph.model
    assert opened.get_config() == model.get_config()
    np.testing.assert_array_equal(opened(SAMPLES), model(SAMPLES))


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_the_source_of_a_call_with_an_array_makes_the_same_model(call):
    network = from_keras(model_of(call))
    space = {}
    exec(to_python(network), space)  # noqa: S102  # the source under test
    assert space["model"].get_config() == build(network).get_config()


def test_an_array_that_a_drawing_has_no_room_for_is_refused_with_the_layer():
    with pytest.raises(PlaygroundError, match="Add “it”: the constant at “inputs” has more than 65,536 numbers"):
        from_keras(model_of(lambda x: layers.Add(name="it")([x, ones(6000, 4, 3)])))


def test_a_mask_is_no_argument_of_a_layer_that_takes_none():
    network = from_keras(model_of(layers.Dense(2)))
    start, dense = network.nodes

    wrong = replace(network, nodes=(start, replace(dense, arguments={"mask": [True]})))
    assert "takes no argument “mask”" in check(wrong).problems[0].message
