"""Pause, edit, play: the run on the screen goes on with the edited network, and nothing that was learned is lost."""

from contextlib import suppress

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from playground import protocol
from playground.errors import EditError
from playground.network import (
    Batch,
    ChangeSetting,
    Document,
    Network,
    SetBypassed,
    SetRepeat,
    SetTrainable,
    Within,
)
from playground.session import Studied, read_template
from playground.session._blocks import group_named
from playground.session._predicting import worked_out
from playground.session._recovery import Keeper, Trained, read_trained
from playground.session._replacing import adopt
from playground.session._viewing import watch_vitals
from playground.session._weights import weights_of_layer
from playground.training import History
from tests.unit.session.going import Beginnings, Screen, held, inserted, memories, opened, status, wait_until


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


@pytest.mark.parametrize("session", [{"observer_share": 0.05}], indirect=True)
def test_pictures_weights_explanations_and_exports_are_of_the_model_that_goes_on(session, tmp_path):
    screen = Screen(session)
    held(session)
    session.running.watch(protocol.Watch("v", ("hidden_a", "between")))
    watch_vitals(session.running, protocol.WatchVitals("v", shown=True))
    session.edit(inserted(session.network, "Dense", "between", {"units": 64}))
    run = held(session)
    held(session)
    wait_until(lambda: {"hidden_a", "between"} <= screen.pictured())
    wait_until(lambda: screen.pictures[-1].step == len(run.history))
    vitals, _ = watch_vitals(session.running, protocol.WatchVitals("v", shown=True))
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
    history = History()
    history.append({"loss": np.ones(9, np.float32)})
    keeper.keep_trained(0, Trained({}, history.since(0), marks))
    assert read_trained(keeper.folder).marks == marks
    session = opened()
    adopt(session.running, session.network, session.config, read_trained(keeper.folder))
    assert session.running.past.marks == marks
    assert session.running.history()[0].marks == marks


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
