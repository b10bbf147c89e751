"""Where items stand across their layers: long wires and chains as straight lines, the lines close to what they meet.

Bars keep the order of the layers, and each moves, within the room that its neighbours leave, to the median of where its
other links want it.
"""

from statistics import median

from playground.network._layout_bars import Bars, Extents, Spacing, stacked, straight
from playground.network._layout_layers import Layers

ROUNDS = 8


def placed(layers: Layers, order: list[list[int]], extents: Extents, spacing: Spacing) -> dict[int, float]:
    """The line of each item, in pixels from the first card's edge."""
    bars = straight(stacked(layers, order, extents, spacing))
    lines = _settled(layers, bars)
    line = {item: lines[head] for item, head in bars.of.items()}
    top = min((at - extents.before[item] for item, at in line.items() if item < layers.count), default=0.0)
    return {item: at - top for item, at in line.items()}


def _settled(layers: Layers, bars: Bars) -> dict[int, float]:
    """The line of each bar once each has moved to what it is linked with, as far as its neighbours let it."""
    line = dict(bars.first)
    wishes = _wishes(layers, bars)
    sequence = [head for head in bars.sequence() if head in wishes]
    before = {head: [*bars.before(head)] for head in sequence}
    after = {head: [*bars.after(head)] for head in sequence}
    for turn in range(ROUNDS):
        for head in sequence if turn % 2 else sequence[::-1]:
            wish = median([line[other] for other in wishes[head]])
            low = max((line[other] + distance for other, distance in before[head]), default=bars.first[head])
            high = min((line[other] - distance for other, distance in after[head]), default=wish)
            line[head] = max(min(wish, high), low)
    return line


def _wishes(layers: Layers, bars: Bars) -> dict[int, list[int]]:
    """The bars that a bar is linked with, once for each link."""
    wishes: dict[int, list[int]] = {}
    for item, one in bars.of.items():
        for link in layers.after[item]:
            two = bars.of.get(link.b, one)
            if one != two:
                wishes.setdefault(one, []).append(two)
                wishes.setdefault(two, []).append(one)
    return wishes
