"""How large a card is: `widgets/src/canvas/geometry.ts` draws it so, here as far as the document alone knows."""

from playground.network._model import DEFAULT_PORT, Network

WIDTH = 154.0
LINE = 70.0
"""Where a card with a thumbnail has its port when it has one, in pixels from its top."""
PICTURED = 139.0
HEAD = 48.0
NAMED = 16.0
SLOT = 28.0
OUTPUT = 18.0
FIRST = 18.0
FOOT = 14.0
NAMED_FOOT = 30.0


def height_of(network: Network, node_id: str) -> float:
    """The height of a node's card with its thumbnail, in pixels, by the ports that are wired."""
    into = network.edges_into.get(node_id, ())
    wired = len(into)
    outputs = max((edge.output + 1 for edge in network.edges_from.get(node_id, ())), default=1)
    low = max(LINE - (outputs - 1) / 2 * OUTPUT, FIRST) + (outputs - 1) * OUTPUT + FOOT
    if any(edge.port != DEFAULT_PORT for edge in into):
        return max(PICTURED + NAMED * wired, HEAD + NAMED * (wired - 1) + NAMED_FOOT, low)
    places = wired + 1 if wired > 1 else 1
    last = max(LINE - (max(wired, 1) - 1) / 2 * SLOT, FIRST) + (places - 1) * SLOT
    return max(PICTURED, last + FOOT, low)
