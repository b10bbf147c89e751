import keras
import pytest
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from playground.checking import check
from playground.checking.cost._dense import contraction
from playground.modeling import from_keras

layers = keras.layers


def profiled(model):
    """Floating-point operations that TensorFlow's profiler counts in the frozen graph for one sample."""
    specs = [tf.TensorSpec([1, *tensor.shape[1:]], tensor.dtype) for tensor in model.inputs]
    called = tf.function(lambda *x: model(list(x) if len(x) > 1 else x[0], training=False))
    frozen = convert_variables_to_constants_v2(called.get_concrete_function(*specs), lower_control_flow=False)
    with tf.Graph().as_default() as graph:
        tf.graph_util.import_graph_def(frozen.graph.as_graph_def(), name="")
        options = tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
        return tf.compat.v1.profiler.profile(graph, options={**options, "output": "none"}).total_float_ops


def told(model):
    """Our count; None when that of some layer is unknown."""
    report = check(from_keras(model))
    assert report.ok, report.problems
    return report.flops


def called(layer, *shapes):
    inputs = [keras.Input(shape) for shape in shapes]
    return keras.Model(inputs, layer(inputs if len(inputs) > 1 else inputs[0]))


def attending(layer, *shapes):
    inputs = [keras.Input(shape) for shape in shapes]
    return keras.Model(inputs, layer(*inputs))


@pytest.mark.parametrize(
    ("layer", "shapes"),
    [
        (layers.Dense(32, activation="softmax"), [(64,)]),
        (layers.Dense(32), [(7, 64)]),
        (layers.Conv1D(8, 3), [(28, 4)]),
        (layers.Conv2D(8, 3, activation="relu"), [(28, 28, 4)]),
        (layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False), [(28, 28, 4)]),
        (layers.Conv3D(8, 3), [(9, 9, 9, 4)]),
        (layers.DepthwiseConv1D(3), [(28, 4)]),
        (layers.DepthwiseConv2D(3, depth_multiplier=2), [(28, 28, 4)]),
        (layers.SeparableConv2D(8, 3), [(28, 28, 4)]),
        (layers.EinsumDense("abc,cd->abd", output_shape=(7, 16), bias_axes="d"), [(7, 64)]),
        (layers.BatchNormalization(), [(28, 28, 8)]),
        (layers.LayerNormalization(), [(28, 64)]),
        (layers.GroupNormalization(4), [(8, 8, 64)]),
        (layers.RMSNormalization(), [(28, 64)]),
        (layers.UnitNormalization(), [(64,)]),
        (layers.MaxPooling2D(2), [(28, 28, 8)]),
        (layers.AveragePooling1D(3), [(28, 8)]),
        (layers.GlobalAveragePooling2D(), [(28, 28, 8)]),
        (layers.Add(), [(64,), (64,), (64,)]),
        (layers.Average(), [(64,), (64,)]),
        (layers.Multiply(), [(64,), (64,)]),
        (layers.Dot(axes=1), [(64,), (64,)]),
        (layers.Softmax(), [(64,)]),
        (layers.Rescaling(0.1, offset=1.0), [(64,)]),
        (layers.Attention(), [(10, 16), (12, 16)]),
        (layers.ConvLSTM2D(4, 3, unroll=True), [(5, 12, 12, 3)]),
        (layers.TimeDistributed(layers.Dense(4)), [(5, 8)]),
    ],
    ids=lambda value: value.name if isinstance(value, layers.Layer) else "",
)
def test_a_layer_costs_what_tensorflows_profiler_counts(layer, shapes):
    model = called(layer, *shapes)
    assert told(model) == pytest.approx(profiled(model), rel=0.02)


