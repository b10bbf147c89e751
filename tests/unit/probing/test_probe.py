import threading

import keras
import numpy as np
import pytest

from playground.errors import DataError, PlaygroundError
from playground.probing import Probe, _probe as probe_module, activations
from playground.protocol import Picture

# Keras reads tensors in a way that NumPy 2 warns of.


def probe_of(x, layers, dtype="float32"):
    """A probe of a chain of layers, with the input as node `x`."""
    tensors = {"x": keras.Input(x.shape[1:], dtype=dtype, name="x")}
    tensor = tensors["x"]
    for layer in layers:
        tensor = tensors[layer.name] = layer(tensor)
    return Probe(keras.Model(tensors["x"], tensor), tensors, x)


def passing(name="same"):
    return keras.layers.Activation("linear", name=name)


@pytest.fixture(scope="module")
def net():
    keras.utils.set_random_seed(5)
    x = np.random.default_rng(0).random((6, 40, 40, 1)).astype("float32")
    layers = [
        keras.layers.Conv2D(30, 3, activation="relu", name="conv"),
        keras.layers.GlobalAveragePooling2D(name="mean"),
        keras.layers.Dense(100, name="wide"),
        keras.layers.Dense(3, activation="softmax", name="classes"),
    ]
    return x, probe_of(x, layers), layers


def test_each_node_gets_the_form_that_suits_it(net):
    _, probe, _ = net

    pictures = probe.pictures(["classes", "conv", "x", "mean", "wide"], focus="conv", sample=2)

    assert [(h.node, h.size, h.form, h.count, h.total, h.height, h.width, h.channels) for h, _ in pictures] == [
        ("x", "thumbnail", "image", 1, 1, 20, 20, 1),
        ("conv", "thumbnail", "maps", 24, 30, 19, 19, 1),
        ("mean", "thumbnail", "bars", 30, 30, 1, 1, 1),
        ("wide", "thumbnail", "histogram", 30, 100, 1, 1, 1),
        ("classes", "thumbnail", "bars", 3, 3, 1, 1, 1),
        ("conv", "focus", "maps", 30, 30, 38, 38, 1),
    ]
    assert [(values.shape, values.dtype.name) for _, values in pictures] == [
        ((20, 20, 1), "uint8"),
        ((24, 19, 19), "uint8"),
        ((30,), "float32"),
        ((30,), "float32"),
        ((3,), "float32"),
        ((30, 38, 38), "uint8"),
    ]


def test_values_and_facts_are_those_of_the_activations(net):
    x, probe, layers = net
    outputs = {"x": x}
    for before, layer in zip(["x", *(layer.name for layer in layers)], layers, strict=False):
        outputs[layer.name] = np.asarray(layer(outputs[before]))

    pictures = {(h.node, h.size): (h, v) for h, v in probe.pictures(list(outputs), focus="conv", sample=4)}

    conv, values = pictures["conv", "focus"]
    low, high = np.array(conv.lows)[:, None, None], np.array(conv.highs)[:, None, None]
    # A pixel is one of 255 levels.
    np.testing.assert_allclose(
        low + values / 254 * (high - low), outputs["conv"][4].transpose(2, 0, 1), atol=float((high - low).max()) / 500
    )
    np.testing.assert_allclose(pictures["mean", "thumbnail"][1], outputs["mean"][4], rtol=1e-5)
    np.testing.assert_allclose(pictures["classes", "thumbnail"][1], outputs["classes"][4], rtol=1e-5)
    wide, counts = pictures["wide", "thumbnail"]
    assert counts.sum() == 600
    np.testing.assert_allclose([*wide.lows, *wide.highs], [outputs["wide"].min(), outputs["wide"].max()], rtol=1e-5)
    for (node, _), (header, _) in pictures.items():
        output = outputs[node]
        np.testing.assert_allclose(
            [header.facts["mean"], header.facts["std"], header.facts["zeros"]],
            [output.mean(), output.std(), (output == 0).mean()],
            rtol=1e-4,
            atol=1e-6,
        )


