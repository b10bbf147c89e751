"""Bypassed nodes: left out of what is built, while the drawing keeps them."""

from itertools import pairwise

import pytest

from playground.errors import DocumentError, EditError
from playground.network import (
    AddNode,
    Document,
    Edge,
    Layer,
    Network,
    Node,
    Output,
    SetBypassed,
    Signature,
    apply,
    decode_document,
    dissolve,
    encode_document,
    unrolled,
    without_bypassed,
)


def drawn(*kinds: str, edges: tuple[Edge, ...] | None = None, signature: Signature | None = None) -> Network:
    """A chain of layers `a`, `b`, `c`, unless other edges are given."""
    names = "abcdefgh"[: len(kinds)]
    layers = tuple(Layer(name, kind, name) for name, kind in zip(names, kinds, strict=True))
    chain = tuple(Edge(*pair) for pair in pairwise(names))
    nodes = tuple(Node(name, name) for name in names)
    return Network("n", layers, nodes, chain if edges is None else edges, signature=signature or Signature())


def bypassing(network: Network, *nodes: str) -> Network:
    for node in nodes:
        network, _ = apply(network, SetBypassed(node, bypassed=True))
    return network


def test_a_network_without_bypasses_is_left_as_it_is():
    network = drawn("InputLayer", "Dense")
    assert without_bypassed(network) is network
    assert unrolled(network) is network


def test_the_tensor_before_a_row_of_bypassed_nodes_goes_to_what_is_behind_them():
    network = without_bypassed(bypassing(drawn("InputLayer", "Dropout", "Dense", "Dense"), "b", "c"))
    assert [node.id for node in network.nodes] == ["a", "d"]
    assert network.edges == (Edge("a", "d"),)
    assert [layer.id for layer in network.layers] == ["a", "d"]


def test_a_bypassed_last_layer_lets_the_one_before_be_the_output():
    network = bypassing(drawn("InputLayer", "Dense", "Softmax"), "c")
    assert without_bypassed(network).outputs == (Output("b"),)


def test_as_many_tensors_are_returned_as_before_in_the_same_order():
    edges = (Edge("a", "b"), Edge("b", "c"), Edge("b", "d"))
    network = bypassing(drawn("InputLayer", "Dense", "Softmax", "ReLU", edges=edges), "c", "d")
    assert without_bypassed(network).outputs == (Output("b"), Output("b"))
    one = bypassing(drawn("InputLayer", "Dense", "Softmax", "ReLU", edges=edges), "c")
    assert without_bypassed(one).outputs == (Output("b"), Output("d"))


def test_a_model_that_returns_a_dict_keeps_its_keys():
    network = bypassing(drawn("InputLayer", "Dense", "Softmax", signature=Signature(outputs="dict")), "c")
    assert without_bypassed(network).outputs == (Output("b", 0, "c"),)


def test_of_several_inputs_the_main_one_goes_on():
    merge = (Edge("a", "c", 0, "inputs", 1), Edge("b", "c", 0, "inputs", 0), Edge("c", "d"))
    network = bypassing(drawn("InputLayer", "Dense", "Add", "Dense", edges=merge), "c")
    assert without_bypassed(network).edges == (Edge("b", "d"),)
    attention = (Edge("a", "c", 0, "value"), Edge("b", "c", 0, "query"), Edge("c", "d"))
    network = bypassing(drawn("InputLayer", "Dense", "Attention", "Dense", edges=attention), "c")
    assert without_bypassed(network).edges == (Edge("b", "d"),)


def test_a_bypassed_node_that_nothing_enters_is_called_all_the_same():
    network = bypassing(drawn("InputLayer", "Dense", edges=()), "b")
    assert without_bypassed(network) is network


def test_a_shared_layer_stays_for_its_other_calls():
    network, _ = apply(drawn("InputLayer", "Dense"), AddNode(Node("again", "b")))
    network = bypassing(network, "b")
    assert "b" in {layer.id for layer in without_bypassed(network).layers}


def test_bypasses_inside_of_blocks_are_followed():
    inner = bypassing(drawn("InputLayer", "Dense", "Dropout"), "c")
    network = Network("n", (Layer("m", "Model", "m", network=inner),), (Node("m", "m"),))
    assert [layer.id for layer in unrolled(network).layers[0].network.layers] == ["a", "b"]


def test_where_data_enters_can_not_be_bypassed():
    network = drawn("InputLayer", "Dense")
    for edit in (SetBypassed("a", bypassed=True), AddNode(Node("x", "a", bypassed=True))):
        with pytest.raises(EditError, match="“a” is where data enters"):
            apply(network, edit)
    wrong = Network("n", network.layers, (Node("a", "a", bypassed=True), Node("b", "b")))
    with pytest.raises(DocumentError, match="can't be bypassed"):
        decode_document(encode_document(Document(wrong)))


def test_a_bypassed_block_is_not_dissolved_into_layers_that_are_not():
    inner = drawn("InputLayer", "Dense")
    layers = (Layer("i", "InputLayer", "i"), Layer("m", "Model", "m", network=inner))
    network = bypassing(Network("n", layers, (Node("i", "i"), Node("m", "m")), (Edge("i", "m"),)), "m")
    with pytest.raises(EditError, match="out of the bypass"):
        dissolve(network, "m")
