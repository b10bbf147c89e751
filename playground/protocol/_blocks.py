"""What the browser asks of blocks, and what it hears of those that are saved.

`path` says in which network: ids of the layers on the way there, outermost first; it is empty for the drawing itself.
"""

import msgspec

from playground.network import Network
from playground.protocol._values import Tagged


class GroupNodes(Tagged, frozen=True, tag="group_nodes"):
    """Make one block of some nodes, as one undo step; the ids are those that its layer and its node are to have."""

    nodes: tuple[str, ...]
    layer: str
    node: str
    name: str = "block"
    path: tuple[str, ...] = ()


class DissolveBlock(Tagged, frozen=True, tag="dissolve_block"):
    """Put the layers of a block where the block is, as one undo step."""

    node: str
    path: tuple[str, ...] = ()


class FindBlocks(Tagged, frozen=True, tag="find_blocks"):
    """Make blocks of patterns that repeat, as one undo step. Replied with `FoundBlocks`."""

    path: tuple[str, ...] = ()


class FoundBlocks(Tagged, frozen=True, tag="found_blocks"):
    """The answer to `FindBlocks`: how many blocks were made, and how many stages that hold some of them."""

    blocks: int
    stages: int


class SaveBlock(Tagged, frozen=True, tag="save_block"):
    """Save a block to the personal palette under a name. All views hear of it."""

    layer: str
    name: str
    path: tuple[str, ...] = ()
    overwrite: bool = False


class GetBlocks(Tagged, frozen=True, tag="get_blocks"):
    """Ask what is in the personal palette. Replied with `SavedBlocks`."""


class GetBlock(Tagged, frozen=True, tag="get_block"):
    """Ask for a saved block. Replied with a `BlockContent`."""

    name: str


class RenameBlock(Tagged, frozen=True, tag="rename_block"):
    """Give a saved block another name. All views hear of it."""

    name: str
    to: str


class DeleteBlock(Tagged, frozen=True, tag="delete_block"):
    """Take a saved block out of the personal palette. All views hear of it."""

    name: str


class SavedBlock(msgspec.Struct, frozen=True):
    """A file of the personal palette. `trouble` says why it can't be used; it is empty when it can."""

    name: str
    layers: int
    trouble: str = ""


class SavedBlocks(Tagged, frozen=True, tag="saved_blocks"):
    """What is in the personal palette, and where: an answer, and told to all views when it changes."""

    blocks: tuple[SavedBlock, ...]
    folder: str


class BlockContent(Tagged, frozen=True, tag="block_content"):
    """The network of a saved block."""

    name: str
    network: Network


BlockCommand = GroupNodes | DissolveBlock | FindBlocks | SaveBlock | GetBlocks | GetBlock | RenameBlock | DeleteBlock
