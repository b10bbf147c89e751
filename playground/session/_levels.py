"""Ways into a drawing: the network at the end of a path, and an edit there as one of the drawing."""

from collections.abc import Sequence
from functools import reduce

from playground.errors import EditError
from playground.network import Edit, Network, Within


def network_at(network: Network, path: Sequence[str]) -> Network:
    """The network inside the layers of a path.

    Raises:
        EditError: there is none; somebody has deleted a layer on the way.
    """
    for layer_id in path:
        layer = network.layer_by_id.get(layer_id)
        if layer is None or layer.network is None:
            raise EditError("The block that this is about is gone; go back to where it was.")
        network = layer.network
    return network


def wrapped(edit: Edit, path: Sequence[str]) -> Edit:
    """An edit of the network inside the layers of a path, as one of the drawing."""
    return reduce(lambda inner, layer_id: Within(layer_id, inner), reversed(path), edit)
