"""What a run has measured, growing while it is read. Knows nothing of training."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.protocol import EpochRow, Mark
from playground.training._epochs import Epochs, Numbers, Rows

Floats = np.ndarray[Any, np.dtype[np.float32]]
_FIRST_CAPACITY = 1024


@dataclass(frozen=True)
class HistoryPart:
    """What came after a step.

    Attributes:
        start: The steps left out before the first value.
        steps: Values of the steps from `start` on, float32, by name.
        epochs: The epochs that ended after step `start`.
    """

    start: int
    steps: dict[str, Floats]
    epochs: Sequence[EpochRow]

    @property
    def end(self) -> int:
        """The step of the last value."""
        return self.start + max((len(values) for values in self.steps.values()), default=0)


class History:
    """The measurements of a run; any thread may read while the run writes.

    `steps["loss"][i]` is the loss of the batch of step i + 1 alone. Metrics of a step are what Keras's `train_step`
    returns: running values since the epoch began. `steps["learning_rate"]` is what each step was run with.
    `epochs["val_loss"][e]` belongs to epoch e + 1; its names are those of `fit`'s logs. The values are the whole past
    at the moment of asking, in arrays that never change.

    Every value is kept: 4 bytes each, and as much again at the most for what is still to come. A million steps of loss,
    accuracy and learning rate are 12 MB, 24 at the most.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buffer = np.empty((0, _FIRST_CAPACITY), dtype=np.float32)
        self._names: tuple[str, ...] = ()
        self._length = 0
        self._epochs = Rows()
        self._marks: tuple[Mark, ...] = ()

    def copy(self, until: int | None = None, *, marked: bool = True) -> "History":
        """A history of its own that begins with this one's past, of so many steps where not of all.

        What happened right after the last of these steps is in it where it is to be `marked`.
        """
        other, rows = History(), self.rows()
        steps = self._part(0)
        if until is not None:
            steps = {name: values[:until] for name, values in steps.items()}
            rows = rows[: int(np.searchsorted(rows.steps, until, side="right"))]
        if steps:
            other.append(steps)
        if len(rows):
            other.append_epochs(rows.names, rows.table)
        last = until if until is None or marked else until - 1
        other._marks = tuple(mark for mark in self._marks if last is None or mark.step <= last)
        return other

    @property
    def marks(self) -> "tuple[Mark, ...]":
        """What happened between two steps, such as an edit of the network."""
        return self._marks

    def mark(self, label: str, epochs: float = 0.0) -> None:
        """Note what happens after the latest step, when so many epochs are done."""
        self.append_marks([Mark(self._length, label, epochs)])

    def append_marks(self, marks: Sequence[Mark]) -> None:
        """Note what has happened."""
        self._marks = (*self._marks, *marks)

    @property
    def steps(self) -> Mapping[str, Floats]:
        """Float32 arrays with a value for each step, by name."""
        return self._part(0)

    @property
    def epochs(self) -> Mapping[str, Floats]:
        """Float32 arrays with a value for each finished epoch, by name; NaN where an epoch has none."""
        return self.rows().columns

    def __len__(self) -> int:
        """Count the steps."""
        return self._length

    def __repr__(self) -> str:
        return f"History({self._length} steps, {len(self.rows())} epochs)"

    def rows(self, first: int = 0) -> Epochs:
        """The finished epochs from the one with this index on."""
        with self._lock:
            return self._epochs.part(first)

    def since(self, step: int) -> HistoryPart:
        """What came after this many steps."""
        rows = self.rows()
        first = int(np.searchsorted(rows.steps, step, side="right"))
        return HistoryPart(start=step, steps=self._part(step), epochs=rows[first:])

    def between(self, first: int, last: int) -> "tuple[HistoryPart, Epochs]":
        """The steps from one number to another, counted from 1, and the epochs that ended between.

        Of each there is one more at either side, where there is one: a line goes on past what is looked at.
        """
        start = max(0, first - 2)
        rows = self.rows()
        low, high = np.searchsorted(rows.steps, [first, last + 1]).tolist()
        kept = rows[max(0, low - 1) : high + 1]
        steps = {name: values[: max(0, last + 1 - start)] for name, values in self._part(start).items()}
        return HistoryPart(start=start, steps=steps, epochs=kept), kept

    def append(self, values: Mapping[str, Floats]) -> None:
        """Add steps: arrays of equal length; a name that there was not before, or is not any more, is NaN elsewhere."""
        with self._lock:
            count = len(next(iter(values.values()), ()))
            end = self._length + count
            fresh = tuple(name for name in values if name not in self._names)
            if fresh or end > self._buffer.shape[1]:
                names, room = self._names + fresh, self._buffer.shape[1]
                grown = np.full(
                    (len(names), room if end <= room else max(end, 2 * room)), np.float32(np.nan), dtype=np.float32
                )
                grown[: len(self._names), : self._length] = self._buffer[:, : self._length]
                self._buffer, self._names = grown, names
            for place, name in enumerate(self._names):
                self._buffer[place, self._length : end] = values.get(name, np.nan)
            self._length = end

    def append_epochs(self, names: Sequence[str], table: Numbers) -> None:
        """Add finished epochs, as a table of `Epochs` with a column for each of these names."""
        with self._lock:
            self._epochs.add(names, table)

    def _part(self, start: int) -> dict[str, Floats]:
        with self._lock:
            values = self._buffer[:, start : self._length]
            names = self._names
        values.flags.writeable = False
        return dict(zip(names, values, strict=True)) if names else {}