def test_thumbnails_are_averages_of_squares():
    x = np.arange(2 * 56 * 56 * 2, dtype="float32").reshape(2, 56, 56, 2)

    ((header, values),) = probe_of(x, [passing()]).pictures(["x"], sample=1)

    small = x[1].reshape(28, 2, 28, 2, 2).mean(axis=(1, 3)).transpose(2, 0, 1)
    low, high = small.min(axis=(1, 2)), small.max(axis=(1, 2))
    assert (header.lows, header.highs) == (tuple(low), tuple(high))
    expected = np.round((small - low[:, None, None]) / (high - low)[:, None, None] * 254)
    assert np.abs(values.astype(int) - expected).max() <= 1


def test_a_map_that_is_zero_for_the_whole_batch_is_dead_and_a_dark_sample_is_not():
    x = np.zeros((3, 4, 4, 4), "float32")
    x[2, 1, 1, 1] = 1
    x[0, :, :, 3] = 0.5

    ((header, values),) = probe_of(x, [passing()]).pictures(["x"])

    assert header == Picture(
        node="x",
        form="maps",
        size="thumbnail",
        count=4,
        total=4,
        height=4,
        width=4,
        lows=(0, 0, 0, 0.5),
        highs=(0, 0, 0, 0.5),
        dead=(0, 2),
        facts=header.facts,
    )
    assert header.facts["dead"] == 2
    assert header.facts["zeros"] == pytest.approx(1 - 17 / 192)
    assert not values.any()


def test_colours_are_an_image_on_one_scale_for_all_samples():
    x = np.zeros((2, 3, 3, 3), "uint8")
    x[0, 0, 0, 0], x[1, 0, 0, 1] = 250, 125

    probe = probe_of(x, [keras.layers.Rescaling(1 / 255)], dtype="uint8")
    ((header, values),) = probe.pictures(["x"], sample=1)

    assert (header.form, header.channels, header.lows, header.highs) == ("image", 3, (0,), (250,))
    assert np.array_equal(values, np.where(x[1] == 125, 127, 0))
    assert set(header.facts) == {"mean", "std", "zeros"}


def test_a_sequence_is_one_map_and_a_long_one_a_histogram_until_it_is_enlarged():
    short, long = np.random.default_rng(1).random((2, 2, 300, 5)).astype("float32")
    short = short[:, :10]

    ((header, values),) = probe_of(short, [passing()]).pictures(["x"], sample=1)
    (other, counts), (large, pixels) = probe_of(long, [passing()]).pictures(["x"], focus="x", sample=1)

    assert (header.form, header.count, header.total, header.height, header.width) == ("maps", 1, 1, 10, 5)
    assert values.shape == (1, 10, 5)
    assert np.unravel_index(values[0].argmax(), (10, 5)) == np.unravel_index(short[1].argmax(), (10, 5))
    assert (other.form, other.count, other.total, counts.sum()) == ("histogram", 30, 5, 3000)
    assert (large.form, large.count, large.height, large.width) == ("maps", 1, 100, 5)
    means = long[1].reshape(100, 3, 5).mean(axis=1)
    np.testing.assert_allclose(large.lows[0] + pixels[0] / 254 * (large.highs[0] - large.lows[0]), means, atol=1 / 400)


