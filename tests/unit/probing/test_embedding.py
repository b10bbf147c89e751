"""The table of an embedding, and which words its rows stand for."""

import keras
import numpy as np
import pytest

from playground.errors import PlaygroundError
from playground.modeling import build_graph, from_keras
from playground.probing import embedding_rows, embedding_words, project
from playground.probing._still import reader

L = keras.layers


def model_of(lookup, rows=6, between=None):
    start = keras.Input((), dtype="string")
    tokens = lookup(start)
    if between is not None:
        tokens = between(tokens)
    return keras.Model(start, L.Embedding(rows, 3, name="vectors")(tokens))


def test_rows_are_the_vectors_of_now_or_of_weights_that_were_read():
    model = model_of(L.StringLookup(vocabulary=["good", "film"]))
    before = reader(model)()
    old = model.get_layer("vectors").embeddings.numpy()
    model.get_layer("vectors").embeddings.assign(np.arange(18.0).reshape(6, 3))

    now = embedding_rows(model, "vectors")
    assert (now.shape, now.dtype.name) == ((6, 3), "float32")
    np.testing.assert_array_equal(now, np.arange(18.0).reshape(6, 3))
    np.testing.assert_array_equal(embedding_rows(model, "vectors", before), old)
    assert project(now).points.shape == (6, 2)


@pytest.mark.parametrize(
    ("lookup", "words"),
    [
        (lambda: L.TextVectorization(vocabulary=["good", "film"]), ("", "[UNK]", "good", "film")),
        (lambda: L.StringLookup(vocabulary=["good", "film"], num_oov_indices=2), ("[UNK]", "[UNK]", "good", "film")),
        (lambda: L.StringLookup(vocabulary=["good", "film"], num_oov_indices=0), ("good", "film")),
    ],
)
def test_words_stand_at_the_rows_that_they_are_looked_up_in(lookup, words):
    model = model_of(lookup())

    assert embedding_words(model, "vectors") == words
    table, seen = embedding_rows(model, "vectors"), np.asarray(model(np.array(["film"])))
    np.testing.assert_array_equal(seen.reshape(-1, 3)[0], table[words.index("film")])


def test_numbers_that_are_looked_up_are_words_too_and_no_more_than_there_are_rows():
    start = keras.Input((4,), dtype="int64")
    tokens = L.IntegerLookup(vocabulary=[70, 80, 90])(start)
    model = keras.Model(start, L.Embedding(3, 2, name="vectors")(L.Reshape((2, 2))(tokens)))

    assert embedding_words(model, "vectors") == ("-1", "70", "80")


def test_where_nobody_knows_words_there_are_none():
    start = keras.Input((4,), dtype="int32")
    plain = keras.Model(start, L.Embedding(3, 2, name="vectors")(start))
    sums = keras.Model(start, L.Embedding(3, 2, name="vectors")(keras.ops.cumsum(start, axis=1)))

    assert embedding_words(plain, "vectors") == embedding_words(sums, "vectors") == ()
    assert embedding_words(model_of(L.TextVectorization()), "vectors") == ()  # it has not adapted yet


def test_an_embedding_in_a_block_is_found_and_other_layers_have_no_table():
    inner_start = keras.Input((4,), dtype="int32")
    inner = keras.Model(inner_start, L.Embedding(5, 2, name="vectors")(inner_start), name="block")
    start = keras.Input((4,), dtype="int32")
    model = keras.Model(start, L.Dense(1, name="end")(inner(start)))
    graph = build_graph(from_keras(model))
    (block,) = [layer for layer in graph.network.layers if layer.network is not None]
    (node,) = [each.id for each in block.network.nodes if block.network.layer_of(each.id).name == "vectors"]

    assert embedding_rows(model, "block/vectors").shape == (5, 2)
    assert embedding_rows(graph, f"{block.id}/{node}").shape == (5, 2)
    with pytest.raises(PlaygroundError, match="“end” has no table of vectors, since it is a Dense: choose an Embed"):
        embedding_rows(model, "end")
    with pytest.raises(PlaygroundError, match="has no layer “gone”"):
        embedding_words(model, "gone")
    (first,) = [each.id for each in graph.network.nodes if graph.network.layer_of(each.id).kind == "InputLayer"]
    with pytest.raises(PlaygroundError, match="since it is an input"):
        embedding_rows(graph, first)
