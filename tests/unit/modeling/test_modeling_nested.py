"""Models inside the model: checked, built, and carried over like the rest."""

from itertools import pairwise

import keras
import numpy as np
import pytest

from playground.checking import TensorSpec, check
from playground.modeling import build, build_graph, carry_weights
from playground.network import (
    ChangeSetting,
    Connect,
    Edge,
    Layer,
    Network,
    Node,
    Output,
    RenameLayer,
    SetTrainable,
    Signature,
    Within,
    apply,
)


def entry(name="image", shape=(8,), **settings):
    return Layer(name, "InputLayer", name, {"shape": list(shape), **settings})


def chain(*layers, **given):
    nodes = tuple(Node(layer.id, layer.id) for layer in layers)
    edges = tuple(Edge(one.id, other.id) for one, other in pairwise(nodes))
    return Network("net", layers, nodes, edges, **given)


def dense(name, units=3, **given):
    return Layer(name, "Dense", name, {"units": units}, **given)


def block(*layers, name="block", trainable=True, **given):
    return Layer(name, "Model", name, {}, trainable, chain(*layers, **given))


ENCODER = block(entry("in"), dense("one", 4), dense("two", 2), name="encoder")
NESTED = chain(entry(), ENCODER, dense("out", 1))


def errors(network):
    return [problem for problem in check(network).problems if problem.severity == "error"]


def messages(network):
    return [problem.message for problem in errors(network)]


def test_inner_nodes_are_reported_under_their_path_and_counted_at_the_layer():
    report = check(NESTED)
    assert report.ok
    assert list(report.nodes) == ["image", "encoder", "out", "encoder/in", "encoder/one", "encoder/two"]
    assert report.nodes["encoder/one"].output_shapes == ((None, 4),)
    assert report.nodes["encoder"].output_shapes == ((None, 2),)
    assert (report.nodes["encoder"].parameters, report.parameters) == (46, 49)


def test_the_built_model_holds_the_inner_one_under_the_layers_name():
    graph = build_graph(NESTED)
    assert [layer.name for layer in graph.model.layers] == ["image", "encoder", "out"]
    inner = graph.model.get_layer("encoder")
    assert isinstance(inner, keras.Model)
    assert graph.layers["encoder/one"] is inner.get_layer("one")
    assert graph.model.count_params() == check(NESTED).parameters


def test_what_flows_inside_can_be_looked_at_from_the_models_own_inputs():
    graph = build_graph(NESTED)
    assert list(graph.tensors) == ["image", "encoder", "out", "encoder/in", "encoder/one", "encoder/two"]
    look = keras.Model(graph.model.inputs, [graph.tensors["encoder/two"][0]])
    row = np.ones((2, 8), "float32")
    np.testing.assert_array_equal(look([row]), graph.layers["encoder"](row))


def test_networks_inside_networks_are_built_at_any_depth():
    outer = block(entry("in"), ENCODER, name="outer")
    network = chain(entry(), block(entry("in"), outer, name="outermost"))
    graph = build_graph(network)
    path = "outermost/outer/encoder/one"
    assert check(network).nodes[path].parameters == 36
    assert graph.layers[path].count_params() == 36
    assert graph.tensors[path][0].shape == (None, 4)
    assert graph.first_nodes["two"] == "outermost/outer/encoder/two"


def test_a_sequential_stays_one_while_it_is_a_chain():
    network = chain(entry(), block(entry("in"), dense("one"), name="seq", signature=Signature(sequential=True)))
    assert type(build(network).get_layer("seq")) is keras.Sequential
    changed, _ = apply(network, Within("seq", Connect(Edge("in", "one", 0, "inputs", 1))))
    assert not check(changed).ok
    again = Layer("again", "Concatenate", "again")
    branched = Network("b", (entry("in"), again), (Node("in", "in"), Node("again", "again")))
    branched, _ = apply(branched, Connect(Edge("in", "again")))
    branched, _ = apply(branched, Connect(Edge("in", "again", 0, "inputs", 1)))
    holding = chain(entry(), Layer("seq", "Model", "seq", network=branched))
    assert type(build(holding).get_layer("seq")) is not keras.Sequential
    assert isinstance(build(chain(entry(), dense("a"), signature=Signature(sequential=True))), keras.Sequential)


def two_inputs(**signature):
    left, right = entry("left", (4,)), entry("right", (4,))
    both = Layer("both", "Subtract", "both")
    network = Network(
        "inner",
        (left, right, both),
        (Node("left", "left"), Node("right", "right"), Node("both", "both")),
        (Edge("left", "both"), Edge("right", "both", 0, "inputs", 1)),
        signature=Signature(**signature),
    )
    return Layer("sub", "Model", "sub", network=network)


@pytest.mark.parametrize("inputs", ["plain", "list", "dict"])
@pytest.mark.parametrize("outputs", ["plain", "list", "dict"])
def test_several_inputs_have_ports_of_their_names_whatever_the_structure(inputs, outputs):
    layers = (entry("a", (4,)), entry("b", (4,)), two_inputs(inputs=inputs, outputs=outputs))
    edges = (Edge("a", "sub", 0, "right"), Edge("b", "sub", 0, "left"))
    network = Network("net", layers, (Node("a", "a"), Node("b", "b"), Node("sub", "sub")), edges)
    assert messages(network) == []
    a, b = np.full((1, 4), 5.0, "float32"), np.full((1, 4), 7.0, "float32")
    np.testing.assert_array_equal(build(network)([a, b]), b - a)


