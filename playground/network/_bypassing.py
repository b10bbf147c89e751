"""A network as its model sees it: without the nodes that are bypassed, whose first input goes straight on."""

import msgspec

from playground.network._model import DEFAULT_PORT, Edge, Network, Node, Output

MAIN_PORTS = (DEFAULT_PORT, "query")
"""Where what is transformed enters a layer that has several ports."""


def passes(network: Network) -> dict[str, Edge]:
    """Of each node that is bypassed the edge whose tensor goes on, by the node's id.

    It is the one at the main port, else at the port that was wired first; in a port that takes a list, the first. A
    node that nothing enters has nothing to pass on, and is called as if it were not bypassed.
    """
    found = {}
    for node in network.nodes:
        entering = network.edges_into.get(node.id)
        if node.bypassed and entering:
            wired = next(edge for edge in network.edges if edge.target == node.id)
            ports = {edge.port for edge in entering}
            port = next((each for each in MAIN_PORTS if each in ports), wired.port)
            found[node.id] = next(edge for edge in entering if edge.port == port)
    return found


def without_bypassed(network: Network) -> Network:
    """The network that is built: the very network when no node is bypassed.

    It returns as many tensors as before, in the same order, and nodes keep their ids. Networks inside of layers are
    left as they are.
    """
    passed = passes(network)
    if not passed:
        return network

    def source(node_id: str, output: int) -> tuple[str, int]:
        while node_id in passed:
            node_id, output = passed[node_id].source, passed[node_id].output
        return node_id, output

    def rewired(edge: Edge) -> Edge:
        node_id, output = source(edge.source, edge.output)
        return edge if node_id == edge.source else msgspec.structs.replace(edge, source=node_id, output=output)

    returned = tuple(Output(*source(each.node, each.output), _key(network, each)) for each in network.outputs)
    nodes = tuple(node for node in network.nodes if node.id not in passed)
    edges = tuple(rewired(edge) for edge in network.edges if edge.target not in passed)
    feeding = {edge.source for edge in edges}
    called = {node.layer for node in nodes}
    new = msgspec.structs.replace(
        network,
        layers=tuple(layer for layer in network.layers if layer.id in called),
        nodes=tuple(_exposing(node, returned, feeds=node.id in feeding) for node in nodes),
        edges=edges,
    )
    if new.outputs == returned:
        return new
    return msgspec.structs.replace(new, signature=msgspec.structs.replace(network.signature, returned=returned))


def _key(network: Network, output: Output) -> str:
    """A model that returns a dict goes on returning it under the same keys."""
    if network.signature.outputs != "dict":
        return output.key
    return output.key or network.layer_of(output.node).name


def _exposing(node: Node, returned: tuple[Output, ...], *, feeds: bool) -> Node:
    wanted = tuple(dict.fromkeys(each.output for each in returned if each.node == node.id))
    usual = () if feeds else (0,)
    now = usual if node.exposes is None else node.exposes
    return node if set(now) == set(wanted) else msgspec.structs.replace(node, exposes=wanted)
