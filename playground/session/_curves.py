"""The history of a run as the screen gets it: no more points than it has room for, and no extreme among them lost."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground import charts
from playground.protocol import EpochRow, GetCurves, HistoryChunk, Mark
from playground.training import Epochs, History, HistoryPart

CHUNK_POINTS = 200
WHOLE_POINTS = 4_000
POINTS_PER_EPOCH = 4
"""A chunk has room for so many points of steps for each epoch it tells: small networks end thousands a second."""
LEAST_POINTS, MOST_POINTS = 5, 4_000


def chunk_of(
    number: int, part: HistoryPart, rows: Epochs, points: int, marks: Sequence[Mark] = (), *, whole: bool = False
) -> tuple[HistoryChunk, list[Any]]:
    """Steps, thinned to so many points a series, and epochs, to a quarter of that, as a message and its buffers."""
    names, buffers = [], []
    for name, values in part.steps.items():
        if len(values):
            steps, kept = charts.thin(part.numbers, values, points)
            names.append(name)
            buffers += [np.asarray(steps, np.float64), np.asarray(kept, np.float32)]
    told = outstanding(rows, points // POINTS_PER_EPOCH)
    return HistoryChunk(number, tuple(names), told, whole, tuple(marks)), buffers


def whole_of(number: int, history: History) -> tuple[HistoryChunk, list[Any]]:
    """All of a history, as a view gets it that knows nothing of it."""
    part = history.since(0)
    return chunk_of(number, part, part.epochs, WHOLE_POINTS, history.marks, whole=True)


def curves_between(number: int, history: History, wish: GetCurves) -> tuple[HistoryChunk, list[Any]]:
    """The part of a history that a chart is zoomed to, with as many points as it has room for."""
    part = history.between(wish.first, wish.last)
    return chunk_of(number, part, part.epochs, min(max(wish.points, LEAST_POINTS), MOST_POINTS))


def outstanding(rows: Epochs, most: int) -> tuple[EpochRow, ...]:
    """About so many epochs: the first, the last, and of equal stretches those where a value is lowest or highest."""
    if len(rows) <= most:
        return tuple(rows)
    return tuple(rows[int(each)] for each in outstanding_places(rows, most, rows.names))


def outstanding_places(rows: Epochs, most: int, names: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.intp]]":
    """Where in the rows those epochs are, as far as these names go; ascending."""
    if len(rows) <= most:
        return np.arange(len(rows))
    known = [name for name in names if name in rows.names]
    room = max(LEAST_POINTS, most // max(1, len(known)))
    kept = np.array([0, len(rows) - 1])
    for name in known:
        values = rows.table[:, rows.names.index(name) - len(rows.names)]
        (there,) = np.nonzero(~np.isnan(values))
        kept = np.union1d(kept, charts.thin(there, values[there], room)[0])
    return kept