def test_what_is_behind_a_table_of_words_has_the_picture_of_its_sizes():
    words = keras.Input((), dtype="string", name="text")
    vectorize = keras.layers.TextVectorization(vocabulary=["a", "b"], output_sequence_length=3)
    vectors = keras.layers.Embedding(4, 2)(vectorize(words))
    mean = keras.layers.GlobalAveragePooling1D()(vectors)
    batch = np.array(["a b", "b", ""])
    probe = Probe(keras.Model(words, mean), {"vectors": vectors, "mean": mean}, batch)

    (first, _), (second, values), (large, pixels) = probe.pictures(["vectors", "mean"], focus="vectors", sample=1)

    assert [(first.form, first.height, first.width), (second.form, values.shape)] == [("maps", 3, 2), ("bars", (2,))]
    true = np.asarray(keras.Model(words, vectors)(keras.ops.convert_to_tensor(batch)))[1]
    np.testing.assert_allclose(large.lows[0] + pixels[0] / 254 * (large.highs[0] - large.lows[0]), true, atol=1e-3)


def test_ten_thousand_maps_and_wide_vectors_come_in_pages_the_last_of_which_is_full():
    x = np.random.default_rng(2).random((3, 2, 2, 10_000)).astype("float32")
    x[:, :, :, 9_999] = 0
    wide = np.random.default_rng(3).normal(size=(3, 600)).astype("float32")
    probe, other = probe_of(x, [passing()]), probe_of(wide, [passing()])

    def shown(of, page):
        *_, (header, values) = of.pictures(["x"], focus="x", sample=2, page=page)
        assert of.pictures(["x"], page=page)[0][0].first == 0
        return header, values

    for page, first in ((0, 0), (1, 64), (156, 9_936), (999, 9_936), (-1, 0)):
        header, values = shown(probe, page)
        assert (header.first, header.count, header.total) == (first, 64, 10_000)
        low, high = np.array(header.lows)[:, None, None], np.array(header.highs)[:, None, None]
        true = x[2, :, :, first : first + 64].transpose(2, 0, 1)
        np.testing.assert_allclose(low + values / 254 * (high - low), true, atol=1 / 400)
        assert header.dead == ((63,) if first == 9_936 else ())
    for page, first in ((0, 0), (1, 256), (2, 344), (3, 344)):
        header, values = shown(other, page)
        assert (header.form, header.first, header.count, header.total) == ("bars", first, 256, 600)
        np.testing.assert_array_equal(values, wide[2, first : first + 256])


def test_a_mean_is_of_as_many_samples_as_are_asked_for(net):
    x, probe, layers = net
    conv = np.asarray(layers[0](x))[:4].mean(axis=0).transpose(2, 0, 1)

    (image, pixels), (header, values) = (
        probe.pictures(["x"], averaged=4)[0],
        probe.pictures([], focus="conv", averaged=4)[0],
    )

    low, high = np.array(header.lows)[:, None, None], np.array(header.highs)[:, None, None]
    np.testing.assert_allclose(low + values / 254 * (high - low), conv, atol=float((high - low).max()) / 500)
    small = x[:4].mean(axis=0).reshape(20, 2, 20, 2).mean(axis=(1, 3))
    np.testing.assert_allclose(
        image.lows[0] + pixels[..., 0] / 254 * (image.highs[0] - image.lows[0]), small, atol=1 / 400
    )
    all_of_it, more = (probe.pictures(["mean"], averaged=count)[0][1] for count in (6, 99))
    np.testing.assert_array_equal(all_of_it, more)


def test_whole_numbers_are_a_histogram_and_text_has_no_picture():
    tokens = np.array([[0, 1, 2], [0, 0, 5]], "int32")
    words = keras.Input((1,), dtype="string", name="words")
    found = keras.layers.StringLookup(vocabulary=["a"], output_mode="one_hot")(words)
    text = Probe(keras.Model(words, found), {"words": words, "found": found}, np.array([["a"], ["b"]]))

    ((header, counts),) = probe_of(tokens, [keras.layers.Embedding(6, 2)], dtype="int32").pictures(["x"])

    assert (header.form, header.lows, header.highs) == ("histogram", (0,), (5,))
    assert counts.tolist() == [3, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, *[0] * 16, 1]
    assert [h.node for h, _ in text.pictures(["words", "found"])] == ["found"]


