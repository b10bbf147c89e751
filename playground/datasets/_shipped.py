"""The data sets that need no network: scikit-learn's small ones, points in the plane, made-up texts and flats."""

from functools import lru_cache
from typing import Any

import numpy as np

from playground.datasets._arrays import from_arrays
from playground.datasets._dataset import Dataset
from playground.datasets._points import TITLES as POINT_TITLES, points
from playground.datasets._rentals import TITLE as RENTALS_TITLE, rentals
from playground.datasets._sentences import TITLE as SENTENCES_TITLE, sentences
from playground.errors import DataError

_TABLES = {
    "iris": "Iris flowers",
    "wine": "Wine cultivars",
    "breast_cancer": "Breast cancer",
    "diabetes": "Diabetes progression",
}
_MADE = {"sentences": SENTENCES_TITLE, "rentals": RENTALS_TITLE}
TITLES = {"digits": "Handwritten digits", **_TABLES, **POINT_TITLES, **_MADE}


def names() -> tuple[str, ...]:
    """The names that `load` takes."""
    return tuple(TITLES)


@lru_cache(maxsize=len(TITLES))
def load(name: str) -> Dataset:
    """Load a data set that comes with the product; nothing is downloaded.

    `digits` has 1797 grey images of shape (8, 8, 1) in 0..1 and labels 0..9. `iris`, `wine` and `breast_cancer` have
    standardised features (mean 0, deviation 1) and labels; `diabetes` has standardised features and a standardised
    number to predict. `circle`, `xor`, `gaussian` and `spiral` are 250 points in the plane.
    `sentences` has 1000 made-up reviews, good or bad, as text; `rentals` 600 made-up flats, in words and numbers.

    Raises:
        DataError: If there is no such data set.
    """
    if name == "digits":
        return _digits()
    if name == "sentences":
        return sentences()
    if name == "rentals":
        return rentals()
    if name in POINT_TITLES:
        return points(name)
    if name in _TABLES:
        return _table(name)
    raise DataError(f"There is no data set “{name}”; choose one of {', '.join(TITLES)}.")


def _digits() -> Dataset:
    from sklearn import datasets

    bunch = datasets.load_digits()
    return from_arrays(
        {"image": (bunch.images[..., None] / 16.0).astype(np.float32)},
        {"digit": bunch.target.astype(np.int64)},
        name="digits",
        title=TITLES["digits"],
        class_names=range(10),
    )


def _table(name: str) -> Dataset:
    from sklearn import datasets

    bunch: Any = getattr(datasets, f"load_{name}")()
    features = _standardised(bunch.data)
    if name == "diabetes":
        target, class_names = {"progression": _standardised(bunch.target)}, None
    else:
        target, class_names = {"class": bunch.target.astype(np.int64)}, [str(word) for word in bunch.target_names]
    return from_arrays({"features": features}, target, name=name, title=TITLES[name], class_names=class_names)


def _standardised(values: Any) -> Any:
    return ((values - values.mean(axis=0)) / values.std(axis=0)).astype(np.float32)
