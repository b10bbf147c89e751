"""Rules on the wires that enter a node: every input that a layer demands, none that it does not have."""

from collections.abc import Iterator, Mapping

from playground.catalog import Kind, Port, is_operation, who
from playground.checking._fixes import together
from playground.checking._report import NodeReport, Problem
from playground.checking._words import listed
from playground.network import Disconnect, Edge, Layer, Network, Node


def wiring_problems(
    network: Network, node: Node, layer: Layer, kind: Kind, reports: Mapping[str, NodeReport]
) -> Iterator[Problem]:
    """Whatever is wrong with the wires into a node, apart from what flows through them."""
    ports = {port.name: port for port in kind.ports}
    entering: dict[str, list[Edge]] = {}
    for edge in network.edges_into.get(node.id, ()):
        entering.setdefault(edge.port, []).append(edge)
    for name, edges in entering.items():
        if name not in ports:
            yield _unknown_port(node, layer, kind, name)
        elif not ports[name].many and len(edges) > 1:
            message = (
                f"{who(layer)} takes one tensor{_at(name, kind)}, but {len(edges)} wires enter it; merge them first."
            )
            yield Problem("too_many_inputs", message, node=node.id)
        else:
            yield from _miscounted(network, node, kind, ports[name], edges)
        for edge in edges:
            source = reports[edge.source]
            if source.state == "ok" and edge.output >= len(source.outputs):
                yield _no_output(network, edge, len(source.outputs))
    for port in kind.ports:
        if not port.optional and port.name not in entering and node.arguments.get(port.name) is None:
            yield _missing(node, layer, kind, port)
        elif port.name in entering and not port.many and node.arguments.get(port.name) is not None:
            message = f"{who(layer)} has a wire and a constant at its input “{port.name}”; take one of them off."
            yield Problem("wire_and_constant", message, node=node.id)
    if kind.ports and not entering and all(port.optional or port.name in node.arguments for port in kind.ports):
        message = f"{who(layer)} has constants alone, and depends on no data; wire a layer to one of its inputs."
        yield Problem("constants_only", message, node=node.id)


def _at(port: str, kind: Kind) -> str:
    return f" at “{port}”" if len(kind.ports) > 1 else ""


def _miscounted(network: Network, node: Node, kind: Kind, port: Port, edges: list[Edge]) -> Iterator[Problem]:
    """More or fewer tensors than a list of a fixed length takes; constants in it count."""
    layer = network.layer_by_id[node.layer]
    held = node.arguments.get(port.name)
    constants = sum(value is not None for value in held) if isinstance(held, list) else int(held is not None)
    count = len(edges) + constants
    takes = f"{who(layer)} takes {_number(port)}{_at(port.name, kind)}"
    if port.most is not None and count > port.most:
        surplus = edges[max(port.most - constants, 0) :]
        names = listed(f"“{network.layer_of(edge.source).name}”" for edge in surplus)
        wires = "the wire" if len(surplus) == 1 else "the wires"
        message = f"{takes}, but {count} enter it; take off {wires} from {names}."
        fixes = (together(f"Take off {wires} from {names}", (Disconnect(edge) for edge in surplus)),)
        yield Problem("too_many_wires", message, node=node.id, fixes=fixes)
    elif count < port.least:
        message = f"{takes}, but only {count} enters it; wire another layer to it."
        yield Problem("missing_input", message, node=node.id)


def _number(port: Port) -> str:
    many = f"exactly {port.most}" if port.least == port.most else f"{port.least} to {port.most}"
    return f"{many} {'tensor' if port.most == 1 else 'tensors'}"


def _unknown_port(node: Node, layer: Layer, kind: Kind, name: str) -> Problem:
    if not kind.ports:
        message = f"{who(layer)} is where data enters and takes no wire; take the wire off."
    else:
        names = listed(f"“{port.name}”" for port in kind.ports)
        message = f"{who(layer)} has no input “{name}”; wire it to {names}."
    return Problem("unknown_port", message, node=node.id)


def _no_output(network: Network, edge: Edge, count: int) -> Problem:
    source, target = network.layer_of(edge.source), network.layer_of(edge.target)
    has = "only one output" if count == 1 else f"{count} outputs"
    message = (
        f"{who(target)} takes output {edge.output + 1} of {who(source)}, which has {has}; "
        "choose another output, or a setting that returns more."
    )
    return Problem("unknown_output", message, node=edge.target)


def _missing(node: Node, layer: Layer, kind: Kind, port: Port) -> Problem:
    if port.many:
        message = f"{who(layer)} has no inputs yet; wire the layers to it that it is to combine."
    elif len(kind.ports) > 1 and is_operation(kind.name):
        message = f"{who(layer)} has nothing at its input “{port.name}”; wire a layer to it, or give it a constant."
    elif len(kind.ports) > 1 and port.name != kind.ports[0].name:
        message = f"{who(layer)} has nothing at its input “{port.name}”; wire a layer to it."
    else:
        message = f"{who(layer)} is not connected; wire an Input or another layer to it."
    return Problem("missing_input", message, node=node.id)
