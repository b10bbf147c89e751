import keras
import numpy as np
import pytest

from playground.errors import DataError, PlaygroundError
from playground.modeling import build_graph, from_keras
from playground.probing import Target, integrated_gradients, smooth_grad

L = keras.layers


@pytest.fixture(scope="module")
def table():
    """A model of two layers on a table, its weights in float64, and a batch."""
    keras.utils.set_random_seed(3)
    start = keras.Input((4,), name="x")
    model = keras.Model(start, L.Dense(3, name="out")(L.Dense(5, activation="tanh", name="hidden")(start)))
    weights = [np.asarray(each, np.float64) for each in model.get_weights()]
    return model, weights, np.random.default_rng(0).normal(size=(3, 4)).astype("float32")


def answers(weights, x):
    w, b, v, c = weights
    return np.tanh(x @ w + b) @ v + c


def slopes(weights, x, unit):
    """The gradient of one unit's answer, by hand."""
    w, b, v, _ = weights
    return ((1 - np.tanh(x @ w + b) ** 2) * v[:, unit]) @ w.T


def test_integrated_gradients_are_those_of_the_formula(table):
    model, weights, x = table
    base = np.full(4, 0.3)
    shares = (np.arange(32) + 0.5) / 32
    expected = (x - base) * np.mean([slopes(weights, base + share * (x - base), 1) for share in shares], axis=0)

    found = integrated_gradients(model, x, 1, baseline=[base], steps=32)

    (part,) = found.parts
    assert (part.input, part.at, found.units) == ("x", "", ((1,),) * 3)
    np.testing.assert_allclose(part.values, expected, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found.score, answers(weights, x)[:, 1], rtol=1e-5)
    np.testing.assert_allclose(found.baseline_score, answers(weights, base)[1].repeat(3), rtol=1e-4, atol=1e-6)


