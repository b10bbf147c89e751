"""Attention of each head, samples in two dimensions, and where values that are no numbers begin."""

import os
import subprocess
import sys

import keras
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from playground.errors import PlaygroundError
from playground.modeling import build_graph, from_keras
from playground.probing import attention_maps, first_unsound, project, values_of

L = keras.layers
RANDOM = np.random.default_rng(0)


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@pytest.mark.parametrize("causal", [False, True])
def test_the_attention_of_each_head_is_the_softmax_of_its_scores_written_out(causal):
    start = keras.Input((5, 6))
    layer = L.MultiHeadAttention(3, 4, name="look")
    model = keras.Model(start, layer(start, start, use_causal_mask=causal))
    x = RANDOM.normal(size=(2, 5, 6)).astype("float32")

    found = attention_maps(model, x, "look")

    query, key = (
        np.einsum("btf,fnh->btnh", x.astype(np.float64), np.asarray(dense.kernel, np.float64))
        + np.asarray(dense.bias, np.float64)
        for dense in (layer._query_dense, layer._key_dense)
    )
    scores = np.einsum("btnh,bsnh->bnts", query, key) / np.sqrt(4)
    if causal:
        scores = np.where(np.tril(np.ones((5, 5), bool)), scores, -np.inf)
    assert (found.shape, found.dtype.name) == ((2, 3, 5, 5), "float32")
    np.testing.assert_allclose(found, softmax(scores), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("make", [L.Attention, L.AdditiveAttention], ids=lambda make: make.__name__)
def test_attention_without_heads_has_one_and_layers_inside_blocks_are_found(make):
    inner_start = keras.Input((4, 3))
    inner = keras.Model(inner_start, make(name="look")([inner_start, inner_start]), name="block")
    start = keras.Input((4, 3))
    model = keras.Model(start, inner(start))
    x = RANDOM.normal(size=(2, 4, 3)).astype("float32")

    found = attention_maps(model, x, "block/look")

    assert found.shape == (2, 1, 4, 4)
    np.testing.assert_allclose(found.sum(axis=-1), 1, rtol=1e-5)
    np.testing.assert_allclose(found[:, 0] @ x, np.asarray(model(x)), rtol=1e-4, atol=1e-5)
    graph = build_graph(from_keras(model))
    (block,) = [layer for layer in graph.network.layers if layer.network is not None]
    (inside,) = [layer.id for layer in block.network.layers if layer.name == "look"]
    (node,) = [each.id for each in block.network.nodes if each.layer == inside]
    assert attention_maps(graph, x, f"{block.id}/{node}").shape == (2, 1, 4, 4)


def test_over_a_plane_the_places_stand_in_one_row_and_other_layers_have_no_attention():
    start = keras.Input((2, 3, 4))
    seen = L.MultiHeadAttention(2, 2, attention_axes=(1, 2), name="look")(start, start)
    model = keras.Model(start, L.Dense(1, name="dense")(seen))
    x = RANDOM.normal(size=(1, 2, 3, 4)).astype("float32")

    assert attention_maps(model, x, "look").shape == (1, 2, 6, 6)
    with pytest.raises(PlaygroundError, match="“dense” has no attention to show, since it is a Dense: choose a "):
        attention_maps(model, x, "dense")


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 20), st.integers(1, 12), st.integers(0, 99))
def test_principal_components_are_those_of_the_covariance_and_no_direction_has_more(rows, columns, seed):
    random = np.random.default_rng(seed)
    table = random.normal(size=(rows, columns)) * random.uniform(0.1, 5, columns)

    found = project(table)

    values = np.linalg.eigvalsh(np.cov(table, rowvar=False, bias=True).reshape(columns, columns))[::-1]
    expected = np.append(values, 0)[:2].clip(0)
    np.testing.assert_allclose(found.points.astype(np.float64).var(axis=0), expected, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found.shares, expected / (values.clip(0).sum() or 1), rtol=1e-4, atol=1e-6)
    np.testing.assert_array_equal(found.points, project(table).points)
    assert found.rows.tolist() == list(range(rows))


