"""The epochs of a run as columns that grow: small networks end thousands a second. Knows nothing of training."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np

from playground.protocol import EpochRow

Floats = np.ndarray[Any, np.dtype[np.float32]]
Numbers = np.ndarray[Any, np.dtype[np.float64]]
_FIRST_CAPACITY = 64
_PLACE = ("epoch", "step")
_ABSENT = math.nan
_NOT_FINITE = math.inf


class Epochs(Sequence[EpochRow]):
    """The rows up to some moment, made when asked for; they never change.

    In `table`, float64, a column is `epoch`, `step`, and one for each of `names`; NaN where an epoch has no such value,
    infinity where the value is not finite.
    """

    def __init__(self, names: tuple[str, ...], table: Numbers) -> None:
        self.names = names
        self.table = table

    def __len__(self) -> int:
        """Count the epochs."""
        return len(self.table)

    @overload
    def __getitem__(self, index: int) -> EpochRow: ...
    @overload
    def __getitem__(self, index: slice) -> "Epochs": ...
    def __getitem__(self, index: int | slice) -> "EpochRow | Epochs":
        """One row, or a stretch of them."""
        if isinstance(index, slice):
            return Epochs(self.names, self.table[index])
        epoch, step, *values = self.table[index].tolist()
        named = zip(self.names, values, strict=True)
        logs = {name: None if math.isinf(value) else value for name, value in named if not math.isnan(value)}
        return EpochRow(int(epoch), int(step), logs)

    @property
    def steps(self) -> Numbers:
        """The step that each epoch ended on."""
        return self.table[:, 1]

    @property
    def is_sound(self) -> bool:
        """Whether the table, which may come from a file, has a column for each of the names."""
        return self.table.ndim == 2 and self.table.shape[1] == len(_PLACE) + len(self.names)  # noqa: PLR2004  # rows, columns

    @property
    def columns(self) -> Mapping[str, Floats]:
        """Float32 arrays by name; NaN where there is no finite value."""
        return _Columns(self)


class Rows:
    """Where epochs are added; whoever adds or takes a part holds a lock."""

    def __init__(self) -> None:
        self._names: tuple[str, ...] = ()
        self._table = np.empty((_FIRST_CAPACITY, len(_PLACE)))
        self._length = 0

    def add(self, names: Sequence[str], table: Numbers) -> None:
        """Add epochs as a table like that of `Epochs`, with a column for each of the names."""
        fresh = [name for name in names if name not in self._names]
        end = self._length + len(table)
        if fresh or end > len(self._table):
            self._names += tuple(fresh)
            capacity = len(self._table) if end <= len(self._table) else max(end, 2 * len(self._table))
            grown = np.full((capacity, len(_PLACE) + len(self._names)), _ABSENT)
            grown[: self._length, : self._table.shape[1]] = self._table[: self._length]
            self._table = grown
        self._table[self._length : end] = _ABSENT
        places = [0, 1, *(len(_PLACE) + self._names.index(name) for name in names)]
        self._table[self._length : end, places] = table
        self._length = end

    def part(self, first: int = 0) -> Epochs:
        """The epochs from the one with this index on."""
        table = self._table[first : self._length]
        table.flags.writeable = False
        return Epochs(self._names, table)


def told(values: Numbers) -> Numbers:
    """Values as a table of epochs holds them."""
    return np.where(np.isfinite(values), values, _NOT_FINITE)


class _Columns(Mapping[str, Floats]):
    def __init__(self, epochs: Epochs) -> None:
        self._epochs = epochs

    def __getitem__(self, name: str) -> Floats:
        if name not in self._epochs.names:
            raise KeyError(name)
        values = self._epochs.table[:, len(_PLACE) + self._epochs.names.index(name)].astype(np.float32)
        values[~np.isfinite(values)] = math.nan
        return values

    def __iter__(self) -> Iterator[str]:
        return iter(self._epochs.names)

    def __len__(self) -> int:
        return len(self._epochs.names)

    def __repr__(self) -> str:
        return f"Epochs({', '.join(self)})"
