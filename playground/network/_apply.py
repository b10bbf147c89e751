"""What an edit does: one pure function that also gives the edit's exact inverse."""

from typing import Any, TypeVar

import msgspec

from playground.errors import EditError
from playground.network._edits import (
    AddNode,
    Batch,
    ChangeArgument,
    ChangeSetting,
    Connect,
    Disconnect,
    Edit,
    Expose,
    Move,
    RemoveNode,
    RemoveNote,
    RenameLayer,
    RenameNetwork,
    Replace,
    SetBypassed,
    SetNote,
    SetPinned,
    SetRepeat,
    SetSignature,
    SetTrainable,
    Within,
)
from playground.network._model import INPUT, Layer, Network, Node, Note
from playground.network._nested import with_inner
from playground.network._validate import (
    MAX_NODES,
    check_coordinate,
    check_growth,
    check_id,
    check_layer,
    check_name,
    check_note,
    check_repeat,
    check_settings,
    check_value,
    node_count,
    too_many,
    validate,
)

T = TypeVar("T")
Placed = TypeVar("Placed", Node, Note)


def apply(network: Network, edit: Edit) -> tuple[Network, Edit]:
    """Apply an edit.

    Returns:
        The new network, and the edit that takes it back to exactly the old one.

    Raises:
        EditError: the edit does not fit this network; the sentence says why.
    """
    added = _added(edit)
    if added > 1 and (count := node_count(network) + added) > MAX_NODES:
        raise too_many("nodes", count)  # before thousands are put in, one after another
    new, inverse = _apply(network, edit, 0)
    check_growth(network, new)
    return new, inverse


def _added(edit: Edit) -> int:
    match edit:
        case AddNode():
            return 1
        case RemoveNode():
            return -1
        case Within():
            return _added(edit.edit)
        case Batch():
            return sum(map(_added, edit.edits))
    return 0


def _apply(network: Network, edit: Edit, level: int) -> tuple[Network, Edit]:
    match edit:
        case AddNode():
            return _add_node(network, edit, level)
        case RemoveNode():
            return _remove_node(network, edit)
        case Connect():
            return _connect(network, edit)
        case Disconnect():
            return _disconnect(network, edit)
        case ChangeSetting():
            return _change_setting(network, edit)
        case ChangeArgument():
            return _change_argument(network, edit)
        case SetTrainable() | SetRepeat() | RenameLayer():
            return _change_layer(network, edit)
        case Expose() | SetBypassed() | SetPinned():
            return _change_node(network, edit)
        case SetNote() | RemoveNote():
            return _change_notes(network, edit)
        case SetSignature():
            return msgspec.structs.replace(network, signature=edit.signature), SetSignature(network.signature)
        case RenameNetwork():
            check_name(edit.name, "network")
            return msgspec.structs.replace(network, name=edit.name), RenameNetwork(network.name)
        case Move():
            return _move(network, edit)
        case Replace():
            validate(edit.network, level)
            return edit.network, Replace(network)
        case Within():
            return _within(network, edit, level)
        case Batch():
            inverses: list[Edit] = []
            for each in edit.edits:
                network, inverse = _apply(network, each, level)
                inverses.append(inverse)
            return network, Batch(tuple(reversed(inverses)), edit.label)


def _within(network: Network, edit: Within, level: int) -> tuple[Network, Edit]:
    layer = _layer(network, edit.layer)
    if layer.network is None:
        raise EditError(f"{layer.word} “{layer.name}” has no network inside; edit the layer itself.")
    inner, inverse = _apply(layer.network, edit.edit, level + 1)
    return with_inner(network, layer, inner), Within(layer.id, inverse)


def _layer(network: Network, layer_id: str) -> Layer:
    try:
        return network.layer_by_id[layer_id]
    except KeyError:
        raise EditError(f"There is no layer with the id “{layer_id}”; it may have been deleted.") from None


def _node(network: Network, node_id: str) -> Node:
    try:
        return network.node_by_id[node_id]
    except KeyError:
        raise EditError(f"There is no node with the id “{node_id}”; it may have been deleted.") from None


def _inserted(values: tuple[T, ...], value: T, index: int | None) -> tuple[T, ...]:
    at = len(values) if index is None else index
    return (*values[:at], value, *values[at:])


def _with_layer(network: Network, new: Layer) -> Network:
    layers = tuple(new if layer.id == new.id else layer for layer in network.layers)
    return msgspec.structs.replace(network, layers=layers)


