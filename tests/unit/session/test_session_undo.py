"""Undo of what stands beside the network: how it is trained, and on what."""

from dataclasses import replace

import msgspec
import pytest

from playground import datasets, protocol
from playground.catalog import Choice
from playground.network import ChangeSetting
from playground.session import Session, handle, read_template
from playground.training import TrainingConfig


@pytest.fixture
def session():
    made = Session(read_template("digits_mlp").network, datasets.load("digits"), TrainingConfig(callbacks=()))
    made.told = []
    made.edits = lambda event, _buffers: made.told.append(event)
    return made


def ask(session, **command):
    handle(session, {"id": "r", "command": command})
    return next(event.answer for event in reversed(session.told) if isinstance(event, protocol.Reply))


def configure(session, **changed):
    settings = msgspec.structs.replace(session.config.settings(), **changed)
    return ask(session, type="configure", training=msgspec.to_builtins(settings))


def test_training_settings_and_layers_are_taken_back_and_done_again_in_their_order(session):
    configure(session, epochs=3)
    session.edit(ChangeSetting("hidden_a", "units", 9))
    configure(session, epochs=4, optimizer=Choice("SGD", {"learning_rate": 0.5}))
    stood = [(session.config.settings(), session.network)]
    for _ in range(3):
        ask(session, type="undo")
        stood.append((session.config.settings(), session.network))
    assert [settings.epochs for settings, _ in stood] == [4, 3, 3, TrainingConfig().epochs]
    assert [settings.optimizer.kind for settings, _ in stood] == ["SGD", "Adam", "Adam", "Adam"]
    assert [network.layer_by_id["hidden_a"].settings["units"] == 9 for _, network in stood] == [
        True,
        True,
        False,
        False,
    ]
    for settings, network in reversed(stood[:-1]):
        ask(session, type="redo")
        assert (session.config.settings(), session.network) == (settings, network)
    assert not session.drawing.now.can_redo


def test_undo_leaves_alone_what_python_set_meanwhile(session):
    configure(session, epochs=3)
    session.config = replace(session.config, seed=99)
    ask(session, type="undo")
    assert (session.config.epochs, session.config.seed) == (TrainingConfig().epochs, 99)


def test_settings_as_they_are_and_those_that_do_not_fit_are_no_step(session):
    configure(session)
    assert isinstance(configure(session, epochs=0), protocol.Failed)
    assert not session.drawing.now.can_undo
    assert session.config == TrainingConfig(callbacks=())


def test_data_that_were_chosen_are_those_of_before_after_undo(session):
    digits = session.data
    ask(session, type="choose_data", name="digits")
    assert not session.drawing.now.can_undo
    ask(session, type="choose_data", name="spiral")
    assert session.data is datasets.load("spiral")
    told = [event.data.name for event in session.told if isinstance(event, protocol.Configured)]
    assert told[-1] == "spiral"
    ask(session, type="undo")
    assert session.data is digits
    assert next(e.data.name for e in reversed(session.told) if isinstance(e, protocol.Configured)) == digits.name
    ask(session, type="redo")
    assert session.data is datasets.load("spiral")
