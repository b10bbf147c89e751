"""Layers as they are called: states in and out, named inputs, masks, inner layers, arguments that are no tensors."""

import json

import pytest

from playground.checking import check
from playground.errors import CheckError
from playground.modeling import build, from_keras, to_python
from playground.network import Edge, Layer, Network, Node

STEPS = {"shape": [8, 6]}
VIDEO = {"shape": [4, 8, 8, 3]}
LSTM = {"kind": "LSTM", "settings": {"units": 5, "return_state": True}}
BACKWARDS = {"kind": "LSTM", "settings": {"units": 5, "return_state": True, "go_backwards": True, "activation": "relu"}}
CONV = {"kind": "Conv2D", "settings": {"filters": 4, "kernel_size": 3}}
CELLS = [{"kind": f"{which}Cell", "settings": {"units": 4}} for which in ("LSTM", "GRU")]
STACK = {"kind": "StackedRNNCells", "settings": {"cells": CELLS}}


def drawn(layers, wires, **arguments):
    """A network of `name: (kind, settings)`, each called once, and wires `source[:output] -> target[:port[:slot]]`."""
    edges = []
    for wire in wires:
        (source, _, output), (target, *rest) = wire[0].partition(":"), wire[1].split(":")
        port = rest[0] if rest else "inputs"
        edges.append(Edge(source, target, int(output or 0), port, int(rest[1]) if len(rest) > 1 else 0))
    made = tuple(Layer(name, kind, name, settings) for name, (kind, settings) in layers.items())
    return Network("net", made, tuple(Node(n, n, arguments=arguments.get(n, {})) for n in layers), tuple(edges))


CALLS = {
    "states go out of one LSTM and into another": (
        drawn(
            {"x": ("InputLayer", STEPS), "a": ("LSTM", LSTM["settings"]), "b": ("LSTM", {"units": 5})},
            [("x", "a"), ("x", "b"), ("a:1", "b:initial_state:0"), ("a:2", "b:initial_state:1")],
        ),
        "a",
        [(None, 5)] * 3,
    ),
    "both directions give their states, with a layer of its own for the way back": (
        drawn(
            {
                "x": ("InputLayer", STEPS),
                "a": ("Bidirectional", {"layer": LSTM, "backward_layer": BACKWARDS}),
                "b": ("Bidirectional", {"layer": {"kind": "LSTM", "settings": {"units": 5}}}),
            },
            [("x", "a"), ("x", "b"), *((f"a:{i + 1}", f"b:initial_state:{i}") for i in range(4))],
        ),
        "a",
        [(None, 10), *[(None, 5)] * 4],
    ),
    "attention takes query, value, key and a mask, and gives its scores": (
        drawn(
            {
                "x": ("InputLayer", STEPS),
                "y": ("InputLayer", STEPS),
                "m": ("InputLayer", {"shape": [8, 8], "dtype": "bool"}),
                "a": ("MultiHeadAttention", {"num_heads": 2, "key_dim": 4}),
            },
            [("x", "a:query"), ("y", "a:value"), ("y", "a:key"), ("m", "a:attention_mask")],
            a={"return_attention_scores": True, "use_causal_mask": True},
        ),
        "a",
        [(None, 8, 6), (None, 2, 8, 8)],
    ),
    "grouped attention gives its scores": (
        drawn(
            {
                "x": ("InputLayer", STEPS),
                "a": ("GroupQueryAttention", {"head_dim": 4, "num_query_heads": 4, "num_key_value_heads": 2}),
            },
            [("x", "a:query"), ("x", "a:value")],
            a={"return_attention_scores": True},
        ),
        "a",
        [(None, 8, 6), (None, 4, 8, 8)],
    ),
    "plain attention takes a list, and a mask for each": (
        drawn(
            {
                "x": ("InputLayer", STEPS),
                "m": ("InputLayer", {"shape": [8], "dtype": "bool"}),
                "a": ("Attention", {"use_scale": True}),
            },
            [("x", "a:inputs:0"), ("x", "a:inputs:1"), ("m", "a:mask:0"), ("m", "a:mask:1")],
            a={"return_attention_scores": True},
        ),
        "a",
        [(None, 8, 6), (None, 8, 8)],
    ),
    "an RNN runs a stack of cells": (
        drawn({"x": ("InputLayer", STEPS), "a": ("RNN", {"cell": STACK, "return_state": True})}, [("x", "a")]),
        "a",
        [(None, 4)] * 4,
    ),
    "a convolution is made at every time": (
        drawn({"x": ("InputLayer", VIDEO), "a": ("TimeDistributed", {"layer": CONV})}, [("x", "a")]),
        "a",
        [(None, 4, 6, 6, 4)],
    ),
    "a convolution's kernel is kept small, in training too": (
        drawn(
            {"x": ("InputLayer", {"shape": [8, 8, 3]}), "a": ("SpectralNormalization", {"layer": CONV})},
            [("x", "a")],
            a={"training": True},
        ),
        "a",
        [(None, 6, 6, 4)],
    ),
    "a mask is computed by an operation": (
        drawn(
            {
                "x": ("InputLayer", {"shape": [8], "dtype": "int32"}),
                "e": ("Embedding", {"input_dim": 9, "output_dim": 4}),
                "q": ("ops.not_equal", {}),
                "a": ("LSTM", {"units": 3}),
            },
            [("x", "e"), ("e", "a"), ("x", "q:x1"), ("q", "a:mask")],
            q={"x2": 0},
        ),
        "a",
        [(None, 3)],
    ),
}


def said(model):
    return json.loads(model.to_json())["config"]


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_checked_built_written_and_read_back_the_same(name):
    network, node, shapes = CALLS[name]
    report = check(network)
    assert report.ok
    assert list(report.nodes[node].output_shapes) == shapes
    model = build(network)
    assert model.count_params() == report.parameters
    space = {}
    exec(to_python(network), space)  # noqa: S102  # the source under test
    assert said(space["model"]) == said(model)
    assert said(build(from_keras(model))) == said(model)


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "SimpleRNN"])
def test_a_recurrent_layer_that_is_shared_takes_as_many_features_again(kind):
    layers = (
        Layer("x", "InputLayer", "x", STEPS),
        Layer("d", "Dense", "d", {"units": 1}),
        Layer("r", kind, "r", {"units": 3}),
    )
    nodes = (Node("x", "x"), Node("d", "d"), Node("one", "r"), Node("two", "r"))
    network = Network("net", layers, nodes, (Edge("x", "d"), Edge("d", "one"), Edge("x", "two")))
    assert [(problem.code, problem.node) for problem in check(network).problems if problem.severity == "error"] == [
        ("shared_shapes", "two")
    ]
    with pytest.raises(CheckError, match="used twice"):
        build(network)


def test_a_layer_is_built_for_the_node_that_came_first_also_where_another_could_be_called_before():
    layers = (
        Layer("x", "InputLayer", "x", STEPS),
        Layer("d", "Dense", "d", {"units": 6}),
        Layer("r", "LSTM", "r", {"units": 3}),
    )
    nodes = (Node("x", "x"), Node("d", "d"), Node("one", "r"), Node("two", "r"))
    network = Network("net", layers, nodes, (Edge("x", "d"), Edge("d", "one"), Edge("x", "two")))
    report = check(network)
    assert network.call_order == ("x", "d", "one", "two")
    assert (report.nodes["one"].parameters > 0, report.nodes["two"].parameters) == (True, 0)
    assert build(network).count_params() == report.parameters
