"""A run that takes up another: what was trained goes on as if nothing had happened, what is new begins."""

import keras
import numpy as np
import pytest

from playground.errors import TrainingError
from playground.modeling import build_graph, carry_weights, from_keras, kept_variables
from playground.network import ChangeSetting, apply
from playground.training import GoingOn, History, Mark, TrainingConfig, train
from tests.unit.training.test_every_object import choice, kinds

LOSS = "sparse_categorical_crossentropy"


@pytest.fixture(scope="module")
def network():
    layers = keras.layers
    return from_keras(
        keras.Sequential(
            [
                keras.Input((2,)),
                layers.Dense(4, activation="tanh", name="first"),
                layers.Dense(3, activation="tanh", name="middle"),
                layers.Dense(2, activation="softmax", name="last"),
            ]
        )
    )


def paused_after(epochs, graph, data, config):
    run = train(graph, data, config, paused=True)
    for _ in range(epochs):
        run.wait_until("paused", timeout=60)
        run.step("epoch")
        run.wait_until("paused", timeout=60)
    return run


def stepped(run, batches):
    for _ in range(batches):
        run.step("batch")
        run.wait_until("paused", timeout=60)
    return run


def taken_up(run, old, new, data, config):
    carry_weights(old, new)
    run.hand_over()
    return train(new, data, config, after=GoingOn(run, kept_variables(old, new)))


@pytest.mark.parametrize("kind", kinds("optimizers"), ids=lambda kind: kind.name)
def test_with_every_optimizer_a_run_goes_on_as_if_it_had_not_been_held(network, data, kind):
    config = TrainingConfig(optimizer=choice(kind), loss=LOSS, batch_size=8, epochs=4, jit_compile="off")
    whole = train(build_graph(network, 0), data, config)
    whole.wait(60)
    old, new = build_graph(network, 0), build_graph(network, 1)
    run = taken_up(paused_after(2, old, data, config), old, new, data, config)
    run.wait(60)
    np.testing.assert_allclose(run.history.steps["loss"], whole.history.steps["loss"], rtol=1e-4, atol=1e-6)
    assert [row.epoch for row in run.history.rows()] == [1, 2, 3, 4]
    for mine, theirs in zip(run.model.get_weights(), whole.model.get_weights(), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-3, atol=1e-5)


def test_a_layer_that_was_edited_begins_anew_and_the_others_keep_what_the_optimizer_knows(network, data):
    config = TrainingConfig(optimizer="adam", loss=LOSS, batch_size=8, epochs=4, jit_compile="off")
    old = build_graph(network, 0)
    middle = next(layer for layer in network.layers if layer.name == "middle")
    edited, _ = apply(network, ChangeSetting(middle.id, "units", 5))
    new = build_graph(edited, 1)
    run = paused_after(2, old, data, config)
    moments = {path: np.array(each) for path, each in _momentums(run.model).items()}
    anew = carry_weights(old, new)
    run.stop()
    run.wait(60)
    after = train(new, data, config, after=GoingOn(run, kept_variables(old, new)), paused=True)
    after.wait_until("paused", timeout=60)
    now = {path: np.array(each) for path, each in _momentums(new.model).items()}
    after.stop()
    after.wait(60)
    assert {layer.name for layer in edited.layers if layer.id in anew} == {"middle", "last"}
    np.testing.assert_array_equal(now["first/kernel"], moments["first/kernel"])
    assert not now["middle/kernel"].any()
    assert moments["middle/kernel"].any()
    assert after.history.marks == (Mark(len(run.history), "edited", 2),)


def test_another_learning_rate_is_taken_and_the_memories_stay(network, data):
    graph = build_graph(network, 0)
    config = TrainingConfig(optimizer=keras.optimizers.Adam(0.01), loss=LOSS, batch_size=8, epochs=4)
    run = paused_after(1, graph, data, config)
    moments = {path: np.array(each) for path, each in _momentums(run.model).items()}
    run.stop()
    run.wait(60)
    slower = TrainingConfig(optimizer=keras.optimizers.Adam(0.001), loss=LOSS, batch_size=8, epochs=4)
    after = train(graph, data, slower, after=GoingOn(run, kept_variables(graph, graph)), paused=True)
    after.wait_until("paused", timeout=60)
    now, rate = _momentums(after.model), float(after.model.optimizer.learning_rate)
    steps = int(after.model.optimizer.iterations)
    after.stop()
    after.wait(60)
    assert rate == pytest.approx(0.001)
    assert steps == len(run.history)
    for path, each in moments.items():
        np.testing.assert_array_equal(np.array(now[path]), each)


