"""The order of the items within their layers: few crossings, by sweeps of barycentres and by sifting."""

from bisect import bisect_right, insort
from itertools import pairwise

from playground.network._layout_layers import Layers, Link
from playground.network._layout_strands import Strands

SWEEPS = 16
WORK = 60_000
"""Larger drawings get fewer sweeps: so many items are sorted in all."""
PATIENCE = 4
"""Sweeps without gain after which a start is given up."""
SIFTED = 4_000
"""Drawings of more items are swept only."""
ROUNDS = 2
"""How often all items are sifted after a sweep."""
EDGE = 0.9
"""How much of an item's width its ports take."""


def ordered(layers: Layers) -> list[list[int]]:
    """The same layers with few crossings: the best of several sweeps from two starts."""
    best: list[list[int]] = []
    fewest = -1
    for start in (_walked(layers, forward=True), _walked(layers, forward=False)):
        order, crossings = _swept(layers, start)
        if fewest < 0 or crossings < fewest:
            best, fewest = order, crossings
        if not fewest:
            return best
    return Strands(layers, best).improved()[0] if sum(map(len, best)) <= SIFTED else best


def crossings(layers: Layers, order: list[list[int]]) -> int:
    """How often links cross; those that leave one port, or enter one, do not."""
    place = _places(order)
    return sum(_between(layers, upper, place) for upper in order[:-1])


def _walked(layers: Layers, *, forward: bool) -> list[list[int]]:
    """The items as a walk along the wires meets them, which leaves little to mend."""
    layer_of = {item: number for number, layer in enumerate(layers.items) for item in layer}
    order: list[list[int]] = [[] for _ in layers.items]
    seen: set[int] = set()
    ends = layers.items if forward else layers.items[::-1]
    for layer in ends:
        for first in layer:
            front = [first]
            while front:
                item = front.pop()
                if item in seen:
                    continue
                seen.add(item)
                order[layer_of[item]].append(item)
                links = layers.after[item] if forward else layers.before[item]
                if forward:
                    front.extend(link.b for link in sorted(links, key=lambda each: -each.start))
                else:
                    front.extend(link.a for link in sorted(links, key=lambda each: -each.end))
    return order


def _swept(layers: Layers, start: list[list[int]]) -> tuple[list[list[int]], int]:
    order = [list(layer) for layer in start]
    place = _places(order)
    sifts = sum(map(len, order)) <= SIFTED
    best, fewest, idle = [list(layer) for layer in order], crossings(layers, order), 0
    for sweep in range(max(4, min(SWEEPS, WORK // max(1, sum(map(len, order)))))):
        if not fewest or idle == PATIENCE:
            break
        down = sweep % 2 == 0
        for layer in order if down else order[::-1]:
            _sort(layer, layers.before if down else layers.after, place, down=down)
        if sifts:
            _sift(layers, order, place)
        found = crossings(layers, order)
        idle = 0 if found < fewest else idle + 1
        if found < fewest:
            best, fewest = [list(layer) for layer in order], found
    return best, fewest


def _places(order: list[list[int]]) -> dict[int, int]:
    return {item: i for layer in order for i, item in enumerate(layer)}


def _sort(layer: list[int], links: list[list[Link]], place: dict[int, int], *, down: bool) -> None:
    """Order a layer by the mean place of its neighbours; an item without any keeps its place."""
    wanted: dict[int, float] = {}
    for item in layer:
        near = links[item]
        if not near:
            wanted[item] = place[item]
        elif down:
            wanted[item] = sum(place[link.a] + EDGE * link.start for link in near) / len(near)
        else:
            wanted[item] = sum(place[link.b] + EDGE * link.end for link in near) / len(near)
    layer.sort(key=wanted.__getitem__)
    place.update((item, i) for i, item in enumerate(layer))


def _sift(layers: Layers, order: list[list[int]], place: dict[int, int]) -> None:
    """Move each item along its layer to where it crosses least, while that takes crossings away."""
    for _ in range(ROUNDS):
        gained = False
        for layer in order:
            if len(layer) > 1:
                gained |= _sift_layer(layers, layer, place)
        if not gained:
            return


def _sift_layer(layers: Layers, layer: list[int], place: dict[int, int]) -> bool:
    ends = {
        item: (
            [place[link.a] + EDGE * link.start for link in layers.before[item]],
            [place[link.b] + EDGE * link.end for link in layers.after[item]],
        )
        for item in layer
    }
    gained = False
    for item in list(layer):
        here = layer.index(item)
        best, to = 0, here
        gain = 0
        for other in range(here + 1, len(layer)):
            gain += _gain(ends[item], ends[layer[other]])
            if gain > best:
                best, to = gain, other
        gain = 0
        for other in range(here - 1, -1, -1):
            gain += _gain(ends[layer[other]], ends[item])
            if gain > best:
                best, to = gain, other
        if best:
            layer.insert(to, layer.pop(here))
            gained = True
    if gained:
        place.update((item, i) for i, item in enumerate(layer))
    return gained


def _gain(first: tuple[list[float], list[float]], second: tuple[list[float], list[float]]) -> int:
    """How many crossings go when the first of two neighbours comes after the second."""
    gain = 0
    for ones, twos in zip(first, second, strict=True):
        for two in twos:
            for one in ones:
                if one > two:
                    gain += 1
                elif one < two:
                    gain -= 1
    return gain


def _between(layers: Layers, upper: list[int], place: dict[int, int]) -> int:
    """Crossings of the links that leave a layer: pairs whose ends are in the other order."""
    ends = sorted(
        (i + EDGE * link.start, place[link.b] + EDGE * link.end)
        for i, item in enumerate(upper)
        for link in layers.after[item]
    )
    if all(one[1] <= two[1] for one, two in pairwise(ends)):
        return 0
    seen: list[float] = []
    count = 0
    for _, end in ends:
        count += len(seen) - bisect_right(seen, end)
        insort(seen, end)
    return count
