"""Histories in folders: however long, and whatever is in them, they come back as they were."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings, strategies as st

import playground as pg
from playground.keeping import write_history
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
