"""Blocks that repeat inside of blocks that do: the numbers multiply, and what no model can hold is not written out."""

import pytest

from playground.checking import check
from playground.checking.rules._rule import sketch
from playground.errors import CheckError
from playground.modeling import build, to_python
from playground.network import Edge, Layer, Network, Node, unrolled, written_out

START = ("InputLayer", {"shape": [4]})


def nested(*repeats):
    network = sketch(START, ("ReLU", {})).network
    for depth, repeat in enumerate(repeats):
        block = Layer("m", "Model", f"block_{depth}", network=network, repeat=repeat)
        layers = (network.layers[0], block)
        network = Network("net", layers, (Node("start", "start"), Node("m", "m")), (Edge("start", "m"),))
    return network


@pytest.mark.parametrize("repeats", [(), (3,), (3, 2), (2, 1, 3)])
def test_calls_are_counted_as_they_are_written_out(repeats):
    network = unrolled(nested(*repeats))

    def calls(each):
        inner = {layer.id: calls(layer.network) for layer in each.layers if layer.network is not None}
        return sum(inner.get(node.layer, 1) for node in each.nodes)

    assert written_out(nested(*repeats)) == calls(network)


def test_a_billion_layers_are_refused_before_one_is_made():
    network = nested(1000, 1000, 1000)
    (problem,) = [each for each in check(network).problems if each.severity == "error"]
    assert problem.code == "too_many_layers"
    assert "2,001,001,001 layers" in problem.message
    for attempt in (build, to_python):
        with pytest.raises(CheckError, match="can be built"):
            attempt(network)


def test_blocks_within_the_limit_are_built():
    assert build(nested(3, 2)).count_params() == 0