def test_another_optimizer_begins_with_empty_memories(network, data):
    graph = build_graph(network, 0)
    run = paused_after(1, graph, data, TrainingConfig(optimizer="sgd", loss=LOSS, epochs=3))
    run.stop()
    run.wait(60)
    after = train(
        graph,
        data,
        TrainingConfig(optimizer="adam", loss=LOSS, epochs=3),
        after=GoingOn(run, kept_variables(graph, graph)),
    )
    assert after.wait(60) == "finished"
    assert len(after.history.rows()) == 3


def test_a_metric_that_is_new_is_absent_before():
    history = History()
    history.append({"loss": np.array([1.0, 2.0], np.float32)})
    copy = history.copy()
    copy.append({"loss": np.array([3.0], np.float32), "accuracy": np.array([0.5], np.float32)})
    copy.append({"accuracy": np.array([0.6], np.float32)})
    np.testing.assert_array_equal(copy.steps["loss"], np.array([1, 2, 3, np.nan], np.float32))
    np.testing.assert_array_equal(copy.steps["accuracy"], np.array([np.nan, np.nan, 0.5, 0.6], np.float32))
    assert len(history) == 2


def _momentums(model):
    optimizer = model.optimizer
    return {
        "/".join(variable.path.split("/")[-2:]): moment
        for variable, moment in zip(optimizer._trainable_variables, optimizer._momentums, strict=True)
    }


def test_what_happened_between_two_runs_is_said_in_the_history(network, data):
    graph = build_graph(network, 0)
    config = TrainingConfig(loss=LOSS, epochs=2, batch_size=8)
    run = paused_after(1, graph, data, config)
    run.stop()
    run.wait(60)
    after = train(graph, data, config, after=GoingOn(run, kept_variables(graph, graph), "another rate"))
    after.wait(60)
    assert after.history.marks == (Mark(len(run.history), "another rate", 1),)


