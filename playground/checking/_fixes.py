"""Edits that cure a problem. Their ids and names follow from the network, so that the same problem has the same fix."""

from typing import Any

from playground.checking._report import Fix
from playground.checking._words import free
from playground.network import (
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
)


def set_setting(layer: Layer, setting: str, value: Any) -> Fix:
    """Give a setting another value."""
    return Fix(f"Set {setting} to {value}", ChangeSetting(layer.id, setting, value))


def insert(network: Network, edge: Edge, kind: str, settings: dict[str, Any], label: str) -> Fix:
    """Put a layer of its own into a wire, halfway."""
    name = free(kind.lower(), (layer.name for layer in network.layers))
    layer_id = free(f"{name}-layer", (layer.id for layer in network.layers))
    node_id = free(f"{name}-node", (node.id for node in network.nodes))
    source, target = network.node_by_id[edge.source], network.node_by_id[edge.target]
    node = Node(node_id, layer_id, (source.x + target.x) / 2, (source.y + target.y) / 2)
    edits: tuple[Edit, ...] = (
        Disconnect(edge),
        AddNode(node, Layer(layer_id, kind, name, settings)),
        Connect(Edge(edge.source, node_id, edge.output)),
        Connect(Edge(node_id, edge.target, 0, edge.port, edge.slot)),
    )
    return Fix(label, Batch(edits, label))
