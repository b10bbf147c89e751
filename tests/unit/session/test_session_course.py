"""Whether a run goes on, and with what: changed settings and data, and drawings that no model can be made of."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from playground import datasets
from playground.catalog import Choice
from playground.errors import CheckError
from playground.network import (
    ChangeSetting,
    Connect,
    Disconnect,
)
from playground.session import read_template
from tests.unit.session.going import Beginnings, chosen, held, memories, opened, status


def test_an_edit_that_is_undone_leaves_nothing_to_go_on_with(session):
    first = held(session)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    assert status(session).changed
    session.drawing.undo()
    assert (status(session).changed, status(session).anew) == ("", ())
    assert held(session) is first
    assert first.history.marks == ()


def test_an_edit_while_the_run_goes_on_is_told_when_it_is_paused(session):
    session.play()
    run = session.running.run
    run.wait_until("running", timeout=60)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    session.running.pause()
    run.wait_until("paused", timeout=60)
    assert status(session).changed == "the edited network"
    assert status(session).anew == ("digit", "hidden_b")


CHANGES = {
    "learning rate": (
        {"optimizer": Choice("Adam", {"learning_rate": 0.01})},
        "learning rate 0.01",
        "the new learning rate",
    ),
    "optimizer": (
        {"optimizer": Choice("SGD", {"learning_rate": 0.01})},
        "optimizer changed",
        "SGD, which knows nothing of what Adam remembered",
    ),
    "batch size": ({"batch_size": 64}, "batch size 64", "the new batch size"),
    "loss": ({"loss": "sparse_categorical_crossentropy"}, "loss changed", "the other loss"),
    "epochs": ({"epochs": 20_000}, "", "the new settings"),
    "held back": ({"validation_split": 0.5}, "settings changed", "the new settings"),
    "two": ({"batch_size": 16, "epochs": 9_000}, "batch size 16", "the new batch size and the new settings"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_settings_that_are_changed_while_the_run_rests_are_gone_on_with_and_marked(session, name):
    change, label, words = CHANGES[name]
    held(session)
    first = held(session)
    session.config = chosen(**change)
    assert status(session).changed == words
    assert status(session).anew == ()
    second = held(session)
    assert second is not first
    assert [mark.label for mark in second.history.marks] == ([label] if label else [])
    assert len(second.history) == 3
    assert second.config is session.config
    assert status(session).changed == ""


def test_another_learning_rate_counts_from_the_next_step_on_and_adam_remembers():
    beginnings = Beginnings()
    session = opened(callbacks=(beginnings,))
    first = held(session)
    remembered = memories(first.model)
    session.config = replace(session.config, optimizer=Choice("Adam", {"learning_rate": 0.0}))
    second = held(session)
    assert second.model is first.model
    assert float(second.model.optimizer.learning_rate) == 0.0
    before, memory, _ = beginnings.seen[1]
    for name, value in memory.items():
        np.testing.assert_array_equal(value, remembered[name])
    for name, weights in before.items():
        for mine, theirs in zip(second.model.get_layer(name).get_weights(), weights, strict=True):
            np.testing.assert_array_equal(mine, theirs)
    second.stop()


def test_the_same_settings_in_other_words_are_no_change(session):
    first = held(session)
    session.config = chosen(optimizer={"kind": "Adam", "settings": {"learning_rate": 0.001}})
    assert status(session).changed == ""
    assert held(session) is first


def test_other_data_are_gone_on_with(session):
    first = held(session)
    whole = datasets.load("digits")
    session.data = datasets.from_arrays(*(next(iter(each.values()))[:640] for each in (whole.inputs, whole.targets)))
    assert status(session).changed == "the other data"
    second = held(session)
    assert second is not first
    assert [mark.label for mark in second.history.marks] == ["other data"]
    assert second.status.steps_per_epoch == 16
    assert second.status.epoch_step == 1


def test_a_drawing_with_a_problem_stays_paused_and_loses_nothing(session):
    first = held(session)
    wire = session.network.edges[0]
    session.edit(Disconnect(wire))
    with pytest.raises(CheckError):
        session.play()
    with pytest.raises(CheckError):
        session.step()
    assert first.state == "paused"
    assert session.running.run is first
    session.edit(Connect(wire))
    assert held(session) is first


def test_what_could_not_begin_is_mended_and_gone_on_with(session):
    first = held(session)
    session.config = chosen(batch_size=100_000)
    session.play()
    failed = session.running.run
    failed.wait_until(timeout=60)
    assert failed.state == "failed"
    assert status(session).changed == "the new batch size"
    assert len(session.running.measured) == 1
    session.config = chosen(batch_size=16)
    second = held(session)
    assert second.history.steps["loss"][0] == first.history.steps["loss"][0]
    assert [mark.label for mark in second.history.marks] == ["batch size 16"]
    assert status(session).run == 1


def test_an_edit_while_the_run_is_made_that_goes_on_is_told_as_one_of_that(session):
    held(session)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    session.step()
    session.config = replace(session.config, batch_size=16)  # while it is made, or just after
    run = session.running.run
    run.wait_until("paused", timeout=60)
    assert status(session).changed == "the new batch size"
    assert status(session).anew == ("digit", "hidden_b")
    session.config = replace(session.config, batch_size=32)
    assert status(session).changed == ""
    assert held(session) is run


def test_a_run_that_has_ended_is_not_gone_on_with(session):
    first = held(session)
    session.running.stop()
    first.wait_until(timeout=60)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    assert status(session).changed == ""
    second = held(session)
    assert len(second.history) == 1
    assert second.history.marks == ()
    assert status(session).run == 2


def test_a_reset_and_another_drawing_in_the_place_begin_anew(session):
    held(session)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    session.running.reset()
    assert (status(session).changed, status(session).anew) == ("", ())
    assert len(held(session).history) == 1
    session.open_document(read_template("digits_cnn"), "r")
    assert status(session).changed == ""
    assert len(held(session).history) == 1
    session.drawing.undo()
    assert len(held(session).history) == 1


def test_who_waits_for_a_run_waits_for_the_one_that_takes_it_up():
    session = opened(epochs=2)
    first = held(session)
    waiting = threading.Thread(target=session.running.wait)
    waiting.start()
    session.edit(ChangeSetting("hidden_b", "units", 20))
    session.play()
    waiting.join(60)
    assert session.running.run is not first
    assert session.running.run.state == "finished"
    assert [row.epoch for row in session.running.run.history.rows()] == [1, 2]
