"""Masks that Keras makes by itself are not drawn, and the model comes back with them; those of another make stay."""

import keras
import numpy as np
import pytest
from keras import layers

from playground.errors import PlaygroundError
from playground.modeling import build, from_keras
from playground.modeling._reader_masks import CARRYING
from tests.unit.modeling.test_modeling_imports import assert_comes_back_equal

WORDS = np.array([[3, 4, 0, 5, 0], [1, 0, 0, 0, 0]])


def words():
    return keras.Input((5,), dtype="int32", name="words")


def embedded(start):
    return layers.Embedding(10, 4, mask_zero=True)(start)


def chained():
    start = words()
    flow = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(embedded(start))
    flow = layers.Dropout(0.1)(layers.Dense(3)(flow))
    return keras.Model(start, layers.GRU(2, dropout=0.1)(flow))


def averaged():
    start = keras.Input((5, 3))
    flow = layers.GRU(3, return_sequences=True)(layers.Masking(2.0)(start))
    return keras.Model(start, layers.GlobalAveragePooling1D()(flow))


def attended():
    start = words()
    flow = embedded(start)
    return keras.Model(start, layers.GlobalAveragePooling1D()(layers.MultiHeadAttention(2, 2)(flow, flow)))


def twice():
    start = words()
    vectors = layers.Embedding(10, 4, mask_zero=True)
    return keras.Model(start, [layers.LSTM(2)(vectors(start)), layers.GRU(2)(vectors(start))])


@pytest.mark.parametrize("make", [chained, averaged, attended, twice], ids=lambda make: make.__name__)
def test_a_mask_that_arrives_by_itself_is_not_drawn_and_the_model_comes_back_equal(make):
    model = make()
    assert [layer.kind for layer in from_keras(model).layers if layer.kind.startswith("ops.")] == []
    assert_comes_back_equal(model)


def merged():
    start = words()
    both = layers.Add()([embedded(start), embedded(start)])
    return keras.Model(start, layers.LSTM(2)(both))


def other():
    start, second = words(), keras.Input((5,), dtype="int32", name="second")
    return keras.Model([start, second], layers.LSTM(2)(embedded(start), mask=keras.ops.not_equal(second, 0)))


def inverted():
    start = words()
    return keras.Model(start, layers.LSTM(2)(embedded(start), mask=keras.ops.not_equal(start, 3)))


@pytest.mark.parametrize("make", [merged, other, inverted], ids=lambda make: make.__name__)
def test_a_mask_of_another_make_stays_drawn_and_computes_the_same(make):
    model = make()
    network = from_keras(model)
    assert any(edge.port == "mask" for edge in network.edges)
    again = build(network)
    again.set_weights(model.get_weights())
    given = [WORDS] * len(model.inputs)
    one, two = ((each(given) if len(given) > 1 else each(WORDS)) for each in (model, again))
    np.testing.assert_array_equal(one, two)


def test_a_mask_that_is_an_output_of_the_model_too_stays_drawn():
    start = words()
    mask = keras.ops.not_equal(start, 0)
    network = from_keras(keras.Model(start, [layers.LSTM(2)(embedded(start), mask=mask), mask]))
    assert [network.layer_of(each.node).kind for each in network.outputs] == ["LSTM", "ops.not_equal"]
    assert not any(edge.port == "mask" for edge in network.edges)


def test_a_mask_of_another_make_at_a_layer_without_a_port_for_it_is_refused_with_a_sentence():
    start = words()
    pooled = layers.GlobalAveragePooling1D(name="mean")(embedded(start), mask=keras.ops.not_equal(start, 3))
    with pytest.raises(PlaygroundError, match="GlobalAveragePooling1D “mean” is called with “mask” in a way that"):
        from_keras(keras.Model(start, pooled))


def test_the_layers_that_are_said_to_carry_masks_are_those_of_keras():
    for name in CARRYING:
        cls = getattr(layers, name)
        assert cls.compute_mask is layers.Layer.compute_mask, name
