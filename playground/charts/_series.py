"""Long series made fit to draw: fewer points with the same extremes, and a smooth line."""

from itertools import pairwise
from typing import TYPE_CHECKING

from playground.errors import PlaygroundError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike

_LEAST = 5
_BLOCK = 128


def thin(steps: "ArrayLike", values: "ArrayLike", most: int) -> "tuple[np.ndarray, np.ndarray]":
    """At most `most` points of a series that look like all of it.

    The series is cut into equal pieces, of the positions where these have gaps; of each piece its lowest and its
    highest value stay, where they are, and so do the first and the last point of all. Of a piece with values that are
    not finite the first such value stays instead of the lowest, unless that is the lowest of the whole series.

    Args:
        steps: Positions, ascending, one a value.
        values: The series; NaN and infinities are kept as said.
        most: How many points may stay, 5 at least.

    Returns:
        Positions and values of the points that stay, in their order. Unchanged when there are few enough.

    Raises:
        PlaygroundError: `most` is under 5, or the lengths differ.
    """
    import numpy as np

    x, y = np.asarray(steps), np.asarray(values)
    if most < _LEAST or x.shape != y.shape or y.ndim != 1:
        raise PlaygroundError(
            f"thin() needs two series of one length and room for 5 points: {x.shape}, {y.shape}, {most}."
        )
    if len(y) <= most:
        return x, y
    finite = np.isfinite(y)
    low, high = np.where(finite, y, np.inf), np.where(finite, y, -np.inf)
    # Two points a piece, the two ends, and the lowest of all where a hole has taken its place.
    pieces = _stretches if x[-1] - x[0] > len(x) - 1 else _even
    kept = pieces(x, finite, low, high, (most - 3) // 2)
    order = np.unique(np.concatenate([*kept, [0, len(y) - 1, low.argmin(), high.argmax()]]))
    return x[order], y[order]


def _even(
    _x: "np.ndarray", finite: "np.ndarray", low: "np.ndarray", high: "np.ndarray", most: int
) -> "list[np.ndarray]":
    """What stays of pieces with equally many values, the two ends apart."""
    import numpy as np

    width = -(-(len(finite) - 2) // most)
    lows = _in_pieces(low[1:-1], width, np.inf).argmin(axis=1)
    highs = _in_pieces(high[1:-1], width, -np.inf).argmax(axis=1)
    holes = _in_pieces(~finite[1:-1], width, fill=False)
    whole, drawn = ~holes.any(axis=1), _in_pieces(finite[1:-1], width, fill=False).any(axis=1)
    starts = np.arange(len(holes)) * width + 1
    return [(starts + lows)[whole], (starts + highs)[drawn], (starts + holes.argmax(axis=1))[~whole]]


def _stretches(
    x: "np.ndarray", finite: "np.ndarray", low: "np.ndarray", high: "np.ndarray", most: int
) -> "list[np.ndarray]":
    """The same of pieces that are equally long, however many values they have."""
    import numpy as np

    edges = np.searchsorted(x, np.linspace(x[0], x[-1], most + 1)[1:-1], side="right")
    kept = []
    for start, end in pairwise([1, *np.clip(edges, 1, len(x) - 1).tolist(), len(x) - 1]):
        if start < end:
            sound = finite[start:end]
            kept += [start + int(low[start:end].argmin() if sound.all() else sound.argmin())]
            kept += [start + int(high[start:end].argmax())] if sound.any() else []
    return [np.array(kept, np.intp)]


def smooth(values: "ArrayLike", weight: float) -> "np.ndarray":
    """An exponential moving average without the pull towards zero at its beginning.

    `s_t = weight * s_(t-1) + (1 - weight) * v_t` with `s_0 = 0`, divided by `1 - weight^t`: the bias correction of
    Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2015), section 3. A value that is not finite is passed
    through and changes nothing after it.

    Args:
        values: The series.
        weight: 0 leaves it as it is; the nearer to 1, the smoother.

    Returns:
        float64 array of the same length.

    Raises:
        PlaygroundError: `weight` is not in [0, 1).
    """
    import numpy as np

    if not 0 <= weight < 1:
        raise PlaygroundError(f"smooth() takes a weight from 0 up to, not including, 1: {weight}.")
    smoothed = np.array(values, dtype=np.float64)
    finite = np.isfinite(smoothed)
    series = smoothed[finite]
    # In blocks: a matrix product within each, a loop from block to block.
    age = np.arange(_BLOCK)[:, None] - np.arange(_BLOCK)
    within = np.where(age >= 0, (1 - weight) * weight ** np.maximum(age, 0), 0.0)
    states = _in_pieces(series, _BLOCK, 0.0) @ within.T
    fading = weight ** np.arange(1, _BLOCK + 1)
    for block in range(1, len(states)):
        states[block] += states[block - 1, -1] * fading
    smoothed[finite] = states.ravel()[: len(series)] / (1 - weight ** np.arange(1, len(series) + 1))
    return smoothed


def _in_pieces(y: "np.ndarray", width: int, fill: float) -> "np.ndarray":
    """The series as rows of equal width, the last one filled up."""
    import numpy as np

    rows: np.ndarray = np.pad(y, (0, -len(y) % width), constant_values=fill).reshape(-1, width)
    return rows
