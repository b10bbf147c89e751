"""Data from arrays, and the check that every source of data goes through. Knows nothing of files or frames."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from playground.datasets._dataset import Array, Dataset
from playground.errors import DataError


def from_arrays(
    x: Any,
    y: Any = None,
    *,
    sample_weight: Any = None,
    validation: Any = None,
    name: str = "data",
    title: str = "",
    class_names: Iterable[Any] | None = None,
) -> Dataset:
    """Make a data set of arrays.

    Args:
        x: An array whose first axis counts the samples; for several inputs a dict by name, or a tuple of arrays. A
            list is several inputs when its elements are arrays, one array otherwise.
        y: The targets, likewise; None when there are none.
        sample_weight: A weight for every sample, or a dict or tuple of such arrays, one for each target.
        validation: A `Dataset`, or a tuple `(x, y)` or `(x, y, sample_weight)`.
        name: A short identifier.
        title: What to call the data on a screen.
        class_names: Names of the classes, by label.

    Returns:
        The data; float64 and float16 have become float32, what the models compute in. Its arrays can't be written to;
        one that needed no change still shares its memory with what was given.

    Raises:
        DataError: If an array is empty, ragged, of objects, or holds NaN or infinity, or if lengths differ.
    """
    inputs = _named(x, "input")
    if not inputs:
        raise DataError(f"Data set “{name}” has no inputs; give at least one array as x.")
    targets = {} if y is None else _named(y, "target")
    weight = _weights(sample_weight, targets)
    lengths = {
        **{f"input “{key}”": len(array) for key, array in inputs.items()},
        **{f"target “{key}”": len(array) for key, array in targets.items()},
    }
    if isinstance(weight, dict):
        lengths |= {f"sample weights “{key}”": len(array) for key, array in weight.items()}
    elif weight is not None:
        lengths["sample weights"] = len(weight)
    first, samples = next(iter(lengths.items()))
    for who, length in lengths.items():
        if length != samples:
            raise DataError(
                f"Expected as many samples in {who} as in {first}: it has {length}, {first} has {samples}; "
                "give each sample one entry in both."
            )
    names = tuple(str(value) for value in class_names) if class_names is not None else ()
    data = Dataset(
        inputs=inputs,
        targets=targets,
        sample_weight=weight,
        validation=_validation(validation, inputs, targets, name, names),
        name=name,
        title=title,
        class_names=names,
    )
    _check_class_names(data)
    return data


def checked(values: Any, who: str) -> Array:
    """An array of numbers or text fit to train on, or a DataError whose sentence begins with `who`."""
    array = _as_array(values, who)
    if array.dtype.kind == "f" and array.dtype != np.float32:
        with np.errstate(over="ignore"):
            array = array.astype(np.float32)
    if array.dtype.kind == "c":
        raise DataError(f"{who} holds complex numbers; give their real and imaginary parts as two features.")
    if array.dtype.kind not in "biufUS":
        raise DataError(
            f"{who} has dtype {array.dtype}, which can't be trained on; turn it into numbers or text first."
        )
    if array.ndim == 0 or array.shape[0] == 0:
        raise DataError(f"{who} is empty; give at least one sample.")
    if 0 in array.shape:
        raise DataError(f"{who} has shape {array.shape}, which holds no values; give every sample at least one.")
    _check_finite(array, who)
    mine = np.ascontiguousarray(array).view()
    mine.flags.writeable = False
    return mine


def _as_array(values: Any, who: str) -> Array:
    try:
        array = np.asarray(values)
    except ValueError:
        raise DataError(f"{who} is ragged: its rows differ in length; pad or cut them to one length.") from None
    if array.dtype.kind == "O":
        kinds = sorted({type(value).__name__ for value in array.reshape(-1)[:1000].tolist()})
        if kinds == ["str"]:
            return array.astype(str)
        found = ", ".join(kinds)
        raise DataError(f"{who} has dtype object (it holds {found}); turn every value into a number, or all into text.")
    return array


def _check_finite(array: Array, who: str) -> None:
    if array.dtype.kind != "f":
        return
    finite = np.isfinite(array)
    if finite.all():
        return
    bad = ~finite
    nans, infinities = int(np.isnan(array).sum()), int(np.isinf(array).sum())
    found = " and ".join(f"{count} {word}" for count, word in ((nans, "NaN"), (infinities, "infinite")) if count)
    row = int(np.argwhere(bad)[0][0])
    columns = ""
    if array.ndim == 2 and array.shape[1] > 1:  # noqa: PLR2004  # a table
        which = np.flatnonzero(bad.any(axis=0)).tolist()
        most = 5
        shown = ", ".join(str(column) for column in which[:most]) + (", ..." if len(which) > most else "")
        columns = f" in column{'s' if len(which) > 1 else ''} {shown}"
    raise DataError(
        f"{who} holds {found} value{'s' if nans + infinities > 1 else ''}{columns}, the first in row {row}; "
        "fill them or leave those rows out."
    )


def _named(values: Any, stem: str) -> dict[str, Array]:
    if isinstance(values, Mapping):
        for key in values:
            if not isinstance(key, str) or not key:
                raise DataError(f"The names of {stem}s must be text, got {key!r}.")
        return {key: checked(array, f"{stem.capitalize()} “{key}”") for key, array in values.items()}
    several = isinstance(values, tuple) or (
        isinstance(values, list) and bool(values) and all(hasattr(value, "__array__") for value in values)
    )
    if several:
        return {
            f"{stem}_{number}": checked(array, f"{stem.capitalize()} “{stem}_{number}”")
            for number, array in enumerate(values, 1)
        }
    return {stem: checked(values, f"{stem.capitalize()} “{stem}”")}


def _weights(values: Any, targets: dict[str, Array]) -> Array | dict[str, Array] | None:
    if values is None:
        return None
    if isinstance(values, Mapping):
        unknown = sorted(set(values) - set(targets))
        if unknown:
            raise DataError(
                f"Sample weights are given for “{unknown[0]}”, which is no target; targets: {_listed(targets)}."
            )
        missing = sorted(set(targets) - set(values))
        if missing:
            raise DataError(f"Sample weights for target “{missing[0]}” are missing; give one array for each target.")
        return {key: _weight(values[key], f"Sample weights “{key}”") for key in targets}
    if isinstance(values, tuple):
        if len(values) != len(targets):
            raise DataError(
                f"Expected one array of sample weights for each of {len(targets)} targets, got {len(values)}."
            )
        return {key: _weight(array, f"Sample weights “{key}”") for key, array in zip(targets, values, strict=True)}
    return _weight(values, "Sample weights")


def _weight(values: Any, who: str) -> Array:
    array = checked(values, who)
    if array.dtype.kind not in "biuf":
        raise DataError(f"{who} must be numbers, got dtype {array.dtype}.")
    if array.ndim != 1:
        raise DataError(f"{who} must have one number a sample, got shape {array.shape}.")
    if array.min() < 0:
        raise DataError(f"{who} must not be negative, got {array.min():g}; use 0 to leave a sample out.")
    return array.astype(np.float32)


def _validation(
    values: Any, inputs: dict[str, Array], targets: dict[str, Array], name: str, class_names: tuple[str, ...]
) -> Dataset | None:
    if values is None:
        return None
    if isinstance(values, Dataset):
        other = values
    elif isinstance(values, tuple) and len(values) in (2, 3):
        weight = values[2] if len(values) == 3 else None  # noqa: PLR2004  # (x, y, sample_weight)
        title = f"{name} (validation)"
        other = from_arrays(values[0], values[1], sample_weight=weight, name=title, class_names=class_names)
    else:
        raise DataError("Validation data must be a Dataset, (x, y) or (x, y, sample_weight).")
    for word, ours, theirs in (("input", inputs, other.inputs), ("target", targets, other.targets)):
        if list(ours) != list(theirs):
            raise DataError(
                f"Validation data must have the {word}s of the training data: {_listed(ours)}, got {_listed(theirs)}."
            )
        for key, array in ours.items():
            if array.shape[1:] != theirs[key].shape[1:]:
                raise DataError(
                    f"Validation {word} “{key}” must have samples of shape {array.shape[1:]} like the training data, "
                    f"got {theirs[key].shape[1:]}."
                )
    return other


def _check_class_names(data: Dataset) -> None:
    if not data.class_names or not data.classes:
        return
    (target,) = data.targets.values()
    if int(target.max()) >= len(data.class_names):
        raise DataError(
            f"Label {int(target.max())} has no name: class_names has {len(data.class_names)}; labels count from 0."
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names) or "none"
