import keras
import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

from playground.errors import PlaygroundError
from playground.modeling import build_graph, from_keras
from playground.probing import can_be_computed, computation

L = keras.layers
RANDOM = np.random.default_rng(0)


def model_of(layer, shape, dtype="float32"):
    """A model of one layer, with weights far from where they begin."""
    start = keras.Input(shape, dtype=dtype)
    model = keras.Model(start, layer(start))
    for weight in model.weights:
        drawn = RANDOM.normal(size=weight.shape)
        weight.assign(drawn**2 + 0.1 if "variance" in weight.path else drawn)
    return model


def holds(layer, shape, dtype="float32", high=5, places=4):
    """Whether the values of some positions, as computed from their terms, are those that Keras gives."""
    model = model_of(layer, shape, dtype)
    x = RANDOM.normal(size=(2, *shape)) if dtype == "float32" else RANDOM.integers(0, high, (2, *shape))
    expected = np.asarray(model(x, training=False))
    for _ in range(places):
        at = tuple(int(RANDOM.integers(size)) for size in expected.shape[1:])
        found = computation(model, x, layer.name, at, sample=1)
        assert (found.node, found.kind, found.position) == (layer.name, type(layer).__name__, at)
        assert found.inputs.shape == found.weights.shape == tuple(len(each) for each in found.indices)
        assert found.total == pytest.approx(sum(term.product for term in found.terms) + found.bias, rel=1e-9, abs=1e-9)
        np.testing.assert_allclose([found.value, found.real], expected[(1, *at)], rtol=1e-3, atol=1e-4)


# Keras's TensorFlow adds a bias to the wrong axis where the last size of a `channels_first` output is that of its
# channels: here they differ.
SIZES = {1: (9,), 2: (9, 8), 3: (6, 5, 7)}
CHANNELS = 4


@st.composite
def windows(draw):
    """A convolution or a pooling of any rank, with any settings, and the shape of its input."""
    family = draw(
        st.sampled_from(("Conv{}D", "Conv{}DTranspose", "DepthwiseConv{}D", "SeparableConv{}D", "Pooling{}D"))
    )
    rank = draw(st.sampled_from((1, 2) if family[0] in "DS" else (1, 2, 3)))
    stride = draw(st.sampled_from((1, 2, 3)))
    options = {
        "padding": draw(st.sampled_from(("same", "valid"))),
        "data_format": draw(st.sampled_from(("channels_last", "channels_first"))),
        "strides": stride,
    }
    shape = (*SIZES[rank], CHANNELS) if options["data_format"] == "channels_last" else (CHANNELS, *SIZES[rank])
    wide = draw(st.sampled_from((1, 2, 3)))
    if family == "Pooling{}D":
        return draw(st.sampled_from(("Max", "Average"))) + family.format(rank), options | {"pool_size": wide}, shape
    options |= {
        "kernel_size": wide,
        "dilation_rate": draw(st.sampled_from((1, 2))) if stride == 1 else 1,
        "use_bias": draw(st.booleans()),
        "activation": draw(st.sampled_from((None, "relu", "softmax", "tanh"))),
    }
    if family[0] in "CS":
        options["filters"] = 2 if family[0] == "S" else 10
    if family[0] in "DS":
        options["depth_multiplier"] = draw(st.sampled_from((1, 3)))
    if family == "Conv{}D":
        options["groups"] = draw(st.sampled_from((1, 2)))
    return family.format(rank), options, shape


