"""What checking says of a drawing is what the model built of it turns out to be."""

import math

import keras
import pytest
from hypothesis import given, settings, strategies as st

from playground.catalog import is_operation, kind as kind_of, weights_of
from playground.checking import check
from playground.errors import CheckError
from playground.modeling import build_graph
from playground.network import AddNode, Batch, Connect, Edge, Layer, Network, Node, apply

DENSE = {"kind": "Dense", "settings": {"units": 2}}
RECURRENT = {"kind": "GRU", "settings": {"units": 2, "return_state": True}}
KINDS = st.one_of(
    st.builds(lambda units: ("Dense", {"units": units}), st.integers(1, 4)),
    st.builds(lambda filters: ("Conv1D", {"filters": filters, "kernel_size": 2}), st.integers(1, 3)),
    st.builds(lambda flag: ("LSTM", {"units": 3, "return_sequences": flag, "return_state": True}), st.booleans()),
    st.builds(lambda axis: ("Concatenate", {"axis": axis}), st.sampled_from([1, -1])),
    st.builds(lambda mode: ("Bidirectional", {"layer": RECURRENT, "merge_mode": mode}), st.sampled_from(["sum", None])),
    st.sampled_from([("BatchNormalization", {}), ("Flatten", {}), ("Add", {}), ("Dropout", {"rate": 0.5})]),
    st.sampled_from([("TimeDistributed", {"layer": DENSE}), ("LayerNormalization", {}), ("Dot", {"axes": [1, 1]})]),
    st.just(("MultiHeadAttention", {"num_heads": 1, "key_dim": 2})),
)
AXES = st.sampled_from([0, 1, 2, -1])
OPERATIONS = st.one_of(
    st.sampled_from([(f"ops.{name}", {}) for name in ("add", "multiply", "matmul", "equal", "where", "exp", "outer")]),
    st.builds(lambda axis: ("ops.mean", {"axis": axis}), AXES),
    st.builds(lambda axis: ("ops.sum", {"axis": [axis], "keepdims": True}), AXES),
    st.builds(lambda axis: ("ops.split", {"indices_or_sections": [1, 2], "axis": axis}), AXES),
    st.builds(lambda axis: ("ops.stack", {"axis": axis}), AXES),
    st.builds(lambda axis: ("ops.concatenate", {"axis": axis}), AXES),
    st.builds(lambda axis: ("ops.expand_dims", {"axis": axis}), AXES),
    st.builds(lambda axis: ("ops.argmax", {"axis": axis}), AXES),
    st.builds(lambda dtype: ("ops.cast", {"dtype": dtype}), st.sampled_from(["int32", "float16", "bool"])),
    st.builds(lambda count: ("ops.top_k", {"k": count}), st.integers(1, 3)),
    st.builds(lambda shape: ("ops.reshape", {"newshape": shape}), st.sampled_from([[-1, 15], [-1, 3, 5], [5, -1]])),
    st.builds(lambda axes: ("ops.transpose", {"axes": axes}), st.permutations([0, 1, 2])),
    st.sampled_from([("ops.get_item", {}), ("ops.einsum", {"subscripts": "bij,bkj->bik"})]),
)
KEYS = st.sampled_from(["0", ":, 1", "..., 0:2", ":, None", ":, ::2", ":, 9"])
CONSTANTS = st.sampled_from([2, 0.5, True, [1.0, 2.0, 3.0], {"dtype": "int32", "value": [[1], [2]]}])


@st.composite
def drawings(draw):
    """Branches, merges, several inputs, layers called more than once, outputs past the first, operations, constants."""
    shape = {"shape": [5, 3]}
    network = Network("drawn", (Layer("l0", "InputLayer", "one", shape),), (Node("n0", "l0", exposes=()),))
    if draw(st.booleans()):
        network, _ = apply(network, AddNode(Node("n1", "l1", exposes=()), Layer("l1", "InputLayer", "other", shape)))
    mistakes = draw(st.sampled_from([0, 0, 1]))
    for number in range(2, 2 + draw(st.integers(1, 8))):
        again = draw(st.sampled_from([None, None, *(each for each in network.layers if each.kind != "InputLayer")]))
        some = draw(st.sampled_from([KINDS, KINDS, OPERATIONS]))
        kind, values = draw(some) if again is None else (again.kind, again.settings)
        layer = again or Layer(f"l{number}", kind, f"layer_{number}", values, trainable=draw(st.booleans()))
        ports = [port for port in kind_of(kind).ports if not port.optional]
        arguments = {"key": draw(KEYS)} if kind == "ops.get_item" else {}
        if is_operation(kind):
            arguments |= {port.name: draw(CONSTANTS) for port in ports[1:] if draw(st.booleans()) and not port.many}
        edits = [AddNode(Node(f"n{number}", layer.id, arguments=arguments), layer)]
        for port in ports:
            for slot in range(2 if port.many else 0 if port.name in arguments else 1):
                source, output = draw(st.sampled_from(network.nodes)), draw(st.sampled_from([0, 0, 0, 1]))
                edits.append(Connect(Edge(source.id, f"n{number}", output, port.name, slot)))
        larger, _ = apply(network, Batch(tuple(edits)))
        fits = check(larger).nodes[f"n{number}"].state == "ok"
        mistakes -= not fits
        if fits or mistakes >= 0:
            network = larger
    return network


@settings(max_examples=120, deadline=None)
@given(drawings())
def test_a_drawing_is_built_as_checking_said_or_refused_with_its_words(network):
    report = check(network)
    if not report.ok:
        first = next(problem for problem in report.problems if problem.severity == "error")
        with pytest.raises(CheckError) as refused:
            build_graph(network)
        assert str(refused.value) == first.message
        return
    graph = build_graph(network)
    assert {
        node: [(tuple(tensor.shape), keras.backend.standardize_dtype(tensor.dtype)) for tensor in tensors]
        for node, tensors in graph.tensors.items()
    } == {node: [(spec.shape, spec.dtype) for spec in each.outputs] for node, each in report.nodes.items()}
    made = list(graph.layers.values())
    assert sum(math.prod(weight.shape) for layer in made for weight in weights_of(layer)) == report.parameters
    trainable = sum(math.prod(weight.shape) for layer in made for weight in weights_of(layer, trainable=True))
    assert trainable == report.trainable_parameters


def test_the_drawings_are_of_both_sorts():
    seen, kinds = set(), set()

    @settings(max_examples=150, deadline=None, database=None, derandomize=True)
    @given(drawings())
    def look(network):
        shared = len(network.nodes) > len(network.layers)
        seen.add((check(network).ok, shared))
        if check(network).ok:
            kinds.update(layer.kind for layer in network.layers)

    look()
    assert seen == {(True, True), (True, False), (False, True), (False, False)}
    assert sum(map(is_operation, kinds)) > 10
    assert sum(not is_operation(kind) for kind in kinds) > 10
