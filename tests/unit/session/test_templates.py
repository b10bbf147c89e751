"""Every template opens, has nothing to complain of, and learns from data that ship."""

import dataclasses

import numpy as np
import pytest

from playground import datasets, protocol
from playground.errors import DocumentError
from playground.network import Network
from playground.session import Session, handle, read_template, templates
from playground.session._probed import labels_of

NAMES = [template.name for template in templates()]


def opened(name: str) -> Session:
    session = Session(Network())
    session.open_document(read_template(name), "request")
    return session


@pytest.mark.parametrize("name", NAMES)
def test_a_template_checks_clean_with_its_data_and_learns_within_a_few_steps(name):
    session = opened(name)
    assert session.drawing.report.problems == ()
    assert session.network.name == name
    data = session.data
    assert data is not None
    assert session.config.epochs * len(data) <= 100_000
    assert {tensor.name for tensor in session.graph.model.inputs} == set(data.inputs)
    session.data = data.take(np.arange(min(len(data), 960)))
    session.config = dataclasses.replace(session.config, epochs=4, jit_compile="off", observer_share=0.0)
    session.play()
    session.running.run.wait()
    losses = session.running.run.history.steps["loss"]
    assert np.mean(losses[-5:]) < 0.98 * np.mean(losses[:5])


def test_the_outputs_of_a_template_are_called_as_the_targets_that_they_learn():
    for name in ("shapes_unet", "shapes_detector", "pairs_siamese", "castings_two_inputs", "digits_autoencoder"):
        session = opened(name)
        assert session.graph.model.output_names == list(session.data.targets), name


def test_a_siamese_network_calls_each_of_its_shared_layers_twice():
    network = read_template("pairs_siamese").network
    calls = [node.layer for node in network.nodes]
    assert [name for name in ("conv", "pool", "flat", "code") if calls.count(name) == 2] == [
        "conv",
        "pool",
        "flat",
        "code",
    ]


def test_the_text_templates_leave_masks_to_keras():
    session = opened("reviews_lstm")
    assert [node.id for node in session.network.nodes] == ["review", "words", "vectors", "memory", "mood"]
    assert session.graph.layers["vectors"].mask_zero
    assert session.graph.layers["memory"].supports_masking


def test_a_sketch_has_the_places_families_and_wires_of_the_document():
    by_name = {template.name: template for template in templates()}
    sketch, network = by_name["digits_residual"].sketch, read_template("digits_residual").network
    assert [(node.x, node.y) for node in sketch.nodes] == [(node.x, node.y) for node in network.nodes]
    assert [node.group for node in sketch.nodes][:5] == [
        "Input",
        "Convolution",
        "Convolution",
        "Convolution",
        "Merging",
    ]
    assert len(sketch.edges) == len(network.edges) == 8
    assert all(template.sketch.nodes and template.data for template in templates())


def test_templates_of_one_group_stand_together():
    groups = [template.group for template in templates()]
    assert list(dict.fromkeys(groups)) == [group for i, group in enumerate(groups) if i == 0 or groups[i - 1] != group]


def test_an_opened_template_is_one_undo_step():
    session = opened("shapes_detector")
    assert session.config.loss_weights == {"box": 10.0}
    handle(session, {"id": "1", "command": {"type": "undo"}})
    assert session.network == Network()
    assert not session.snapshot().can_undo


def test_a_template_that_there_is_not_is_answered_with_those_that_there_are():
    with pytest.raises(DocumentError, match=r"no template “x”; there are spiral_mlp, .* shapes_detector\."):
        read_template("x")
    assert isinstance(templates()[0], protocol.Template)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("shape_boxes", {"disc", "square", "triangle"}),
        ("shape_masks", {""}),
        ("noisy_digits", {""}),
        ("digit_pairs", {"same", "different"}),
    ],
)
def test_a_sample_is_called_by_its_first_target_of_one_value(data, words):
    assert set(labels_of(datasets.load(data).probe(64))) == words


def undone(session, command="undo"):
    handle(session, {"id": "1", "command": {"type": command}})
    return session


def test_undo_of_a_template_brings_back_the_drawing_its_data_its_training_and_its_weights():
    session = opened("spiral_mlp")
    session.config = dataclasses.replace(session.config, batch_size=7)
    network, data, config = session.network, session.data, session.config
    session.step("batch")
    session.running.stop()
    session.running.run.wait()
    weights = session.graph.model.get_weights()
    for name in ("digits_mlp", "digits_cnn"):
        session.open_document(read_template(name), "request")
    fresh = session.graph.model.get_weights()
    assert session.running.run is None
    for _ in range(2):
        undone(undone(session))
        assert (session.network, session.data, session.config) == (network, data, config)
        assert session.drawing.report.problems == ()
        for mine, before in zip(session.graph.model.get_weights(), weights, strict=True):
            np.testing.assert_array_equal(mine, before)
        undone(undone(session, "redo"), "redo")
        assert (session.network, session.data.name) == (read_template("digits_cnn").network, "digits")
        for mine, before in zip(session.graph.model.get_weights(), fresh, strict=True):
            np.testing.assert_array_equal(mine, before)


def test_a_run_of_one_template_does_not_give_its_weights_to_another():
    session = opened("spiral_mlp")
    session.open_document(read_template("digits_mlp"), "request")
    before = session.graph.model.get_weights()
    undone(session)
    session.step("batch")
    session.running.stop()
    session.running.run.wait()
    undone(session, "redo")
    for mine, kept in zip(session.graph.model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(mine, kept)


def test_what_is_set_after_a_template_was_opened_comes_back_with_redo():
    session = opened("digits_mlp")
    session.config = dataclasses.replace(session.config, batch_size=9)
    assert undone(session).data is None
    assert undone(session, "redo").config.batch_size == 9
    assert session.data.name == "digits"


def test_every_view_hears_of_the_data_and_the_training_that_undo_brings_back_after_the_drawing():
    session = opened("digits_mlp")
    session.open_document(read_template("spiral_mlp"), "request")
    told = []
    session.edits = lambda event, _buffers: told.append(event)
    undone(session)
    changed, configured = (event for event in told if isinstance(event, protocol.Changed | protocol.Configured))
    assert (type(changed), configured.data.name) == (protocol.Changed, "digits")
    assert changed.problems == configured.problems == ()
