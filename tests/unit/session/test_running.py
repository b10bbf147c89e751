"""Several at once: edits, looks at the model, exports and commands while a run goes on or is held."""

import threading

import numpy as np
import pytest

from playground import datasets, protocol
from playground.errors import TrainingError
from playground.network import Batch, ChangeSetting, Connect, Edge, Network, RemoveNode, RenameLayer, SetBypassed
from playground.session import Session, read_template
from playground.training import TrainingConfig

WIDER = ChangeSetting("hidden_b", "units", 20)


def opened(**config) -> Session:
    settings = {"epochs": 10_000, "jit_compile": "off", **config}
    return Session(read_template("digits_mlp").network, datasets.load("digits"), TrainingConfig(**settings))


def held(session):
    """The run, after one step more."""
    session.step("batch")
    run = session.running.run
    assert run.wait_until("paused", timeout=60) == "paused"
    return run


def kernel(graph):
    return graph.layers["hidden_a"].get_weights()[0]


def test_a_look_at_the_edited_model_does_not_make_the_held_run_go_on_without_the_edit():
    session = opened()
    before = held(session)
    session.edit(WIDER)
    assert session.graph.layers["hidden_b"].units == 20
    after = held(session)
    assert after is not before
    assert before.state == "stopped"
    assert after.model is session.graph.model
    after.stop()


def test_what_the_run_learns_after_a_look_at_the_edited_model_is_not_lost():
    session = opened()
    trained = session.graph
    run = held(session)
    session.edit(WIDER)
    early = kernel(session.graph)
    run.step()
    run.wait_until("paused", timeout=60)
    assert not np.array_equal(early, kernel(trained))
    np.testing.assert_array_equal(kernel(session.graph), kernel(trained))
    run.stop()


def test_an_edit_that_is_undone_gives_the_trained_model_back():
    session = opened()
    run = held(session)
    model = session.graph.model
    session.edit(WIDER)
    assert session.graph.model is not model
    session.drawing.undo()
    assert session.graph.model is model
    assert held(session) is run
    run.stop()


def test_training_right_after_a_stop_is_another_run():
    session = opened()
    session.play()
    first = session.running.run
    session.running.stop()
    session.play()
    second = session.running.run
    assert second is not first
    assert first.state == "stopped"
    assert second.wait_until("running", timeout=60) == "running"
    second.stop()


def test_a_step_of_a_run_that_can_not_be_is_told_by_its_status():
    session = opened(batch_size=10_000)
    session.step("batch")
    session.running.run.wait_until(timeout=60)
    assert session.running.status.state == "failed"
    assert session.running.status.problem.setting == "batch_size"


def test_while_the_model_is_exported_nothing_trains_and_afterwards_what_was_asked_for_does():
    session = opened()
    run = held(session)
    with session.running.held(), session.running.held():
        session.play()
        assert run.state == "paused"
    assert run.wait_until("running", timeout=60) == "running"
    with session.running.held():
        assert run.state == "paused"
        session.running.pause()
    assert run.state == "paused"
    run.stop()
    run.wait(60)
    with session.running.held(), pytest.raises(TrainingError, match="being exported; train it when that is done"):
        session.play()


def test_a_problem_on_a_layer_is_on_its_node():
    session = opened(loss="categorical_crossentropy")
    session.play()
    session.running.run.wait_until(timeout=60)
    assert session.running.status.problem.node == "digit"


def test_commands_from_many_threads_leave_one_run_and_no_thread_behind():
    session = opened()
    others = set(threading.enumerate())
    numbers: list[int] = []

    def hear(event, _):
        told = event.events if isinstance(event, protocol.Together) else (event,)
        numbers.extend(getattr(each, "status", each).run for each in told)

    session.stream = hear

    def command(name):
        for _ in range(5):
            getattr(session.running, name)() if name in {"pause", "stop", "reset"} else getattr(session, name)()

    threads = [threading.Thread(target=command, args=(name,)) for name in ("play", "step", "pause", "stop", "reset")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.running.reset()
    assert session.running.status.state == "idle"
    left = set(threading.enumerate()) - others
    assert [thread.name for thread in left if thread.name.startswith("playground-run")] == []
    assert numbers == sorted(numbers)


def test_a_view_that_is_opened_while_others_edit_misses_no_edit_and_gets_none_twice():
    session = opened()
    names = [f"name_{number}" for number in range(100)]
    sent: list[tuple[int, Network]] = []
    session.edits = lambda event, _: (
        sent.append((event.revision, session.network)) if isinstance(event, protocol.Changed) else None
    )
    editing = threading.Thread(target=lambda: [session.edit(RenameLayer("flat", name)) for name in names])
    editing.start()
    snapshots = []
    while editing.is_alive():
        snapshots.append(session.snapshot())
    editing.join()
    told = dict(sent)
    assert [revision for revision, _ in sent] == list(range(1, 101))
    for snapshot in snapshots:
        if snapshot.revision:
            assert snapshot.network is told[snapshot.revision]


def test_a_bypassed_layer_comes_back_with_the_weights_it_had_learned():
    session = opened()
    run = held(session)
    run.stop()
    learned = kernel(session.graph)
    node = next(node.id for node in session.network.nodes if node.layer == "hidden_a")
    session.edit(SetBypassed(node, bypassed=True))
    assert "hidden_a" not in session.graph.layers
    session.edit(SetBypassed(node, bypassed=False))
    np.testing.assert_array_equal(kernel(session.graph), learned)


def test_a_layer_that_was_deleted_comes_back_with_its_weights_by_undo():
    session = opened()
    learned = kernel(session.graph)
    node = next(node.id for node in session.network.nodes if node.layer == "hidden_a")
    before, after = session.network.edges_into[node][0], session.network.edges_from[node][0]
    heal = (RemoveNode(node), Connect(Edge(before.source, after.target)))
    session.edit(Batch(heal))
    assert "hidden_a" not in session.graph.layers
    session.drawing.undo()
    np.testing.assert_array_equal(kernel(session.graph), learned)


def test_a_layer_that_was_set_otherwise_meanwhile_begins_anew():
    session = opened()
    session.graph  # noqa: B018  # it is built when it is first asked for
    node = next(node.id for node in session.network.nodes if node.layer == "hidden_a")
    session.edit(SetBypassed(node, bypassed=True))
    session.graph  # noqa: B018  # likewise
    session.edit(ChangeSetting("hidden_a", "use_bias", value=False))
    session.edit(SetBypassed(node, bypassed=False))
    assert len(session.graph.layers["hidden_a"].get_weights()) == 1
