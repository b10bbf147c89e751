"""Where items stand across their layers: long wires and chains as straight lines, the lines close to what they meet.

Items that a straight line joins make one bar. Bars keep the order of the layers, and each moves, within the room that
its neighbours leave, to the median of where its other links want it.
"""

import math
from bisect import bisect_left
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from playground.network._layout_layers import Layers, Link

ROUNDS = 8
LONGEST = (math.inf, 24, 12, 6, 3)
"""So many layers a wire that passes cards may go on straight; tried in turn."""
LOOSE = 1.25
"""So much higher than its highest layer a drawing may be."""


class Spacing(NamedTuple):
    """Pixels between two cards, between a card and a wire that passes it, and between two such wires."""

    cards: float
    beside: float
    wires: float


class Extents(NamedTuple):
    """How far each card reaches before and behind the line through its ports, in pixels."""

    before: list[float]
    behind: list[float]


def placed(layers: Layers, order: list[list[int]], extents: Extents, spacing: Spacing) -> dict[int, float]:
    """The line of each item, in pixels from the first card's edge.

    Long straight wires can hold each other far apart. Where that makes the whole much higher than its highest layer
    they may bend.
    """
    needed = max((_needed(layers, layer, extents, spacing) for layer in order), default=0.0)
    best: dict[int, float] = {}
    least = -1.0
    for longest in LONGEST:
        lines = _placed(layers, order, extents, spacing, longest)
        height = max(lines.values(), default=0.0)
        if least < 0 or height < least:
            best, least = lines, height
        if least <= needed * LOOSE:
            break
    return best


def _needed(layers: Layers, layer: list[int], extents: Extents, spacing: Spacing) -> float:
    cards = [item for item in layer if item < layers.count]
    own = sum(extents.before[item] + extents.behind[item] + spacing.cards for item in cards)
    return own + (len(layer) - len(cards)) * spacing.beside


def _placed(
    layers: Layers, order: list[list[int]], extents: Extents, spacing: Spacing, longest: float
) -> dict[int, float]:
    bars = _bars(layers, order, longest)
    heads = dict.fromkeys(bars.values())
    apart = _apart(layers, order, bars, extents, spacing)
    ahead: dict[int, list[tuple[int, float]]] = {head: [] for head in heads}
    behind: dict[int, list[tuple[int, float]]] = {head: [] for head in heads}
    for (first, second), distance in apart.items():
        behind[first].append((second, distance))
        ahead[second].append((first, distance))
    sequence = _sequence(heads, ahead, behind)
    line: dict[int, float] = {}
    for head in sequence:
        line[head] = max((line[other] + distance for other, distance in ahead[head]), default=0.0)
    wishes = _wishes(layers, order, bars)
    for turn in range(ROUNDS):
        for head in sequence if turn % 2 else sequence[::-1]:
            near = wishes.get(head)
            if not near:
                continue
            wish = median([line[other] for other in near])
            low = max((line[other] + distance for other, distance in ahead[head]), default=wish)
            high = min((line[other] - distance for other, distance in behind[head]), default=wish)
            line[head] = max(min(wish, high), low)
    cards = [item for item in bars if item < layers.count]
    top = min((line[bars[item]] - extents.before[item] for item in cards), default=0.0)
    return {item: line[head] - top for item, head in bars.items()}


def _bars(layers: Layers, order: list[list[int]], longest: float) -> dict[int, int]:
    """The first item of the bar that each item belongs to."""
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
    following: dict[int, int] = {}
    joined: set[int] = set()
    for link in links:
        if link.a in following or link.b in joined:
            continue
        beside = kept[level[link.a]]
        pair = (place[link.a], place[link.b])
        at = bisect_left(beside, pair)
        if (at and beside[at - 1][1] > pair[1]) or (at < len(beside) and beside[at][1] < pair[1]):
            continue
        beside.insert(at, pair)
        following[link.a] = link.b
        joined.add(link.b)
    bars: dict[int, int] = {}
    reach: dict[int, int] = {}
    for layer in order:
        for item in layer:
            head = bars.setdefault(item, item)
            after = following.get(item)
            if after is None:
                continue
            passes = item >= layers.count or after >= layers.count
            if passes and reach.get(item, 1) >= longest:
                continue
            bars[after], reach[after] = head, reach.get(item, 1) + 1
    return bars


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


def _apart(
    layers: Layers, order: list[list[int]], bars: dict[int, int], extents: Extents, spacing: Spacing
) -> dict[tuple[int, int], float]:
    """How far apart the lines of two bars must be, by their heads, where they are neighbours on some layer."""
    apart: dict[tuple[int, int], float] = {}
    for layer in order:
        for first, second in pairwise(layer):
            cards = (first < layers.count) + (second < layers.count)
            room = spacing.wires if not cards else spacing.beside if cards == 1 else spacing.cards
            room += extents.behind[first] if first < layers.count else 0.0
            room += extents.before[second] if second < layers.count else 0.0
            pair = (bars[first], bars[second])
            apart[pair] = max(apart.get(pair, 0.0), room)
    return apart


def _sequence(
    heads: dict[int, None], ahead: dict[int, list[tuple[int, float]]], behind: dict[int, list[tuple[int, float]]]
) -> list[int]:
    """The bars, each after those before it."""
    waiting = {head: len(ahead[head]) for head in heads}
    ready = [head for head in heads if not waiting[head]]
    for head in ready:
        for other, _ in behind[head]:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return ready


def _wishes(layers: Layers, order: list[list[int]], bars: dict[int, int]) -> dict[int, list[int]]:
    """The bars that a bar is linked with, once for each link."""
    wishes: dict[int, list[int]] = {}
    for layer in order:
        for item in layer:
            for link in layers.after[item]:
                if link.b not in bars:
                    continue
                one, two = bars[link.a], bars[link.b]
                if one != two:
                    wishes.setdefault(one, []).append(two)
                    wishes.setdefault(two, []).append(one)
    return wishes
