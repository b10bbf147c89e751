"""Figures of predictions: what they draw is what came in."""

import numpy as np
import pytest

from playground import charts, probing
from playground.errors import PlaygroundError

TRUTH = np.array([0, 0, 0, 1, 1, 2])
ANSWERS = np.array([0, 0, 1, 1, 1, 1])
COUNTS = probing.confusion_matrix(TRUTH, ANSWERS, 3)


def test_a_confusion_matrix_is_coloured_by_the_share_of_the_class_and_says_its_counts():
    cells = charts.confusion(COUNTS, ["cat", "dog", "bird"]).data[0]

    np.testing.assert_array_equal(cells.customdata, COUNTS)
    np.testing.assert_allclose(
        np.array(cells.z, float), [[2 / 3, 1 / 3, np.nan], [np.nan, 1, np.nan], [np.nan, 1, np.nan]]
    )
    assert cells.text[2][1] == "bird as dog"
    assert cells.texttemplate == "%{customdata}"
    assert charts.confusion(np.eye(30)).data[0].texttemplate is None


def test_the_table_of_classes_has_the_worst_first_and_a_dash_for_a_share_of_nothing():
    table = charts.class_table(*probing.class_scores(COUNTS), ["cat", "dog", "bird"]).data[0].cells.values
    table = [list(column) for column in table]

    assert table[0] == ["bird", "dog", "cat"]
    assert table[1] == ["–", "50.0%", "100.0%"]
    assert table[2] == ["0.0%", "100.0%", "66.7%"]
    assert table[4] == [1, 2, 3]


@pytest.mark.parametrize("draw", [charts.roc, charts.precision_recall])
def test_the_curve_with_the_smallest_area_is_marked_unless_another_is_asked_for(draw):
    good, bad = [0, 0.1, 1], [0, 0.9, 1]
    curves = {"good": (good, [1, 1, 1]), "bad": (bad, [0.2, 0.3, 0.4])}

    figure = draw(curves, theme="dark")
    assert [trace.name.split(",")[0] for trace in figure.data] == ["good", "bad"]
    assert figure.data[1].line.width == 2
    assert figure.layout.annotations[0].text.startswith("bad: 0.")
    assert draw(curves, marked="good").data[1].name.startswith("good")


def test_the_areas_of_the_figures_are_those_of_the_curves():
    rng = np.random.default_rng(0)
    truth, scores = rng.random(60) < 0.4, np.round(rng.random(60), 1)
    roc, both = probing.roc(truth, scores), probing.precision_recall(truth, scores)

    assert charts.roc({"yes": (roc.x, roc.y)}).data[0].name == f"yes, area {roc.area:.3f}"
    assert charts.precision_recall({"yes": (both.x, both.y)}).data[0].name == f"yes, area {both.area:.3f}"


def test_calibration_draws_the_bins_that_have_samples_and_says_the_error():
    found = probing.calibration([True, False, True], [0.95, 0.55, 0.52])
    figure = charts.calibration(found.confidence, found.share, found.counts, error=found.error)

    assert figure.data[0].x.tolist() == pytest.approx([0.535, 0.95])
    assert figure.data[0].y.tolist() == [0.5, 1]
    assert figure.data[0].customdata.tolist() == [2, 1]
    assert "4.0%" in figure.layout.annotations[0].text


def test_residuals_are_drawn_over_the_truth_and_counted_beside_it():
    figure = charts.residuals([3.0, 1.0, 2.0], [3.5, 1.0, 1.0], name="rent")

    assert figure.data[0].x.tolist() == [1, 2, 3]
    assert figure.data[0].y.tolist() == [0, -1, 0.5]
    assert figure.data[1].y.tolist() == [0.5, 0, -1]
    assert figure.layout.xaxis.title.text == "true rent"


def test_figures_of_no_samples_are_empty_and_no_error():
    empty = np.zeros(0)
    assert np.isnan(np.array(charts.confusion(np.zeros((2, 2))).data[0].z, float)).all()
    assert charts.residuals(empty, empty).data[0].x.tolist() == []
    assert len(charts.roc({}).data) == 0
    assert charts.calibration(*[empty] * 3, error=float("nan")).data[0].x.tolist() == []


@pytest.mark.parametrize(
    "draw",
    [
        lambda: charts.confusion(np.zeros((2, 3))),
        lambda: charts.confusion(np.zeros((2, 2)), ["one"]),
        lambda: charts.class_table([1], [1, 1], [1, 1], [1, 1]),
        lambda: charts.residuals([1.0], [1.0, 2.0]),
        lambda: charts.roc({"a": ([0, 1], [0])}),
        lambda: charts.calibration([0.5], [0.5], [1, 1], error=0.0),
    ],
)
def test_arrays_that_do_not_fit_are_refused(draw):
    with pytest.raises(PlaygroundError):
        draw()
