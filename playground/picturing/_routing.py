"""The ways of the wires: right angles between ports, round the cards, apart from each other. Knows only rectangles."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from playground.picturing._scene import Point

_STUB = 18.0
_LANE = 12.0
_COLUMN = 256.0
_REACH = 80.0
_SAME = 0.01


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


class Wanted(NamedTuple):
    """A wire that needs a way; wires of one `tensor` may lie on each other."""

    tensor: tuple[str, int]
    start: Point
    end: Point
    start_box: Box
    end_box: Box


Way = tuple[Point, ...]
_Blocked = Callable[[Box], bool]


def routes(all_wanted: Sequence[Wanted], boxes: Sequence[Box]) -> list[Way]:
    """The ways of all wires, in their order. The short ones are laid first, and keep their lanes."""
    lanes, columns = _Lanes(), _Columns(boxes)
    lengths = [abs(one.end[0] - one.start[0]) + abs(one.end[1] - one.start[1]) for one in all_wanted]
    found: list[Way] = [()] * len(all_wanted)
    for i in sorted(range(len(all_wanted)), key=lengths.__getitem__):
        found[i] = _route(all_wanted[i], columns.hits, lanes)
        lanes.take(all_wanted[i].tensor, found[i])
    return found


def _route(wanted: Wanted, blocked: _Blocked, lanes: "_Lanes") -> Way:
    (x1, y1), (x2, y2) = wanted.start, wanted.end
    if x2 - x1 < 2 * _STUB - 4:
        return _around(wanted, blocked, lanes)
    if abs(y1 - y2) < 1.5 and not blocked(_strip((x1, y1), (x2, y1))):  # noqa: PLR2004  # a hair
        return (x1, y1), (x2, y1)
    for wish in dict.fromkeys((max(x2 - 36, (x1 + x2) / 2), x1 + _STUB, x2 - _STUB)):
        x = lanes.free_x(wish, (y1, y2), wanted.tensor, (x1 + 8, x2 - 8))
        way = (x1, y1), (x, y1), (x, y2), (x2, y2)
        if not _crossed(way, blocked):
            return way
    return _around(wanted, blocked, lanes)


def _around(wanted: Wanted, blocked: _Blocked, lanes: "_Lanes") -> Way:
    """Out to the right, along a channel between the rows, in from the left."""
    (x1, y1), (x2, y2) = wanted.start, wanted.end
    one, other = wanted.start_box, wanted.end_box
    out = lanes.free_x(x1 + _STUB, (y1, y2), wanted.tensor, (x1 + 8, x1 + 60))
    back = lanes.free_x(x2 - _STUB, (y1, y2), wanted.tensor, (x2 - 60, x2 - 8))
    low, high = max(one.bottom, other.bottom), min(one.y, other.y)
    wishes = [low + 28, high - 28, low + 90, high - 90]
    if one.bottom < other.y:
        wishes.insert(0, (one.bottom + other.y) / 2)
    elif other.bottom < one.y:
        wishes.insert(0, (other.bottom + one.y) / 2)
    ways = []
    for wish in wishes:
        y = lanes.free_y(wish, (out, back), wanted.tensor)
        way = (x1, y1), (out, y1), (out, y), (back, y), (back, y2), (x2, y2)
        if not _crossed(way, blocked):
            return way
        ways.append(way)
    return ways[0]


def _crossed(way: Way, blocked: _Blocked) -> bool:
    return any(blocked(_strip(one, other)) for one, other in itertools.pairwise(way))


def _strip(one: Point, other: Point) -> Box:
    """The room a segment takes; its ends stand off the ports that it belongs to."""
    x, y = min(one[0], other[0]), min(one[1], other[1])
    width, height = abs(one[0] - other[0]), abs(one[1] - other[1])
    if height >= _SAME:
        return Box(x - 4, y, 8, height)
    inset = min(6, width / 2)
    return Box(x + inset, y - 4, width - 2 * inset, 8)


class _Columns:
    """Boxes by column, so that a wire asks only those near it."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._columns: dict[int, list[Box]] = defaultdict(list)
        for box in boxes:
            for column in _span(box):
                self._columns[column].append(box)

    def hits(self, strip: Box) -> bool:
        """Whether a box is in the way."""
        return any(
            strip.x < box.x + box.width
            and strip.x + strip.width > box.x
            and strip.y < box.bottom
            and strip.bottom > box.y
            for column in _span(strip)
            for box in self._columns.get(column, ())
        )


def _span(box: Box) -> range:
    return range(int(box.x // _COLUMN), int((box.x + box.width) // _COLUMN) + 1)


class _Segment(NamedTuple):
    tensor: tuple[str, int]
    at: float
    start: float
    end: float


class _Lanes:
    """The pieces laid so far; a new piece of another tensor keeps a lane's distance from them."""

    def __init__(self) -> None:
        self._level: dict[int, list[_Segment]] = defaultdict(list)
        self._upright: dict[int, list[_Segment]] = defaultdict(list)

    def take(self, tensor: tuple[str, int], way: Way) -> None:
        for (x1, y1), (x2, y2) in itertools.pairwise(way):
            if abs(y1 - y2) < _SAME:
                self._level[int(y1 // _REACH)].append(_Segment(tensor, y1, min(x1, x2), max(x1, x2)))
            else:
                self._upright[int(x1 // _REACH)].append(_Segment(tensor, x1, min(y1, y2), max(y1, y2)))

    def free_y(self, wish: float, across: Point, tensor: tuple[str, int]) -> float:
        return _free(self._level, _Segment(tensor, wish, min(across), max(across)), (wish - 60, wish + 60))

    def free_x(self, wish: float, along: Point, tensor: tuple[str, int], limits: Point) -> float:
        return _free(self._upright, _Segment(tensor, wish, min(along), max(along)), limits)


def _free(laid: dict[int, list[_Segment]], piece: _Segment, limits: Point) -> float:
    taken = [
        each.at
        for each in _near(laid, piece.at)
        if each.tensor != piece.tensor and each.start < piece.end + 2 and each.end > piece.start - 2
    ]
    for step in (0, 1, -1, 2, -2, 3, -3, 4, -4):
        at = piece.at + step * _LANE
        if limits[0] <= at <= limits[1] and all(abs(each - at) >= _LANE - 2 for each in taken):
            return at
    return piece.at


def _near(laid: dict[int, list[_Segment]], at: float) -> Iterator[_Segment]:
    place = int(at // _REACH)
    for key in (place - 1, place, place + 1):
        yield from laid.get(key, ())
