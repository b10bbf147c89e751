"""The runs of a session are kept beside the training, come back with all that they were, and disturb nothing."""

import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from playground import datasets, protocol
from playground.errors import KeepingError, TrainingError
from playground.keeping import _keep, runs
from playground.network import ChangeSetting, RenameNetwork
from playground.session import Session, _keeping, handle, kept_runs, read_template, reopen
from playground.training import TrainingConfig
from tests.unit.session.going import held, wait_until

START = read_template("digits_mlp").network


@pytest.fixture
def session(tmp_path):
    return opened(tmp_path)


def opened(place, **config):
    settings = {"epochs": 1, "seed": 3, "batch_size": 256, **config}
    return Session(START, datasets.load("digits"), TrainingConfig(**settings), runs=lambda _: place / "runs")


def play(session):
    session.play()
    session.running.wait()


def told(session):
    """What the views of a session hear of runs that are kept."""
    heard = []
    session.stream = lambda event, _: heard.append(event) if isinstance(event, protocol.RunsChanged) else None
    return heard


def asked(session, command):
    """The reply to a command, and its buffers."""
    replies = []
    session.edits = lambda event, buffers: replies.append((event, buffers))
    handle(session, {"id": "1", "command": command})
    (reply, buffers) = next(each for each in replies if isinstance(each[0], protocol.Reply))
    return reply.answer, buffers


def test_each_run_is_kept_when_it_has_ended_and_every_view_hears_of_it(session):
    heard = told(session)
    play(session)
    play(session)
    assert [(run.state, run.name, run.record.epochs) for run in kept_runs(session)] == [
        ("finished", "digits_mlp", 1)
    ] * 2
    latest = kept_runs(session)[0]
    assert [each.runs[0].id for each in heard][-1] == latest.id
    assert latest.metrics == session.running.run.history.rows()[-1].logs
    assert latest.document == session._document()
    for path, (kernel, _) in latest.weights.items():
        np.testing.assert_array_equal(kernel, session.graph.layers[path].get_weights()[0])


def test_nothing_is_kept_where_there_is_no_place_or_nobody_wants_it(session, tmp_path):
    other = Session(START, session.data, session.config)
    play(other)
    with pytest.raises(KeepingError, match="keeps no runs; give it a folder"):
        kept_runs(other)
    assert asked(other, {"type": "get_runs"})[0] == protocol.KeptRuns((), {}, None, keeps=False, most_weights=20)
    asked(session, {"type": "keep_runs", "keeps": False})
    play(session)
    answer, _ = asked(session, {"type": "get_runs"})
    assert (answer.runs, answer.keeps, answer.place) == ((), False, str(tmp_path / "runs"))
    assert not (tmp_path / "runs").exists()


def test_a_stopped_run_and_one_that_fails_are_kept_as_what_they_are(tmp_path):
    session = opened(tmp_path, epochs=10_000)
    session.step()
    session.running.run.wait_until("paused")
    session.running.reset()
    session.config = TrainingConfig(epochs=50, optimizer={"kind": "SGD", "settings": {"learning_rate": 1e30}})
    session.play()
    with pytest.raises(TrainingError):
        session.running.wait()
    failed, stopped = kept_runs(session)
    assert (stopped.state, stopped.record.steps, stopped.has_weights) == ("stopped", 1, True)
    assert failed.state == "failed"
    assert "lower the learning rate" in failed.record.problem


def test_a_run_that_never_made_a_step_leaves_nothing(session, tmp_path):
    session.edit(ChangeSetting("digit", "units", 7))
    session.play()
    with pytest.raises(TrainingError):
        session.running.wait()
    assert list(kept_runs(session)) == []


def test_a_run_that_goes_on_after_an_edit_is_one_run_with_the_last_network(tmp_path):
    session = opened(tmp_path, epochs=2)
    session.step("epoch")
    session.running.run.wait_until("paused")
    session.edit(ChangeSetting("hidden_b", "units", 20))
    play(session)
    (run,) = kept_runs(session)
    assert (run.state, run.record.epochs, run.has_weights) == ("finished", 2, True)
    assert run.network == session.network
    assert [mark.label for mark in run.history.marks] == ["edited"]
    assert run.weights["hidden_b"][0].shape[1] == 20


def test_a_run_that_another_took_up_before_it_was_written_is_not_logged_as_one_that_ended(tmp_path, monkeypatch):
    logged: list = []
    monkeypatch.setitem(_keeping.TRACKERS, "tensorboard", logged.append)
    session = opened(tmp_path, epochs=1_000)
    session.keeping.track(["tensorboard"])
    go_on = threading.Event()
    session.keeping.do(lambda: go_on.wait(60))
    held(session)
    wait_until(lambda: session.keeping._latest._written)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    held(session)
    go_on.set()
    session.keeping.settle()
    assert not logged
    session.running.stop()
    session.running.wait()
    session.keeping.settle()
    assert len(logged) == 1