def _with_node(network: Network, new: Node) -> Network:
    nodes = tuple(new if node.id == new.id else node for node in network.nodes)
    return msgspec.structs.replace(network, nodes=nodes)


def _check_unique_name(network: Network, name: str, layer_id: str) -> None:
    check_name(name, "layer")
    other = network.find(name)
    if other is not None and other.id != layer_id:
        raise EditError(f"The name “{name}” is taken by another {other.word}; layer names are unique in a network.")


def _add_node(network: Network, edit: AddNode, level: int) -> tuple[Network, Edit]:
    node, layer = edit.node, edit.layer
    if node.id in network.node_by_id:
        raise EditError(f"A node with the id “{node.id}” is on the canvas already.")
    if node.id in network.note_by_id:
        raise EditError(f"The id “{node.id}” is that of a note; a node needs one of its own.")
    check_id(node.id, "node")
    check_coordinate(node.x, node.y)
    check_settings(node.arguments)
    layers = network.layers
    if layer is not None and layer.id not in network.layer_by_id:
        _check_unique_name(network, layer.name, layer.id)
        check_layer(layer, level)
        layers = _inserted(layers, layer, edit.layer_index)
    elif node.layer not in network.layer_by_id:
        raise EditError(f"The node “{node.id}” calls the layer “{node.layer}”, which the network does not have.")
    if layer is not None and layer.id != node.layer:
        raise EditError(f"The node “{node.id}” calls “{node.layer}” but brings the layer “{layer.id}”.")
    if node.bypassed:
        _check_bypass(next(each for each in layers if each.id == node.layer))
    nodes = _inserted(network.nodes, node, edit.node_index)
    return msgspec.structs.replace(network, layers=layers, nodes=nodes), RemoveNode(node.id)


def _remove_node(network: Network, edit: RemoveNode) -> tuple[Network, Edit]:
    node = _node(network, edit.node)
    touching = [(i, e) for i, e in enumerate(network.edges) if node.id in (e.source, e.target)]
    shared = any(other.layer == node.layer and other.id != node.id for other in network.nodes)
    layer = None if shared else network.layer_by_id[node.layer]
    back = AddNode(
        node,
        layer,
        network.nodes.index(node),
        None if layer is None else network.layers.index(layer),
    )
    new = msgspec.structs.replace(
        network,
        layers=network.layers if shared else tuple(each for each in network.layers if each.id != node.layer),
        nodes=tuple(each for each in network.nodes if each.id != node.id),
        edges=tuple(edge for edge in network.edges if node.id not in (edge.source, edge.target)),
    )
    return new, Batch((back, *(Connect(edge, index) for index, edge in touching)))


def _connect(network: Network, edit: Connect) -> tuple[Network, Edit]:
    edge = edit.edge
    source, target = _node(network, edge.source), _node(network, edge.target)
    if edge.output < 0 or edge.slot < 0:
        raise EditError("Outputs and slots are counted from 0.")
    for other in network.edges_into.get(target.id, ()):
        if (other.port, other.slot) == (edge.port, edge.slot):
            name = network.layer_of(target.id).name
            raise EditError(f"The input “{edge.port}” of “{name}” has a wire already; take that one off first.")
    if source.id in network.downstream([target.id]):
        names = network.layer_of(source.id).name, network.layer_of(target.id).name
        raise EditError(f"A wire from “{names[0]}” to “{names[1]}” would close a circle; a network flows one way.")
    edges = _inserted(network.edges, edge, edit.index)
    return msgspec.structs.replace(network, edges=edges), Disconnect(edge)


def _disconnect(network: Network, edit: Disconnect) -> tuple[Network, Edit]:
    if edit.edge not in network.edges:
        raise EditError("That wire is not in the network; it may have been taken off.")
    index = network.edges.index(edit.edge)
    edges = tuple(edge for edge in network.edges if edge != edit.edge)
    return msgspec.structs.replace(network, edges=edges), Connect(edit.edge, index)


def _changed(old: dict[str, Any], edit: ChangeSetting | ChangeArgument, key: str) -> tuple[dict[str, Any], Any]:
    """The settings after the edit, and (value, reset, index) that take them back, order included."""
    check_value(edit.value, key)
    keys = list(old)
    at = keys.index(key) if key in old else None
    back = (None, True, None) if at is None else (old[key], False, at)
    rest = {k: v for k, v in old.items() if k != key}
    if edit.reset:
        return rest, back
    if edit.index is None and at is not None:
        return {**old, key: edit.value}, back
    items = list(rest.items())
    items.insert(len(items) if edit.index is None else edit.index, (key, edit.value))
    return dict(items), back