@settings(max_examples=60, deadline=None)
@given(windows())
def test_a_window_of_any_convolution_or_pooling_adds_up_to_the_value_that_keras_gives(case):
    name, options, shape = case
    layer = getattr(L, name)(**options)
    if options["data_format"] == "channels_first" and options.get("use_bias"):
        _, channels, *_, last = layer.compute_output_shape((2, *shape))
        assume(channels != last)  # Keras 3.15 adds the bias along the last axis then
    holds(layer, shape, places=2)


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (L.Dense(5), (4,)),
        (L.Dense(5, activation="softmax", use_bias=False), (3, 4)),
        (L.Dense(5, activation=L.LeakyReLU(0.3)), (4,)),
        (L.Dense(5, activation=lambda values: values - keras.ops.max(values, axis=-1, keepdims=True)), (4,)),
        (L.Conv1D(3, 3, padding="causal", dilation_rate=2), (9, 4)),
        (L.GlobalMaxPooling2D(keepdims=True), (4, 5, 3)),
        (L.GlobalAveragePooling2D(data_format="channels_first"), (3, 4, 5)),
        (L.GlobalAveragePooling3D(), (2, 3, 4, 2)),
        (L.BatchNormalization(), (4, 3)),
        (L.BatchNormalization(axis=1, scale=False), (4, 3)),
        (L.BatchNormalization(center=False), (4, 4, 3)),
        (L.LayerNormalization(), (4, 3)),
        (L.LayerNormalization(axis=[1, 2]), (4, 3)),
        (L.LayerNormalization(axis=1, center=False, scale=False), (4, 3)),
        (L.GroupNormalization(2), (4, 3, 6)),
        (L.GroupNormalization(2, axis=1, scale=False), (4, 3, 6)),
        (L.RMSNormalization(), (4, 3)),
        (L.Activation("relu"), (4, 3)),
        (L.Activation("softmax"), (4, 3)),
        (L.Softmax(axis=1), (4, 3)),
        (L.ELU(), (4,)),
        (L.Dropout(0.5), (4,)),
    ],
    ids=lambda case: type(case).__name__ if hasattr(case, "name") else None,
)
def test_a_unit_of_other_layers_adds_up_to_the_value_that_keras_gives(layer, shape):
    holds(layer, shape)