def test_a_run_that_goes_on_can_be_found_and_says_that_it_runs(tmp_path):
    session = opened(tmp_path, epochs=10_000)
    session.play()
    deadline = time.monotonic() + 60
    while not list(runs(tmp_path / "runs")) and time.monotonic() < deadline:
        time.sleep(0.02)
    session.running.pause()
    (run,) = kept_runs(session)
    assert (run.state, run.network == START, len(run.history) > 0) == ("running", True, True)
    answer, _ = asked(session, {"type": "delete_runs", "runs": [run.id]})
    assert "still going on" in answer.message
    session.running.stop()
    session.running.wait()
    assert [run.state for run in kept_runs(session)] == ["stopped"]


def test_a_disk_that_is_full_is_said_in_one_sentence_and_training_does_not_care(session, monkeypatch):
    heard = told(session)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    play(session)
    session.keeping.settle()
    assert session.running.run.state == "finished"
    assert "No space left on device; make room" in heard[-1].trouble
    monkeypatch.undo()
    play(session)
    session.keeping.settle()
    assert heard[-1].trouble == ""


LEAVING = """
import sys, time
from pathlib import Path
from playground import datasets
from playground.session import Session, read_template
from playground.training import TrainingConfig

place = Path(sys.argv[1])
start = read_template("digits_mlp").network
session = Session(start, datasets.load("digits"), TrainingConfig(epochs=100_000), runs=lambda _: place)
session.play()
while not any(place.glob("*/history.npz")):
    time.sleep(0.05)
"""


def test_a_run_that_the_end_of_its_process_stops_is_kept_as_stopped_with_its_weights(tmp_path):
    left = subprocess.run([sys.executable, "-c", LEAVING, str(tmp_path)], check=False, capture_output=True, text=True)
    assert left.returncode == 0, left.stderr
    (run,) = runs(tmp_path)
    assert (run.state, run.has_weights, len(run.history)) == ("stopped", True, run.record.steps)


def test_no_step_and_no_end_waits_for_the_disk(session, monkeypatch):
    free = threading.Event()
    write = _keeping.write_history

    def slow(*given):
        free.wait(60)
        write(*given)

    monkeypatch.setattr(_keeping, "write_history", slow)
    play(session)
    assert session.running.run.state == "finished"
    play(session)
    free.set()
    assert [run.state for run in kept_runs(session)] == ["finished", "finished"]


