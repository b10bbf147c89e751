"""A made-up table of flats: words and numbers side by side, and a rent that follows from them."""

import numpy as np

from playground.datasets._arrays import from_arrays
from playground.datasets._dataset import Dataset
from playground.errors import DataError

TITLE = "Made-up flats"

_QUARTERS = {"harbour": 4.0, "hill": 3.0, "old town": 6.0, "orchard": 1.5, "station": 0.0}
_HEATING = {"district": 0.4, "gas": 0.0, "heat pump": 0.9, "stove": -1.2}


def rentals(*, samples: int = 600, seed: int = 0) -> Dataset:
    """Draw flats: `quarter` and `heating` are words, `numbers` are square metres, rooms, floor and age in years.

    The rent, in hundreds a month, grows with the size, by what the quarter and the heating are worth, and shrinks with
    age up to 40 years; a fifth of its variance is noise. Numbers come as they are: normalise them.

    Args:
        samples: How many, 2 or more.
        seed: Draws the same flats whenever it is the same.

    Raises:
        DataError: If there are too few.
    """
    if samples < 2:  # noqa: PLR2004  # one has no spread
        raise DataError(f"A set of flats needs at least 2 samples, got {samples}.")
    rng = np.random.default_rng(seed)
    quarter = rng.choice(list(_QUARTERS), samples)
    heating = rng.choice(list(_HEATING), samples)
    size = rng.uniform(25, 140, samples)
    rooms = np.clip(np.round(size / 28 + rng.normal(scale=0.5, size=samples)), 1, 6)
    floor = rng.integers(0, 8, samples)
    age = rng.integers(0, 120, samples)
    worth = np.array([_QUARTERS[each] for each in quarter]) + np.array([_HEATING[each] for each in heating])
    rent = size / 12 + worth + 0.1 * floor - np.minimum(age, 40) / 20
    rent += rng.normal(scale=rent.std() / 2, size=samples)
    return from_arrays(
        {
            "quarter": quarter[:, None],
            "heating": heating[:, None],
            "numbers": np.stack([size, rooms, floor, age], axis=1).astype(np.float32),
        },
        {"rent": rent.astype(np.float32)},
        name="rentals",
        title=TITLE,
    )
