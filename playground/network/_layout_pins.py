"""Nodes that keep their place, and the others moved out of their way."""

from collections.abc import Collection, Mapping
from statistics import median

from playground.network._layout_sizes import WIDTH

GAP = 50.0
"""Pixels that a card keeps from a pinned one."""

Places = dict[str, tuple[float, float]]


def beside(places: Places, fixed: Mapping[str, tuple[float, float]]) -> Places:
    """The same drawing moved as a whole to where its fixed nodes are, as nearly as they all allow."""
    at = [(fixed[each][0] - places[each][0], fixed[each][1] - places[each][1]) for each in places if each in fixed]
    dx, dy = round(median(x for x, _ in at)), round(median(y for _, y in at))
    return {each: fixed.get(each, (x + dx, y + dy)) for each, (x, y) in places.items()}


def cleared(places: Places, heights: Mapping[str, float], pinned: Collection[str]) -> Places:
    """The same places, but a card that overlaps a pinned one, or one moved before it, is moved up or down from it."""
    room = _Room(heights)
    for each in places:
        if each in pinned:
            room.take(each, places[each])
    late: list[str] = []
    for each, place in places.items():
        if each in pinned:
            continue
        if room.blocking(each, place):
            late.append(each)
        else:
            room.take(each, place)
    for each in sorted(late, key=lambda each: (places[each][1], places[each][0])):
        room.take(each, room.nearest(each, places[each]))
    return {each: room.places[each] for each in places}


class _Room:
    """Cards by columns of a card's width, so that a card asks only those near it."""

    def __init__(self, heights: Mapping[str, float]) -> None:
        self.places: Places = {}
        self._heights = heights
        self._columns: dict[int, list[str]] = {}

    def take(self, node: str, place: tuple[float, float]) -> None:
        self.places[node] = place
        self._columns.setdefault(self._column(place[0]), []).append(node)

    def blocking(self, node: str, place: tuple[float, float]) -> list[str]:
        """The cards that are too near, GAP above and below, a few pixels at the sides."""
        x, y = place
        column = self._column(x)
        return [
            other
            for near in range(column - 1, column + 2)
            for other in self._columns.get(near, ())
            if abs(self.places[other][0] - x) < WIDTH + GAP / 2
            and self.places[other][1] < y + self._heights[node] + GAP
            and y < self.places[other][1] + self._heights[other] + GAP
        ]

    def nearest(self, node: str, place: tuple[float, float]) -> tuple[float, float]:
        """The free place with this x that is nearest."""
        x, y = place
        up, down = y, y
        while above := self.blocking(node, (x, up)):
            up = min(self.places[other][1] for other in above) - GAP - self._heights[node]
        while below := self.blocking(node, (x, down)):
            down = max(self.places[other][1] + self._heights[other] for other in below) + GAP
        return (x, up if y - up < down - y else down)

    @staticmethod
    def _column(x: float) -> int:
        return int(x // (WIDTH + GAP / 2))
