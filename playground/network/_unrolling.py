"""A network as it is built: no node is bypassed, and what repeats is written out.

Each repetition of a block is a node, and a layer where it has its own weights.
"""

import re
from itertools import pairwise

import msgspec

from playground.network._bypassing import without_bypassed
from playground.network._grouping import free
from playground.network._model import DEFAULT_PORT, Edge, Layer, Network, Node

_MARK = "~"
MAX_WRITTEN_OUT = 20_000
"""Calls that a model can have when all that repeats is written out."""


def written_out(network: Network) -> int:
    """How many calls a network has when its repeated blocks are written out, at every depth."""
    inner = {
        layer.id: layer.repeat * written_out(layer.network) for layer in network.layers if layer.network is not None
    }
    return sum(inner.get(node.layer, 1) for node in network.nodes) if inner else len(network.nodes)


def unrolled(network: Network) -> Network:
    """The same network with its repeated blocks written out and without the nodes that are bypassed, inside layers too.

    It is the very network when there are none of both.

    The first repetition keeps the id of the block's layer, the last that of its node; others have a mark and a number
    behind. With weights of their own, repetitions are called `NAME_1`, `NAME_2` and so on.
    """
    network = without_bypassed(network)
    inner = {layer.id: unrolled(layer.network) for layer in network.layers if layer.network is not None}
    if all(layer.repeat == 1 and inner.get(layer.id) is layer.network for layer in network.layers):
        return network
    taken = {layer.name for layer in network.layers if layer.repeat == 1 or layer.shared}
    copies = {layer.id: _copies(layer, inner.get(layer.id), taken) for layer in network.layers}
    nodes: list[Node] = []
    edges: list[Edge] = []
    first: dict[str, str] = {}
    for node in network.nodes:
        repeat, own = network.layer_of(node.id).repeat, copies[node.layer]
        chain = [
            msgspec.structs.replace(
                node,
                id=node.id if each == repeat else f"{node.id}{_MARK}{each}",
                layer=own[min(each, len(own)) - 1].id,
                exposes=node.exposes if each == repeat else None,
            )
            for each in range(1, repeat + 1)
        ]
        first[node.id] = chain[0].id
        nodes += chain
        edges += [Edge(before.id, after.id, 0, DEFAULT_PORT) for before, after in pairwise(chain)]
    edges += [msgspec.structs.replace(edge, target=first[edge.target]) for edge in network.edges]
    layers = tuple(each for layer in network.layers for each in copies[layer.id])
    return msgspec.structs.replace(network, layers=layers, nodes=tuple(nodes), edges=tuple(edges))


def drawn_path(path: str) -> str:
    """The path on the canvas of a node or a layer of an unrolled network."""
    return re.sub(rf"{_MARK}\d+(?=/|$)", "", path)


def _copies(layer: Layer, inner: Network | None, taken: set[str]) -> list[Layer]:
    once = msgspec.structs.replace(layer, network=inner, repeat=1, shared=False)
    if layer.repeat == 1 or layer.shared:
        return [once]
    found = []
    for each in range(1, layer.repeat + 1):
        name = free(f"{layer.name}_{each}", taken)
        taken.add(name)
        found.append(msgspec.structs.replace(once, id=layer.id if each == 1 else f"{layer.id}{_MARK}{each}", name=name))
    return found
