"""What a view asks of a layer: pages of its maps, means of a class, attention, samples in a plane, where NaN begins."""

import threading

import keras
import numpy as np
import pytest

from playground import datasets, probing, protocol
from playground.modeling import from_keras
from playground.session import Session
from playground.training import TrainingConfig
from tests.unit.session.test_explaining import Asking


@pytest.fixture(scope="module")
def cnn():
    asking = Asking()
    asking.running()
    return asking


@pytest.fixture(scope="module")
def reviews():
    asking = Asking("reviews_transformer")
    asking.running()
    return asking


def pictures_of(asking, watch):
    """The pictures that come once this is watched, with the buffers of each."""
    told = []

    def hear(event, buffers):
        events = event.events if isinstance(event, protocol.Together) else (event,)
        told.extend((each, buffers) for each in events if isinstance(each, protocol.Pictures))

    asking.session.stream = hear
    for _ in range(600):
        asking.session.running.watch(watch)
        if told:
            break
        threading.Event().wait(0.1)
    pictures, buffers = told[-1]
    return pictures, dict(zip(((p.node, p.size) for p in pictures.pictures), buffers, strict=False))


def test_pictures_are_means_over_the_samples_of_a_class(cnn):
    session = cnn.session
    pictures, values = pictures_of(cnn, protocol.Watch("v", ("image",), "conv_a", 5, average=7))

    (target,) = session.data.targets.values()
    order = session.data.probe_order()
    mine = order[target[order] == 7][:64]
    x = next(iter(session.data.inputs.values()))[mine]
    assert (pictures.averaged, pictures.label) == (64, "7")
    header = next(each for each in pictures.pictures if each.size == "focus")
    low, high = np.array(header.lows)[:, None, None], np.array(header.highs)[:, None, None]
    seen = probing.activations(session.graph.model, x, ["conv_a"])["conv_a"].mean(axis=0).transpose(2, 0, 1)
    np.testing.assert_allclose(
        low + np.asarray(values["conv_a", "focus"]) / 254 * (high - low), seen, atol=float((high - low).max()) / 400
    )


def test_a_class_that_no_sample_has_and_data_without_classes_show_a_sample(cnn):
    pictures, _ = pictures_of(cnn, protocol.Watch("v", ("image",), None, 5, average=99))
    assert (pictures.averaged, pictures.sample) == (0, 5)


def test_a_page_is_of_the_layer_that_is_enlarged(cnn):
    session = cnn.session
    pictures, values = pictures_of(cnn, protocol.Watch("v", ("hidden",), "flat", 3, page=1))
    header = next(each for each in pictures.pictures if each.size == "focus")
    assert (header.node, header.form, header.first, header.count, header.total) == ("flat", "bars", 256, 256, 512)
    x, at = probing_batch(session, 3)
    seen = probing.activations(session.graph.model, x, ["flat"])["flat"][at]
    np.testing.assert_allclose(values["flat", "focus"], seen[256:], rtol=1e-4, atol=1e-5)


def probing_batch(session, place):
    return next(iter(session.data.inputs.values()))[session.data.probe_order()[: place + 1]], place


def test_the_heads_of_attention_are_shown_with_the_words_they_look_at(reviews):
    node = next(
        each.id
        for each in reviews.session.network.nodes
        if reviews.session.network.layer_of(each.id).kind == "MultiHeadAttention"
    )
    answer, (maps,) = reviews.ask(protocol.ShowAttention("v", node, 4))

    assert isinstance(answer, protocol.AttentionShown), answer
    assert maps.shape == (answer.heads, answer.queries, answer.keys)
    assert (maps.dtype.name, answer.total, answer.sample, answer.step) == ("float32", answer.heads, 4, 1)
    if answer.block == 1:
        np.testing.assert_allclose(maps.sum(axis=-1), 1, rtol=1e-4)
        assert len(answer.query_words) == answer.queries
    refused, _ = reviews.ask(protocol.ShowAttention("v", reviews.session.network.nodes[0].id))
    assert isinstance(refused, protocol.Failed)
    assert "has no attention to show" in refused.message or "computes nothing" in refused.message


def test_samples_are_laid_out_by_what_a_layer_puts_out_and_know_their_classes(cnn):
    session = cnn.session
    answer, (points, places, targets) = cnn.ask(protocol.ProjectNode("v", "hidden"))

    assert isinstance(answer, protocol.NodeProjected), answer
    order = session.data.probe_order()
    (target,) = session.data.targets.values()
    assert (answer.points, answer.method, answer.unsound) == (500, "pca", 0)
    assert places.tolist() == list(range(500))
    np.testing.assert_array_equal(targets, target[order[:500]])
    x = next(iter(session.data.inputs.values()))[order[:500]]
    expected = probing.project(probing.activations(session.graph.model, x, ["hidden"])["hidden"])
    np.testing.assert_allclose(points, expected.points, rtol=1e-2, atol=1e-2)
    assert answer.shares == pytest.approx(expected.shares, rel=1e-3)


def test_where_nan_begins_is_said_with_the_node_and_where_nothing_is_wrong_too():
    asking = Asking("digits_mlp")
    answer, _ = asking.ask(protocol.FindUnsound("v"))
    assert (answer.node, "all values of these samples are finite" in answer.sentence) == (None, True)
    layer = next(each for each in asking.session.network.layers if each.kind == "Dense")
    model = asking.session.graph.model
    model.get_layer(layer.name).bias.assign(np.full(layer.settings["units"], np.nan))

    answer, _ = asking.ask(protocol.FindUnsound("v"))

    (calls,) = [each.id for each in asking.session.network.nodes if each.layer == layer.id]
    assert answer.node == calls
    assert answer.sentence.startswith(f"They begin at “{layer.name}”, whose weights are NaN or infinite.")


@pytest.mark.parametrize("kind", ["one_hot", "column"])
def test_pictures_are_means_over_the_samples_of_a_class_that_is_no_whole_number(kind):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(90, 4)).astype("float32")
    labels = (np.arange(90) % 3) if kind == "one_hot" else (np.arange(90) % 2)
    target = np.eye(3, dtype="float32")[labels] if kind == "one_hot" else labels[:, None].astype("float32")
    network = from_keras(
        keras.Sequential([keras.Input((4,)), keras.layers.Dense(5, name="seen"), keras.layers.Dense(target.shape[1])])
    )
    names = ("red", "green", "blue")[: 3 if kind == "one_hot" else 2]
    data = datasets.from_arrays(x, target, class_names=names)
    session = Session(network, data, TrainingConfig(loss="mse", epochs=1000, validation_split=0))
    (node,) = [each.id for each in network.nodes if network.layer_of(each.id).name == "seen"]
    session.step("batch")
    assert session.running.run.wait_until("paused", timeout=60) == "paused"
    asking = Asking.__new__(Asking)
    asking.session = session

    pictures, values = pictures_of(asking, protocol.Watch("v", (node,), node, average=1))

    mine = data.probe_order()[labels[data.probe_order()] == 1][:64]
    assert (pictures.averaged, pictures.label) == (len(mine), "green")
    seen = probing.activations(session.graph.model, x[mine], ["seen"])["seen"].mean(axis=0)
    np.testing.assert_allclose(values[node, "focus"], seen, rtol=1e-4, atol=1e-5)
    assert session.snapshot().data.classes == len(names)
    session.running.stop()
