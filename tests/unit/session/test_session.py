"""The application without a screen: requests in, events out."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
import pytest

from playground import datasets, protocol
from playground.catalog import register
from playground.network import (
    AddNode,
    Batch,
    ChangeSetting,
    Connect,
    Disconnect,
    Edge,
    Layer,
    Move,
    Network,
    Node,
    RenameLayer,
    apply,
)
from playground.session import Session, handle, read_template
from playground.training import TrainingConfig

PATIENCE = 120


class Browser:
    """What a browser would have received, and a way to ask."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.edits: list[tuple[protocol.Event, Sequence[Any]]] = []
        self.streamed: list[tuple[protocol.Event, Sequence[Any]]] = []
        self.news = threading.Condition()
        self.count = 0
        session.edits = lambda event, buffers: self._take(self.edits, event, buffers)
        session.stream = lambda event, buffers: self._take(self.streamed, event, buffers)

    def _take(self, where: list[tuple[protocol.Event, Sequence[Any]]], event: protocol.Event, buffers: Any) -> None:
        read = [bytes(memoryview(buffer).cast("B")) for buffer in buffers]
        with self.news:
            for each in event.events if isinstance(event, protocol.Together) else (event,):
                count = {protocol.HistoryChunk: "series", protocol.Pictures: "pictures"}.get(type(each))
                mine = len(read) if where is self.edits else 0 if count is None else len(getattr(each, count))
                mine *= 2 if isinstance(each, protocol.HistoryChunk) else 1
                where.append((each, read[:mine]))
                read = read[mine:]
            self.news.notify_all()

    def ask(self, command: protocol.Command) -> protocol.Answer:
        self.count += 1
        handle(self.session, protocol.to_json(protocol.Request(str(self.count), command)))
        replies = [event for event, _ in self.edits if isinstance(event, protocol.Reply)]
        (reply,) = [reply for reply in replies if reply.request == str(self.count)]
        return reply.answer

    def changes(self) -> list[protocol.Changed]:
        return [event for event, _ in self.edits if isinstance(event, protocol.Changed)]

    def of(self, kind: type) -> list[Any]:
        return [event for event, _ in self.streamed if isinstance(event, kind)]

    def wait(self, found: Callable[[], bool]) -> None:
        with self.news:
            assert self.news.wait_for(found, PATIENCE), "it did not happen"

    def wait_for_state(self, *states: str) -> None:
        self.wait(
            lambda: bool(self.of(protocol.RunChanged)) and self.of(protocol.RunChanged)[-1].status.state in states
        )


def opened(template: str = "digits_mlp", **config: Any) -> tuple[Session, Browser]:
    data = datasets.load("digits" if template.startswith("digits") else "spiral")
    session = Session(read_template(template).network, data, TrainingConfig(**{"epochs": 2, **config}))
    return session, Browser(session)


def test_an_edit_tells_every_view_what_it_changed_and_nothing_else():
    session, browser = opened()
    assert browser.ask(protocol.ApplyEdit(ChangeSetting("hidden_b", "units", 20))) == protocol.Done()
    (change,) = browser.changes()
    assert (change.revision, change.request) == (1, "1")
    assert set(change.nodes) == {"hidden_b", "digit"}
    assert change.nodes["hidden_b"].output_shapes == ((None, 20),)
    assert change.parameters == session.drawing.report.parameters == session.graph.model.count_params()
    assert (change.can_undo, change.can_redo) == (True, False)


def test_a_move_changes_no_report():
    _, browser = opened()
    browser.ask(protocol.ApplyEdit(Move({"flat": (5.0, 5.0)})))
    assert browser.changes()[0].nodes == {}


def test_a_refused_edit_is_answered_with_the_reason_and_changes_nothing():
    session, browser = opened()
    before = session.network
    answer = browser.ask(protocol.ApplyEdit(RenameLayer("flat", "digit")))
    assert isinstance(answer, protocol.Failed)
    assert answer.message == "The name “digit” is taken by another Dense; layer names are unique in a network."
    assert session.network is before
    assert browser.changes() == []


def test_a_message_that_makes_no_sense_is_answered():
    session, browser = opened()
    for message in (
        {"id": "x", "command": {"type": "fly"}},
        {"id": "x"},
        None,
        7,
        {"id": "x", "command": {"type": []}},
    ):
        handle(session, message)
        reply = browser.edits[-1][0]
        assert isinstance(reply, protocol.Reply)
        assert isinstance(reply.answer, protocol.Failed)
        assert "not of the protocol" in reply.answer.message


