"""What people give when they open a studio: data in several ways, and where runs are to be kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground import datasets
from playground.datasets import Dataset
from playground.errors import DataError
from playground.keeping import usual_place


def place_for_runs(folder: str | Path | None) -> Callable[[Path | None], Path | None]:
    """Where runs go by the document's file: to a folder, with an empty name to the usual one, with None nowhere."""
    if folder == "":
        return usual_place
    place = None if folder is None else Path(folder).expanduser().absolute()
    return lambda _: place


def data_given(data: Dataset | str | tuple[Any, Any] | None) -> Dataset | None:
    """The data set that is meant by itself, by the name of one that ships, or by a pair of arrays.

    Raises:
        DataError: it is none of these.
    """
    match data:
        case None | Dataset():
            return data
        case str():
            return datasets.load(data)
        case (x, y):
            return datasets.from_arrays(x, y)
    raise DataError(f"Data is a Dataset, the name of one, or a pair (x, y); this is a {type(data).__name__}.")