def _change_setting(network: Network, edit: ChangeSetting) -> tuple[Network, Edit]:
    layer = _layer(network, edit.layer)
    settings, (value, reset, index) = _changed(layer.settings, edit, edit.setting)
    new = msgspec.structs.replace(layer, settings=settings)
    return _with_layer(network, new), ChangeSetting(layer.id, edit.setting, value, reset, index)


def _change_argument(network: Network, edit: ChangeArgument) -> tuple[Network, Edit]:
    node = _node(network, edit.node)
    arguments, (value, reset, index) = _changed(node.arguments, edit, edit.argument)
    new = msgspec.structs.replace(node, arguments=arguments)
    return _with_node(network, new), ChangeArgument(node.id, edit.argument, value, reset, index)


def _check_bypass(layer: Layer) -> None:
    if layer.kind == INPUT:
        raise EditError(f"“{layer.name}” is where data enters and can't be bypassed; delete it instead.")


def _change_node(network: Network, edit: Expose | SetBypassed | SetPinned) -> tuple[Network, Edit]:
    node = _node(network, edit.node)
    back: Edit
    match edit:
        case Expose():
            if any(output < 0 for output in edit.outputs or ()):
                raise EditError("Outputs and slots are counted from 0.")
            new, back = msgspec.structs.replace(node, exposes=edit.outputs), Expose(node.id, node.exposes)
        case SetBypassed():
            layer = network.layer_by_id[node.layer]
            if edit.bypassed:
                _check_bypass(layer)
            new, back = msgspec.structs.replace(node, bypassed=edit.bypassed), SetBypassed(node.id, node.bypassed)
        case SetPinned():
            new, back = msgspec.structs.replace(node, pinned=edit.pinned), SetPinned(node.id, node.pinned)
    return _with_node(network, new), back


def _change_notes(network: Network, edit: SetNote | RemoveNote) -> tuple[Network, Edit]:
    notes, known = network.notes, network.note_by_id
    back: Edit
    match edit:
        case SetNote(note):
            check_note(note)
            if note.id in network.node_by_id:
                raise EditError(f"The id “{note.id}” is that of a node; a note needs one of its own.")
            if note.id in known:
                back = SetNote(known[note.id])
                notes = tuple(note if each.id == note.id else each for each in notes)
            else:
                back, notes = RemoveNote(note.id), _inserted(notes, note, edit.index)
        case RemoveNote(note_id):
            if note_id not in known:
                raise EditError(f"There is no note with the id “{note_id}”; it may have been deleted.")
            back = SetNote(known[note_id], notes.index(known[note_id]))
            notes = tuple(each for each in notes if each.id != note_id)
    return msgspec.structs.replace(network, notes=notes), back


def _change_layer(network: Network, edit: SetTrainable | SetRepeat | RenameLayer) -> tuple[Network, Edit]:
    layer = _layer(network, edit.layer)
    back: Edit
    match edit:
        case SetTrainable():
            new, back = (
                msgspec.structs.replace(layer, trainable=edit.trainable),
                SetTrainable(layer.id, layer.trainable),
            )
        case SetRepeat():
            new = msgspec.structs.replace(layer, repeat=edit.repeat, shared=edit.shared)
            back = SetRepeat(layer.id, layer.repeat, layer.shared)
            check_repeat(new)
        case RenameLayer():
            _check_unique_name(network, edit.name, layer.id)
            new, back = msgspec.structs.replace(layer, name=edit.name), RenameLayer(layer.id, layer.name)
    return _with_layer(network, new), back


def _move(network: Network, edit: Move) -> tuple[Network, Edit]:
    back = {}
    for each_id, (x, y) in edit.positions.items():
        each = network.note_by_id.get(each_id) or _node(network, each_id)
        check_coordinate(x, y)
        back[each_id] = (each.x, each.y)

    def moved(each: Placed) -> Placed:
        place = edit.positions.get(each.id)
        return each if place is None else msgspec.structs.replace(each, x=place[0], y=place[1])

    nodes, notes = tuple(map(moved, network.nodes)), tuple(map(moved, network.notes))
    return msgspec.structs.replace(network, nodes=nodes, notes=notes), Move(back)
