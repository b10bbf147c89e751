"""How large a card is: `widgets/src/canvas/geometry.ts` draws it so, here as far as the document alone knows."""

from playground.network._model import DEFAULT_PORT, Network

WIDTH = 154.0
LINE = 70.0
"""Where a card with a thumbnail has its port when it has one, in pixels from its top."""
PICTURED = 139.0
HEAD = 48.0
NAMED = 16.0
SLOT = 28.0
FIRST = 18.0
FOOT = 14.0
NAMED_FOOT = 30.0


def card_height(filled: int, free: int = 0, *, named: bool = False, outputs: int = 1) -> float:
    """The height of a card with its thumbnail, in pixels.

    Args:
        filled: How many inputs it shows, wired or waiting.
        free: How many places for one more wire it shows below them.
        named: Whether it shows the names of its inputs.
        outputs: How many tensors it gives.
    """
    places = filled + free
    rows = max(places if named else 0, outputs if outputs > 1 else 0)
    if named:
        last = HEAD + NAMED * (places - 1) + NAMED_FOOT
    else:
        last = max(LINE - (max(filled, 1) - 1) / 2 * SLOT, FIRST) + (max(places, 1) - 1) * SLOT + FOOT
    return max(PICTURED + NAMED * rows, last)


def height_of(network: Network, node_id: str) -> float:
    """The height of a node's card as far as its wires tell it: not what ports are free."""
    into = network.edges_into.get(node_id, ())
    outputs = max((edge.output + 1 for edge in network.edges_from.get(node_id, ())), default=1)
    named = any(edge.port != DEFAULT_PORT for edge in into)
    return card_height(len(into), int(len(into) > 1), named=named, outputs=outputs)
