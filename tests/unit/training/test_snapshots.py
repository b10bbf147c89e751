"""Snapshots: within a budget whatever comes, evenly spread; and the weights of a moment shown, and left again."""

from itertools import pairwise

import keras
import numpy as np
import pytest
from hypothesis import given, strategies as st

from playground.errors import TrainingError
from playground.modeling import build_graph, from_keras, kept_variables
from playground.training import GoingOn, Origin, Snapshot, Snapshots, TrainingConfig, train
from playground.training._snapshots import MOST, Place, Progress

LOSS = "sparse_categorical_crossentropy"


HERE = Origin()


def a_snapshot(step, floats=10, origin=HERE):
    place = Place(step, 0, np.random.default_rng(0), None, Progress({}), (), 10, 10)
    return Snapshot(step, float(step), (np.zeros(floats, np.float32),), (), None, TrainingConfig(), place, origin)


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 60)), min_size=1, max_size=400),
    st.integers(0, 4_000),
)
def test_the_budget_holds_whatever_comes_and_the_latest_is_there_if_it_fits(offers, budget):
    snapshots, step = Snapshots(budget, HERE), 0
    for gap, floats in offers:
        snapshots.add(a_snapshot(step, floats))
        assert sum(each.nbytes for each in snapshots) <= budget
        assert len(snapshots) <= MOST
        assert (4 * floats <= budget) == (len(snapshots) > 0 and snapshots[-1].step == step)
        steps = [each.step for each in snapshots]
        assert steps == sorted(set(steps))
        step += gap


@given(st.lists(st.integers(1, 50), min_size=1, max_size=1_000), st.integers(2, 40))
def test_what_is_kept_is_evenly_spread_between_the_first_and_the_latest(gaps, room):
    snapshots, step, longest = Snapshots(40 * room, HERE), 0, max(gaps)
    for gap in [0, *gaps]:
        step += gap
        snapshots.add(a_snapshot(step))
    steps = [each.step for each in snapshots]
    assert (steps[0], steps[-1]) == (0, step)
    between = [later - earlier for earlier, later in pairwise(steps[:-1])]
    assert all(snapshots.every <= each <= 2 * snapshots.every + longest for each in between)
    assert len(steps) > 1


def test_the_nearest_moment_is_found_and_a_later_run_begins_with_those_before_it():
    snapshots = Snapshots(10_000, HERE)
    for step in (0, 10, 20, 30):
        snapshots.add(a_snapshot(step))
    assert [snapshots.nearest(step).step for step in (0, 4, 16, 1_000)] == [0, 0, 20, 30]
    branch = Snapshots(10_000, HERE)
    branch.take_up(snapshots, snapshots.nearest(20))
    assert list(branch) == list(snapshots)[:3]


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 60), st.booleans()), min_size=1, max_size=200),
    st.integers(0, 4_000),
)
def test_the_budget_holds_over_edits_too_and_the_last_before_an_edit_goes_last(offers, budget):
    snapshots, step, origins = Snapshots(budget), 0, []
    for gap, floats, edited in offers:
        if edited:
            before, snapshots = snapshots, Snapshots(budget)
            snapshots.take_up(before)
        step += gap
        snapshots.add(a_snapshot(step, floats, snapshots.origin))
        origins = list(dict.fromkeys([*origins, snapshots.origin]))
        assert snapshots.nbytes <= budget
        assert len(snapshots) <= MOST
        assert (4 * floats <= budget) == (len(snapshots) > 0 and snapshots[-1].step == step)
        found = [origins.index(each.origin) for each in snapshots]
        assert found == sorted(found)
        edits = [snapshots.edits_since(each) for each in snapshots]
        assert edits == sorted(edits, reverse=True)
        assert not edits or edits[-1] == 0


def test_between_edits_the_last_moment_of_each_network_stays_when_others_go():
    snapshots = Snapshots(40 * 8)
    ends = []
    for network in range(4):
        before, snapshots = snapshots, Snapshots(40 * 8)
        snapshots.take_up(before)
        for step in range(100 * network, 100 * network + 101):
            snapshots.add(a_snapshot(step, origin=snapshots.origin))
        ends.append(snapshots[-1])
    assert ends[-1] is snapshots[-1]
    assert all(end in snapshots for end in ends)
    assert snapshots.nearest(200).origin is ends[1].origin
    assert snapshots.nearest(200, edits=1).origin is ends[2].origin


