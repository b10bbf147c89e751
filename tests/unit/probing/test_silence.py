"""A unit that is silenced is one whose output weighs nothing behind it, everywhere it goes."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from playground.errors import PlaygroundError
from playground.modeling import build_graph
from playground.network import Edge, Layer, Network, Node
from playground.probing import Extent, Plane, boundary, unit_maps

EXTENT = Extent(-2.0, 1.0, -0.5, 1.5)
RELU = {"kind": "relu", "settings": {}}


def chain(widths, *, sequential=False, seed=5):
    """Dense layers h0, h1 … of these widths and an end of two classes."""
    keras.utils.set_random_seed(seed)
    layers = [keras.layers.Dense(width, activation="tanh", name=f"h{i}") for i, width in enumerate(widths)]
    layers.append(keras.layers.Dense(2, activation="softmax", name="y"))
    start = keras.Input((2,), name="x")
    if sequential:
        return keras.Sequential([start, *layers])
    tensor = start
    for layer in layers:
        tensor = layer(tensor)
    return keras.Model(start, tensor)


def deafened(model, layer, row):
    """The same model, with no weights of one input of a layer."""
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    kernel, *rest = copy.get_layer(layer).get_weights()
    kernel[row] = 0
    copy.get_layer(layer).set_weights([kernel, *rest])
    return copy


def values_of(header, pixels):
    low, high = np.array(header.lows)[:, None, None], np.array(header.highs)[:, None, None]
    return low + pixels / 254 * (high - low), float((high - low).max()) / 500


@given(
    widths=st.lists(st.integers(1, 5), min_size=1, max_size=3),
    sequential=st.booleans(),
    seed=st.integers(0, 99),
    pick=st.integers(0, 99),
)
@settings(max_examples=4, deadline=None)
def test_without_a_unit_a_model_answers_as_if_nobody_listened_to_it(widths, sequential, seed, pick):
    model = chain(widths, sequential=sequential, seed=seed)
    at = pick % len(widths)
    unit = pick % widths[at]
    behind = f"h{at + 1}" if at + 1 < len(widths) else "y"

    found = boundary(model, EXTENT, 9, silenced=(f"h{at}", unit))
    maps = unit_maps(model, EXTENT, 9, silenced=(f"h{at}", unit))

    other = deafened(model, behind, unit)
    np.testing.assert_allclose(found, boundary(other, EXTENT, 9), atol=1e-6)
    expected = unit_maps(other, EXTENT, 9)
    expected[f"h{at}"][unit] = 0
    for name in (f"h{i}" for i in range(len(widths))):
        np.testing.assert_allclose(maps[name], expected[name], atol=1e-6)


@pytest.mark.parametrize("sequential", [False, True])
def test_live_pictures_are_taken_without_any_unit_of_any_node_and_the_weights_stay(sequential):
    model = chain([3, 17], sequential=sequential)
    tensors = {"x": model.inputs[0], **{layer.name: layer.output for layer in model.layers if layer.name != "x"}}
    weights = [each.copy() for each in model.get_weights()]
    plane = Plane(model, tensors, EXTENT)
    assert not plane.is_ready_to_silence
    plane.prepare_to_silence()
    assert plane.is_ready_to_silence
    assert not plane.is_ready

    for quiet, unit, behind in (("x", 1, "h0"), ("h0", 2, "h1"), ("h1", 11, "y")):
        taken = plane.pictures(fine=True, silenced=(quiet, unit))
        other = deafened(model, behind, unit)
        header, pixels = taken[-1]
        assert (header.node, header.size, header.first) == ("y", "boundary", 1)
        values, rounding = values_of(header, pixels)
        np.testing.assert_allclose(values[0], boundary(other, EXTENT)[1], atol=rounding + 1e-5)
        own = next(each for each in taken if each[0].node == quiet)
        assert unit in own[0].dead
        assert not values_of(*own)[0][unit].round(2).any()

    whole = plane.pictures(fine=True, silenced=("gone", 0))[-1]
    np.testing.assert_array_equal(whole[1], plane.pictures(fine=True)[-1][1])
    for before, after in zip(weights, model.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)


def test_a_unit_inside_a_block_and_an_input_of_a_block_are_silenced_there():
    inner = Network(
        "inner",
        (Layer("i", "InputLayer", "into", {"shape": [2]}), Layer("d", "Dense", "deep", {"units": 3})),
        (Node("i", "i", 0, 0), Node("d", "d", 200, 0)),
        (Edge("i", "d"),),
    )
    network = Network(
        "outer",
        (
            Layer("p", "InputLayer", "point", {"shape": [2]}),
            Layer("b", "Model", "block", network=inner),
            Layer("o", "Dense", "answer", {"units": 1}),
        ),
        (Node("p", "p", 0, 0), Node("b", "b", 200, 0), Node("o", "o", 400, 0)),
        (Edge("p", "b"), Edge("b", "o")),
    )
    graph = build_graph(network, seed=1)
    plane = Plane(graph, {node: tensors[0] for node, tensors in graph.tensors.items()}, EXTENT)

    for quiet, layer, row in ((("b/d", 1), graph.layers["o"], 1), (("b/i", 0), graph.layers["b/d"], 0)):
        header, pixels = plane.pictures(fine=True, silenced=quiet)[-1]
        kept = layer.get_weights()
        layer.set_weights([np.where(np.arange(len(kept[0]))[:, None] == row, 0, kept[0]), *kept[1:]])
        values, rounding = values_of(header, pixels)
        np.testing.assert_allclose(values, boundary(graph.model, EXTENT), atol=rounding + 1e-5)
        layer.set_weights(kept)


def test_a_unit_that_is_not_finite_says_nothing_when_it_is_silent():
    model = chain([2])
    model.get_layer("h0").set_weights([np.full((2, 2), 1.0), np.array([np.nan, 0.0])])

    assert np.isnan(boundary(model, EXTENT, 5)).all()
    assert np.isfinite(boundary(model, EXTENT, 5, silenced=("h0", 0))).all()


def test_what_can_not_be_silenced_is_refused_with_what_there_is():
    model = chain([2])

    with pytest.raises(PlaygroundError, match="has no layer “gone”: choose from x, h0, y"):
        boundary(model, silenced=("gone", 0))
    with pytest.raises(PlaygroundError, match="“h0” has 2 units, counted from 0, and no unit 2"):
        unit_maps(model, silenced=("h0", 2))
