"""How large the cards of a network are: what places them asks, and which ports a kind has is the catalog's to know."""

from collections.abc import Mapping

from playground.catalog._catalog import kind
from playground.catalog._types import Port
from playground.network import DEFAULT_PORT, Layer, Network, card_height


def card_heights(network: Network) -> Mapping[str, float]:
    """The height of each node's card with its thumbnail, in pixels by node id, as the browser half draws it."""
    known: dict[str, tuple[dict[str, Port], int]] = {}
    heights: dict[str, float] = {}
    for node in network.nodes:
        layer = network.layer_by_id[node.layer]
        if layer.id not in known:
            known[layer.id] = _ports_of(layer)
        ports, outputs = known[layer.id]
        into = network.edges_into.get(node.id, ())
        ports = ports | {edge.port: Port(edge.port) for edge in into if edge.port not in ports}
        wired = [edge.port for edge in into]
        free = sum(port.has_room(wired.count(name)) for name, port in ports.items())
        waiting = sum(not port.many and name not in wired for name, port in ports.items())
        given = max((edge.output + 1 for edge in network.edges_from.get(node.id, ())), default=1)
        heights[node.id] = card_height(len(wired) + waiting, free, named=len(ports) > 1, outputs=max(outputs, given))
    return heights


def _ports_of(layer: Layer) -> tuple[dict[str, Port], int]:
    """A layer's ports by name, and how many tensors it gives."""
    if layer.network is not None:
        names = list(layer.network.input_ports.values()) or [DEFAULT_PORT]
        return {name: Port(name) for name in names}, len(layer.network.outputs)
    found = kind(layer.kind)
    if found is None:
        return {DEFAULT_PORT: Port(DEFAULT_PORT)}, 1
    return {port.name: port for port in found.ports}, found.outputs
