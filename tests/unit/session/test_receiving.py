"""Files that a browser sends in pieces: opened in the place of the drawing, as one undo step, with their weights."""

import base64
import json

import keras
import numpy as np
import pytest

from playground import datasets, protocol
from playground.network import SUFFIX, Document, Network, encode_document
from playground.picturing import document_in
from playground.session import Session, handle, open_anything, read_template
from tests.unit.modeling import models


class Told:
    """A session, and what it tells."""

    def __init__(self, *given, **named):
        self.session = Session(*given, **named)
        self.events = []
        self.session.edits = lambda event, buffers: self.events.append((event, buffers))

    def ask(self, command):
        handle(self.session, {"id": "r", "command": command})
        return next(
            (event.answer, buffers) for event, buffers in reversed(self.events) if isinstance(event, protocol.Reply)
        )

    def send(self, name, content, size=400_000):
        for start in range(0, max(len(content), 1), size):
            piece = base64.b64encode(content[start : start + size]).decode()
            answer, _ = self.ask(
                {
                    "type": "open_file",
                    "sending": name,
                    "name": name,
                    "size": len(content),
                    "start": start,
                    "content": piece,
                }
            )
            if isinstance(answer, protocol.Failed):
                return answer.message
        return ""


def weights(session):
    return {name: layer.get_weights() for name, layer in session.graph.layers.items() if layer.get_weights()}


def assert_same(one, other):
    assert one.keys() == other.keys()
    for name in one:
        for a, b in zip(one[name], other[name], strict=True):
            np.testing.assert_array_equal(a, b)


def saved(model, tmp_path):
    path = tmp_path / "it.keras"
    model.save(path)
    return path


def test_a_keras_file_in_pieces_is_one_undo_step_and_brings_its_weights(tmp_path):
    told = Told(read_template("digits_cnn").network)
    path = saved(models.sequential(), tmp_path)
    wanted = weights(Session(open_anything(path).opened))
    assert told.send("mine.keras", path.read_bytes(), size=1_000) == ""
    assert told.session.drawing.revision == 1
    assert_same(weights(told.session), wanted)
    told.session.running.reset()
    assert_same(weights(told.session), wanted)
    told.session.drawing.undo()
    assert told.session.network == read_template("digits_cnn").network
    told.session.drawing.redo()
    assert_same(weights(told.session), wanted)


def test_undo_brings_back_what_was_trained_before_and_redo_what_was_opened(tmp_path):
    document = read_template("spiral_mlp")
    told = Told(document.network, datasets.load("spiral"))
    told.session.step("batch")
    told.session.running.stop()
    told.session.running.run.wait()
    trained = weights(told.session)
    path = saved(models.sequential(), tmp_path)
    wanted = weights(Session(open_anything(path).opened))
    told.send("mine.keras", path.read_bytes())
    assert told.session.running.run is None
    assert_same(weights(told.session), wanted)
    for _ in range(2):
        told.session.drawing.undo()
        assert_same(weights(told.session), trained)
        told.session.drawing.redo()
        assert_same(weights(told.session), wanted)


def test_layers_of_a_file_with_the_ids_of_the_drawing_keep_the_weights_of_the_file(tmp_path):
    first, second = (keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)], name="twin") for _ in range(2))
    second.layers[0].name = first.layers[0].name
    told = Told(open_anything(first).opened)
    told.send("twin.keras", saved(second, tmp_path).read_bytes())
    np.testing.assert_array_equal(told.session.graph.model.get_weights()[0], second.get_weights()[0])
    told.session.drawing.undo()
    if told.session.network != open_anything(second).opened.network:
        np.testing.assert_array_equal(told.session.graph.model.get_weights()[0], first.get_weights()[0])


def test_a_document_brings_its_data_and_its_training():
    told = Told(Network())
    document = read_template("digits_mlp")
    assert told.send(f"a{SUFFIX}", encode_document(document)) == ""
    assert told.session.network == document.network
    assert told.session.data.name == "digits"
    assert told.session.path is None


def test_json_of_keras_opens_too():
    told = Told(Network())
    assert told.send("a.json", models.sequential().to_json().encode()) == ""
    assert told.session.drawing.report.ok
    assert len(told.session.network.nodes) > 2


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_picture_that_is_asked_for_opens_as_the_drawing_it_shows(form):
    document = read_template("digits_residual")
    told = Told(document.network, datasets.load("digits"))
    answer, (content,) = told.ask({"type": "get_picture", "format": form})
    assert answer == protocol.PictureFile({"svg": "image/svg+xml", "png": "image/png"}[form])
    assert document_in(content).network == document.network
    other = Told(Network())
    assert other.send(f"a.{form}", content) == ""
    assert other.session.network == document.network
    assert other.session.data.name == "digits"


def test_a_picture_is_in_the_colours_that_are_asked_for():
    told = Told(read_template("digits_residual").network)
    light, dark = (
        told.ask({"type": "get_picture", "format": "svg", "dark": dark})[1][0].decode() for dark in (False, True)
    )
    assert "#171717" in dark
    assert "#171717" not in light


BAD_TRAINING = json.loads(encode_document(Document(Network())))
WRONG = {
    "a.txt": (b"hello", "is neither a .playground.json document"),
    "a.h5": (b"hello", "can run code"),
    "a.keras": (b"hello", "a.keras is no .keras file"),
    "a.json": (b"hello", "not JSON"),
    "empty.playground.json": (b"", "not JSON"),
    "a.svg": (b"<svg></svg>", "no drawing inside"),
    "training.playground.json": (json.dumps({**BAD_TRAINING, "training": {"epochs": "x"}}).encode(), "training"),
    "data.playground.json": (json.dumps({**BAD_TRAINING, "data": {"name": "no such"}}).encode(), "no such"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_says_why_and_loses_nothing(name):
    content, reason = WRONG[name]
    told = Told(read_template("digits_cnn").network, datasets.load("digits"))
    before = weights(told.session)
    assert reason in told.send(name, content)
    assert told.session.network == read_template("digits_cnn").network
    assert told.session.drawing.revision == 0
    assert told.session.data.name == "digits"
    assert_same(weights(told.session), before)


def test_a_piece_that_is_missing_is_noticed():
    told = Told(Network())
    command = {"type": "open_file", "sending": "s", "name": "a.json", "size": 10, "content": "aGFsbG8="}
    assert isinstance(told.ask({**command, "start": 0})[0], protocol.Done)
    answer, _ = told.ask({**command, "start": 6})
    assert "lost on its way" in answer.message
    answer, _ = told.ask({**command, "start": 5})
    assert "lost on its way" in answer.message


def test_files_without_end_and_too_many_at_once_are_bounded():
    told = Told(Network())
    command = {"type": "open_file", "sending": "s", "name": "a.json", "size": 2**40, "start": 0, "content": "aGFsbG8="}
    assert "at most 256" in told.ask(command)[0].message
    for i in range(10):
        told.ask({**command, "size": 100, "sending": f"s{i}"})
    assert len(told.session._receiving._files) == 4
    answer, _ = told.ask({**command, "size": 100, "sending": "s9", "start": 5, "content": ""})
    assert "lost on its way" in answer.message