def test_the_gradients_are_those_of_finite_differences(table):
    model, weights, x = table
    found = smooth_grad(model, x, 2, samples=1, noise=0).parts[0].values

    for feature in range(4):
        step = np.zeros(4)
        step[feature] = 1e-5
        rise = (answers(weights, x + step) - answers(weights, x - step))[:, 2] / 2e-5
        np.testing.assert_allclose(found[:, feature], rise, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("baseline", ["zeros", "mean"])
def test_integrated_gradients_add_up_to_the_difference_of_the_answers(table, baseline):
    model, weights, x = table
    rough, fine = (integrated_gradients(model, x, baseline=baseline, steps=steps) for steps in (2, 200))

    assert np.abs(fine.gap).max() < 1e-4 < np.abs(rough.gap).max()
    assert [unit for (unit,) in fine.units] == answers(weights, x).argmax(axis=1).tolist()
    at = np.zeros((3, 4)) if baseline == "zeros" else x.mean(axis=0, keepdims=True).repeat(3, axis=0)
    expected = answers(weights, at)[range(3), answers(weights, x).argmax(axis=1)]
    np.testing.assert_allclose(fine.baseline_score, expected, rtol=1e-4, atol=1e-6)


def test_smooth_grad_is_the_mean_gradient_over_the_seeds_noise(table):
    model, weights, x = table
    random = np.random.default_rng(7)
    spread = (x.max(axis=1) - x.min(axis=1))[:, None]
    expected = np.mean([slopes(weights, x + 0.2 * spread * random.standard_normal(x.shape), 0) for _ in range(9)], 0)

    found = smooth_grad(model, x, 0, samples=9, noise=0.2, seed=7)

    np.testing.assert_allclose(found.parts[0].values, expected, rtol=1e-4, atol=1e-6)
    with pytest.raises(PlaygroundError, match="Only integrated gradients add up"):
        found.gap  # noqa: B018  # reading it is what is tested


@pytest.mark.parametrize("dtype", ["int32", "float32"])
def test_the_gradients_of_tokens_are_those_of_their_embeddings(dtype):
    keras.utils.set_random_seed(1)
    words = keras.Input((5,), dtype=dtype, name="words")
    seen = L.Embedding(9, 3, mask_zero=True, name="table")(words)
    model = keras.Model(words, L.Dense(2, name="out")(L.GlobalAveragePooling1D(name="mean")(seen)))
    x = np.array([[4, 2, 7, 0, 0], [1, 1, 1, 1, 1]])
    rows, out = (np.asarray(model.get_layer(name).get_weights()[0]) for name in ("table", "out"))
    lengths = (x > 0).sum(axis=1)[:, None]

    found = integrated_gradients(model, x, 1, steps=4)

    (part,) = found.parts
    assert (part.input, part.at, part.values.shape, part.per_position.shape) == ("words", "table", (2, 5, 3), (2, 5))
    # A masked step counts neither in the mean nor in what it brings.
    expected = (rows[x] @ out[:, 1]) / lengths * (x > 0)
    np.testing.assert_allclose(part.per_position, expected, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found.gap, 0, atol=1e-6)


def test_models_with_several_inputs_and_outputs_are_explained():
    a, b = keras.Input((2,), name="a"), keras.Input((3,), name="b", dtype="int32")
    rows = L.Flatten(name="flat")(L.Embedding(4, 2, name="table")(b))
    both = L.Concatenate(name="both")([a, rows])
    model = keras.Model({"a": a, "b": b}, [L.Dense(2, name="one")(a), L.Dense(1, name="two")(both)])
    x = {"b": np.array([[0, 1, 2]]), "a": np.array([[0.5, -1.0]])}

    first, second = (integrated_gradients(model, x, Target(0, output=each), steps=2) for each in (0, 1))

    assert [(part.input, part.at) for part in first.parts] == [("a", ""), ("b", "table")]
    assert not first.parts[1].values.any()
    assert second.parts[1].values.any()
    for found in (first, second):
        np.testing.assert_allclose(found.gap, 0, atol=1e-6)
    with pytest.raises(PlaygroundError, match="has no output 2: it has 2"):
        integrated_gradients(model, x, Target(output=2))
    with pytest.raises(DataError, match="has no array for the input “b”"):
        integrated_gradients(model, {"a": x["a"]})


def test_whole_numbers_that_become_real_in_a_layer_are_explained_there():
    start = keras.Input((3, 3, 1), dtype="uint8", name="pixels")
    seen = L.Rescaling(1 / 255, name="share")(start)
    model = keras.Model(start, L.Dense(2, name="out")(L.Flatten(name="flat")(seen)))
    x = np.arange(9, dtype="uint8").reshape(1, 3, 3, 1) * 20

    found = integrated_gradients(model, x, 0, steps=1)

    assert (found.parts[0].at, found.parts[0].values.shape) == ("share", (1, 3, 3, 1))
    expected = x.reshape(9) / 255 * np.asarray(model.get_layer("out").kernel)[:, 0]
    np.testing.assert_allclose(found.parts[0].values.reshape(9), expected, rtol=1e-4, atol=1e-6)


def test_text_is_explained_at_the_embedding_of_its_words():
    start = keras.Input((), dtype="string", name="text")
    tokens = L.TextVectorization(vocabulary=["good", "bad"], output_sequence_length=3, name="words")(start)
    seen = L.Embedding(4, 2, name="table")(tokens)
    model = keras.Model(start, L.Dense(1, name="out")(L.Flatten(name="flat")(seen)))

    found = integrated_gradients(model, np.array(["good day", "bad"]), steps=2)

    assert (found.parts[0].at, found.parts[0].per_position.shape) == ("table", (2, 3))
    np.testing.assert_allclose(found.gap, 0, atol=1e-6)


def test_a_mean_over_the_positions_of_maps_is_explained_and_a_single_one():
    keras.utils.set_random_seed(2)
    start = keras.Input((4, 4, 1))
    model = keras.Model(start, L.Conv2D(2, 1, name="maps")(start))
    x = np.random.default_rng(0).random((1, 4, 4, 1)).astype("float32")
    weight = float(np.asarray(model.get_layer("maps").kernel)[0, 0, 0, 1])

    whole, one = (integrated_gradients(model, x, unit, steps=1).parts[0].values for unit in (1, (2, 3, 1)))

    np.testing.assert_allclose(whole, x * weight / 16, rtol=1e-4, atol=1e-7)
    assert np.argwhere(one).tolist() == [[0, 2, 3, 0]]
    with pytest.raises(PlaygroundError, match=r"has no unit 2: its shape is 4×4×2, so give a number below 2, or 3 of"):
        integrated_gradients(model, x, 2)


def test_a_network_with_blocks_is_explained_like_the_model_it_builds():
    inner = keras.Sequential([keras.Input((4,)), L.Dense(3, activation="relu", name="in")], name="block")
    start = keras.Input((4,), name="x")
    graph = build_graph(from_keras(keras.Model(start, L.Dense(2, name="out")(inner(start)))))
    x = np.random.default_rng(0).normal(size=(2, 4)).astype("float32")

    one, other = (integrated_gradients(each, x, 1, steps=3).parts[0].values for each in (graph, graph.model))

    assert np.array_equal(one, other)


def test_where_there_is_no_gradient_a_sentence_says_so():
    start = keras.Input((3,), dtype="int32", name="codes")
    counts = keras.Model(start, keras.ops.max(start, axis=-1), name="counts")
    real = keras.Input((3,), name="x")
    rounded = keras.Model(real, L.Dense(1)(keras.ops.cast(keras.ops.cast(real, "int32"), "float32")), name="rounded")

    with pytest.raises(PlaygroundError, match="No gradient reaches the inputs of the model “counts”, since they are"):
        integrated_gradients(counts, np.zeros((1, 3)))
    with pytest.raises(PlaygroundError, match="No gradient reaches the inputs of the model “rounded”: something"):
        integrated_gradients(rounded, np.zeros((1, 3)))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"steps": 0}, "take 1 to 1,000 steps, not 0"),
        ({"baseline": "black"}, "A baseline is “zeros”, “mean” or one array a source, not “black”"),
        ({"baseline": [np.zeros(3)]}, r"A baseline has the shape of what it stands for without the samples, \(4,\)"),
        ({"baseline": []}, "There are 0 baselines for 1 sources"),
        ({"target": 3}, "The output has no unit 3: its shape is 3, so give a number below 3"),
    ],
)
def test_settings_without_meaning_are_refused(table, options, sentence):
    model, _, x = table
    with pytest.raises(PlaygroundError, match=sentence):
        integrated_gradients(model, x, **options)


def test_a_model_written_as_a_class_is_refused():
    class Written(keras.Model):
        def call(self, x):
            return x

    with pytest.raises(PlaygroundError, match="can't be explained, since it has no graph of layers"):
        smooth_grad(Written(), np.zeros((1, 2)))
