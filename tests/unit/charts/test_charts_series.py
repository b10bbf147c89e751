import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from playground.charts import smooth, thin
from playground.errors import PlaygroundError

floats = st.floats(width=32) | st.sampled_from([math.nan, math.inf, 0.0])
series = st.lists(floats, max_size=300)
room = st.integers(5, 40)


@given(series, room, st.sampled_from([(1,), (1, 1, 1, 90), (3,), (700, 1, 1, 1, 1, 1, 1, 1, 1, 1)]))
def test_a_thinned_series_is_bounded_in_order_and_keeps_ends_and_extremes(values, most, gaps):
    steps = np.cumsum(np.resize(gaps, len(values)))

    x, y = thin(steps, values, most)

    assert len(x) == len(y) <= most
    assert (np.diff(x) > 0).all()
    assert np.array_equal(y, np.array(values, dtype=float)[np.searchsorted(steps, x)], equal_nan=True)
    if values:
        assert (x[0], x[-1]) == (steps[0], steps[-1])
    finite = [value for value in values if math.isfinite(value)]
    kept = [value for value in y if math.isfinite(value)]
    assert not finite or (min(kept), max(kept)) == (min(finite), max(finite))
    assert any(map(math.isnan, y)) or not any(map(math.isnan, values)) or any(map(math.isinf, y))


@given(series, room)
def test_thinning_twice_is_thinning_once(values, most):
    once = thin(range(len(values)), values, most)
    twice = thin(*once, most)

    assert [part.tobytes() for part in once] == [part.tobytes() for part in twice]


@given(st.lists(st.floats(-1e6, 1e6), min_size=50, max_size=500), st.integers(0, 499))
def test_a_single_nan_and_a_single_spike_are_never_lost(values, at):
    values = [*values]
    values[at % len(values)] = math.nan
    spike = (at * 7 + 1) % len(values)
    values[spike] = 1e9

    _, y = thin(range(len(values)), values, 20)

    assert 1e9 in y
    assert spike == at % len(values) or np.isnan(y).any()


def test_steps_that_stand_close_at_the_end_take_no_room_from_the_rest():
    steps = np.concatenate([np.arange(1, 1_000) * 1_000, 1_000_000 + np.arange(100_000) / 100])

    x, _ = thin(steps, np.sin(steps), 203)

    assert np.diff(x).max() < 3 * 1_000_000 / 100


def test_a_short_series_is_left_alone():
    assert [part.tolist() for part in thin([3, 5], [1.0, 2.0], 5)] == [[3, 5], [1.0, 2.0]]


@pytest.mark.parametrize(("steps", "values", "most"), [([1], [1], 4), ([1, 2], [1], 9), ([[1]], [[1]], 9)])
def test_thin_refuses_what_is_no_series(steps, values, most):
    with pytest.raises(PlaygroundError, match="two series of one length and room for 5 points"):
        thin(steps, values, most)


@given(st.lists(st.floats(-1e6, 1e6), max_size=50), st.floats(0, 0.99))
def test_a_smooth_value_is_the_weighted_mean_of_all_before_it(values, weight):
    smoothed = smooth(values, weight)

    for t in range(1, len(values) + 1):
        weights = weight ** np.arange(t - 1, -1, -1)
        expected = np.average(values[:t], weights=weights)
        assert smoothed[t - 1] == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("length", [0, 127, 128, 129, 1000])
def test_a_long_series_is_smoothed_as_its_formula_says(length):
    values = np.random.default_rng(0).normal(size=length)
    expected, state = [], 0.0
    for t, value in enumerate(values, start=1):
        state = 0.97 * state + 0.03 * value
        expected.append(state / (1 - 0.97**t))

    assert smooth(values, 0.97) == pytest.approx(np.array(expected), rel=1e-9, abs=1e-12)


@given(st.floats(-1e6, 1e6), st.floats(0, 0.99))
def test_a_constant_stays_constant(value, weight):
    assert smooth([value] * 20, weight) == pytest.approx([value] * 20, rel=1e-9, abs=1e-12)


def test_a_hole_is_passed_through_and_changes_nothing_after_it():
    with_holes = smooth([1.0, math.nan, 2.0, math.inf, 3.0], 0.5)

    assert np.isnan(with_holes[1])
    assert with_holes[3] == math.inf
    assert with_holes[[0, 2, 4]].tolist() == smooth([1.0, 2.0, 3.0], 0.5).tolist()


def test_a_weight_of_one_or_more_is_refused():
    with pytest.raises(PlaygroundError, match="takes a weight from 0 up to, not including, 1: 1"):
        smooth([1.0], 1.0)