def test_an_error_of_our_own_while_a_run_is_kept_is_told_and_ends_nothing(session, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(_keeping, "record_of", broken)
    heard = told(session)
    play(session)
    session.keeping.settle()
    assert session.running.run.state == "finished"
    assert heard[-1].trouble == "A run can't be kept: ZeroDivisionError: by nothing."


def test_reopening_brings_drawing_settings_weights_and_curves_back_and_undo_takes_them_away(session):
    play(session)
    trained = [weight.copy() for weight in session.graph.model.get_weights()]
    steps = session.running.measured.steps["loss"].copy()
    (run,) = kept_runs(session)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    session.edit(RenameNetwork("other"))
    session.config = TrainingConfig(epochs=7, batch_size=16)
    answer, _ = asked(session, {"type": "reopen_run", "run": run.id})
    assert answer == protocol.Reopened(())
    assert session.network == START
    assert (session.config.batch_size, session.config.seed) == (256, 3)
    for one, other in zip(session.graph.model.get_weights(), trained, strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(session.running.measured.steps["loss"], steps)
    session.drawing.undo()
    assert (session.network.name, session.config.batch_size) == ("other", 16)
    session.drawing.redo()
    for one, other in zip(session.graph.model.get_weights(), trained, strict=True):
        np.testing.assert_array_equal(one, other)


def test_reopening_says_what_is_not_there_again(session, tmp_path):
    play(session)
    (run,) = kept_runs(session)
    (run.folder / "weights.npz").unlink()
    other = Session(START, datasets.from_arrays(np.ones((9, 8, 8)), np.ones(9, int)), runs=lambda _: tmp_path / "runs")
    before = other.data
    plain = run.folder / "network.playground.json"
    plain.write_text(plain.read_text().replace('"name": "digits"', '"name": "gone"'))
    assert reopen(other, kept_runs(other)[0]) == (
        "Its weights are not kept, so its layers begin with new ones.",
        "It was trained on other data than are here: “Handwritten digits”, 1,797 samples.",
    )
    assert other.data is before
    play_again = other.graph.model
    assert play_again.count_params() == session.graph.model.count_params()


def test_a_run_that_can_not_be_read_leaves_the_drawing_as_it_is(session):
    play(session)
    (run,) = kept_runs(session)
    session.edit(RenameNetwork("mine"))
    (run.folder / "network.playground.json").write_text("{}")
    answer, _ = asked(session, {"type": "reopen_run", "run": run.id})
    assert isinstance(answer, protocol.Failed)
    assert run.id in answer.message
    assert session.network.name == "mine"


@pytest.mark.parametrize("run", ["..", "../other", "", "none", ".deleted"])
def test_an_id_that_names_no_run_leads_nowhere(session, run):
    play(session)
    for command in (
        {"type": "reopen_run", "run": run},
        {"type": "delete_runs", "runs": [run]},
        {"type": "restore_runs", "runs": [run]},
        {"type": "label_run", "run": run, "name": "x"},
        {"type": "get_difference", "before": run},
    ):
        answer, _ = asked(session, command)
        assert isinstance(answer, protocol.Failed), command
        assert answer.traceback == "", command
    assert len(kept_runs(session)) == 1


def test_people_label_delete_and_bring_back_and_every_view_hears_of_it(session):
    play(session)
    heard, run = told(session), kept_runs(session)[0].id
    asked(session, {"type": "label_run", "run": run, "name": "best", "tags": ["a"], "starred": True})
    asked(session, {"type": "label_run", "run": run, "note": "keep", "colour": "#112233"})
    row = heard[-1].runs[0]
    assert (row.name, row.tags, row.starred, row.note, row.colour) == ("best", ("a",), True, "keep", "#112233")
    asked(session, {"type": "delete_runs", "runs": [run]})
    assert heard[-1].gone == (run,)
    assert asked(session, {"type": "get_runs"})[0].runs == ()
    asked(session, {"type": "restore_runs", "runs": [run]})
    assert heard[-1].runs == asked(session, {"type": "get_runs"})[0].runs == (row,)


def test_curves_and_settings_of_runs_are_laid_side_by_side(session):
    play(session)
    session.config = TrainingConfig(epochs=2, batch_size=128, seed=3)
    play(session)
    two, one = (run.id for run in kept_runs(session))
    answer, buffers = asked(session, {"type": "get_run_curves", "runs": [one, "gone", two], "metric": "loss"})
    assert answer == protocol.RunCurves((one, two), "loss")
    assert len(buffers) == 12
    steps, values, ends, epochs, means, validation = buffers[6:]
    history = kept_runs(session)[0].history
    np.testing.assert_array_equal(values, history.steps["loss"])
    assert (steps[0], steps[-1], ends.tolist(), epochs.tolist()) == (1, len(history), [12, 24], [1, 2])
    np.testing.assert_array_equal(means, history.epochs["loss"])
    np.testing.assert_array_equal(validation, history.epochs["val_loss"])
    _, (nothing, *_) = asked(session, {"type": "get_run_curves", "runs": [one], "metric": "none"})
    assert len(nothing) == 0
    compared, _ = asked(session, {"type": "compare_runs", "runs": [one, two]})
    assert compared.settings == (
        protocol.ComparedSetting("batch_size", ("256", "128")),
        protocol.ComparedSetting("epochs", ("1", "2")),
    )


def test_the_drawing_is_compared_with_the_network_of_a_run(session):
    play(session)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    play(session)
    two, one = (run.id for run in kept_runs(session))
    answer, _ = asked(session, {"type": "get_difference", "before": one})
    assert [each.path for each in answer.difference.changed] == ["hidden_b"]
    assert asked(session, {"type": "get_difference", "before": one, "after": two})[0] == answer
    assert not asked(session, {"type": "get_difference", "before": two})[0].difference


def test_long_histories_are_thinned_for_the_screen(session):
    from playground.training import History

    play(session)
    (run,) = kept_runs(session)
    history = History()
    history.append({"loss": np.random.default_rng(0).random(200_000, dtype=np.float32)})
    epochs = np.arange(1, 20_001.0)
    table = np.stack([epochs, epochs * 10, *np.random.default_rng(1).random((3, 20_000))], axis=1)
    table[[7_776, 12_344], 2] = 9, np.inf  # a spike of a single epoch, and one that is no number
    table[3_332, 3] = -3
    history.append_epochs(("loss", "val_loss", "mae"), table)
    _keep.write_history(run.folder, history)
    _, buffers = asked(session, {"type": "get_run_curves", "runs": [run.id], "metric": "loss"})
    assert max(map(len, buffers)) <= 2000
    _, _, ends, shown, means, validation = buffers
    assert (ends[-1], shown[0], shown[-1]) == (200_000, 1, 20_000)
    assert means[shown == 7_777] == 9
    assert np.isnan(means[shown == 12_345])
    assert validation[shown == 3_333] == -3
    np.testing.assert_array_equal(ends, shown * 10)
