"""Weights between units: told where they are drawn, set by hand in a pause, and trained on from there."""

import threading
import time

import keras
import numpy as np
import pytest

from playground import datasets, protocol
from playground.session import Session, handle, read_template
from playground.training import TrainingConfig


@pytest.fixture(scope="module")
def held():
    """A held run on the spiral, and the pictures and replies that were told."""
    config = TrainingConfig(optimizer=keras.optimizers.SGD(0.0), epochs=10_000, jit_compile="off")
    session = Session(read_template("spiral_mlp").network, datasets.load("spiral"), config)
    session.pictures, session.answers, ready = [], [], threading.Event()

    def hear(event, buffers):
        if isinstance(event, protocol.Pictures):
            session.pictures.append((event, list(buffers)))
            ready.set()

    session.stream = hear
    session.edits = lambda event, _buffers: session.answers.append(event)
    session.running.watch(protocol.Watch("view", ("hidden_a", "hidden_b", "side"), wires=True))
    session.step("batch")
    assert session.running.run.wait_until("paused", timeout=60) == "paused"
    assert ready.wait(60)
    yield session
    session.running.stop()


def ask(session, **command):
    handle(session, {"id": "1", "command": {"type": "set_weight", **command}})
    return next(event.answer for event in reversed(session.answers) if isinstance(event, protocol.Reply))


def told(session, node):
    event, buffers = session.pictures[-1]
    place = [each.node for each in event.weights].index(node)
    return event.weights[place], buffers[len(event.pictures) + place]


def dense(session, layer):
    return session.running.latest_graph.layers[layer]


def another_batch(session):
    done = len(session.running.run.history)
    session.step("batch")
    deadline = time.monotonic() + 60
    while len(session.running.run.history) == done:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert session.running.run.wait_until("paused", timeout=60) == "paused"


def test_weights_of_dense_layers_come_with_the_pictures_while_wires_are_drawn(held):
    header, values = told(held, "hidden_b")
    layer = dense(held, header.layer)
    assert (header.inputs, header.units, header.bias) == (16, 16, True)
    np.testing.assert_array_equal(values[:-1], layer.kernel.numpy())
    np.testing.assert_array_equal(values[-1], layer.bias.numpy())
    assert {each.node for each in held.pictures[-1][0].weights} == {"hidden_a", "hidden_b", "side"}

    held.running.watch(protocol.Watch("view", ("hidden_a",), wires=False))
    assert held.pictures[-1][0].weights == ()
    held.running.watch(protocol.Watch("view", ("hidden_a", "hidden_b", "side"), wires=True))


def test_a_weight_and_a_bias_that_are_set_by_hand_are_told_and_gone_on_with(held):
    layer = told(held, "hidden_b")[0].layer
    before = dense(held, layer).kernel.numpy()
    assert ask(held, layer=layer, input=3, unit=5, value=2.5) == protocol.Done()
    assert ask(held, layer=layer, unit=1, value=-0.75) == protocol.Done()
    _, values = told(held, "hidden_b")
    assert values[3, 5] == 2.5
    assert values[16, 1] == -0.75
    before[3, 5] = 2.5
    np.testing.assert_array_equal(values[:-1], before)

    another_batch(held)  # a learning rate of 0 leaves all weights as they are
    assert dense(held, layer).kernel.numpy()[3, 5] == 2.5
    assert held.graph.layers[layer].bias.numpy()[1] == -0.75


def test_a_run_learns_on_from_what_was_set(held):
    layer = told(held, "side")[0].layer
    kernel = dense(held, layer).kernel
    for unit in range(kernel.shape[0]):
        assert ask(held, layer=layer, input=unit, unit=0, value=0.0) == protocol.Done()
    assert ask(held, layer=layer, unit=0, value=0.0) == protocol.Done()
    another_batch(held)
    assert held.running.run.history.steps["loss"][-1] == pytest.approx(np.log(2), abs=1e-5)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ({"input": 99, "unit": 0, "value": 1.0}, "has 16 inputs and 16 units, counted from 0"),
        ({"input": 0, "unit": -1, "value": 1.0}, "has 16 inputs and 16 units"),
        ({"unit": 16, "value": 1.0}, "has 16 inputs and 16 units"),
        ({"input": 0, "unit": 0, "value": 1e39}, "fits into 32 bits"),
        ({"layer": "gone", "input": 0, "unit": 0, "value": 1.0}, "no weights between units any more"),
    ],
)
def test_weights_that_there_are_not_are_answered_with_a_sentence_and_change_nothing(held, command, sentence):
    layer = told(held, "hidden_b")[0].layer
    before = dense(held, layer).get_weights()
    assert sentence in ask(held, **{"layer": layer, **command}).message
    for old, new in zip(before, dense(held, layer).get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_while_training_goes_on_no_weight_is_set(held):
    layer = told(held, "hidden_b")[0].layer
    held.play()
    assert held.running.run.wait_until("running", timeout=60) == "running"
    assert "pause first" in ask(held, layer=layer, input=0, unit=0, value=1.0).message
    held.running.pause()


def test_a_layer_without_bias_says_so():
    network = read_template("spiral_mlp").network
    session = Session(network, datasets.load("spiral"), TrainingConfig(epochs=1))
    session.answers = []
    session.edits = lambda event, _buffers: session.answers.append(event)
    layer = network.node_by_id["hidden_a"].layer
    session.edit(_without_bias(layer))
    assert session.graph.layers[layer].bias is None
    assert "has no bias" in ask(session, layer=layer, unit=0, value=1.0).message
    assert ask(session, layer=layer, input=0, unit=0, value=1.0) == protocol.Done()
    assert session.graph.layers[layer].kernel.numpy()[0, 0] == 1.0


def _without_bias(layer):
    from playground.network import ChangeSetting

    return ChangeSetting(layer, "use_bias", value=False)
