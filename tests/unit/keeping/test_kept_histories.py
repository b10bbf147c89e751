"""Histories in folders: however long, and whatever is in them, they come back as they were."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import playground as pg
from playground.keeping import Unreadable, history_arrays, history_of, write_history
from playground.keeping._tensorboard import epoch_curves, step_curves
from playground.protocol import Mark
from playground.training import History
from tests.unit.keeping.test_keeping import made


def test_a_history_of_a_million_steps_is_written_and_read_whole(tmp_path):
    folder, history = made(tmp_path), History()
    loss = np.random.default_rng(0).random(1_000_000, dtype=np.float32)
    history.append({"loss": loss, "accuracy": 1 - loss})
    history.append_epochs(("loss",), np.stack([np.arange(1, 10.0), np.arange(1, 10.0) * 100_000, np.ones(9)], axis=1))
    history.append_marks([Mark(3, "edited", 0.5)])
    write_history(folder, history)
    assert (folder / "history.npz").stat().st_size < 8_100_000
    (run,) = pg.runs(tmp_path)
    np.testing.assert_array_equal(run.history.steps["loss"], loss)
    assert list(run.history.rows()) == list(history.rows())
    assert run.history.marks == history.marks


def test_values_that_are_not_finite_come_back_as_they_were(tmp_path):
    folder, history = made(tmp_path, metrics={"loss": None}), History()
    history.append({"loss": np.array([1, np.inf, np.nan], np.float32)})
    history.append_epochs(("loss", "val_loss"), np.array([[1, 2, np.inf, np.nan]]))
    write_history(folder, history)
    (run,) = pg.runs(tmp_path)
    np.testing.assert_array_equal(run.history.steps["loss"], history.steps["loss"])
    assert list(run.history.rows()) == list(history.rows())
    assert run.metrics == {"loss": None}
    assert [each.id for each in pg.runs(tmp_path).sorted("loss")] == [run.id]


def thinned() -> History:
    """A history of 5,000 steps and 500 epochs that keeps a few of them."""
    history, loss = History(kept_steps=256, kept_epochs=64), np.random.default_rng(0).random(5_000, dtype=np.float32)
    loss[1_234] = 9
    history.append({"loss": loss, "accuracy": 1 - loss})
    numbers = np.arange(1.0, 501)
    history.append_epochs(("loss", "val_loss"), np.stack([numbers, 10 * numbers, loss[9::10], loss[9::10]], axis=1))
    return history


def test_what_is_kept_of_a_very_long_run_comes_back_at_its_steps_and_goes_on_from_there(tmp_path):
    folder, history = made(tmp_path), thinned()
    write_history(folder, history)
    (run,) = pg.runs(tmp_path)
    one, other = run.history.since(0), history.since(0)
    assert (len(run.history), one.epochs.done) == (5_000, 500)
    np.testing.assert_array_equal(one.numbers, other.numbers)
    np.testing.assert_array_equal(one.steps["loss"], other.steps["loss"])
    assert list(one.epochs) == list(other.epochs)
    assert one.numbers[np.argmax(one.steps["loss"])] == 1_235

    goes_on = run.history.copy(4_990)
    goes_on.append({"loss": np.ones(3, np.float32), "accuracy": np.zeros(3, np.float32)})
    assert goes_on.numbers[-4:].tolist() == [4_990, 4_991, 4_992, 4_993]


def test_figures_and_logs_of_a_very_long_run_have_its_points_at_their_steps(tmp_path):
    folder, history = made(tmp_path), thinned()
    write_history(folder, history)
    kept = history.since(0)
    figure = pg.runs(tmp_path).chart("loss", smoothing=0)
    np.testing.assert_array_equal(figure.data[0].x, kept.numbers)
    by_epoch = pg.runs(tmp_path).chart("loss", axis="epoch", smoothing=0)
    np.testing.assert_allclose(by_epoch.data[0].x, kept.numbers / 10)
    np.testing.assert_array_equal(by_epoch.data[1].x, kept.epochs.numbers)
    logged = {name: steps for name, steps, _ in step_curves(history)}
    np.testing.assert_array_equal(logged["loss"], kept.numbers)
    assert next(epoch_curves(history))[1].tolist() == (kept.epochs.numbers - 1).tolist()


@pytest.mark.parametrize(
    "numbers",
    [
        np.array([1, 3, 2]),
        np.array([0, 1, 2]),
        np.array([1, 2]),
        np.array([1.0, 2.0, 4.0]),
        np.array([1, 2, 2**60]),
        np.array([[1, 2, 4]]),
    ],
    ids=("falling", "from zero", "too few", "no integers", "beyond counting", "a table"),
)
def test_numbers_of_steps_that_are_none_make_a_file_unreadable(numbers):
    history = History()
    history.append({"loss": np.ones(3, np.float32)})
    arrays = history_arrays(history.since(0)) | {"step_numbers": numbers}
    with pytest.raises(Unreadable, match="numbers of its steps"):
        history_of(arrays)


NAMES = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=8)
VALUES = st.lists(st.floats(width=32, allow_subnormal=False), min_size=3, max_size=3)


@settings(max_examples=25)
@given(st.dictionaries(NAMES, VALUES, max_size=3), st.dictionaries(NAMES, VALUES, max_size=3), NAMES)
def test_every_history_comes_back_as_it_was(steps, epochs, label):
    history = History()
    if steps:
        history.append({name: np.array(values, np.float32) for name, values in steps.items()})
    columns = [np.arange(1.0, 4), np.arange(1.0, 4) * 10, *(np.array(each) for each in epochs.values())]
    history.append_epochs(tuple(epochs), np.stack(columns, axis=1))
    history.append_marks([Mark(2, label, 0.5)])
    with tempfile.TemporaryDirectory() as folder:
        made(Path(folder))
        write_history(Path(folder) / "run-000", history)
        again = pg.runs(folder)[0].history
    for one, other in ((again.steps, history.steps), (again.epochs, history.epochs)):
        assert list(one) == list(other)
        for name in other:
            np.testing.assert_array_equal(one[name], other[name])
    assert (list(again.rows()), again.marks) == (list(history.rows()), history.marks)
