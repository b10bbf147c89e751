"""The way that the weights of a run have gone: so many moments as memory allows, evenly over its steps."""

import time
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]

MOST_BYTES = 64 * 2**20
MOST_MOMENTS = 64
LEAST_MOMENTS = 3
"""Where memory holds fewer, none are kept: two say nothing of a way."""
_AT_ONCE = 8
"""So many moments are kept as they come: a short run has a way too."""
_SHARE = 0.003


class Trail:
    """Trainable weights at some of the steps of a run. When there is no room for more, every other moment goes.

    Looks are cheap: most keep nothing, and keeping takes 0.3 % of the time at most, but for the first few.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, most_moments: int = MOST_MOMENTS) -> None:
        """Keep nothing yet, and never more than so many bytes of weights, nor than so many moments."""
        self._most_bytes = most_bytes
        self._most_moments = most_moments
        self._shapes: tuple[tuple[int, ...], ...] = ()
        self._kept: list[tuple[int, Floats]] = []
        self._stride = 1
        self._rests_until = self._cost = 0.0

    def look(self, run: Any) -> None:
        """Keep the weights that a `TrainingRun` has now, if it is time; call it between two steps, as an observer."""
        if run.model is not None:
            self.keep(len(run.history), run.model.trainable_variables)

    def keep(self, step: int, variables: Any) -> None:
        """Keep the values of variables after a step, if it is time. Those of other shapes begin another trail."""
        began = time.monotonic()
        shapes = _shapes(variables)
        if shapes != self._shapes:
            self._kept, self._shapes, self._stride = [], shapes, 1
        self._kept = [each for each in self._kept if each[0] <= step]  # a run may go on from an earlier step
        if self._kept and step < self._kept[-1][0] + self._stride:
            return
        if len(self._kept) >= _AT_ONCE and began < self._rests_until:
            return
        most = min(self._most_moments, self._most_bytes // max(1, 4 * _size(shapes)))
        if most < LEAST_MOMENTS:
            return
        vector = flat(variables)
        if np.isfinite(vector).all():
            self._kept.append((step, vector))
        if len(self._kept) > most:
            self._kept = self._kept[::2]
            self._stride *= 2
        ended = time.monotonic()
        # The first moment is slow, and says nothing of those to come.
        cost, self._cost = min(self._cost, ended - began), ended - began
        self._rests_until = ended + cost / _SHARE

    def until(self, step: int) -> "Trail":
        """A trail of its own that begins with the moments of this one up to a step."""
        other = Trail(self._most_bytes, self._most_moments)
        other._shapes, other._stride = self._shapes, self._stride
        other._kept = [each for each in self._kept if each[0] <= step]
        return other

    def of(self, variables: Any) -> tuple[tuple[int, ...], Floats]:
        """The steps of the moments, and their weights, for variables of the shapes that were kept; else empty.

        Returns:
            Steps, ascending, 0 before the first; and float32 of shape (moments, weights), as `flat` gives each.
        """
        kept = tuple(self._kept)
        if not kept or _shapes(variables) != self._shapes:
            return (), np.zeros((0, 0), np.float32)
        return tuple(step for step, _ in kept), np.stack([vector for _, vector in kept])


def flat(variables: Any) -> Floats:
    """The values of variables one after the other, float32 of shape (weights,)."""
    import keras

    parts = [np.asarray(keras.ops.convert_to_numpy(each.value), np.float32).ravel() for each in variables]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _shapes(variables: Any) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(map(int, each.shape)) for each in variables)


def _size(shapes: tuple[tuple[int, ...], ...]) -> int:
    return sum(int(np.prod(shape, dtype=np.int64)) for shape in shapes)
