"""Rules on the network as a whole: that it has an entrance, an exit, and hangs together."""

from collections.abc import Iterator

from playground.catalog import who
from playground.checking._report import NodeReport, Problem
from playground.checking._words import listed
from playground.network import Network

INPUT = "InputLayer"


def structure_problems(network: Network) -> Iterator[Problem]:
    """An empty canvas, no Input, an Input that is called twice or not used, parts that do not hang together."""
    if not network.nodes:
        yield Problem("empty", "The canvas is empty; drag a layer onto it, or open a template.")
        return
    inputs = [node for node in network.nodes if network.layer_by_id[node.layer].kind == INPUT]
    if not inputs:
        yield Problem("no_input", "The network has no Input; add one, and wire it to the first layer.")
    seen: set[str] = set()
    for node in inputs:
        if node.layer in seen:
            message = (
                f"{who(network.layer_by_id[node.layer])} is on the canvas twice; one input enters once. Delete one."
            )
            yield Problem("input_twice", message, node=node.id)
        seen.add(node.layer)
    yield from _parts(network)


def output_problems(network: Network, reports: dict[str, NodeReport]) -> Iterator[Problem]:
    """Outputs of the model that a node does not have, and a model that would return nothing."""
    returned = False
    for node in network.nodes:
        report = reports[node.id]
        returned = returned or bool(exposed(network, node.id))
        if report.state == "ok" and any(not 0 <= each < len(report.outputs) for each in node.exposes or ()):
            layer = network.layer_by_id[node.layer]
            message = f"The model is to return an output of {who(layer)} that it does not have; choose another."
            yield Problem("unknown_exposed", message, node=node.id)
    if network.nodes and not returned:
        yield Problem("no_output", "The network returns nothing; let the last layer be an output of the model.")


def exposed(network: Network, node_id: str) -> tuple[int, ...]:
    """Which outputs of a node the model returns."""
    node = network.node_by_id[node_id]
    if node.exposes is not None:
        return node.exposes
    return () if node_id in network.edges_from else (0,)


def reaching(network: Network) -> frozenset[str]:
    """Ids of the nodes from which an output of the model can be reached."""
    front = [node.id for node in network.nodes if exposed(network, node.id)]
    reached: set[str] = set()
    while front:
        node_id = front.pop()
        if node_id not in reached:
            reached.add(node_id)
            front.extend(edge.source for edge in network.edges_into.get(node_id, ()))
    return frozenset(reached)


def _parts(network: Network) -> Iterator[Problem]:
    parts = _connected(network)
    fed = []
    for part in parts:
        kinds = [network.layer_of(node_id).kind for node_id in part]
        if kinds == [INPUT] and network.node_by_id[part[0]].exposes is None:
            message = f"{who(network.layer_of(part[0]))} is connected to nothing; wire it to a layer, or delete it."
            yield Problem("unused_input", message, node=part[0])
        elif INPUT in kinds:
            fed.append(part)
    if len(fed) > 1:
        names = listed(f"the one of “{network.layer_of(part[0]).name}”" for part in fed)
        message = f"The network has {len(fed)} separate parts, {names}; wire them together, or delete one."
        yield Problem("separate_parts", message, "warning", node=fed[1][0])


def _connected(network: Network) -> list[list[str]]:
    part_of = {node.id: [node.id] for node in network.nodes}
    for edge in network.edges:
        one, other = part_of[edge.source], part_of[edge.target]
        if one is not other:
            if len(one) < len(other):
                one, other = other, one
            one.extend(other)
            for node_id in other:
                part_of[node_id] = one
    place = {node.id: index for index, node in enumerate(network.nodes)}
    parts = {id(part): part for part in part_of.values()}
    return sorted((sorted(part, key=place.__getitem__) for part in parts.values()), key=lambda part: place[part[0]])
