"""The user's own callbacks ask their studio for things, also while somebody waits for their run."""

import dataclasses
import threading

import keras
import pytest

from playground import datasets
from playground.errors import TrainingError
from playground.modeling import Opened
from playground.network import ChangeSetting
from playground.session import Session, _predicting
from playground.session._predicting import Studied, predictions_of
from tests.unit.session.going import opened, wait_until


class Asking(keras.callbacks.Callback):
    """Asks the studio something after a batch, once it may; what came of it."""

    def __init__(self, ask):
        super().__init__()
        self.ask, self.there, self.may, self.answers = ask, threading.Event(), threading.Event(), []

    def on_train_batch_end(self, batch, logs=None):
        del batch, logs
        if not self.there.is_set():
            self.there.set()
            assert self.may.wait(60)
            self.answers.append(self.ask())


def asking(ask) -> tuple[Session, Asking]:
    """A run whose callback is about to ask."""
    callback = Asking(lambda: ask(session))
    session = opened(callbacks=(callback,))
    session.play()
    assert callback.there.wait(60)
    return session, callback


def beside(deed) -> threading.Thread:
    thread = threading.Thread(target=deed, daemon=True)
    thread.start()
    return thread


def said_to(ask) -> str:
    """Why a run failed whose callback asked for something; the studio has that run still."""
    session, callback = asking(ask)
    run = session.running.run
    assert run is not None
    callback.may.set()
    with pytest.raises(TrainingError) as error:
        run.wait(60)
    assert (run.state, session.running.run) == ("failed", run)
    return str(error.value)


@pytest.mark.parametrize(
    "ask",
    [lambda session, _: session.graph.model, lambda session, path: session.export(path / "model.keras", "keras")],
    ids=["for the model", "for an export"],
)
def test_a_callback_is_answered_while_another_thread_begins_anew(ask, tmp_path):
    session, callback = asking(lambda session: ask(session, tmp_path))
    run = session.running.run
    assert run is not None
    waits = beside(session.running.reset)
    wait_until(lambda: run.state == "stopping")
    callback.may.set()
    waits.join(60)
    assert not waits.is_alive()
    assert len(callback.answers) == 1
    assert session.running.run is None


def test_a_callback_is_answered_while_another_thread_gives_its_run_other_data():
    session, callback = asking(lambda session: session.graph.model)
    first = session.running.run
    assert first is not None
    other = dataclasses.replace(datasets.load("digits"))
    waits = beside(lambda: session.running.renew(session.network, other, session.config))
    wait_until(lambda: first._control.interrupted)
    callback.may.set()
    waits.join(60)
    assert not waits.is_alive()
    assert callback.answers == [first.model]
    second = session.running.run
    assert second is not None
    assert second.given is other
    second.stop()


@pytest.mark.parametrize(
    "command",
    [
        lambda session: session.running.reset(),
        lambda session: session.play(),
        lambda session: session.step(),
        lambda session: session.running.renew(session.network, session.data, session.config),
        lambda session: session.open(Opened(session.network)),
    ],
    ids=["reset", "play", "step", "renew", "open"],
)
def test_a_callback_that_would_end_or_begin_a_run_is_told_to_stop_it_first(command):
    assert said_to(command) == (
        "A callback can't start, change or forget runs of the studio whose run it is in; end the run by "
        "`studio.stop()`, and do it then."
    )


def test_a_callback_asks_for_the_model_of_its_run_whatever_is_drawn_meanwhile():
    session, callback = asking(lambda session: session.graph.model)
    run = session.running.run
    assert run is not None
    session.edit(ChangeSetting("hidden_b", "units", 20))
    callback.may.set()
    wait_until(lambda: callback.answers)
    assert callback.answers == [run.model]
    assert session.graph.model is not run.model
    run.stop()


def test_a_callback_sees_predictions_without_waiting_for_its_own_run(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(_predicting, "PATIENCE", 1e6)
    session, callback = asking(
        lambda session: predictions_of(Studied(session.running, session.graph, session.data, session.config))
    )
    callback.may.set()
    wait_until(lambda: callback.answers)
    session.running.stop()


@pytest.mark.parametrize("wait", [lambda run: run.wait(), lambda run: run.wait_until("paused")], ids=["end", "pause"])
def test_a_callback_that_would_wait_for_its_own_run_is_told_so(wait):
    said = said_to(lambda session: wait(session.running.run))
    assert said.endswith("can't wait for itself in a callback; end it by `run.stop()`.")