@pytest.mark.parametrize("precision", ["float32", "mixed_float16"])
def test_what_is_put_away_has_no_memory_of_the_device_and_is_gone_on_from_bit_by_bit(network, data, precision):
    settings = config(optimizer=keras.optimizers.Adam(0.01, amsgrad=True))
    graph = build_graph(network, 0, precision)
    whole, _ = by_batches(graph, data, 7, settings)
    run = train(build_graph(network, 1, precision), data, settings, paused=True, after=GoingOn(whole))
    run.wait_until("paused", timeout=60)
    assert [each.step for each in run.snapshots] == [*range(8), 7]
    before = [each for each in run.snapshots if run.snapshots.edits_since(each)]
    assert all(not each.optimizer.built for each in before)
    assert len({id(each.optimizer) for each in before}) == 1
    moment = before[5]
    with pytest.raises(TrainingError, match="at step 2 is of the network before it was edited; continue"):
        run.show(2)
    with pytest.raises(TrainingError, match="at step 5 is gone on from with a model of the network that was trained"):
        train(keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)]), data, after=GoingOn(run, at=moment))
    run.stop()
    branch = train(build_graph(network, 3, precision), data, settings, after=GoingOn(run, label="branch", at=moment))
    branch.wait(60)
    assert [each.step for each in branch.snapshots][:6] == [0, 1, 2, 3, 4, 5]
    assert all(not branch.snapshots.edits_since(each) for each in branch.snapshots)
    whole.resume()
    whole.wait(60)
    assert equal(values(branch.model), values(whole.model))
    assert equal(values(branch.model), branch.snapshots[-1].weights)
    assert branch.show(2).step == 2
    again = train(branch.graph, data, settings, after=GoingOn(branch, label="again", at=branch.snapshots[2]))
    again.wait(60)
    assert equal(values(again.model), values(whole.model))


@pytest.fixture(scope="module")
def network():
    layers = keras.layers
    return from_keras(
        keras.Sequential(
            [
                keras.Input((2,)),
                layers.Dense(6, activation="tanh", name="first"),
                layers.Dropout(0.2, name="drop"),
                layers.BatchNormalization(name="norm"),
                layers.Dense(2, activation="softmax", name="last"),
            ]
        )
    )


def config(**settings):
    return TrainingConfig(**{"loss": LOSS, "batch_size": 8, "epochs": 4, "jit_compile": "off", **settings})


def values(model):
    return [np.array(each) for each in model.variables]


def equal(one, other):
    return all(np.array_equal(mine, its) for mine, its in zip(one, other, strict=True))


def by_batches(graph, data, count, settings):
    """A run held after each batch, and its weights after each."""
    run, seen = train(graph, data, settings, paused=True), []
    for _ in range(count):
        run.wait_until("paused", timeout=60)
        run.step()
        run.wait_until("paused", timeout=60)
        seen.append(values(run.model))
    return run, seen


def test_a_paused_run_shows_an_earlier_moment_and_goes_on_as_if_nobody_had_looked(network, data):
    whole = train(build_graph(network, 0), data, config())
    whole.wait(60)
    run, seen = by_batches(build_graph(network, 0), data, 10, config())
    assert [each.step for each in run.snapshots] == list(range(11))
    kept = run.snapshots[2]
    assert run.show(kept.step) is kept
    assert run.shown_step == kept.step
    assert equal(values(run.model), seen[kept.step - 1] if kept.step else kept.weights)
    run.show(None)
    assert equal(values(run.model), seen[-1])
    run.show(0)
    run.resume()
    run.wait(60)
    assert run.shown is None
    assert equal(values(run.model), values(whole.model))
    assert np.array_equal(run.history.steps["loss"], whole.history.steps["loss"])


@pytest.mark.parametrize("settings", [{}, {"optimizer": "sgd", "shuffle": False}, {"jit_compile": "on"}])
def test_a_branch_without_changes_gives_the_weights_of_the_run_to_the_last_bit(network, data, settings):
    graph = build_graph(network, 0)
    run = train(graph, data, config(**settings))
    run.wait(60)
    ended, losses, epochs = values(run.model), run.history.steps["loss"], run.history.epochs
    moments = list(run.snapshots)
    assert (moments[0].step, moments[-1].step) == (0, 16)
    for moment in moments[:-1]:
        branch = train(
            graph, data, config(**settings), after=GoingOn(run, kept_variables(graph, graph), "branch", moment)
        )
        branch.wait(60)
        assert equal(values(branch.model), ended)
        assert np.array_equal(branch.history.steps["loss"], losses)
        assert {name: each.tolist() for name, each in branch.history.epochs.items()} == {
            name: each.tolist() for name, each in epochs.items()
        }
        assert [mark.step for mark in branch.history.marks] == ([moment.step] if moment.step else [])
    assert np.array_equal(run.history.steps["loss"], losses)


