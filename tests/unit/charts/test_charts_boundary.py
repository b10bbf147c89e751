"""A boundary as a figure: the right colours at the right places, and points told apart by shape."""

import numpy as np
import pytest

from playground import charts
from playground.errors import PlaygroundError

EXTENT = (-1.0, 1.0, -1.0, 1.0)
FIELD = np.array([[0.1, 0.9], [0.4, 0.6]])


def test_row_0_is_at_the_top_and_cells_are_placed_by_their_middles():
    heat = charts.boundary(FIELD, EXTENT).data[0]

    assert list(heat.x) == [-0.5, 0.5]
    assert list(heat.y) == [0.5, -0.5]
    np.testing.assert_array_equal(heat.z, FIELD)
    assert (heat.zmin, heat.zmax) == (0.0, 1.0)
    assert [colour for _, colour in heat.colorscale] == ["#f59322", "#e8eaeb", "#0877bd"]


def test_a_discrete_boundary_has_two_values_and_keeps_the_true_ones_under_the_pointer():
    field = np.array([[-3.0, 0.5], [np.nan, 2.0]])
    heat = charts.boundary(field, EXTENT, discrete=True, scale=(-1.0, 1.0)).data[0]

    np.testing.assert_array_equal(heat.z, [[-1.0, 1.0], [np.nan, 1.0]])
    np.testing.assert_array_equal(heat.customdata, field)


def test_points_to_train_on_are_filled_and_points_to_test_with_are_rings():
    train, test = ([(0.5, 0.25), (0, 0)], [0, 1]), ([(-0.5, 0.75)], [1])
    _, filled, ringed = charts.boundary(FIELD, EXTENT, train=train, test=test, theme="dark").data

    assert (list(filled.x), list(filled.y), list(filled.marker.color)) == ([0.5, 0.0], [0.25, 0.0], [0.0, 1.0])
    assert (filled.name, filled.marker.symbol, ringed.name, ringed.marker.symbol) == (
        "train",
        None,
        "test",
        "circle-open",
    )


def test_what_is_no_map_or_no_points_is_refused():
    with pytest.raises(PlaygroundError, match="shape \\(height, width\\)"):
        charts.boundary([1, 2], EXTENT)
    with pytest.raises(PlaygroundError, match="The test points have the shape"):
        charts.boundary(FIELD, EXTENT, test=([(0, 0)], [0, 1]))
