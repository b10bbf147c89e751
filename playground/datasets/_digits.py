"""scikit-learn's handwritten digits, as they are, under noise, and two by two."""

import numpy as np

from playground.datasets._arrays import from_arrays
from playground.datasets._dataset import Array, Dataset
from playground.errors import DataError

TITLES = {"digits": "Handwritten digits", "noisy_digits": "Noisy digits", "digit_pairs": "Pairs of digits"}

_HELD = 397
"""Of the 1797 digits so many are in the validation pairs, and in no other."""


def digits() -> Dataset:
    """1797 grey images `image`, float32 of shape (8, 8, 1) in 0..1, and their labels `digit`, int64 from 0 to 9."""
    images, labels = _digits()
    return from_arrays(
        {"image": images}, {"digit": labels}, name="digits", title=TITLES["digits"], class_names=range(10)
    )


def noisy_digits(*, noise: float = 0.25, seed: int = 0) -> Dataset:
    """The digits under noise, and as they were.

    Args:
        noise: Standard deviation of what is added to each pixel before it is cut to 0..1; 0 or more.
        seed: Adds the same noise whenever it is the same.

    Returns:
        An input `image` and a target `clean`, both float32 of shape (8, 8, 1) in 0..1.

    Raises:
        DataError: If the noise is out of range.
    """
    if not 0 <= noise < np.inf:
        raise DataError(f"The noise must be 0 or more, got {noise}.")
    clean, _ = _digits()
    noisy = clean + np.random.default_rng(seed).normal(scale=noise, size=clean.shape)
    return from_arrays(
        {"image": np.clip(noisy, 0, 1).astype(np.float32)},
        {"clean": clean},
        name="noisy_digits",
        title=TITLES["noisy_digits"],
    )


def digit_pairs(*, samples: int = 4000, seed: int = 0) -> Dataset:
    """Two digits at a time: do they show the same number?

    Args:
        samples: How many pairs; every second one is of the same number. A quarter as many more are for validation, of
            images that are in no other pair.
        seed: Draws the same pairs whenever it is the same.

    Returns:
        Inputs `first` and `second`, float32 of shape (8, 8, 1) in 0..1, and a target `same`, int64, 1 for the same
        number and 0 for two numbers; with validation data.

    Raises:
        DataError: If there are too few samples.
    """
    if samples < 8:  # noqa: PLR2004  # one pair a class among the validation pairs
        raise DataError(f"A set of pairs needs at least 8 samples, got {samples}.")
    images, labels = _digits()
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(labels))
    held = _pairs(rng, images[order[:_HELD]], labels[order[:_HELD]], samples // 4)
    inputs, targets = _pairs(rng, images[order[_HELD:]], labels[order[_HELD:]], samples)
    return from_arrays(
        inputs,
        targets,
        validation=held,
        name="digit_pairs",
        title=TITLES["digit_pairs"],
        class_names=("different", "same"),
    )


def _pairs(
    rng: np.random.Generator, images: Array, labels: Array, samples: int
) -> tuple[dict[str, Array], dict[str, Array]]:
    same = rng.permutation(np.arange(samples) % 2).astype(np.int64)
    first = rng.integers(len(labels), size=samples)
    wanted = (labels[first] + np.where(same == 1, 0, rng.integers(1, 10, samples))) % 10
    second = np.array([rng.choice(np.flatnonzero(labels == label)) for label in wanted])
    return {"first": images[first], "second": images[second]}, {"same": same}


def _digits() -> tuple[Array, Array]:
    from sklearn import datasets

    bunch = datasets.load_digits()
    return (bunch.images[..., None] / 16.0).astype(np.float32), bunch.target.astype(np.int64)
