"""Fewer crossings as they are seen: whole strands change places, and their wires stay straight.

A strand is a run of items that only follow each other. All strands stand in one order for all layers. What counts is
what is drawn: the wires of one tensor share an upright piece in each gap, and two tensors cross there as seldom as the
better of the two orders of these pieces lets them.
"""

import random
from typing import NamedTuple

from playground.network._layout_layers import Layers

STEP = 4.0
"""From strand to strand; its ports lie within one, and there is room for another between two."""
EFFORT = 40_000
"""At most so many times two strands are compared, fewer where there are few; the search for less is over then."""
ROUNDS = 4
"""How often all strands are tried, at most."""
SHAKEN = 3
"""So many strands are moved at random where crossings are left, before those near are tried again."""
NEAR = 2
"""Strands that begin or end within so many layers of a crossing are near it."""


class Tensor(NamedTuple):
    """What goes from a strand to others through one gap: port and strands with their ports."""

    source: int
    start: float
    targets: list[tuple[int, float]]


class Strands:
    """The strands of a drawing in an order that gets better."""

    def __init__(self, layers: Layers, order: list[list[int]]) -> None:
        self._layers = layers
        self._order = order
        self._of: dict[int, int] = {}
        self.first: list[int] = []
        self.last: list[int] = []
        ends: list[int] = []
        heads: list[int] = []
        for level, layer in enumerate(order):
            for item in layer:
                before = layers.before[item]
                if len(before) == 1 and len(layers.after[before[0].a]) == 1:
                    strand = self._of[before[0].a]
                    self.last[strand], ends[strand] = level, item
                else:
                    strand = len(heads)
                    heads.append(item)
                    ends.append(item)
                    self.first.append(level)
                    self.last.append(level)
                self._of[item] = strand
        self._near = self._meeting()
        self._tensors: list[Tensor] = []
        self._into: list[list[int]] = [[] for _ in heads]
        self._from: list[list[int]] = [[] for _ in heads]
        for strand, item in enumerate(ends):
            ports: dict[float, list[tuple[int, float]]] = {}
            for link in layers.after[item]:
                ports.setdefault(link.start, []).append((self._of[link.b], link.end))
            for start, targets in ports.items():
                self._from[strand].append(len(self._tensors))
                for target in {target for target, _ in targets}:
                    self._into[target].append(len(self._tensors))
                self._tensors.append(Tensor(strand, start, targets))
        self._straight = len(self._tensors)
        self._tensors += [Tensor(strand, 0.0, [(strand, 0.0)]) for strand in range(len(heads))]
        share = {item: i / len(layer) for layer in order for i, item in enumerate(layer)}
        total, count = [0.0] * len(heads), [0] * len(heads)
        for item, strand in self._of.items():
            total[strand] += share[item]
            count[strand] += 1
        self.sequence = sorted(range(len(heads)), key=lambda strand: (total[strand] / count[strand], strand))
        self.place = [0.0] * len(heads)
        self._left = min(EFFORT, len(heads) ** 2 // 2)
        self._number()

    def improved(self) -> tuple[list[list[int]], int]:
        """The order with fewer crossings, and how many are seen in it."""
        for _ in range(ROUNDS):
            if not sum(self._sift(strand) for strand in range(len(self.place))):
                break
        chance = random.Random(0)  # noqa: S311  # the same drawing each time
        while self._left > 0 and (where := [level for level, found in enumerate(self._by_gap()) if found]):
            for level in where:
                self._shake(level, chance)
        order = [sorted(layer, key=lambda item: self.place[self._of[item]]) for layer in self._order]
        return order, self.crossings()

    def crossings(self) -> int:
        """How many crossings are seen in all gaps."""
        return sum(self._by_gap())

    def _meeting(self) -> list[list[int]]:
        """For each strand those that pass a layer with it."""
        near: list[set[int]] = [set() for _ in self.first]
        for layer in self._order:
            strands = {self._of[item] for item in layer}
            for strand in strands:
                near[strand] |= strands
        return [sorted(found - {strand}) for strand, found in enumerate(near)]

    def _by_gap(self) -> list[int]:
        found: list[int] = []
        for level, layer in enumerate(self._order[:-1]):
            strands = [self._of[item] for item in layer]
            tensors = [each for strand in strands for each in self._leaving(strand, level)]
            found.append(self._count(tensors))
        return found

    def _count(self, tensors: list[int]) -> int:
        ends = [self._ends(each) for each in tensors]
        return sum(seen(one, two) for i, one in enumerate(ends) for two in ends[:i])

    def _leaving(self, strand: int, level: int) -> list[int]:
        return self._from[strand] if level == self.last[strand] else [self._straight + strand]

    def _entering(self, strand: int, level: int) -> list[int]:
        return self._into[strand] if level == self.first[strand] else [self._straight + strand]

    def _ends(self, tensor: int) -> "Ends":
        source, start, targets = self._tensors[tensor]
        place = self.place
        at = place[source] + start
        ends = [place[target] + end for target, end in targets]
        return Ends(at, ends, min(at, *ends), max(at, *ends))

    def _number(self) -> None:
        for i, strand in enumerate(self.sequence):
            self.place[strand] = i * STEP

    def _put(self, strand: int, other: int, side: int) -> None:
        """Move a strand before another (0) or behind it (1)."""
        self.sequence.remove(strand)
        self.sequence.insert(self.sequence.index(other) + side, strand)
        self._number()

    def _between(self, one: int, two: int) -> int:
        """Crossings of what enters two strands, and of what leaves them, on the layers that they share."""
        top = max(self.first[one], self.first[two])
        end = min(self.last[one], self.last[two])
        return self._among(self._entering(one, top), self._entering(two, top)) + self._among(
            self._leaving(one, end), self._leaving(two, end)
        )

    def _among(self, ones: list[int], twos: list[int]) -> int:
        if not ones or not twos:
            return 0
        if len(ones) == len(twos) == 1:
            return seen(self._ends(ones[0]), self._ends(twos[0])) if ones[0] != twos[0] else 0
        pairs = {(one, two) if one < two else (two, one) for one in ones for two in twos if one != two}
        return sum(seen(self._ends(one), self._ends(two)) for one, two in pairs)

    def _gains(self, strand: int) -> list[tuple[int, int, int]]:
        """What each move along the order takes away, with the strand that is passed last and the side of it."""
        here = self.place[strand]
        others = sorted(self._near[strand], key=self.place.__getitem__)
        found: list[tuple[int, int, int]] = []
        for side in (1, 0):
            sign = 1 if side else -1
            total = 0
            passed = [each for each in others if (self.place[each] > here) == bool(side)]
            for other in passed if side else passed[::-1]:
                at = self.place[other]
                self.place[strand] = at - sign * STEP / 2
                before = self._between(strand, other)
                self.place[strand] = at + sign * STEP / 2
                total += before - self._between(strand, other)
                found.append((total, other, side))
        self.place[strand] = here
        self._left -= len(found)
        return found

    def _sift(self, strand: int) -> int:
        """Move a strand to where it takes most crossings away; how many."""
        if self._left <= 0:
            return 0
        best = max(self._gains(strand), key=lambda each: each[0], default=(0, 0, 0))
        if best[0] <= 0:
            return 0
        self._put(strand, *best[1:])
        return best[0]

    def _shake(self, level: int, chance: random.Random) -> None:
        """Move strands near a crossing at random, and try all near it; keep what is no worse."""
        self._left -= 1
        if self._left <= 0:
            return
        near = [
            strand
            for strand in dict.fromkeys(
                self._of[item] for layer in self._order[max(0, level - NEAR) : level + NEAR + 2] for item in layer
            )
            if self._near[strand]
        ]
        before = list(self.sequence)
        gained = 0
        for strand in chance.sample(near, min(SHAKEN, len(near))):
            gain, other, side = chance.choice(self._gains(strand))
            self._put(strand, other, side)
            gained += gain
        for _ in range(ROUNDS):
            found = sum(self._sift(strand) for strand in near)
            gained += found
            if not found:
                break
        if gained < 0:
            self.sequence = before
            self._number()


class Ends(NamedTuple):
    """Where a tensor's wires begin and end along the layers, and how far its upright piece reaches."""

    source: float
    targets: list[float]
    low: float
    high: float


def seen(one: Ends, two: Ends) -> int:
    """How often two tensors cross in a gap, with the upright pieces in the better order."""
    if one.high <= two.low or two.high <= one.low:
        return 0
    first = int(one.low < two.source < one.high)
    second = int(two.low < one.source < two.high)
    for target in one.targets:
        first += two.low < target < two.high
    for target in two.targets:
        second += one.low < target < one.high
    return min(first, second)