def test_a_branch_from_within_an_epoch_goes_on_with_its_next_sample(network, data):
    graph = build_graph(network, 0)
    run, _ = by_batches(graph, data, 7, config())
    within = next(each for each in run.snapshots if each.place.position)
    run.resume()
    run.wait(60)
    ended = values(run.model)
    branch = train(graph, data, config(), after=GoingOn(run, kept_variables(graph, graph), "branch", within))
    branch.wait(60)
    assert equal(values(branch.model), ended)
    logs = [row.logs for row in run.history.rows()]
    assert [row.logs for row in branch.history.rows()] == logs


def test_a_branch_with_another_rate_begins_with_what_the_optimizer_remembered_then(network, data):
    graph = build_graph(network, 0)
    run = train(graph, data, config(), vitals=1.0)
    run.wait(60)
    moment = run.snapshots[1]
    slower = config(optimizer=keras.optimizers.Adam(1e-5))
    branch = train(graph, data, slower, after=GoingOn(run, kept_variables(graph, graph), "slower", moment), paused=True)
    branch.wait_until("paused", timeout=60)
    assert equal(values(branch.model), moment.weights)
    assert int(branch.model.optimizer.iterations) == moment.step
    assert float(branch.model.optimizer.learning_rate) == pytest.approx(1e-5)
    assert branch.vitals.moments.steps.tolist() == [each for each in run.vitals.moments.steps if each <= moment.step]
    assert [each.step for each in branch.snapshots] == [each.step for each in run.snapshots if each.step <= moment.step]
    branch.stop()
    branch.wait(60)


def test_a_snapshot_stays_what_it_is_while_training_goes_on(network, data):
    graph = build_graph(network, 0)
    run = train(graph, data, config())
    run.wait(60)
    moment = run.snapshots[0]
    before = [np.array(each) for each in (*moment.weights, *moment.memories)]
    branch = train(graph, data, config(), after=GoingOn(run, kept_variables(graph, graph), "", moment))
    branch.wait(60)
    assert equal(moment.weights + moment.memories, before)


def test_weights_set_by_hand_while_a_run_rests_are_those_of_its_moment(network, data):
    run, _ = by_batches(build_graph(network, 0), data, 2, config())
    kernel = run.graph.layers[next(iter(run.graph.layers))].weights or run.model.trainable_variables
    kernel[0].assign(np.full(kernel[0].shape, 0.5))
    run.step()
    run.wait_until("paused", timeout=60)
    latest = [each for each in run.snapshots if each.step == 2]
    assert all(np.all(moment.weights[0] == 0.5) for moment in latest)
    run.stop()
    run.wait(60)


def test_where_there_is_nothing_to_look_back_to_a_sentence_says_why(network, data):
    graph = build_graph(network, 0)
    unbegun = train(graph, None, config())
    assert unbegun.wait_until(timeout=60) == "failed"
    with pytest.raises(TrainingError, match="it has not run a step yet"):
        unbegun.show(0)
    none = train(graph, data, config(snapshot_memory=0))
    none.wait(60)
    with pytest.raises(TrainingError, match="snapshot_memory is 0"):
        none.show(0)
    small = train(graph, data, config(snapshot_memory=500))
    small.wait(60)
    with pytest.raises(TrainingError, match=r"one takes .* MiB, and two are more"):
        small.show(0)
    run = train(graph, data, config(epochs=10_000))
    run.wait_until("running", timeout=60)
    with pytest.raises(TrainingError, match="pause it to look back"):
        run.show(0)
    with pytest.raises(TrainingError, match="trains this model now"):
        none.show(0)
    run.stop()
    run.wait(60)
    other = build_graph(network, 0)
    with pytest.raises(TrainingError, match="with the model that this run trained"):
        train(other, data, config(), after=GoingOn(run, {}, "branch", run.snapshots[0]))


def test_a_run_that_broke_can_be_looked_back_to_and_gone_on_from(network, data):
    graph = build_graph(network, 0)
    run = train(graph, data, config(optimizer=keras.optimizers.SGD(1e30), epochs=50))
    with pytest.raises(TrainingError):
        run.wait(60)
    moment = run.show(0)
    assert equal(values(run.model), moment.weights)
    branch = train(graph, data, config(), after=GoingOn(run, kept_variables(graph, graph), "branch", moment))
    branch.wait(60)
    assert len(branch.history) == 16


def test_another_run_begins_with_the_weights_that_are_shown_and_keeps_what_it_makes_of_them(network, data):
    graph = build_graph(network, 0)
    run = train(graph, data, config())
    run.wait(60)
    run.show(0)
    after = train(graph, data, config())
    after.wait(60)
    made = values(graph.model)
    run.show(None)
    assert equal(values(graph.model), made)
