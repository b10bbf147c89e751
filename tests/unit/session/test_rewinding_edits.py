"""Looking back over edits of the network: moments before one, its network brought back, and idle units that stay."""

import numpy as np
import pytest

import playground as pg
from playground import protocol
from playground.catalog import Choice
from playground.doctor import Outputs
from playground.errors import TrainingError
from playground.network import ChangeSetting
from playground.session import read_template
from playground.session._idle_units import UnitsOverTime, nodes_kept
from playground.training import TrainingConfig
from tests.unit.session.going import Screen, held, inserted, opened, wait_until
from tests.unit.session.test_rewinding import asked, ended, equal, weights


@pytest.fixture
def edited(session):
    """A session whose run was held after three batches and went on, for two, with a layer put in; weights before it."""
    for _ in range(3):
        held(session)
    before = weights(session)
    session.edit(inserted(session.network, "Dense", "between", {"units": 64}))
    held(session)
    held(session)
    return before


def test_the_moments_before_an_edit_are_told_with_those_since(session, edited):
    told = asked(session, protocol.GetMoments())
    assert told.steps == (0, 1, 2, 3, 3, 4, 5)
    assert told.edits == (1, 1, 1, 1, 0, 0, 0)
    assert asked(session, protocol.ShowMoment(4)) == protocol.Done()
    assert session.running.status.shown == 4
    answer = asked(session, protocol.ShowMoment(1))
    assert answer.message.startswith("The moment at step 1 is of the network before it was edited; continue from there")
    assert session.running.status.shown == 4


def test_to_go_on_before_an_edit_brings_back_the_network_and_its_weights_and_undo_the_edited_one(session, edited):
    screen, was, number = Screen(session), session.network, session.running.number
    learned = session.graph.layers["between"].get_weights()[0]
    assert asked(session, protocol.ContinueFrom(3, edits=1)) == protocol.Done()
    assert {layer.id for layer in session.network.layers} == {layer.id for layer in was.layers} - {"between"}
    session.running.pause()
    branch = session.running.run
    assert branch.wait_until("paused", timeout=60) == "paused"
    assert session.running.number == number + 1
    assert [(mark.step, mark.label) for mark in branch.history.marks] == [(3, "branch")]
    moments = asked(session, protocol.GetMoments())
    assert set(moments.edits) == {0}
    assert moments.steps[:4] == (0, 1, 2, 3)
    asked(session, protocol.ShowMoment(3))
    assert equal(weights(session), edited)
    assert screen.statuses[-1].shown == 3
    session.drawing.undo()
    assert session.network == was
    assert session.running.status.changed == "the edited network"
    np.testing.assert_array_equal(session.graph.layers["between"].get_weights()[0], learned)
    assert held(session).history.marks[-1].label == "edited"


def test_a_branch_before_an_edit_is_what_the_run_would_have_been_without_it():
    session, twin = opened(epochs=2, shuffle=False), opened(epochs=2, shuffle=False)
    for each in (session, twin):
        held(each)
        held(each)
    session.edit(ChangeSetting("hidden_a", "units", 20))
    held(session)
    asked(session, protocol.ContinueFrom(2, edits=1))
    twin.play()
    ended(session)
    ended(twin)
    assert equal(weights(session), weights(twin))
    assert session.network.layer_by_id["hidden_a"].settings == twin.network.layer_by_id["hidden_a"].settings


def test_over_several_edits_each_network_is_found_again(session, edited):
    session.edit(ChangeSetting("between", "units", 32))
    held(session)
    told = asked(session, protocol.GetMoments())
    assert told.edits == (2, 2, 2, 2, 1, 1, 1, 0, 0)
    asked(session, protocol.ContinueFrom(5, edits=1))
    assert session.network.layer_by_id["between"].settings["units"] == 64
    session.running.pause()
    session.running.run.wait_until("paused", timeout=60)
    told = asked(session, protocol.GetMoments())
    assert told.edits[:7] == (1, 1, 1, 1, 0, 0, 0)
    asked(session, protocol.ContinueFrom(0, edits=1))
    assert "between" not in session.network.layer_by_id
    session.running.stop()
    ended(session)


def test_an_edit_of_the_settings_alone_leaves_all_moments_to_be_shown(session):
    for _ in range(2):
        held(session)
    session.config = TrainingConfig(epochs=9, jit_compile="off", optimizer=Choice("SGD", {"learning_rate": 0.1}))
    held(session)
    assert asked(session, protocol.GetMoments()).edits == (0, 0, 0, 0)
    assert asked(session, protocol.ShowMoment(0)) == protocol.Done()
    network = session.network
    asked(session, protocol.ContinueFrom(1))
    assert session.network is network
    session.running.pause()
    session.running.run.wait_until("paused", timeout=60)
    assert session.running.run.history.marks[-1].label == "branch, optimizer changed"


