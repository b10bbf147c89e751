"""What a run has measured, growing while it is read. Knows nothing of training."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.protocol import Mark
from playground.training._columns import Columns, Numbers
from playground.training._epochs import Epochs, Numbers as Doubles, Rows

Floats = np.ndarray[Any, np.dtype[np.float32]]
KEPT_STEPS = 4_000_000
"""At the most; the newer half of them is always whole."""
KEPT_VALUES = 12_000_000
"""At the most, of all steps together: 48 MB. With more than three names fewer steps are kept."""
KEPT_EPOCHS = 500_000
KEPT_EPOCH_VALUES = 6_000_000
"""Of all epochs together, their numbers and steps included: 48 MB."""


@dataclass(frozen=True)
class HistoryPart:
    """What came after a step, all of one moment.

    Attributes:
        start: The step that it comes after.
        numbers: Of the steps that there are values of, int64, ascending, counted from 1.
        steps: These values, float32, by name.
        epochs: The epochs that ended after step `start`.
    """

    start: int
    numbers: Numbers
    steps: dict[str, Floats]
    epochs: Epochs

    @property
    def end(self) -> int:
        """The step of the last value."""
        return int(self.numbers[-1]) if len(self.numbers) else self.start


class History:
    """The measurements of a run; any thread may read while the run writes.

    `steps["loss"][i]` is the loss of the batch of step `numbers[i]` alone, which is i + 1 in all but very long runs.
    Metrics of a step are what Keras's `train_step` returns: running values since the epoch began.
    `steps["learning_rate"]` is what each step was run with. `epochs["val_loss"][e]` belongs to epoch
    `rows().numbers[e]`; its names are those of `fit`'s logs. The values are the past at the moment of asking, in arrays
    that never change; `since(0)` gives numbers and values of one moment.

    Every value is kept up to a limit: 4 bytes each, and as much again at the most for what is still to come. A million
    steps of loss, accuracy and learning rate are 12 MB, 24 at the most. From 4 million steps on, or 12 million values
    of them, and from 500,000 epochs on, or 6 million values, the newer half at least is kept whole, and of equal
    stretches of what is older, for each name, the lowest, the highest and the first value that is no finite number, and
    the first step of all: no extreme is lost, chance picks nothing, and memory grows no more, however many names there
    are.
    """

    def __init__(
        self,
        kept_steps: int = KEPT_STEPS,
        kept_epochs: int = KEPT_EPOCHS,
        *,
        kept_values: int = KEPT_VALUES,
        kept_epoch_values: int = KEPT_EPOCH_VALUES,
    ) -> None:
        """Begin without a past; keep so many steps and epochs at the most, and so many values of each."""
        self._lock = threading.Lock()
        self._steps = Columns(kept_steps, np.float32, kept_values)
        self._epochs = Rows(kept_epochs, kept_epoch_values)
        self._marks: tuple[Mark, ...] = ()

    def copy(self, until: int | None = None, *, marked: bool = True) -> "History":
        """A history of its own that begins with this one's past, of so many steps where not of all.

        What happened right after the last of these steps is in it where it is to be `marked`.
        """
        other = History()
        with self._lock:
            count = self._steps.count if until is None else min(until, self._steps.count)
            ended = self._epochs.part().steps
            rows = len(ended) if until is None else int(np.searchsorted(ended, until, side="right"))
            other._steps = self._steps.copy(self._steps.up_to(count), count)
            other._epochs = self._epochs.copy(rows)
        last = until if until is None or marked else until - 1
        other._marks = tuple(mark for mark in self._marks if last is None or mark.step <= last)
        return other

    @property
    def marks(self) -> "tuple[Mark, ...]":
        """What happened between two steps, such as an edit of the network."""
        return self._marks

    def mark(self, label: str, epochs: float = 0.0) -> None:
        """Note what happens after the latest step, when so many epochs are done."""
        self.append_marks([Mark(len(self), label, epochs)])

    def append_marks(self, marks: Sequence[Mark]) -> None:
        """Note what has happened."""
        self._marks = (*self._marks, *marks)

    @property
    def numbers(self) -> Numbers:
        """The steps that there are values of, int64, counted from 1."""
        return self.since(0).numbers

    @property
    def steps(self) -> Mapping[str, Floats]:
        """Float32 arrays with a value for each of these steps, by name."""
        with self._lock:
            return self._values(0, None)

    @property
    def epochs(self) -> Mapping[str, Floats]:
        """Float32 arrays with a value for each finished epoch that is kept, by name; NaN where an epoch has none."""
        return self.rows().columns

    def __len__(self) -> int:
        """Count the steps that were done."""
        return self._steps.count

    def __repr__(self) -> str:
        return f"History({len(self)} steps, {self.rows().done} epochs)"

    @property
    def capacity(self) -> tuple[int, int]:
        """For how many steps and epochs there is memory."""
        return self._steps.capacity, self._epochs.capacity

    def rows(self, after: int = 0) -> Epochs:
        """The finished epochs with a higher number than this one."""
        with self._lock:
            rows = self._epochs.part()
        return rows[int(np.searchsorted(rows.numbers, after, side="right")) :] if after else rows

    def since(self, step: int) -> HistoryPart:
        """What came after this many steps."""
        with self._lock:
            first, rows = self._steps.up_to(step), self._epochs.part()
            numbers, steps = self._part(first)
        ended = int(np.searchsorted(rows.steps, step, side="right"))
        return HistoryPart(start=step, numbers=numbers, steps=steps, epochs=rows[ended:])

    def between(self, first: int, last: int) -> "HistoryPart":
        """The steps from one number to another, counted from 1, and the epochs that ended between.

        Of each there is one more at either side, where there is one: a line goes on past what is looked at.
        """
        with self._lock:
            before = max(0, self._steps.up_to(max(0, first - 1)) - 1)
            numbers, steps = self._part(before, self._steps.up_to(max(0, last)) + 1)
            rows = self._epochs.part()
        low, high = np.searchsorted(rows.steps, [first, last + 1]).tolist()
        start = int(numbers[0]) - 1 if len(numbers) else max(0, first - 1)
        return HistoryPart(start=start, numbers=numbers, steps=steps, epochs=rows[max(0, low - 1) : high + 1])

    def append(self, values: Mapping[str, Floats]) -> None:
        """Add steps: arrays of equal length; a name that there was not before, or is not any more, is NaN elsewhere."""
        with self._lock:
            self._steps.add(values)

    def restore(self, values: Mapping[str, Floats], numbers: Numbers) -> None:
        """Take up steps that another history has kept, with their ascending numbers, before any is added."""
        with self._lock:
            self._steps.restore(values, numbers)

    def append_epochs(self, names: Sequence[str], table: Doubles) -> None:
        """Add finished epochs, as a table of `Epochs` with a column for each of these names."""
        with self._lock:
            self._epochs.add(names, table)

    def _part(self, first: int, last: int | None = None) -> tuple[Numbers, dict[str, Floats]]:
        return self._steps.numbers(first, last), self._values(first, last)

    def _values(self, first: int, last: int | None) -> dict[str, Floats]:
        return dict(zip(self._steps.names, self._steps.part(first, last), strict=True))
