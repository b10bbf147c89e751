"""Pause, edit, play: the run on the screen goes on with the edited network, and nothing that was learned is lost."""

import threading
import time
from contextlib import suppress
from dataclasses import replace

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from playground import datasets, protocol
from playground.catalog import Choice
from playground.errors import CheckError, EditError
from playground.network import (
    AddNode,
    Batch,
    ChangeSetting,
    Connect,
    Disconnect,
    Document,
    Edge,
    Layer,
    Network,
    Node,
    SetBypassed,
    SetRepeat,
    SetTrainable,
    Within,
)
from playground.session import Session, Studied, read_template
from playground.session._blocks import group_named
from playground.session._predicting import worked_out
from playground.session._recovery import Keeper, Trained, read_trained
from playground.session._weights import weights_of_layer
from playground.training import History, TrainingConfig

ADAM = Choice("Adam", {"learning_rate": 0.001})


class Screen:
    """What the views hear of runs."""

    def __init__(self, session):
        self.statuses, self.chunks, self.buffers, self.pictures = [], [], [], []
        session.stream = self.hear

    def hear(self, event, buffers):
        left = list(buffers)
        for each in event.events if isinstance(event, protocol.Together) else (event,):
            match each:
                case protocol.RunChanged():
                    self.statuses.append(each.status)
                case protocol.Pictures():
                    self.pictures.append(each)
                case protocol.HistoryChunk():
                    self.chunks.append(each)
                    self.buffers.append(left[: 2 * len(each.series)])
                    left = left[2 * len(each.series) :]

    @property
    def marks(self):
        return [mark for chunk in self.chunks for mark in chunk.marks]

    def pictured(self):
        """The nodes that the latest pictures are of."""
        return {picture.node for picture in self.pictures[-1].pictures} if self.pictures else set()

    def steps(self, name="loss"):
        """The numbers of the steps that came, in their order."""
        found = []
        for chunk, buffers in zip(self.chunks, self.buffers, strict=True):
            found += [buffers[2 * place].tolist() for place, each in enumerate(chunk.series) if each == name]
        return [step for part in found for step in part]


def opened(**config) -> Session:
    chosen = {"epochs": 10_000, "jit_compile": "off", "optimizer": ADAM, **config}
    return Session(read_template("digits_mlp").network, datasets.load("digits"), TrainingConfig(**chosen))


@pytest.fixture
def session():
    made = opened()
    yield made
    made.running.stop()
    if made.running.run is not None:
        made.running.run.wait_until(timeout=60)


def held(session, unit="batch"):
    """The run, after one batch or epoch more."""
    session.step(unit)
    run = session.running.run
    assert run.wait_until("paused", timeout=60) == "paused"
    return run


def inserted(network, kind, layer_id, settings, behind="hidden_a"):
    """A layer put into the wire behind another."""
    source = next(node.id for node in network.nodes if node.layer == behind)
    wire = network.edges_from[source][0]
    new = AddNode(Node(layer_id, layer_id), Layer(layer_id, kind, layer_id, settings))
    return Batch((Disconnect(wire), new, Connect(Edge(source, layer_id)), Connect(Edge(layer_id, wire.target))))


def wait_until(true):
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def memories(model):
    """What Adam remembers, by the end of the path of each variable."""
    optimizer = model.optimizer
    return {
        "/".join(variable.path.split("/")[-2:]): np.array(memory)
        for variable, memory in zip(optimizer._trainable_variables, optimizer._momentums, strict=True)
    }


def status(session):
    return session.running.status


