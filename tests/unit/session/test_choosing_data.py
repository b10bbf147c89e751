"""Data chosen by name and recipe: documents that draw them again, and runs that go on with them."""

import time

import msgspec
import pytest

from playground import datasets, protocol
from playground.errors import PlaygroundError
from playground.network import Connect, Disconnect
from playground.session import Session, handle, read_template
from playground.session._settings import data_of
from playground.training import TrainingConfig

RECIPE = {"samples": 80, "noise": 0.3, "train_share": 0.5, "seed": 7}


@pytest.fixture
def session():
    made = Session(read_template("spiral_mlp").network, datasets.load("spiral"), TrainingConfig(epochs=100_000))
    made.told = []
    made.edits = lambda event, _buffers: made.told.append(event)
    yield made
    made.running.stop()


def ask(session, **command):
    handle(session, {"id": "r", "command": command})
    return next(event.answer for event in reversed(session.told) if isinstance(event, protocol.Reply))


def test_points_of_a_recipe_are_told_written_and_drawn_again(session):
    assert ask(session, type="choose_data", name="circle", recipe=RECIPE) == protocol.Done()
    summary = next(event for event in session.told if isinstance(event, protocol.Configured)).data
    assert (summary.samples, summary.validation_samples) == (40, 40)
    assert msgspec.to_builtins(summary.recipe) == RECIPE
    text = session.text()
    assert msgspec.json.decode(text)["data"] == {"name": "circle", **RECIPE}

    other = Session(read_template("spiral_mlp").network)
    other.put_text(text)
    assert (other.data.inputs["point"] == session.data.inputs["point"]).all()
    assert other.text() == text


def test_the_usual_points_are_named_by_their_name_alone(session):
    assert msgspec.json.decode(session.text())["data"] == {"name": "spiral"}
    ask(session, type="choose_data", name="xor", recipe=msgspec.to_builtins(protocol.Recipe()))
    assert msgspec.json.decode(session.text())["data"] == {"name": "xor"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "circle", "noise": "much"}, "Expected `float`, got `str`"),
        ({"name": "circle", "code": "x"}, "unknown field `code`"),
        ({"name": "digits", "noise": 0.2}, "no set of points “digits”"),
        ({"name": "circle", "samples": 10**12}, "at most 1,000,000"),
    ],
)
def test_documents_with_data_that_can_not_be_drawn_are_refused(session, data, sentence):
    document = msgspec.structs.replace(session._document(), data=data)
    with pytest.raises(PlaygroundError, match=sentence):
        data_of(document)


def test_a_recipe_that_can_not_be_is_answered_and_changes_nothing(session):
    before = session.data
    answer = ask(session, type="choose_data", name="circle", recipe={**RECIPE, "noise": -1})
    assert "noise must be 0 or more" in answer.message
    assert session.data is before


def test_a_run_goes_on_with_new_points_and_the_weights_it_has(session):
    session.step("epoch")
    wait(session, "paused")
    weights = [array.copy() for array in session.graph.model.get_weights()]
    number, steps = session.running.number, len(session.running.run.history)
    ask(session, type="choose_data", name="spiral", recipe=RECIPE)
    assert session.running.number == number
    session.step("batch")
    wait(session, "paused")
    assert session.running.number == number
    assert session.running.run.history.steps["loss"].size == steps + 1
    assert [mark.step for mark in session.running.run.history.marks] == [steps]
    for old, new in zip(weights, session.graph.model.get_weights(), strict=True):
        assert abs(old - new).max() < 0.1


CHANGES = {
    "noise 0.2": {"noise": 0.2},
    "new points": {"seed": 8},
    "train share 60%": {"train_share": 0.6},
    "120 points": {"samples": 120},
    "Circle": {"name": "circle"},
}


def test_a_run_under_way_goes_on_with_whatever_points_are_drawn_and_each_change_is_marked(session):
    ask(session, type="choose_data", name="spiral", recipe=RECIPE)
    session.play()
    went(session)
    number, labels = session.running.number, []
    for label, change in CHANGES.items():
        recipe = {**RECIPE, **change}
        before = session.running.run
        weights = [array.copy() for array in session.graph.model.get_weights()]
        assert ask(session, type="choose_data", name=recipe.pop("name", "spiral"), recipe=recipe) == protocol.Done()
        run = session.running.run
        assert run is not before
        assert before.state == "stopped"
        assert len(run.history) >= len(before.history)
        assert run.given is session.data
        went(session)
        labels.append(label)
        assert session.running.number == number
        found = [mark.label for mark in run.history.marks]
        assert found[-1].split(", ")[0] in (label, "new points")
        assert len(found) == len(labels)
        assert [each.shape for each in weights] == [each.shape for each in session.graph.model.get_weights()]
    assert session.running.run.history.marks[0].label == "noise 0.2"
    circle = session.running.run
    ask(session, type="undo")
    spiral = session.running.run
    assert spiral is not circle
    assert spiral.given is session.data
    ask(session, type="redo")
    assert session.running.run is not spiral
    assert session.running.run.given is circle.given


MANY = {**RECIPE, "samples": 400_000}
"""So many points that an epoch of single ones is under way for a while."""


def test_new_points_in_an_epoch_that_is_stepped_leave_its_end_where_it_was(session):
    session.config = TrainingConfig(epochs=100_000, batch_size=1)
    ask(session, type="choose_data", name="spiral", recipe=MANY)
    session.step("epoch")
    before = went(session)
    assert ask(session, type="choose_data", name="spiral", recipe={**MANY, "seed": 8}) == protocol.Done()
    run = session.running.run
    assert run is not before
    assert len(run.history) < 200_000
    went(session)

    wait(session, "paused")

    assert (run.status.epoch, len(run.history)) == (1, 200_000)
    assert [mark.label for mark in run.history.marks] == ["new points"]


def test_new_points_for_a_run_that_was_told_to_pause_as_it_began_are_not_trained_on(session):
    session.play()
    run = session.running.run
    run.pause()
    assert run.state == "preparing"
    ask(session, type="choose_data", name="spiral", recipe=RECIPE)

    wait(session, "paused")

    run = session.running.run
    assert (run.given, len(run.history)) == (session.data, 0)
    time.sleep(0.3)
    assert run.state == "paused"


def test_with_a_problem_in_the_drawing_new_points_leave_the_run_paused_with_all_it_has_learned(session):
    session.play()
    run = went(session)
    edge = session.network.edges[0]
    session.edit(Disconnect(edge))
    answer = ask(session, type="choose_data", name="spiral", recipe=RECIPE)
    assert answer.code == "CheckError"
    assert session.running.run is run
    assert run.state == "paused"
    session.edit(Connect(edge))
    assert session.running.status.changed == "the new points"
    session.play()
    assert went(session).history.marks[-1].label == "new points"


def test_other_data_than_points_wait_for_the_next_play(session):
    session.play()
    run = went(session)
    assert ask(session, type="choose_data", name="digits") == protocol.Done()
    assert session.running.run is run
    assert run.state == "running"


def went(session):
    """The run, when it has done a step more than it had."""
    run = session.running.run
    steps, end = len(run.history), time.monotonic() + 60
    while len(run.history) <= steps:
        assert time.monotonic() < end
        assert run.state in {"preparing", "running"}
        time.sleep(0.01)
    return run


def wait(session, state):
    end = time.monotonic() + 60
    while session.running.status.state != state:
        assert time.monotonic() < end
        assert session.running.status.state != "failed"
        time.sleep(0.02)
