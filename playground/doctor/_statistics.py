"""What tells a change from noise: medians of windows, and bounds of shares."""

from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, Any]

WINDOWS = 10
LEAST_STEPS = 50
"""Steps from which on ten windows have five each, so that a median passes over two that stand out."""
LEAST_EPOCHS = 6
_PAST = 3
_RISE = 0.1
_SIGMAS = 3.0
_Z = 1.96


def windows(values: Array, at: Array) -> Array:
    """Medians of ten equal parts of a run; empty while there are less than 50 values, or none of a part."""
    parts = in_windows(values, at) if len(values) >= LEAST_STEPS else ()
    return np.array([np.median(part) for part in parts]) if all(map(len, parts)) else np.zeros(0)


def in_windows(values: Array, at: Array) -> list[Array]:
    """Ten parts of a series that are equally long in steps, by the number of the step of each value, ascending."""
    if at[-1] == len(values):
        return np.array_split(values, WINDOWS)
    ends = at[-1] * np.arange(1, WINDOWS) / WINDOWS
    return np.split(values, np.searchsorted(at, ends, side="right"))


def smooth(values: Array) -> Array:
    """Running medians of three: one epoch that stands out changes nothing."""
    if len(values) < 3:  # noqa: PLR2004  # no neighbours on both sides
        return values
    middle = np.median(np.stack([values[:-2], values[1:-1], values[2:]]), axis=0)
    return np.concatenate([middle[:1], middle, middle[-1:]])


def late(values: Array) -> Array:
    """Medians over the later half of the moments, shape (columns,), of values of shape (moments, columns)."""
    return np.asarray(np.median(values[len(values) // 2 :], axis=0))


class Risen(NamedTuple):
    """A loss that was lower: the running medians, and the epoch of the best one, counted from 0."""

    smoothed: Array
    best: int


def risen(values: Array) -> Risen | None:
    """Whether a loss of epochs has risen since its best: by more than a tenth, and three times what is chance.

    None while there are fewer than six epochs, or four since the best: a median of three needs as many past it.
    """
    if len(values) < LEAST_EPOCHS:
        return None
    smoothed = smooth(values)
    best = int(np.argmin(smoothed))
    by = float(smoothed[-1] - smoothed[best])
    if len(values) - best <= _PAST or by <= max(_RISE * abs(float(smoothed[best])), _SIGMAS * noise(values)):
        return None
    return Risen(smoothed, best)


def noise(values: Array) -> float:
    """How far one epoch is from the next by chance: the median absolute difference, as a standard deviation."""
    if len(values) < 3:  # noqa: PLR2004  # a median of one difference
        return 0.0
    steps = np.diff(values)
    return float(1.4826 * np.median(np.abs(steps - np.median(steps))))


def bounds(right: float, count: int) -> tuple[float, float]:
    """Wilson's 95 % bounds of a share of which so many were seen; all of 0 to 1 where none were."""
    if not count:
        return 0.0, 1.0
    share = right / count
    across = 1 + _Z**2 / count
    middle = (share + _Z**2 / (2 * count)) / across
    half = _Z * float(np.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))) / across
    return max(0.0, middle - half), min(1.0, middle + half)


def half_width(share: float, count: int) -> float:
    """Half of what lies between the bounds."""
    low, high = bounds(share * count, count)
    return (high - low) / 2
