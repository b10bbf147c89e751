"""Runs in folders: all that makes a run is there again, and what is damaged hides nothing else."""

import json
import os
import signal
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keras
import msgspec
import numpy as np
import pytest

import playground as pg
from playground import datasets
from playground.errors import KeepingError
from playground.keeping import (
    Labels,
    Process,
    Record,
    create,
    own_process,
    prune,
    update,
    usual_place,
    write_history,
    write_weights,
)
from playground.network import Document
from playground.protocol import TrainingSettings
from playground.session import read_template
from playground.training import History, TrainingConfig

NETWORK = read_template("digits_mlp").network
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def trained():
    """A run that has ended."""
    config = TrainingConfig(epochs=2, seed=5, batch_size=64)
    run = pg.train(NETWORK, datasets.load("digits"), config)
    run.wait()
    return run


def record(number: int = 0, **changes) -> Record:
    given = {
        "began": LONG_AGO + timedelta(minutes=number),
        "ended": LONG_AGO + timedelta(minutes=number, seconds=30),
        "state": "finished",
        "training": TrainingSettings(seed=number),
        "process": own_process(),
        "labels": Labels(name=f"run {number}"),
        "metrics": {"loss": 1 / (1 + number)},
    }
    return Record(**{**given, **changes})


def made(place: Path, number: int = 0, **changes) -> Path:
    folder = place / f"run-{number:03}"
    create(folder, record(number, **changes), Document(NETWORK))
    return folder


def test_a_run_that_is_kept_comes_back_with_all_that_it_was(trained, tmp_path):
    kept = pg.keep(trained, tmp_path, tags=["first", "first"], note="a baseline")
    (again,) = pg.runs(tmp_path)
    assert again.id == kept.id
    assert (again.name, again.tags, again.note, again.state) == ("digits_mlp", ("first",), "a baseline", "finished")
    assert again.network == NETWORK
    assert again.config.settings() == trained.config.settings()
    assert (again.seed, again.record.steps, again.record.epochs) == (5, len(trained.history), 2)
    assert again.metrics == trained.history.rows()[-1].logs
    assert again.environment.keras == keras.__version__
    assert again.record.data.fingerprint == datasets.load("digits").fingerprint
    assert again.began == pytest.approx(datetime.fromtimestamp(trained.began, UTC), abs=timedelta(milliseconds=1))
    assert again.seconds == pytest.approx(trained.ended - trained.began, abs=0.01)
    for name, values in trained.history.steps.items():
        np.testing.assert_array_equal(again.history.steps[name], values)
    assert list(again.history.rows()) == list(trained.history.rows())
    model = again.model()
    for one, other in zip(model.get_weights(), trained.model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_run_on_a_keras_model_is_kept_as_the_network_that_it_draws(tmp_path):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, name="out")], name="mine")
    run = pg.train(model, datasets.from_arrays(np.ones((80, 2)), np.ones(80)), TrainingConfig(epochs=1))
    run.wait()
    kept = pg.keep(run, tmp_path)
    assert [layer.name for layer in kept.network.layers][-1] == "out"
    np.testing.assert_array_equal(kept.model().get_weights()[0], model.get_weights()[0])


def test_what_only_python_can_write_is_told_in_words(tmp_path):
    data = datasets.from_arrays(np.ones((80, 2)), np.array([0, 1] * 40))
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, "softmax")])
    stop = keras.callbacks.EarlyStopping("loss")
    run = pg.train(model, data, TrainingConfig(epochs=1, class_weight={0: 2.0, 1: 1.0}, callbacks=(stop,)))
    run.wait()
    assert pg.keep(run, tmp_path).record.besides == {"callbacks": "EarlyStopping", "class_weight": "0: 2.0, 1: 1.0"}


