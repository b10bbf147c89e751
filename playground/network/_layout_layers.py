"""A network as layers of items: a node on each, and an empty place on every layer that a long wire passes."""

from dataclasses import dataclass, field
from typing import NamedTuple

from playground.network._model import Network

PASSING = 12_000
"""At most so many empty places; the longest wires of larger drawings go without."""

PULLS = 8
"""How often nodes are moved towards what they feed or are fed by, while that shortens wires."""
PUSHED = 200
"""Nodes that would push more than so many others stay."""


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
    """Each node's layer: its longest distance from an input, or where the wires are shorter in all."""
    into: list[list[Wire]] = [[] for _ in range(count)]
    out: list[list[Wire]] = [[] for _ in range(count)]
    for wire in wires:
        into[wire.target].append(wire)
        out[wire.source].append(wire)
    depth = [0] * count
    for node in range(count):
        depth[node] = max((depth[wire.source] + 1 for wire in into[node]), default=0)
    last = max(depth, default=0)
    ahead = [[wire.target for wire in wires] for wires in out]
    behind = [[wire.source for wire in wires] for wires in into]
    for _ in range(PULLS):
        later = [_pull(node, last, depth, ahead, behind) for node in reversed(range(count))]
        earlier = [_pull(node, 0, depth, behind, ahead) for node in range(count)]
        if not any(later) and not any(earlier):
            break
    return depth


def _pull(node: int, edge: int, depth: list[int], ahead: list[list[int]], behind: list[list[int]]) -> bool:
    """Move a node with all that it would push towards the first or the last layer, as far as that shortens wires."""
    way = 1 if edge else -1
    moved = {node}
    front = [node]
    shorter = 0
    for each in front:
        shorter += len(ahead[each]) - len(behind[each])
        for other in ahead[each]:
            if other not in moved and way * (depth[other] - depth[each]) == 1:
                moved.add(other)
                front.append(other)
        if len(front) > PUSHED:
            return False
    if shorter <= 0:
        return False
    room = min(way * (edge - depth[each]) for each in front)
    for each in front:
        for other in ahead[each]:
            if other not in moved:
                room = min(room, way * (depth[other] - depth[each]) - 1)
    if room <= 0:
        return False
    for each in front:
        depth[each] += way * room
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
