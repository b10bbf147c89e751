"""How large the cards of a network are: what places them asks, and which ports a kind has is the catalog's to know."""

from collections.abc import Mapping

from playground.catalog._catalog import kind
from playground.network import DEFAULT_PORT, Layer, Network, card_height


def card_heights(network: Network) -> Mapping[str, float]:
    """The height of each node's card with its thumbnail, in pixels by node id, as the browser half draws it."""
    known: dict[str, tuple[dict[str, bool], int]] = {}
    heights: dict[str, float] = {}
    for node in network.nodes:
        layer = network.layer_by_id[node.layer]
        if layer.id not in known:
            known[layer.id] = _ports_of(layer)
        ports, outputs = known[layer.id]
        into = network.edges_into.get(node.id, ())
        ports = ports | {edge.port: False for edge in into if edge.port not in ports}
        wired = [edge.port for edge in into]
        free = sum(ports.values())
        waiting = sum(not many and port not in wired for port, many in ports.items())
        given = max((edge.output + 1 for edge in network.edges_from.get(node.id, ())), default=1)
        heights[node.id] = card_height(len(wired) + waiting, free, named=len(ports) > 1, outputs=max(outputs, given))
    return heights


def _ports_of(layer: Layer) -> tuple[dict[str, bool], int]:
    """The names of a layer's ports with whether each takes many wires, and how many tensors it gives."""
    if layer.network is not None:
        ports = dict.fromkeys(layer.network.input_ports.values(), False)
        return ports or {DEFAULT_PORT: False}, len(layer.network.outputs)
    found = kind(layer.kind)
    if found is None:
        return {DEFAULT_PORT: False}, 1
    return {port.name: port.many for port in found.ports}, found.outputs