@pytest.mark.parametrize("shape", [(2, 3), (2, 100), (2, 4, 4, 5), (2, 4, 4, 1), (2, 7, 3), (2, 2, 2, 2, 2)])
def test_values_that_are_not_finite_are_counted_and_harm_no_picture(shape):
    x = np.random.default_rng(0).random(shape).astype("float32")
    x.flat[:4] = [np.nan, np.inf, -np.inf, 3e38]

    for header, values in probe_of(x, [passing()]).pictures(["x", "same"], focus="same"):
        assert header.facts["nan"] == pytest.approx(3 / x.size)
        numbers = [*header.lows, *header.highs, *header.facts.values()]
        assert np.isfinite(numbers).all()
        assert header.form == "bars" or np.isfinite(values).all()
        if header.form == "histogram":
            assert values.sum() == x.size - 3


def test_a_pixel_says_that_a_value_is_nan_or_infinite_also_where_it_is_one_of_a_block():
    maps = np.ones((2, 60, 60, 5), "float32")
    maps[1, 10, 20, 3], maps[1, 59, 0, 4], maps[0, 0, 0, 0] = np.nan, np.inf, np.nan
    sequence = np.ones((2, 300, 4), "float32")
    sequence[1, 200, 2] = -np.inf

    *_, (_, values) = probe_of(maps, [passing()]).pictures([], focus="x", sample=1)
    *_, (_, small) = probe_of(maps, [passing()]).pictures(["x"], sample=1)
    *_, (_, steps) = probe_of(sequence, [passing()]).pictures([], focus="x", sample=1)

    assert np.argwhere(values == 255).tolist() == [[3, 10, 20], [4, 59, 0]]
    assert np.argwhere(small == 255).tolist() == [[3, 3, 6], [4, 19, 0]]
    assert np.argwhere(steps == 255).tolist() == [[0, 66, 2]]


def test_a_node_without_an_axis_of_samples_is_a_histogram():
    start = keras.Input((3,), name="x")
    total, each = keras.ops.sum(start), keras.ops.sum(start, axis=1)
    probe = Probe(keras.Model(start, [total, each]), {"total": total, "each": each}, np.ones((4, 3)))

    (first, counts), (second, more), *_ = probe.pictures(["total", "each"], focus="total")

    assert (first.form, first.lows[0] < 12 < first.highs[0], counts.sum()) == ("histogram", True, 1)
    assert (second.form, second.facts["mean"], more.sum()) == ("histogram", 3, 4)


@pytest.mark.parametrize("value", [0.0, 7.0, 3e38, np.nan])
@pytest.mark.parametrize("shape", [(2, 100), (2, 4, 4, 5)])
def test_a_constant_activation_has_a_picture(value, shape):
    ((header, values),) = probe_of(np.full(shape, value, "float32"), [passing()]).pictures(["x"])

    assert np.isfinite([*header.lows, *header.highs, *header.facts.values()]).all()
    pixels = 255 * values.size if np.isnan(value) else 0
    assert values.sum() == (pixels if header.form == "maps" else 0 if np.isnan(value) else 200)
    assert header.form == "maps" or header.lows[0] < header.highs[0]


def test_pictures_show_the_weights_of_the_moment():
    x = np.ones((1, 2), "float32")
    dense = keras.layers.Dense(1, name="dense", kernel_initializer="ones")
    probe = probe_of(x, [dense])

    before = probe.pictures(["dense"])[0][1].tolist()
    dense.kernel.assign([[3.0], [4.0]])

    assert (before, probe.pictures(["dense"])[0][1].tolist()) == ([2.0], [7.0])


def test_nodes_that_the_model_lacks_and_samples_past_the_end_are_no_mistake(net):
    _, probe, _ = net

    assert probe.samples == 6
    assert probe.pictures(["drawn since"], focus="too") == []
    assert probe.pictures([]) == []
    last, past = (probe.pictures(["x"], sample=sample)[0][1] for sample in (5, 99))
    assert np.array_equal(last, past)


