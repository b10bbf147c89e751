"""Models whose preprocessing was adapted open as they are: sizes known, what was learned comes along, equal outputs."""

import keras
import numpy as np
import pytest

from playground.errors import PlaygroundError
from playground.session import Session
from playground.session._opening import open_anything

TEXTS = keras.ops.convert_to_tensor(["a b", "b c", "a a", "d"])
DATA = {
    "StringLookup": keras.ops.convert_to_tensor(["a", "b", "c", "d", "a"]),
    "IntegerLookup": np.array([1, 2, 3, 4, 1]),
    "TextVectorization": TEXTS,
    "Discretization": np.arange(10.0, dtype="float32"),
}
CASES = [
    (kind, mode, settings)
    for kind in DATA
    for mode in ("int", "one_hot", "multi_hot", "count", "tf_idf")
    for settings in ([{"num_bins": 3}] if kind == "Discretization" else [{}, {"max_tokens": 4}])
    if (kind, mode) not in (("TextVectorization", "one_hot"), ("Discretization", "tf_idf"))
]


def adapted(kind, mode, settings):
    """A model behind a layer that was adapted before it was called, and samples for it."""
    data = DATA[kind]
    dtype = keras.backend.standardize_dtype(data.dtype)
    start = keras.Input(() if kind == "TextVectorization" else (1,), dtype=dtype)
    layer = getattr(keras.layers, kind)(output_mode=mode, name="it", **settings)
    layer.adapt(data)
    found = layer(start)
    model = keras.Model(start, found if mode == "int" else keras.layers.Dense(2)(found))
    return model, data if kind == "TextVectorization" else keras.ops.reshape(data, (-1, 1))


@pytest.mark.parametrize(("kind", "mode", "settings"), CASES)
def test_an_adapted_model_opens_from_memory_and_from_its_file_with_what_it_learned(kind, mode, settings, tmp_path):
    model, samples = adapted(kind, mode, settings)
    model.save(tmp_path / "it.keras")
    for source in (model, tmp_path / "it.keras"):
        session = Session(open_anything(source).opened)
        assert session.drawing.report.problems == ()
        np.testing.assert_array_equal(session.graph.model(samples), model(samples))
        layer = session.network.find("it")
        (node,) = [each.id for each in session.network.nodes if each.layer == layer.id]
        assert session.drawing.report.nodes[node].output_shapes == (tuple(model.get_layer("it").output.shape),)
        assert session.snapshot().adaptation == {layer.id: "given"}


def test_bins_come_along_in_keras_json_which_holds_them():
    model, samples = adapted("Discretization", "int", {"num_bins": 4})
    session = Session(open_anything(model.to_json()).opened)
    np.testing.assert_array_equal(session.graph.model(samples), model(samples))
    assert session.graph.model.get_config() == model.get_config()


def test_an_adapted_model_inside_a_model_keeps_its_bins(tmp_path):
    inner, samples = adapted("Discretization", "one_hot", {"num_bins": 4})
    start = keras.Input((1,))
    model = keras.Model(start, inner(start))
    model.save(tmp_path / "it.keras")
    session = Session(open_anything(tmp_path / "it.keras").opened)
    np.testing.assert_array_equal(session.graph.model(samples), model(samples))


@pytest.mark.parametrize("bins", [["a"], [0.5] * 70_000])
def test_bins_that_are_none_are_refused(bins):
    model, _ = adapted("Discretization", "int", {"num_bins": 2})
    text = model.to_json().replace('"bin_boundaries": [', '"bin_boundaries": [' + ",".join(map(repr, bins)) + ",")
    with pytest.raises(PlaygroundError):
        open_anything(text.replace("'", '"'))


def test_a_size_that_a_stranger_claims_is_held_to_the_memory_of_the_machine():
    model, _ = adapted("StringLookup", "multi_hot", {})
    text = model.to_json().replace('"vocabulary_size": 5', '"vocabulary_size": 1000000000000')
    with pytest.raises(PlaygroundError, match="too large to be opened"):
        open_anything(text)