def test_a_run_is_kept_when_it_has_ended_and_has_steps(tmp_path):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    run = pg.train(model, datasets.from_arrays(np.ones((80, 2)), np.ones(80)), paused=True)
    run.wait_until("paused")
    with pytest.raises(KeepingError, match=r"is paused; what is kept is a run with steps that has ended"):
        pg.keep(run, tmp_path)
    run.stop()
    run.wait()
    with pytest.raises(KeepingError, match="has no step"):
        pg.keep(run, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_files_of_a_run_can_be_read_without_playground(trained, tmp_path):
    kept = pg.keep(trained, tmp_path)
    assert sorted(path.name for path in kept.folder.iterdir()) == [
        "history.npz",
        "network.playground.json",
        "run.json",
        "weights.npz",
    ]
    plain = json.loads((kept.folder / "run.json").read_text())
    assert plain["labels"]["name"] == "digits_mlp"
    assert plain["training"]["seed"] == 5
    with np.load(kept.folder / "history.npz", allow_pickle=False) as file:
        np.testing.assert_array_equal(file["steps/loss"], trained.history.steps["loss"])
        np.testing.assert_array_equal(file["epochs/val_loss"].astype(np.float32), trained.history.epochs["val_loss"])
        assert file["epoch_ends/step"].tolist() == [row.step for row in trained.history.rows()]
    with np.load(kept.folder / "weights.npz", allow_pickle=False) as file:
        assert file["hidden_a/0"].shape == (64, 64)


def test_weights_that_are_not_finite_are_not_kept(tmp_path):
    folder = made(tmp_path)
    write_weights(folder, {"hidden_a": [np.array([1, np.nan], np.float32)]})
    assert not pg.runs(tmp_path)[0].has_weights


DAMAGES = {
    "run.json": (b"", b"[]", b"\x80garbage", b'{"format": 1}', b'{"format": "one"}', b"[" * 100_000),
    "network.playground.json": (b"", b"{}", b"\x80garbage"),
    "history.npz": (b"", b"garbage", b"PK\x03\x04cut short"),
    "weights.npz": (b"", b"garbage", b"PK\x03\x04cut short"),
}
READERS = {
    "network.playground.json": lambda run: run.network,
    "history.npz": lambda run: run.history,
    "weights.npz": lambda run: run.weights,
}


@pytest.mark.parametrize(("name", "garbage"), [(name, each) for name, all_ in DAMAGES.items() for each in all_])
def test_a_damaged_run_says_so_in_one_sentence_and_hides_no_other(name, garbage, tmp_path):
    folder = made(tmp_path, 0)
    made(tmp_path, 1)
    (folder / name).write_bytes(garbage)
    runs = pg.runs(tmp_path)
    if name == "run.json":
        assert [run.id for run in runs] == ["run-001"]
        (sentence,) = runs.damaged.values()
    else:
        assert len(runs) == 2
        with pytest.raises(KeepingError) as caught:
            READERS[name](runs["run-000"])
        sentence = str(caught.value)
    assert "run-000" in sentence
    assert "\n" not in sentence


def test_arrays_that_hold_python_objects_or_are_compressed_are_refused(tmp_path):
    folder = made(tmp_path)
    np.savez(folder / "weights.npz", allow_pickle=True, **{"hidden_a/0": np.array([print], dtype=object)})
    with pytest.raises(KeepingError, match=r"weights\.npz is damaged"):
        _ = pg.runs(tmp_path)[0].weights
    with zipfile.ZipFile(folder / "history.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("steps/loss.npy", b"0" * 10_000)
    with pytest.raises(KeepingError, match="it is compressed"):
        _ = pg.runs(tmp_path)[0].history


def test_a_run_of_a_later_version_is_not_guessed_at(tmp_path):
    folder = made(tmp_path)
    plain = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps(plain | {"format": 2}))
    assert "later version" in pg.runs(tmp_path).damaged["run-000"]


def test_a_folder_that_is_not_there_or_holds_other_things_has_no_runs(tmp_path):
    assert list(pg.runs(tmp_path / "none")) == []
    (tmp_path / "notes").mkdir()
    (tmp_path / "file.txt").write_text("mine")
    assert (list(pg.runs(tmp_path)), pg.runs(tmp_path).damaged) == ([], {})


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.unit.keeping.test_keeping import made
made(Path({place!r}), 0, state="running", ended=None)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_run_whose_process_was_killed_is_lost_and_can_still_be_read(tmp_path):
    root = str(Path(__file__).parents[3])
    code = KILLED.format(root=root, place=str(tmp_path))
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    made(tmp_path, 1, state="running", ended=None)
    assert [(run.id, run.state, run.network == NETWORK) for run in pg.runs(tmp_path)] == [
        ("run-001", "running", True),
        ("run-000", "lost", True),
    ]


def test_a_run_on_another_machine_goes_on_for_as_long_as_it_is_heard_of(tmp_path):
    process = Process(1, 0.0, "elsewhere")
    folder = made(tmp_path, state="running", ended=None, process=process)
    assert pg.runs(tmp_path)[0].state == "running"
    os.utime(folder / "run.json", (1e9, 1e9))
    assert pg.runs(tmp_path)[0].state == "lost"


def test_what_people_say_of_a_run_stays_while_it_says_how_far_it_is(tmp_path):
    folder = made(tmp_path, state="running", ended=None)
    pg.runs(tmp_path)[0].label(name="mine", tags=["a", "b"], note="note", starred=True, colour="#ff0000")
    update(folder, record(steps=7))
    run = pg.runs(tmp_path)[0]
    assert (run.state, run.record.steps, run.name, run.tags) == ("finished", 7, "mine", ("a", "b"))
    assert (run.note, run.starred, run.record.labels.colour) == ("note", True, "#ff0000")


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        ({"name": "x" * 201}, "one line of at most 200"),
        ({"tags": ["a,b"]}, "without a comma"),
        ({"tags": [" "]}, "A tag is a word"),
        ({"tags": [str(i) for i in range(21)]}, "at most 20 tags; these are 21"),
        ({"note": "x" * 10_001}, "this one has 10,001"),
        ({"colour": "red"}, "#rrggbb; got “red”"),
        ({"stars": 5}, "“stars” is none of them"),
    ],
)
def test_a_label_that_no_table_can_show_is_refused_and_changes_nothing(labels, sentence, tmp_path):
    made(tmp_path)
    before = pg.runs(tmp_path)[0].record
    with pytest.raises(KeepingError, match=sentence):
        pg.runs(tmp_path)[0].label(**labels)
    assert pg.runs(tmp_path)[0].record == before


