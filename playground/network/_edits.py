"""Edits: small tagged values, each one undoable change; `apply` carries them out."""

from typing import Any

import msgspec

from playground.network._model import Edge, Layer, Network, Node, Note, Signature


class _Edit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    pass


class AddNode(_Edit, frozen=True, tag="add_node"):
    """Put a node on the canvas, and its layer with it unless the network has that layer already."""

    node: Node
    layer: Layer | None = None
    node_index: int | None = None
    layer_index: int | None = None


class RemoveNode(_Edit, frozen=True, tag="remove_node"):
    """Take a node away, with its edges, and its layer when no other node calls it."""

    node: str


class Connect(_Edit, frozen=True, tag="connect"):
    """Add an edge."""

    edge: Edge
    index: int | None = None


class Disconnect(_Edit, frozen=True, tag="disconnect"):
    """Take an edge away."""

    edge: Edge


class ChangeSetting(_Edit, frozen=True, tag="change_setting"):
    """Set one setting of a layer; with `reset` it goes back to the kind's default."""

    layer: str
    setting: str
    value: Any = None
    reset: bool = False
    index: int | None = None


class ChangeArgument(_Edit, frozen=True, tag="change_argument"):
    """Set one call argument of a node that is not a tensor; with `reset` it goes back to the default."""

    node: str
    argument: str
    value: Any = None
    reset: bool = False
    index: int | None = None


class SetTrainable(_Edit, frozen=True, tag="set_trainable"):
    """Freeze a layer's weights, or let them train."""

    layer: str
    trainable: bool


class SetRepeat(_Edit, frozen=True, tag="set_repeat"):
    """Let a block run so many times in a row, with weights of its own each time, or with shared ones."""

    layer: str
    repeat: int
    shared: bool = False


class Expose(_Edit, frozen=True, tag="expose"):
    """Say which outputs of a node the model returns; with None the first, when no edge leaves the node."""

    node: str
    outputs: tuple[int, ...] | None = None


class SetBypassed(_Edit, frozen=True, tag="set_bypassed"):
    """Leave a node out of the model, so that what enters it goes straight on, or take it in again."""

    node: str
    bypassed: bool


class SetPinned(_Edit, frozen=True, tag="set_pinned"):
    """Let a node keep its place when the drawing is arranged, or not any more."""

    node: str
    pinned: bool


class SetNote(_Edit, frozen=True, tag="set_note"):
    """Put a note on the canvas, or another text or size into the note of that id."""

    note: Note
    index: int | None = None


class RemoveNote(_Edit, frozen=True, tag="remove_note"):
    """Take a note away."""

    note: str


class SetSignature(_Edit, frozen=True, tag="set_signature"):
    """Say how the model takes and returns its tensors."""

    signature: Signature


class RenameLayer(_Edit, frozen=True, tag="rename_layer"):
    """Give a layer another name, unique in the network."""

    layer: str
    name: str


class RenameNetwork(_Edit, frozen=True, tag="rename_network"):
    """Give the network another name."""

    name: str


class Move(_Edit, frozen=True, tag="move"):
    """Put nodes and notes elsewhere: (x, y) in canvas pixels by id."""

    positions: dict[str, tuple[float, float]]


class Replace(_Edit, frozen=True, tag="replace"):
    """Put another network in the place of this one (open, clear, template)."""

    network: Network


class Batch(_Edit, frozen=True, tag="batch"):
    """Several edits as one step; either all apply or none."""

    edits: tuple["Edit", ...]
    label: str = ""


class Within(_Edit, frozen=True, tag="within"):
    """An edit of the network inside a layer; wires into the layer follow an input that gets another name."""

    layer: str
    edit: "Edit"


Edit = (
    AddNode
    | RemoveNode
    | Connect
    | Disconnect
    | ChangeSetting
    | ChangeArgument
    | SetTrainable
    | SetRepeat
    | Expose
    | SetBypassed
    | SetPinned
    | SetNote
    | RemoveNote
    | SetSignature
    | RenameLayer
    | RenameNetwork
    | Move
    | Replace
    | Within
    | Batch
)
