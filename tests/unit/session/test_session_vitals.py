"""What a session tells of gradients and weights: by layer, small, and of the model that trains."""

import time

import keras
import numpy as np
import pytest

from playground import datasets, protocol
from playground.errors import DocumentError
from playground.modeling import build_graph, open_model
from playground.network import RemoveNode, RenameLayer
from playground.session import Session, read_template
from playground.session._viewing import watch_vitals
from playground.session._vitals import MOST_ROWS, Monitor, VariableOwners, by_group, outstanding
from playground.session._weights import weights_of_layer
from playground.training import Moments, TrainingConfig


@pytest.fixture
def session():
    opened = Session(
        read_template("digits_mlp").network, datasets.load("digits"), TrainingConfig(epochs=10_000, jit_compile="off")
    )
    yield opened
    opened.running.stop()


def stepped(session: Session, least: int = 2):
    """The run, held, with at least so many measured moments."""
    deadline = time.monotonic() + 60
    while True:
        session.step("batch")
        run = session.running.run
        assert run.wait_until("paused", timeout=60) == "paused"
        if len(run.vitals) >= least:
            return run
        assert time.monotonic() < deadline
        time.sleep(0.02)


def ask(session: Session, layer: str, page: int = 0):
    answer, buffers = weights_of_layer(session.running, session.network, protocol.GetWeights(layer, page))
    return answer, [np.frombuffer(bytes(memoryview(each).cast("B")), each.dtype) for each in buffers]


def moments(**columns) -> Moments:
    steps = np.arange(1, 1 + len(columns["gradients"]))
    table = {name: np.asarray(values, np.float32) for name, values in columns.items()}
    zeros = np.zeros_like(table["gradients"])
    full = {name: table.get(name, zeros) for name in ("gradients", "weights", "updates", "unsound")}
    return Moments(steps, tuple("abc"), **full)


def vitals_of(told) -> list:
    """The buffers of the chunks of vitals that were told."""
    counts = {
        protocol.HistoryChunk: lambda each: 2 * len(each.series),
        protocol.Pictures: lambda each: len(each.pictures),
    }
    found = []
    for event, buffers in list(told):
        at = 0
        for each in getattr(event, "events", ()):
            if isinstance(each, protocol.VitalsChunk):
                found.append(buffers[at : at + 2])
                at += 2
            else:
                at += counts.get(type(each), lambda _: 0)(each)
    return found


def test_the_variables_of_a_layer_are_one_norm_and_a_broken_layer_breaks_no_other():
    seen = by_group(
        moments(gradients=[[3, 4, np.nan], [1e30, 1e30, 2]], unsound=[[0, 0, 1], [0.5, 0, 0]]),
        [[0, 1], [2]],
        np.array([30, 10, 5]),
    )
    np.testing.assert_allclose(seen[..., 0], [[5, np.nan], [np.sqrt(2) * 1e30, 2]], rtol=1e-6)
    np.testing.assert_allclose(seen[..., 3], [[0, 1], [0.375, 0]])


def test_of_many_moments_those_that_stand_out_stay_and_the_last():
    table = np.ones((1000, 2, 4), np.float32)
    table[333, 1, 0], table[777, 0, 0] = 50, np.nan
    kept = outstanding(table, 20)
    assert len(kept) == 20
    assert {333, 777, 999} <= set(kept.tolist())
    assert (np.diff(kept) > 0).all()
    assert outstanding(table, 1000).tolist() == list(range(1000))


def test_a_view_that_shows_gradients_gets_all_of_them_and_then_what_comes(session: Session):
    told = []
    session.stream = lambda event, buffers: told.append((event, buffers))
    run = stepped(session)
    assert not vitals_of(told)

    chunk, (steps, table) = watch_vitals(session.running, protocol.WatchVitals("one", shown=True))
    learning = [each.id for each in session.network.layers if each.kind == "Dense"]
    assert (chunk.run, list(chunk.layers), chunk.whole) == (1, learning, True)
    assert chunk.names == tuple(session.network.layer_by_id[each].name for each in learning)
    assert (steps.dtype, table.dtype, table.shape) == (np.float64, np.float32, (len(steps), len(learning), 4))
    assert steps.tolist() == run.vitals.moments.steps.tolist()
    kernel, bias = run.vitals.moments.gradients[-1, :2]
    np.testing.assert_allclose(table[-1, 0, 0], np.hypot(kernel, bias), rtol=1e-5)
    assert (table[..., :3] > 0).all()

    told.clear()
    stepped(session, len(run.vitals) + 1)
    deadline = time.monotonic() + 20  # the thread tells after it has paused
    while not (found := vitals_of(told)) or found[-1][0][-1] < len(run.history):
        assert time.monotonic() < deadline
        time.sleep(0.01)

    watch_vitals(session.running, protocol.WatchVitals("one", shown=False))
    told.clear()
    stepped(session, len(run.vitals) + 1)
    assert not vitals_of(told)


