"""Keras models of every shape that a functional model can have, each by a function of its name."""

import keras
import numpy as np
from keras import layers, ops


def shared_layer():
    left, right = keras.Input((4,)), keras.Input((4,))
    layer = layers.Dense(3, name="both")
    return keras.Model([left, right], layers.Add()([layer(left), layer(right)]))


def layer_chained_thrice():
    start = x = keras.Input((4,))
    layer = layers.Dense(4)
    for _ in range(3):
        x = layer(x)
    return keras.Model(start, x)


def calls_out_of_order():
    start = keras.Input((4,))
    one, two = layers.Dense(4, name="one"), layers.Dense(4, name="two")
    late = two(one(one(start)))
    return keras.Model(start, [two(start), late])


def attention_with_key():
    query, value = keras.Input((5, 8)), keras.Input((6, 8))
    x, scores = layers.MultiHeadAttention(2, 4)(query, value, key=value, return_attention_scores=True)
    return keras.Model([query, value], [x, scores])


def attention_list():
    query, value = keras.Input((5, 8)), keras.Input((6, 8))
    return keras.Model([query, value], layers.Attention()([query, value]))


def encoder_decoder():
    source, target = keras.Input((5, 3)), keras.Input((4, 3))
    _, state, carry = layers.LSTM(6, return_state=True)(source)
    x = layers.LSTM(6, return_sequences=True)(target, initial_state=[state, carry])
    return keras.Model([source, target], layers.TimeDistributed(layers.Dense(2))(x))


def several_outputs():
    start = keras.Input((4,), name="start")
    one = layers.Dense(2, name="one")(start)
    two = layers.Dense(3, name="two")(one)
    return keras.Model(start, [two, one])


def outputs_of_one_layer_apart():
    start = keras.Input((5, 3))
    x, state, carry = layers.LSTM(4, return_state=True)(start)
    return keras.Model(start, [carry, layers.Dense(2)(x), state, x, carry])


def wrapped_recurrent():
    start = keras.Input((5, 3))
    both = layers.Bidirectional(layers.GRU(4, activity_regularizer="l2"), merge_mode="sum")(start)
    cells = layers.StackedRNNCells([layers.LSTMCell(2), layers.GRUCell(3)])
    return keras.Model(start, [both, layers.RNN(cells)(start)])


def wrapped_layers_with_names():
    start = keras.Input((5, 3))
    x = layers.Bidirectional(layers.LSTM(4, return_sequences=True, name="reader"), name="both")(start)
    x = layers.TimeDistributed(layers.Dense(3, name="each"))(x)
    cells = [layers.LSTMCell(2, name="small"), layers.LSTMCell(3)]
    return keras.Model(start, layers.RNN(layers.StackedRNNCells(cells, name="cells"))(x))


def masked():
    start = keras.Input((6,), dtype="int32")
    x = layers.Embedding(10, 4, mask_zero=True)(start)
    return keras.Model(start, layers.LSTM(2)(x))


def trained_in_inference():
    start = keras.Input((4,))
    return keras.Model(start, layers.BatchNormalization()(layers.Dropout(0.5)(start, training=False), training=True))


def operations():
    start = keras.Input((5, 4))
    x = ops.relu(start * 2.0 + start)
    x = 1.0 - ops.reshape(x, (-1, 10, 2))
    x = ops.concatenate([x[:, 0], x[:, -1], ops.mean(x, axis=1)], axis=-1)
    return keras.Model(start, ops.einsum("ab,cb->ac", x, ops.tanh(x)))


def constants():
    start = keras.Input((3,))
    x = ops.matmul(start, np.arange(6, dtype="float32").reshape(3, 2))
    return keras.Model(start, ops.where(x > 0, x, np.float32(-1.0)) + np.array([1.0, 2.0], "float32"))


def slices():
    start = keras.Input((6, 4))
    x = start[:, 1:5:2, ...]
    first, second = ops.split(start, 2, axis=1)
    return keras.Model(start, [x[..., None], first, ops.max(second, axis=-1, keepdims=True)])


def _inner(name="inner"):
    start = keras.Input((4,), name="given")
    x = layers.Dense(4, activation="relu", name="one")(start)
    return keras.Model(start, layers.Add(name="sum")([x, start]), name=name)


def nested_functional():
    start = keras.Input((4,))
    return keras.Model(start, layers.Dense(2)(_inner()(start)))


