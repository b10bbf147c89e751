"""From layers on the canvas to a block: one edit that makes a nested network of them, wired as they were."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

import msgspec

from playground.errors import EditError
from playground.network._apply import apply
from playground.network._edits import AddNode, Batch, Connect, Edit, Expose, RemoveNode, SetSignature
from playground.network._layout import COLUMN, LANE
from playground.network._model import DEFAULT_PORT, INPUT, MODEL, Edge, Layer, Network, Node, Output

FLOAT = "float32"
CARD = (170.0, 90.0)
"""Two cards whose places differ by less lie on each other."""


class Spec(NamedTuple):
    """What a wire carries: the shape with the batch axis, None where an axis is open, and the dtype."""

    shape: Sequence[int | None]
    dtype: str


Tensor = tuple[str, int]
"""An output of a node: the node's id, and which one."""


def group(
    network: Network,
    nodes: Iterable[str],
    specs: Mapping[Tensor, Spec],
    *,
    layer: str | None = None,
    node: str | None = None,
    name: str = "block",
) -> Batch:
    """The edit that makes one nested network of some nodes. Layers and nodes keep their ids and names inside.

    The network computes what it computed before. What enters becomes an Input of the nested network, what is used
    outside, or returned by the model, becomes an output of it.

    Args:
        network: Where the nodes are.
        nodes: Their ids.
        specs: What the outputs carry that enter the block; others are not looked at.
        layer: Id of the block's layer; one that is free when None.
        node: Id of the block's node; one that is free when None.
        name: Its name; a number is put behind it when it is taken.

    Raises:
        EditError: these nodes can't be one block; the sentence says why.
    """
    wished = set(nodes)
    chosen = [each.id for each in network.nodes if each.id in wished]
    inside = set(chosen)
    _check_choice(network, chosen, wished)
    _check_convex(network, inside)
    entries = _entries(network, chosen)
    if not entries:
        raise EditError("No wire enters this selection; a block begins with what comes into it. Wire it first.")
    exits = {each: _exits(network, each, inside) for each in chosen}
    gives = [(each, output) for each in chosen for output in exits[each]]
    if not gives:
        raise EditError("Nothing that this selection gives is used; a block has an output. Wire one first.")
    others = {each.name for each in network.layers if each.id not in {network.node_by_id[one].layer for one in chosen}}
    title = free(name, others)
    inputs = [_input_settings(network, each, specs) for each in entries]
    nested = msgspec.structs.replace(_nested(network, exits, entries, inputs), name=title)
    block = Layer(layer or free("block", network.layer_by_id), MODEL, title, network=nested)
    place = beginning(network, chosen, set(network.node_by_id) - inside)
    made = Node(node or free("block", {*network.node_by_id, *network.note_by_id}), block.id, *place)
    ports = nested.input_ports.values()
    wires = [Edge(source, made.id, output, port) for (source, output), port in zip(entries, ports, strict=True)]
    wires += [
        msgspec.structs.replace(edge, source=made.id, output=gives.index((edge.source, edge.output)))
        for edge in network.edges
        if edge.source in inside and edge.target not in inside
    ]
    edits: tuple[Edit, ...] = (
        *(RemoveNode(each) for each in chosen),
        AddNode(made, block, node_index=network.nodes.index(network.node_by_id[chosen[0]])),
        *(Connect(edge) for edge in wires),
    )
    moved = {each: (made.id, at) for at, each in enumerate(gives)}
    return same_outputs(network, edits, moved, f"Group into “{title}”")


def same_outputs(network: Network, edits: tuple[Edit, ...], moved: Mapping[Tensor, Tensor], label: str) -> Batch:
    """The edits as one step, with what lets the model return the tensors of before, in the order of before.

    `moved` says where tensors come from afterwards.
    """
    after, _ = apply(network, Batch(edits))

    def new(output: Output) -> Output:
        return Output(*moved.get((output.node, output.output), (output.node, output.output)), output.key)

    wanted = tuple(new(each) for each in network.outputs)
    for node in after.nodes:
        outputs = tuple(dict.fromkeys(each.output for each in wanted if each.node == node.id))
        usual = _usual(node.id in after.edges_from)
        if set(outputs) != set(usual if node.exposes is None else node.exposes):
            edits = (*edits, Expose(node.id, None if outputs == usual else outputs))
    after, _ = apply(network, Batch(edits))
    returned = tuple(new(each) for each in network.signature.returned)
    signature = msgspec.structs.replace(network.signature, returned=returned)
    if msgspec.structs.replace(after, signature=signature).outputs != wanted:
        signature = msgspec.structs.replace(signature, returned=wanted)
    if signature != network.signature:
        edits = (*edits, SetSignature(signature))
    return Batch(edits, label)


def _check_choice(network: Network, chosen: Sequence[str], wished: set[str]) -> None:
    if not chosen:
        raise EditError("Nothing is selected; select the layers that are to be one block.")
    if len(chosen) < len(wished):
        raise EditError(f"There is no node with the id “{min(wished.difference(chosen))}”; it may have been deleted.")
    called = {network.node_by_id[each].layer for each in chosen}
    for each in chosen:
        layer = network.layer_of(each)
        if layer.kind == INPUT:
            raise EditError(f"“{layer.name}” is where data enters the network and can't be in a block; leave it out.")
    inside = set(chosen)
    for other in network.nodes:
        if other.layer in called and other.id not in inside:
            raise EditError(
                f"“{network.layer_by_id[other.layer].name}” is also called outside of the selection, and a block owns "
                "its weights; select all of its calls, or none."
            )


