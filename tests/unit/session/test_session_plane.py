"""What a view of the plane is told: points, maps of units in place of bars, and the boundary where one is shown."""

import threading
import time

import keras
import msgspec
import numpy as np
import pytest

from playground import datasets, probing, protocol
from playground.modeling import from_keras
from playground.session import Session, handle, read_template
from playground.training import TrainingConfig


@pytest.fixture(scope="module")
def spiral():
    """A held run on the spiral whose plane is ready, and what was told of it."""
    template = read_template("spiral_mlp")
    session = Session(template.network, datasets.load("spiral"), TrainingConfig(epochs=10_000, jit_compile="off"))
    told, ready = [], threading.Event()

    def hear(event, buffers):
        if isinstance(event, protocol.Pictures):
            told.append((event, list(buffers)))
            ready.set()

    session.stream = hear
    session.running.watch(protocol.Watch("view", ("hidden_a", "side"), "hidden_a", plane=protocol.PlaneWatch()))
    session.step("batch")
    assert session.running.run.wait_until("paused", timeout=60) == "paused"
    assert ready.wait(60)
    yield session, told
    session.running.stop()


def test_units_are_shown_over_the_plane_and_the_boundary_is_that_of_the_weights_of_now(spiral):
    session, told = spiral

    session.running.watch(protocol.Watch("view", ("hidden_a", "side"), "hidden_a", plane=protocol.PlaneWatch()))
    event, buffers = told[-1]

    assert [(shown.node, shown.form, shown.size, shown.count) for shown in event.pictures] == [
        ("hidden_a", "plane", "thumbnail", 16),
        ("side", "plane", "thumbnail", 1),
        ("side", "plane", "boundary", 1),
    ]
    true = probing.boundary(session.graph.model, probing.Extent(*event.extent))
    np.testing.assert_allclose(buffers[2] / 254, true, atol=1 / 500)


@pytest.mark.parametrize(("asked", "given"), [(30, 30), (250, 250), (10_000, 300), (0, 10)])
def test_the_boundary_comes_in_as_many_places_as_are_asked_for(spiral, asked, given):
    session, told = spiral
    told.clear()
    session.running.watch(protocol.Watch("view", ("side",), plane=protocol.PlaneWatch(side=asked)))
    ends = time.monotonic() + 60
    while not told or told[-1][0].pictures[-1].width != given:
        assert time.monotonic() < ends
        time.sleep(0.05)
    pictures, buffers = told[-1]
    assert (pictures.pictures[-1].height, buffers[-1].shape) == (given, (1, given, given))
    extent = probing.Extent(*pictures.extent)
    (true,) = probing.boundary(session.graph.model, extent, given)[-1:]
    np.testing.assert_allclose(buffers[-1][0] / 254, true, atol=1 / 500)


def test_a_unit_that_is_looked_at_comes_beside_the_boundary_and_no_boundary_where_none_is_shown(spiral):
    session, told = spiral

    session.running.watch(protocol.Watch("view", ("side",), plane=protocol.PlaneWatch("hidden_b", 7)))
    looked = [(shown.node, shown.size, shown.first) for shown in told[-1][0].pictures]
    session.running.watch(protocol.Watch("view", ("side",)))
    plain = [(shown.node, shown.size, shown.first) for shown in told[-1][0].pictures]

    assert looked == [("side", "thumbnail", 0), ("side", "boundary", 0), ("hidden_b", "boundary", 7)]
    assert plain == [("side", "thumbnail", 0)]


def points(session):
    replies = []
    session.edits = lambda event, buffers: replies.append((event, buffers))
    handle(session, {"id": "1", "command": {"type": "get_points"}})
    (reply, buffers), *_ = replies
    return reply.answer, buffers


def test_points_are_those_that_a_run_learns_from_and_holds_back(spiral):
    session, told = spiral

    answer, (train, labels, test, held) = points(session)

    run = session.running.run.data
    np.testing.assert_array_equal(train, run.inputs["point"])
    np.testing.assert_array_equal(labels, run.targets["class"])
    np.testing.assert_array_equal(test, run.validation.inputs["point"])
    np.testing.assert_array_equal(held, run.validation.targets["class"])
    assert (answer.train, answer.test, answer.names) == (200, 50, ("point 1", "point 2"))
    assert answer.extent == told[-1][0].extent


