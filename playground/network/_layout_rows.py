"""Where a long drawing is folded into rows, so that a canvas that is wide and short shows it large."""

import math
from itertools import accumulate

VIEW = (884.0, 508.0)
"""Width and height, in pixels, of a canvas at the studio's usual size."""
CUT = 0.35
"""What it costs, in rows, that one more tensor goes from row to row."""
SHORT = 0.5
"""A row is at least so much of the widest one, but for the last."""


def rows_of(heights: list[float], passing: list[int], column: float, channel: float) -> list[range]:
    """The layers of each row.

    Args:
        heights: How high each layer is, in pixels.
        passing: How many tensors go from each layer to later ones.
        column: Pixels from layer to layer.
        channel: Pixels between rows.
    """
    across = _across(heights, passing, column, channel)
    if across >= len(heights):
        return [range(len(heights))]
    return _cut(len(heights), passing, across)


def _across(heights: list[float], passing: list[int], column: float, channel: float) -> int:
    """How many layers make a row, so that the scale at which all can be seen is largest, and few wires turn round."""
    count = len(heights)
    usual = sorted(passing)[count // 2]

    def scale(across: int) -> float:
        starts = range(0, count, across)
        height = sum(max(heights[start : start + across]) + channel for start in starts)
        seen = min(VIEW[0] / (across * column), VIEW[1] / height, 1.0)
        return seen / (1 + 0.1 * (usual - 1)) if len(starts) > 1 and usual > 1 else seen

    most = math.isqrt(count) * 2 + 2
    choices = sorted({math.ceil(count / rows) for rows in range(1, most)})
    return max(choices, key=lambda across: (scale(across), across))


def _cut(count: int, passing: list[int], across: int) -> list[range]:
    """Rows of at most so many layers, cut where few tensors pass."""
    least = max(1, math.ceil(across * SHORT))
    cost = [0.0] + [math.inf] * count
    start = [0] * (count + 1)
    for end in range(1, count + 1):
        last = end == count
        turning = 0.0 if last else CUT * (passing[end - 1] - 1)
        for begin in range(max(0, end - across), end if last else end - least + 1):
            ragged = 0.0 if last else 0.3 * ((across - (end - begin)) / across) ** 2
            found = cost[begin] + 1 + turning + ragged
            if found < cost[end]:
                cost[end], start[end] = found, begin
    rows: list[range] = []
    end = count
    while end:
        rows.append(range(start[end], end))
        end = start[end]
    return rows[::-1]


def passing_by(spans: list[tuple[int, int]], count: int) -> list[int]:
    """How many of the spans, from a layer to a later one, go on after each layer."""
    change = [0] * (count + 1)
    for first, last in spans:
        change[first] += 1
        change[last] -= 1
    return list(accumulate(change[:count]))
