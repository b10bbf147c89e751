"""Moments of a run that it can go back to, within a budget of memory. Knows no engine."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, NamedTuple, overload

import numpy as np

from playground.training._config import TrainingConfig

Array = np.ndarray[Any, Any]

MOST = 256
"""So many snapshots at most, however small they are: a slider has no more places."""


class Progress(NamedTuple):
    """What the logs of the epoch under way are made of: the latest values, and the steps, losses and sizes so far."""

    latest: dict[str, float]
    begun: int = 0
    sum: float = 0.0
    weight: float = 0.0


@dataclass(frozen=True)
class Place:
    """Where a loop is: all that decides which samples come next, and how the logs of the epoch go on.

    Attributes:
        epoch: Finished epochs.
        position: Steps of the epoch under way that are done.
        random: Draws the orders of the epochs to come.
        order: The order of the epoch under way, int32 of shape (samples,); None between two epochs.
        progress: Of the epoch under way.
        metrics: Values of the metrics' variables; none between two epochs.
        samples: How many there are to train on.
        batch_size: Samples in a step.
    """

    epoch: int
    position: int
    random: np.random.Generator
    order: Array | None
    progress: Progress
    metrics: tuple[Array, ...]
    samples: int
    batch_size: int

    @property
    def nbytes(self) -> int:
        """What it takes in memory."""
        return sum(each.nbytes for each in (*self.metrics, *(() if self.order is None else (self.order,))))


class Origin:
    """Which model weights are of: runs on one model share one, and so does a branch in a copy made of its network."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A run between two steps: the weights and all that a faithful continuation needs, in the memory of the host.

    Attributes:
        step: Steps that were done.
        epochs: Epochs that were done, with the part of the one under way.
        weights: Values of `model.variables`, in their order.
        memories: Values of `optimizer.variables`, likewise.
        optimizer: The optimizer that they are of; of a model before an edit one of its class and settings that has
            no memory, or None.
        config: How the run trained then.
        place: Where its loop was.
        origin: The model that they are of.
    """

    step: int
    epochs: float
    weights: tuple[Array, ...] = field(repr=False)
    memories: tuple[Array, ...] = field(repr=False)
    optimizer: Any = field(repr=False)
    config: TrainingConfig = field(repr=False)
    place: Place = field(repr=False)
    origin: Origin = field(repr=False)

    @property
    def nbytes(self) -> int:
        """What it takes in memory."""
        return sum(each.nbytes for each in (*self.weights, *self.memories)) + self.place.nbytes


class Snapshots(Sequence[Snapshot]):
    """The snapshots of a run by their steps, those first that it has of runs before; any thread may read while it adds.

    The first and the latest are always kept. When the budget is full, those go that stand nearer to the one before
    them than `every` steps, which is twice as many each time: what is kept stays evenly spread. The last ones before
    an edit of the network go after all others.

    Attributes:
        budget: Bytes that all of them may take together.
        origin: The model of the run; those of another origin are of networks before an edit.
        every: Steps between two of them, at the least, but for the latest.
        needed: Bytes of one snapshot, where two of them are over the budget, so that none is kept; 0 otherwise.
    """

    def __init__(self, budget: int, origin: Origin | None = None) -> None:
        self.budget = budget
        self.origin = origin or Origin()
        self.every = 1
        self.needed = 0
        self._lock = threading.Lock()
        self._kept: tuple[Snapshot, ...] = ()

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Snapshot]:
        return iter(self._kept)

    @overload
    def __getitem__(self, index: int) -> Snapshot: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Snapshot]: ...
    def __getitem__(self, index: int | slice) -> Snapshot | Sequence[Snapshot]:
        return self._kept[index]

    def __repr__(self) -> str:
        return f"Snapshots({len(self)} of {self.nbytes / 2**20:.1f} MiB)"

    @property
    def nbytes(self) -> int:
        """What all of them take in memory; an order of samples that several have counts with each."""
        return sum(each.nbytes for each in self._kept)

    @property
    def missing(self) -> str:
        """Why there are none, as the end of a sentence; empty where there are some."""
        if self._kept:
            return ""
        if not self.budget:
            return "snapshot_memory is 0 in its configuration."
        if self.needed:
            sizes = f"one takes {self.needed / 2**20:,.1f} MiB, and two are more than {self.budget / 2**20:,.1f} MiB"
            return f"{sizes}; set a larger snapshot_memory in its configuration."
        return "it has not run a step yet."

    def nearest(self, step: int, edits: int | None = None) -> Snapshot | None:
        """The one nearest to a step, of two of a step the one of now; None where there is none.

        Args:
            step: Steps that were done.
            edits: Look only at those that are so many edits of the network ago; None for all.
        """
        found = [each for each in self._kept if edits is None or self.edits_since(each) == edits]
        return min(found, key=lambda each: (abs(each.step - step), each.origin is not self.origin), default=None)

    def edits_since(self, snapshot: Snapshot) -> int:
        """How many edits of the network lie between a snapshot and the run: 0 where it is of the run's model."""
        origins = list(dict.fromkeys([*(each.origin for each in self._kept), self.origin]))
        return origins.index(self.origin) - origins.index(snapshot.origin)

    def has_room(self, nbytes: int) -> bool:
        """Whether snapshots of so many bytes can be kept: the first and the latest at least."""
        room = 2 * nbytes <= self.budget
        self.needed = 0 if room or not self.budget else nbytes
        return room

    def add(self, snapshot: Snapshot) -> None:
        """Keep the latest one; one of the same step takes the place of the other."""
        with self._lock:
            kept = list(self._kept)
            mine = [each for each in kept if each.origin is snapshot.origin]
            if mine and mine[-1].step >= snapshot.step:
                kept.remove(mine.pop())
            if len(mine) > 1 and mine[-1].step - mine[-2].step < self.every:
                kept.remove(mine[-1])
            self._settle([*kept, snapshot])

    def take_up(self, before: "Snapshots", at: Snapshot | None = None) -> None:
        """Begin with those of another run, up to one of them; they are the same in memory."""
        with self._lock:
            self.every = before.every
            kept = list(before)
            if at is not None:
                kept = [
                    each for each in kept if each.step < at.step or (each.step == at.step and each.origin is at.origin)
                ]
            light: dict[int, Any] = {}
            self._settle([each if each.origin is self.origin else _put_away(each, light) for each in kept])

    def _settle(self, kept: list[Snapshot]) -> None:
        sizes = {id(each): each.nbytes for each in kept}
        while len(kept) > MOST or sum(sizes[id(each)] for each in kept) > self.budget:
            between = [each for each in kept[1:-1] if not _last_of_its_model(kept, each)]
            if between:
                self.every *= 2
                kept = _thinned(kept, self.every)
            else:
                kept = kept[:1] + kept[2:] if len(kept) > 2 else kept[1:]  # noqa: PLR2004  # the first and the latest
        self._kept = tuple(kept)


def _last_of_its_model(kept: list[Snapshot], snapshot: Snapshot) -> bool:
    return next(each for each in reversed(kept) if each.origin is snapshot.origin) is snapshot


def _thinned(kept: list[Snapshot], every: int) -> list[Snapshot]:
    left = kept[:1]
    for each, following in pairwise(kept[1:]):
        if each.step - left[-1].step >= every or each.origin is not following.origin:
            left.append(each)
    return [*left, kept[-1]]


def _put_away(snapshot: Snapshot, light: dict[int, Any]) -> Snapshot:
    """The same without its optimizer's variables, which would stay in the memory of the device."""
    optimizer = snapshot.optimizer
    if optimizer is None or not optimizer.built:
        return snapshot
    if id(optimizer) not in light:
        try:
            light[id(optimizer)] = type(optimizer).from_config(optimizer.get_config())
        except Exception:  # noqa: BLE001  # a stranger's may not know its own settings: then nothing is remembered
            light[id(optimizer)] = None
    return replace(snapshot, optimizer=light[id(optimizer)])
