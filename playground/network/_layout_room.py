"""What stands where: places for cards that no other card is too near."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from playground.network._layout_sizes import WIDTH

Place = tuple[float, float]

GAPS = (70.0, 83.0)
"""Pixels between two cards beside each other and between two below each other, so that wires find a way."""
NEAR = 0.5
"""Two cards are too near with less than so much of both gaps between them."""
CELL = 256.0
"""Cards are looked up by squares of so many pixels."""
AHEAD = 24
"""So many cards are passed along the wires, at most, to find a place; and aside as many as there are."""
ASIDE = 1.5
"""A pixel aside is as bad as so many along the wires: what follows stays on its line."""


class Span(NamedTuple):
    """Between which pixels a card's left or upper edge should be."""

    first: float
    last: float


class Room:
    """The cards that have a place."""

    def __init__(self, heights: Mapping[str, float]) -> None:
        self.places: dict[str, Place] = {}
        self._heights = heights
        self._cells: dict[tuple[int, int], list[str]] = {}

    def size(self, node: str) -> Place:
        """Width and height of a card, in pixels."""
        return WIDTH, self._heights[node]

    def take(self, node: str, place: Place) -> None:
        """Put a card where it is to stand."""
        self.places[node] = place
        for cell in self._covered(node, place, 0.0):
            self._cells.setdefault(cell, []).append(node)

    def free(self, node: str, place: Place, along: int, ahead: float, aside: Span) -> Place:
        """The nearest place that is free: the place itself, one further along the wires, or one aside of them.

        Args:
            node: Whose card it is.
            place: Where it would stand best.
            along: The axis of the wires, 0 for x and 1 for y.
            ahead: It should not stand further along the wires than here, and does not if there is a place aside.
            aside: The lowest bound is kept, the other one if there is such a place.
        """
        if not self._near(node, place):
            return place
        found: list[tuple[float, Place]] = []
        across = 1 - along
        if (there := self._pushed(node, place, along, AHEAD)) and there[along] <= ahead:
            found.append((there[along] - place[along], there))
        back = self._pushed(node, place, across, None, back=True)
        if back and back[across] >= aside.first:
            found.append((ASIDE * (place[across] - back[across]), back))
        forth = self._pushed(node, place, across, None) or place
        if forth[across] <= aside.last or not found:
            found.append((ASIDE * (forth[across] - place[across]), forth))
        return min(found)[1]

    def _pushed(self, node: str, place: Place, axis: int, most: int | None, *, back: bool = False) -> Place | None:
        """The next free place on a line along an axis; none if more cards than these are in the way."""
        passed = 0
        while near := self._near(node, place):
            if passed == most:
                return None
            passed += 1
            ends = [self.places[other][axis] for other in near]
            if back:
                at = min(ends) - GAPS[axis] - self.size(node)[axis]
            else:
                at = max(end + self.size(other)[axis] for end, other in zip(ends, near, strict=True)) + GAPS[axis]
            place = (at, place[1]) if axis == 0 else (place[0], at)
        return place

    def _near(self, node: str, place: Place) -> list[str]:
        """The cards that one would be too near there."""
        size = self.size(node)

        def apart(other: str, axis: int) -> bool:
            gap = NEAR * GAPS[axis]
            at = self.places[other][axis]
            return at >= place[axis] + size[axis] + gap or place[axis] >= at + self.size(other)[axis] + gap

        seen = dict.fromkeys(other for cell in self._covered(node, place, NEAR) for other in self._cells.get(cell, ()))
        return [other for other in seen if not apart(other, 0) and not apart(other, 1)]

    def _covered(self, node: str, place: Place, around: float) -> Iterator[tuple[int, int]]:
        columns, rows = (
            range(int((at - around * gap) // CELL), int((at + size + around * gap) // CELL) + 1)
            for at, size, gap in zip(place, self.size(node), GAPS, strict=True)
        )
        for column in columns:
            for row in rows:
                yield column, row
