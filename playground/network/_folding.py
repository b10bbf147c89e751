"""From patterns that were found to blocks on the canvas, as one edit."""

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile

import msgspec

from playground.network._apply import apply
from playground.network._edits import AddNode, Batch, Edit
from playground.network._grouping import Spec, Tensor, free, group
from playground.network._layout import arrange
from playground.network._model import Layer, Network
from playground.network._patterns import Found

Heights = Callable[[Network], Mapping[str, float]]


def fold(network: Network, found: Found, specs: Mapping[Tensor, Spec], heights: Heights = lambda _: {}) -> Batch:
    """The edit that makes blocks of what was found, and blocks of these where they are stages; all is placed anew.

    Blocks are called as their layers begin: `conv2_block1_add` and its like are in `conv2_block1`.

    Args:
        network: Where it was found.
        found: What was.
        specs: What the outputs of the nodes carry.
        heights: How high the cards of a network are, in pixels by node id, where that is known.

    Raises:
        EditError: it can't be blocks; the sentence says why.
    """
    folding = _Folding(network, specs, heights)
    blocks = [folding.block(nodes, "block") for nodes in found.blocks]
    for stage in found.stages:
        folding.block([blocks[number] for number in stage], "stage")
    edits = (*folding.edits, arrange(folding.network, heights=heights(folding.network)))
    return Batch(edits, f"Make {len(blocks)} blocks")


class _Folding:
    """A network on its way, block by block."""

    def __init__(self, network: Network, specs: Mapping[Tensor, Spec], heights: Heights) -> None:
        self.network = network
        self._heights = heights
        self.edits: list[Edit] = []
        self._specs = dict(specs)

    def block(self, nodes: Sequence[str], wish: str) -> str:
        """Make a block, and give the id of its node."""
        layers = [self.network.layer_of(each) for each in nodes]
        name = _common(layers)
        if name in {"", "block"}:
            name = wish
        layer_id = free(wish, self.network.layer_by_id)
        node_id = free(wish, self.network.node_by_id)
        grouped = group(self.network, nodes, self._specs, layer=layer_id, node=node_id, name=name)
        edit = msgspec.structs.replace(grouped, edits=tuple(_tidied(each, self._heights) for each in grouped.edits))
        self.network, _ = apply(self.network, edit)
        self.edits.append(edit)
        inner = self.network.layer_by_id[layer_id].network
        for at, output in enumerate(() if inner is None else inner.outputs):
            spec = self._specs.get((output.node, output.output))
            if spec is not None:
                self._specs[node_id, at] = spec
        return node_id


def _tidied(edit: Edit, heights: Heights) -> Edit:
    """The edit with the network of the layer that it adds placed anew."""
    if not isinstance(edit, AddNode) or edit.layer is None or edit.layer.network is None:
        return edit
    inner = edit.layer.network
    placed, _ = apply(inner, arrange(inner, heights=heights(inner)))
    return msgspec.structs.replace(edit, layer=msgspec.structs.replace(edit.layer, network=placed))


def _common(layers: Sequence[Layer]) -> str:
    """What the names of layers begin with, up to where a word ends; empty when that is nothing."""
    names = [layer.name for layer in layers]
    start = "".join(letters[0] for letters in takewhile(lambda each: len(set(each)) == 1, zip(*names, strict=False)))
    if any(len(name) > len(start) and name[len(start)].isalnum() for name in names):
        start = start.rpartition("_")[0]
    return start.strip("_")
