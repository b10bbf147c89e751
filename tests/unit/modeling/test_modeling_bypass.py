"""A model is built without the bypassed nodes, and checking says of them what goes through."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from playground.checking import check
from playground.errors import CheckError
from playground.modeling import build, build_graph, to_python
from playground.network import AddNode, Connect, Edge, Layer, Network, Node, SetBypassed, apply
from tests.unit.modeling.test_modeling_agrees import drawings


def chain() -> Network:
    """An Input of 4, a Dense of 4, Dropout, a Dense of 2, in a row."""
    layers = [
        Layer("i", "InputLayer", "image", {"shape": [4]}),
        Layer("d", "Dense", "wide", {"units": 4}),
        Layer("o", "Dropout", "drop", {"rate": 0.5}),
        Layer("e", "Dense", "end", {"units": 2}),
    ]
    network = Network("chain")
    for before, layer in zip([None, *layers], layers, strict=False):
        network, _ = apply(network, AddNode(Node(layer.id, layer.id), layer))
        if before is not None:
            network, _ = apply(network, Connect(Edge(before.id, layer.id)))
    return network


def bypassed(network: Network, *nodes: str) -> Network:
    for node in nodes:
        network, _ = apply(network, SetBypassed(node, bypassed=True))
    return network


def test_a_bypassed_node_has_the_shape_that_goes_through_it_and_costs_nothing():
    report = check(bypassed(chain(), "d", "o"))
    assert report.ok
    assert [report.nodes[each].output_shapes for each in "ido"] == [((None, 4),)] * 3
    assert (report.nodes["d"].parameters, report.nodes["d"].flops) == (0, 0)
    assert report.parameters == 4 * 2 + 2


def test_the_model_and_its_source_are_without_it():
    network = bypassed(chain(), "d")
    assert [layer.name for layer in build(network).layers] == ["image", "drop", "end"]
    source = to_python(network)
    assert "wide" not in source
    space: dict = {}
    exec(source, space)  # noqa: S102  # what we wrote ourselves
    assert [layer.name for layer in space["model"].layers] == ["image", "drop", "end"]


def test_what_is_behind_a_bypassed_mistake_gets_its_shape_again():
    network, _ = apply(chain(), AddNode(Node("r", "r"), Layer("r", "Reshape", "wrong", {"target_shape": [7]})))
    network, _ = apply(network, Connect(Edge("e", "r")))
    assert not check(network).ok
    assert check(bypassed(network, "r")).ok


def test_a_layer_of_an_unknown_kind_can_be_bypassed():
    network, _ = apply(chain(), AddNode(Node("u", "u"), Layer("u", "Mine", "mine")))
    network, _ = apply(network, Connect(Edge("e", "u")))
    assert [each.code for each in check(network).problems if each.severity == "error"] == ["unknown_kind"]
    assert build(bypassed(network, "u")).output_shape == (None, 2)


def test_a_model_that_passes_its_input_through_beside_an_output_keeps_both():
    network, _ = apply(chain(), AddNode(Node("p", "p"), Layer("p", "Softmax", "soft")))
    network, _ = apply(network, Connect(Edge("i", "p")))
    model = build(bypassed(network, "p"))
    values = np.arange(8, dtype="float32").reshape(2, 4)
    ends = model.predict(values, verbose=0)
    assert len(ends) == 2
    assert any(np.array_equal(each, values) for each in ends)


def test_fixes_that_fit_only_the_network_without_its_bypassed_nodes_are_not_offered():
    network, _ = apply(chain(), AddNode(Node("c", "c"), Layer("c", "Conv2D", "conv", {"filters": 2, "kernel_size": 1})))
    network, _ = apply(network, AddNode(Node("z", "z"), Layer("z", "Dropout", "again")))
    network, _ = apply(network, Connect(Edge("e", "z")))
    network, _ = apply(network, Connect(Edge("z", "c")))
    for each in (network, bypassed(network, "z")):
        for problem in check(each).problems:
            for fix in problem.fixes:
                apply(each, fix.edit)


@settings(max_examples=60)
@given(drawings(), st.data())
def test_any_drawing_with_any_nodes_bypassed_is_built_as_checking_said(network, data):
    able = [node.id for node in network.nodes if network.layer_of(node.id).kind != "InputLayer"]
    some = data.draw(st.sets(st.sampled_from(able))) if able else ()
    drawing = bypassed(network, *some)
    report = check(drawing)
    if not report.ok:
        with pytest.raises(CheckError):
            build_graph(drawing)
        return
    graph = build_graph(drawing)
    assert len(graph.model.outputs) == len(drawing.outputs)
    assert graph.model.count_params() == report.parameters
    for node, tensors in graph.tensors.items():
        assert [tuple(each.shape) for each in tensors] == list(report.nodes[node].output_shapes)
    assert set(report.nodes) == set(network.node_by_id)


def test_a_layer_that_only_a_bypassed_node_used_is_counted_no_more_than_it_is_built():
    network, _ = apply(chain(), AddNode(Node("s", "s"), Layer("s", "Dense", "side", {"units": 2})))
    network, _ = apply(network, AddNode(Node("m", "m"), Layer("m", "Concatenate", "merge")))
    for edge in (Edge("i", "s"), Edge("e", "m", slot=0), Edge("s", "m", slot=1)):
        network, _ = apply(network, Connect(edge))
    report = check(bypassed(network, "m"))
    assert report.ok
    assert report.nodes["s"].parameters == 10
    assert build(bypassed(network, "m")).count_params() == report.parameters
