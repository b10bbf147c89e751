"""What checking says of a drawing is what the model built of it turns out to be."""

import keras
import pytest
from hypothesis import given, settings, strategies as st

from playground.checking import check
from playground.errors import CheckError
from playground.modeling import build_graph
from playground.network import AddNode, Batch, Connect, Edge, Layer, Network, Node, apply

KINDS = st.one_of(
    st.builds(lambda units: ("Dense", {"units": units}), st.integers(1, 4)),
    st.builds(lambda filters: ("Conv1D", {"filters": filters, "kernel_size": 2}), st.integers(1, 3)),
    st.builds(lambda flag: ("LSTM", {"units": 3, "return_sequences": flag, "return_state": True}), st.booleans()),
    st.builds(lambda axis: ("Concatenate", {"axis": axis}), st.sampled_from([1, -1])),
    st.sampled_from([("BatchNormalization", {}), ("Flatten", {}), ("Add", {}), ("Dropout", {"rate": 0.5})]),
    st.just(("MultiHeadAttention", {"num_heads": 1, "key_dim": 2})),
)
PORTS = {"MultiHeadAttention": ("query", "value")}
MERGING = ("Add", "Concatenate")


@st.composite
def drawings(draw):
    """Branches, merges, several inputs, layers called more than once, outputs past the first, frozen layers."""
    shape = {"shape": [5, 3]}
    network = Network("drawn", (Layer("l0", "InputLayer", "one", shape),), (Node("n0", "l0", exposes=()),))
    if draw(st.booleans()):
        network, _ = apply(network, AddNode(Node("n1", "l1", exposes=()), Layer("l1", "InputLayer", "other", shape)))
    mistakes = draw(st.sampled_from([0, 0, 1]))
    for number in range(2, 2 + draw(st.integers(1, 8))):
        again = draw(st.sampled_from([None, None, *(each for each in network.layers if each.kind != "InputLayer")]))
        kind, values = draw(KINDS) if again is None else (again.kind, again.settings)
        layer = again or Layer(f"l{number}", kind, f"layer_{number}", values, trainable=draw(st.booleans()))
        edits = [AddNode(Node(f"n{number}", layer.id), layer)]
        entrances = (
            [("inputs", 0), ("inputs", 1)] if kind in MERGING else [(port, 0) for port in PORTS.get(kind, ("inputs",))]
        )
        for port, slot in entrances:
            source, output = draw(st.sampled_from(network.nodes)), draw(st.sampled_from([0, 0, 0, 1]))
            edits.append(Connect(Edge(source.id, f"n{number}", output, port, slot)))
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
    assert sum(layer.count_params() for layer in made) == report.parameters
    trainable = sum(int(weight.shape.num_elements()) for layer in made for weight in layer.trainable_weights)
    assert trainable == report.trainable_parameters


def test_the_drawings_are_of_both_sorts():
    seen = set()

    @settings(max_examples=60, deadline=None, database=None, derandomize=True)
    @given(drawings())
    def look(network):
        shared = len(network.nodes) > len(network.layers)
        seen.add((check(network).ok, shared))

    look()
    assert seen == {(True, True), (True, False), (False, True), (False, False)}