def test_where_the_edit_was_undone_since_the_drawing_stays_and_only_the_weights_come_back(session):
    held(session)
    network, before = session.network, weights(session)
    session.edit(ChangeSetting("hidden_a", "activation", "tanh"))
    held(session)
    session.drawing.undo()
    held(session)
    assert asked(session, protocol.GetMoments()).edits == (2, 2, 1, 1, 0, 0)
    now = session.network
    asked(session, protocol.ContinueFrom(1, edits=2))
    assert session.network is now
    assert now == network
    session.running.pause()
    session.running.run.wait_until("paused", timeout=60)
    asked(session, protocol.ShowMoment(1))
    assert equal(weights(session), before)


def test_python_takes_the_moment_itself_and_refuses_one_of_another_run():
    studio = pg.Studio(
        read_template("digits_mlp").network,
        data="digits",
        config=TrainingConfig(epochs=10_000, jit_compile="off"),
        runs=False,
    )
    held(studio.session)
    early = studio.run.snapshots[-1]
    studio.edit(ChangeSetting("hidden_a", "units", 20))
    held(studio.session)
    with pytest.raises(TrainingError, match="continue from there to have that network back"):
        studio.rewind(0)
    (moment,) = [each for each in studio.run.snapshots if each.step == 1 and studio.run.snapshots.edits_since(each)]
    assert moment.step == early.step
    with pytest.raises(TrainingError, match="has no such moment"):
        studio.continue_from(early)
    studio.continue_from(moment)
    assert studio.network.layer_by_id["hidden_a"].settings["units"] != 20
    studio.stop()
    ended(studio.session)


def outputs(node, activation="relu", dead=0.0, units=8):
    return Outputs(node, f"Dense “{node}”", activation, units, dead, dead)


def test_idle_units_go_on_for_layers_that_kept_their_units_and_begin_where_one_is_new():
    before, after = UnitsOverTime(), UnitsOverTime()
    before.add(10, [outputs("a", dead=0.1), outputs("gone", dead=0.2), outputs("b", dead=0.3)])
    before.add(20, [outputs("a", dead=0.2), outputs("gone", dead=0.2), outputs("b", dead=0.4)])
    after.take_up(before, {"a", "b"}, 20)
    assert after.told.steps == (10, 20)
    assert [each.shares for each in after.told.layers] == [(0.1, 0.2), (0.3, 0.4)]
    after.add(20, [outputs("a", dead=0.2), outputs("new", dead=0.9), outputs("b", "tanh", dead=0.5)])
    after.add(30, [outputs("a", dead=0.3), outputs("new", dead=0.8), outputs("b", "tanh", dead=0.6)])
    assert after.told.steps == (10, 20, 30)
    assert [each.shares for each in after.told.layers] == [(0.1, 0.2, 0.3), (None, 0.9, 0.8), (None, 0.5, 0.6)]
    branch = UnitsOverTime()
    branch.take_up(after, {"a"}, 15)
    assert branch.told.steps == (10,)
    assert branch.told.layers[0].shares == (0.1,)
    nothing = UnitsOverTime()
    nothing.take_up(after, set(), 99)
    assert nothing.told is None


def test_the_nodes_that_kept_their_units_are_those_of_the_same_layer_with_weights_and_activation_of_before():
    session = opened()
    held(session)
    old = session.graph
    session.edit(inserted(session.network, "Dropout", "between", {"rate": 0.5}))
    assert {"hidden_a", "hidden_b"} <= nodes_kept(old, session.graph)
    session.edit(ChangeSetting("hidden_a", "activation", "tanh"))
    kept = nodes_kept(old, session.graph)
    assert "hidden_a" not in kept
    assert "hidden_b" in kept
    session.edit(ChangeSetting("hidden_b", "units", 48))
    assert not {"hidden_a", "hidden_b"} & nodes_kept(old, session.graph)


def test_the_past_of_idle_units_is_there_when_a_run_goes_on(session):
    held(session)
    rounds = session.running.broadcast.rounds
    wait_until(lambda: rounds.units.told is not None)
    first = rounds.units.told
    session.edit(inserted(session.network, "Dense", "between", {"units": 64, "activation": "relu"}))
    held(session)
    units = session.running.broadcast.rounds.units
    assert units is not rounds.units
    wait_until(lambda: units.told is not None and any(each.node == "between" for each in units.told.layers))
    assert units.told.steps[0] == first.steps[0] == 1
    shares = {each.node: each.shares for each in units.told.layers}
    assert shares["between"][0] is None
    assert shares["hidden_a"][0] == next(each.shares[0] for each in first.layers if each.node == "hidden_a")
