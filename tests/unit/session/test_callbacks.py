"""The user's own callbacks ask their studio for things, also while somebody waits for their run."""

import dataclasses
import threading

import keras
import pytest

from playground import datasets
from playground.errors import TrainingError
from playground.session import Session
from tests.unit.session.going import held, opened, wait_until


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


def test_a_callback_begins_anew_without_waiting_for_its_own_run():
    session, callback = asking(lambda session: session.running.reset())
    run = session.running.run
    assert run is not None
    callback.may.set()
    assert run.wait(60) == "stopped"
    assert session.running.run is None
    assert held(session) is not run
    session.running.stop()


@pytest.mark.parametrize("wait", [lambda run: run.wait(), lambda run: run.wait_until("paused")], ids=["end", "pause"])
def test_a_callback_that_would_wait_for_its_own_run_is_told_so(wait):
    session, callback = asking(lambda session: wait(session.running.run))
    run = session.running.run
    assert run is not None
    callback.may.set()
    with pytest.raises(TrainingError, match=r"can't wait for itself in a callback; end it by `run.stop\(\)`"):
        run.wait(60)
    assert run.state == "failed"
