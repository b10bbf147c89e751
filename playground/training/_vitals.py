"""What the optimizer did at some steps of a run: gradients, weights, updates of each variable. Knows no engine."""

import threading
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]

BINS = 32
MOST_MOMENTS = 1024
MOST_SHAPES = 64
_GRADIENT, _WEIGHT, _UPDATE, _UNSOUND = range(4)


@dataclass(frozen=True)
class Moments:
    """The measured steps of a run, in order; arrays that never change.

    Attributes:
        steps: Numbers of the steps, int64, shape (moments,); the first step of a run is 1.
        variables: Paths of the trained variables, as Keras names them.
        gradients: L2 norms of the gradient that the optimizer was given, float32, shape (moments, variables).
        weights: L2 norms of the weights before the step, likewise.
        updates: L2 norms of what the step changed, likewise.
        unsound: Share of the gradient that is NaN or infinite, likewise.
    """

    steps: np.ndarray[Any, np.dtype[np.int64]]
    variables: tuple[str, ...]
    gradients: Floats
    weights: Floats
    updates: Floats
    unsound: Floats

    @property
    def ratios(self) -> Floats:
        """Norm of the update by that of the weights, shape (moments, variables); NaN where all weights are 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.weights > 0, self.updates / self.weights, np.float32(np.nan))


@dataclass(frozen=True)
class Shapes:
    """How weights and gradients were distributed at some of the measured steps.

    Attributes:
        steps: Numbers of the steps, int64, shape (moments,).
        ranges: Lowest and highest finite value, float32, shape (moments, variables, 2, 2): of weights, of gradients.
        counts: How many values lie in each of 32 equal bins between, float32, shape (moments, variables, 2, 32).
    """

    steps: np.ndarray[Any, np.dtype[np.int64]]
    ranges: Floats
    counts: Floats


class Vitals:
    """Grows while a run goes on; any thread may read. A long run keeps moments that are evenly spread.

    Attributes:
        share: Most of the time that measuring may take, 0 to 1; may be changed while the run goes on.
    """

    def __init__(self, share: float = 0.0) -> None:
        self.share = share
        self._lock = threading.Lock()
        self._variables: tuple[str, ...] = ()
        self._taken: list[tuple[int, Floats]] = []
        self._shapes: list[tuple[int, Floats]] = []
        self._every = 1
        self._shapes_every = 1
        self._count = 0

    def __len__(self) -> int:
        return len(self._taken)

    def __repr__(self) -> str:
        return f"Vitals({len(self._taken)} moments, {len(self._variables)} variables)"

    def take_up(self, before: "Vitals", until: float = inf) -> None:
        """Go on after what was measured of another run up to a step; where its variables differ, until the first."""
        with before._lock:  # noqa: SLF001  # of its own kind
            self._taken = [each for each in before._taken if each[0] <= until]  # noqa: SLF001  # likewise
            self._shapes = [each for each in before._shapes if each[0] <= until]  # noqa: SLF001  # likewise
            self._variables, self._count = before._variables, before._count  # noqa: SLF001  # likewise
            self._every, self._shapes_every = before._every, before._shapes_every  # noqa: SLF001  # likewise

    def add(self, step: int, variables: Sequence[str], numbers: Floats, shapes: Floats) -> None:
        """Add what was measured at a step: shapes (variables, 4) and (variables, 2, 2 + 32)."""
        with self._lock:
            if self._variables != tuple(variables):
                self._taken, self._shapes, self._count, self._every, self._shapes_every = [], [], 0, 1, 1
            self._variables = tuple(variables)
            self._every = _keep(self._taken, (step, numbers), self._count, self._every, MOST_MOMENTS)
            self._shapes_every = _keep(self._shapes, (step, shapes), self._count, self._shapes_every, MOST_SHAPES)
            self._count += 1

    @property
    def moments(self) -> Moments:
        """All that is kept."""
        return self.since(0)

    def since(self, step: int) -> Moments:
        """What is kept of the steps after this one."""
        with self._lock:
            first = bisect_right(self._taken, step, key=lambda each: each[0])
            taken, variables = tuple(self._taken[first:]), self._variables
        table = np.stack([numbers for _, numbers in taken]) if taken else np.zeros((0, len(variables), 4), np.float32)
        return Moments(
            np.array([step for step, _ in taken], np.int64),
            variables,
            table[..., _GRADIENT],
            table[..., _WEIGHT],
            table[..., _UPDATE],
            table[..., _UNSOUND],
        )

    @property
    def shapes(self) -> Shapes:
        """The distributions that are kept."""
        with self._lock:
            taken, variables = tuple(self._shapes), self._variables
        table = (
            np.stack([each for _, each in taken]) if taken else np.zeros((0, len(variables), 2, 2 + BINS), np.float32)
        )
        return Shapes(np.array([step for step, _ in taken], np.int64), table[..., :2], table[..., 2:])


def _keep(kept: list[tuple[int, Floats]], new: tuple[int, Floats], count: int, every: int, most: int) -> int:
    """Keep the new one if its turn has come, in the place of a last one whose turn had not; how many make a turn.

    The latest is always kept. When there are too many every second one goes, and turns are twice as long.
    """
    if kept and (count - 1) % every:
        kept.pop()
    kept.append(new)
    if len(kept) > most:
        kept[:] = kept[::2] if len(kept) % 2 else [*kept[::2], kept[-1]]
        return every * 2
    return every