def test_undo_and_redo_are_told_like_edits():
    session, browser = opened()
    start = session.network
    browser.ask(protocol.ApplyEdit(ChangeSetting("hidden_a", "units", 7)))
    edited = session.network
    assert browser.ask(protocol.Undo()) == protocol.Done()
    assert session.network == start
    assert browser.ask(protocol.Redo()) == protocol.Done()
    assert session.network == edited
    replayed = start
    for change in browser.changes():
        replayed, _ = apply(replayed, change.edit)
    assert replayed == edited
    assert [change.revision for change in browser.changes()] == [1, 2, 3]
    assert isinstance(browser.ask(protocol.Redo()), protocol.Failed)


def test_edits_from_two_threads_are_told_in_the_order_they_were_made():
    session, browser = opened()

    def move(node: str) -> None:
        for i in range(50):
            session.edit(Move({node: (float(i), 0.0)}))

    threads = [threading.Thread(target=move, args=(node,)) for node in ("flat", "digit")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [change.revision for change in browser.changes()] == list(range(1, 101))
    replayed = read_template("digits_mlp").network
    for change in browser.changes():
        replayed, _ = apply(replayed, change.edit)
    assert replayed == session.network


def test_a_run_is_told_with_its_whole_history_its_pictures_and_its_end():
    session, browser = opened("digits_cnn")
    browser.ask(protocol.Watch("v", ("conv_a", "digit"), "conv_b", 3))
    assert browser.ask(protocol.Play()) == protocol.Done()
    browser.wait_for_state("finished")
    statuses = [event.status for event in browser.of(protocol.RunChanged)]
    assert {status.run for status in statuses} == {1}
    run = session.running.run
    assert run is not None
    steps = len(run.history.steps["loss"])
    assert statuses[-1].step == steps == 2 * int(np.ceil(1438 / 32))
    chunks = [(event, buffers) for event, buffers in browser.streamed if isinstance(event, protocol.HistoryChunk)]
    assert [row.epoch for event, _ in chunks for row in event.epochs] == [1, 2]
    assert all("val_loss" in row.logs for event, _ in chunks for row in event.epochs)
    at = [
        int(step)
        for event, buffers in chunks
        if "loss" in event.series
        for step in np.frombuffer(buffers[2 * event.series.index("loss")], np.float64)
    ]
    assert at == sorted(set(at))
    assert (at[0], at[-1]) == (1, steps)
    browser.wait(lambda: bool(browser.of(protocol.Pictures)))
    pictures = browser.of(protocol.Pictures)[-1]
    assert pictures.sample == 3
    assert {(picture.node, picture.size) for picture in pictures.pictures} == {
        ("conv_a", "thumbnail"),
        ("digit", "thumbnail"),
        ("conv_b", "focus"),
    }
    assert len(session.graph.model.get_weights()) == 8


def test_pause_step_resume_and_stop_do_as_their_buttons_say():
    session, browser = opened(epochs=10_000)
    browser.ask(protocol.Step("batch"))
    browser.wait_for_state("paused")
    run = session.running.run
    assert run is not None
    assert run.status.step == 1
    browser.ask(protocol.Step("epoch"))
    browser.wait(lambda: browser.of(protocol.RunChanged)[-1].status.epoch == 1)
    browser.wait_for_state("paused")
    browser.ask(protocol.Play())
    browser.wait_for_state("running")
    browser.ask(protocol.Pause())
    browser.wait_for_state("paused")
    browser.ask(protocol.Stop())
    browser.wait_for_state("stopped")


def test_a_picture_of_a_held_run_follows_what_is_watched():
    _, browser = opened()
    browser.ask(protocol.Step("batch"))
    browser.wait_for_state("paused")
    browser.ask(protocol.Watch("v", (), "hidden_a", 5))
    browser.wait(lambda: bool(browser.of(protocol.Pictures)))
    pictures = browser.of(protocol.Pictures)[-1]
    assert (pictures.sample, pictures.pictures[0].node, pictures.label) == (5, "hidden_a", pictures.label)
    count = len(browser.of(protocol.Pictures))
    browser.ask(protocol.Watch("v"))
    assert len(browser.of(protocol.Pictures)) == count


def test_pause_does_not_wait_for_pictures_that_are_being_made_ready():
    armed, reached, go = threading.Event(), threading.Event(), threading.Event()

    @register
    class Gate(keras.layers.Layer):
        def call(self, inputs):
            if armed.is_set():
                reached.set()
                assert go.wait(PATIENCE)
            return inputs

    session, browser = opened(epochs=100_000, jit_compile="off")
    wire = session.network.edges_from["hidden_a"][0]
    session.edit(
        Batch(
            (
                Disconnect(wire),
                AddNode(Node("gate", "gate"), Layer("gate", "Gate", "gate")),
                Connect(Edge("hidden_a", "gate")),
                Connect(Edge("gate", wire.target, 0, wire.port, wire.slot)),
            )
        )
    )
    browser.ask(protocol.Play())
    browser.wait_for_state("running")
    armed.set()
    browser.ask(protocol.Watch("v", ("gate",), None, 0))
    assert reached.wait(PATIENCE)
    steps = session.running.status.step
    browser.wait(lambda: session.running.status.step > steps)
    browser.ask(protocol.Pause())
    browser.wait_for_state("paused")
    assert not browser.of(protocol.Pictures)
    go.set()
    browser.wait(lambda: bool(browser.of(protocol.Pictures)))
    browser.ask(protocol.Stop())
    browser.wait_for_state("stopped")


def test_layers_that_an_edit_left_alone_keep_their_weights():
    session, browser = opened()
    browser.ask(protocol.Play())
    browser.wait_for_state("finished")
    before = {layer.name: layer.get_weights() for layer in session.graph.model.layers}
    browser.ask(protocol.ApplyEdit(ChangeSetting("hidden_b", "units", 20)))
    after = {layer.name: layer.get_weights() for layer in session.graph.model.layers}
    np.testing.assert_array_equal(before["hidden_a"][0], after["hidden_a"][0])
    assert after["hidden_b"][0].shape == (64, 20)


def test_reset_forgets_run_history_and_weights():
    session, browser = opened()
    browser.ask(protocol.Play())
    browser.wait_for_state("finished")
    trained = session.graph.model
    browser.ask(protocol.Reset())
    assert session.running.run is None
    assert session.graph.model is not trained
    assert browser.of(protocol.RunChanged)[-1].status.state == "idle"
    assert browser.of(protocol.HistoryChunk)[-1].whole


@pytest.mark.parametrize(
    ("network", "data", "reason"),
    [
        (Network(), "digits", "The canvas is empty"),
        (read_template("digits_mlp").network, None, "There is no data to train on"),
    ],
)
def test_play_that_can_not_be_is_answered_with_the_reason(network, data, reason):
    session = Session(network, None if data is None else datasets.load(data))
    answer = Browser(session).ask(protocol.Play())
    assert isinstance(answer, protocol.Failed)
    assert reason in answer.message


def test_a_document_saved_by_one_session_is_what_another_opens(tmp_path):
    session, browser = opened(batch_size=7)
    path = tmp_path / "x.playground.json"
    answer = browser.ask(protocol.Save())
    assert isinstance(answer, protocol.Failed)
    assert "no file yet" in answer.message
    assert browser.ask(protocol.Save(str(path))) == protocol.Done()
    assert session.snapshot().saved
    browser.ask(protocol.ApplyEdit(Move({"flat": (9.0, 9.0)})))
    assert not session.snapshot().saved
    assert browser.ask(protocol.Save()) == protocol.Done()
    import playground as pg

    studio = pg.open(path)
    assert studio.network == session.network
    assert studio.config.batch_size == 7
    assert studio.data is not None
    assert studio.data.name == "digits"


def test_a_document_is_saved_with_the_ending_by_which_it_is_opened(tmp_path):
    session, _ = opened()
    assert session.save(tmp_path / "mine") == tmp_path / "mine.playground.json"
    assert Network.load(tmp_path / "mine.playground.json") == session.network


def test_an_opened_template_brings_its_data_and_settings_and_is_undone_in_one_step():
    session = Session(Network())
    browser = Browser(session)
    assert browser.ask(protocol.OpenTemplate("spiral_mlp")) == protocol.Done()
    assert (session.config.batch_size, session.data and session.data.name) == (10, "spiral")
    browser.ask(protocol.Undo())
    assert session.network == Network()


def test_a_network_drawn_edit_by_edit_trains():
    session = Session(Network(), datasets.load("iris"), TrainingConfig(epochs=1))
    browser = Browser(session)
    for node, layer in (
        (Node("i", "i"), Layer("i", "InputLayer", "flower", {"shape": [4]})),
        (Node("d", "d"), Layer("d", "Dense", "species", {"units": 3, "activation": "softmax"})),
    ):
        browser.ask(protocol.ApplyEdit(AddNode(node, layer)))
    browser.ask(protocol.ApplyEdit(Connect(Edge("i", "d"))))
    browser.ask(protocol.Play())
    browser.wait_for_state("finished", "failed")
    assert browser.of(protocol.RunChanged)[-1].status.state == "finished"


def test_a_built_file_is_sent_whole_and_no_other_file_is():
    session, browser = opened()
    answer = browser.ask(protocol.GetAsset("stub.js"))
    assert isinstance(answer, protocol.Asset)
    assert len(browser.edits[-1][1][0]) > 1000
    for name in ("../session/_session.py", "/etc/passwd", "nothing.js"):
        assert isinstance(browser.ask(protocol.GetAsset(name)), protocol.Failed)
    assert session.path is None
