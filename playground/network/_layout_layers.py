"""A network as layers of items: a node on each, and an empty place on every layer that a long wire passes."""

from dataclasses import dataclass, field
from typing import NamedTuple

from playground.network._model import Network

PASSING = 12_000
"""At most so many empty places; the longest wires of larger drawings go without."""

PULLS = 4
"""How often nodes are moved towards what they feed, while that shortens wires."""
CHAIN = 64
"""Longer chains are moved in parts."""


class Wire(NamedTuple):
    """An edge between nodes by their numbers, with the ranks of the output and of the input, counted from 0."""

    source: int
    target: int
    output: int
    inlet: int


class Link(NamedTuple):
    """A wire's piece from an item to one of the next layer; `start` and `end` are places along them, from 0 to 1."""

    a: int
    b: int
    start: float
    end: float


@dataclass
class Layers:
    """Items by layer, from the inputs on, and the links between neighbouring ones. Items from `count` on are empty."""

    count: int
    items: list[list[int]]
    after: list[list[Link]] = field(default_factory=list)
    before: list[list[Link]] = field(default_factory=list)


def wires_of(network: Network, numbers: dict[str, int]) -> list[Wire]:
    """The edges by the numbers of their nodes; those that would go backwards are left out.

    Inputs are ranked as the card shows them: ports in the order in which they were first wired, slots in theirs.
    """
    ports: dict[str, dict[str, int]] = {}
    for edge in network.edges:
        known = ports.setdefault(edge.target, {})
        known.setdefault(edge.port, len(known))
    found: list[Wire] = []
    for node_id, target in numbers.items():
        edges = sorted(network.edges_into.get(node_id, ()), key=lambda edge: (ports[edge.target][edge.port], edge.slot))
        for inlet, edge in enumerate(edges):
            source = numbers[edge.source]
            if source < target:
                found.append(Wire(source, target, edge.output, inlet))
    return found


def depths(count: int, wires: list[Wire]) -> list[int]:
    """Each node's layer: its longest distance from an input, or later where that makes the wires shorter."""
    into: list[list[Wire]] = [[] for _ in range(count)]
    out: list[list[Wire]] = [[] for _ in range(count)]
    for wire in wires:
        into[wire.target].append(wire)
        out[wire.source].append(wire)
    depth = [0] * count
    for node in range(count):
        depth[node] = max((depth[wire.source] + 1 for wire in into[node]), default=0)
    chains = _chains(count, into, out)
    for _ in range(PULLS):
        pulled = [_pull(chain, depth, into, out) for chain in reversed(chains)]
        if not any(pulled):
            break
    return depth


def _chains(count: int, into: list[list[Wire]], out: list[list[Wire]]) -> list[list[int]]:
    """Nodes that only follow each other, in the order of their last ones."""
    chain_of: list[list[int]] = [[] for _ in range(count)]
    for node in range(count):
        before = into[node][0].source if len(into[node]) == 1 else -1
        follows = before >= 0 and len(out[before]) == 1
        chain_of[node] = [*chain_of[before], node] if follows and len(chain_of[before]) < CHAIN else [node]
        if follows and len(chain_of[node]) > 1:
            chain_of[before] = []
    return [chain for chain in chain_of if chain]


def _pull(chain: list[int], depth: list[int], into: list[list[Wire]], out: list[list[Wire]]) -> bool:
    """Move a chain towards what it feeds, if that saves more lanes than it takes."""
    leaving = out[chain[-1]]
    room = min((depth[wire.target] for wire in leaving), default=0) - 1 - depth[chain[-1]]
    if room <= 0:
        return False
    first = chain[0]
    passing = {
        (wire.source, wire.output): max(
            (depth[each.target] - depth[first] for each in out[wire.source] if each.target != first), default=0
        )
        for wire in into[first]
    }
    saved = len({wire.output for wire in leaving})

    def gain(steps: int) -> int:
        return saved * steps - sum(max(0, steps - max(0, free)) for free in passing.values())

    steps = max(sorted({room, *(free for free in passing.values() if 0 < free < room)}), key=gain)
    if gain(steps) <= 0:
        return False
    for node in chain:
        depth[node] += steps
    return True


def layered(count: int, depth: list[int], wires: list[Wire], *, mirrored: bool = False) -> Layers:
    """The layers with their links. Wires of one tensor share their empty places, as they share their way.

    With `mirrored` the first ports are the last along the layers: on cards from top to bottom they are the nearest.
    """
    layers = Layers(count, [[] for _ in range(max(depth, default=-1) + 1)])
    for node in range(count):
        layers.items[depth[node]].append(node)
    inlets = [0] * count
    outputs = [0] * count
    tensors: dict[tuple[int, int], list[Wire]] = {}
    for wire in wires:
        tensors.setdefault((wire.source, wire.output), []).append(wire)
        inlets[wire.target] = max(inlets[wire.target], wire.inlet + 1)
        outputs[wire.source] = max(outputs[wire.source], wire.output + 1)
    layers.after = [[] for _ in range(count)]
    layers.before = [[] for _ in range(count)]
    left = PASSING
    for (source, output), group in sorted(tensors.items(), key=lambda each: _length(each[1], depth)):
        start = _part_of(output, outputs[source], mirrored=mirrored)
        last = source
        reached = depth[source]
        for wire in sorted(group, key=lambda each: depth[each.target]):
            for layer in range(reached + 1, depth[wire.target]):
                if not left:
                    break
                left -= 1
                passing = len(layers.after)
                layers.after.append([])
                layers.before.append([])
                layers.items[layer].append(passing)
                _link(layers, Link(last, passing, start, 0.0))
                last, reached, start = passing, layer, 0.0
            end = _part_of(wire.inlet, inlets[wire.target], mirrored=mirrored)
            if reached == depth[wire.target] - 1:
                _link(layers, Link(last, wire.target, start, end))
    return layers


def _part_of(rank: int, count: int, *, mirrored: bool) -> float:
    return (count - 1 - rank if mirrored else rank) / count


def _length(group: list[Wire], depth: list[int]) -> tuple[int, int, int]:
    furthest = max(depth[wire.target] for wire in group) - depth[group[0].source]
    return furthest, group[0].source, group[0].output


def _link(layers: Layers, link: Link) -> None:
    layers.after[link.a].append(link)
    layers.before[link.b].append(link)
