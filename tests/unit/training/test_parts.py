"""The parts of a run that need no model."""

import threading

import numpy as np
import pytest
from hypothesis import given, strategies as st

from playground.protocol import EpochRow
from playground.training import History
from playground.training._observing import Observers
from playground.training._pace import Pace, Speed
from playground.training._recording import Recorder


@given(chunks=st.lists(st.integers(1, 700), max_size=12), since=st.integers(0, 3000))
def test_a_history_is_the_chunks_it_was_given(chunks, since):
    history = History()
    total = 0
    for count in chunks:
        history.append({"loss": np.arange(total, total + count, dtype=np.float32), "mae": np.zeros(count, np.float32)})
        total += count
    assert len(history) == total
    if not chunks:
        assert history.steps == {}
        return
    assert history.steps["loss"].tolist() == list(range(total))
    part = history.since(since)
    assert (part.start, part.steps["loss"].tolist()) == (since, list(range(since, total)))


def test_arrays_of_a_history_can_not_be_changed():
    history = History()
    history.append({"loss": np.ones(3, np.float32)})
    with pytest.raises(ValueError, match="read-only"):
        history.steps["loss"][0] = 2.0


def test_a_history_is_whole_for_readers_of_other_threads():
    history, done, seen = History(), threading.Event(), []

    def read():
        while not done.is_set():
            steps = history.steps
            if steps:
                seen.append(
                    len(steps["a"]) == len(steps["b"]) and bool((steps["a"] == np.arange(len(steps["a"]))).all())
                )

    reader = threading.Thread(target=read)
    reader.start()
    for start in range(0, 50_000, 100):
        part = np.arange(start, start + 100, dtype=np.float32)
        history.append({"a": part, "b": part})
    done.set()
    reader.join()
    assert all(seen)


def test_epochs_are_columns_with_gaps_and_a_part_has_only_new_ones():
    history = History()
    history.append({"loss": np.ones(4, np.float32)})
    history.append_epochs(["loss"], np.array([[1, 2, 1.0]]))
    first = history.rows()
    history.append_epochs(["rate", "loss"], np.array([[2, 4, 0.1, np.inf]]))
    assert list(first) == [EpochRow(1, 2, {"loss": 1.0})]
    assert list(history.rows()) == [*first, EpochRow(2, 4, {"loss": None, "rate": 0.1})]
    assert list(history.epochs) == ["loss", "rate"]
    np.testing.assert_array_equal(history.epochs["rate"], np.array([np.nan, 0.1], dtype=np.float32))
    np.testing.assert_array_equal(history.epochs["loss"], np.array([1.0, np.nan], dtype=np.float32))
    assert [row.epoch for row in history.since(2).epochs] == [2]
    with pytest.raises(KeyError):
        history.epochs["other"]


def test_the_loss_of_an_epoch_counts_a_partial_batch_by_its_size():
    history = History()
    recorder = Recorder(history, samples=5, batch_size=2)
    recorder.begin_epoch()
    assert recorder.add(("loss",), np.array([[1.0], [2.0]], np.float32)) is None
    assert recorder.add(("loss",), np.array([[5.0]], np.float32)) is None
    assert recorder.logs() == {"loss": (2 * 1 + 2 * 2 + 1 * 5) / 5}


def test_nothing_is_recorded_after_the_first_loss_that_is_no_number():
    history = History()
    recorder = Recorder(history, samples=8, batch_size=2)
    recorder.begin_epoch()
    assert recorder.add(("loss",), np.array([[1.0], [np.nan], [3.0]], np.float32)) == 1
    assert len(history) == 2


def test_a_pace_grows_fourfold_at_most_and_settles_at_a_frame():
    pace, counts = Pace(frame=0.05), []
    for _ in range(8):
        counts.append(pace.count)
        pace.took(counts[-1], counts[-1] * 0.0005)
    assert counts == [1, 4, 16, 64, 100, 100, 100, 100]


def test_a_slow_step_is_dispatched_alone():
    pace = Pace(frame=0.05)
    pace.took(1, 2.0)
    assert pace.count == 1


def test_speed_is_unknown_at_first_and_forgets_rests():
    speed = Speed()
    speed.restart(0.0, 0)
    assert speed.steps_per_second is None
    speed.mark(1.0, 100)
    assert speed.steps_per_second == 100.0
    speed.restart(60.0, 100)
    speed.mark(61.0, 150)
    assert speed.steps_per_second == 50.0


def test_an_observer_waits_until_its_cost_is_within_its_share(monkeypatch):
    now, calls = [0.0], []
    monkeypatch.setattr("playground.training._observing.time.perf_counter", lambda: now[0])

    def picture(run):
        calls.append(now[0])
        now[0] += 0.01

    observers = Observers([picture], share=0.05)
    for _ in range(1000):
        observers.call(None)
        now[0] += 0.005
    spent = 0.01 * (len(calls) - 1)
    assert 0.045 < spent / now[0] < 0.055
    before = len(calls)
    observers.call(None, all_of_them=True)
    assert len(calls) == before + 1
