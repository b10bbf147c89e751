"""The document's values: a network of layers, the nodes that call them, and the edges between nodes.

Immutable by convention and by type: an edit gives a new `Network`. Knows nothing of Keras.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

import msgspec

Settings = dict[str, Any]
"""JSON values by setting name; only what differs from the kind's default is stored. Never mutated."""

DEFAULT_PORT = "inputs"
INPUT = "InputLayer"
MODEL = "Model"
"""The kind of a layer that has a network of its own."""


class Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A Keras layer: what it is, how it is set, the user's own name for it. It owns weights.

    A nested object in `settings` (an initializer, an inner layer) is `{"kind": name, "settings": {...}}`. A layer of
    the kind `Model`, and only that, has a network of its own: a model inside the model. It can run `repeat` times in a
    row, each time on what the last one gave, with weights of its own each time unless they are `shared`.
    """

    id: str
    kind: str
    name: str
    settings: Settings = {}
    trainable: bool = True
    network: "Network | None" = None
    repeat: int = 1
    shared: bool = False

    @property
    def word(self) -> str:
        """What the screen and sentences call it: Block, Input, or its kind."""
        if self.network is not None:
            return "Block"
        return "Input" if self.kind == INPUT else self.kind


class Node(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One call of a layer, with a place on the canvas; two nodes of one layer share its weights.

    `arguments` are the call's arguments that are not tensors, such as `use_causal_mask`. `exposes` says which
    of its outputs the model returns; None means the first, when no edge leaves the node. A `bypassed` node is left out
    of the model: what enters it first goes straight on. A `pinned` one keeps its place when the drawing is arranged.
    """

    id: str
    layer: str
    x: float = 0.0
    y: float = 0.0
    arguments: Settings = {}
    exposes: tuple[int, ...] | None = None
    bypassed: bool = False
    pinned: bool = False


class Edge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tensor's way from an output of one node to a named input port of another.

    `slot` orders the edges that enter a port which takes a list; it is 0 for a port that takes one tensor.
    """

    source: str
    target: str
    output: int = 0
    port: str = DEFAULT_PORT
    slot: int = 0


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person wrote on the canvas: Markdown, at a place and of a size in canvas pixels. Nothing to Keras."""

    id: str
    text: str = ""
    x: float = 0.0
    y: float = 0.0
    width: float = 240.0
    height: float = 120.0