def test_a_row_of_an_embedding_is_looked_up():
    layer = L.Embedding(5, 3)
    holds(layer, (4,), "int32")
    model = model_of(L.Embedding(5, 3, name="words"), (4,), "int32")

    found = computation(model, np.array([[4, 0, 1, 2]]), "words", (0, 2))

    assert [term.label for term in found.terms] == ["row 4, part 2"]
    assert found.value == pytest.approx(float(model.layers[1].embeddings[4, 2]))


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize(
    "made",
    [
        lambda: L.MultiHeadAttention(2, 3, value_dim=5),
        lambda: L.MultiHeadAttention(3, 4, use_bias=False, output_shape=7, dropout=0.2),
        lambda: L.GroupQueryAttention(4, num_query_heads=4, num_key_value_heads=2),
    ],
)
def test_a_row_of_an_attention_of_many_heads_adds_up(made, causal):
    words, layer = keras.Input((6,), dtype="int32"), made()
    masked = isinstance(layer, L.MultiHeadAttention)  # Keras warns of masks that reach the other's projections
    seen = L.Embedding(9, 8, mask_zero=masked)(words)
    model = keras.Model(words, layer(seen, seen, use_causal_mask=causal))
    x = np.array([[1, 2, 3, 0, 0, 0], [4, 5, 6, 7, 8, 0]])
    expected = np.asarray(model(x, training=False))

    for sample, at in ((0, (1, 2)), (1, (4, 0)), (1, (0, 5))):
        found = computation(model, x, layer.name, at, sample=sample)
        np.testing.assert_allclose([found.value, found.real], expected[(sample, *at)], rtol=1e-3, atol=1e-5)
        assert found.axes == ("head", "key")
        allowed = ((x[sample] > 0) | (not masked)) & ((np.arange(6) <= at[0]) if causal else True)
        powers = np.exp(found.columns["score"]) * allowed
        np.testing.assert_allclose(found.weights, powers / powers.sum(axis=1, keepdims=True), rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize(
    "layer", [L.Attention(use_scale=True), L.Attention(score_mode="concat"), L.AdditiveAttention()]
)
def test_a_row_of_a_plain_attention_adds_up(layer):
    query, value = keras.Input((3, 4)), keras.Input((5, 4))
    model = keras.Model([query, value], layer([query, value]))
    x = [RANDOM.normal(size=(2, 3, 4)), RANDOM.normal(size=(2, 5, 4))]

    found = computation(model, x, layer.name, (2, 1), sample=1)

    np.testing.assert_allclose(found.value, np.asarray(model(x))[1, 2, 1], rtol=1e-4, atol=1e-5)
    assert found.weights.sum() == pytest.approx(1, rel=1e-5)
    np.testing.assert_allclose(found.inputs, x[1][1, :, 1], rtol=1e-5)


def test_inputs_are_added_up_and_averaged():
    a, b = keras.Input((3,)), keras.Input((3,))
    model = keras.Model([a, b], [L.Add(name="sum")([a, b]), L.Average(name="mean")([a, b])])
    x = [np.array([[1.0, 2, 3]]), np.array([[10.0, 20, 40]])]

    assert computation(model, x, "sum", (2,)).value == 43
    assert computation(model, x, "mean", (2,)).value == 21.5


def test_a_window_says_where_it_lies_and_that_padding_is_zero():
    model = model_of(L.Conv2D(2, 3, padding="same", name="conv"), (4, 4, 1))

    found = computation(model, np.ones((1, 4, 4, 1)), "conv", (0, 3, 1))

    assert (found.axes, found.indices) == (("row", "column", "channel"), ((-1, 0, 1), (2, 3, 4), (0,)))
    assert found.inputs[..., 0].tolist() == [[0, 0, 0], [1, 1, 0], [1, 1, 0]]
    assert np.array_equal(found.weights, np.asarray(model.layers[1].kernel)[..., 1])
    assert abs(found.terms[0].product) == np.abs(found.products).max()


def nested():
    inner_start = keras.Input((8, 8, 2))
    seen = L.Conv2D(3, 3, activation="relu", name="conv")(inner_start)
    deep = keras.Sequential([keras.Input((6, 6, 3)), L.Conv2D(2, 2, name="deep")], name="deepest")(seen)
    base = keras.Model(inner_start, deep, name="base")
    start = keras.Input((8, 8, 2))
    twice = L.Add(name="add")([base(start), base(L.ReLU(name="relu")(start))])
    return keras.Model(start, L.Dense(4, name="head")(L.Flatten(name="flat")(twice)), name="outer")


def test_layers_of_models_inside_models_are_found_by_their_path_and_call():
    model = nested()
    x = RANDOM.normal(size=(2, 8, 8, 2)).astype("float32")
    base = model.get_layer("base")
    conv, deep = base.get_layer("conv"), base.get_layer("deepest")

    first = computation(model, x, "base/conv", (1, 2, 0))
    second = computation(model, x, "base:1/deepest/deep", (3, 4, 1), sample=1)

    assert first.value == pytest.approx(float(conv(x)[0, 1, 2, 0]), rel=1e-4)
    assert second.value == pytest.approx(float(deep(conv(np.maximum(x, 0)))[1, 3, 4, 1]), rel=1e-4)


def test_nodes_of_a_network_are_found_by_their_path():
    graph = build_graph(from_keras(nested()))
    x = RANDOM.normal(size=(2, 8, 8, 2)).astype("float32")
    shown = {path: tensors[0] for path, tensors in graph.tensors.items()}
    values = keras.Model(graph.model.inputs, shown)([x])
    kinds = {path for path in shown if not path.startswith("input")}
    computed = 0

    for path in sorted(kinds):
        try:
            found = computation(graph, x, path, tuple(0 for _ in shown[path].shape[1:]), sample=1)
        except PlaygroundError:
            continue
        computed += 1
        assert found.value == pytest.approx(float(np.ravel(values[path][1])[0]), rel=1e-3, abs=1e-5)
    assert computed == 5


@pytest.mark.parametrize(
    ("node", "position", "sample", "sentence"),
    [
        ("nothing", (0,), 0, "has no layer “nothing”: choose from "),
        ("head", (9,), 0, r"“head” has no value at \[9\]: its shape is 4"),
        ("head", (0, 0), 0, r"“head” has no value at \[0, 0\]: its shape is 4"),
        ("flat", (0,), 0, "How “flat” computes its values can't be shown: Flatten is none of the layers"),
        ("head", (0,), 2, "The batch has no sample 2: it has 2"),
    ],
)
def test_what_can_not_be_shown_is_said_in_a_sentence(node, position, sample, sentence):
    with pytest.raises(PlaygroundError, match=sentence):
        computation(nested(), np.zeros((2, 8, 8, 2)), node, position, sample=sample)


def test_a_class_of_ones_own_may_compute_otherwise_and_is_not_shown():
    class Doubled(L.Dense):
        def call(self, inputs):
            return 2 * super().call(inputs)

    assert can_be_computed(L.Dense(1))
    assert not can_be_computed(Doubled(1))
