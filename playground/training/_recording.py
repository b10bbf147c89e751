"""From the rows of dispatches to history and epoch logs. Knows how `fit` averages; knows no engine."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from playground.training._epochs import told
from playground.training._history import History
from playground.training._snapshots import Progress

Array = np.ndarray[Any, Any]
RATE = "learning_rate"


class Recorder:
    """Writes the history of a run, and keeps what the logs of the running epoch need.

    The loss of an epoch is the mean of its batches' losses weighted by their sizes, as Keras's loss tracker computes
    it, but in double precision.
    """

    def __init__(self, history: History, samples: int, batch_size: int) -> None:
        self._history = history
        steps = -(-samples // batch_size)
        self._sizes = np.full(steps, float(batch_size))
        self._sizes[-1] = samples - (steps - 1) * batch_size
        self._steps = steps
        self._begun = 0
        self._sum = 0.0
        self._weight = 0.0
        self.latest: dict[str, float] = {}

    def begin_epoch(self) -> None:
        """An epoch begins: its logs start anew."""
        self._begun, self._sum, self._weight = 0, 0.0, 0.0

    @property
    def progress(self) -> Progress:
        """How far the epoch under way is."""
        return Progress(dict(self.latest), self._begun, self._sum, self._weight)

    def take_up(self, progress: Progress, begun: int) -> None:
        """Go on where another recorder was; of the epoch under way `begun` steps are done, or it begins anew."""
        self.latest = dict(progress.latest)
        if begun:
            self._begun, self._sum, self._weight = begun, progress.sum, progress.weight

    def add(self, names: Sequence[str], rows: Array, rates: Array | None = None) -> int | None:
        """Add steps of the running epoch; the index of the first whose loss is not finite, where the adding ends.

        `rates` are the learning rates they were run with.
        """
        place = loss_place(names)
        bad = _first_bad(rows[:, place])
        kept = rows if bad is None else rows[: bad + 1]
        self._history.append(_named(names, kept, rates))
        sizes = self._sizes[self._begun : self._begun + len(kept)]
        self._sum += float(kept[:, place].astype(np.float64) @ sizes)
        self._weight += float(sizes.sum())
        self._begun += len(kept)
        self.latest = _finite(dict(zip(names, kept[-1].tolist(), strict=True)))
        return bad

    def logs(self) -> dict[str, float]:
        """What `fit` would log now: running values of the epoch."""
        logs = dict(self.latest)
        if "loss" in logs and self._weight:
            logs["loss"] = self._sum / self._weight
        return logs

    def add_epochs(
        self,
        names: Sequence[str],
        rows: Array,
        test_names: Sequence[str],
        tests: Array,
        epoch: int,
        *,
        rates: Array | None = None,
    ) -> int | None:
        """Add whole epochs after the first `epoch` ones; the index of the first step whose loss is not finite."""
        place = loss_place(names)
        bad = _first_bad(rows[:, place])
        if bad is not None:
            rows = rows[: bad + 1]
        before = len(self._history)
        self._history.append(_named(names, rows, rates))
        whole = len(rows) // self._steps
        losses = rows[: whole * self._steps, place].astype(np.float64).reshape(whole, self._steps)
        means = losses @ self._sizes / self._sizes.sum()
        ends = rows[self._steps - 1 :: self._steps][:whole].astype(np.float64)
        if "loss" in names:
            ends[:, place] = means
        columns = [*names, *(f"val_{name}" for name in test_names)]
        numbers = np.arange(1, whole + 1)[:, None]
        tested = [told(tests[:whole].astype(np.float64))] if len(test_names) else []
        table = np.concatenate([epoch + numbers, before + numbers * self._steps, told(ends), *tested], axis=1)
        self._history.append_epochs(columns, table)
        self.latest = _finite(dict(zip(names, rows[-1].tolist(), strict=True)))
        return bad

    def end_epoch(self, epoch: int, logs: Mapping[str, Any]) -> None:
        """Add the row of the epoch that ended, the one with this number counted from 1."""
        values = {name: float(np.mean(value)) for name, value in logs.items() if _is_number(value)}
        ended = np.array([epoch, len(self._history)], dtype=np.float64)
        row = np.concatenate([ended, told(np.array(list(values.values()), dtype=np.float64))])
        self._history.append_epochs(list(values), row[None])


def _named(names: Sequence[str], rows: Array, rates: Array | None) -> dict[str, Array]:
    """Values of steps by name, with the learning rate; one that the model itself tells stands."""
    values = {name: rows[:, column] for column, name in enumerate(names)}
    return values if rates is None else values | {RATE: values.get(RATE, rates[: len(rows)])}


def loss_place(names: Sequence[str]) -> int:
    """The column that says whether training is sound."""
    return list(names).index("loss") if "loss" in names else 0


def _first_bad(losses: Array) -> int | None:
    finite = np.isfinite(losses)
    return None if finite.all() else int(np.argmin(finite))


def _finite(values: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in values.items() if math.isfinite(value)}


def _is_number(value: Any) -> bool:
    return np.asarray(value).dtype.kind in "biuf"
