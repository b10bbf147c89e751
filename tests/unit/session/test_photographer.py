"""Pictures of a run that goes on are taken beside it, one after the other, and the last is of what the run rests at."""

import logging
import threading

import numpy as np
import pytest

from playground import datasets, probing, protocol
from playground.session import Session, _photographer, read_template
from playground.training import TrainingConfig
from tests.unit.session.going import wait_until

WATCH = protocol.Watch("view", ("hidden_a", "side"), plane=protocol.PlaneWatch())


@pytest.fixture
def watched(request, monkeypatch):
    """A session on the spiral that is watched and plays, the pictures that it is told, and when several have come."""
    monkeypatch.setattr(_photographer, "LIGHT", getattr(request, "param", _photographer.LIGHT))
    config = TrainingConfig(epochs=1_000_000)
    session = Session(read_template("spiral_mlp").network, datasets.load("spiral"), config)
    told, many = [], threading.Event()

    def hear(event, buffers):
        if isinstance(event, protocol.Pictures):
            told.append((event, [np.array(each) for each in buffers], threading.current_thread().name))
            if sum(name == "playground-pictures" for *_, name in told) >= 3:
                many.set()

    session.stream = hear
    session.running.watch(WATCH)
    session.play()
    yield session, told, many
    session.running.stop()
    session.running.run.wait_until(timeout=60)


def test_pictures_are_taken_beside_the_training_in_the_order_of_its_steps(watched):
    session, told, many = watched
    assert many.wait(120)
    session.running.pause()
    run = session.running.run
    assert run.wait_until("paused", timeout=60) == "paused"

    wait_until(lambda: told[-1][0].step == run.shown_step and told[-1][2] != "playground-pictures")
    steps = [event.step for event, *_ in told]
    assert steps == sorted(steps)
    event, buffers, _ = told[-1]
    true = probing.boundary(session.graph.model, probing.Extent(*event.extent))
    np.testing.assert_allclose(buffers[2] / 254, true, atol=1 / 500)


def test_nothing_is_told_of_a_run_whose_end_no_view_hears_of(watched):
    session, told, many = watched
    assert many.wait(120)
    pictures = session.running.broadcast.pictures
    pictures.end()
    count = len(told)
    threading.Event().wait(0.5)
    pictures.now(session.running.run)
    assert len(told) == count
    session.running.stop()


@pytest.mark.parametrize("watched", [0], indirect=True)
def test_where_the_weights_are_many_the_steps_wait_for_the_picture(watched):
    session, told, _ = watched
    run = session.running.run
    while len(told) < 4:
        assert run.state in ("preparing", "running")
        threading.Event().wait(0.02)
    assert "playground-pictures" not in {name for *_, name in told}


def test_a_picture_that_fails_is_reported_once_and_the_run_goes_on(watched, monkeypatch, caplog):
    def fail(*_args):
        raise RuntimeError("no memory")

    session, _, many = watched
    assert many.wait(120)
    camera = session.running.broadcast.pictures._camera
    with caplog.at_level(logging.ERROR, "playground"):
        monkeypatch.setattr(camera, "take", fail)
        while not caplog.records:
            threading.Event().wait(0.02)
        threading.Event().wait(0.5)
    assert len(caplog.records) == 1
    assert "No pictures can be taken of this run" in caplog.text
    assert session.running.run.state == "running"