def test_runs_are_found_sorted_and_laid_side_by_side(tmp_path):
    for number in range(3):
        made(tmp_path, number)
    made(tmp_path, 3, state="failed", metrics={}, labels=Labels("odd one", ("keep",), "lost its way"))
    runs = pg.runs(tmp_path)
    assert [run.id for run in runs] == ["run-003", "run-002", "run-001", "run-000"]
    assert [run.id for run in runs.sorted("loss")] == ["run-002", "run-001", "run-000", "run-003"]
    assert [run.id for run in runs.sorted("loss", descending=True)][-1] == "run-003"
    assert [run.id for run in runs.where("WAY")] == ["run-003"]
    assert [run.id for run in runs.where(tag="keep")] == [run.id for run in runs.where(state="failed")] == ["run-003"]
    assert [run.id for run in runs.where("run 1", starred=False)] == ["run-001"]
    row = runs.table()[1]
    assert (row["id"], row["name"], row["loss"], row["optimizer"], row["seconds"]) == (
        "run-002",
        "run 2",
        1 / 3,
        "Adam",
        30,
    )
    assert runs[1:3].compare() == [{"setting": "seed", "run-002": 2, "run-001": 1}]
    with pytest.raises(KeepingError, match=r"There is no run “\.\./x”"):
        runs["../x"]


def test_curves_of_several_runs_stand_in_one_chart(trained, tmp_path):
    for name in ("one", "<b>two</b>"):
        pg.keep(trained, tmp_path, name=name)
    pg.runs(tmp_path).where("one")[0].label(colour="#123456")
    figure = pg.runs(tmp_path).sorted("name").chart("loss", axis="epoch", smoothing=0)
    assert [trace.name for trace in figure.data] == [
        "&lt;b&gt;two&lt;/b&gt;",
        "&lt;b&gt;two&lt;/b&gt;, validation",
        "one",
        "one, validation",
    ]
    assert figure.data[2].line.color == "#123456"
    assert figure.data[2].x[-1] == pytest.approx(2)
    np.testing.assert_array_equal(figure.data[2].y, trained.history.steps["loss"])
    with pytest.raises(pg.PlaygroundError, match="No run has a metric “precision”: choose from accuracy"):
        pg.runs(tmp_path).chart("precision")


