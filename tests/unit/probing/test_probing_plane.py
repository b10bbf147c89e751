"""Unit maps and boundaries are what the model predicts at the places of a grid."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from playground.errors import PlaygroundError
from playground.probing import Extent, Plane, boundary, extent_of, is_planar, unit_maps

EXTENT = Extent(-2.0, 1.0, -0.5, 1.5)


def places(extent, side):
    """Written out by hand: row by row from the top, each place the middle of its cell."""
    wide, high = (extent.right - extent.left) / side, (extent.top - extent.bottom) / side
    return np.array(
        [
            (extent.left + (column + 0.5) * wide, extent.top - (row + 0.5) * high)
            for row in range(side)
            for column in range(side)
        ],
        "float32",
    )


def predicted(model, tensor, extent, side, *, pair=False):
    x = places(extent, side)
    answers = keras.Model(model.inputs, tensor).predict([x[:, :1], x[:, 1:]] if pair else x, verbose=0, batch_size=512)
    return answers.T.reshape(-1, side, side)


def chain(widths, activations, *, seed=3, end="sigmoid", units=1):
    keras.utils.set_random_seed(seed)
    tensors = {"x": keras.Input((2,), name="x")}
    tensor = tensors["x"]
    for number, (width, activation) in enumerate(zip(widths, activations, strict=True)):
        tensor = tensors[f"h{number}"] = keras.layers.Dense(width, activation=activation, name=f"h{number}")(tensor)
    tensors["y"] = keras.layers.Dense(units, activation=end, name="y")(tensor)
    return keras.Model(tensors["x"], tensors["y"]), tensors


@pytest.fixture(scope="module")
def pair():
    """Two inputs of one number, with features between them and the first layer that has units."""
    keras.utils.set_random_seed(1)
    one, two = keras.Input((1,), name="one"), keras.Input((1,), name="two")
    features = keras.layers.Concatenate(name="features")([one, two, keras.ops.square(one), keras.ops.sin(one * two)])
    hidden = keras.layers.Dense(5, activation="relu", name="hidden")(features)
    end = keras.layers.Dense(2, activation="softmax", name="end")(hidden)
    tensors = {"one": one, "two": two, "features": features, "hidden": hidden, "end": end}
    return keras.Model([one, two], end), tensors


def values_of(header, pixels):
    low, high = np.array(header.lows)[:, None, None], np.array(header.highs)[:, None, None]
    return low + pixels / 254 * (high - low), float((high - low).max()) / 500


@given(
    widths=st.lists(st.integers(1, 9), min_size=1, max_size=3),
    activation=st.sampled_from(["relu", "tanh", "sigmoid", "linear"]),
    side=st.integers(1, 12),
    seed=st.integers(0, 99),
)
@settings(max_examples=3, deadline=None)
def test_a_boundary_and_unit_maps_are_what_the_model_predicts_there(widths, activation, side, seed):
    model, tensors = chain(widths, [activation] * len(widths), seed=seed)

    maps = unit_maps(model, EXTENT, side)

    assert list(maps) == list(tensors)
    for name, tensor in tensors.items():
        np.testing.assert_allclose(maps[name], predicted(model, tensor, EXTENT, side), rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(boundary(model, EXTENT, side), maps["y"])
    assert maps["y"].dtype == np.float32


def test_two_inputs_of_one_number_with_features_behind_them_make_a_plane_too(pair):
    model, tensors = pair

    maps = unit_maps(model, EXTENT, 11, ["features", "end"])

    assert is_planar(model)
    assert list(maps) == ["features", "end"]
    for name in maps:
        np.testing.assert_allclose(
            maps[name], predicted(model, tensors[name], EXTENT, 11, pair=True), rtol=1e-4, atol=1e-5
        )
    top_left = maps["features"][:, 0, 0]
    assert top_left[0] < 0 < top_left[1]  # the first input runs to the right, the second upwards


def test_live_pictures_are_the_maps_to_a_256th_and_follow_the_weights(pair):
    model, tensors = pair
    plane = Plane(model, tensors, EXTENT)
    plane.prepare()
    assert plane.is_ready
    before = plane.pictures()
    weights = model.get_layer("hidden").get_weights()
    model.get_layer("hidden").set_weights([2 * each for each in weights])

    *small, (header, pixels) = plane.pictures(fine=True)

    assert {shown.node: pixels.shape for shown, pixels in small} == {
        "one": (1, 30, 30),
        "two": (1, 30, 30),
        "features": (4, 30, 30),
        "hidden": (5, 30, 30),
        "end": (2, 30, 30),
    }
    for shown, taken in small:
        assert (shown.form, shown.size) == ("plane", "thumbnail")
        values, rounding = values_of(shown, taken)
        true = predicted(model, tensors[shown.node], EXTENT, 30, pair=True)
        np.testing.assert_allclose(values, true, atol=rounding + 1e-5)
    assert (header.node, header.size, header.first, header.count, header.total) == ("end", "boundary", 1, 1, 2)
    values, rounding = values_of(header, pixels)
    np.testing.assert_allclose(values[0], boundary(model, EXTENT)[1], atol=rounding + 1e-5)
    hidden = next(picture for picture in before if picture[0].node == "hidden")
    assert not np.array_equal(values_of(*hidden)[0], values_of(*small[3])[0])
    model.get_layer("hidden").set_weights(weights)


def test_any_unit_of_any_node_is_shown_finely(pair):
    model, tensors = pair
    plane = Plane(model, tensors, EXTENT)

    header, pixels = plane.pictures(fine=True, node="hidden", unit=3)[-1]

    assert (header.node, header.first, pixels.shape) == ("hidden", 3, (1, 100, 100))
    values, rounding = values_of(header, pixels)
    np.testing.assert_allclose(
        values[0], predicted(model, tensors["hidden"], EXTENT, 100, pair=True)[3], atol=rounding + 1e-5
    )
    assert plane.pictures(fine=True, node="gone", unit=99)[-1][0].node == "end"


def test_scales_are_even_about_zero_and_of_probabilities_from_zero_to_one():
    model, tensors = chain([3, 2], ["tanh", "linear"], end="sigmoid")
    model.get_layer("h1").set_weights([np.full((3, 2), 40.0), np.array([0.0, 7.0])])

    shown = {header.node: header for header, _ in Plane(model, tensors, EXTENT).pictures()}

    assert (shown["y"].lows, shown["y"].highs) == ((0.0,), (1.0,))
    assert (shown["h0"].lows, shown["h0"].highs) == ((-1.0,) * 3, (1.0,) * 3)
    assert shown["h1"].lows == tuple(-high for high in shown["h1"].highs)
    assert min(shown["h1"].highs) > 1


def test_many_units_are_smaller_and_more_than_64_are_cut():
    model, tensors = chain([17, 70], ["relu", "relu"])

    shown = {
        header.node: (header.count, header.total, pixels.shape[1])
        for header, pixels in Plane(model, tensors, EXTENT).pictures()
    }

    assert shown == {"x": (2, 2, 30), "h0": (17, 17, 16), "h1": (64, 70, 16), "y": (1, 1, 30)}


def test_units_that_are_zero_over_the_whole_plane_are_dead_and_infinite_weights_break_nothing():
    model, tensors = chain([2], ["relu"])
    model.get_layer("h0").set_weights([np.zeros((2, 2)), np.array([-1.0, 1.0])])
    plane = Plane(model, tensors, EXTENT)
    assert {header.node: header.dead for header, _ in plane.pictures()} == {"x": (), "h0": (0,), "y": ()}

    model.get_layer("y").set_weights([np.full((2, 1), np.inf), np.array([np.nan])])

    header, pixels = plane.pictures(fine=True)[-1]
    assert header.facts["nan"] == 1.0
    assert pixels.shape == (1, 100, 100)


def test_what_is_no_plane_is_refused_with_what_to_give():
    three = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    words = keras.Model(*[keras.Input((2,), dtype="int32")] * 2)
    image = keras.Sequential([keras.Input((2,)), keras.layers.RepeatVector(4, name="rows")])

    assert not is_planar(three)
    assert not is_planar(words)
    with pytest.raises(PlaygroundError, match="shape \\(2,\\)"):
        boundary(three)
    with pytest.raises(PlaygroundError, match="no vector of real"):
        boundary(image)
    with pytest.raises(PlaygroundError, match="no layer “gone”: choose from"):
        unit_maps(image, layer_names=["gone"])
    with pytest.raises(PlaygroundError, match="1 place or more across, got 0"):
        boundary(image, side=0)
    assert unit_maps(image) == {}


@given(points=st.lists(st.tuples(*[st.floats(-1e6, 1e6)] * 2), max_size=20))
def test_the_extent_holds_all_points_inside_a_margin(points):
    extent = extent_of(points)

    assert extent.left < extent.right
    assert extent.bottom < extent.top
    assert all(extent.left < x < extent.right and extent.bottom < y < extent.top for x, y in points)


def test_the_extent_is_square_unless_the_data_are_stretched_and_heeds_no_nan():
    even = extent_of([(-1, 0), (1, 1), (np.nan, 5000)])
    stretched = extent_of([(0, 0), (100, 1)])

    assert even.right - even.left == pytest.approx(even.top - even.bottom)
    assert stretched.right - stretched.left == pytest.approx(100 * (stretched.top - stretched.bottom))
