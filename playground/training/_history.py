"""What a run has measured, growing while it is read. Knows nothing of training."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.protocol import EpochRow
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
    returns: running values since the epoch began. `epochs["val_loss"][e]` belongs to epoch e + 1; its names are those
    of `fit`'s logs. The values are the whole past at the moment of asking, in arrays that never change.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buffer = np.empty((0, _FIRST_CAPACITY), dtype=np.float32)
        self._names: tuple[str, ...] = ()
        self._length = 0
        self._epochs = Rows()

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

    def append(self, values: Mapping[str, Floats]) -> None:
        """Add steps: arrays of equal length; the names are those of the first call."""
        with self._lock:
            if not self._names:
                self._names = tuple(values)
                self._buffer = np.empty((len(values), _FIRST_CAPACITY), dtype=np.float32)
            count = len(values[self._names[0]])
            end = self._length + count
            if end > self._buffer.shape[1]:
                grown = np.empty((len(self._names), max(end, 2 * self._buffer.shape[1])), dtype=np.float32)
                grown[:, : self._length] = self._buffer[:, : self._length]
                self._buffer = grown
            for place, name in enumerate(self._names):
                self._buffer[place, self._length : end] = values[name]
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
