"""Which learning rate the losses of a range test suggest. Knows arrays only."""

from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
_WINDOW = 16
"""A window is this share of the test to either side: less follows single batches, more reaches into the divergence."""
_LEAST = 3
_CERTAIN = 4.0
"""So many standard errors the loss must have fallen by."""


def suggest(rates: Any, losses: Any) -> tuple[Floats, float | None, str]:
    """The rate at which the loss falls fastest, before it is lowest.

    After Smith, "Cyclical Learning Rates for Training Neural Networks" (2017), section 3.3. The slope is that of the
    straight line through the losses around a rate, over the logarithm of the rate; losses above where they began count
    as twice the fall at the most, so that the divergence says nothing of the rates before it.

    Args:
        rates: Positive, ascending, shape (count,).
        losses: The loss at each, shape (count,); the last ones may be NaN or infinite.

    Returns:
        The losses calmed, float32 (count,); the rate, or None where the loss did not fall; and why, as a sentence.
    """
    rates, losses = np.asarray(rates, np.float64), np.asarray(losses, np.float64)
    calm = np.full(len(losses), np.nan, np.float32)
    finite = np.isfinite(losses)
    count = len(losses) if finite.all() else int(finite.argmin())
    half = max(_LEAST, len(losses) // _WINDOW)
    if count <= 2 * half:
        return calm, None, f"The loss is a number for {count} of the learning rates only, too few to suggest one."
    start = float(np.median(losses[: 2 * half + 1]))
    capped = np.minimum(losses[:count], start + 2 * (start - losses[:count].min()))
    at = np.log10(rates[:count])
    slopes = np.empty(count)
    for place in range(count):
        side = max(1, min(half, place, count - 1 - place))
        around = slice(max(0, place - side), place + side + 1)
        calm[place] = capped[around].mean()
        slopes[place] = np.polyfit(at[around], capped[around], 1)[0]
    lowest = int(np.argmin(calm[half : count - half])) + half
    noise = 1.4826 * np.median(np.abs(np.diff(capped[: lowest + 1]))) / np.sqrt(2) if lowest else np.inf
    if start - calm[lowest] <= _CERTAIN * noise / np.sqrt(2 * half + 1):
        said = f"The loss did not fall clearly at any learning rate from {rates[0]:.2g} to {rates[count - 1]:.2g}."
        return calm, None, said
    steepest = int(np.argmin(slopes[half : lowest + 1])) + half
    found = float(f"{rates[steepest]:.1e}")
    end = count < len(losses) or calm[count - 1 - half] > calm[lowest]
    then = f"it is lowest at {rates[lowest]:.2g} and rises from there" if end else "it still falls at the highest"
    return calm, found, f"The loss falls fastest at {found:.2g}; {then}."
