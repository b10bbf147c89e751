"""Confusion, shares of classes, curves and calibration: what scikit-learn says of the same arrays."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from sklearn import metrics

from playground import probing
from playground.errors import PlaygroundError

labelled = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=60)
scored = st.lists(st.tuples(st.booleans(), st.integers(-8, 8)), min_size=2, max_size=60)
certain = st.lists(st.tuples(st.booleans(), st.integers(0, 40)), min_size=1, max_size=60)


def columns(rows):
    first, second = zip(*rows, strict=True)
    return np.array(first), np.array(second)


@given(labelled)
def test_confusion_and_the_scores_of_classes_are_those_of_scikit_learn(rows):
    truth, answers = columns(rows)

    counts = probing.confusion_matrix(truth, answers, 5)
    scores = probing.class_scores(counts)

    np.testing.assert_array_equal(counts, metrics.confusion_matrix(truth, answers, labels=range(5)))
    expected = metrics.precision_recall_fscore_support(truth, answers, labels=range(5), zero_division=np.nan)
    np.testing.assert_array_equal(scores.support, expected[3])
    np.testing.assert_allclose(scores.precision, expected[0], equal_nan=True)
    np.testing.assert_allclose(scores.recall, expected[1], equal_nan=True)
    np.testing.assert_allclose(scores.f1, expected[2], equal_nan=True)


@given(scored)
def test_a_roc_has_the_points_and_the_area_of_scikit_learn_whatever_is_tied(rows):
    truth, scores = columns(rows)
    curve = probing.roc(truth, scores)

    assert curve.x.dtype == curve.y.dtype == np.float64
    if not 0 < truth.sum() < len(truth):
        assert np.isnan(curve.area)
        return
    false, true, thresholds = metrics.roc_curve(truth, scores, drop_intermediate=False)
    np.testing.assert_allclose(curve.x, false)
    np.testing.assert_allclose(curve.y, true)
    np.testing.assert_array_equal(curve.thresholds, thresholds)
    assert curve.area == pytest.approx(metrics.roc_auc_score(truth, scores))


@given(scored)
def test_the_area_below_a_roc_is_how_often_a_positive_sample_has_the_higher_score(rows):
    truth, scores = columns(rows)
    positive, negative = scores[truth], scores[~truth]
    if not len(positive) or not len(negative):
        return
    pairs = np.sign(positive[:, None] - negative[None, :])

    assert probing.roc(truth, scores).area == pytest.approx((pairs.mean() + 1) / 2)
    assert probing.roc(truth, np.exp(scores / 3)).area == pytest.approx((pairs.mean() + 1) / 2)


@given(scored)
def test_precision_over_recall_is_that_of_scikit_learn(rows):
    truth, scores = columns(rows)
    curve = probing.precision_recall(truth, scores)

    if not truth.any():
        assert np.isnan(curve.area)
        return
    precision, recall, _ = metrics.precision_recall_curve(truth, scores)
    # scikit-learn begins where everything is found first.
    np.testing.assert_allclose(curve.x[: len(recall)], recall[::-1])
    np.testing.assert_allclose(curve.y[: len(recall)], precision[::-1])
    assert (curve.x[len(recall) :] == 1).all()
    assert curve.area == pytest.approx(metrics.average_precision_score(truth, scores))


@given(certain, st.integers(1, 12))
def test_calibration_is_the_definition_written_out(rows, bins):
    right, confidence = columns(rows)
    confidence = confidence / 40
    found = probing.calibration(right, confidence, bins)

    error = 0.0
    for number in range(bins):
        within = np.array([max(int(np.ceil(each * bins)) - 1, 0) == number for each in confidence])
        assert found.counts[number] == within.sum()
        if within.any():
            assert found.share[number] == pytest.approx(right[within].mean())
            assert found.confidence[number] == pytest.approx(confidence[within].mean())
            error += within.mean() * abs(right[within].mean() - confidence[within].mean())
        else:
            assert np.isnan(found.share[number])
    assert found.error == pytest.approx(error)
    np.testing.assert_allclose(found.edges, np.linspace(0, 1, bins + 1))


@given(st.lists(st.lists(st.floats(-30, 30), min_size=3, max_size=3), min_size=1, max_size=20))
def test_logits_are_told_from_probabilities_by_what_they_are(rows):
    logits = np.array(rows)
    chances = probing.probabilities(logits, logits=True)

    np.testing.assert_allclose(chances.sum(axis=1), 1)
    np.testing.assert_array_equal(probing.probabilities(chances), chances)
    if logits.min() < 0 or np.abs(logits.sum(axis=1) - 1).max() > 0.02:
        np.testing.assert_array_equal(probing.probabilities(logits), chances)


def test_one_unit_is_the_probability_of_the_second_class():
    np.testing.assert_allclose(probing.probabilities([[0.25], [1.0]]), [[0.75, 0.25], [0, 1]])
    np.testing.assert_allclose(probing.probabilities([[0.0], [-2.0]])[:, 1], [0.5, 1 / (1 + np.exp(2))])
    np.testing.assert_allclose(probing.probabilities([[0.0], [0.5]], logits=True)[:, 1], [0.5, 1 / (1 + np.exp(-0.5))])
    np.testing.assert_allclose(probing.probabilities([[-1e9], [1e9]]), [[1, 0], [0, 1]], atol=1e-9)


def test_errors_stand_in_order_of_the_truth_s_probability_or_of_their_own():
    truth = [0, 0, 1, 2, 2]
    chances = [[0.2, 0.5, 0.3], [0.8, 0.1, 0.1], [0.4, 0.3, 0.3], [0.3, 0.6, 0.1], [0.05, 0.0, 0.95]]

    assert probing.worst_errors(truth, chances).tolist() == [3, 0, 2]
    assert probing.certain_errors(truth, chances).tolist() == [3, 0, 2]
    assert probing.certain_errors([1, 1, 0], [[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], most=2).tolist() == [0, 2]
    assert probing.worst_errors([], np.zeros((0, 3))).tolist() == []


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=2, max_size=40))
def test_the_figures_of_a_regression_are_those_of_scikit_learn(rows):
    truth, answers = (each.astype(np.float64) for each in columns(rows))
    found = probing.fit(truth, answers)

    assert found.mean_absolute_error == pytest.approx(metrics.mean_absolute_error(truth, answers))
    assert found.root_mean_squared_error == pytest.approx(metrics.root_mean_squared_error(truth, answers))
    assert found.bias == pytest.approx((answers - truth).mean(), abs=1e-9)
    if np.square(truth - truth.mean()).sum() > 1e-6:
        assert found.r2 == pytest.approx(metrics.r2_score(truth, answers))
    worst = probing.largest_residuals(truth, answers, most=len(truth))
    assert (np.diff(np.abs(answers - truth)[worst]) <= 0).all()


def test_the_truth_about_one_value_explains_no_spread():
    assert np.isnan(probing.fit([2.0, 2.0], [1.0, 3.0]).r2)
    assert all(np.isnan(each) for each in probing.fit([], []))


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: probing.confusion_matrix([0, 1], [0], 2), "an answer a sample"),
        (lambda: probing.confusion_matrix([0, 2], [0, 0], 2), "there are those from 0 to 1"),
        (lambda: probing.confusion_matrix([0.5], [0], 2), "whole numbers"),
        (lambda: probing.class_scores(np.zeros((2, 3))), r"not \(2, 3\)"),
        (lambda: probing.roc([True], [np.nan]), "1 of 1 scores are NaN"),
        (lambda: probing.roc([True, False], [1.0]), "a truth and a score"),
        (lambda: probing.calibration([True], [1.5]), "from 0 to 1"),
        (lambda: probing.worst_errors([0], [0.5]), r"not \(1,\)"),
        (lambda: probing.residuals([1.0], [1.0, 2.0]), "a true number and an answer"),
    ],
)
def test_arrays_that_do_not_fit_are_refused_in_a_sentence(ask, sentence):
    with pytest.raises(PlaygroundError, match=sentence):
        ask()
