"""The epochs of a run as columns that grow: small networks end thousands a second. Knows nothing of training."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np

from playground.protocol import EpochRow
from playground.training._columns import Columns

Floats = np.ndarray[Any, np.dtype[np.float32]]
Numbers = np.ndarray[Any, np.dtype[np.float64]]
_PLACE = ("epoch", "step")
_LOGS = "logs/"
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
        """Count the epochs that are kept."""
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
    def numbers(self) -> Numbers:
        """The numbers of the epochs, counted from 1; of a long run not all are kept."""
        return self.table[:, 0]

    @property
    def done(self) -> int:
        """The number of the latest epoch, 0 where there is none."""
        return int(self.table[-1, 0]) if len(self.table) else 0

    @property
    def steps(self) -> Numbers:
        """The step that each epoch ended on."""
        return self.table[:, 1]

    @property
    def columns(self) -> Mapping[str, Floats]:
        """Float32 arrays by name; NaN where there is no finite value."""
        return _Columns(self)


class Rows:
    """Where epochs are added; whoever adds or takes a part holds a lock.

    All are kept up to a limit of rows and of values; beyond it, of the older half those where a value is lowest or
    highest, see `Columns`.
    """

    def __init__(self, limit: int, values: int) -> None:
        self._columns = Columns(limit, np.float64, values)

    @property
    def capacity(self) -> int:
        """For how many epochs there is memory."""
        return self._columns.capacity

    def add(self, names: Sequence[str], table: Numbers) -> None:
        """Add epochs as a table like that of `Epochs`, with a column for each of the names."""
        columns = (*_PLACE, *(_LOGS + name for name in names))
        self._columns.add(dict(zip(columns, table.T, strict=True)))

    def part(self) -> Epochs:
        """The epochs so far."""
        columns = self._columns
        if not columns.names:
            return Epochs((), np.empty((0, len(_PLACE))))
        names = tuple(name.removeprefix(_LOGS) for name in columns.names[len(_PLACE) :])
        return Epochs(names, columns.part().T)

    def copy(self, rows: int) -> "Rows":
        """Rows of their own that begin with so many of these."""
        other = Rows(0, 0)
        numbers = self._columns.numbers(0, rows)
        other._columns = self._columns.copy(rows, int(numbers[-1]) if rows else 0)
        return other


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