def test_pictures_gradients_and_the_doctor_share_five_per_cent(session: Session):
    run = stepped(session)

    def shares():
        return round(run._observers.share, 6), run.vitals.share

    assert shares() == (0.04, 0.005)
    watch_vitals(session.running, protocol.WatchVitals("one", shown=True))
    watch_vitals(session.running, protocol.WatchVitals("two", shown=True))
    assert shares() == (0.035, 0.01)
    watch_vitals(session.running, protocol.WatchVitals("one", shown=False))
    assert shares() == (0.035, 0.01)
    watch_vitals(session.running, protocol.WatchVitals("two", shown=False))
    assert shares() == (0.04, 0.005)


def test_a_view_before_the_first_run_gets_an_empty_answer(session: Session):
    chunk, buffers = watch_vitals(session.running, protocol.WatchVitals("one", shown=True))
    assert (chunk.layers, buffers) == ((), [])


def test_weights_are_those_of_the_model_that_trains_with_their_course(session: Session):
    run = stepped(session, 3)
    answer, buffers = ask(session, "hidden_a")
    kernel, bias = answer.pictures
    truth, _ = session.running.latest_graph.layers["hidden_a"].get_weights()

    assert (answer.step, answer.sentence) == (len(run.history), "")
    assert (kernel.name, kernel.form, kernel.shape) == ("kernel", "matrix", truth.shape)
    assert (bias.name, bias.form, bias.width) == ("bias", "values", truth.shape[1])
    np.testing.assert_allclose(buffers[0].mean(), truth.mean(), rtol=1e-3)
    assert buffers[1].sum() == truth.size
    assert kernel.moments == len(run.vitals) == len(buffers[2])
    assert buffers[3].shape == (2 * kernel.moments,)
    assert buffers[4].reshape(kernel.moments, 32).sum(axis=1).tolist() == [truth.size] * kernel.moments
    assert len(buffers) == 14


def test_what_has_no_weights_says_so_in_a_sentence(session: Session):
    hidden, name = "hidden_a", session.network.layer_by_id["hidden_a"].name
    assert ask(session, hidden)[0].sentence == f"“{name}” gets its weights when the network first trains: press play."
    stepped(session)
    plain = next(each for each in session.network.layers if each.kind in {"Flatten", "Dropout", "Reshape"})
    assert ask(session, plain.id)[0].sentence == f"“{plain.name}” has no weights: there is nothing in it to learn."

    session.edit(RenameLayer(hidden, "renamed"))
    assert ask(session, hidden)[0].pictures
    node = next(each for each in session.network.nodes if each.layer == hidden)
    session.edit(RemoveNode(node.id))
    with pytest.raises(DocumentError, match="This layer is not in the drawing any more"):
        ask(session, hidden)
    session.drawing.undo()
    assert ask(session, hidden)[0].pictures


def test_layers_inside_blocks_are_told_by_their_paths_also_where_names_repeat():
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, name="same")], name="inner")
    outer = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, name="same"), inner], name="outer")
    graph = build_graph(open_model(outer).network)
    owners = VariableOwners(graph)
    paths = [each.path for each in graph.model.trainable_variables]
    found = owners.of(paths)

    assert [each[1] for each in found] == ["kernel", "bias"] * 2
    assert len({each[0] for each in found}) == 2
    assert {owners.name(each[0]) for each in found} == {"same", "inner/same"}
    assert owners.of([*paths, "stranger"])[-1] is None


def test_a_message_is_small_however_many_layers_there_are(session: Session):
    stepped(session)
    graph = session.running.latest_graph
    monitor = Monitor(1, graph)
    variables = tuple(each.path for each in graph.model.trainable_variables)
    count = 1024
    many = Moments(np.arange(count), variables, *(np.ones((count, len(variables)), np.float32) for _ in range(4)))
    chunk, (steps, table) = monitor._chunk(many, 512, whole=True)
    assert len(steps) <= 512
    assert len(steps) * len(chunk.layers) <= MOST_ROWS
    assert steps[-1] == count - 1
    assert table.shape[0] == len(steps)
