"""Points in the plane, of two classes or with a number each: small problems whose answer can be drawn."""

import dataclasses

import numpy as np

from playground.datasets._arrays import from_arrays
from playground.datasets._dataset import Array, Dataset
from playground.errors import DataError
from playground.protocol import Recipe

CLASSES = {"circle": "Circle", "xor": "Exclusive or", "gaussian": "Two clouds", "spiral": "Spiral"}
NUMBERS = {"plane": "Plane", "multi_gaussian": "Hills and hollows"}
TITLES = {**CLASSES, **NUMBERS}
MOST = 1_000_000
MOST_NOISE = 100
_HILLS = np.array([[-0.6, 0.4], [0.0, 0.4], [0.6, 0.4], [-0.6, -0.4], [0.0, -0.4], [0.6, -0.4]])
_HEIGHTS = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
_REACH = 0.33


def points(
    name: str, *, samples: int = 250, noise: float = 0.1, train_share: float | None = None, seed: int = 0
) -> Dataset:
    """Draw points in the square from -1 to 1 with labels 0 and 1, or with a number from -1 to 1 each.

    Args:
        name: With labels `circle` (inside or around), `xor` (by the signs), `gaussian` (two clouds) or `spiral` (two
            arms); with numbers `plane` (a slope) or `multi_gaussian` (three hills and three hollows).
        samples: How many points; half of them, rounded up, are of class 0, except for `xor`.
        noise: Standard deviation of what is added to a point after it got its label or number, 0 to 100. The same
            points move farther where it is larger.
        train_share: Share of the points to train on, more than 0 and less than 1; the others become the validation
            data. Without it there are none, and `validation_split` of the training says how many are held back.
        seed: Draws the same points whenever it is the same.

    Returns:
        An input `point`, float32 of shape (2,), and a target: `class`, int64, or `value`, float32.

    Raises:
        DataError: If there is no such set, or a number is out of range.
    """
    recipe = Recipe(samples, float(noise), train_share, seed)
    _check(name, recipe)
    rng = np.random.default_rng(seed)
    if name in CLASSES:
        labels = (np.arange(samples) >= (samples + 1) // 2).astype(np.int64)
        place, target = {"circle": _circle, "xor": _xor, "gaussian": _gaussian, "spiral": _spiral}[name](rng, labels)
    else:
        place = rng.uniform(-0.95, 0.95, (samples, 2))
        target = {"plane": _plane, "multi_gaussian": _multi_gaussian}[name](place).astype(np.float32)
    place = place + rng.normal(scale=noise, size=place.shape) * 0.5
    order = rng.permutation(samples)
    word, names = ("class", ("0", "1")) if name in CLASSES else ("value", None)
    trained = samples if train_share is None else min(max(round(samples * train_share), 1), samples - 1)
    parts = [
        ({"point": place[chosen].astype(np.float32)}, {word: target[chosen]})
        for chosen in (order[:trained], order[trained:])
    ]
    data = from_arrays(
        *parts[0],
        validation=parts[1] if trained < samples else None,
        name=name,
        title=TITLES[name],
        class_names=names,
    )
    return dataclasses.replace(data, recipe=recipe)


def _check(name: str, recipe: Recipe) -> None:
    if name not in TITLES:
        raise DataError(f"There is no set of points “{name}”; choose one of {', '.join(TITLES)}.")
    if not 2 <= recipe.samples <= MOST:  # noqa: PLR2004  # one a class
        raise DataError(f"A set of points needs at least 2 samples and has at most {MOST:,}, got {recipe.samples}.")
    if not 0 <= recipe.noise <= MOST_NOISE:
        raise DataError(f"The noise must be 0 or more, and at most {MOST_NOISE}, got {recipe.noise}.")
    if recipe.train_share is not None and not 0 < recipe.train_share < 1:
        raise DataError(f"train_share must be more than 0 and less than 1, got {recipe.train_share}.")
    if not 0 <= recipe.seed < 2**63:
        raise DataError(f"The seed of points must be 0 or more, and less than 2**63, got {recipe.seed}.")


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


def _plane(place: Array) -> Array:
    return np.asarray(place.mean(axis=1))


def _multi_gaussian(place: Array) -> Array:
    """The height of the hill, or the depth of the hollow, whose top is nearest; flat between them."""
    away = np.linalg.norm(place[:, None] - _HILLS, axis=2)
    nearest = away.argmin(axis=1)
    return np.asarray(_HEIGHTS[nearest] * np.clip(1 - away[np.arange(len(place)), nearest] / _REACH, 0, 1))
