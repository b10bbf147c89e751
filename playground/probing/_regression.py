"""How far numbers that a model answers with are from the true ones."""

from typing import Any, NamedTuple

from playground.errors import PlaygroundError
from playground.probing._arrays import Array


class Fit(NamedTuple):
    """How well answers fit, as float64; NaN without samples.

    Attributes:
        mean_absolute_error: The mean size of the residuals.
        root_mean_squared_error: The root of the mean of their squares.
        bias: Their mean: above 0 where the answers are too large on the whole.
        r2: 1 less the sum of their squares by that of the truth about its mean; NaN where the truth is all the same.
    """

    mean_absolute_error: float
    root_mean_squared_error: float
    bias: float
    r2: float


def residuals(truth: Any, answers: Any) -> Array:
    """What each answer is above the truth, float64 of shape (samples,).

    Args:
        truth: Numbers of shape (samples,).
        answers: Likewise.

    Raises:
        PlaygroundError: The arrays differ in shape.
    """
    import numpy as np

    wanted, got = np.asarray(truth, np.float64), np.asarray(answers, np.float64)
    if wanted.ndim != 1 or wanted.shape != got.shape:
        raise PlaygroundError(
            f"Each sample needs a true number and an answer: the arrays have the shapes {wanted.shape} and {got.shape}."
        )
    return np.asarray(got - wanted)


def fit(truth: Any, answers: Any) -> Fit:
    """The usual figures of a regression; takes what `residuals` does."""
    import numpy as np

    left = residuals(truth, answers)
    if not len(left):
        return Fit(np.nan, np.nan, np.nan, np.nan)
    wanted = np.asarray(truth, np.float64)
    spread = float(np.square(wanted - wanted.mean()).sum())
    return Fit(
        float(np.abs(left).mean()),
        float(np.sqrt(np.square(left).mean())),
        float(left.mean()),
        1 - float(np.square(left).sum()) / spread if spread else np.nan,
    )


def largest_residuals(truth: Any, answers: Any, most: int = 24) -> Array:
    """Numbers of the samples whose answers are farthest from the truth, int64 of shape (samples,), the worst first."""
    import numpy as np

    return np.argsort(-np.abs(residuals(truth, answers)), kind="stable")[:most]
