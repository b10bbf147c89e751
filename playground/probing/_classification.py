"""What is right and wrong in answers about classes: counts, shares a class, and the errors in an order."""

from typing import Any, NamedTuple

from playground.errors import PlaygroundError
from playground.probing._arrays import Array

_RANK = 2
_MOST_EXPONENT = 500.0
_ROUNDING = 0.02
"""So far a sum of probabilities may be from 1: that of many in half precision is."""


class ClassScores(NamedTuple):
    """Of each class, float64 of shape (classes,); NaN where a share is one of nothing.

    Attributes:
        precision: Of the samples that were answered with the class, the share that is of it.
        recall: Of the samples of the class, the share that was answered with it.
        f1: The harmonic mean of both.
        support: How many samples are of the class, int64.
    """

    precision: Array
    recall: Array
    f1: Array
    support: Array


def confusion_matrix(truth: Any, answers: Any, classes: int) -> Array:
    """Count the samples of each class by what was answered.

    Args:
        truth: The class of each sample, whole numbers of shape (samples,), from 0 to `classes - 1`.
        answers: What was answered, likewise.
        classes: How many classes there are.

    Returns:
        int64 of shape (classes, classes): row the truth, column the answer.

    Raises:
        PlaygroundError: The two differ in length, or name a class that there is not.
    """
    import numpy as np

    rows, columns = _labels("truth", truth, classes), _labels("answers", answers, classes)
    if len(rows) != len(columns):
        raise PlaygroundError(f"A confusion matrix needs an answer a sample: {len(rows)} samples, {len(columns)}.")
    return np.bincount(rows * classes + columns, minlength=classes * classes).reshape(classes, classes)


def class_scores(counts: Any) -> ClassScores:
    """Precision, recall and F1 of each class from a confusion matrix.

    With `tp` on the diagonal, precision is `tp` by the sum of the column, recall `tp` by that of the row, and F1
    `2 tp` by the sum of both, which is the harmonic mean of the two (van Rijsbergen, Information Retrieval, 1979).

    Args:
        counts: Whole numbers of shape (classes, classes), as `confusion_matrix` gives them.

    Raises:
        PlaygroundError: The array has another shape.
    """
    import numpy as np

    table = np.asarray(counts, np.int64)
    if table.ndim != _RANK or table.shape[0] != table.shape[1]:
        raise PlaygroundError(f"A confusion matrix has the shape (classes, classes): not {table.shape}.")
    right, support, answered = table.diagonal(), table.sum(axis=1), table.sum(axis=0)
    return ClassScores(_share(right, answered), _share(right, support), _share(2 * right, support + answered), support)


def softmax(logits: Any) -> Array:
    """Probabilities of classes that exclude each other, float64 of the logits' shape (samples, classes)."""
    import numpy as np

    values = np.asarray(logits, np.float64)
    raised = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def sigmoid(logits: Any) -> Array:
    """The probability of yes, float64 of the logits' shape."""
    import numpy as np

    values = np.asarray(logits, np.float64)
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -_MOST_EXPONENT, _MOST_EXPONENT))))


def probabilities(answer: Any, *, logits: bool | None = None) -> Array:
    """What a model says, as a probability of each class.

    Args:
        answer: Finite numbers of shape (samples, classes); of shape (samples, 1) those of the second of two classes.
        logits: Whether they are logits. None looks: what is below 0, above 1, or does not sum up to 1, is.

    Returns:
        float64 of shape (samples, classes), at least two classes.
    """
    import numpy as np

    values = np.asarray(answer, np.float64)
    if values.shape[1] == 1:
        raw = logits if logits is not None else bool(values.size and (values.min() < 0 or values.max() > 1))
        yes = sigmoid(values[:, 0]) if raw else values[:, 0]
        return np.stack([1 - yes, yes], axis=1)
    if logits is None:
        off = values.size and (values.min() < 0 or np.abs(values.sum(axis=1) - 1).max() > _ROUNDING)
        logits = bool(off)
    return softmax(values) if logits else values


def worst_errors(truth: Any, chances: Any, most: int = 24) -> Array:
    """Numbers of the wrong answers that gave the truth the least probability, and so add the most to a crossentropy.

    Args:
        truth: The class of each sample, shape (samples,).
        chances: The probability of each class, shape (samples, classes).
        most: So many at most.

    Returns:
        int64 of shape (errors,), the worst first.
    """
    import numpy as np

    labels, values = _chances(truth, chances)
    return _first(-values[np.arange(len(labels)), labels], values.argmax(axis=1) != labels, most)


def certain_errors(truth: Any, chances: Any, most: int = 24) -> Array:
    """Numbers of the wrong answers that were given with the largest probability, the most certain first.

    Takes and returns what `worst_errors` does.
    """
    labels, values = _chances(truth, chances)
    return _first(values.max(axis=1, initial=0.0), values.argmax(axis=1) != labels, most)


def _first(rank: Array, which: Array, most: int) -> Array:
    """Of those that count, the numbers of the largest, in the order that they stand in where two are equal."""
    import numpy as np

    at = np.flatnonzero(which)
    return at[np.argsort(-rank[at], kind="stable")[:most]]


def _chances(truth: Any, chances: Any) -> tuple[Array, Array]:
    import numpy as np

    values = np.asarray(chances, np.float64)
    if values.ndim != _RANK:
        raise PlaygroundError(f"Probabilities have the shape (samples, classes): not {values.shape}.")
    labels = _labels("truth", truth, values.shape[1])
    if len(labels) != len(values):
        raise PlaygroundError(f"Each sample needs its probabilities: {len(labels)} samples, {len(values)} rows.")
    return labels, values


def _labels(what: str, values: Any, classes: int) -> Array:
    import numpy as np

    labels = np.asarray(values)
    if labels.ndim != 1 or (labels.size and labels.dtype.kind not in "iub"):
        raise PlaygroundError(f"The {what} of samples are whole numbers of shape (samples,): not {labels.shape}.")
    labels = labels.astype(np.int64)
    if labels.size and not 0 <= labels.min() <= labels.max() < classes:
        raise PlaygroundError(
            f"The {what} name the classes {labels.min()} to {labels.max()}, but there are those from 0 to "
            f"{classes - 1}."
        )
    return labels


def _share(part: Array, whole: Array) -> Array:
    import numpy as np

    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0))
