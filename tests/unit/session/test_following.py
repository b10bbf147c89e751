"""Attention and samples in a plane come with the pictures of a run that goes on, while a view shows them."""

import numpy as np
import pytest

from playground import probing, protocol
from playground.session._photographer import Photographer
from tests.unit.session.going import wait_until
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


def camera_of(asking):
    return asking.session.running.broadcast.pictures._camera_for(asking.session.running.run)


def looked(asking, *watches):
    """What comes for views that show these, once it is ready, with the weights of now."""
    camera, found = camera_of(asking), []

    def come():
        seen = camera.look_inside(watches, 7, camera.weights())
        found.append(seen)
        return len(seen.answers) == len(watches)

    wait_until(come)
    return found[-1]


def test_samples_in_a_plane_are_those_that_are_worked_out_when_asked_for(cnn):
    asked, (points, places, targets) = cnn.ask(protocol.ProjectNode("v", "hidden"))

    (answer,), buffers = looked(cnn, protocol.Watch("v", (), "hidden", follow="pca"))

    assert (answer.step, answer.node, answer.method) == (7, "hidden", "pca")
    assert (answer.points, answer.samples, answer.values) == (asked.points, asked.samples, asked.values)
    assert answer.shares == pytest.approx(asked.shares, rel=1e-3)
    np.testing.assert_allclose(np.abs(buffers[0]), np.abs(points), rtol=1e-2, atol=1e-2)
    np.testing.assert_array_equal(buffers[1], places)
    np.testing.assert_array_equal(buffers[2], targets)


def test_attention_is_that_of_the_sample_of_each_view(reviews):
    network = reviews.session.network
    node = next(each.id for each in network.nodes if network.layer_of(each.id).kind == "MultiHeadAttention")
    watches = [protocol.Watch(str(sample), (), node, sample, follow="attention") for sample in (4, 9)]

    answers, buffers = looked(reviews, *watches)

    for answer, maps, sample in zip(answers, buffers, (4, 9), strict=True):
        asked, (expected,) = reviews.ask(protocol.ShowAttention("v", node, sample))
        assert (answer.sample, answer.label) == (sample, asked.label)
        assert (answer.query_words, answer.key_words) == (asked.query_words, asked.key_words)
        np.testing.assert_allclose(maps, expected, rtol=1e-3, atol=1e-5)


def test_what_can_not_be_seen_is_said_in_its_place_and_what_is_gone_is_passed_over(reviews):
    start = reviews.session.network.nodes[0].id
    layers = {each.id: reviews.session.network.layer_of(each.id).kind for each in reviews.session.network.nodes}
    tokens = next(node for node, kind in layers.items() if kind == "Dense")

    (answer,), buffers = looked(reviews, protocol.Watch("v", (), tokens, follow="attention"))

    assert (answer.node, answer.follow, answer.step, buffers) == (tokens, "attention", 7, [])
    assert "has no attention to show, since it is a Dense" in answer.sentence
    seen = camera_of(reviews).look_inside((protocol.Watch("v", (), "gone", follow="pca"),), 7, [])
    assert seen.answers == ()
    (answer,), _ = looked(reviews, protocol.Watch("v", (), start, follow="pca"))
    assert "computes nothing of the inputs" in answer.sentence


def test_where_values_are_no_numbers_that_is_said_and_numbers_come_again_afterwards(cnn):
    watch = protocol.Watch("v", (), "hidden", follow="pca")
    looked(cnn, watch)
    camera = camera_of(cnn)
    broken = [value * np.nan if value.dtype.is_floating else value for value in camera.weights()]

    (answer,), _ = camera.look_inside((watch,), 8, broken)

    assert answer.step == 8
    assert "of 500 given, 0 are" in answer.sentence
    (answer,), _ = looked(cnn, watch)
    assert answer.points == 500


def test_it_comes_behind_the_other_pictures_while_a_run_goes_on_and_not_when_nobody_looks(cnn):
    session, told = cnn.session, []

    def hear(event, buffers):
        if isinstance(event, protocol.Pictures):
            told.append((event, list(buffers)))

    session.stream = hear
    session.running.watch(protocol.Watch("v", ("image",), "hidden", follow="pca"))
    session.play()
    wait_until(lambda: len([each for each in told if each[0].looked]) >= 3)
    session.running.watch(protocol.Watch("v", ("image",), "hidden"))
    session.running.pause()
    session.running.run.wait_until("paused", timeout=60)

    followed = [each for each in told if each[0].looked]
    event, buffers = followed[-1]
    (answer,) = event.looked
    assert answer.step == event.step
    assert [answer.step for (answer,) in (event.looked for event, _ in followed)] == sorted(
        {event.step for event, _ in followed}
    )
    assert len(buffers) == len(event.pictures) + len(event.weights) + 3
    assert buffers[-3].shape == (answer.points, 2)


def test_where_something_follows_pictures_and_it_have_half_of_the_time_each():
    pictures = Photographer.__new__(Photographer)
    from playground.session._cadence import BUSY_SHARE, Cadence

    pictures._cadence, pictures._inside = Cadence(lambda: 0.0), Cadence(lambda: 0.0)
    watch = protocol.Watch("v", (), "hidden", follow="pca")
    assert pictures._follows((watch,), 100.0)
    for began in (100.0, 101.0):
        pictures._inside.cost(began, 0.1)
    assert not pictures._follows((watch,), 101.0 + 0.1 / BUSY_SHARE * 2 - 0.1)
    assert pictures._follows((watch,), 101.0 + 0.1 / BUSY_SHARE * 2 + 0.1)
    assert not pictures._follows((protocol.Watch("v", (), "hidden"),), 200.0)
    assert pictures._cadence.part == 1


def test_the_table_of_an_embedding_is_laid_out_with_its_words_when_asked_for_and_as_a_run_goes_on(reviews):
    network, session = reviews.session.network, reviews.session
    (words,) = [each.id for each in network.nodes if network.layer_of(each.id).name == "vectors"]
    (places,) = [each.id for each in network.nodes if network.layer_of(each.id).name == "places"]
    layer = session.graph.model.get_layer("vectors")
    table = np.array(layer.embeddings)

    asked, (points, rows, lengths) = reviews.ask(protocol.ProjectTable("v", words))
    (answer,), buffers = looked(reviews, protocol.Watch("v", (), words, follow="table"))

    vocabulary = session.graph.model.get_layer("words").get_vocabulary()
    assert asked.words == answer.words == tuple(vocabulary[: len(table)][:1000])
    assert "[UNK]" in asked.words
    assert (asked.rows, asked.points, asked.values) == (len(table), min(1000, len(table)), table.shape[1])
    assert rows.tolist() == list(range(asked.points))
    np.testing.assert_allclose(lengths, np.linalg.norm(table[rows], axis=1), rtol=1e-5)
    expected = probing.project(table[:1000])
    np.testing.assert_allclose(np.abs(points), np.abs(expected.points), rtol=1e-3, atol=1e-5)
    assert asked.shares == pytest.approx(expected.shares, rel=1e-4)
    assert answer.step == 7
    for one, other in zip(buffers, (points, rows, lengths), strict=True):
        np.testing.assert_allclose(np.abs(one), np.abs(other), rtol=1e-3, atol=1e-5)
    assert reviews.ask(protocol.ProjectTable("v", places))[0].words == ()
    refused, _ = reviews.ask(protocol.ProjectTable("v", network.nodes[0].id))
    assert "has no table of vectors" in refused.message
