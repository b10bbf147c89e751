"""Names that people give never break the source, and never become code."""

import ast

import msgspec
from hypothesis import assume, given, settings, strategies as st

from playground.checking import check
from playground.modeling import build, to_python
from playground.network import Edge, Layer, Network, Node
from tests.unit.modeling.test_modeling_agrees import drawings
from tests.unit.modeling.test_modeling_source import run
from tests.unit.modeling.test_modeling_source_loops import formatted

WORDS = [
    *("class", "def", "lambda", "match", "input", "list", "print", "x", "x_", "X", "i", "name", "named", "inputs"),
    *("keras", "layers", "ops", "np", "model", "shortcut", "conv_norm_act", "0", "3d", "a.b", "a-b", "a_b", "None"),
    *("__import__", "L" * 200, "L" * 199 + "M", "x_train", "history", "other"),
]
ANY = st.text("ab'\"\\\n\t{}()#é€𝒳;%_ ", min_size=1, max_size=12)


def renamed(network, words, title):
    """The network with these words as its names, as far as no two layers get one."""
    found, layers = set(), []
    for layer, word in zip(network.layers, words, strict=False):
        name = word if word not in found else layer.name
        found.add(name)
        layers.append(msgspec.structs.replace(layer, name=name))
    return msgspec.structs.replace(network, layers=(*layers, *network.layers[len(layers) :]), name=title)


def in_blocks(network, names):
    """Two blocks of the network one after the other, of one input and one output that fit."""
    shape = {"shape": [5, 3]}
    layers = [Layer("l0", "InputLayer", "start", shape)]
    layers += [Layer(f"l{i}", "Model", name, network=network) for i, name in enumerate(names, 1)]
    nodes = tuple(Node(f"n{i}", layer.id) for i, layer in enumerate(layers))
    port = next(iter(network.input_ports.values()))
    return Network("net", tuple(layers), nodes, tuple(Edge("n0", node.id, port=port) for node in nodes[1:]))


@settings(max_examples=80, deadline=None)
@given(drawings(), st.permutations(WORDS), ANY, st.booleans())
def test_any_network_under_any_names_is_written_as_it_is_built(network, words, title, nested):
    network = renamed(network, words, title)
    if nested:
        network = in_blocks(network, words[-2:])
    assume(check(network).ok)
    source = to_python(network)
    ast.parse(source)
    assert run(source).get_config() == build(network).get_config()
    assert formatted(source) == source
    assert run(to_python(network, name_operations=True)).get_config() == build(network).get_config()


def test_what_is_frozen_after_a_model_is_made_is_written_as_a_formatter_leaves_it_however_long_its_name():
    wrapped = {"layer": {"kind": "GRU", "settings": {"units": 2, "return_state": True}}, "merge_mode": "sum"}
    both = Layer("l1", "Bidirectional", "L" * 68, wrapped, trainable=False)
    layers = (Layer("l0", "InputLayer", "start", {"shape": [5, 3]}), both)
    network = Network("net", layers, (Node("n0", "l0"), Node("n1", "l1")), (Edge("n0", "n1"),))
    for each in (network, in_blocks(network, ["one", "other"])):
        source = to_python(each)
        assert ".trainable = False" in source
        assert formatted(source) == source
        assert run(source).get_config() == build(each).get_config()


@settings(max_examples=200, deadline=None)
@given(ANY, ANY)
def test_no_text_becomes_code(name, token):
    layers = (
        Layer("l0", "InputLayer", "words", {"shape": [1], "dtype": "string"}),
        Layer("l1", "StringLookup", "look_up", {"oov_token": token, "vocabulary": [f"{token}!"]}),
    )
    network = Network(name, layers, (Node("n0", "l0"), Node("n1", "l1")), (Edge("n0", "n1"),))
    source = to_python(network)
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    assert names <= {"keras", "layers", "words", "look_up", "model"}
    assert token in {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}


def test_no_name_is_run_however_it_is_written():
    layers = (
        Layer("l0", "InputLayer", "start", {"shape": [1]}),
        *(Layer(f"l{i}", "Activation", f"a{i}", {"activation": "relu"}) for i in range(1, 5)),
    )
    nodes = tuple(Node(f"n{i}", f"l{i}") for i in range(5))
    edges = tuple(Edge(f"n{i}", f"n{i + 1}") for i in range(4))
    network = Network('{__import__("os")}"', layers, nodes, edges)
    assert "for i in range(1, 5):" in to_python(network)
    assert run(to_python(network)).get_config() == build(network).get_config()