def test_outputs_come_in_the_order_and_under_the_keys_that_are_asked_for():
    network = Network(
        "net",
        (entry(), dense("one"), dense("two", 2)),
        (Node("image", "image"), Node("one", "one", exposes=(0,)), Node("two", "two")),
        (Edge("image", "one"), Edge("one", "two")),
    )
    returned = (Output("two", 0, "b"), Output("gone", 0, "c"), Output("one", 0, "a"))
    listed = build(Network(*_parts(network), signature=Signature(returned=returned)))
    assert [tensor.shape for tensor in listed.outputs] == [(None, 2), (None, 3)]
    keyed = build(Network(*_parts(network), signature=Signature(outputs="dict", returned=returned[:1])))
    assert {key: value.shape for key, value in keyed(np.ones((1, 8))).items()} == {"b": (1, 2), "one": (1, 3)}


def _parts(network):
    return network.name, network.layers, network.nodes, network.edges


def test_a_model_used_twice_owns_its_weights_once():
    network = chain(entry("image", (4,)), block(entry("in", (4,)), dense("one", 4)), dense("out"))
    network, _ = apply(network, Connect(Edge("block", "out", 0, "inputs", 1)))
    nodes = (*network.nodes[:2], Node("again", "block"), network.nodes[2])
    edges = (Edge("image", "block"), Edge("block", "again"), Edge("again", "out"))
    shared = Network("net", network.layers, nodes, edges)
    report = check(shared)
    assert report.ok
    assert [report.nodes[each].parameters for each in ("block", "again")] == [20, 0]
    assert build(shared).count_params() == report.parameters


def test_a_problem_inside_has_the_path_of_its_node_and_its_fix_works_inside():
    broken, _ = apply(NESTED, Within("encoder", RenameLayer("one", "bad name")))
    (problem,) = errors(broken)
    assert (problem.code, problem.node) == ("name", "encoder/one")
    fixed, _ = apply(broken, problem.fixes[0].edit)
    assert errors(fixed) == []
    wrong, _ = apply(NESTED, Within("encoder", ChangeSetting("one", "units", 0)))
    report = check(wrong)
    assert [(problem.node, problem.setting) for problem in errors(wrong)] == [("encoder/one", "units")]
    states = [report.nodes[each].state for each in ("encoder", "out", "encoder/one", "encoder/two")]
    assert states == ["faulty", "waiting", "faulty", "waiting"]
    assert report.nodes["encoder/two"].waiting_for == "encoder/one"


def test_a_wire_that_does_not_fit_an_inner_input_is_a_problem():
    wrong, _ = apply(NESTED, ChangeSetting("image", "shape", [9]))
    assert messages(wrong) == ["Block “encoder” takes 8; received 9. Change its Input, or what feeds it."]
    text = chain(entry("image", (8,), dtype="string"), ENCODER)
    assert messages(text)[0] == ("Block “encoder” takes numbers; received text. Change its Input, or what feeds it.")


def test_an_inner_network_without_an_input_says_whose_it_is():
    assert "Inside Block “block”: The network has no Input; add one, and wire it to the first layer." in messages(
        chain(entry(), block(dense("one")))
    )


def test_open_axes_inside_take_the_sizes_that_come():
    inner = block(entry("in", (None, None, 3)), Layer("pool", "MaxPooling2D", "pool", {}))
    network = chain(entry("image", (32, 16, 3)), inner)
    report = check(network)
    assert report.nodes["block"].outputs == (TensorSpec((None, 16, 8, 3), "float32"),)
    assert report.nodes["block/pool"].output_shapes == ((None, None, None, 3),)
    assert build(network).output_shape == (None, 16, 8, 3)
    small = chain(entry("image", (1, 1, 3)), inner)
    assert messages(small)[0].startswith("Block “block” can't take 1×1×3: ")


def test_a_frozen_model_trains_nothing_inside():
    frozen, _ = apply(NESTED, SetTrainable("encoder", trainable=False))
    report = check(frozen)
    assert (report.parameters, report.trainable_parameters) == (49, 3)
    assert report.nodes["encoder/one"].trainable_parameters == 0
    model = build(frozen)
    assert sum(weight.shape.num_elements() for weight in model.trainable_weights) == 3


def test_weights_inside_are_carried_over_by_path():
    old = build_graph(NESTED)
    edited, _ = apply(NESTED, Within("encoder", ChangeSetting("two", "units", 5)))
    new = build_graph(edited)
    assert carry_weights(old, new) == {"encoder/two", "out"}
    np.testing.assert_array_equal(
        new.layers["encoder/one"].get_weights()[0], old.layers["encoder/one"].get_weights()[0]
    )


def test_settings_of_a_model_are_refused():
    wrong, _ = apply(NESTED, ChangeSetting("encoder", "units", 3))
    assert messages(wrong) == ["Block “encoder” has no setting “units”; take it out, or choose another kind of layer."]
