"""Data from tables: data frames and CSV files. Knows frames only by their shape, and imports no pandas."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from playground.datasets._arrays import from_arrays
from playground.datasets._dataset import Array, Dataset
from playground.errors import DataError


def from_frame(frame: Any, target: str | Iterable[str] | None = None, *, name: str = "frame") -> Dataset:
    """Make a data set of a data frame: one input of all number columns, one for each column of text, and the target.

    Anything with `columns` and `frame[column]` will do, so pandas and polars both. A target of text becomes labels
    counted from 0 in alphabetical order, their names kept; a target of whole numbers stays labels. The numbers are the
    input `input`, beside columns of text `numbers`; a column of text is an input of its name, of one text a sample.

    Args:
        frame: The table, a row a sample.
        target: The column to predict, or several columns of numbers; None for none.
        name: A short identifier.

    Raises:
        DataError: If a column is missing or is neither numbers nor text, or has gaps, NaN or infinity.
    """
    if not hasattr(frame, "columns"):
        raise DataError(f"from_frame takes a data frame, got {type(frame).__name__}; for arrays use from_arrays.")
    columns = {str(column): np.asarray(frame[column]) for column in frame.columns}
    return _from_columns(columns, target, name)


def from_csv(path: str | Path, target: str | Iterable[str] | None = None, *, delimiter: str = ",") -> Dataset:
    """Make a data set of a CSV file whose first line names the columns.

    Args:
        path: The file, in UTF-8.
        target: The column to predict, or several; None for none.
        delimiter: What stands between two values.

    Raises:
        DataError: If the file is missing, empty or ragged, or a column has gaps.
    """
    path = Path(path)
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [row for row in csv.reader(file, delimiter=delimiter) if row]
    except FileNotFoundError:
        raise DataError(f"There is no file “{path!s}”; check the path, which starts in the current folder.") from None
    except OSError as error:
        raise DataError(f"File “{path!s}” can't be read: {error.strerror}.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"File “{path!s}” is not a CSV file in UTF-8: {error}.") from None
    if len(rows) < 2:  # noqa: PLR2004  # the names and one sample
        raise DataError(f"File “{path!s}” has no rows below its line of column names.")
    names = [cell.strip() for cell in rows[0]]
    if len(set(names)) < len(names):
        raise DataError(f"File “{path!s}” names a column twice; its first line must give each column its own name.")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(names):
            raise DataError(f"File “{path!s}” has {len(row)} values in row {number}, expected {len(names)}.")
    columns = {name: _parsed([row[place].strip() for row in rows[1:]]) for place, name in enumerate(names)}
    return _from_columns(columns, target, path.stem)


def _parsed(cells: list[str]) -> Array:
    try:
        return np.array([int(cell) for cell in cells], dtype=np.int64)
    except (ValueError, OverflowError):
        pass
    try:
        return np.array([float(cell) if cell else np.nan for cell in cells], dtype=np.float64)
    except ValueError:
        return np.array(cells)


def _from_columns(columns: dict[str, Array], target: str | Iterable[str] | None, name: str) -> Dataset:
    wanted = [target] if isinstance(target, str) else list(target or ())
    for column in wanted:
        if column not in columns:
            raise DataError(
                f"There is no column “{column}”; the columns are {', '.join(f'“{each}”' for each in columns)}."
            )
    features = {column: values for column, values in columns.items() if column not in wanted}
    if not features:
        raise DataError(f"Data set “{name}” has no columns left to learn from; leave at least one out of the target.")
    inputs = _inputs(features)
    if not wanted:
        return from_arrays(inputs, name=name)
    if len(wanted) > 1:
        y = np.stack([_numbers(columns[column], column) for column in wanted], axis=1)
        return from_arrays(inputs, {"target": y}, name=name)
    values = columns[wanted[0]]
    if _is_text(values):
        labels, names = _labels(values, wanted[0])
        return from_arrays(inputs, {wanted[0]: labels}, name=name, class_names=names)
    return from_arrays(inputs, {wanted[0]: values}, name=name)


def _inputs(features: dict[str, Array]) -> dict[str, Array]:
    """All numbers as one array, each column of text as one of shape (samples, 1)."""
    texts = {column: _texts(values, column)[:, None] for column, values in features.items() if _is_text(values)}
    numbers = [_numbers(values, column) for column, values in features.items() if column not in texts]
    if not texts:
        return {"input": np.stack(numbers, axis=1)}
    name = "numbers"
    while name in texts:
        name += "_"
    return texts | ({name: np.stack(numbers, axis=1)} if numbers else {})


def _is_text(values: Array) -> bool:
    """Whether a column is of text, perhaps with gaps; numbers that came as objects are none."""
    return values.dtype.kind in "US" or (
        values.dtype.kind == "O" and any(isinstance(value, str | bytes) for value in values.tolist())
    )


def _texts(values: Array, column: str) -> Array:
    gaps = [row for row, value in enumerate(values.tolist()) if not isinstance(value, str | bytes) or not value]
    if gaps:
        raise DataError(
            f"Column “{column}” has {len(gaps)} gaps, the first in row {gaps[0]}; fill them or leave those rows out."
        )
    return values.astype(str)


def _labels(values: Array, column: str) -> tuple[Array, list[str]]:
    names, labels = np.unique(_texts(values, column), return_inverse=True)
    return labels.astype(np.int64), names.tolist()


def _numbers(values: Array, column: str) -> Array:
    if values.dtype.kind == "O":
        try:
            values = values.astype(np.float64)
        except (TypeError, ValueError):
            values = values.astype(str)
    if values.dtype.kind not in "biuf":
        raise DataError(
            f"Column “{column}” holds {'text' if values.dtype.kind in 'US' else values.dtype}, not numbers; "
            "turn it into numbers or leave it out."
        )
    gaps = np.flatnonzero(~np.isfinite(values))
    if gaps.size:
        raise DataError(
            f"Column “{column}” has {gaps.size} NaN or infinite values, the first in row {gaps[0]}; "
            "fill them or leave those rows out."
        )
    return values.astype(np.float32)
