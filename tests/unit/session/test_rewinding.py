"""Looking back in a session: what the views see and hear of a moment, what leaves it again, and branches."""

import msgspec
import numpy as np
import pytest

import playground as pg
from playground import protocol
from playground.catalog import Choice
from playground.errors import TrainingError
from playground.network import ChangeSetting, RemoveNode
from playground.session import handle, read_template
from playground.training import TrainingConfig
from tests.unit.session.going import Screen, held, opened, wait_until


def asked(session, command):
    """The answer of the kernel to what a browser asks."""
    replies = []

    def hear(event, _buffers):
        if isinstance(event, protocol.Reply):
            replies.append(event.answer)

    before, session.edits = session.edits, hear
    handle(session, {"id": "r", "command": msgspec.to_builtins(command)})
    session.edits = before
    return replies[-1]


def weights(session):
    return [np.array(each) for each in session.running.latest_graph.model.trainable_variables]


def equal(one, other):
    return all(np.array_equal(mine, its) for mine, its in zip(one, other, strict=True))


def ended(session):
    session.running.run.wait_until(timeout=60)


@pytest.fixture
def steps(session):
    """A session whose run is held after three batches, and the weights after each."""
    seen = []
    for _ in range(3):
        held(session)
        seen.append(weights(session))
    return seen


def test_the_moments_of_a_run_that_rests_are_told_and_one_of_them_is_shown_in_all_views(session, steps):
    screen = Screen(session)
    session.running.watch(protocol.Watch("view", ("hidden_a",)))
    told = asked(session, protocol.GetMoments())
    assert told.steps == (0, 1, 2, 3)
    assert told.missing == ""
    wait_until(lambda: screen.pictures)
    assert asked(session, protocol.ShowMoment(1)) == protocol.Done()
    assert equal(weights(session), steps[0])
    assert screen.statuses[-1].shown == 1
    assert screen.pictures[-1].step == 1
    assert equal([np.array(each) for each in session.graph.model.trainable_variables], steps[0])
    assert session.running.moment(session.graph)[0] == 1
    asked(session, protocol.ShowMoment(None))
    assert equal(weights(session), steps[-1])
    assert screen.statuses[-1].shown is None
    assert screen.pictures[-1].step == 3


@pytest.mark.parametrize("verb", ["play", "step", "stop"])
def test_whatever_goes_on_goes_on_from_the_latest_step(session, steps, verb):
    twin = opened()
    for _ in range(4 if verb == "step" else 3):
        held(twin)
    asked(session, protocol.ShowMoment(0))
    if verb == "step":
        held(session)
        assert equal(weights(session), weights(twin))
    elif verb == "stop":
        session.running.stop()
        ended(session)
        assert equal(weights(session), steps[-1])
    else:
        session.play()
        wait_until(lambda: len(session.running.run.history) > 3)
        session.running.stop()
        ended(session)
    assert session.running.status.shown is None
    twin.running.stop()
    ended(twin)


def test_an_edit_leaves_the_moment_and_what_is_kept_are_the_latest_weights(session, steps):
    screen = Screen(session)
    asked(session, protocol.ShowMoment(0))
    session.edit(ChangeSetting("hidden_b", "activation", "tanh"))
    assert screen.statuses[-1].shown is None
    assert equal(weights(session), steps[-1])
    assert equal([np.array(each) for each in session.graph.model.trainable_variables], steps[-1])
    answer = asked(session, protocol.ShowMoment(0))
    assert "undo the edits to look back" in answer.message
    assert "undo the edits" in asked(session, protocol.GetMoments()).missing
    session.drawing.undo()
    assert asked(session, protocol.ShowMoment(0)) == protocol.Done()


def test_a_weight_is_not_set_by_hand_in_a_moment_that_is_over(session, steps):
    asked(session, protocol.ShowMoment(0))
    answer = asked(session, protocol.SetWeight("hidden_a", 0, 1.0))
    assert answer.message == "A weight is set by hand at the latest step; go back to it, or continue from here."
    asked(session, protocol.ShowMoment(None))
    assert equal(weights(session), steps[-1])


def test_a_branch_begins_with_the_past_of_its_run_under_a_number_of_its_own(session, steps):
    run, screen = session.running.run, Screen(session)
    losses, number = run.history.steps["loss"][:3].copy(), session.running.number
    asked(session, protocol.ShowMoment(2))
    assert asked(session, protocol.ContinueFrom(2)) == protocol.Done()
    branch = session.running.run
    assert branch is not run
    wait_until(lambda: len(branch.history) > 3)
    session.running.pause()
    assert branch.wait_until("paused", timeout=60) == "paused"
    assert run.state == "stopped"
    assert len(run.history) == 3
    assert np.array_equal(branch.history.steps["loss"][:3], losses)
    assert [(mark.step, mark.label) for mark in branch.history.marks] == [(2, "branch")]
    assert session.running.number == number + 1

    def told() -> list[int]:
        return [
            step
            for chunk, buffers in zip(screen.chunks, screen.buffers, strict=True)
            if chunk.run == number + 1
            for place, name in enumerate(chunk.series)
            if name == "loss"
            for step in buffers[2 * place].tolist()
        ]

    wait_until(lambda: len(told()) > 3)
    fresh = [chunk for chunk in screen.chunks if chunk.run == number + 1]
    assert fresh[0].whole
    assert not any(chunk.whole for chunk in fresh[1:])
    assert told()[:3] == [1, 2, 3]
    assert {mark.label for chunk in fresh for mark in chunk.marks} == {"branch"}
    assert asked(session, protocol.GetMoments()).steps[:3] == (0, 1, 2)


