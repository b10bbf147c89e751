"""Which class each sample is of, however a target says so."""

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_TABLE = 2
_ROUNDING = 1e-3


def labels_in(target: Array, names: int = 0) -> Array | None:
    """The class of each sample, int64 of shape (samples,), or None where the target does not name one.

    Args:
        target: Its first axis are the samples.
        names: How many classes have a name. Rows of as many probabilities are of the likeliest class.
    """
    if target.ndim > _TABLE or target.dtype.kind not in "biuf":
        return None
    if target.ndim == 1 or target.shape[1] == 1:
        column = target.reshape(len(target))
        if column.dtype.kind in "iu":
            return column.astype(np.int64) if column.min() >= 0 else None
        yes = column == 1
        return yes.astype(np.int64) if 0 < yes.sum() < len(yes) and (yes | (column == 0)).all() else None
    single = ((target == 0) | (target == 1)).all() and (target.sum(axis=1) == 1).all()
    shares = target.shape[1] == names and target.min() >= 0 and np.abs(target.sum(axis=1) - 1).max() <= _ROUNDING
    return target.argmax(axis=1).astype(np.int64) if single or shares else None
