"""Weights of layers that an edit took out of the model, for when they come back: by undo, or out of a bypass."""

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from playground.modeling import Graph, HeldWeights, weights_of_graph
from playground.network import Layer, at

if TYPE_CHECKING:
    import numpy as np

MOST_BYTES = 256 * 2**20


class Aside:
    """The states of layers by their paths, each with how the layer was drawn; the oldest go first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Keep nothing yet, and never more than `most_bytes` of numbers."""
        self._most = most_bytes
        self._states: OrderedDict[str, tuple[Layer, list[np.ndarray[Any, Any]]]] = OrderedDict()

    def keep(self, old: Graph, new: Graph) -> None:
        """Put aside what the layers hold that are in the old model and not in the new one."""
        leaving = old.owners.keys() - new.owners.keys()
        if not leaving:
            return
        for path, state in weights_of_graph(old).states.items():
            if path in leaving and state:
                self._states[path] = (at(old.network, path), list(state))
                self._states.move_to_end(path)
        while sum(array.nbytes for _, state in self._states.values() for array in state) > self._most:
            self._states.popitem(last=False)

    def give(self, old: Graph, new: Graph) -> None:
        """Give the layers back what they held that are in the new model, not in the old one, and drawn as they were."""
        coming = new.owners.keys() - old.owners.keys()
        found = {path: self._states.pop(path) for path in coming if path in self._states}
        HeldWeights({path: state for path, (layer, state) in found.items() if at(new.network, path) == layer}).give(new)