class Output(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tensor that the model returns, and its key where the model returns a dict."""

    node: str
    output: int = 0
    key: str = ""


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the built model takes and returns its tensors, where that is not the plain way.

    Plain is a tensor by itself when it is the only one, and a list otherwise. With `dict`, inputs go by the names of
    their layers and outputs by the keys of `returned`. `returned` gives the outputs their order: what it does not
    name comes after it in the order of the nodes, what the network does not return any more is passed over.
    `sequential` asks for a `keras.Sequential`, as long as the drawing is a plain chain.
    """

    sequential: bool = False
    inputs: Literal["plain", "list", "dict"] = "plain"
    outputs: Literal["plain", "list", "dict"] = "plain"
    returned: tuple[Output, ...] = ()


class Network(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A whole drawing. Layers and nodes keep their order of arrival; look them up by id or name."""

    name: str = "network"
    layers: tuple[Layer, ...] = ()
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    signature: Signature = Signature()
    notes: tuple[Note, ...] = ()

    @cached_property
    def layer_by_id(self) -> dict[str, Layer]:
        """Layers by id."""
        return {layer.id: layer for layer in self.layers}

    @cached_property
    def node_by_id(self) -> dict[str, Node]:
        """Nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def note_by_id(self) -> dict[str, Note]:
        """Notes by id."""
        return {note.id: note for note in self.notes}

    @cached_property
    def edges_into(self) -> dict[str, tuple[Edge, ...]]:
        """Edges that enter a node, by node id, ordered by port and slot; nodes without any are absent."""
        return _grouped(self.edges, "target")

    @cached_property
    def edges_from(self) -> dict[str, tuple[Edge, ...]]:
        """Edges that leave a node, by node id; nodes without any are absent."""
        return _grouped(self.edges, "source")

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Node ids, each after all that feed it; ties keep the order of arrival."""
        waiting = {node.id: len(self.edges_into.get(node.id, ())) for node in self.nodes}
        ready = [node_id for node_id, count in waiting.items() if not count]
        done: list[str] = []
        for node_id in ready:
            done.append(node_id)
            for edge in self.edges_from.get(node_id, ()):
                waiting[edge.target] -= 1
                if not waiting[edge.target]:
                    ready.append(edge.target)
        return tuple(done)

    @cached_property
    def call_order(self) -> tuple[str, ...]:
        """Node ids, each after all that feed it and, as far as that is possible, after the earlier nodes of its layer.

        Keras makes a layer's weights for its first call, and numbers the calls in the order in which they are made.
        """
        earlier: dict[str, str] = {}
        before: dict[str, str] = {}
        for node in self.nodes:
            if node.layer in before:
                earlier[node.id] = before[node.layer]
            before[node.layer] = node.id
        if not earlier:
            return self.order
        later = {first: then for then, first in earlier.items()}
        waiting = {node.id: len(self.edges_into.get(node.id, ())) + (node.id in earlier) for node in self.nodes}
        ready = [node_id for node_id in self.order if not waiting[node_id]]
        for node_id in ready:
            following = [edge.target for edge in self.edges_from.get(node_id, ())]
            for each in [*following, *([later[node_id]] if node_id in later else [])]:
                waiting[each] -= 1
                if not waiting[each]:
                    ready.append(each)
        return tuple(ready) if len(ready) == len(self.nodes) else self.order

    def layer_of(self, node_id: str) -> Layer:
        """The layer that a node calls."""
        return self.layer_by_id[self.node_by_id[node_id].layer]

    @cached_property
    def inputs(self) -> tuple[Node, ...]:
        """The nodes where data enters, in order."""
        return tuple(node for node in self.nodes if self.layer_by_id[node.layer].kind == INPUT)

    @cached_property
    def input_ports(self) -> dict[str, str]:
        """Where data enters when this network is a layer's: the port of each input, by the input's layer id, in order.

        A single input is at `inputs`, several are at the names of their layers.
        """
        layers = dict.fromkeys(node.layer for node in self.inputs)
        if len(layers) == 1:
            return dict.fromkeys(layers, DEFAULT_PORT)
        return {layer_id: self.layer_by_id[layer_id].name for layer_id in layers}

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """The tensors that the model returns, in order."""
        wanted = [
            (node.id, index)
            for node in self.nodes
            for index in (node.exposes if node.exposes is not None else () if node.id in self.edges_from else (0,))
        ]
        known = set(wanted)
        named = [each for each in self.signature.returned if (each.node, each.output) in known]
        found = {(each.node, each.output) for each in named}
        return (*named, *(Output(*each) for each in wanted if each not in found))

    def find(self, layer_name: str) -> Layer | None:
        """The layer with this name, or None."""
        return next((layer for layer in self.layers if layer.name == layer_name), None)

    def downstream(self, node_ids: Iterable[str]) -> set[str]:
        """The given nodes and all that can be reached from them."""
        reached: set[str] = set()
        front = list(node_ids)
        while front:
            node_id = front.pop()
            if node_id not in reached:
                reached.add(node_id)
                front.extend(edge.target for edge in self.edges_from.get(node_id, ()))
        return reached

    def save(self, path: str | Path) -> Path:
        """Write this network as a document file, atomically; see `write_document`."""
        from playground.network._document import Document, write_document

        return write_document(Document(network=self), path)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read the network of a document file.

        Raises:
            DocumentError: the file is not one, with the place and the reason.
        """
        from playground.network._document import read_document

        return read_document(path).network  # type: ignore[return-value]  # documents hold plain Networks


def _grouped(edges: Iterable[Edge], end: str) -> dict[str, tuple[Edge, ...]]:
    groups: dict[str, list[Edge]] = {}
    for edge in edges:
        groups.setdefault(getattr(edge, end), []).append(edge)
    return {key: tuple(sorted(group, key=lambda edge: (edge.port, edge.slot))) for key, group in groups.items()}