def test_a_choice_of_nodes_is_compiled_once_and_few_are_kept(net, monkeypatch):
    _, probe, _ = net
    made = []
    monkeypatch.setattr(probe, "_looks", type(probe._looks)())
    compiled = probe_module.compiled
    monkeypatch.setattr(probe_module, "compiled", lambda *given: made.append(1) or compiled(*given))

    for sample in range(3):
        probe.pictures(["x", "mean"], sample=sample)
        probe.pictures(["mean", "x"], focus="mean", sample=sample)
    assert len(made) == 1
    for focus in ("x", "conv", "mean", "wide", "classes"):
        probe.pictures([], focus=focus)
        probe.pictures([focus, "x"])

    assert (len(made), len(probe._looks)) == (9, 8)


def test_what_was_prepared_is_ready_and_nothing_else(net):
    _, probe, _ = net
    probe.prepare(["conv"], "wide")
    assert probe.are_ready(["conv"], "wide")
    assert probe.are_ready(["conv"], "conv")
    assert probe.are_ready([], "wide")
    assert not probe.are_ready(["conv", "wide", "mean"], "wide")


def test_a_probe_looks_from_another_thread_while_the_model_trains(net):
    x = np.random.default_rng(0).random((64, 3)).astype("float32")
    dense = keras.layers.Dense(4, name="dense")
    probe = probe_of(x[:8], [dense])
    model = probe._model
    model.compile("sgd", "mse")
    probe.prepare(["dense"])
    seen = []

    def look():
        seen.extend(probe.pictures(["dense"])[0][1].shape for _ in range(20))

    thread = threading.Thread(target=look)
    thread.start()
    model.fit(x, np.zeros((64, 4)), epochs=3, verbose=0)
    thread.join()

    assert seen == [(4,)] * 20


def test_a_batch_that_lacks_an_input_is_refused():
    a, b = keras.Input((2,), name="a"), keras.Input((2,), name="b")
    model = keras.Model([a, b], keras.layers.Add()([a, b]))
    x = np.zeros((1, 2))

    with pytest.raises(DataError, match="The batch has no array for the input “b”: give one for each of "):
        Probe(model, {}, {"a": x})
    with pytest.raises(DataError, match="The batch has 3 arrays for 2 inputs"):
        Probe(model, {}, (x, x, x))
    assert Probe(model, {"a": a}, {"b": x, "a": x}).samples == 1


def test_activations_are_the_outputs_of_the_layers_by_name():
    x = keras.Input((2, 3), name="x")
    out, *_ = keras.layers.LSTM(4, return_state=True, name="lstm")(x)
    model = keras.Model(x, keras.layers.Dense(1, name="out")(out), name="chain")
    batch = np.ones((5, 2, 3), "float32")

    seen = activations(model, batch)

    assert {name: values.shape for name, values in seen.items()} == {
        "x": (5, 2, 3),
        "lstm:0": (5, 4),
        "lstm:1": (5, 4),
        "lstm:2": (5, 4),
        "out": (5, 1),
    }
    np.testing.assert_allclose(seen["out"], np.asarray(model(batch)), rtol=1e-6)
    assert list(activations(model, batch, ["out"])) == ["out"]
    with pytest.raises(PlaygroundError, match="The model “chain” has no layer “in”: choose from "):
        activations(model, batch, ["in"])


def test_half_precision_is_seen_as_well():
    x = np.linspace(0, 1, 8, dtype="float32").reshape(2, 4)
    probe = probe_of(x, [keras.layers.Activation("linear", name="same", dtype="bfloat16")])

    ((header, values),) = probe.pictures(["same"], sample=1)

    np.testing.assert_allclose(values, x[1], rtol=1e-2)
    assert header.facts["mean"] == pytest.approx(0.5, rel=1e-2)