def _check_convex(network: Network, inside: set[str]) -> None:
    """A block runs as one: nothing that it feeds may feed it."""
    after = network.downstream(edge.target for edge in network.edges if edge.source in inside) - inside
    for edge in network.edges:
        if edge.target in inside and edge.source in after:
            name = network.layer_of(edge.source).name
            raise EditError(
                f"A path leaves the selection and comes back into it through “{name}”; select what lies between, too."
            )


def _entries(network: Network, chosen: Sequence[str]) -> list[Tensor]:
    """What enters, each once, in the order of its first use."""
    inside = set(chosen)
    found = {
        (edge.source, edge.output): None
        for each in chosen
        for edge in network.edges_into.get(each, ())
        if edge.source not in inside
    }
    return list(found)


def _exits(network: Network, node_id: str, inside: set[str]) -> tuple[int, ...]:
    """The outputs of a node that are used outside or returned by the model."""
    used = {edge.output for edge in network.edges_from.get(node_id, ()) if edge.target not in inside}
    return tuple(sorted(used.union(output for node, output in _returned(network) if node == node_id)))


def _returned(network: Network) -> list[Tensor]:
    return [(each.node, each.output) for each in network.outputs]


def _usual(leaving: bool) -> tuple[int, ...]:  # noqa: FBT001  # the one thing that it hangs on
    """The outputs that the model returns of a node when nothing is said: the first, when no edge leaves it."""
    return () if leaving else (0,)


def _nested(
    network: Network,
    exits: Mapping[str, tuple[int, ...]],
    entries: Sequence[Tensor],
    settings: Sequence[dict[str, Any]],
) -> Network:
    """What the nodes of `exits` are inside, with an Input of the settings for each entry."""
    chosen = list(exits)
    inside = set(chosen)
    called = {network.node_by_id[each].layer for each in chosen}
    layers = [layer for layer in network.layers if layer.id in called]
    layer_ids, names = {layer.id for layer in layers}, {layer.name for layer in layers}
    node_ids = set(inside)
    edges = [edge for edge in network.edges if edge.source in inside and edge.target in inside]
    inputs: list[tuple[Layer, Node]] = []
    start = beginning(network, chosen, set(network.node_by_id) - inside)
    places = _input_places(_nodes(network, chosen), start, len(entries))
    for at, (entry, given) in enumerate(zip(entries, settings, strict=True)):
        fed = [edge for edge in network.edges if (edge.source, edge.output) == entry and edge.target in inside]
        wish = _input_name(fed, len(entries))
        made = Layer(free("input", layer_ids), INPUT, free(wish, names), given)
        place = Node(free("input", node_ids), made.id, *places[at])
        layer_ids.add(made.id)
        node_ids.add(place.id)
        names.add(made.name)
        inputs.append((made, place))
        edges += [msgspec.structs.replace(edge, source=place.id, output=0) for edge in fed]
    leaving = {edge.source for edge in edges}
    nodes = (
        msgspec.structs.replace(node, exposes=None if exits[node.id] == _usual(node.id in leaving) else exits[node.id])
        for node in _nodes(network, chosen)
    )
    return Network(
        layers=(*(layer for layer, _ in inputs), *layers),
        nodes=(*(node for _, node in inputs), *nodes),
        edges=tuple(edges),
    )


def _input_name(fed: Sequence[Edge], many: int) -> str:
    """An input among several is called after the one named port that it feeds."""
    ports = {edge.port for edge in fed}
    return fed[0].port if many > 1 and len(ports) == 1 and fed[0].port != DEFAULT_PORT else "input"


def _input_settings(network: Network, entry: Tensor, specs: Mapping[Tensor, Spec]) -> dict[str, Any]:
    spec = specs.get(entry)
    if spec is None:
        raise EditError(
            f"The shape of what “{network.layer_of(entry[0]).name}” gives is not known, and a block's inputs have a "
            "shape; mend what is wrong before it first."
        )
    shape: dict[str, Any] = {"shape": list(spec.shape[1:])}
    return shape if spec.dtype == FLOAT else {**shape, "dtype": spec.dtype}


def _nodes(network: Network, ids: Iterable[str]) -> list[Node]:
    return [network.node_by_id[each] for each in ids]


def beginning(network: Network, ids: Iterable[str], outside: Container[str]) -> tuple[float, float]:
    """The place where nodes begin: amid those that are fed from the outside alone, or amid all when there are none."""
    nodes = _nodes(network, ids)
    first = [
        node
        for node in nodes
        if (entering := network.edges_into.get(node.id, ())) and all(edge.source in outside for edge in entering)
    ]
    return _middle(first or nodes)


def _middle(nodes: Sequence[Node]) -> tuple[float, float]:
    xs, ys = [node.x for node in nodes], [node.y for node in nodes]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _input_places(nodes: Sequence[Node], start: tuple[float, float], many: int) -> list[tuple[float, float]]:
    """Places for the inputs, one below the other: left of where the nodes begin, or left of them all."""
    for x in (start[0] - COLUMN, min(node.x for node in nodes) - COLUMN):
        places = [(x, start[1] + (at - (many - 1) / 2) * LANE) for at in range(many)]
        if not any(covers(place, (node.x, node.y)) for place in places for node in nodes):
            break
    return places


def covers(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether cards at two places lie on each other."""
    return abs(one[0] - other[0]) < CARD[0] and abs(one[1] - other[1]) < CARD[1]


def free(wish: str, taken: Container[str]) -> str:
    """The name, with the first number behind it that no other has: `dense`, `dense_1`, `dense_2`."""
    if wish not in taken:
        return wish
    stem = re.sub(r"_\d+$", "", wish) or wish
    return next(f"{stem}_{number}" for number in count(1) if f"{stem}_{number}" not in taken)
