"""Where a long drawing is folded into rows, so that a canvas that is wide and short shows it large."""

import math
from itertools import accumulate
from typing import NamedTuple

VIEW = (884.0, 508.0)
"""Width and height, in pixels, of a canvas at the studio's usual size."""
CUT = 0.6
"""What it costs, in rows, that one more tensor goes from row to row."""
SMALLER = 0.08
"""So much smaller may a drawing be seen for each tensor less that goes from row to row."""
TURNED = 0.25
"""So much larger must a drawing be seen, for each tensor more that usually goes on, to be folded at all."""
SHORT = 0.5
"""A row is at least so much of the widest one, but for the last."""
WIDTHS = (0.85, 1.0, 1.1, 1.2, 1.3, 1.45)
"""Widths that are tried, beside the one that shows most."""


class Sheet(NamedTuple):
    """What rows are made of, in pixels: the height of each layer, the way from layer to layer and between rows.

    `passing` counts the tensors that go from each layer to later ones.
    """

    heights: list[float]
    passing: list[int]
    column: float
    channel: float
    view: tuple[float, float]


def rows_of(sheet: Sheet) -> list[range]:
    """The layers of each row: as large as can be seen in the view, cut where few wires turn round."""
    count = len(sheet.heights)
    across = _across(sheet)
    if across >= count:
        return [range(count)]
    best = _cut(sheet.passing, across)
    if not _turning(sheet, best):
        return best
    widths = sorted({max(1, round(across * part)) for part in WIDTHS})
    return max((_cut(sheet.passing, width) for width in widths), key=lambda rows: _worth(sheet, rows))


def _across(sheet: Sheet) -> int:
    """How many layers make a row, so that the scale at which all can be seen is largest, and few wires turn round."""
    count = len(sheet.heights)
    usual = sorted(sheet.passing)[count // 2]

    def scale(across: int) -> float:
        rows = [range(start, min(start + across, count)) for start in range(0, count, across)]
        return _scale(sheet, rows) / (1 + TURNED * (usual - 1) if len(rows) > 1 and usual > 1 else 1)

    most = math.isqrt(count) * 2 + 2
    choices = sorted({math.ceil(count / rows) for rows in range(1, most)})
    return max(choices, key=lambda across: (scale(across), across))


def _scale(sheet: Sheet, rows: list[range]) -> float:
    width = max(map(len, rows)) * sheet.column
    height = sum(max(sheet.heights[row.start : row.stop]) + sheet.channel for row in rows)
    return min(sheet.view[0] / width, sheet.view[1] / height, 1.0)


def _turning(sheet: Sheet, rows: list[range]) -> int:
    """How many tensors go from row to row beyond the one that has to."""
    return sum(max(0, sheet.passing[row.stop - 1] - 1) for row in rows[:-1])


def _worth(sheet: Sheet, rows: list[range]) -> float:
    return _scale(sheet, rows) * (1 - SMALLER) ** _turning(sheet, rows)


def _cut(passing: list[int], across: int) -> list[range]:
    """Rows of at most so many layers, cut where few tensors pass."""
    count = len(passing)
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
