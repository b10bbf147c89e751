"""Ways as lines: round bends, gaps where one wire passes under another, dots where a tensor parts, places for words."""

import itertools
import math
from bisect import bisect_right
from collections.abc import Sequence

from playground.picturing._routing import Way
from playground.picturing._scene import Curve, Point

_RADIUS = 8.0
_GAP = 5.0
_SAME = 0.01
_SHORT = 120.0
_LEAST_LABELLED = 40.0
_Stroke = tuple[Point, tuple[Point | Curve, ...]]


def bent(way: Way, gaps: Sequence[Point] = ()) -> tuple[_Stroke, ...]:
    """A way with round bends; `gaps` are places on upright pieces that are left open."""
    strokes: list[_Stroke] = []
    drawn: list[Point | Curve] = []
    start = here = way[0]
    for i, corner in enumerate(way[1:], 1):
        following = way[i + 1] if i + 1 < len(way) else None
        radius = 0.0
        if following is not None:
            radius = min(_RADIUS, math.dist(way[i - 1], corner) / 2, math.dist(corner, following) / 2)
        end = _toward(corner, here, radius)
        for before, after in _opened(here, end, gaps):
            strokes.append((start, (*drawn, before)))
            start, drawn = after, []
        drawn.append(end)
        here = corner
        if following is not None and radius > 0:
            here = _toward(corner, following, radius)
            drawn.append(Curve(corner, here))
    return (*strokes, (start, tuple(drawn)))


def _opened(one: Point, other: Point, gaps: Sequence[Point]) -> list[tuple[Point, Point]]:
    if abs(one[0] - other[0]) > _SAME:
        return []
    x, down = one[0], 1 if other[1] > one[1] else -1
    low, high = sorted((one[1], other[1]))
    found = sorted(
        (y for at, y in gaps if abs(at - x) < 0.5 and y - _GAP > low and y + _GAP < high),  # noqa: PLR2004  # a hair
        key=lambda y: y * down,
    )
    return [((x, y - _GAP * down), (x, y + _GAP * down)) for y in found]


def _toward(start: Point, end: Point, by: float) -> Point:
    length = math.dist(start, end) or 1.0
    return start[0] + (end[0] - start[0]) / length * by, start[1] + (end[1] - start[1]) / length * by


def crossings(ways: Sequence[Way], tensors: Sequence[tuple[str, int]]) -> list[list[Point]]:
    """Where each wire's upright pieces pass under level pieces of other tensors."""
    level = sorted(
        (y1, min(x1, x2), max(x1, x2), tensor)
        for way, tensor in zip(ways, tensors, strict=True)
        for (x1, y1), (x2, y2) in itertools.pairwise(way)
        if abs(y1 - y2) < _SAME
    )
    heights = [y for y, *_ in level]
    found: list[list[Point]] = []
    for way, tensor in zip(ways, tensors, strict=True):
        under: list[Point] = []
        for (x1, y1), (_, y2) in itertools.pairwise(way):
            if abs(y1 - y2) < _SAME:
                continue
            for y, left, right, other in level[bisect_right(heights, min(y1, y2)) :]:
                if y >= max(y1, y2):
                    break
                if other != tensor and left + 2 < x1 < right - 2:
                    under.append((x1, y))
        found.append(under)
    return found


def parting(way: Way, siblings: Sequence[Way]) -> Point | None:
    """The first bend of a wire that a sibling of the same tensor passes, or leaves the other way; None without one."""
    if len(way) <= 2:  # noqa: PLR2004  # it has no bend
        return None
    _, bend, turn = way[:3]
    for sibling in siblings:
        other = sibling[1]
        if other[0] > bend[0] + 1:
            return bend
        beyond = sibling[2] if len(sibling) > 2 else None  # noqa: PLR2004  # it goes on behind its bend
        apart = beyond is not None and (beyond[1] > other[1]) != (turn[1] > bend[1])
        if abs(other[0] - bend[0]) <= 1 and apart:
            return bend
    return None


def label_place(way: Way) -> tuple[Point, bool]:
    """The middle of what says a wire's shape, and whether it stands above the wire instead of on it."""
    (x1, y1), (x2, y2) = way[0], way[-1]
    best, most = ((x1 + x2) / 2, (y1 + y2) / 2), _LEAST_LABELLED
    for one, other in itertools.pairwise(way):
        if abs(one[1] - other[1]) < _SAME and abs(one[0] - other[0]) > most:
            most = abs(one[0] - other[0])
            best = (one[0] + other[0]) / 2, one[1]
    if most == _LEAST_LABELLED and len(way) == 4:  # noqa: PLR2004  # out, along, in
        best = way[1][0], (way[1][1] + way[2][1]) / 2
    above = len(way) == 2 and x2 - x1 < _SHORT  # noqa: PLR2004  # it has no bend
    return (best[0], best[1] - 11 if above else best[1]), above