def test_a_deleted_run_can_be_brought_back_until_it_is_thrown_away(tmp_path):
    made(tmp_path, 0)
    made(tmp_path, 1)
    runs = pg.runs(tmp_path)
    runs.delete("run-000", "run-001")
    assert (list(runs), list(pg.runs(tmp_path))) == ([], [])
    runs.restore("run-000")
    assert [run.id for run in pg.runs(tmp_path)] == ["run-000"]
    os.utime(tmp_path / ".deleted" / "run-001", (1e9, 1e9))
    prune(tmp_path)
    with pytest.raises(KeepingError, match="deleted more than a day ago"):
        runs.restore("run-001")
    with pytest.raises(KeepingError, match="deleted more than a day ago"):
        runs.restore("../run-000")


def test_a_damaged_run_can_be_deleted_and_one_that_goes_on_can_not(tmp_path):
    (made(tmp_path, 0) / "run.json").write_text("damaged")
    made(tmp_path, 1, state="running", ended=None)
    runs = pg.runs(tmp_path)
    runs.delete("run-000")
    with pytest.raises(KeepingError, match="still going on; stop it"):
        runs.delete("run-001")
    assert pg.runs(tmp_path).damaged == {}
    assert len(pg.runs(tmp_path)) == 1


def test_only_the_last_runs_and_the_starred_ones_keep_their_weights(tmp_path):
    history = History()
    history.append({"loss": np.ones(100, np.float32)})
    for number in range(5):
        folder = made(tmp_path, number, labels=Labels(starred=number == 0))
        write_weights(folder, {"hidden_a": [np.ones(10, np.float32)]})
        write_history(folder, history)
    prune(tmp_path, weights=2)
    assert [run.has_weights for run in pg.runs(tmp_path)] == [True, True, False, False, True]
    assert all(run.has_history for run in pg.runs(tmp_path))
    size = (tmp_path / "run-001" / "history.npz").stat().st_size
    prune(tmp_path, weights=2, history_bytes=3 * size, weight_bytes=1)
    assert [run.has_weights for run in pg.runs(tmp_path)] == [True, False, False, False, True]
    assert [run.has_history for run in pg.runs(tmp_path)] == [True, True, True, False, True]
    assert pg.runs(tmp_path)[3].history.steps == {}


def test_a_place_that_can_not_be_written_is_said_in_one_sentence(trained, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(KeepingError, match=r"A run can't be kept in .*: Not a directory; make room"):
        pg.keep(trained, tmp_path / "file" / "runs")


def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch):
    folder, history = made(tmp_path), History()
    history.append({"loss": np.ones(3, np.float32)})
    write_history(folder, history)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(KeepingError, match="No space left on device; make room"):
        write_history(folder, history)
    assert sorted(path.name for path in folder.iterdir()) == ["history.npz", "network.playground.json", "run.json"]
    assert len(pg.runs(tmp_path)[0].history) == 3


def test_runs_are_kept_beside_the_document_or_where_a_variable_says(tmp_path, monkeypatch):
    monkeypatch.delenv("PLAYGROUND_RUNS", raising=False)
    monkeypatch.chdir(tmp_path)
    assert usual_place() == tmp_path / "runs"
    assert usual_place(tmp_path / "deep" / "net.playground.json") == tmp_path / "deep" / "runs"
    monkeypatch.setenv("PLAYGROUND_RUNS", str(tmp_path / "elsewhere"))
    assert usual_place() == tmp_path / "elsewhere"
    monkeypatch.setenv("PLAYGROUND_RUNS", "off")
    assert usual_place() is None


def test_a_record_that_an_older_reader_does_not_know_all_of_is_read(tmp_path):
    folder = made(tmp_path)
    plain = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps(plain | {"mood": "good"}))
    assert pg.runs(tmp_path)[0].record == msgspec.json.decode(json.dumps(plain), type=Record)
