"""Dtypes: what checking accepts runs, what it refuses does not, and its fixes cure it. Keras is the judge."""

import msgspec
import pytest

from playground.checking import check
from playground.network import Edge, Layer, Network, Node, apply
from tests.contract.dtypes import Trial
from tests.unit.modeling import layers, operations

KINDS = [*layers.PLACEABLE, *operations.PLACEABLE]
TRIED = ("bool", "uint8", "int32", "float16", "float32")
SAID = ("wrong_dtype", "text_input", "refused")


def combinations(trial):
    """All tensors of one dtype, and each by itself beside the usual others."""
    usual = trial.usual
    yield from ((dtype,) * len(usual) for dtype in TRIED)
    if len(usual) > 1:
        for index in range(len(usual)):
            yield from ((*usual[:index], dtype, *usual[index + 1 :]) for dtype in TRIED)


def drawn(trial, combination):
    """The trial's network with these dtypes at its inputs and in its constants."""
    dtypes, wired = dict(zip(trial.tensors, combination, strict=True)), {}
    for edge in trial.network.edges_into["it"]:
        slot = sum(other.port == edge.port and other.slot < edge.slot for other in trial.network.edges_into["it"])
        wired[trial.network.node_by_id[edge.source].layer] = dtypes[f"{edge.port}.1" if slot else edge.port]
    placed = tuple(
        msgspec.structs.replace(layer, settings={**layer.settings, "dtype": wired[layer.id]})
        if layer.id in wired
        else layer
        for layer in trial.network.layers
    )
    return msgspec.structs.replace(trial.network, layers=placed)


def wired_alone(trial):
    """Whether nothing but wires enters, so that a network can say the dtype of all."""
    return len(trial.network.edges_into["it"]) == len(trial.tensors)


@pytest.mark.parametrize("name", KINDS)
def test_what_checking_says_of_a_dtype_is_what_happens_when_it_runs(name):
    trial = Trial(name)
    for combination in combinations(trial) if wired_alone(trial) else ():
        problems = [each for each in check(drawn(trial, combination)).problems if each.code in SAID]
        assert (not problems) == trial.runs(combination), (combination, problems)


def two(kind, ports, dtypes, shape=(4, 4)):
    inputs = tuple(
        Layer(port, "InputLayer", port, {"shape": list(shape), "dtype": dtype})
        for port, dtype in zip(ports, dtypes, strict=True)
    )
    edges = tuple(Edge(port, "it", 0, port) for port in ports)
    nodes = tuple(Node(each, each) for each in (*ports, "it"))
    return Network("net", (*inputs, Layer("it", kind, "it")), nodes, edges)


@pytest.mark.parametrize(
    ("network", "words", "labels"),
    [
        (two("Conv1D", ["inputs"], ["uint8"]), "takes floats; received uint8", ["Insert Cast to float32"]),
        (two("ops.bitwise_not", ["x"], ["float32"]), "unsigned integers; received float32", ["Insert Cast to int32"]),
        (
            two("ops.bitwise_and", "xy", ["float32", "float32"]),
            "does not compute with float32.",
            ["Insert 2 Casts to int32"],
        ),
        (
            two("ops.bitwise_and", "xy", ["float32", "int32"]),
            "at “x” beside int32; received float32",
            ["Insert Cast to int32", "Set dtype to int32 at “x”"],
        ),
        (
            two("ops.subtract", ["x1", "x2"], ["bool", "bool"]),
            "at “x2” beside bool; received bool",
            ["Insert Cast to float32"],
        ),
        (
            two("ops.solve", "ab", ["float32", "float64"]),
            "float32 at “b” beside float32; received float64",
            ["Insert Cast to float32"],
        ),
        (two("StringLookup", ["inputs"], ["float32"]), "takes text", ["Set dtype to string at “inputs”"]),
    ],
)
def test_a_dtype_that_does_not_work_is_named_and_cured(network, words, labels):
    network = msgspec.structs.replace(
        network,
        layers=tuple(
            msgspec.structs.replace(each, settings={"filters": 2, "kernel_size": 2}) if each.kind == "Conv1D" else each
            for each in network.layers
        ),
    )
    (problem,) = [each for each in check(network).problems if each.severity == "error"]
    assert problem.code == "wrong_dtype"
    assert words in problem.message
    assert set(labels) <= {fix.label for fix in problem.fixes}
    for fix in problem.fixes:
        cured, back = apply(network, fix.edit)
        assert not [each for each in check(cured).problems if each.severity == "error"], fix.label
        assert apply(cured, back)[0] == network


@pytest.mark.parametrize(
    ("constant", "fits"),
    [(3, True), ([1, 2, 3, 4], True), (1.5, False), ({"dtype": "float32", "value": 2}, False)],
)
def test_a_constant_counts_by_its_dtype_and_plain_numbers_by_what_they_meet(constant, fits):
    network = two("ops.bitwise_and", ["x"], ["int32"])
    start, it = network.nodes
    network = msgspec.structs.replace(network, nodes=(start, Node(it.id, it.layer, arguments={"y": constant})))
    assert ("wrong_dtype" not in [each.code for each in check(network).problems]) == fits


def test_text_is_refused_at_every_input_of_what_computes():
    problems = check(two("ops.equal", ["x1", "x2"], ["float32", "string"])).problems
    assert [each.code for each in problems] == ["text_input"]