def test_a_run_that_was_held_within_an_epoch_ends_that_epoch_as_if_it_had_not_been_held(network, data):
    config = TrainingConfig(
        optimizer="adam", loss=LOSS, metrics=["accuracy"], batch_size=8, epochs=3, jit_compile="off"
    )
    whole = train(build_graph(network, 0), data, config)
    whole.wait(60)
    old, new = build_graph(network, 0), build_graph(network, 1)
    run = stepped(paused_after(1, old, data, config), 2)
    steps = run.status.steps_per_epoch
    after = taken_up(run, old, new, data, config)
    after.wait(60)
    assert after.history.marks == (Mark(steps + 2, "edited", pytest.approx(1 + 2 / steps)),)
    assert [row.step for row in after.history.rows()] == [steps, 2 * steps, 3 * steps]
    for name in ("loss", "accuracy"):
        np.testing.assert_allclose(after.history.steps[name], whole.history.steps[name], rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(after.history.epochs[name], whole.history.epochs[name], rtol=1e-4, atol=1e-6)


def test_with_another_batch_size_an_epoch_goes_on_after_the_samples_it_has_seen(network, data):
    graph = build_graph(network, 0)
    config = TrainingConfig(loss=LOSS, batch_size=8, epochs=2, jit_compile="off")
    run = stepped(train(graph, data, config, paused=True), 3)
    samples, steps = 8 * run.status.steps_per_epoch, run.status.steps_per_epoch
    smaller = TrainingConfig(loss=LOSS, batch_size=4, epochs=2, jit_compile="off")
    run.hand_over()
    after = train(graph, data, smaller, after=GoingOn(run, kept_variables(graph, graph)), paused=True)
    after.wait_until("paused", timeout=60)
    status = after.status
    assert (status.step, status.epoch_step, status.epoch) == (3, 6, 0)
    after.resume()
    after.wait(60)
    assert samples - 4 <= 4 * after.status.steps_per_epoch <= samples
    assert steps < after.status.steps_per_epoch
    first, second = after.history.rows()
    assert first.step == 3 + after.status.steps_per_epoch - 6
    assert second.step == first.step + after.status.steps_per_epoch


def test_what_the_gradients_were_is_kept_while_the_variables_are_the_same(network, data):
    graph = build_graph(network, 0)
    config = TrainingConfig(loss=LOSS, batch_size=8, epochs=10_000, jit_compile="off")
    run = train(graph, data, config, paused=True, vitals=1.0)
    while not len(run.vitals):
        stepped(run, 1)
    known = run.vitals.moments
    run.hand_over()
    kept = GoingOn(run, kept_variables(graph, graph))
    after = train(graph, data, config, after=kept, vitals=1.0, paused=True)
    after.wait_until("paused", timeout=60)
    while len(after.vitals) == len(known.steps):
        stepped(after, 1)
    np.testing.assert_array_equal(after.vitals.moments.steps[: len(known.steps)], known.steps)
    np.testing.assert_array_equal(after.vitals.moments.gradients[: len(known.steps)], known.gradients)
    last = next(layer for layer in network.layers if layer.name == "middle")
    edited, _ = apply(network, ChangeSetting(last.id, "use_bias", value=False))
    other, steps = build_graph(edited, 1), len(after.history)
    after.hand_over()
    third = train(other, data, config, after=GoingOn(after, kept_variables(graph, other)), vitals=1.0, paused=True)
    while not (len(third.vitals) and third.vitals.moments.steps[0] > steps):
        stepped(third, 1)
    assert len(third.vitals.moments.variables) == len(known.variables) - 1
    third.stop()
    third.wait(60)


def test_averages_of_the_weights_are_put_into_the_model_at_the_end_alone(network, data):
    graph = build_graph(network, 0)
    optimizer = {"kind": "Adam", "settings": {"use_ema": True}}
    config = TrainingConfig(optimizer=optimizer, loss=LOSS, batch_size=8, epochs=3, jit_compile="off")
    run = paused_after(1, graph, data, config)
    held = [np.array(each) for each in run.model.get_weights()]
    run.hand_over()
    for mine, before in zip(run.model.get_weights(), held, strict=True):
        np.testing.assert_array_equal(mine, before)
    after = train(graph, data, config, after=GoingOn(run, kept_variables(graph, graph)))
    after.wait(60)
    averages = after.model.optimizer._model_variables_moving_average
    for mine, average in zip(after.model.trainable_variables, averages, strict=True):
        np.testing.assert_array_equal(np.array(mine), np.array(average))


def test_while_a_run_that_takes_up_another_is_made_it_stands_where_that_one_rests(network, data):
    graph = build_graph(network, 0)
    config = TrainingConfig(loss=LOSS, batch_size=8, epochs=3, jit_compile="off")
    run = stepped(paused_after(1, graph, data, config), 1)
    run.hand_over()
    told = []
    after = train(
        graph,
        data,
        config,
        listener=lambda each: told.append(each.status),
        after=GoingOn(run, kept_variables(graph, graph)),
        paused=True,
    )
    after.wait_until("paused", timeout=60)
    steps = run.status.steps_per_epoch
    stood = {(each.epoch, each.epoch_step, each.step, each.steps_per_epoch) for each in told}
    assert stood == {(1, 1, steps + 1, steps)}
    assert after.after is None
    after.stop()
    after.wait(60)


def test_a_run_that_could_not_begin_leaves_the_other_to_be_taken_up(network, data):
    graph = build_graph(network, 0)
    run = paused_after(1, graph, data, TrainingConfig(optimizer="adam", loss=LOSS, batch_size=8, epochs=3))
    run.hand_over()
    failed = train(
        graph, data, TrainingConfig(loss=LOSS, batch_size=10_000), after=GoingOn(run, kept_variables(graph, graph))
    )
    failed.wait_until(timeout=60)
    assert failed.state == "failed"
    assert failed.after.run is run
    again = TrainingConfig(loss=LOSS, batch_size=8, epochs=2)
    after = train(graph, data, again, after=GoingOn(failed.after.run, failed.after.kept))
    assert after.wait(60) == "finished"
    assert len(after.history.rows()) == 2


def test_a_run_that_goes_on_is_not_taken_up_and_one_that_is_stopping_is_when_it_has_ended(network, data):
    run = train(build_graph(network, 0), data, TrainingConfig(loss=LOSS, epochs=100_000))
    run.wait_until("running", timeout=60)
    with pytest.raises(TrainingError, match=r"is running; pause or stop it before another takes it up\.$"):
        train(build_graph(network, 1), data, TrainingConfig(loss=LOSS), after=GoingOn(run))
    run.stop()
    taken = train(build_graph(network, 1), data, TrainingConfig(loss=LOSS, epochs=1), after=GoingOn(run))
    assert (run.state, taken.wait(60)) == ("stopped", "finished")
