"""The calls of a network in the order in which a person writes them: each branch to its end, then the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from playground.catalog import is_operation
from playground.modeling._assemble import call_order
from playground.modeling._source_automatic import counted
from playground.network import INPUT, Layer, Network, Node

Tensor = tuple[str, int]
"""An output of a node: the node's id, and which."""


class Step(NamedTuple):
    """One call of a layer: `uses` are the tensors that enter, with their ports; `outputs` how many it gives.

    Of a template, the settings hold expressions, and `title` is the one for the name.
    """

    node: Node
    layer: Layer
    uses: tuple[tuple[str, Tensor], ...]
    outputs: int
    shared: bool
    title: str | None = None

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """The tensors that it gives."""
        return tuple((self.node.id, index) for index in range(self.outputs))


class Parameter(NamedTuple):
    """What a function takes besides tensors; `is_text` says that it is, or is put into, the names of layers."""

    name: str
    is_text: bool


@dataclass(eq=False)
class Outline:
    """A function for calls that come several times: it takes the tensors `enters`.

    `wishes` are what the tensors of its calls are called.
    """

    name: str
    pieces: "tuple[Piece, ...]"
    parameters: tuple[Parameter, ...]
    enters: tuple[Tensor, ...]
    wishes: tuple[str, ...]


class Call(NamedTuple):
    """A call of an outlined function; `node` and `layer` are the last ones inside, whose tensor it gives."""

    outline: Outline
    arguments: tuple[Any, ...]
    uses: tuple[tuple[str, Tensor], ...]
    node: Node
    layer: Layer
    outputs: int = 1
    shared: bool = False

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """The one that it gives."""
        return ((self.node.id, 0),)


Piece = Step | Call
"""A statement: a layer's call, or a function's."""


def steps_of(network: Network, outputs: Mapping[str, int]) -> list[Step]:
    """All calls but the inputs', each after what it needs.

    Args:
        network: A network that can be built.
        outputs: How many tensors each node gives, by its id.
    """
    calls: dict[str, list[str]] = {}
    for node_id in call_order(network):
        calls.setdefault(network.node_by_id[node_id].layer, []).append(node_id)
    steps = []
    for node_id in _written_order(network, calls):
        node, layer = network.node_by_id[node_id], network.layer_of(node_id)
        if layer.kind != INPUT:
            uses = tuple((edge.port, (edge.source, edge.output)) for edge in network.edges_into.get(node_id, ()))
            steps.append(Step(node, layer, uses, outputs[node_id], len(calls[layer.id]) > 1))
    return steps


def look_of(network: Network) -> bytes:
    """Equal for networks that make equal models: all but the name, the places and the notes."""
    nodes = tuple(msgspec.structs.replace(node, x=0.0, y=0.0, pinned=False) for node in network.nodes)
    plain = msgspec.structs.replace(network, name="", nodes=nodes, notes=())
    return msgspec.json.encode(plain, order="sorted")


def _written_order(network: Network, calls: Mapping[str, list[str]]) -> list[str]:
    """Depth first from the outputs; the calls of one layer keep their order, for Keras counts them.

    Operations with the names that Keras gives them stand in the order of their numbers, where that can be.
    """
    needs = {node.id: [edge.source for edge in network.edges_into.get(node.id, ())] for node in network.nodes}
    _keep(needs, calls.values())
    operations = [
        (node.id, network.layer_of(node.id)) for node in network.nodes if is_operation(network.layer_of(node.id).kind)
    ]
    ends = [*(output.node for output in network.outputs), *network.order]
    begun = [node.id for node in network.inputs]
    if operations:
        numbered = {node_id: list(before) for node_id, before in needs.items()}
        _keep(numbered, counted(operations).values())
        found = _depth_first(numbered, begun, ends)
        if found is not None:
            return found
    return _depth_first(needs, begun, ends) or []


def _keep(needs: dict[str, list[str]], orders: Iterable[list[str]]) -> None:
    for nodes in orders:
        for before, after in pairwise(nodes):
            needs[after] = [before, *needs[after]]


def _depth_first(needs: Mapping[str, list[str]], begun: list[str], ends: list[str]) -> list[str] | None:
    """All nodes, each after what it needs; None when they need each other in a circle."""
    done: dict[str, None] = dict.fromkeys(begun)
    for last in ends:
        waiting, path = [last], {last}
        while waiting:
            node_id = waiting[-1]
            missing = next((each for each in needs[node_id] if each not in done), None)
            if node_id in done or missing is None:
                done[node_id] = None
                path.discard(waiting.pop())
            elif missing in path:
                return None
            else:
                waiting.append(missing)
                path.add(missing)
    return list(done)
