"""Masks that Keras makes by itself: it writes them as operations of the model, and a drawing leaves them to it.

An `Embedding` with `mask_zero` and a `Masking` layer send a mask with their output, and it goes on through the layers
that support masking. Only a mask that would arrive by itself is taken out; one that is another stays drawn.
"""

from collections.abc import Iterator

import msgspec

from playground.network import Edge, Layer, Network, Node

CARRYING = frozenset(
    {
        *("Activation", "ActivityRegularization", "AlphaDropout", "BatchNormalization", "Dense", "Dropout", "ELU"),
        *("GaussianDropout", "GaussianNoise", "GroupNormalization", "GroupQueryAttention", "Identity"),
        *("LayerNormalization", "LeakyReLU", "MultiHeadAttention", "Normalization", "PReLU", "ReLU", "Rescaling"),
        *("Softmax", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "TimeDistributed"),
        "UnitNormalization",
    }
)
"""Layers whose output has the mask of their first input."""
_RECURRENT = frozenset({"ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "GRU", "LSTM", "RNN", "SimpleRNN"})
_FIRST = frozenset({"inputs", "query", "sequences"})
"""Ports at which layers take what comes first."""

Source = tuple[str, int]
"""An output of a node."""


def without_automatic_masks(network: Network) -> Network:
    """The network without the edges of masks that arrive by themselves, nor the operations that made only these."""
    makers = dict(_making(network))
    if not makers:
        return network
    carried: dict[Source, frozenset[Source]] = {}
    needless: set[Edge] = set()
    for node_id in network.order:
        entering = network.edges_into.get(node_id, ())
        layer = network.layer_of(node_id)
        given = [edge for edge in entering if edge.port.endswith("mask")]
        arriving = {(_mask_port(edge), edge.slot): carried.get((edge.source, edge.output)) for edge in entering}
        needless |= {
            edge for edge in given if (edge.source, edge.output) in (arriving.get((edge.port, edge.slot)) or ())
        }
        if node_id in makers:
            carried[node_id, 0] = makers[node_id]
        elif _carries(layer):
            explicit = next((edge for edge in given if edge.port == "mask"), None)
            first = next((edge for edge in entering if edge.port in _FIRST), None)
            if explicit is not None and explicit not in needless:
                carried[node_id, 0] = frozenset({(explicit.source, explicit.output)})
            elif first is not None and (first.source, first.output) in carried:
                carried[node_id, 0] = carried[first.source, first.output]
    return _without(network, needless)


def _making(network: Network) -> Iterator[tuple[str, frozenset[Source]]]:
    """The nodes whose output gets a mask, each with the operations that compute the same."""
    for node in network.nodes:
        layer, entering = network.layer_by_id[node.layer], network.edges_into.get(node.id, ())
        if len(entering) != 1:
            continue
        if layer.kind == "Embedding" and layer.settings.get("mask_zero"):
            found = _compared(network, entering[0], 0)
        elif layer.kind == "Masking":
            compared = _compared(network, entering[0], layer.settings.get("mask_value", 0.0))
            found = [any_ for node_id in compared for any_ in _any_of(network, node_id)]
        else:
            continue
        yield node.id, frozenset((node_id, 0) for node_id in found)


def _compared(network: Network, entering: Edge, value: float) -> list[str]:
    """The operations that tell which numbers that an edge brings are not of a value."""
    found = []
    for edge in network.edges_from[entering.source]:
        node = network.node_by_id[edge.target]
        kind = network.layer_by_id[node.layer].kind
        if (kind, edge.output, edge.port) == ("ops.not_equal", entering.output, "x1") and node.arguments == {
            "x2": value
        }:
            found.append(node.id)
    return found


def _any_of(network: Network, node_id: str) -> list[str]:
    """The operations that tell which steps have any number that is not masked."""
    found = []
    for edge in network.edges_from.get(node_id, ()):
        node = network.node_by_id[edge.target]
        layer = network.layer_by_id[node.layer]
        if layer.kind == "ops.any" and {**layer.settings, **node.arguments} == {"axis": -1}:
            found.append(node.id)
    return found


def _mask_port(edge: Edge) -> str:
    """Where a layer takes the mask of what an edge brings."""
    return "mask" if edge.port in _FIRST - {"query"} else f"{edge.port}_mask"


def _carries(layer: Layer) -> bool:
    if layer.kind == "Bidirectional":
        inner = layer.settings.get("layer")
        settings = inner.get("settings", {}) if isinstance(inner, dict) else {}
        return bool(settings.get("return_sequences")) and layer.settings.get("merge_mode", "concat") is not None
    return layer.kind in CARRYING or (layer.kind in _RECURRENT and bool(layer.settings.get("return_sequences")))


def _without(network: Network, needless: set[Edge]) -> Network:
    """Take edges out, then the operations without use; `training` that Keras wrote beside a mask goes with the mask."""
    edges = tuple(edge for edge in network.edges if edge not in needless)
    freed = {edge.target for edge in needless}
    nodes = tuple(_freed(node) if node.id in freed else node for node in network.nodes)
    idle = {edge.source for edge in needless}
    while idle:
        used = {edge.source for edge in edges}
        gone = {node.id for node in nodes if node.id in idle and node.id not in used and not node.exposes}
        idle = {edge.source for edge in edges if edge.target in gone and _makes_masks(network, edge.source)}
        nodes = tuple(node for node in nodes if node.id not in gone)
        edges = tuple(edge for edge in edges if edge.target not in gone)
    kept = {node.layer for node in nodes}
    layers = tuple(layer for layer in network.layers if layer.id in kept)
    return msgspec.structs.replace(network, layers=layers, nodes=nodes, edges=edges)


def _makes_masks(network: Network, node_id: str) -> bool:
    return network.layer_of(node_id).kind == "ops.not_equal"


def _freed(node: Node) -> Node:
    if node.arguments.get("training") is not False:
        return node
    return msgspec.structs.replace(
        node, arguments={name: value for name, value in node.arguments.items() if name != "training"}
    )
