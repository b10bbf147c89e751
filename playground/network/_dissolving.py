"""From a block back to layers on the canvas: one edit that puts what a nested network holds in the block's place."""

from collections.abc import Mapping, Sequence

import msgspec

from playground.errors import EditError
from playground.network._edits import AddNode, Batch, Connect, Edit, Move, RemoveNode, SetNote
from playground.network._grouping import Tensor, beginning, covers, free, same_outputs
from playground.network._layout import COLUMN, LANE
from playground.network._model import INPUT, Edge, Layer, Network, Node

Place = tuple[float, float]
Call = tuple[str, int]
"""A call of a block: its node, and which of its repetitions."""


def dissolve(network: Network, node_id: str) -> Batch:
    """The edit that puts the layers of a block where the block is; the network computes what it computed before.

    Every call of the block is dissolved, and the calls go on sharing its layers. A repeated block becomes its
    repetitions in a row. Layers keep their names where those are free.

    Raises:
        EditError: it is no block, or it is called in a way that its layers can't be; the sentence says why.
    """
    if node_id not in network.node_by_id:
        raise EditError(f"There is no node with the id “{node_id}”; it may have been deleted.")
    layer = network.layer_of(node_id)
    inner = layer.network
    if inner is None:
        raise EditError(f"{layer.word} “{layer.name}” is no block; there is nothing in it to dissolve.")
    calls = [node for node in network.nodes if node.layer == layer.id]
    given = next((argument for call in calls for argument in call.arguments), None)
    if given is not None:
        raise EditError(
            f"“{layer.name}” is called with {given} set, which its layers would lose; set it back to the default first."
        )
    if any(call.bypassed for call in calls):
        raise EditError(f"“{layer.name}” is bypassed, and its layers would not be; take it out of the bypass first.")
    return _Dissolving(network, layer, inner, calls).edit()


