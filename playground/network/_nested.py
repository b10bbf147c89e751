"""Networks inside layers: ways through them, and the wires that follow when an inner input changes its name.

A path is ids joined by `/`: `l3/n2` is the node `n2` in the network of the layer `l3`.
"""

from collections.abc import Iterator

import msgspec

from playground.errors import EditError
from playground.network._model import Layer, Network


def all_layers(network: Network, path: str = "") -> Iterator[tuple[str, Layer]]:
    """Every layer by its path, those of inner networks after the layer that holds them."""
    for layer in network.layers:
        yield f"{path}{layer.id}", layer
        if layer.network is not None:
            yield from all_layers(layer.network, f"{path}{layer.id}/")


def inside(network: Network, path: str) -> tuple[Network, str]:
    """The network in which a path ends, and the id of the node or layer there.

    Raises:
        KeyError: a layer on the way is not there, or has no network.
    """
    first, found, rest = path.partition("/")
    if not found:
        return network, path
    inner = network.layer_by_id[first].network
    if inner is None:
        raise KeyError(path)
    return inside(inner, rest)


def at(network: Network, path: str) -> Layer:
    """The layer at a path.

    Raises:
        KeyError: there is none.
    """
    where, layer_id = inside(network, path)
    return where.layer_by_id[layer_id]


def with_inner(network: Network, layer: Layer, inner: Network) -> Network:
    """Put another network into a layer; wires into the layer follow the inputs that got another name.

    Raises:
        EditError: a wire stands at a port that another input would now have.
    """
    before = {} if layer.network is None else layer.network.input_ports
    after = inner.input_ports
    renamed = {port: after[each] for each, port in before.items() if each in after and after[each] != port}
    new = msgspec.structs.replace(layer, network=inner)
    layers = tuple(new if each.id == new.id else each for each in network.layers)
    if not renamed:
        return msgspec.structs.replace(network, layers=layers)
    taken = set(renamed.values()) - set(renamed)
    calls = {node.id for node in network.nodes if node.layer == layer.id}
    edges = []
    for edge in network.edges:
        if edge.target in calls:
            if edge.port in taken:
                raise EditError(
                    f"A wire stands at “{edge.port}” of “{layer.name}”, where another input would come; "
                    "take that wire off first."
                )
            if edge.port in renamed:
                edge = msgspec.structs.replace(edge, port=renamed[edge.port])  # noqa: PLW2901  # the edge that follows
        edges.append(edge)
    return msgspec.structs.replace(network, layers=layers, edges=tuple(edges))
