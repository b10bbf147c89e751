"""What is asked of blocks: made of nodes, dissolved, found, and kept on the shelf."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from playground import protocol
from playground.catalog import card_heights
from playground.errors import EditError
from playground.network import (
    Direction,
    Edit,
    Layer,
    Network,
    SetRepeat,
    Spec,
    arrange,
    dissolve,
    find_blocks,
    fold,
    group,
)
from playground.session._levels import network_at, wrapped
from playground.session._shelf import shelf

if TYPE_CHECKING:
    from playground.checking import Report
    from playground.session._drawing import Drawing


def specs_at(report: "Report", path: Sequence[str]) -> dict[tuple[str, int], Spec]:
    """What the outputs of the nodes there carry, as far as checking knows it."""
    prefix = "".join(f"{layer_id}/" for layer_id in path)
    return {
        (node_id.removeprefix(prefix), at): Spec(output.shape, output.dtype)
        for node_id, node in report.nodes.items()
        if node_id.startswith(prefix)
        for at, output in enumerate(node.outputs)
    }


def regroup(drawing: "Drawing", command: protocol.GroupNodes | protocol.DissolveBlock, request: str) -> None:
    """Make a block of nodes, or dissolve one, as one undo step.

    Raises:
        EditError: that can't be; the sentence says why.
    """
    with drawing.turn:
        network = network_at(drawing.network, command.path)
        match command:
            case protocol.GroupNodes():
                specs = specs_at(drawing.report, command.path)
                ids = {"layer": command.layer, "node": command.node, "name": command.name}
                edit = group(network, command.nodes, specs, **ids)
            case protocol.DissolveBlock():
                edit = dissolve(network, command.node)
        drawing.apply(wrapped(edit, command.path), request)


def group_named(drawing: "Drawing", names: Sequence[str], name: str) -> None:
    """Make a block of the layers of these names, as one undo step.

    Raises:
        EditError: there is no such layer, or they can't be one block.
    """
    with drawing.turn:
        network = drawing.network
        layers = {_named(network, each).id for each in names}
        nodes = [node.id for node in network.nodes if node.layer in layers]
        drawing.apply(group(network, nodes, specs_at(drawing.report, ()), name=name))


def dissolve_named(drawing: "Drawing", name: str) -> None:
    """Put the layers of the block of this name in its place, as one undo step.

    Raises:
        EditError: there is no such block, or it can't be dissolved.
    """
    with drawing.turn:
        layer = _named(drawing.network, name)
        node = next(node for node in drawing.network.nodes if node.layer == layer.id)
        drawing.apply(dissolve(drawing.network, node.id))


def repeat_named(drawing: "Drawing", name: str, times: int, *, shared: bool) -> None:
    """Let the block of this name run so many times in a row, as one undo step.

    Raises:
        EditError: there is no such block, or no such number of times.
    """
    with drawing.turn:
        drawing.apply(SetRepeat(_named(drawing.network, name).id, times, shared))


def _named(network: Network, name: str) -> Layer:
    layer = network.find(name)
    if layer is None:
        raise EditError(f"There is no layer “{name}”; there are {', '.join(each.name for each in network.layers)}.")
    return layer


def make_blocks(drawing: "Drawing", path: Sequence[str], request: str) -> protocol.FoundBlocks:
    """Make blocks of what repeats in a network, as one undo step.

    Raises:
        EditError: nothing repeats, or it can't be blocks.
    """
    with drawing.turn:
        network = network_at(drawing.network, path)
        found = find_blocks(network)
        if not found.blocks:
            raise EditError("Nothing repeats here: no pattern of three layers or more stands twice in a row.")
        edit = fold(network, found, specs_at(drawing.report, path), card_heights)
        drawing.apply(wrapped(edit, path), request)
    return protocol.FoundBlocks(len(found.blocks), len(found.stages))


def arranged(drawing: "Drawing", path: Sequence[str], direction: Direction) -> Edit:
    """The edit that places all nodes of a network anew but those that are pinned."""
    network = network_at(drawing.network, path)
    pinned = [node.id for node in network.nodes if node.pinned]
    return wrapped(arrange(network, direction=direction, pinned=pinned, heights=card_heights(network)), path)


def keep(drawing: "Drawing", command: protocol.SaveBlock) -> None:
    """Save a block of the drawing to the shelf.

    Raises:
        PlaygroundError: it is no block, or it can't be written.
    """
    layer = network_at(drawing.network, command.path).layer_by_id.get(command.layer)
    if layer is None or layer.network is None:
        raise EditError("Only a block is saved to the palette; make one of some layers first.")
    shelf.save(command.name, msgspec.structs.replace(layer.network, name=command.name), overwrite=command.overwrite)
