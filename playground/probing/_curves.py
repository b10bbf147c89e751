"""What a threshold makes of scores, and how far probabilities can be taken at their word."""

from dataclasses import dataclass
from typing import Any

from playground.errors import PlaygroundError
from playground.probing._arrays import Array


@dataclass(frozen=True)
class Curve:
    """What comes of each threshold, the highest first; NaN where a share is one of nothing.

    Attributes:
        x: float64 of shape (points,), ascending.
        y: Likewise.
        thresholds: From this score on the answer is yes, float64 of shape (points,); infinite for never.
        area: Below the curve.
    """

    x: Array
    y: Array
    thresholds: Array
    area: float


@dataclass(frozen=True)
class Calibration:
    """Probabilities in bins of equal width, and what came of them.

    Attributes:
        edges: float64 of shape (bins + 1,), 0 to 1.
        confidence: The mean probability in each bin, float64 of shape (bins,); NaN in one without samples.
        share: The share of its samples that came true, likewise.
        counts: How many samples it has, int64 of shape (bins,).
        error: The expected calibration error: how far share and confidence are apart, over all samples.
    """

    edges: Array
    confidence: Array
    share: Array
    counts: Array
    error: float


def roc(truth: Any, scores: Any) -> Curve:
    """The receiver operating characteristic: true positives over false positives, for each threshold.

    Equal scores are one point, so that the area by the trapezoidal rule is the probability that a positive sample has
    a higher score than a negative one, ties counted half (Fawcett, An introduction to ROC analysis, 2006).

    Args:
        truth: Whether each sample is positive, of shape (samples,).
        scores: The higher, the more likely positive; finite, of shape (samples,).

    Returns:
        `x` the share of the negative samples that are taken for positive, `y` that of the positive ones that are found.

    Raises:
        PlaygroundError: The arrays differ in shape, or a score is not finite.
    """
    import numpy as np

    found, wrong, thresholds = _counted(truth, scores)
    y = _shares(found, found[-1])
    x = _shares(wrong, wrong[-1])
    return Curve(x, y, thresholds, float(((y[1:] + y[:-1]) / 2 * np.diff(x)).sum()) if len(x) > 1 else float("nan"))


def precision_recall(truth: Any, scores: Any) -> Curve:
    """Precision over recall, for each threshold.

    The area is the average precision, the sum over the thresholds of the precision times what recall gains there: no
    line is drawn between points, which would promise too much (Davis and Goadrich, 2006).

    Args:
        truth: Whether each sample is positive, of shape (samples,).
        scores: The higher, the more likely positive; finite, of shape (samples,).

    Returns:
        `x` the recall, `y` the precision; the first point, of no answer at all, has precision 1.

    Raises:
        PlaygroundError: The arrays differ in shape, or a score is not finite.
    """
    import numpy as np

    found, wrong, thresholds = _counted(truth, scores)
    recall = _shares(found, found[-1])
    precision = np.ones(len(found))
    precision[1:] = found[1:] / (found[1:] + wrong[1:])
    area = float((np.diff(recall) * precision[1:]).sum()) if len(recall) > 1 else float("nan")
    return Curve(recall, precision, thresholds, area)


def calibration(came_true: Any, confidence: Any, bins: int = 10) -> Calibration:
    """How often what was said with a probability came true, in bins of equal width, each with its upper edge.

    The expected calibration error is the mean distance of the two, weighted by the samples of the bins (Guo et al., On
    calibration of modern neural networks, 2017).

    Args:
        came_true: Whether each answer was right, of shape (samples,).
        confidence: The probability it was given with, 0 to 1, of shape (samples,).
        bins: How many.

    Raises:
        PlaygroundError: The arrays differ in shape, or a probability is out of range.
    """
    import numpy as np

    right, chances = _pair(came_true, confidence)
    if chances.size and not 0 <= chances.min() <= chances.max() <= 1:
        raise PlaygroundError(
            f"Calibration is of probabilities from 0 to 1: these reach from {chances.min():.3g} to {chances.max():.3g}."
        )
    at = np.clip(np.ceil(chances * bins).astype(np.int64) - 1, 0, bins - 1)
    counts = np.bincount(at, minlength=bins)
    sums = [np.bincount(at, weights=values, minlength=bins) for values in (chances, right.astype(np.float64))]
    means = [np.divide(each, counts, out=np.full(bins, np.nan), where=counts > 0) for each in sums]
    error = float(np.abs(sums[0] - sums[1]).sum() / len(chances)) if len(chances) else float("nan")
    return Calibration(np.linspace(0, 1, bins + 1), means[0], means[1], counts, error)


def _counted(truth: Any, scores: Any) -> tuple[Array, Array, Array]:
    """Positive and negative samples that have each score or more, from none of them on; and the scores."""
    import numpy as np

    positive, values = _pair(truth, scores)
    order = np.argsort(-values, kind="stable")
    values, positive = values[order], positive[order]
    last = np.flatnonzero(np.append(np.diff(values) != 0, [True] * bool(len(values))))
    found = np.cumsum(positive)[last]
    first = np.zeros(1, np.int64)
    return (
        np.concatenate([first, found]),
        np.concatenate([first, last + 1 - found]),
        np.concatenate([[np.inf], values[last]]),
    )


def _shares(counts: Array, whole: Any) -> Array:
    import numpy as np

    return counts / whole if whole else np.full(len(counts), np.nan)


def _pair(truth: Any, scores: Any) -> tuple[Array, Array]:
    import numpy as np

    positive, values = np.asarray(truth).astype(bool), np.asarray(scores, np.float64)
    if positive.ndim != 1 or positive.shape != values.shape:
        raise PlaygroundError(
            f"Each sample needs a truth and a score: the arrays have the shapes {positive.shape} and {values.shape}."
        )
    if not np.isfinite(values).all():
        raise PlaygroundError(f"{int((~np.isfinite(values)).sum())} of {len(values)} scores are NaN or infinite.")
    return positive, values