def test_a_branch_takes_what_was_set_otherwise_meanwhile_and_says_so(session, steps):
    asked(session, protocol.ShowMoment(1))
    settings = TrainingConfig(epochs=1, jit_compile="off", optimizer=Choice("Adam", {"learning_rate": 0.25}))
    session.config = settings
    assert session.running.status.shown == 1
    asked(session, protocol.ContinueFrom(1))
    branch = session.running.run
    branch.wait(60)
    assert [mark.label for mark in branch.history.marks] == ["branch, learning rate 0.25"]
    assert branch.history.steps["learning_rate"][1] == pytest.approx(0.25)
    assert branch.history.steps["learning_rate"][0] == pytest.approx(0.001)


def test_python_looks_back_and_branches_as_the_screen_does_and_both_runs_are_kept(tmp_path):
    studio = pg.Studio(
        read_template("digits_mlp").network,
        data="digits",
        config=TrainingConfig(epochs=2, jit_compile="off"),
        runs=tmp_path,
    )
    run = studio.train(wait=True)
    latest = [np.array(each) for each in studio.model.trainable_variables]
    moment = studio.rewind(run.snapshots[1].step)
    assert moment is run.snapshots[1]
    assert equal([np.array(each) for each in studio.model.variables], moment.weights)
    assert studio.rewind() is None
    assert equal([np.array(each) for each in studio.model.trainable_variables], latest)
    branch = studio.continue_from(moment.step)
    branch.wait(60)
    assert equal([np.array(each) for each in studio.model.trainable_variables], latest)
    studio.session.keeping.settle()
    name = studio.network.name
    kept = studio.runs
    assert sorted(each.name for each in kept) == sorted([name, f"{name}, branch at epoch 1"])
    assert [len(each.history) for each in kept] == [len(run.history)] * 2
    assert {each.name: len(each.history.marks) for each in kept} == {name: 0, f"{name}, branch at epoch 1": 1}


def test_a_run_that_was_opened_again_has_nothing_to_look_back_to(tmp_path):
    studio = pg.Studio(
        read_template("digits_mlp").network, data="digits", config=TrainingConfig(epochs=1), runs=tmp_path
    )
    studio.train(wait=True)
    studio.session.keeping.settle()
    studio.reopen(studio.runs[0])
    sentence = "What was opened again has no snapshots; press play, and the new run takes some."
    assert asked(studio.session, protocol.GetMoments()).missing == sentence
    with pytest.raises(TrainingError, match="press play, and the new run"):
        studio.rewind(0)


def test_where_there_is_nothing_to_look_back_in_the_sentence_says_what_to_do(session):
    assert asked(session, protocol.GetMoments()).missing == "There is no run to look back in yet; press play."
    session.play()
    wait_until(lambda: len(session.running.run.history) > 0)
    for command in (protocol.ShowMoment(0), protocol.ContinueFrom(0)):
        assert asked(session, command).message == "A run is looked back in while it rests; pause first."
    session.running.stop()
    ended(session)
    number = session.running.number
    session.edit(RemoveNode("hidden_b"))
    assert "undo the edits" in asked(session, protocol.ContinueFrom(0)).message
    session.running.reset()
    assert session.running.number == number + 1
    assert asked(session, protocol.ShowMoment(None)) == protocol.Done()


def test_another_run_of_what_has_ended_begins_with_the_latest_weights():
    session = opened(epochs=1)
    session.play()
    ended(session)
    latest = weights(session)
    asked(session, protocol.ShowMoment(0))
    session.config = TrainingConfig(epochs=1, jit_compile="off", optimizer=Choice("SGD", {"learning_rate": 0.0}))
    session.play()
    ended(session)
    assert equal(weights(session), latest)


def test_a_run_that_broke_is_gone_on_from_before_it_did():
    session = opened(epochs=3, optimizer=Choice("SGD", {"learning_rate": 1e30}))
    session.play()
    ended(session)
    assert session.running.run.state == "failed"
    session.config = TrainingConfig(epochs=1, jit_compile="off")
    asked(session, protocol.ShowMoment(0))
    assert asked(session, protocol.ContinueFrom(0)) == protocol.Done()
    assert session.running.run.wait(60) == "finished"


def test_a_branch_that_can_not_begin_says_why_and_the_next_play_begins_a_run(session, steps):
    data = session.data
    session.config = TrainingConfig(epochs=1, jit_compile="off", loss=Choice("BinaryCrossentropy"), batch_size=10_000)
    asked(session, protocol.ContinueFrom(1))
    with pytest.raises(TrainingError):
        session.running.run.wait(60)
    assert session.running.status.problem is not None
    session.config, session.data = TrainingConfig(epochs=1, jit_compile="off"), data
    session.play()
    assert session.running.run.wait(60) == "finished"
