"""Figures of gradients, updates, distributions and weights: what they draw is what came in."""

import math

import numpy as np
import pytest

from playground import charts
from playground.errors import PlaygroundError

STEPS = np.array([1, 5, 9])
NORMS = {"stem": [1.0, 0.1, 0.01], "probs": [0.0, math.nan, 100.0]}


def test_gradients_are_a_strip_a_layer_with_the_logarithm_as_colour_and_the_latest_value_at_the_end():
    figure = charts.gradients(STEPS, NORMS, theme="dark")
    strip = figure.data[0]

    np.testing.assert_allclose(np.array(strip.z, dtype=float), [[0, -1, -2], [math.nan, math.nan, 2]], atol=1e-12)
    np.testing.assert_array_equal(strip.customdata, np.array(list(NORMS.values())))
    assert strip.x.tolist() == [1, 5, 9]
    assert figure.layout.yaxis.ticktext == ("stem", "probs")
    assert [(note.text, note.y) for note in figure.layout.annotations] == [("0.01", 0), ("100", 1)]


def test_update_ratios_are_a_line_a_layer_with_a_guide_and_gaps_where_there_is_no_ratio():
    figure = charts.update_ratios(STEPS, NORMS)

    assert [trace.name for trace in figure.data] == ["stem", "probs"]
    np.testing.assert_array_equal(figure.data[1].y, [math.nan, math.nan, 100])
    assert (figure.layout.yaxis.type, figure.layout.shapes[0].y0) == ("log", 1e-3)


def test_idle_units_are_a_line_a_layer_with_a_guide_at_a_half():
    shares = {"hidden": [0.0, 0.25, 0.5], "gate": [0.1, 0.1, 1.0]}
    figure = charts.idle_units(STEPS, shares, theme="light")
    assert [(line.name, list(line.x), list(line.y)) for line in figure.data] == [
        (name, STEPS.tolist(), values) for name, values in shares.items()
    ]
    assert figure.layout.shapes[0].y0 == 0.5
    with pytest.raises(PlaygroundError, match="“hidden” needs one value a step"):
        charts.idle_units(STEPS, {"hidden": [0.5]})


def test_a_ridgeline_has_a_ridge_a_step_as_high_as_its_density():
    ranges = [[-1, 1], [-2, 2]]
    figure = charts.ridgeline([3, 7], ranges, [[2, 2], [1, 3]])
    ridges = figure.data[1::2]

    assert [ridge.name for ridge in ridges] == ["step 3", "step 7"]
    assert [(ridge.x[0], ridge.x[-1]) for ridge in ridges] == [(-1, 1), (-2, 2)]
    heights = [np.asarray(ridge.y) - ridge.y[0] for ridge in ridges]
    np.testing.assert_allclose(heights[1][2] / heights[0][1], 0.75)  # 3 of 4 in 2 against 2 of 4 in 1
    assert figure.layout.yaxis.ticktext == ("3", "7")


def test_figures_without_a_measurement_are_empty_and_no_error():
    assert len(charts.gradients([], {}).data) == 1
    assert len(charts.gradients([], {"stem": []}).layout.annotations) == 0
    assert len(charts.update_ratios([], {"stem": []}).data) == 1
    assert len(charts.ridgeline([], np.zeros((0, 2)), np.zeros((0, 32))).data) == 0


def test_filters_share_one_scale_with_zero_in_its_middle():
    kernels = np.arange(-4, 8, dtype="float32").reshape(3, 2, 2)
    kernels[0, 0, 0] = np.inf
    heatmap = charts.filters(kernels).data[0]

    assert (heatmap.zmin, heatmap.zmax) == (-7, 7)
    drawn = np.array(heatmap.z, dtype=float)
    assert sorted(drawn[np.isfinite(drawn)]) == list(range(-3, 8))
    assert np.isinf(np.array(heatmap.customdata, dtype=float)).sum() == 1


def test_a_matrix_is_drawn_as_it_is():
    kernel = np.array([[1.0, -3.0], [0.5, np.nan]])
    heatmap = charts.matrix(kernel, theme="light").data[0]

    np.testing.assert_array_equal(heatmap.z, kernel)
    assert (heatmap.zmin, heatmap.zmax, heatmap.colorscale[1]) == (-3, 3, (0.5, "#e8eaeb"))
    assert charts.matrix(np.full((1, 1), np.nan)).data[0].zmax == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: charts.gradients([1, 2], {"stem": [1.0]}),
        lambda: charts.update_ratios([1, 2], {"stem": [1.0]}),
        lambda: charts.ridgeline([1], [[0, 1]], [1, 2]),
        lambda: charts.filters(np.zeros((3, 3))),
        lambda: charts.matrix(np.zeros(3)),
    ],
)
def test_arrays_of_other_shapes_are_refused_in_a_sentence(make):
    with pytest.raises(PlaygroundError, match=r"\(.*\)"):
        make()
