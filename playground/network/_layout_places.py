"""Where items stand across their layers: long wires and chains as straight lines, the lines close to what they meet.

Items that a straight line joins make one bar. Bars keep the order of the layers, and each moves, within the room that
its neighbours leave, to the median of where its other links want it.
"""

from bisect import bisect_left
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from playground.network._layout_layers import Layers, Link

ROUNDS = 8
LOOSE = 3.0
"""So much higher than its highest layer a drawing may be."""
WORK = 60_000
"""So many items are stacked anew in all, at most, after lines were bent."""


class Spacing(NamedTuple):
    """Pixels between two cards, between a card and a wire that passes it, and between two such wires."""

    cards: float
    beside: float
    wires: float


class Extents(NamedTuple):
    """How far each card reaches before and behind the line through its ports, in pixels."""

    before: list[float]
    behind: list[float]


class Room(NamedTuple):
    """For each bar those that are its neighbours on some layer, before and after it.

    Each with the two items where they keep furthest apart, and the pixels from line to line there.
    """

    before: dict[int, dict[int, tuple[tuple[int, int], float]]]
    after: dict[int, dict[int, tuple[tuple[int, int], float]]]


def placed(layers: Layers, order: list[list[int]], extents: Extents, spacing: Spacing) -> dict[int, float]:
    """The line of each item, in pixels from the first card's edge.

    Straight lines can hold each other far apart, as the steps of a stair do. Where that makes the whole much higher
    than its highest layer, those that make the stair may bend.
    """
    most = LOOSE * max((_needed(layers, layer, extents, spacing) for layer in order), default=0.0)
    level = {item: number for number, layer in enumerate(order) for item in layer}
    following = _following(layers, order)
    left = max(4, WORK // max(1, len(level)))
    while True:
        bars = _bars(order, following)
        room = _room(layers, order, bars, extents, spacing)
        lines, stair = _stacked(bars, room)
        high = left and max(lines.values(), default=0.0) > most
        bends = _bends(layers, level, following, stair) if high else []
        if not bends:
            break
        left -= 1
        for item in bends:
            del following[item]
    line = _settled(_wishes(layers, order, bars), bars, room, lines)
    top = min((at - extents.before[item] for item, at in line.items() if item < layers.count), default=0.0)
    return {item: at - top for item, at in line.items()}


def _needed(layers: Layers, layer: list[int], extents: Extents, spacing: Spacing) -> float:
    cards = [item for item in layer if item < layers.count]
    own = sum(extents.before[item] + extents.behind[item] + spacing.cards for item in cards)
    return own + (len(layer) - len(cards)) * spacing.beside


def _stacked(bars: dict[int, int], room: Room) -> tuple[dict[int, float], list[tuple[int, int]]]:
    """Each bar as near the first edge as can be, and the pairs of items that hold the furthest one where it is."""
    heads = dict.fromkeys(bars.values())
    holding: dict[int, tuple[int, int]] = {}
    lines = dict.fromkeys(heads, 0.0)
    for head in _sequence(heads, room):
        for other, (pair, distance) in room.after[head].items():
            if lines[head] + distance > lines[other]:
                lines[other] = lines[head] + distance
                holding[other] = pair
    stair: list[tuple[int, int]] = []
    at = max(lines, key=lines.__getitem__, default=-1)
    while at in holding:
        stair.append(holding[at])
        at = bars[holding[at][0]]
    return lines, stair[::-1]


def _bends(layers: Layers, level: dict[int, int], following: dict[int, int], stair: list[tuple[int, int]]) -> list[int]:
    """The items behind which a bar of the stair is cut: between the layers where it is held and where it holds."""
    found: list[int] = []
    for (_, held), (holds, _) in pairwise(stair):
        first, last = sorted((held, holds), key=level.__getitem__)
        between = []
        while first != last:
            between.append(first)
            first = following[first]
        if between:
            found.append(min(between, key=lambda item: max(item, following[item]) < layers.count))
    return found


def _settled(
    wishes: dict[int, list[int]], bars: dict[int, int], room: Room, lines: dict[int, float]
) -> dict[int, float]:
    """The line of each item once each bar has moved to what it is linked with, as far as its neighbours let it."""
    line = dict(lines)
    sequence = _sequence(dict.fromkeys(bars.values()), room)
    for turn in range(ROUNDS):
        for head in sequence if turn % 2 else sequence[::-1]:
            near = wishes.get(head)
            if not near:
                continue
            wish = median([line[other] for other in near])
            low = max((line[other] + distance for other, (_, distance) in room.before[head].items()), default=wish)
            high = min((line[other] - distance for other, (_, distance) in room.after[head].items()), default=wish)
            line[head] = max(min(wish, high), low)
    return {item: line[head] for item, head in bars.items()}


def _following(layers: Layers, order: list[list[int]]) -> dict[int, int]:
    """What each item is joined with on the next layer: links in order of worth, none across another."""
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
    return following


def _bars(order: list[list[int]], following: dict[int, int]) -> dict[int, int]:
    """The first item of the bar that each item belongs to."""
    bars: dict[int, int] = {}
    for layer in order:
        for item in layer:
            head = bars.setdefault(item, item)
            if item in following:
                bars[following[item]] = head
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


def _room(layers: Layers, order: list[list[int]], bars: dict[int, int], extents: Extents, spacing: Spacing) -> Room:
    """What two bars keep between their lines, where they are neighbours on some layer."""
    heads = dict.fromkeys(bars.values())
    room = Room({head: {} for head in heads}, {head: {} for head in heads})
    for layer in order:
        for first, second in pairwise(layer):
            cards = (first < layers.count) + (second < layers.count)
            distance = spacing.wires if not cards else spacing.beside if cards == 1 else spacing.cards
            distance += extents.behind[first] if first < layers.count else 0.0
            distance += extents.before[second] if second < layers.count else 0.0
            one, two = bars[first], bars[second]
            if two not in room.after[one] or distance > room.after[one][two][1]:
                room.after[one][two] = room.before[two][one] = ((first, second), distance)
    return room


def _sequence(heads: dict[int, None], room: Room) -> list[int]:
    """The bars, each after those before it."""
    waiting = {head: len(room.before[head]) for head in heads}
    ready = [head for head in heads if not waiting[head]]
    for head in ready:
        for other in room.after[head]:
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
