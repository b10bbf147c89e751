"""A data set in the few numbers that the rules of checking ask for."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.checking import ArrayFacts

Array = np.ndarray[Any, Any]

_TABLE = 2


def array_facts(name: str, array: Array, *, target: bool = False) -> ArrayFacts:
    """What there is to know of an array, its first axis the samples; of a `target` also whether it is labels."""
    shape, kind = array.shape[1:], array.dtype.kind
    if kind in "USO":
        return ArrayFacts(name, shape, "string")
    if not array.size:
        return ArrayFacts(name, shape, str(array.dtype))
    whole = kind in "iub" or (target and bool((array == np.round(array)).all()))
    padded = 0.0
    if kind in "iu" and array.ndim == _TABLE and not target:
        padded = float(((array[:, -1] == 0) & (array != 0).any(axis=1)).mean())
    return ArrayFacts(
        name,
        shape,
        str(array.dtype),
        float(array.min()),
        float(array.max()),
        whole=whole,
        one_hot=target and _is_one_hot(array),
        padded=padded,
    )


def arrays_facts(arrays: Mapping[str, Array], *, target: bool = False) -> tuple[ArrayFacts, ...]:
    """The same of several arrays by name."""
    return tuple(array_facts(name, array, target=target) for name, array in arrays.items())


def _is_one_hot(array: Array) -> bool:
    if array.ndim < _TABLE or array.dtype.kind not in "iufb":
        return False
    return bool(((array == 0) | (array == 1)).all() and (array.sum(axis=-1) == 1).all())
