"""What a run tells: no more than a screen can show, however fast it goes, and nothing that stands out is lost."""

import math

import msgspec
import numpy as np
from hypothesis import given, strategies as st

from playground.protocol import EpochRow, GetCurves
from playground.session._curves import CHUNK_POINTS, chunk_of, curves_between, outstanding
from playground.training import Epochs, History, HistoryPart


def part(start: int, count: int) -> HistoryPart:
    values, numbers = np.arange(count, dtype=np.float32), np.arange(start + 1, start + count + 1)
    return HistoryPart(start=start, numbers=numbers, steps={"loss": values}, epochs=rows(0))


def rows(count: int, values=None) -> Epochs:
    numbers = np.arange(1, count + 1, dtype=np.float64)
    losses = np.full(count, 0.5) if values is None else np.asarray(values, dtype=np.float64)
    return Epochs(("loss",), np.stack([numbers, 3 * numbers, losses], axis=1))


floats = st.floats(0, 100) | st.sampled_from([math.nan, math.inf])


@given(st.lists(floats, min_size=1, max_size=400), st.integers(5, 60))
def test_of_many_epochs_those_that_stand_out_are_told_in_order_with_the_first_and_the_last(losses, most):
    told = outstanding(rows(len(losses), losses), most)

    assert len(told) <= most + 2
    numbers = [row.epoch for row in told]
    assert numbers == sorted(set(numbers))
    assert (numbers[0], numbers[-1]) == (1, len(losses))
    finite = [loss for loss in losses if math.isfinite(loss)]
    kept = [loss for row in told if (loss := row.logs.get("loss")) is not None]
    assert not finite or (min(kept), max(kept)) == (min(finite), max(finite))
    assert (math.inf in losses) == any(row.logs.get("loss", 0) is None for row in told)


def test_few_epochs_are_all_told():
    chunk, buffers = chunk_of(1, part(30, 30), rows(50), 200)
    assert chunk.epochs == tuple(EpochRow(number, 3 * number, {"loss": 0.5}) for number in range(1, 51))
    assert [len(buffer) for buffer in buffers] == [30, 30]
    np.testing.assert_array_equal(buffers[0], np.arange(31, 61, dtype=np.float64))


def test_the_steps_of_hours_are_told_at_their_numbers():
    late = part(5_000_000_000, 30)
    _, (steps, _) = chunk_of(1, late, rows(0), 200)
    assert steps.tolist() == late.numbers.tolist()


def test_a_history_that_is_thinned_is_told_whole_at_its_steps_with_its_spike():
    history, values = History(kept_steps=1_000), np.random.default_rng(0).random(100_000, dtype=np.float32)
    values[777] = 9
    for start in range(0, len(values), 300):
        history.append({"loss": values[start : start + 300]})
    past = history.since(0)
    _, (steps, kept) = chunk_of(1, past, past.epochs, 200, whole=True)
    np.testing.assert_array_equal(kept, values[steps.astype(int) - 1])
    assert (steps[0], steps[-1], steps[np.argmax(kept)]) == (1, len(values), 778)
    assert np.diff(steps).max() < len(values) / 20

    _, (steps, kept) = curves_between(1, history, GetCurves(500, 2_000, 400))
    assert steps[0] <= 500
    assert steps[-1] >= 2_000
    assert 778 in steps


def test_a_message_is_small_however_long_the_history():
    noise = np.random.default_rng(0).normal(size=100_000)
    chunk, buffers = chunk_of(1, part(0, 1_000_000), rows(100_000, noise), 4000, whole=True)
    assert len(chunk.epochs) <= 1000
    assert sum(buffer.nbytes for buffer in buffers) <= 4000 * 12
    chunk, buffers = chunk_of(1, part(0, 200_000), rows(20_000, noise[:20_000]), CHUNK_POINTS)
    assert len(msgspec.json.encode(chunk)) + sum(buffer.nbytes for buffer in buffers) < 10_000


def long(steps: int, per_epoch: int) -> History:
    history = History()
    values = np.sin(np.arange(steps, dtype=np.float32))
    history.append({"loss": values, "learning_rate": np.full(steps, 0.1, np.float32)})
    numbers = np.arange(1, steps // per_epoch + 1, dtype=np.float64)
    history.append_epochs(["loss"], np.stack([numbers, numbers * per_epoch, numbers], axis=1))
    return history


@given(st.integers(-5, 320), st.integers(0, 320), st.integers(5, 400))
def test_a_part_has_every_step_in_it_one_more_at_either_side_and_its_extremes(first, length, points):
    history, last = long(300, 10), first + length
    chunk, buffers = curves_between(7, history, GetCurves(first, last, points))
    wanted = [step for step in range(1, 301) if first <= step <= last]
    wanted = [*range(1, 301)[: max(0, min(first - 1, 300))][-1:], *wanted, *range(1, 301)[max(0, last) :][:1]]
    ends = range(10, 301, 10)
    before, after = [e for e in ends if e < first][-1:], [e for e in ends if e > last][:1]
    ended = [*before, *(e for e in ends if first <= e <= last), *after]

    assert chunk.run == 7
    told = [row.step for row in chunk.epochs]
    assert told == ended if len(ended) <= points // 4 else set(told) <= set(ended)
    assert chunk.series == ("loss", "learning_rate")
    steps, values = buffers[:2]
    assert set(steps.tolist()) <= set(wanted)
    assert (steps[0], steps[-1]) == (wanted[0], wanted[-1])
    assert len(wanted) > points or steps.tolist() == wanted
    whole = history.steps["loss"][wanted[0] - 1 : wanted[-1]]
    assert (values.min(), values.max()) == (whole.min(), whole.max())


def test_a_part_of_nothing_is_nothing():
    chunk, buffers = curves_between(1, History(), GetCurves(1, 100, 100))
    assert (chunk.series, chunk.epochs, buffers) == ((), (), [])