class Beginnings(keras.callbacks.Callback):
    """What each run begins with: weights by layer, what Adam remembers, and its count of steps."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def on_train_begin(self, logs=None):
        del logs
        weights = {layer.name: layer.get_weights() for layer in self.model.layers}
        self.seen.append((weights, memories(self.model), int(self.model.optimizer.iterations)))


def test_a_run_goes_on_with_what_was_put_into_it_on_one_chart(session):
    screen = Screen(session)
    first = held(session, "epoch")
    steps, number, losses = len(first.history), status(session).run, first.history.steps["loss"].copy()
    session.edit(inserted(session.network, "Dense", "between", {"units": 64}))
    second = held(session)
    assert second is not first
    assert first.state == "stopped"
    assert status(session).run == number
    assert len(second.history) == steps + 1
    assert second.status.epoch_step == 1
    np.testing.assert_array_equal(second.history.steps["loss"][:steps], losses)
    assert second.history.marks == (protocol.Mark(steps, "edited", 1.0),)
    wait_until(lambda: screen.steps()[-1] == steps + 1)
    told = screen.steps()
    assert told == sorted(set(told))
    assert screen.marks == list(second.history.marks)
    assert {each.run for each in screen.chunks} == {number}
    assert not [each for each in screen.statuses if each.state in {"stopping", "stopped"}]
    chunk, _ = session.running.history()
    assert chunk.marks == second.history.marks


def test_untouched_layers_have_their_weights_to_the_bit_and_the_optimizer_what_it_knew_of_them():
    beginnings = Beginnings()
    session = opened(callbacks=(beginnings,))
    first = held(session, "epoch")
    remembered, count = memories(first.model), len(first.history)
    weights = {name: first.model.get_layer(name).get_weights() for name in ("hidden_a", "hidden_b", "digit")}
    session.edit(inserted(session.network, "Dense", "between", {"units": 64}))
    held(session).stop()
    found, now, iterations = beginnings.seen[1]
    for name, before in weights.items():
        for mine, theirs in zip(found[name], before, strict=True):
            np.testing.assert_array_equal(mine, theirs)
    assert not now.pop("between/kernel").any()
    assert not now.pop("between/bias").any()
    assert now.keys() == remembered.keys()
    for name, memory in now.items():
        assert memory.any()
        np.testing.assert_array_equal(memory, remembered[name])
    assert iterations == count


def test_a_layer_that_is_put_in_is_new_at_once_and_until_it_was_trained_for_an_epoch(session):
    held(session)
    screen = Screen(session)
    session.edit(inserted(session.network, "Dropout", "between", {"rate": 0.5}))
    assert screen.statuses[-1].anew == ("between",)
    assert screen.statuses[-1].changed == "the edited network"
    held(session)
    assert status(session).anew == ("between",)
    assert status(session).changed == ""
    per_epoch = status(session).steps_per_epoch
    held(session, "epoch")
    assert status(session).anew == ("between",)
    assert len(held(session).history) == per_epoch + 1
    assert status(session).anew == ()


def test_layers_whose_weights_have_another_shape_are_new_too(session):
    held(session)
    session.edit(ChangeSetting("hidden_a", "units", 20))
    assert status(session).anew == ("hidden_a", "hidden_b")
    held(session)
    assert status(session).anew == ("hidden_a", "hidden_b")
    session.running.stop()
    session.running.run.wait_until(timeout=60)
    assert status(session).anew == ()


def test_what_was_edited_and_edited_back_keeps_what_it_has_learned(session):
    first = held(session)
    learned = first.model.get_layer("hidden_b").get_weights()[0]
    session.edit(ChangeSetting("hidden_b", "units", 20))
    assert status(session).anew == ("digit", "hidden_b")
    session.graph  # noqa: B018  # somebody looks at the model between the two
    units = read_template("digits_mlp").network.layer_by_id["hidden_b"].settings["units"]
    session.edit(Batch((ChangeSetting("hidden_b", "units", units), ChangeSetting("hidden_b", "activation", "tanh"))))
    assert status(session).anew == ()
    assert status(session).changed == "the edited network"
    np.testing.assert_array_equal(session.graph.layers["hidden_b"].get_weights()[0], learned)
    assert held(session) is not first
    assert status(session).anew == ()


def test_an_edit_that_is_undone_leaves_nothing_to_go_on_with(session):
    first = held(session)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    assert status(session).changed
    session.drawing.undo()
    assert (status(session).changed, status(session).anew) == ("", ())
    assert held(session) is first
    assert first.history.marks == ()


def test_an_edit_while_the_run_goes_on_is_told_when_it_is_paused(session):
    session.play()
    run = session.running.run
    run.wait_until("running", timeout=60)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    session.running.pause()
    run.wait_until("paused", timeout=60)
    assert status(session).changed == "the edited network"
    assert status(session).anew == ("digit", "hidden_b")


CHANGES = {
    "learning rate": (
        {"optimizer": Choice("Adam", {"learning_rate": 0.01})},
        "learning rate 0.01",
        "the new learning rate",
    ),
    "optimizer": (
        {"optimizer": Choice("SGD", {"learning_rate": 0.01})},
        "optimizer changed",
        "SGD, which knows nothing of what Adam remembered",
    ),
    "batch size": ({"batch_size": 64}, "batch size 64", "the new batch size"),
    "loss": ({"loss": "sparse_categorical_crossentropy"}, "loss changed", "the other loss"),
    "epochs": ({"epochs": 20_000}, "", "the new settings"),
    "held back": ({"validation_split": 0.5}, "settings changed", "the new settings"),
    "two": ({"batch_size": 16, "epochs": 9_000}, "batch size 16", "the new batch size and the new settings"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_settings_that_are_changed_while_the_run_rests_are_gone_on_with_and_marked(session, name):
    change, label, words = CHANGES[name]
    held(session)
    first = held(session)
    session.config = TrainingConfig(**{"epochs": 10_000, "jit_compile": "off", "optimizer": ADAM, **change})
    assert status(session).changed == words
    assert status(session).anew == ()
    second = held(session)
    assert second is not first
    assert [mark.label for mark in second.history.marks] == ([label] if label else [])
    assert len(second.history) == 3
    assert second.config is session.config
    assert status(session).changed == ""


def test_another_learning_rate_counts_from_the_next_step_on_and_adam_remembers():
    beginnings = Beginnings()
    session = opened(callbacks=(beginnings,))
    first = held(session)
    remembered = memories(first.model)
    session.config = replace(session.config, optimizer=Choice("Adam", {"learning_rate": 0.0}))
    second = held(session)
    assert second.model is first.model
    assert float(second.model.optimizer.learning_rate) == 0.0
    before, memory, _ = beginnings.seen[1]
    for name, value in memory.items():
        np.testing.assert_array_equal(value, remembered[name])
    for name, weights in before.items():
        for mine, theirs in zip(second.model.get_layer(name).get_weights(), weights, strict=True):
            np.testing.assert_array_equal(mine, theirs)
    second.stop()


def test_the_same_settings_in_other_words_are_no_change(session):
    first = held(session)
    session.config = TrainingConfig(
        epochs=10_000, jit_compile="off", optimizer={"kind": "Adam", "settings": {"learning_rate": 0.001}}
    )
    assert status(session).changed == ""
    assert held(session) is first


def test_other_data_are_gone_on_with(session):
    first = held(session)
    whole = datasets.load("digits")
    session.data = datasets.from_arrays(*(next(iter(each.values()))[:640] for each in (whole.inputs, whole.targets)))
    assert status(session).changed == "the other data"
    second = held(session)
    assert second is not first
    assert [mark.label for mark in second.history.marks] == ["other data"]
    assert second.status.steps_per_epoch == 16
    assert second.status.epoch_step == 1


def test_a_drawing_with_a_problem_stays_paused_and_loses_nothing(session):
    first = held(session)
    wire = session.network.edges[0]
    session.edit(Disconnect(wire))
    with pytest.raises(CheckError):
        session.play()
    with pytest.raises(CheckError):
        session.step()
    assert first.state == "paused"
    assert session.running.run is first
    session.edit(Connect(wire))
    assert held(session) is first


def test_what_could_not_begin_is_mended_and_gone_on_with(session):
    first = held(session)
    session.config = TrainingConfig(epochs=10_000, jit_compile="off", optimizer=ADAM, batch_size=100_000)
    session.play()
    failed = session.running.run
    failed.wait_until(timeout=60)
    assert failed.state == "failed"
    assert status(session).changed == "the new batch size"
    assert len(session.running.measured) == 1
    session.config = TrainingConfig(epochs=10_000, jit_compile="off", optimizer=ADAM, batch_size=16)
    second = held(session)
    assert second.history.steps["loss"][0] == first.history.steps["loss"][0]
    assert [mark.label for mark in second.history.marks] == ["batch size 16"]
    assert status(session).run == 1


def test_an_edit_while_the_run_is_made_that_goes_on_is_told_as_one_of_that(session):
    held(session)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    session.step()
    session.config = replace(session.config, batch_size=16)  # while it is made, or just after
    run = session.running.run
    run.wait_until("paused", timeout=60)
    assert status(session).changed == "the new batch size"
    assert status(session).anew == ("digit", "hidden_b")
    session.config = replace(session.config, batch_size=32)
    assert status(session).changed == ""
    assert held(session) is run


def test_a_run_that_has_ended_is_not_gone_on_with(session):
    first = held(session)
    session.running.stop()
    first.wait_until(timeout=60)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    assert status(session).changed == ""
    second = held(session)
    assert len(second.history) == 1
    assert second.history.marks == ()
    assert status(session).run == 2


def test_a_reset_and_another_drawing_in_the_place_begin_anew(session):
    held(session)
    session.edit(ChangeSetting("hidden_b", "units", 20))
    session.running.reset()
    assert (status(session).changed, status(session).anew) == ("", ())
    assert len(held(session).history) == 1
    session.open_document(read_template("digits_cnn"), "r")
    assert status(session).changed == ""
    assert len(held(session).history) == 1
    session.drawing.undo()
    assert len(held(session).history) == 1


def test_a_layer_in_a_block_is_new_by_its_path_and_one_that_went_into_a_block_is_not(session):
    learned = held(session).model.get_layer("hidden_b").get_weights()[0]
    group_named(session.drawing, ("hidden_a", "hidden_b"), "body")
    assert status(session).anew == ()
    block = next(layer.id for layer in session.network.layers if layer.network is not None)
    inner = session.network.layer_by_id[block].network
    session.edit(Within(block, inserted(inner, "Dense", "between", {"units": 64})))
    assert status(session).anew == (f"{block}/between",)
    early = session.graph.layers[f"{block}/hidden_b"].get_weights()[0]
    np.testing.assert_array_equal(early, learned)
    run = held(session)
    assert status(session).anew == (f"{block}/between",)
    assert len(run.history) == 2


def test_of_a_block_that_repeats_a_layer_is_new_once(session):
    session.edit(ChangeSetting("hidden_b", "units", 64))
    held(session)
    group_named(session.drawing, ("hidden_b",), "body")
    block = next(layer.id for layer in session.network.layers if layer.network is not None)
    inner = session.network.layer_by_id[block].network
    session.edit(Within(block, inserted(inner, "Dense", "between", {"units": 64}, "input")))
    session.edit(SetRepeat(block, 2))
    assert status(session).anew == (f"{block}/between", f"{block}/hidden_b")
    held(session)
    assert status(session).anew == (f"{block}/between", f"{block}/hidden_b")


def test_pictures_weights_explanations_and_exports_are_of_the_model_that_goes_on(session, tmp_path):
    screen = Screen(session)
    held(session)
    session.running.watch(protocol.Watch("v", ("hidden_a", "between")))
    session.running.watch_vitals(protocol.WatchVitals("v", shown=True))
    session.edit(inserted(session.network, "Dense", "between", {"units": 64}))
    run = held(session)
    held(session)
    wait_until(lambda: {"hidden_a", "between"} <= screen.pictured())
    wait_until(lambda: screen.pictures[-1].step == len(run.history))
    vitals, _ = session.running.watch_vitals(protocol.WatchVitals("v", shown=True))
    assert "between" in vitals.layers
    told, buffers = weights_of_layer(session.running, session.network, protocol.GetWeights("between", 0))
    assert (told.step, told.pictures[0].shape) == (3, (64, 64))
    assert buffers
    wish = protocol.ExplainSample("v", "integrated_gradients", options={"steps": 2})
    studied = Studied(session.running, session.graph, session.data, session.config)
    answer, _ = worked_out(studied, wish, lambda: None)
    assert answer.step == 3
    result = session.export(tmp_path / "model.keras", "keras")
    assert result.max_difference == 0
    loaded = keras.models.load_model(tmp_path / "model.keras")
    weights = [each.get_layer("between").get_weights()[0] for each in (loaded, run.model)]
    np.testing.assert_array_equal(*weights)
    assert session.graph.model is run.model


def test_the_marks_of_a_run_are_kept_for_when_the_kernel_stops(tmp_path):
    keeper = Keeper(tmp_path, Network(), lambda: Document(Network()))
    marks = (protocol.Mark(3, "edited", 0.5), protocol.Mark(9, "optimizer changed", 1.5))
    keeper.keep_trained(0, Trained({}, {"loss": np.ones(9, np.float32)}, History().rows(), marks))
    assert read_trained(keeper.folder).marks == marks
    session = opened()
    session.running.adopt(session.network, session.config, read_trained(keeper.folder))
    assert session.running.past.marks == marks
    assert session.running.history()[0].marks == marks


def test_who_waits_for_a_run_waits_for_the_one_that_takes_it_up():
    session = opened(epochs=2)
    first = held(session)
    waiting = threading.Thread(target=session.running.wait)
    waiting.start()
    session.edit(ChangeSetting("hidden_b", "units", 20))
    session.play()
    waiting.join(60)
    assert session.running.run is not first
    assert session.running.run.state == "finished"
    assert [row.epoch for row in session.running.run.history.rows()] == [1, 2]


NAMES = ("hidden_a", "hidden_b", "digit")
EDITS = {
    "wider": ChangeSetting("hidden_b", "units", 48),
    "narrower": ChangeSetting("hidden_b", "units", 16),
    "tanh": ChangeSetting("hidden_a", "activation", "tanh"),
    "no bias": ChangeSetting("hidden_a", "use_bias", value=False),
    "frozen": SetTrainable("hidden_b", trainable=False),
    "bypass": SetBypassed("hidden_a", bypassed=True),
    "back": SetBypassed("hidden_a", bypassed=False),
}


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=4), min_size=1, max_size=2))
def test_whatever_is_edited_a_layer_that_is_not_said_to_be_new_keeps_its_weights(rounds):
    beginnings = Beginnings()
    session = opened(callbacks=(beginnings,))
    run = held(session)
    for edits in rounds:
        before = {layer.name: layer.get_weights() for layer in run.model.layers}
        count, steps = len(beginnings.seen), len(run.history)
        for name in edits:
            with suppress(EditError):
                session.edit(EDITS[name])
        foreseen = status(session).anew
        run = held(session)
        assert len(run.history) == steps + 1
        if len(beginnings.seen) == count:
            continue
        assert status(session).anew == foreseen
        for name, weights in beginnings.seen[-1][0].items():
            if name in NAMES and name not in status(session).anew:
                for mine, theirs in zip(weights, before[name], strict=True):
                    np.testing.assert_array_equal(mine, theirs)
    run.stop()
