"""Where the layer of a fix goes: a card covers no other, and a chain stays in its row."""

from typing import NamedTuple

from playground.network import Edit, Move, Network, Node

_COLUMN, _ROW = 224.0, 152.0
_WIDTH, _HEIGHT = 154.0, 139.0
_SAME_ROW = 110.0


class Place(NamedTuple):
    """Where a new node goes, in canvas pixels, and what makes room for it there."""

    x: float
    y: float
    room: tuple[Edit, ...] = ()


def between(network: Network, source: Node, target: Node) -> Place:
    """Halfway, or beside what the wire goes past; between neighbours the target and all that follows it move on."""
    ahead = target.x >= source.x + _WIDTH
    level = ahead and abs(source.y - target.y) < _SAME_ROW / 2
    passed = [each for each in _row_after(network, source) if each.x < target.x]
    x, y = (source.x + target.x) / 2, (source.y + target.y) / 2
    if level and not passed:
        return _in_row(network, source, max((target.x - source.x) / 2, _COLUMN))
    if ahead and not level and _taken(network, x, y):
        pushed = [target, *_row_after(network, target)]
        return Place(target.x, target.y, (Move({each.id: (each.x + _COLUMN, each.y) for each in pushed}),))
    return _beside(network, x, y)


def after(network: Network, node: Node) -> Place:
    """One column on; what stands there moves on."""
    return _in_row(network, node, _COLUMN)


def _in_row(network: Network, node: Node, step: float) -> Place:
    following = _row_after(network, node)
    by = max((node.x + step + _COLUMN - each.x for each in following), default=0.0)
    room = Move({each.id: (each.x + by, each.y) for each in following})
    return Place(node.x + step, node.y, (room,) if by > 0 else ())


def _beside(network: Network, x: float, y: float) -> Place:
    steps = (step for row in range(len(network.nodes) + 1) for step in ((-row, row) if row else (0,)))
    free = (y + step * _ROW for step in steps if not _taken(network, x, y + step * _ROW))
    return Place(x, next(free, y))


def _taken(network: Network, x: float, y: float) -> bool:
    return any(abs(node.x - x) < _WIDTH and abs(node.y - y) < _HEIGHT for node in network.nodes)


def _row_after(network: Network, node: Node) -> list[Node]:
    return [each for each in network.nodes if each.x >= node.x + _WIDTH and abs(each.y - node.y) < _SAME_ROW]
