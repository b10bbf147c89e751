import keras
import numpy as np
import pytest

from playground.errors import PlaygroundError
from playground.probing import Target, integrated_gradients, maximise_activation, occlusion, smooth_grad

L = keras.layers


@pytest.fixture(scope="module")
def net():
    keras.utils.set_random_seed(4)
    layers = [
        keras.Input((7, 5, 2)),
        L.Conv2D(3, 3, activation="tanh", name="conv"),
        L.Flatten(),
        L.Dense(3, name="out"),
    ]
    return keras.Sequential(layers), np.random.default_rng(0).normal(size=(2, 7, 5, 2)).astype("float32")


def by_hand(model, x, unit, places, fill):
    """The loss of each window, one call of the model after the other."""
    drops = np.zeros((len(x), len(places)))
    for number, ((top, bottom), (left, right)) in enumerate(places):
        covered = x.copy()
        covered[:, top:bottom, left:right] = fill
        drops[:, number] = np.asarray(model(x))[:, unit] - np.asarray(model(covered))[:, unit]
    return drops


def test_a_window_goes_over_an_image_and_to_its_edge(net):
    model, x = net
    places = [((r, r + 3), (c, c + 2)) for r in (0, 2, 4) for c in (0, 2, 3)]
    drops = by_hand(model, x, 1, places, 0.5)
    heat, times = np.zeros((2, 7, 5)), np.zeros((7, 5))
    for number, ((top, bottom), (left, right)) in enumerate(places):
        heat[:, top:bottom, left:right] += drops[:, number, None, None]
        times[top:bottom, left:right] += 1

    found = occlusion(model, x, 1, window=(3, 2), stride=2, fill=0.5)

    assert (found.windows, found.units) == (tuple(places), ((1,), (1,)))
    np.testing.assert_allclose(found.drops, drops, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found.values, heat / times, rtol=1e-4, atol=1e-5)


def test_windows_do_not_overlap_unless_asked_and_the_mean_covers(net):
    model, x = net
    found = occlusion(model, x, window=4, fill="mean")

    assert found.windows == (((0, 4), (0, 4)), ((0, 4), (1, 5)), ((3, 7), (0, 4)), ((3, 7), (1, 5)))
    covered = x.copy()
    covered[:, 0:4, 0:4] = x.mean(axis=0)[0:4, 0:4]
    units = [unit for (unit,) in found.units]
    expected = (np.asarray(model(x)) - np.asarray(model(covered)))[range(2), units]
    np.testing.assert_allclose(found.drops[:, 0], expected, rtol=1e-4, atol=1e-5)


def test_the_features_of_a_table_and_one_input_of_several_are_covered():
    a, b = keras.Input((2,), name="a"), keras.Input((3,), name="b")
    model = keras.Model([a, b], [L.Dense(1, name="one")(a), L.Dense(2, name="two")(L.Concatenate()([a, b]))])
    x = [np.array([[1.0, 2]]), np.array([[3.0, 4, 5]])]
    kernel = np.asarray(model.get_layer("two").kernel)

    found = occlusion(model, x, Target(1, output=1), input=1)

    np.testing.assert_allclose(found.values, x[1] * kernel[2:, 1], rtol=1e-4)
    assert not occlusion(model, x, Target(0, output=0), input=1).values.any()
    with pytest.raises(PlaygroundError, match="has no input 2: it has 2"):
        occlusion(model, x, input=2)


def test_tokens_and_text_are_covered_without_a_gradient():
    words = keras.Input((4,), dtype="int32")
    ones = keras.ops.sum(keras.ops.cast(keras.ops.equal(words, 3), "int32"), axis=-1, keepdims=True)
    model = keras.Model(words, keras.ops.cast(ones, "float32"))
    text = keras.Input((2,), dtype="string")
    seen = L.StringLookup(vocabulary=["a", "b"], output_mode="multi_hot")(text)
    spoken = keras.Model(text, L.Dense(3, kernel_initializer="identity")(seen))

    assert occlusion(model, np.array([[3, 1, 3, 2]])).values.tolist() == [[1, 0, 1, 0]]
    assert occlusion(spoken, np.array([["a", "b"]]), 1).values.tolist() == [[1, 0]]


def test_the_words_of_a_text_in_one_piece_are_left_out():
    start = keras.Input((), dtype="string")
    seen = L.TextVectorization(vocabulary=["good", "bad"], output_mode="count")(start)
    model = keras.Model(start, L.Dense(3, kernel_initializer="identity")(keras.ops.cast(seen, "float32")))

    found = occlusion(model, np.array(["a good good day", "bad"]), 1)

    assert np.array_equal(found.values, [[0, 1, 1, 0], [0, np.nan, np.nan, np.nan]], equal_nan=True)


