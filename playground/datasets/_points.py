"""Points in the plane that belong to one of two classes: small problems whose answer can be drawn."""

import numpy as np

from playground.datasets._arrays import from_arrays
from playground.datasets._dataset import Array, Dataset
from playground.errors import DataError

TITLES = {"circle": "Circle", "xor": "Exclusive or", "gaussian": "Two clouds", "spiral": "Spiral"}


def points(name: str, *, samples: int = 250, noise: float = 0.1, seed: int = 0) -> Dataset:
    """Draw points in the square from -1 to 1 with labels 0 and 1.

    Args:
        name: `circle` (inside or around), `xor` (by the signs), `gaussian` (two clouds) or `spiral` (two arms).
        samples: How many points; half of them, rounded up, are of class 0, except for `xor`.
        noise: Standard deviation of what is added to a point after it got its label, 0 or more.
        seed: Draws the same points whenever it is the same.

    Raises:
        DataError: If there is no such set, or a number is out of range.
    """
    if name not in TITLES:
        raise DataError(f"There is no set of points “{name}”; choose one of {', '.join(TITLES)}.")
    if samples < 2:  # noqa: PLR2004  # one a class
        raise DataError(f"A set of points needs at least 2 samples, got {samples}.")
    if not 0 <= noise < np.inf:
        raise DataError(f"The noise must be 0 or more, got {noise}.")
    rng = np.random.default_rng(seed)
    labels = (np.arange(samples) >= (samples + 1) // 2).astype(np.int64)
    place, labels = {"circle": _circle, "xor": _xor, "gaussian": _gaussian, "spiral": _spiral}[name](rng, labels)
    place = place + rng.normal(scale=noise, size=place.shape) * 0.5
    order = rng.permutation(samples)
    return from_arrays(
        {"point": place[order].astype(np.float32)},
        {"class": labels[order]},
        name=name,
        title=TITLES[name],
        class_names=("0", "1"),
    )


def _turned(radius: Array, angle: Array) -> Array:
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1)


def _circle(rng: np.random.Generator, labels: Array) -> tuple[Array, Array]:
    radius = np.where(labels == 1, rng.uniform(0.0, 0.45, labels.size), rng.uniform(0.65, 0.95, labels.size))
    return _turned(radius, rng.uniform(0, 2 * np.pi, labels.size)), labels


def _xor(rng: np.random.Generator, labels: Array) -> tuple[Array, Array]:
    place = rng.uniform(-0.9, 0.9, (labels.size, 2))
    place += np.sign(place) * 0.05
    return place, (place[:, 0] * place[:, 1] >= 0).astype(np.int64)


def _gaussian(rng: np.random.Generator, labels: Array) -> tuple[Array, Array]:
    centre = np.where(labels == 1, 0.4, -0.4)[:, None]
    return centre + rng.normal(scale=0.12, size=(labels.size, 2)), labels


def _spiral(rng: np.random.Generator, labels: Array) -> tuple[Array, Array]:
    along = rng.uniform(0.05, 1.0, labels.size)
    return _turned(along * 0.95, 1.75 * along * 2 * np.pi + labels * np.pi), labels
