"""The data sets that need no network: scikit-learn's small ones, and those that are made up."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from playground.datasets._arrays import from_arrays
from playground.datasets._castings import TITLE as CASTINGS_TITLE, castings
from playground.datasets._dataset import Dataset
from playground.datasets._digits import TITLES as DIGIT_TITLES, digit_pairs, digits, noisy_digits
from playground.datasets._points import TITLES as POINT_TITLES, points
from playground.datasets._rentals import TITLE as RENTALS_TITLE, rentals
from playground.datasets._sentences import TITLE as SENTENCES_TITLE, sentences
from playground.datasets._shapes import TITLES as SHAPE_TITLES, shape_boxes, shape_masks
from playground.errors import DataError

_TABLES = {
    "iris": "Iris flowers",
    "wine": "Wine cultivars",
    "breast_cancer": "Breast cancer",
    "diabetes": "Diabetes progression",
}
_TITLES = {"sentences": SENTENCES_TITLE, "rentals": RENTALS_TITLE, "castings": CASTINGS_TITLE}
TITLES = {"digits": DIGIT_TITLES["digits"], **_TABLES, **POINT_TITLES, **_TITLES, **DIGIT_TITLES, **SHAPE_TITLES}
_MADE: dict[str, Callable[[], Dataset]] = {
    "digits": digits,
    "noisy_digits": noisy_digits,
    "digit_pairs": digit_pairs,
    "shape_masks": shape_masks,
    "shape_boxes": shape_boxes,
    "sentences": sentences,
    "rentals": rentals,
    "castings": castings,
}


def names() -> tuple[str, ...]:
    """The names that `load` takes."""
    return tuple(TITLES)


@lru_cache(maxsize=len(TITLES))
def load(name: str) -> Dataset:
    """Load a data set that comes with the product; nothing is downloaded.

    `digits` has 1797 grey images of shape (8, 8, 1) in 0..1 and labels 0..9. `iris`, `wine` and `breast_cancer` have
    standardised features (mean 0, deviation 1) and labels; `diabetes` has standardised features and a standardised
    number to predict. `circle`, `xor`, `gaussian` and `spiral` are 250 points in the plane of two classes, `plane` and
    `multi_gaussian` 250 with a number each; `points` makes others.
    `sentences` has 1000 made-up reviews, good or bad, as text; `rentals` 600 made-up flats, in words and numbers.
    `noisy_digits`, `digit_pairs`, `shape_masks`, `shape_boxes` and `castings` are what the functions of these names
    make: targets that are images, pairs, masks, two targets, and an image beside a table.

    Raises:
        DataError: If there is no such data set.
    """
    if name in _MADE:
        return _MADE[name]()
    if name in POINT_TITLES:
        return points(name)
    if name in _TABLES:
        return _table(name)
    raise DataError(f"There is no data set “{name}”; choose one of {', '.join(TITLES)}.")


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
