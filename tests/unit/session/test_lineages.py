"""Drawings that take each other's place: none gets the weights of another by ids that they share."""

import threading

import keras
import numpy as np
import pytest

from playground import datasets, protocol
from playground.modeling import open_model
from playground.network import Network, RenameNetwork, decode_document, encode_document
from playground.session import Session, read_template
from playground.training import TrainingConfig

MLP = read_template("digits_mlp")


def twin(name: str) -> bytes:
    """A document of other meaning whose layers have the ids and the shapes of the template's."""
    text = encode_document(MLP).decode().replace('"relu"', '"tanh"').replace("digits_mlp", name)
    assert decode_document(text.encode()).network != MLP.network
    return text.encode()


def opened(session: Session, content: bytes, name: str) -> None:
    session.receive(protocol.OpenFile(name, f"{name}.playground.json", len(content), 0, content))


def trained(session: Session) -> list[np.ndarray]:
    session.config = TrainingConfig(epochs=1)
    session.play()
    assert session.running.run is not None
    session.running.run.wait()
    return held(session)


def held(session: Session) -> list[np.ndarray]:
    return [np.array(each) for each in session.graph.model.get_weights()]


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.fixture
def session() -> Session:
    return Session(MLP.network, datasets.load("digits"))


@pytest.mark.parametrize("looking", [True, False], ids=["slow", "quick"])
def test_undo_past_several_openings_gives_each_drawing_its_own_weights(session: Session, looking: bool):
    first = trained(session)
    opened(session, twin("second"), "second")
    second = trained(session)
    assert not same(first, second)
    opened(session, twin("third").replace(b'"tanh"', b'"gelu"'), "third")
    third = trained(session)
    session.drawing.undo()
    if looking:
        assert same(held(session), second)
    session.drawing.undo()
    assert session.network == MLP.network
    assert same(held(session), first)
    session.drawing.redo()
    if looking:
        assert same(held(session), second)
    session.drawing.redo()
    assert session.network.name == "third"
    assert same(held(session), third)


def test_a_template_is_another_drawing_and_begins_without_the_weights_of_the_last(session: Session):
    first = trained(session)
    session.edit(RenameNetwork("mine"))
    session.open_document(read_template("digits_mlp"), "r")
    session.drawing.undo()
    session.open_document(read_template("digits_cnn"), "r")
    assert session.running.run is None
    session.drawing.undo()
    assert same(held(session), first)


def test_who_asks_for_the_model_as_soon_as_the_opened_drawing_is_seen_gets_its_weights(session: Session):
    trained(session)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4)], name="opened")
    got: list[np.ndarray] = []
    reader = threading.Thread(target=lambda: got.extend(held(session)))

    def sees(event: protocol.Event, _buffers: object) -> None:
        if isinstance(event, protocol.Changed):
            reader.start()
            reader.join(2)

    session.edits = sees
    session.open(open_model(model))
    reader.join()
    assert same(got, model.get_weights())
    assert same(held(session), model.get_weights())


class Turn:
    """A turn that tells when another thread asks for it."""

    def __init__(self) -> None:
        self.lock, self.asked, self.mine = threading.RLock(), threading.Event(), threading.current_thread()

    def __enter__(self) -> None:
        if threading.current_thread() is not self.mine:
            self.asked.set()
        self.lock.acquire()

    def __exit__(self, *_: object) -> None:
        self.lock.release()


def test_who_asks_for_the_model_while_a_drawing_is_opened_takes_no_weights_from_it(session: Session):
    trained(session)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4)], name="opened")
    session.running._turn = turn = Turn()
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(session.graph.network.name))
    with turn:
        reader.start()
        assert turn.asked.wait(30)
        session.open(open_model(model))
    reader.join()
    assert got == ["opened"]
    assert same(held(session), model.get_weights())


def test_who_plays_while_a_drawing_is_opened_trains_the_one_that_stands_there_then(session: Session):
    trained(session)
    session.running._turn = turn = Turn()
    player = threading.Thread(target=session.play)
    with turn:
        player.start()
        assert turn.asked.wait(30)
        opened(session, twin("second"), "second")
    player.join()
    run = session.running.run
    assert run is not None
    assert run.graph is not None
    assert run.graph.network.name == "second"
    run.wait()


def test_who_asks_for_the_model_as_soon_as_an_opening_is_taken_back_gets_its_own_weights(session: Session):
    first = trained(session)
    opened(session, twin("second"), "second")
    second = trained(session)
    got: list[np.ndarray] = []
    reader = threading.Thread(target=lambda: got.extend(held(session)))

    def sees(event: protocol.Event, _buffers: object) -> None:
        if isinstance(event, protocol.Changed) and not reader.ident:
            reader.start()
            reader.join(2)

    session.edits = sees
    session.drawing.undo()
    reader.join()
    assert same(got, first)
    session.drawing.redo()
    assert same(held(session), second)


def test_an_edit_while_another_drawing_is_opened_takes_no_weights_from_the_one_that_is_left(
    session: Session, monkeypatch: pytest.MonkeyPatch
):
    first = trained(session)
    editor = threading.Thread(target=lambda: session.edit(RenameNetwork("mine")))
    begin = session._lineages.begin

    def edited(before: Network, after: Network) -> int:
        editor.start()
        editor.join(2)
        return begin(before, after)

    monkeypatch.setattr(session._lineages, "begin", edited)
    opened(session, twin("second"), "second")
    editor.join()
    trained(session)
    while session.drawing.now.can_undo:
        session.drawing.undo()
    assert session.network == MLP.network
    assert same(held(session), first)


def left(place, monkeypatch) -> Session:
    """A session of the same beginning, to whose eyes the one before is gone."""
    monkeypatch.setattr("playground.session._recovery.lives", lambda _process: False)
    return Session(MLP.network, datasets.load("digits"), recoveries=place)


def test_weights_of_a_drawing_that_was_left_are_not_handed_to_the_one_opened_in_its_place(tmp_path, monkeypatch):
    session = Session(MLP.network, datasets.load("digits"), recoveries=tmp_path)
    first = trained(session)
    opened(session, twin("second"), "second")
    session._left.flush()
    after = left(tmp_path, monkeypatch)
    offer = after.snapshot().recovery
    assert offer is not None
    assert (offer.name, offer.steps) == ("second", 0)
    after.recover()
    assert after.network.name == "second"
    assert not any(np.array_equal(a, b) for a, b in zip(held(after), first, strict=True) if a.ndim > 1)
    assert after.running.past is None


def test_who_went_back_before_the_stop_gets_the_weights_of_what_is_drawn(tmp_path, monkeypatch):
    session = Session(MLP.network, datasets.load("digits"), recoveries=tmp_path)
    first = trained(session)
    opened(session, twin("second"), "second")
    second = trained(session)
    session.drawing.undo()
    session._left.flush()
    after = left(tmp_path, monkeypatch)
    after.recover()
    assert after.network == MLP.network
    assert same(held(after), first)
    assert not same(held(after), second)


def test_what_is_recovered_is_another_drawing_than_the_one_it_replaces(tmp_path, monkeypatch):
    session = Session(MLP.network, datasets.load("digits"), recoveries=tmp_path)
    first = trained(session)
    after = left(tmp_path, monkeypatch)
    own = held(after)
    after.edit(RenameNetwork("begun"))
    after.recover()
    assert same(held(after), first)
    after.drawing.undo()
    assert after.network.name == "begun"
    assert same(held(after), own)
