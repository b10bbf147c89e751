"""Named columns of numbers that grow without end in memory that does not. Knows nothing of training."""

from collections.abc import Mapping
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Numbers = np.ndarray[Any, np.dtype[np.int64]]
_FIRST_CAPACITY = 1024
_ROWS = 8
"""The shortest stretch that is thinned has so many rows a column; three of a column stay at the most."""
_LEAST = 16
"""So many rows a column there is always room for: a quarter of them for all that stays of one stretch."""


class Columns:
    """Rows numbered from 1; all of them up to a limit, which is lower where there are many columns.

    When it is reached, the older half of them is thinned: of equal stretches of numbers those rows stay where some
    column has its lowest or its highest finite value, or its first that is no finite number; and the very first row.
    Stretches become twice as long whenever what is thinned would take more than a quarter of the limit: they are as
    long at the beginning of a run of hours as later on. The newer half is always whole.

    Parts are views that never change. Whoever adds or takes a part holds a lock.

    Attributes:
        names: Of the columns, in the order of the parts.
        count: How many rows were added; the number of the latest.
    """

    def __init__(self, rows: int, dtype: Any, values: int | None = None) -> None:
        """Keep nothing yet, and never more than so many `rows`, nor more `values` in all columns together."""
        self.names: tuple[str, ...] = ()
        self.count = 0
        self._rows, self._values = rows, values
        self._buffer: Array = np.empty((0, min(rows, _FIRST_CAPACITY)), dtype)
        self._length = 0
        self._thinned = np.empty(0, np.int64)  # numbers of the first rows; those of the others follow without a gap
        self._width = 0

    def __len__(self) -> int:
        """Count the rows that are kept."""
        return self._length

    @property
    def capacity(self) -> int:
        """For how many rows there is memory."""
        return int(self._buffer.shape[1])

    def add(self, values: Mapping[str, Array]) -> None:
        """Add rows: arrays of equal length; a name that there was not before, or is not any more, is NaN elsewhere."""
        count, start = len(next(iter(values.values()), ())), 0
        self.names += (fresh := tuple(name for name in values if name not in self.names))
        if fresh:
            if self._length > self._limit:
                self._thin()
            self._resize(min(self.capacity, self._limit))
        while start < count:
            if self._length == self._limit:
                self._thin()
            piece = min(count - start, self._limit - self._length)
            end = self._length + piece
            if end > self.capacity:
                self._resize(min(self._limit, max(end, 2 * self.capacity)))
            for place, name in enumerate(self.names):
                added = values.get(name)
                self._buffer[place, self._length : end] = np.nan if added is None else added[start : start + piece]
            self._length, self.count, start = end, self.count + piece, start + piece

    def restore(self, values: Mapping[str, Array], numbers: Numbers) -> None:
        """Hold rows that were kept before, with their ascending numbers, where nothing was added yet."""
        (gaps,) = np.nonzero(np.diff(numbers) != 1)
        self.names = tuple(values)
        self._buffer = np.array(list(values.values()), self._buffer.dtype).reshape(len(values), len(numbers))
        self._thinned = np.array(numbers[: gaps[-1] + 1 if len(gaps) else 0], np.int64)
        self._length, self.count = len(numbers), int(numbers[-1]) if len(numbers) else 0
        if self._length > self._limit:
            self._thin()

    def copy(self, rows: int, count: int) -> "Columns":
        """Columns of their own that begin with so many rows of these, when so many had been added."""
        other = Columns(self._rows, self._buffer.dtype, self._values)
        other.names, other.count, other._width = self.names, count, self._width
        other._buffer, other._length = self._buffer[:, :rows].copy(), rows
        other._thinned = self._thinned[:rows]
        return other

    def part(self, first: int = 0, last: int | None = None) -> Array:
        """The rows from one place to another, shape (columns, rows)."""
        values = self._buffer[:, first : self._length if last is None else min(last, self._length)]
        values.flags.writeable = False
        return values

    def numbers(self, first: int = 0, last: int | None = None) -> Numbers:
        """Their numbers, int64."""
        last = self._length if last is None else min(last, self._length)
        thinned, gone = self._thinned[first:last], self.count - self._length
        fresh = np.arange(max(first, len(self._thinned)) + gone + 1, last + gone + 1)
        return np.concatenate([thinned, fresh]) if len(thinned) else fresh

    def up_to(self, number: int) -> int:
        """How many rows have a number up to this one."""
        gone = self.count - self._length
        if number >= len(self._thinned) + gone:
            return min(self._length, number - gone)
        return int(np.searchsorted(self._thinned, number, side="right"))

    @property
    def _limit(self) -> int:
        columns = max(1, len(self.names))
        rows = self._rows if self._values is None else min(self._rows, self._values // columns)
        return max(rows, _LEAST * columns)

    def _resize(self, capacity: int) -> None:
        grown = np.empty((len(self.names), capacity), self._buffer.dtype)
        grown[: len(self._buffer), : self._length] = self._buffer[:, : self._length]
        grown[len(self._buffer) :, : self._length] = np.nan
        self._buffer = grown

    def _thin(self) -> None:
        """Thin the older half, into memory of its own: parts that were taken do not change."""
        limit = self._limit
        width = max(self._width, _ROWS * len(self.names))
        whole = max(len(self._thinned), self._length - limit // 2)
        # What is thinned already stays as it is, but for the latest stretch, which goes on.
        first = self.up_to((int(self._thinned[-1]) - 1) // width * width) if len(self._thinned) else 0
        numbers = self.numbers(0, whole)
        fresh = outstanding(self._buffer[:, first:whole], (numbers[first:] - 1) // width)
        kept = np.concatenate([np.arange(max(1, first)), fresh[fresh > 0] if first == 0 else first + fresh])
        while len(kept) > limit // 4 and width < self.count:
            width *= 2
            again = outstanding(self._buffer[:, kept], (numbers[kept] - 1) // width)
            kept = kept[again if again[0] == 0 else np.concatenate([[0], again])]
        length = len(kept) + self._length - whole
        thinned = np.empty((len(self._buffer), limit), self._buffer.dtype)
        thinned[:, : len(kept)] = self._buffer[:, kept]
        thinned[:, len(kept) : length] = self._buffer[:, whole : self._length]
        self._buffer, self._thinned = thinned, numbers[kept]
        self._length, self._width = length, width


def outstanding(table: Array, stretches: Numbers) -> Numbers:
    """The places of the rows that stay of each stretch: lowest, highest and first not finite value of each column.

    Args:
        table: Shape (columns, rows).
        stretches: The stretch of each row, ascending, shape (rows,).

    Returns:
        Ascending; of equal values the first.
    """
    starts = np.concatenate([[0], np.flatnonzero(np.diff(stretches)) + 1])
    lengths = np.diff(np.append(starts, len(stretches)))
    kept = np.zeros(len(stretches), bool)
    for values in table:
        finite = np.isfinite(values)
        low = high = values
        if not finite.all():
            low, high = np.where(finite, values, np.inf), np.where(finite, values, -np.inf)
            holes = np.flatnonzero(~finite)
            kept[_firsts(holes, stretches)] = True
        if low.min() == high.max():
            kept[_firsts(np.flatnonzero(finite), stretches)] = True
            continue
        for side, extreme in ((low, np.minimum), (high, np.maximum)):
            found = np.repeat(extreme.reduceat(side, starts), lengths)
            kept[_firsts(np.flatnonzero(side == found), stretches)] = True
    return np.flatnonzero(kept)


def _firsts(places: Numbers, stretches: Numbers) -> Numbers:
    """The first of these places in each stretch that has some."""
    within = stretches[places]
    first = np.ones(len(places), bool)
    first[1:] = within[1:] != within[:-1]
    found: Numbers = places[first]
    return found
