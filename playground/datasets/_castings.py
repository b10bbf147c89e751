"""Made-up castings: each has a picture and a row of measures, and its weight follows from both together."""

import numpy as np

from playground.datasets._arrays import from_arrays
from playground.datasets._dataset import Dataset
from playground.datasets._shapes import KINDS, draw
from playground.errors import DataError

TITLE = "Made-up castings"
SIDE = 16
NOISE = 0.03


def castings(*, samples: int = 1200, seed: int = 0) -> Dataset:
    """Draw flat pieces of metal, seen from above and measured from the side.

    The weight is area × thickness × density, so neither the picture nor the measures tell it alone. The measures come
    as they are: normalise them.

    Args:
        samples: How many.
        seed: Draws the same pieces whenever it is the same.

    Returns:
        Inputs `image`, float32 of shape (16, 16, 1) in 0..1, a pixel a square centimetre, and `measures`, float32 of
        shape (2,): thickness in millimetres and density in kilograms per cubic decimetre. A target `weight`, float32,
        in kilograms.

    Raises:
        DataError: If there are no samples.
    """
    if samples < 1:
        raise DataError(f"A set of castings needs at least 1 sample, got {samples}.")
    rng = np.random.default_rng(seed)
    radius = rng.uniform(2, 7.5, samples)
    inside = np.array(
        [draw(int(rng.integers(len(KINDS))), rng.uniform(each, SIDE - each, 2), each, SIDE) for each in radius]
    )
    thickness, density = rng.uniform(5, 40, samples), rng.uniform(2.5, 9, samples)
    image = 0.1 + 0.8 * inside + rng.normal(scale=NOISE, size=inside.shape)
    litres = inside.sum(axis=(1, 2)) * thickness / 10 / 1000
    return from_arrays(
        {
            "image": np.clip(image, 0, 1)[..., None].astype(np.float32),
            "measures": np.stack([thickness, density], axis=1).astype(np.float32),
        },
        {"weight": (litres * density).astype(np.float32)},
        name="castings",
        title=TITLE,
    )
