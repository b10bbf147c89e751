"""Kept runs in TensorBoard's logs and in MLflow's tracking, read back by their own libraries."""

import sys
import warnings

import numpy as np
import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util.tensor_util import make_ndarray

import playground as pg
from playground import datasets
from playground.errors import KeepingError
from playground.keeping import Labels, write_history
from playground.session import Session, kept_runs
from playground.training import History, TrainingConfig
from tests.unit.keeping.test_keeping import NETWORK, made


@pytest.fixture
def kept(tmp_path):
    """A run of three epochs of two steps each, the last loss of which is not finite."""
    folder, history = made(tmp_path, labels=Labels("best one", ("good",), "for the paper")), History()
    history.append({"loss": np.array([6, 5, 4, 3, 2, np.nan], np.float32)})
    history.append_epochs(("loss", "val_loss"), np.array([[1, 2, 5.5, 7], [2, 4, 3.5, 6], [3, 6, np.inf, 5]]))
    write_history(folder, history)
    return pg.runs(tmp_path)[0]


def scalars(folder):
    """The scalars of a folder of logs, by tag: steps and values."""
    events = EventAccumulator(str(folder)).Reload()
    tags = events.Tags()["tensors"]
    return {
        tag: [(each.step, make_ndarray(each.tensor_proto).item()) for each in events.Tensors(tag)]
        for tag in tags
        if tag != "settings"
    }


def test_tensorboard_finds_epochs_and_steps_as_those_of_keras(kept):
    folder = kept.to_tensorboard()
    assert folder.parent == kept.folder
    train, validation = scalars(folder / "train"), scalars(folder / "validation")
    assert train["epoch_loss"] == [(0, 5.5), (1, 3.5)]
    assert validation == {"epoch_loss": [(0, 7), (1, 6), (2, 5)]}
    assert [step for step, _ in train["batch_loss"]] == [1, 2, 3, 4, 5, 6]
    assert np.isnan(train["batch_loss"][-1][1])
    kept.to_tensorboard()
    assert scalars(folder / "train")["epoch_loss"] == train["epoch_loss"]


def test_a_long_run_is_thinned_for_tensorboard(tmp_path):
    folder, history = made(tmp_path), History()
    history.append({"loss": np.random.default_rng(0).random(50_000, dtype=np.float32)})
    write_history(folder, history)
    target = pg.runs(tmp_path)[0].to_tensorboard(tmp_path / "logs")
    events = EventAccumulator(str(target / "train"), size_guidance={"tensors": 0}).Reload().Tensors("batch_loss")
    assert 1_000 < len(events) <= 2_000
    assert (events[0].step, events[-1].step) == (1, 50_000)


@pytest.fixture
def store(tmp_path):
    """A store of MLflow in files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # MLflow's own, of what will change in it
        yield f"file:{tmp_path / 'mlruns'}"


def test_mlflow_has_the_settings_the_curves_and_the_files_once(kept, store, monkeypatch):
    from mlflow import MlflowClient

    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")  # the one store of MLflow's small package
    run_id = kept.to_mlflow("digits", tracking_uri=store)
    assert kept.to_mlflow("digits", tracking_uri=store) == run_id
    client = MlflowClient(store)
    run = client.get_run(run_id)
    assert (run.info.run_name, run.info.status) == ("best one", "FINISHED")
    assert run.info.end_time - run.info.start_time == 30_000
    assert run.data.params["optimizer"] == "Adam"
    assert run.data.params["seed"] == "0"
    assert run.data.tags["tag.good"] == "true"
    assert run.data.tags["mlflow.note.content"] == "for the paper"
    epochs = [(each.step, each.value) for each in client.get_metric_history(run_id, "val_loss")]
    assert epochs == [(2, 7), (4, 6), (6, 5)]
    steps = [(each.step, each.value) for each in client.get_metric_history(run_id, "batch_loss")]
    assert steps == [(1, 6), (2, 5), (3, 4), (4, 3), (5, 2)]
    assert {each.path for each in client.list_artifacts(run_id)} >= {"run.json", "history.npz"}


def test_what_mlflow_refuses_is_one_sentence(kept):
    with pytest.raises(KeepingError, match=r"MLflow did not take run “run-000”: [^\n]+"):
        kept.to_mlflow("digits", tracking_uri="nowhere://at all")


@pytest.mark.parametrize(("name", "word"), [("tensorboard", "TensorBoard"), ("mlflow", "MLflow")])
def test_a_library_that_is_not_installed_is_named_with_how_to_get_it(name, word, kept, monkeypatch):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(
        KeepingError, match=rf"{word} is not installed here; run “pip install keras-playground\[{name}\]”"
    ):
        getattr(kept, f"to_{name}")()


def test_a_studio_logs_each_run_that_ends_and_one_that_is_refused_disturbs_nothing(tmp_path, monkeypatch):
    session = Session(NETWORK, datasets.load("digits"), TrainingConfig(epochs=1), runs=lambda _: tmp_path)
    session.keeping.track(["tensorboard"])
    session.play()
    session.running.wait()
    (run,) = kept_runs(session)
    assert "epoch_loss" in scalars(run.folder / "tensorboard" / "validation")
    monkeypatch.setitem(sys.modules, "tensorboard", None)
    session.play()
    session.running.wait()
    assert [run.state for run in kept_runs(session)] == ["finished", "finished"]
    assert "TensorBoard is not installed" in session.keeping.trouble
    with pytest.raises(KeepingError, match="tensorboard and mlflow, and not with “wandb”"):
        session.keeping.track(["wandb"])
