"""The doctor in a session: what it tells of a run, when, and what its cures do to the drawing and the training."""

import os
import subprocess
import sys
import time

import keras
import numpy as np
import pytest

from playground import datasets, doctor, protocol
from playground.catalog import Choice
from playground.modeling import open_model
from playground.network import AddNode, Batch, ChangeSetting, Layer, Node, RemoveNode
from playground.session import Session, _rounds, handle, read_template
from playground.session._viewing import findings
from playground.training import TrainingConfig

L = keras.layers


def mlp(activation: str = "relu", bias: str | None = None):
    settings = {} if bias is None else {"bias_initializer": keras.initializers.Constant(-10.0)}
    return open_model(
        keras.Sequential(
            [
                keras.Input((8, 8, 1)),
                L.Flatten(),
                L.Dense(32, activation=activation, name="hidden", **settings),
                L.Dense(10, activation="softmax", name="digit"),
            ]
        )
    ).network


class Heard:
    """What a session tells on its stream, with what came together taken apart."""

    def __init__(self, session: Session) -> None:
        self.events: list = []
        self.together: list[protocol.Findings] = []
        session.stream = self.hear

    def hear(self, event, _buffers) -> None:
        parts = getattr(event, "events", (event,))
        self.events += parts
        if event not in parts:
            self.together += [each for each in parts if isinstance(each, protocol.Findings)]

    @property
    def findings(self) -> list[protocol.Findings]:
        return [each for each in self.events if isinstance(each, protocol.Findings)]

    def wait(self, what) -> protocol.Findings:
        """The first findings told of which this is true."""
        deadline = time.monotonic() + 60
        while not (found := [each for each in list(self.findings) if what(each)]):
            assert time.monotonic() < deadline, self.findings[-1:]
            time.sleep(0.02)
        return found[0]


def started(network, **config):
    session = Session(network, datasets.load("digits"), TrainingConfig(jit_compile="off", **config))
    return session, Heard(session)


def codes(told: protocol.Findings) -> set[str]:
    return {each.code for each in told.findings}


def asked(session: Session, command) -> object:
    replies: list = []
    session.edits = lambda event, _buffers: replies.append(event) if isinstance(event, protocol.Reply) else None
    handle(session, {"id": "r", "command": {"type": command.__struct_config__.tag, **command_fields(command)}})
    (reply,) = replies
    return reply.answer


def command_fields(command) -> dict:
    return {name: protocol.to_json(getattr(command, name)) for name in command.__struct_fields__}


def test_while_a_run_goes_on_its_findings_come_with_its_curves_and_once_more_when_it_rests(monkeypatch):
    monkeypatch.setattr(_rounds, "FIRST", 0.2)
    session, heard = started(mlp(), optimizer=keras.optimizers.Adam(1.0), epochs=100_000)
    session.play()
    try:
        told = heard.wait(lambda each: "learning_rate_high" in codes(each))
        assert session.running.status.state == "running"
        assert told in heard.together
        assert told.run == session.running.number
        assert told.training == session.config.settings()
        assert told.looked.steps >= 50
        assert (told.looked.layers, told.looked.samples) == (1, 359)
        (finding,) = [each for each in told.findings if each.code == "learning_rate_high"]
        assert finding.cure.training.optimizer.settings["learning_rate"] == 0.01
        same = [a.findings == b.findings for a, b in zip(heard.together, heard.together[1:], strict=False)]
        assert not any(same)
        heard.events.clear()
        session.running.pause()
        rested = heard.wait(lambda _each: True)
        assert rested not in heard.together
        assert rested.looked.steps == len(session.running.run.history)
        assert asked(session, protocol.GetFindings()) == rested == findings(session.running)
    finally:
        session.running.stop()


def test_a_run_that_broke_is_examined_and_a_healthy_one_has_nothing():
    x = np.random.default_rng(0).normal(size=(400, 4)).astype("float32")
    line = open_model(keras.Sequential([keras.Input((4,)), L.Dense(1)])).network
    session = Session(line, datasets.from_arrays(x, x.sum(axis=1, keepdims=True)))
    session.config = TrainingConfig(optimizer=keras.optimizers.SGD(1e6), epochs=3, jit_compile="off")
    heard = Heard(session)
    session.play()
    told = heard.wait(lambda each: bool(each.findings))
    assert session.running.status.state == "failed"
    assert told.findings[0].code == "diverging"
    assert "not finite" in told.findings[0].message
    assert all(np.isfinite(list(each.evidence.values())).all() for each in told.findings)

    session.config = TrainingConfig(optimizer=keras.optimizers.Adam(0.001), epochs=2, jit_compile="off")
    session.running.reset()
    heard.events.clear()
    session.play()
    told = heard.wait(lambda each: each.looked is not None)
    assert told.findings == ()
    assert told.looked.epochs == 2


def test_a_run_that_is_forgotten_takes_its_findings_along():
    session, heard = started(mlp(), optimizer=keras.optimizers.Adam(1.0), epochs=2)
    assert findings(session.running) == protocol.Findings(0)
    session.play()
    heard.wait(lambda each: each.looked is not None)
    session.running.reset()
    assert findings(session.running) == protocol.Findings(session.running.number)


def test_a_session_whose_run_never_made_a_step_is_not_examined():
    session = Session(
        mlp(), datasets.from_arrays(np.zeros((20, 3), "float32"), np.zeros(20, "int64")), TrainingConfig(epochs=1)
    )
    heard = Heard(session)
    session.play()
    session.running.run.wait_until("failed", timeout=60)
    session.running.run._thread.join(60)
    assert session.running.status.state == "failed"
    assert heard.findings == []