def test_rows_that_are_no_numbers_are_left_out_and_too_few_refused():
    table = RANDOM.normal(size=(6, 2, 3))
    table[2, 1, 1] = np.inf

    found = project(table)

    assert (found.rows.tolist(), found.points.shape) == ([0, 1, 3, 4, 5], (5, 2))
    with pytest.raises(PlaygroundError, match="takes 2 rows of finite numbers or more; of 3 given, 0 are"):
        project(np.full((3, 4), np.nan))
    with pytest.raises(PlaygroundError, match="by pca or umap, not by “tsne”"):
        project(table, "tsne")


def test_umap_is_an_extra_and_who_lacks_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "umap", None)
    with pytest.raises(PlaygroundError, match=r"pip install keras-playground\[umap\]"):
        project(RANDOM.normal(size=(20, 4)), "umap")


UMAP = """
import numpy as np
from playground.probing import project
random = np.random.default_rng(0)
table = np.concatenate([random.normal(size=(10, 4)), random.normal(size=(10, 4)) + 12])
table[19, 0] = np.nan
first, again = project(table, "umap", seed=3), project(table, "umap", seed=3)
assert (first.points == again.points).all()
assert (first.points.shape, first.rows.tolist(), first.shares) == ((19, 2), list(range(19)), ())
apart = np.linalg.norm(first.points[:, None] - first.points[None], axis=-1)
assert apart[:10, :10].max() < apart[:10, 10:].min()
"""


def test_umap_keeps_neighbours_together_and_repeats_with_its_seed():
    # What numba compiles takes a minute, and is not ours to test.
    plain = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    subprocess.run([sys.executable, "-W", "error", "-c", UMAP], check=True, env=plain)


def test_the_values_of_a_node_are_a_row_a_sample_and_large_maps_their_means():
    start = keras.Input((64, 65, 1))
    maps = L.Conv2D(2, 1, name="conv")(start)
    model = keras.Model(start, L.Dense(3, name="dense")(L.GlobalMaxPooling2D()(maps)))
    x = RANDOM.normal(size=(70, 64, 65, 1)).astype("float32")

    conv, dense = (values_of(model, x, node) for node in ("conv", "dense"))

    np.testing.assert_allclose(conv, np.asarray(model.get_layer("conv")(x)).mean(axis=(1, 2)), rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(dense, np.asarray(model(x)), rtol=1e-4, atol=1e-5)
    with pytest.raises(PlaygroundError, match="has no layer “gone”"):
        values_of(model, x, "gone")


def broken(cause):
    start = keras.Input((3,), name="x")
    inner_start = keras.Input((3,))
    inner = keras.Model(inner_start, L.Dense(3, name="inside")(inner_start), name="block")
    seen = inner(L.Dense(3, name="first")(start))
    model = keras.Model(start, L.Dense(2, name="last")(keras.ops.log(seen) if cause == "values" else seen))
    x = np.ones((4, 3), "float32")
    if cause == "weights":
        inner.get_layer("inside").bias.assign([0, np.nan, 0])
    if cause == "values":
        inner.get_layer("inside").set_weights([np.eye(3), np.zeros(3)])
        model.get_layer("first").set_weights([np.eye(3), np.zeros(3)])
        x[2, 1] = -1
    if cause == "data":
        x[3, 0] = np.inf
    return model, x


@pytest.mark.parametrize(
    ("cause", "where", "count", "size", "sample"),
    [("data", "x", 1, 12, 3), ("weights", "block/inside", 4, 12, 0), ("values", "log", 1, 12, 2)],
)
def test_where_values_that_are_no_numbers_begin_is_found(cause, where, count, size, sample):
    model, x = broken(cause)

    found = first_unsound(model, x)

    assert (found.cause, found.count, found.size, found.sample) == (cause, count, size, sample)
    assert found.where.startswith(where)
    assert (found.place == ()) == (cause == "data")


def test_where_all_is_finite_nothing_begins():
    model, x = broken("none")
    assert first_unsound(model, x) is None
    words = keras.Input((1,), dtype="string")
    lookup = L.StringLookup(vocabulary=["a"], output_mode="multi_hot", sparse=True)
    assert first_unsound(keras.Model(words, lookup(words)), np.array([["a"], ["b"]])) is None