def test_data_of_more_than_two_inputs_are_no_points_and_keep_their_bars():
    session = Session(read_template("digits_mlp").network, datasets.load("digits"))
    assert points(session) == (protocol.Points(None), [])


@pytest.mark.parametrize("target", [np.eye(3, dtype=np.float32)[[0, 2, 1]], np.array([0, 2, 1])])
def test_two_inputs_of_one_number_are_points_and_of_three_classes_the_target_is_the_label(target):
    column = np.arange(3, dtype=np.float32)[:, None]
    data = datasets.from_arrays({"a": column, "b": 2 * column}, {"class": target})
    session = Session(read_template("digits_mlp").network, data, TrainingConfig(validation_split=0))

    answer, buffers = points(session)

    np.testing.assert_array_equal(buffers[0], [[0, 0], [1, 2], [2, 4]])
    np.testing.assert_array_equal(buffers[1], [0, 2, 1])
    assert (answer.names, answer.test) == (("a", "b"), 0)


def test_while_a_view_silences_a_unit_pictures_are_without_it_and_the_run_goes_on_as_if_not(spiral):
    session, told = spiral
    held = protocol.Watch("view", ("hidden_a", "side"), plane=protocol.PlaneWatch())
    session.running.watch(held)
    deadline = time.monotonic() + 60
    while told[-1][0].pictures[-1].height != 100 and time.monotonic() < deadline:
        time.sleep(0.02)
    weights = [each.copy() for each in session.graph.model.get_weights()]
    whole = told[-1][1][2]

    silenced = protocol.PlaneUnit("hidden_a", 3)
    came = len(told)
    session.running.watch(msgspec.structs.replace(held, silenced=silenced))
    deadline = time.monotonic() + 60
    while told[-1][0].silenced is None and time.monotonic() < deadline:
        time.sleep(0.02)
    event, buffers = told[-1]

    assert event.silenced == silenced
    assert all(earlier.silenced is None for earlier, _ in told[came:-1])
    extent = probing.Extent(*event.extent)
    without = probing.boundary(session.graph.model, extent, silenced=("hidden_a", 3))
    np.testing.assert_allclose(buffers[2] / 254, without, atol=1 / 500)
    assert not np.array_equal(buffers[2], whole)
    for before, after in zip(weights, session.graph.model.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)

    session.running.watch(held)
    assert told[-1][0].silenced is None
    np.testing.assert_array_equal(told[-1][1][2], whole)
    session.running.watch(msgspec.structs.replace(held, silenced=protocol.PlaneUnit("gone", 0)))
    assert told[-1][0].silenced is None


def test_six_layers_of_64_units_have_a_map_a_unit_and_all_their_weights():
    start = keras.Input((2,), name="point")
    seen = start
    for number in range(6):
        seen = keras.layers.Dense(64, activation="tanh", name=f"hidden_{number}")(seen)
    network = from_keras(keras.Model(start, keras.layers.Dense(1, activation="sigmoid", name="answer")(seen)))
    session = Session(network, datasets.load("circle"), TrainingConfig(epochs=10_000, batch_size=10, jit_compile="off"))
    told, ready = [], threading.Event()

    def hear(event, buffers):
        if isinstance(event, protocol.Pictures):
            told.append((event, list(buffers)))
            ready.set()

    session.stream = hear
    nodes = tuple(node.id for node in network.nodes)
    session.running.watch(protocol.Watch("view", nodes, plane=protocol.PlaneWatch(), wires=True))
    session.step("batch")
    assert ready.wait(60)
    event, buffers = told[-1]
    session.running.stop()

    maps = [(shown.form, shown.count, shown.total) for shown in event.pictures if shown.size == "thumbnail"]
    assert maps.count(("plane", 64, 64)) == 6
    sizes = sorted((each.inputs, each.units) for each in event.weights)
    assert sizes == [(2, 64), (64, 1), *[(64, 64)] * 5]
    model = session.graph.model
    by_node = {each.node: values for each, values in zip(event.weights, buffers[-len(event.weights) :], strict=True)}
    for node in network.nodes:
        layer = model.get_layer(network.layer_of(node.id).name)
        if node.id in by_node:
            np.testing.assert_array_equal(by_node[node.id][:-1], np.asarray(layer.kernel))
            np.testing.assert_array_equal(by_node[node.id][-1], np.asarray(layer.bias))
