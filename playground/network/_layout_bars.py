"""Which items stand on one straight line: as many as a drawing of bounded height has room for.

Items that a straight line joins make one bar. Straight lines can hold each other far apart, as the steps of a stair do.
Each item begins as a bar of its own; where a drawing with all its lines would be too high, two bars are joined only
if each still finds a line between the highest and the lowest that its neighbours leave it.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from playground.network._layout_layers import Layers, Link

LOOSE = 1.5
"""So much higher than its highest layer a drawing may be that has straight lines."""
EFFORT = 300_000
"""So many items are looked at for room, at most; what is left is joined all the same, and the drawing gets higher."""


class Spacing(NamedTuple):
    """Pixels between two cards, between a card and a wire that passes it, and between two such wires."""

    cards: float
    beside: float
    wires: float


class Extents(NamedTuple):
    """How far each card reaches before and behind the line through its ports, in pixels."""

    before: list[float]
    behind: list[float]


class Stack(NamedTuple):
    """Layers in their order, and for each item its neighbours before and after it with the pixels from line to line."""

    layers: Layers
    order: list[list[int]]
    before: dict[int, tuple[int, float]]
    after: dict[int, tuple[int, float]]
    high: float
    """The lowest line of the highest layer, by itself."""


def stacked(layers: Layers, order: list[list[int]], extents: Extents, spacing: Spacing) -> Stack:
    """The layers with what neighbours keep between their lines."""
    stack = Stack(layers, order, {}, {}, 0.0)
    high = 0.0
    for layer in order:
        line = 0.0
        for first, second in pairwise(layer):
            cards = (first < layers.count) + (second < layers.count)
            distance = spacing.wires if not cards else spacing.beside if cards == 1 else spacing.cards
            distance += extents.behind[first] if first < layers.count else 0.0
            distance += extents.before[second] if second < layers.count else 0.0
            stack.after[first], stack.before[second] = (second, distance), (first, distance)
            line += distance
        high = max(high, line)
    return stack._replace(high=high)


class Bars:
    """The bars of a stack, and the lines between which each can stand."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.of: dict[int, int] = {item: item for layer in stack.order for item in layer}
        """The bar of each item, by one of its items."""
        self.items: dict[int, list[int]] = {item: [item] for item in self.of}
        self.first: dict[int, float] = {}
        """The highest line of each bar."""
        self.last: dict[int, float] = {}
        self._left = EFFORT

    def bound(self, limit: float) -> bool:
        """Find between which lines each bar can stand; whether all fits between the line 0 and this one."""
        heads = self.sequence()
        self.first = dict.fromkeys(heads, 0.0)
        self.last = dict.fromkeys(heads, limit)
        for head in heads:
            for other, distance in self.after(head):
                self.first[other] = max(self.first[other], self.first[head] + distance)
        for head in heads[::-1]:
            for other, distance in self.after(head):
                self.last[head] = min(self.last[head], self.last[other] - distance)
        return max(self.first.values(), default=0.0) <= limit

    def fit(self, one: int, two: int) -> bool:
        """Whether two items can stand on one line."""
        if not self.first or self._left <= 0:
            return True
        one, two = self.of[one], self.of[two]
        return max(self.first[one], self.first[two]) <= min(self.last[one], self.last[two])

    def join(self, one: int, two: int) -> None:
        """Let two items stand on one line, and what is above and below them make room for it."""
        one, two = sorted((self.of[one], self.of[two]), key=lambda head: -len(self.items[head]))
        self.of.update(dict.fromkeys(self.items[two], one))
        self.items[one] += self.items.pop(two)
        if not self.first:
            return
        self.first[one] = max(self.first[one], self.first.pop(two))
        self.last[one] = min(self.last[one], self.last.pop(two))
        self._push(one)
        self._pull(one)

    def after(self, head: int) -> Iterator[tuple[int, float]]:
        """The bars next below one, with the distance of the lines; one for each layer."""
        return self._beside(head, self.stack.after)

    def before(self, head: int) -> Iterator[tuple[int, float]]:
        """The bars next above one, with the distance of the lines; one for each layer."""
        return self._beside(head, self.stack.before)

    def sequence(self) -> list[int]:
        """The bars, each after those above it."""
        waiting = {head: sum(1 for _ in self.before(head)) for head in self.items}
        ready = [head for head, count in waiting.items() if not count]
        for head in ready:
            for other, _ in self.after(head):
                waiting[other] -= 1
                if not waiting[other]:
                    ready.append(other)
        return ready

    def _beside(self, head: int, near: dict[int, tuple[int, float]]) -> Iterator[tuple[int, float]]:
        for item in self.items[head]:
            if item in near:
                other, distance = near[item]
                yield self.of[other], distance

    def _push(self, head: int) -> None:
        front = deque([head])
        while front and self._left > 0:
            head = front.popleft()
            self._left -= len(self.items[head])
            at = self.first[head]
            for other, distance in self.after(head):
                if at + distance > self.first[other]:
                    self.first[other] = at + distance
                    front.append(other)

    def _pull(self, head: int) -> None:
        front = deque([head])
        while front and self._left > 0:
            head = front.popleft()
            self._left -= len(self.items[head])
            at = self.last[head]
            for other, distance in self.before(head):
                if at - distance < self.last[other]:
                    self.last[other] = at - distance
                    front.append(other)