def test_a_cure_of_the_training_is_one_undo_step_that_leaves_all_else_as_it_is():
    session = Session(mlp(), datasets.load("digits"), TrainingConfig(optimizer="adam", epochs=4))
    cure = protocol.Cure(
        "Set the learning rate to 0.01",
        training=protocol.TrainingChange(optimizer=Choice("Adam", {"learning_rate": 0.01})),
    )
    told: list = []
    session.edits = lambda event, _buffers: told.append(event)
    network = session.network
    assert asked(session, protocol.ApplyCure(cure)) == protocol.Done()
    assert session.config.settings().optimizer == Choice("Adam", {"learning_rate": 0.01})
    assert session.drawing.now.can_undo
    session.config = session.config.with_settings(protocol.TrainingSettings(session.config.optimizer, epochs=9))
    session.data = None
    session.drawing.undo()
    assert (session.config.optimizer, session.config.epochs, session.data) == ("adam", 9, None)
    session.drawing.redo()
    assert session.config.settings().optimizer.settings == {"learning_rate": 0.01}
    assert session.network == network


def test_a_cure_of_the_drawing_is_one_undo_step_and_the_next_run_begins_from_it():
    session, heard = started(mlp(bias="dead"), optimizer=keras.optimizers.SGD(0.001), epochs=2)
    session.play()
    told = heard.wait(lambda each: "dead_relus" in codes(each))
    (finding,) = [each for each in told.findings if each.code == "dead_relus"]
    hidden = next(node.id for node in session.network.nodes if session.network.layer_of(node.id).name == "hidden")
    assert finding.node == hidden
    assert asked(session, protocol.ApplyCure(finding.cure)) == protocol.Done()
    assert session.network.layer_of(hidden).settings["activation"] == "leaky_relu"
    session.play()
    assert session.running.run.model.get_layer("hidden").activation is keras.activations.leaky_relu
    session.running.run.wait(60)
    session.drawing.undo()
    assert session.network.layer_of(hidden).settings["activation"] == "relu"
    assert not session.drawing.now.can_undo


@pytest.mark.parametrize(
    "cure",
    [
        protocol.Cure("Set a layer that is gone", edit=ChangeSetting("nobody", "activation", "relu")),
        protocol.Cure("Train for no epoch", training=protocol.TrainingChange(epochs=0)),
        protocol.Cure(
            "Add a layer and train for no epoch",
            edit=AddNode(Node("n", "l", 0, 0), Layer("l", "Flatten", "more", {})),
            training=protocol.TrainingChange(epochs=0),
        ),
    ],
)
def test_a_cure_that_does_not_fit_is_refused_with_a_sentence_and_changes_nothing(cure):
    session = Session(mlp(), datasets.load("digits"), TrainingConfig(epochs=4))
    before = session.snapshot()
    refused = asked(session, protocol.ApplyCure(cure))
    assert isinstance(refused, protocol.Failed)
    assert refused.traceback == ""
    after = session.snapshot()
    assert (after.network, after.revision, after.training, after.can_undo) == (
        before.network,
        before.revision,
        before.training,
        False,
    )


def test_findings_of_a_drawing_whose_place_another_took_are_not_told_of_the_other():
    session, heard = started(mlp(), optimizer=keras.optimizers.Adam(1.0), epochs=1)
    session.play()
    heard.wait(lambda each: each.looked is not None)
    assert findings(session.running).looked is not None
    session.open_document(read_template("digits_cnn"), "r")
    assert findings(session.running).looked is None


def test_what_there_is_to_find_is_told_at_the_start_and_explained_by_its_code():
    session = Session(read_template("digits_mlp").network)
    start = asked(session, protocol.GetCatalog())
    assert start.illnesses == doctor.ILLNESSES
    assert len(start.illnesses) >= 12
    for code, title in start.illnesses.items():
        explanation = asked(session, protocol.Explain(code)).explanation
        assert (explanation.code, explanation.title) == (code, title)
        assert explanation.why


def test_a_run_whose_look_fails_goes_on_and_is_looked_at_no_more(monkeypatch, caplog):
    def broken(_self):
        raise ValueError("nothing can be seen")

    monkeypatch.setattr(_rounds, "FIRST", 0.0)
    monkeypatch.setattr(_rounds.Diagnosing, "evidence", broken)
    session, heard = started(mlp(), epochs=3)
    session.play()
    assert session.running.run.wait(60) == "finished"
    assert session.running.broadcast.rounds._free.wait(60)
    assert [each.message for each in caplog.records].count("The doctor can't examine this run.") == 1
    assert heard.findings == []


def test_a_process_that_ends_while_a_run_goes_on_ends_without_a_word():
    script = """
from playground import datasets
from playground.session import Session, read_template
from playground.training import TrainingConfig
from playground.session._viewing import findings
config = TrainingConfig(epochs=100_000, jit_compile="off")
session = Session(read_template("digits_mlp").network, datasets.load("digits"), config)
session.play()
session.running.run.wait_until("running", timeout=60)
while not len(session.running.run.history):
    pass
"""
    ended = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    assert "Traceback" not in ended.stderr


def test_a_node_that_was_removed_takes_no_cure():
    session, heard = started(mlp(bias="dead"), optimizer=keras.optimizers.SGD(0.001), epochs=2)
    session.play()
    told = heard.wait(lambda each: "dead_relus" in codes(each))
    (finding,) = [each for each in told.findings if each.code == "dead_relus"]
    session.edit(Batch((RemoveNode(finding.node),)))
    assert isinstance(asked(session, protocol.ApplyCure(finding.cure)), protocol.Failed)
