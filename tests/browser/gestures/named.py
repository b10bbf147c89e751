"""Networks told apart by their names alone: the ids of what a hand adds are drawn by chance."""

from collections import Counter
from dataclasses import dataclass

from msgspec.structs import replace

from playground.network import Edge, Network, Node, Note, Output


@dataclass(frozen=True)
class _Ids:
    layers: dict[str, str]
    nodes: dict[str, str]
    notes: dict[str, str]


def named(network: Network) -> Network:
    """The same drawing with names for ids, in the order of the names."""
    counts: Counter[str] = Counter()
    layers = {layer.id: layer.name for layer in network.layers}
    nodes: dict[str, str] = {}
    for node in network.nodes:
        name = layers[node.layer]
        nodes[node.id] = f"{name}.{counts[name]}" if counts[name] else name
        counts[name] += 1
    notes = {note.id: f"note.{at}" for at, note in enumerate(network.notes)}
    return _renamed(network, _Ids(layers, nodes, notes), inside=True)


def fresh(network: Network, number: int) -> Network:
    """The same drawing with ids that no drawing before has had."""
    ids = _Ids(
        {layer.id: f"{layer.id}_{number}" for layer in network.layers},
        {node.id: f"{node.id}_{number}" for node in network.nodes},
        {note.id: f"{note.id}_{number}" for note in network.notes},
    )
    return _renamed(network, ids, inside=False)


def differences(network: Network, expected: Network) -> str:
    """What is in one of two drawings and not in the other; empty when they are equal."""
    if network == expected:
        return ""
    parts = ("layers", "nodes", "edges", "notes")
    here, there = ([each for part in parts for each in getattr(network, part)] for network in (network, expected))
    found = [f"is {each}" for each in here if each not in there] + [f"not {each}" for each in there if each not in here]
    return "\n".join(found) or f"is {network}\nnot {expected}"


def _renamed(network: Network, ids: _Ids, *, inside: bool) -> Network:
    def edge(each: Edge) -> Edge:
        return replace(each, source=ids.nodes[each.source], target=ids.nodes[each.target])

    def node(each: Node) -> Node:
        return replace(each, id=ids.nodes[each.id], layer=ids.layers[each.layer])

    def note(each: Note) -> Note:
        return replace(each, id=ids.notes[each.id])

    def output(each: Output) -> Output:
        return replace(each, node=ids.nodes[each.node])

    layers = [replace(layer, id=ids.layers[layer.id]) for layer in network.layers]
    if inside:
        layers = [layer if layer.network is None else replace(layer, network=named(layer.network)) for layer in layers]
    parts = {
        "layers": layers,
        "nodes": [node(each) for each in network.nodes],
        "edges": [edge(each) for each in network.edges],
        "notes": [note(each) for each in network.notes],
    }
    if inside:
        for name, key in (("layers", _by_id), ("nodes", _by_id), ("edges", _by_ends)):
            parts[name].sort(key=key)  # type: ignore[arg-type]  # each list has things of one kind
    signature = replace(network.signature, returned=tuple(output(each) for each in network.signature.returned))
    return replace(network, signature=signature, **{name: tuple(part) for name, part in parts.items()})


def _by_id(each: Node) -> str:
    return each.id


def _by_ends(each: Edge) -> tuple[str, str, int, str, int]:
    return each.source, each.target, each.output, each.port, each.slot
