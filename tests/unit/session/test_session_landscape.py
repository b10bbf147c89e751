"""What the browser asks of the loss round the weights: the same as Python reckons, with the run's way in it."""

import threading

import numpy as np
import pytest

import playground as pg
from playground import datasets, probing, protocol
from playground.errors import PlaygroundError, TrainingError
from playground.network import Network
from playground.session import Session, as_bytes, handle, read_template
from playground.training import TrainingConfig
from tests.unit.session.test_session_curves import asked


@pytest.fixture
def session():
    made = Session(
        read_template("digits_mlp").network, datasets.load("digits"), TrainingConfig(epochs=10_000, jit_compile="off")
    )
    yield made
    made.running.stop()


def train(session, steps=12):
    session.step()
    run = session.running.run
    for count in range(1, steps):
        run.wait_until("paused", timeout=60)
        assert len(run.history) >= count - 1
        run.trail._rests_until = 0.0
        session.step()
    run.wait_until("paused", timeout=60)
    return run


def variables(session):
    return [np.array(each.value).tobytes() for each in session.graph.model.variables]


def test_a_landscape_before_any_run_is_that_of_python_and_changes_nothing(session):
    before = variables(session)
    told = []
    session.stream = lambda event, buffers: told.append((event, buffers))
    found, (x, y, losses, steps, places, passed) = asked(
        session, type="get_landscape", view="v", points=5, seed=3, reach=0.5
    )
    assert variables(session) == before
    assert (found.points, found.step, found.samples, found.shares) == (5, 0, 512, None)
    assert losses.shape == (5, 5)
    assert (x[0], y[-1]) == (-0.5, 0.5)
    assert losses[2, 2] == np.float32(found.here)
    assert len(steps) == len(places) == len(passed) == 0
    model = session.graph.model
    model.compile(loss="sparse_categorical_crossentropy")
    data = session.data.split(0.2, session.config.seed)
    rows = np.sort(np.random.default_rng(0).permutation(len(data))[:512])
    batch = data.take(rows)
    (inputs,), (targets,) = batch.inputs.values(), batch.targets.values()
    same = probing.landscape(model, inputs, targets, points=5, seed=3, reach=0.5)
    np.testing.assert_allclose(losses, same.losses, rtol=1e-5)
    progress = [event for event, _ in told if isinstance(event, protocol.LandscapeProgress)]
    assert progress[0] == protocol.LandscapeProgress("v", 0, 26, None)


def test_the_path_of_a_run_that_is_paused_is_in_the_plane_of_its_main_directions_and_ends_at_the_weights(session):
    run = train(session)
    before = variables(session)
    found, (x, y, losses, steps, places, passed) = asked(
        session, type="get_landscape", view="v", points=4, directions="path"
    )
    assert variables(session) == before
    assert found.step == len(run.history) == steps[-1]
    assert steps[0] == 0
    assert list(steps) == sorted(steps.tolist())
    assert len(steps) == len(places) == len(passed) > 4
    np.testing.assert_array_equal(places[-1], [0, 0])
    assert passed[-1] == np.float32(found.here) < passed[0]
    assert 0.5 < sum(found.shares) <= 1.0001
    assert x[0] < places[:, 0].min()
    assert y[-1] > places[:, 1].max()
    assert np.isfinite(losses).all()
    run.resume()
    assert run.wait_until("running") == "running"


def test_a_landscape_is_refused_where_there_is_nothing_to_draw_it_of(session):
    answer, _ = asked(session, type="get_landscape", view="v", directions="path")
    assert answer.message.startswith("The path of the run has no two directions yet")
    for wish, sentence in (
        ({"points": 1000}, "A landscape has 3 to 101 places"),
        ({"reach": -1}, "A landscape reaches further than 0"),
        ({"reach": 1e9}, "A landscape reaches further than 0"),
    ):
        answer, _ = asked(session, type="get_landscape", view="v", **wish)
        assert answer.message.startswith(sentence)
    session.play()
    session.running.run.wait_until("running", timeout=60)
    answer, _ = asked(session, type="get_landscape", view="v")
    assert answer.message.startswith("The network is being trained, and its weights move: pause it")
    session.running.stop()
    session.running.run.wait()
    session.data = None
    answer, _ = asked(session, type="get_landscape", view="v")
    assert answer.message.startswith("There is no data to reckon the loss of")
    answer, _ = asked(Session(Network("n"), datasets.load("digits")), type="get_landscape", view="v")
    assert answer.code == "CheckError"


def test_a_loss_that_does_not_fit_the_data_is_said_in_its_own_sentence(session):
    session.config = TrainingConfig(loss="binary_crossentropy")
    answer, _ = asked(session, type="get_landscape", view="v", points=3)
    assert isinstance(answer, protocol.Failed)
    assert not answer.traceback
    assert answer.code in {"TrainingError", "ConfigError"}


def test_python_gets_the_figure_of_what_the_tab_draws():
    studio = pg.Studio(
        read_template("digits_mlp").network,
        data="digits",
        config=TrainingConfig(epochs=10_000, jit_compile="off"),
        runs=False,
    )
    run = train(studio.session)
    before = variables(studio.session)
    asked_of, (x, y, losses, _steps, places, passed) = asked(
        studio.session, type="get_landscape", view="v", points=3, directions="path"
    )
    figure = studio.landscape("path", points=3, theme="dark")
    assert variables(studio.session) == before
    assert run.state == "paused"
    level, way, _here = figure.data
    np.testing.assert_allclose(level.x, x, rtol=1e-5)
    np.testing.assert_allclose(level.y, y, rtol=1e-5)
    np.testing.assert_allclose(level.customdata, losses, rtol=1e-5)
    np.testing.assert_allclose(np.stack([way.x, way.y], axis=1), places, atol=1e-5)
    np.testing.assert_allclose(way.customdata, passed, rtol=1e-5)
    assert figure.layout.xaxis.title.text == f"first component, {asked_of.shares[0]:.0%} of the path"
    random = studio.landscape(seed=3, reach=0.5, points=3)
    assert random.layout.xaxis.title.text == "first direction, in lengths of the weights"
    assert list(random.data[0].x) == [-0.5, 0.0, 0.5]
    with pytest.raises(PlaygroundError, match="directions “random” or “path”, got 'up'"):
        studio.landscape("up")
    studio.train()
    with pytest.raises(TrainingError, match="pause it to draw a landscape"):
        studio.landscape()
    studio.stop()
    studio.session.running.wait()


def test_a_landscape_that_is_given_up_says_so(session):
    told, done, begun = [], threading.Event(), threading.Event()

    def hear(event, buffers):
        del buffers
        if isinstance(event, protocol.Reply):
            told.append(event)
            if len(told) == 2:
                done.set()

    session.edits = hear
    session.stream = lambda _event, _buffers: begun.set()
    handle(session, {"id": "1", "command": {"type": "get_landscape", "view": "v", "points": 101}})
    assert begun.wait(120)
    handle(session, {"id": "2", "command": {"type": "get_landscape", "view": "v", "stop": True}})
    assert done.wait(120)
    given_up, stopped = sorted(told, key=lambda reply: reply.request)
    assert given_up.answer.code == "SupersededError"
    assert stopped.answer == protocol.Done()


def test_arrays_without_values_go_to_the_page_as_no_bytes_whatever_their_shape():
    whole = np.arange(6, dtype=np.float32).reshape(3, 2)
    sent = as_bytes([np.zeros((0, 2), np.float32), b"", np.zeros((3, 0, 4)), whole, b"ab"])
    assert [bytes(each) for each in sent] == [b"", b"", b"", whole.tobytes(), b"ab"]