@pytest.mark.parametrize(
    "layer",
    [
        layers.LSTM(16, unroll=True),
        layers.GRU(16, unroll=True, return_sequences=True),
        layers.SimpleRNN(16, unroll=True),
        layers.Bidirectional(layers.LSTM(16, unroll=True)),
        layers.Bidirectional(layers.GRU(8, unroll=True), backward_layer=layers.LSTM(8, unroll=True, go_backwards=True)),
    ],
    ids=lambda layer: layer.name,
)
def test_the_products_of_a_recurrent_layer_are_counted_and_its_activations_too(layer):
    model = called(layer, (5, 8))
    assert told(model) == pytest.approx(profiled(model), rel=0.08)
    assert told(model) >= profiled(model)


def test_what_the_profiler_does_not_count_is_counted():
    grouped = called(layers.Conv2D(8, 3, groups=2, use_bias=False), (28, 28, 4))
    assert told(grouped) == 2 * 9 * 2 * 8 * 26 * 26
    widened = called(layers.Conv2DTranspose(8, 3, strides=2, use_bias=False), (14, 14, 4))
    assert told(widened) == 2 * 9 * 4 * 8 * 14 * 14
    attention = attending(layers.MultiHeadAttention(2, 8), (10, 16), (12, 16))
    projections = 2 * 16 * 16 * (10 + 12 + 12 + 10) + 16 * (10 + 12 + 12 + 10)
    scores = 2 * 10 * 12 * (2 * 8 + 5 + 2 * 8)
    assert told(attention) == projections + scores + 10 * 2 * 8
    grouped_heads = attending(layers.GroupQueryAttention(8, 4, 2, use_bias=False), (10, 16), (12, 16))
    projections = 2 * 16 * (32 * 10 + 16 * 12 + 16 * 12 + 32 * 10)
    assert told(grouped_heads) == projections + 4 * 10 * 12 * (2 * 8 + 5 + 2 * 8) + 10 * 4 * 8


@pytest.mark.parametrize("name", ["ResNet50", "MobileNetV2", "EfficientNetB0"])
def test_whole_networks_cost_what_tensorflows_profiler_counts(name):
    model = getattr(keras.applications, name)(weights=None)
    assert told(model) == pytest.approx(profiled(model), rel=0.02)


def test_moving_values_costs_nothing():
    model = called(layers.Embedding(100, 8), (5,))
    assert told(keras.Model(model.inputs, layers.Flatten()(layers.Dropout(0.5)(model.outputs[0])))) == 0


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (layers.RandomRotation(0.1), (28, 28, 3)),
        (layers.LSTM(4), (None, 8)),
        (layers.Conv2D(4, 3), (None, None, 3)),
        (layers.UpSampling2D(interpolation="bilinear"), (8, 8, 3)),
    ],
)
def test_what_is_not_known_is_not_guessed(layer, shape):
    assert told(called(layer, shape)) is None


@pytest.mark.parametrize(
    ("equation", "shapes", "expected"),
    [
        ("ab,bc->ac", [(None, 4), (4, 5)], 2 * 4 * 5),
        ("...b,bc->...c", [(None, 3, 4), (4, 5)], 2 * 3 * 4 * 5),
        ("bij,bjk->bik", [(None, 2, 3), (None, 3, 4)], 2 * 2 * 3 * 4),
        ("ab,bc", [(None, 4)], None),
        ("abcd,bc->a", [(None, 4), (4, 5)], None),
        (None, [(None, 4), (4, 5)], None),
    ],
)
def test_an_einsum_costs_the_product_of_its_indices(equation, shapes, expected):
    assert contraction(equation, shapes) == expected


def test_outputs_take_the_memory_of_their_dtype():
    report = check(from_keras(called(layers.Conv2D(8, 3, dtype="float16"), (28, 28, 4))))
    assert [node.memory for node in report.nodes.values()] == [4 * 28 * 28 * 4, 2 * 26 * 26 * 8]
    assert report.memory == 4 * 28 * 28 * 4 + 2 * 26 * 26 * 8
    assert check(from_keras(called(layers.Conv2D(8, 3), (None, None, 4)))).memory is None
