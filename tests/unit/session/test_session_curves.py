"""What the browser asks of the course of a run: parts of its history, and which learning rate suits the network."""

import threading

import numpy as np
import pytest

from playground import datasets, protocol
from playground.network import Network
from playground.session import Session, handle, read_template
from playground.training import TrainingConfig, find_learning_rate


def asked(session, **command):
    """The answer to a request, and its buffers."""
    answered, told = threading.Event(), []

    def hear(event, buffers):
        if isinstance(event, protocol.Reply):
            told.append((event.answer, [np.array(each) for each in buffers]))
            answered.set()

    session.edits = hear
    handle(session, {"id": "1", "command": command})
    assert answered.wait(120)
    return told[0]


@pytest.fixture
def session():
    made = Session(
        read_template("digits_mlp").network, datasets.load("digits"), TrainingConfig(epochs=10_000, jit_compile="off")
    )
    yield made
    made.running.stop()


def test_a_part_of_the_history_comes_with_every_step_that_there_is_room_for(session):
    session.step("epoch")
    run = session.running.run
    run.wait_until("paused", timeout=60)
    answer, buffers = asked(session, type="get_curves", first=10, last=19, points=100)
    assert (answer.run, answer.series, answer.whole) == (1, ("loss", "accuracy", "learning_rate"), False)
    assert buffers[0].tolist() == list(range(9, 21))
    np.testing.assert_array_equal(buffers[1], run.history.steps["loss"][8:20])
    np.testing.assert_allclose(buffers[5], 0.001)


def test_the_range_test_finds_what_python_finds_and_changes_nothing(session):
    before = session.graph.model.get_weights()
    answer, (rates, losses, calm) = asked(session, type="find_rate", view="v")
    same = find_learning_rate(session.graph, session.data, session.config)
    assert (answer.suggested, answer.count) == (same.suggested, len(rates))
    assert losses.dtype == calm.dtype == np.float32
    np.testing.assert_array_equal(losses, same.losses)
    assert all((one == other).all() for one, other in zip(before, session.graph.model.get_weights(), strict=True))
    assert session.running.run is None


def test_the_range_test_is_refused_without_data_with_a_problem_and_while_a_run_goes_on(session):
    session.play()
    session.running.run.wait_until("running", timeout=60)
    answer, _ = asked(session, type="find_rate", view="v")
    assert answer.message.startswith("The network is being trained")
    session.running.stop()
    session.running.run.wait()
    session.data = None
    answer, _ = asked(session, type="find_rate", view="v")
    assert answer.message.startswith("There is no data to try learning rates on")
    empty = Session(Network("n"), datasets.load("digits"))
    answer, _ = asked(empty, type="find_rate", view="v")
    assert answer.code == "CheckError"


def test_a_range_test_that_is_given_up_says_so(session):
    told = []
    done = threading.Event()

    def hear(event, buffers):
        del buffers
        if isinstance(event, protocol.Reply):
            told.append(event)
            if len(told) == 2:
                done.set()

    session.edits = hear
    handle(session, {"id": "1", "command": {"type": "find_rate", "view": "v"}})
    handle(session, {"id": "2", "command": {"type": "find_rate", "view": "v", "stop": True}})
    assert done.wait(120)
    given_up, stopped = sorted(told, key=lambda reply: reply.request)
    assert given_up.answer.code == "SupersededError"
    assert stopped.answer == protocol.RatesTried(0, None, "")
