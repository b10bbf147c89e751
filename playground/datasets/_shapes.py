"""Small made-up images of discs, squares and triangles: what stands at each pixel, or what there is and where?"""

import numpy as np

from playground.datasets._arrays import from_arrays
from playground.datasets._dataset import Array, Dataset
from playground.errors import DataError

TITLES = {"shape_masks": "Shapes and their masks", "shape_boxes": "Shapes and their boxes"}
KINDS = ("disc", "square", "triangle")
SIDE = 32
NOISE = 0.08
MOST = 3
"""So many shapes stand in an image with masks, at most."""


def shape_masks(*, samples: int = 600, seed: int = 0) -> Dataset:
    """Draw grey images with one to three shapes each, and the kind of shape at every pixel.

    Args:
        samples: How many images.
        seed: Draws the same images whenever it is the same.

    Returns:
        An input `image`, float32 of shape (32, 32, 1) in 0..1, and a target `mask`, int64 of shape (32, 32): 0 is the
        background, 1 a disc, 2 a square, 3 a triangle.

    Raises:
        DataError: If there are no samples.
    """
    _check_samples(samples)
    rng = np.random.default_rng(seed)
    images, masks = np.zeros((samples, SIDE, SIDE)), np.zeros((samples, SIDE, SIDE), np.int64)
    for image, mask in zip(images, masks, strict=True):
        image[:] = _background(rng)
        for _ in range(rng.integers(1, MOST + 1)):
            kind, radius = int(rng.integers(len(KINDS))), rng.uniform(4, 8)
            inside = draw(kind, rng.uniform(radius, SIDE - radius, 2), radius, SIDE)
            image[inside], mask[inside] = rng.uniform(0.5, 0.9), kind + 1
    return from_arrays(
        {"image": _grained(rng, images)},
        {"mask": masks},
        name="shape_masks",
        title=TITLES["shape_masks"],
        class_names=("background", *KINDS),
    )


def shape_boxes(*, samples: int = 1500, seed: int = 0) -> Dataset:
    """Draw grey images with one shape each, its kind and the box around it.

    Args:
        samples: How many images.
        seed: Draws the same images whenever it is the same.

    Returns:
        An input `image`, float32 of shape (32, 32, 1) in 0..1, and two targets: `kind`, int64, and `box`, float32 of
        shape (4,): the centre's place from the left and from the top, width and height, in shares of the image's side.

    Raises:
        DataError: If there are no samples.
    """
    _check_samples(samples)
    rng = np.random.default_rng(seed)
    images, boxes = np.zeros((samples, SIDE, SIDE)), np.zeros((samples, 4), np.float32)
    kinds = rng.permutation(np.arange(samples) % len(KINDS)).astype(np.int64)
    for image, kind, box in zip(images, kinds, boxes, strict=True):
        radius = rng.uniform(4, 10)
        inside = draw(int(kind), rng.uniform(radius, SIDE - radius, 2), radius, SIDE)
        image[:] = _background(rng)
        image[inside] = rng.uniform(0.5, 0.9)
        box[:] = _box(inside)
    return from_arrays(
        {"image": _grained(rng, images)},
        {"kind": kinds, "box": boxes},
        name="shape_boxes",
        title=TITLES["shape_boxes"],
        class_names=KINDS,
    )


def draw(kind: int, centre: Array, radius: float, side: int) -> Array:
    """Which pixels of a square image a shape covers, bool of shape (side, side).

    Args:
        kind: Its number in `KINDS`.
        centre: Its place from the left and from the top, in pixels.
        radius: Half its width, in pixels.
        side: Height and width of the image, in pixels.
    """
    down, right = np.mgrid[:side, :side] + 0.5
    x, y = (right - centre[0]) / radius, (down - centre[1]) / radius
    inside = (
        x**2 + y**2 <= 1,
        np.maximum(np.abs(x), np.abs(y)) <= 0.9,  # noqa: PLR2004  # about as large as the disc
        (y <= 0.9) & (y >= 2 * np.abs(x) - 0.9),  # noqa: PLR2004  # likewise
    )
    return np.asarray(inside[kind])


def _box(inside: Array) -> tuple[float, float, float, float]:
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    return (left + right) / 2 / SIDE, (top + bottom) / 2 / SIDE, (right - left) / SIDE, (bottom - top) / SIDE


def _background(rng: np.random.Generator) -> Array:
    """Light that grows across the image, at most to where the darkest shape begins."""
    slope = rng.uniform(-1, 1, 2)
    down, right = np.mgrid[:SIDE, :SIDE] / (SIDE - 1) - 0.5
    return np.asarray(0.2 + 0.2 * (slope[0] * down + slope[1] * right))


def _grained(rng: np.random.Generator, images: Array) -> Array:
    grained = images + rng.normal(scale=NOISE, size=images.shape)
    return np.clip(grained, 0, 1)[..., None].astype(np.float32)


def _check_samples(samples: int) -> None:
    if samples < 1:
        raise DataError(f"A set of shapes needs at least 1 sample, got {samples}.")
