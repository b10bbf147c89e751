import numpy as np
import pytest

from playground import charts
from playground.errors import PlaygroundError


def test_heat_lies_on_its_image_from_edge_to_edge():
    image, heat = np.arange(48.0).reshape(4, 4, 3), np.array([[0.0, 1], [2, 3]])

    shown, hot = charts.overlay(image, heat).data

    assert (np.asarray(shown.z).min(), np.asarray(shown.z).max(), np.asarray(shown.z).shape) == (0, 255, (4, 4, 3))
    assert np.array_equal(hot.z, heat)
    assert (hot.x0, hot.dx, hot.y0, hot.dy) == (0.5, 2, 0.5, 2)
    assert (hot.zmin, hot.zmax) == (0, 3)


def test_heat_of_both_signs_is_blue_and_orange_about_zero_and_other_heat_viridis():
    signed = charts.overlay(np.zeros((2, 2)), [[-1.0, 3], [np.nan, 0]], theme="light").data[1]
    magnitude = charts.overlay(np.zeros((2, 2, 1)), np.zeros((2, 2))).data[1]

    assert (signed.zmin, signed.zmax) == (-3, 3)
    assert [colour for _, colour in signed.colorscale] == ["#f59322", "#e8eaeb", "#0877bd"]
    assert (magnitude.zmin, magnitude.zmax, magnitude.colorscale[0][1]) == (0, 1, "#440154")


def test_contributions_are_bars_the_largest_first_and_the_rest_in_one():
    (bars,) = charts.contributions([0.5, -2, 0.1, 0.2], ["a", "b", "a", "c"], most=2, theme="dark").data

    assert list(bars.x) == [-2, 0.5, pytest.approx(0.3)]
    assert list(bars.customdata) == ["b", "a", "2 more"]
    assert bars.marker.color == ("#f2a03d", "#4aa8e0", "#4aa8e0")
    assert charts.contributions([1.0, 3.0]).layout.yaxis.ticktext == ("1", "0")


def test_words_stand_in_reading_order_on_their_colours():
    (cells,) = charts.tokens([f"w{i}" for i in range(14)], np.arange(14.0)).data

    assert cells.z.shape == (2, 12)
    assert (cells.z[1, 1], cells.text[1][1]) == (13, "w13")
    assert np.isnan(cells.z[1, 2:]).all()
    assert (cells.zmin, cells.zmax) == (-13, 13)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: charts.overlay(np.zeros((2, 2)), np.zeros(3)), r"the shape \(rows, columns\).* not \(3,\)"),
        (lambda: charts.overlay(np.zeros((2, 2, 2)), np.zeros((2, 2))), r"An image has the shape .* not \(2, 2, 2\)"),
        (lambda: charts.contributions([1.0], ["a", "b"]), r"one label a value: there are 2 for \(1,\)"),
        (lambda: charts.tokens(["a"], [1.0, 2.0]), r"Each value needs its word: there are 1 words for \(2,\)"),
    ],
)
def test_arrays_of_other_shapes_are_refused_in_a_sentence(call, sentence):
    with pytest.raises(PlaygroundError, match=sentence):
        call()
