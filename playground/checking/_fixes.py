"""Edits that cure a problem. Their ids and names follow from the network, so that the same problem has the same fix."""

from collections.abc import Iterable
from typing import Any

import msgspec

from playground.catalog import kind as kind_of
from playground.checking._placing import after, between
from playground.checking._report import Fix
from playground.checking._words import free
from playground.network import (
    DEFAULT_PORT,
    AddNode,
    Batch,
    ChangeSetting,
    Connect,
    Disconnect,
    Edge,
    Edit,
    Layer,
    Network,
    Node,
    RemoveNode,
)


def set_setting(layer: Layer, setting: str, value: Any) -> Fix:
    """Give a setting another value."""
    shown = {True: "true", False: "false", None: "none"}.get(value) if isinstance(value, bool | None) else value
    return Fix(f"Set {setting} to {shown}", ChangeSetting(layer.id, setting, value))


def reset_setting(layer: Layer, setting: str, label: str) -> Fix:
    """Give a setting its default back."""
    return Fix(label, ChangeSetting(layer.id, setting, reset=True))


def together(label: str, edits: Iterable[Edit]) -> Fix:
    """Several edits as one step."""
    return Fix(label, Batch(tuple(edits), label))


def insert(network: Network, edge: Edge, kind: str, settings: dict[str, Any], label: str) -> Fix:
    """Put a layer of its own into a wire, where it covers no other."""
    place = between(network, network.node_by_id[edge.source], network.node_by_id[edge.target])
    node, layer = fresh(network, kind, settings, place.x, place.y)
    return together(
        label,
        (
            Disconnect(edge),
            *place.room,
            AddNode(node, layer),
            Connect(Edge(edge.source, node.id, edge.output, _entrance(kind))),
            Connect(Edge(node.id, edge.target, 0, edge.port, edge.slot)),
        ),
    )


def insert_after(network: Network, node: Node, kind: str, settings: dict[str, Any], label: str) -> tuple[Fix, ...]:
    """Put a layer of its own between a node and all that its first output goes to; the model returns it instead.

    None for a node of which the user said what the model is to return.
    """
    if node.exposes is not None:
        return ()
    place = after(network, node)
    new, layer = fresh(network, kind, settings, place.x, place.y)
    leaving = [edge for edge in network.edges_from.get(node.id, ()) if edge.output == 0]
    edits: tuple[Edit, ...] = (
        *(Disconnect(edge) for edge in leaving),
        *place.room,
        AddNode(new, layer),
        Connect(Edge(node.id, new.id)),
        *(Connect(Edge(new.id, edge.target, 0, edge.port, edge.slot)) for edge in leaving),
    )
    return (together(label, edits),)


def remove(network: Network, node: Node, label: str) -> tuple[Fix, ...]:
    """Take a node with one input out of its chain, and close the gap; the model then returns what it returned.

    None where that can't be, because the node before it returns something else or goes on elsewhere.
    """
    (entering,) = network.edges_into[node.id]
    leaving = network.edges_from.get(node.id, ())
    if not leaving or node.exposes is not None:
        source = network.node_by_id[entering.source]
        alone = len(network.edges_from[source.id]) == 1 and entering.output == 0
        if leaving or not alone or source.exposes is not None or node.exposes not in (None, (0,)):
            return ()
    edits: tuple[Edit, ...] = (
        RemoveNode(node.id),
        *(Connect(Edge(entering.source, edge.target, entering.output, edge.port, edge.slot)) for edge in leaving),
    )
    return (together(label, edits),)


def replace(network: Network, node: Node, kind: str, settings: dict[str, Any], label: str) -> Fix:
    """Put a layer of another kind in the place of a node with one input and one output."""
    (entering,) = network.edges_into[node.id]
    leaving = network.edges_from.get(node.id, ())
    new, layer = fresh(network, kind, settings, node.x, node.y)
    edits: tuple[Edit, ...] = (
        RemoveNode(node.id),
        AddNode(msgspec.structs.replace(new, exposes=node.exposes), layer),
        Connect(Edge(entering.source, new.id, entering.output)),
        *(Connect(Edge(new.id, edge.target, 0, edge.port, edge.slot)) for edge in leaving),
    )
    return together(label, edits)


def exchange(network: Network, first: Node, second: Node, label: str) -> tuple[Fix, ...]:
    """Let two nodes that follow one another, each with one input, change places.

    None where the user said what the model is to return of one of them.
    """
    if first.exposes is not None or second.exposes is not None:
        return ()
    (entering,) = network.edges_into[first.id]
    (between,) = network.edges_into[second.id]
    leaving = network.edges_from.get(second.id, ())
    edits: tuple[Edit, ...] = (
        Disconnect(entering),
        Disconnect(between),
        *(Disconnect(edge) for edge in leaving),
        Connect(Edge(entering.source, second.id, entering.output, between.port)),
        Connect(Edge(second.id, first.id, 0, entering.port)),
        *(Connect(Edge(first.id, edge.target, 0, edge.port, edge.slot)) for edge in leaving),
    )
    return (together(label, edits),)


def _entrance(kind: str) -> str:
    """The port by which a tensor enters a kind."""
    found = kind_of(kind)
    return found.ports[0].name if found is not None and found.ports else DEFAULT_PORT


def fresh(network: Network, kind: str, settings: dict[str, Any], x: float, y: float) -> tuple[Node, Layer]:
    """A layer with a node at a place, under ids and a name that the network does not have yet."""
    name = free(kind.rpartition(".")[2].lower(), (layer.name for layer in network.layers))
    layer_id = free(f"{name}-layer", (layer.id for layer in network.layers))
    node_id = free(f"{name}-node", (node.id for node in network.nodes))
    return Node(node_id, layer_id, x, y), Layer(layer_id, kind, name, settings)