class _Dissolving:
    """One block on its way out."""

    def __init__(self, network: Network, layer: Layer, inner: Network, calls: Sequence[Node]) -> None:
        self._network = network
        self._layer = layer
        self._inner = inner
        self._calls = calls
        self._runs: list[Call] = [(call.id, run) for call in calls for run in range(layer.repeat)]
        self._body = [node for node in inner.nodes if inner.layer_by_id[node.layer].kind != INPUT]
        self._layers = self._named()
        taken = {*network.node_by_id, *network.note_by_id}.difference(call.id for call in calls)
        self._ids: dict[tuple[Call, str], str] = {}
        for run in self._runs:
            for node in self._body:
                self._ids[run, node.id] = free(node.id, taken)
                taken.add(self._ids[run, node.id])

    def edit(self) -> Batch:
        edits: list[Edit] = [RemoveNode(call.id) for call in self._calls]
        places, moved = self._places()
        for call in self._calls:
            at = self._network.nodes.index(call)
            # Calls before this one have become as many nodes as the block holds.
            at += self._calls.index(call) * (len(self._body) * self._layer.repeat - 1)
            for each in range(self._layer.repeat):
                for node in self._body:
                    run = (call.id, each)
                    new = self._layers[self._copy(run), node.layer]
                    x, y = places[self._ids[run, node.id]]
                    made = msgspec.structs.replace(
                        node, id=self._ids[run, node.id], layer=new.id, x=x, y=y, exposes=None
                    )
                    edits.append(AddNode(made, new, node_index=at))
                    at += 1
        edits += [Connect(edge) for edge in self._wires()]
        if moved:
            edits.append(Move(moved))
        edits += self._notes(places)
        sources = {
            (call.id, k): tensor
            for call in self._calls
            for k in range(len(self._inner.outputs))
            if (tensor := self._output(call.id, k)) is not None
        }
        return same_outputs(self._network, tuple(edits), sources, f"Dissolve “{self._layer.name}”")

    def _copy(self, run: Call) -> int:
        """Repetitions have layers of their own unless they share them; calls always share."""
        return 0 if self._layer.shared else run[1]

    def _named(self) -> dict[tuple[int, str], Layer]:
        """The layers that come in the block's place, by copy and by their id in the block."""
        others = [each for each in self._network.layers if each.id != self._layer.id]
        names, ids = {each.name for each in others}, {each.id for each in others}
        found: dict[tuple[int, str], Layer] = {}
        for copy in range(1 if self._layer.shared else self._layer.repeat):
            for each in self._inner.layers:
                if each.kind == INPUT:
                    continue
                made = msgspec.structs.replace(
                    each,
                    id=free(each.id, ids),
                    name=free(each.name, names),
                    trainable=each.trainable and self._layer.trainable,
                )
                names.add(made.name)
                ids.add(made.id)
                found[copy, each.id] = made
        return found

    def _source(self, run: Call, node_id: str, output: int) -> Tensor | None:
        """Where a tensor of the block comes from afterwards; None where nothing is wired to the block."""
        call, each = run
        layer_id = self._inner.node_by_id[node_id].layer
        if self._inner.layer_by_id[layer_id].kind != INPUT:
            return self._ids[run, node_id], output
        if each > 0:
            first = self._inner.outputs[0]
            return self._source((call, each - 1), first.node, first.output)
        port = self._inner.input_ports[layer_id]
        edge = next((edge for edge in self._network.edges_into.get(call, ()) if edge.port == port), None)
        return None if edge is None else self._outside(edge.source, edge.output)

    def _outside(self, node_id: str, output: int) -> Tensor | None:
        """Where a tensor of the network comes from afterwards: one block may feed another call of itself."""
        is_call = any(call.id == node_id for call in self._calls)
        return self._output(node_id, output) if is_call else (node_id, output)

    def _output(self, call: str, index: int) -> Tensor | None:
        if index >= len(self._inner.outputs):
            return None
        given = self._inner.outputs[index]
        return self._source((call, self._layer.repeat - 1), given.node, given.output)

    def _wires(self) -> list[Edge]:
        calls = {call.id for call in self._calls}
        found = []
        for run in self._runs:
            for edge in self._inner.edges:
                source = self._source(run, edge.source, edge.output)
                if source is not None:
                    found.append(Edge(source[0], self._ids[run, edge.target], source[1], edge.port, edge.slot))
        for edge in self._network.edges:
            if edge.source in calls and edge.target not in calls:
                source = self._output(edge.source, edge.output)
                if source is not None:
                    found.append(msgspec.structs.replace(edge, source=source[0], output=source[1]))
        return found

    def _notes(self, places: Mapping[str, Place]) -> list[Edit]:
        """The notes of the block, as far from its first layer as they were inside."""
        taken = {*self._network.node_by_id, *self._network.note_by_id, *places}
        anchor = self._body[0] if self._body else None
        x, y = places[self._ids[self._runs[0], anchor.id]] if anchor else (self._calls[0].x, self._calls[0].y)
        dx, dy = (x - anchor.x, y - anchor.y) if anchor else (x, y)
        edits: list[Edit] = []
        for note in self._inner.notes:
            new = free(note.id, taken)
            taken.add(new)
            edits.append(SetNote(msgspec.structs.replace(note, id=new, x=note.x + dx, y=note.y + dy)))
        return edits

    def _places(self) -> tuple[dict[str, Place], dict[str, Place]]:
        """Where the layers go, and where nodes that would be covered go: right of the block on, or down."""
        places = {node.id: (node.x, node.y) for node in self._network.nodes}
        nodes = self._body or [Node("", "")]
        left, top = min(node.x for node in nodes), min(node.y for node in nodes)
        across = max(node.x for node in nodes) - left + COLUMN
        size = (across * self._layer.repeat - COLUMN, max(node.y for node in nodes) - top)
        inputs = {node.id for node in self._inner.inputs}
        start = beginning(self._inner, [node.id for node in self._body], inputs) if self._body else (0.0, 0.0)
        for call in self._calls:
            x, y = places.pop(call.id)
            own = {
                self._ids[(call.id, each), node.id]: (node.x + each * across, node.y)
                for each in range(self._layer.repeat)
                for node in self._body
            }
            there = _shifted(own, x - start[0], y - start[1])
            if any(covers(one, other) for one in there.values() for other in places.values()):
                there = _shifted(own, x - left, y - top)
                places = {each: _aside(place, (x, y), size) for each, place in places.items()}
            places |= there
        moved = {
            node.id: places[node.id]
            for node in self._network.nodes
            if node.id in places and places[node.id] != (node.x, node.y)
        }
        return places, moved


def _shifted(places: Mapping[str, Place], dx: float, dy: float) -> dict[str, Place]:
    return {each: (x + dx, y + dy) for each, (x, y) in places.items()}


def _aside(place: Place, block: Place, size: Place) -> Place:
    """A place out of the way of what grows from the block's place to a size."""
    x, y = place
    if y > block[1] + LANE / 2:
        return x, y + size[1]
    return (x + size[0], y) if x > block[0] and y > block[1] - LANE / 2 else place
