"""Nodes that keep their place, and the others arranged around them.

All others go along with the pinned node that is the fewest layers away, as they stand in a drawing without pins. Then
one after the other, along the wires, gets a place where nothing is: behind what feeds it, before the pinned nodes that
it leads to, and aside of the wires where there is no such place.
"""

import math
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from playground.network._layout_room import GAPS, Place, Room, Span

Places = dict[str, Place]


class Drawing(NamedTuple):
    """Nodes that wires join: where they would stand without pins, in the order of the wires.

    Wires come with the number of layers that they span. They run along an axis: 0 for x, 1 for y.
    """

    places: Places
    wires: Sequence[tuple[str, str, int]]
    along: int


def around(drawing: Drawing, fixed: Mapping[str, Place], room: Room) -> None:
    """Give each node that is not fixed a place in the room, where the fixed ones stand already."""
    _Around(drawing, fixed, room).place()


class _Around:
    def __init__(self, drawing: Drawing, fixed: Mapping[str, Place], room: Room) -> None:
        self._were, _, self._along = drawing
        self._across = 1 - self._along
        self._fixed = fixed
        self._room = room
        self._into: dict[str, list[str]] = {node: [] for node in self._were}
        self._from: dict[str, list[str]] = {node: [] for node in self._were}
        for source, target, _ in drawing.wires:
            self._into[target].append(source)
            self._from[source].append(target)
        self._pin = _nearest(drawing, fixed)
        self._last = self._bounds()

    def place(self) -> None:
        for node in self._were:
            if node in self._fixed:
                continue
            wish = self._wish(node)
            at = max(min(wish[self._along], self._last[node]), self._first(node))
            ahead = self._last[node] if at <= self._last[node] else math.inf
            aside = self._beside(node, at)
            across = max(min(wish[self._across], aside.last), aside.first)
            best = (at, across) if self._along == 0 else (across, at)
            self._room.take(node, self._room.free(node, best, self._along, ahead, aside))

    def _bounds(self) -> dict[str, float]:
        """How far along each node can stand, and all that it leads to still find a place before the fixed ones."""
        last: dict[str, float] = {}
        for node in reversed(self._were):
            ends = [
                (self._fixed[other][self._along] if other in self._fixed else last[other]) - self._step(node, other)
                for other in self._from[node]
                if self._leads(node, other)
            ]
            last[node] = min(ends, default=math.inf)
        return last

    def _leads(self, source: str, target: str) -> bool:
        """Whether a wire runs along; else it turns to the next row."""
        end = self._were[source][self._along] + self._room.size(source)[self._along]
        return self._were[target][self._along] >= end

    def _step(self, source: str, target: str) -> float:
        """From edge to edge of two cards along a wire: as much as they need, or as they have where that is less."""
        need = self._room.size(source)[self._along] + GAPS[self._along]
        return min(need, self._were[target][self._along] - self._were[source][self._along])

    def _wish(self, node: str) -> Place:
        """Where a node is as far from where it would stand without pins as what it follows."""
        were, now = self._were, self._room.places
        leaders = [each for each in self._into[node] if self._pin[each] == self._pin[node] and self._leads(each, node)]
        line, end = were[node][self._across], were[node][self._along]
        guide = min(
            leaders,
            key=lambda each: (abs(were[each][self._across] - line), end - were[each][self._along]),
            default=self._pin[node],
        )
        (x, y), (was_x, was_y), (now_x, now_y) = were[node], were[guide], now[guide]
        return x + now_x - was_x, y + now_y - was_y

    def _first(self, node: str) -> float:
        """From where on a node stands behind what feeds it."""
        now = self._room.places
        starts = [
            now[each][self._along] + self._step(each, node) for each in self._into[node] if self._leads(each, node)
        ]
        return max(starts, default=-math.inf)

    def _beside(self, node: str, at: float) -> Span:
        """Between what across the wires a node stands below what turns to it, and above the fixed ones it turns to."""
        now, along, across = self._room.places, self._along, self._across
        first, last = -math.inf, math.inf
        for each in self._into[node]:
            if not self._leads(each, node) and at < now[each][along] + self._room.size(each)[along] + GAPS[along]:
                first = max(first, now[each][across] + self._room.size(each)[across] + GAPS[across])
        for each in self._from[node]:
            fixed = self._fixed.get(each)
            if fixed and not self._leads(node, each) and fixed[along] < at + self._room.size(node)[along] + GAPS[along]:
                last = min(last, fixed[across] - self._room.size(node)[across] - GAPS[across])
        return Span(first, last)


def _nearest(drawing: Drawing, fixed: Mapping[str, Place]) -> dict[str, str]:
    """For each node the fixed one that is the fewest layers away by the wires."""
    beside: dict[str, list[tuple[str, int]]] = {node: [] for node in drawing.places}
    for source, target, layers in drawing.wires:
        beside[source].append((target, layers))
        beside[target].append((source, layers))
    rank = {node: i for i, node in enumerate(drawing.places)}
    front = [(0, rank[node], node, node) for node in drawing.places if node in fixed]
    pin: dict[str, str] = {}
    while front:
        layers, _, node, nearest = heappop(front)
        if node in pin:
            continue
        pin[node] = nearest
        for other, more in beside[node]:
            if other not in pin:
                heappush(front, (layers + more, rank[other], other, nearest))
    return pin