def straight(stack: Stack) -> Bars:
    """The bars of a stack: all that links can be, or as many as a drawing of bounded height has room for."""
    bars = Bars(stack)
    _join(bars)
    limit = LOOSE * stack.high
    if not bars.bound(limit):
        bars = Bars(stack)
        bars.bound(limit)
        _join(bars)
        bars.bound(limit)
    return bars


def _join(bars: Bars) -> None:
    """Join what links lead to: links in order of worth, none across another."""
    layers, order = bars.stack.layers, bars.stack.order
    place = {item: i for layer in order for i, item in enumerate(layer)}
    runs = _runs(layers, order)
    level = {item: number for number, layer in enumerate(order) for item in layer}

    def rank(link: Link) -> tuple[int, int]:
        if min(link.a, link.b) >= layers.count:
            return (0, 0)
        return (1 if max(link.a, link.b) < layers.count else 2, -runs[link.a] - runs[link.b])

    links = [link for layer in order for item in layer for link in layers.after[item] if link.b in place]
    links.sort(key=rank)
    kept: list[list[tuple[int, int]]] = [[] for _ in order]
    leaving: set[int] = set()
    entered: set[int] = set()
    for link in links:
        if link.a in leaving or link.b in entered:
            continue
        beside = kept[level[link.a]]
        pair = (place[link.a], place[link.b])
        at = bisect_left(beside, pair)
        if (at and beside[at - 1][1] > pair[1]) or (at < len(beside) and beside[at][1] < pair[1]):
            continue
        if not bars.fit(link.a, link.b):
            continue
        beside.insert(at, pair)
        leaving.add(link.a)
        entered.add(link.b)
        bars.join(link.a, link.b)


def _runs(layers: Layers, order: list[list[int]]) -> dict[int, int]:
    """How many nodes stand in the plain chain that a node belongs to; 0 for an empty place."""
    length: dict[int, int] = {}
    for layer in order:
        for item in layer:
            before = layers.before[item]
            only = before[0].a if len(before) == 1 else -1
            single = only in length and len(layers.after[only]) == 1
            length[item] = 0 if item >= layers.count else 1 + (length[only] if single else 0)
    for layer in order[::-1]:
        for item in layer:
            after = layers.after[item]
            if len(after) == 1 and len(layers.before[after[0].b]) == 1 and after[0].b in length:
                length[item] = max(length[item], length[after[0].b])
    return length