def nested_twice_shared():
    left, right = keras.Input((4,)), keras.Input((4,))
    inner = _inner()
    return keras.Model([left, right], layers.Subtract()([inner(inner(left)), inner(right)]))


def nested_sequential():
    start = keras.Input((8, 8, 3))
    inner = keras.Sequential([layers.Conv2D(4, 3), layers.BatchNormalization(), layers.ReLU()], name="stem")
    return keras.Model(start, layers.GlobalAveragePooling2D()(inner(start)))


def nested_three_deep():
    start = keras.Input((4,))
    middle = keras.Sequential([keras.Input((4,)), _inner("innermost"), layers.Dense(4, name="one")], name="middle")
    return keras.Model(start, _around(middle)(start))


def _around(model):
    start = keras.Input((4,), name="given")
    return keras.Model(start, model(start), name="outer")


def nested_with_dicts():
    one, two = keras.Input((4,), name="one"), keras.Input((3,), name="two")
    inner = keras.Model(
        {"one": one, "two": two},
        {"sum": layers.Concatenate()([one, two]), "alone": layers.Dense(2)(two)},
        name="inner",
    )
    left, right = keras.Input((3,), name="left"), keras.Input((4,), name="right")
    x = inner({"two": left, "one": right})
    return keras.Model([left, right], [x["alone"], layers.Dense(1)(x["sum"])])


def nested_with_lists():
    one, two = keras.Input((4,), name="one"), keras.Input((3,), name="two")
    inner = keras.Model([one, two], [layers.Dense(5)(two), layers.Dense(6)(one)], name="inner")
    left, right = keras.Input((4,)), keras.Input((3,))
    first, second = inner([left, right])
    return keras.Model([left, right], layers.Concatenate()([second, first]))


def nested_frozen():
    start = keras.Input((4,))
    inner = _inner()
    inner.trainable = False
    return keras.Model(start, layers.Dense(2)(inner(start, training=False)))


def dicts_in_and_out():
    left, right = keras.Input((4,), name="left"), keras.Input((4,), name="right")
    return keras.Model(
        {"right": right, "left": left},
        {"b": layers.Dense(1)(left), "a": layers.Subtract()([left, right])},
    )


def lists_of_one():
    start = keras.Input((4,), name="start")
    return keras.Model([start], [layers.Dense(1)(start)])


def pass_through():
    left, right = keras.Input((4,)), keras.Input((3,))
    return keras.Model([left, right], [layers.Dense(2)(left), right])


def two_apart():
    left, right = keras.Input((4,)), keras.Input((3,))
    return keras.Model([left, right], [layers.Dense(2)(left), layers.Dense(2)(right)])


def dangling_call():
    start = keras.Input((4,))
    layer = layers.Dense(4)
    layer(start)
    return keras.Model(start, layer(layers.Dense(4)(start)))


def part_of_another():
    start = keras.Input((4,))
    x = layers.Dense(4, name="first")(start)
    whole = keras.Model(start, layers.Dense(2, name="last")(x))
    return keras.Model(whole.inputs, whole.get_layer("first").output)


def sequential():
    return keras.Sequential(
        [
            keras.Input((8, 8, 1), name="image"),
            layers.Conv2D(4, 3, padding="same", activation="relu"),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )


def sequential_built_late():
    model = keras.Sequential([layers.Dense(3), _inner_of(3)])
    model.build((None, 5))
    return model


def _inner_of(units):
    start = keras.Input((units,))
    return keras.Model(start, layers.Dense(units)(start), name="head")


def scaled_and_dropped():
    from keras.src.applications.convnext import LayerScale, StochasticDepth

    start = keras.Input((4,))
    x = LayerScale(0.5, 4, name="scale")(start)
    return keras.Model(start, layers.Add()([start, StochasticDepth(0.2)(x)]))


def mixed_precision():
    start = keras.Input((4,))
    x = layers.Dense(3, dtype="mixed_float16", kernel_initializer=keras.initializers.HeNormal(seed=3))(start)
    return keras.Model(start, layers.Dense(2, dtype="float32", kernel_regularizer=keras.regularizers.L1L2(0.1, 0.2))(x))


ALL = [
    value
    for name, value in list(globals().items())
    if callable(value) and not name.startswith("_") and value.__module__ == __name__
]