def test_what_is_called_between_two_steps_can_end_the_work(net):
    model, x = net

    def end():
        raise InterruptedError

    for work in (
        lambda: occlusion(model, x, tick=end),
        lambda: maximise_activation(model, "conv", tick=end),
        lambda: integrated_gradients(model, x, tick=end),
        lambda: smooth_grad(model, x, tick=end),
    ):
        with pytest.raises(InterruptedError):
            work()


def test_the_steps_of_a_sequence_are_covered_with_all_their_features():
    start = keras.Input((5, 2))
    model = keras.Model(start, keras.ops.sum(start, axis=(1, 2), keepdims=False))
    x = np.arange(10.0).reshape(1, 5, 2)

    assert occlusion(model, x, window=2, stride=1).drops.tolist() == [[6, 14, 22, 30]]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"window": 0}, "takes a window of one whole number from 1, or 2 of them, not 0"),
        ({"stride": (1, 1, 1)}, "takes a stride of one whole number from 1, or 2 of them"),
        ({"fill": "black"}, "fills with “zeros”, the “mean” or a number, not “black”"),
    ],
)
def test_settings_without_meaning_are_refused(net, options, sentence):
    model, x = net
    with pytest.raises(PlaygroundError, match=sentence):
        occlusion(model, x, **options)


def test_more_windows_than_anybody_would_wait_for_are_refused():
    model = keras.Sequential([keras.Input((10_001,)), L.Dense(1)])
    with pytest.raises(PlaygroundError, match="would take 10,001 windows, and 10,000 at most: take a larger stride"):
        occlusion(model, np.zeros((1, 10_001)))


def test_an_input_is_made_that_a_linear_unit_answers_most_to():
    model = keras.Sequential([keras.Input((4,)), L.Dense(2, name="unit")])
    model.get_layer("unit").kernel.assign([[1, 0], [-1, 0], [0.5, 0], [-2, 1]])

    found = maximise_activation(model, "unit", 0, steps=50, decay=0.0, low=-1, high=3)

    assert found.inputs[0].tolist() == [3, -1, 3, -1]
    assert found.activations[-1] == 3 + 1 + 1.5 + 2
    assert found.activations.shape == (51,)


def test_a_channel_of_maps_is_maximised_from_the_seed_within_the_range(net):
    model, _ = net
    one, same, other = (maximise_activation(model, "conv", 2, steps=12, seed=seed) for seed in (1, 1, 2))

    assert one.activations[-1] > one.activations[0] + 0.1
    assert np.array_equal(one.inputs[0], same.inputs[0])
    assert not np.array_equal(one.inputs[0], other.inputs[0])
    assert one.inputs[0].shape == (7, 5, 2)
    assert 0 <= one.inputs[0].min() < one.inputs[0].max() <= 1


def test_blur_makes_what_is_made_smoother_and_decay_paler(net):
    model, _ = net

    def made(**options):
        values = maximise_activation(model, "conv", 0, steps=12, **({"blur": 0, "decay": 0, "jitter": 0} | options))
        return values.inputs[0]

    def roughness(image):
        return np.abs(np.diff(image, axis=0)).mean()

    assert roughness(made(blur=1)) < 0.7 * roughness(made())
    assert np.abs(made(decay=0.5) - 0.5).mean() < 0.7 * np.abs(made() - 0.5).mean()


def test_what_no_input_can_be_made_for_is_said_in_a_sentence(net):
    model, _ = net
    words = keras.Input((4,), dtype="int32", name="words")
    tokens = keras.Model(words, L.Embedding(4, 2, name="table")(words))
    wide = keras.Input((None, 3), name="open")

    with pytest.raises(PlaygroundError, match="“conv” has no unit 3: give a number below 3"):
        maximise_activation(model, "conv", 3)
    with pytest.raises(PlaygroundError, match="“words” takes int32, which has none"):
        maximise_activation(tokens, "table")
    with pytest.raises(PlaygroundError, match=r"“open” has, and part of .* is open: give the input layer its sizes"):
        maximise_activation(keras.Model(wide, L.Dense(1, name="out")(wide)), "out")
    with pytest.raises(PlaygroundError, match="in 0 to 1,000 steps, not -1"):
        maximise_activation(model, "conv", steps=-1)
    with pytest.raises(PlaygroundError, match="Blur and decay are shares from 0 to 1, not 2 and 0"):
        maximise_activation(model, "conv", blur=2, decay=0)
