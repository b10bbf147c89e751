"""All of a session in a text, and controls that a document hides from whoever opens it."""

import msgspec
import pytest

import playground as pg
from playground import datasets, protocol
from playground.errors import DocumentError
from playground.network import Network, from_text
from playground.session import Session, handle, read_template
from playground.session._opening import open_anything
from playground.training import TrainingConfig


class Told:
    """A session with what it told."""

    def __init__(self, *given):
        self.session = Session(*given)
        self.events = []
        self.session.edits = lambda event, _buffers: self.events.append(event)

    def ask(self, **command):
        handle(self.session, {"id": "r", "command": command})
        return next(event.answer for event in reversed(self.events) if isinstance(event, protocol.Reply))


@pytest.fixture
def told():
    data = datasets.points("circle", samples=60, noise=0.25, train_share=0.5, seed=11)
    return Told(read_template("spiral_mlp").network, data, TrainingConfig(batch_size=7, epochs=33, seed=5))


def test_a_text_opens_with_its_network_data_training_and_seeds_as_one_undo_step(told):
    told.ask(type="hide_controls", controls=["export", "code"])
    text = told.ask(type="get_text").text
    assert len(text) < 3000

    other = Told(Network())
    assert other.ask(type="open_text", text=text) == protocol.Done()
    session = other.session
    assert session.network == told.session.network
    assert (session.config.seed, session.config.batch_size, session.config.epochs) == (5, 7, 33)
    assert (session.data.inputs["point"] == told.session.data.inputs["point"]).all()
    assert (session.data.validation.inputs["point"] == told.session.data.validation.inputs["point"]).all()
    assert session.snapshot().hidden == ("export", "code")
    assert session.text() == told.session.text()

    other.ask(type="undo")
    assert session.network == Network()
    assert session.snapshot().hidden == ()


def test_a_text_that_is_none_leaves_the_drawing_and_says_why(told):
    before = told.session.network
    assert "begins with “playground:”" in told.ask(type="open_text", text="import os").message
    assert told.session.network is before


def test_python_opens_a_text(told):
    found = open_anything(told.session.text(short=True))
    assert found.opened.network == told.session.network
    assert found.document == from_text(told.session.text(short=True))
    studio = pg.open(told.session.text(short=True))
    assert (studio.network, studio.config.seed, len(studio.data)) == (told.session.network, 5, 30)


def test_hidden_controls_are_told_written_and_shown_again(told):
    told.ask(type="hide_controls", controls=["export", "seed", "export"])
    configured = [event for event in told.events if isinstance(event, protocol.Configured)]
    assert configured[-1].hidden == ("export", "seed")
    assert msgspec.json.decode(told.session.text())["view"] == {"hidden": ["export", "seed"]}
    told.ask(type="hide_controls", controls=[])
    assert msgspec.json.decode(told.session.text())["view"] is None


def test_a_control_of_a_later_version_is_kept(told):
    told.ask(type="hide_controls", controls=["hologram"])
    other = Session(Network())
    other.put_text(told.session.text())
    assert other.snapshot().hidden == ("hologram",)


@pytest.mark.parametrize(
    "view", [{"hidden": "export"}, {"hidden": ["<script>"]}, {"hidden": [7]}, {"hidden": ["a"] * 101}, {"code": "x"}]
)
def test_views_that_can_not_be_read_are_refused(told, view):
    data = msgspec.json.decode(told.session.text())
    with pytest.raises(DocumentError):
        told.session.put_text(msgspec.json.encode({**data, "view": view}).decode())
    assert told.session.snapshot().hidden == ()
