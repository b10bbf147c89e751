"""From an activation to a few numbers and pixels, in `keras.ops`, so that it runs where the activation is.

A value that is not finite takes no part: it is 0 in pictures and in no mean. Values past 1e15 count as 1e15, since
the square of larger ones leaves float32.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal

BINS = 30
_LARGEST = 1e15

Form = Literal["maps", "image", "bars", "histogram", "plane"]


@dataclass(frozen=True)
class Reduced:
    """One picture on the device. Empty fields are None.

    Attributes:
        form: As in the protocol.
        total: Maps or units that the activation has.
        shape: Of the picture as an array: `(maps, height, width)`, `(height, width, channels)` or `(values,)`.
        pixels: uint8 tensor of that shape; or
        values: float32 tensor of that shape.
        lows: float32 tensor, what pixel 0 or the left end stands for.
        highs: float32 tensor, what pixel 255 or the right end stands for.
        dead: bool tensor, one for each map or unit shown.
    """

    form: Form
    total: int
    shape: tuple[int, ...]
    pixels: Any = None
    values: Any = None
    lows: Any = None
    highs: Any = None
    dead: Any = None


@dataclass(frozen=True)
class Activation:
    """The output of a node for the probe batch, with what all its pictures need.

    Attributes:
        raw: float32 tensor, sample axis first.
        facts: float32 vector: mean, standard deviation, share of zeros, share not finite, number of dead features.
        dead: bool tensor over the last axis: zero for the whole batch; None when there is none.
    """

    raw: Any
    facts: Any
    dead: Any


def measure(x: Any) -> Activation:
    """Cast an activation to float32 and take its facts, over the whole batch."""
    from keras import ops

    raw = ops.cast(x, "float32")
    size = ops.cast(ops.size(raw), "float32")
    mean = ops.mean(raw)
    variance = ops.mean(ops.square(raw - mean))
    # Three walks over the memory instead of seven, as long as nothing is wrong.
    mean, deviation, broken = ops.cond(
        ops.isfinite(variance),
        lambda: (mean, ops.sqrt(variance), ops.zeros_like(mean)),
        lambda: _moments_of_finite(raw, size),
    )
    nonzero = ops.cast(ops.not_equal(raw, 0.0), "float32")
    if len(raw.shape) > 1:
        alive = ops.sum(nonzero, axis=tuple(range(len(raw.shape) - 1)))
        dead = ops.equal(alive, 0.0)
        number = ops.sum(ops.cast(dead, "float32"))
    else:
        alive, dead, number = nonzero, None, ops.zeros_like(mean)
    zeros = (size - ops.sum(alive)) / size
    return Activation(raw, ops.stack([mean, deviation, zeros, broken, number]), dead)


def maps(activation: Activation, sample: Any, most: int, side: int) -> Reduced:
    """The first `most` feature maps of one sample, each at most `side` pixels high and wide, each scaled on its own."""
    from keras import ops

    total = activation.raw.shape[-1]
    shown = min(total, most)
    x = _clean(ops.take(activation.raw, sample, axis=0)[..., :shown])
    x = ops.transpose(_smaller(x, side), (2, 0, 1))
    lows, highs = ops.min(x, axis=(1, 2)), ops.max(x, axis=(1, 2))
    pixels = _pixels(x, lows[:, None, None], highs[:, None, None])
    return Reduced("maps", total, tuple(x.shape), pixels=pixels, lows=lows, highs=highs, dead=activation.dead[:shown])


def sequence(activation: Activation, sample: Any, side: int) -> Reduced:
    """One sample of a sequence as a single map: time downwards, features to the right."""
    from keras import ops

    x = _smaller(_clean(ops.take(activation.raw, sample, axis=0))[..., None], side)[..., 0]
    low, high = ops.min(x), ops.max(x)
    pixels = _pixels(x, low, high)[None]
    return Reduced("maps", 1, (1, *x.shape), pixels=pixels, lows=low[None], highs=high[None])


def image(activation: Activation, sample: Any, side: int) -> Reduced:
    """One sample as a picture, scaled by the extremes of the whole batch, so that samples can be told apart."""
    from keras import ops

    clean = _clean(activation.raw)
    x = _smaller(ops.take(clean, sample, axis=0), side)
    low, high = ops.min(clean), ops.max(clean)
    return Reduced("image", x.shape[-1], tuple(x.shape), pixels=_pixels(x, low, high), lows=low[None], highs=high[None])


def plane(activation: Activation, first: Any, count: int, *, total: int, unit_interval: bool) -> Reduced:
    """Maps of `count` units from `first` on, of an activation at the places of a square grid.

    The middle of the scale is 0 and its ends are at 1, or at the largest value of the map; of probabilities, 0 and 1.
    """
    from keras import ops

    side = math.isqrt(activation.raw.shape[0])
    x = _clean(ops.slice(activation.raw, (0, first), (side * side, count)))
    x = ops.reshape(ops.transpose(x), (count, side, side))
    highs = ops.ones((count,)) if unit_interval else ops.maximum(1.0, ops.max(ops.abs(x), axis=(1, 2)))
    lows = ops.zeros((count,)) if unit_interval else -highs
    dead = ops.slice(activation.dead, (first,), (count,))
    pixels = _pixels(x, lows[:, None, None], highs[:, None, None])
    return Reduced("plane", total, (count, side, side), pixels=pixels, lows=lows, highs=highs, dead=dead)


def bars(activation: Activation, sample: Any) -> Reduced:
    """The units of one sample, as they are."""
    from keras import ops

    units = activation.raw.shape[-1]
    return Reduced("bars", units, (units,), values=ops.take(activation.raw, sample, axis=0), dead=activation.dead)


def histogram(activation: Activation) -> Reduced:
    """Counts of the finite values of the whole batch in 30 bins between their extremes."""
    from keras import ops

    raw = ops.reshape(activation.raw, (-1,))
    finite, x = ops.isfinite(raw), _clean(raw)
    low, high = ops.min(ops.where(finite, x, _LARGEST)), ops.max(ops.where(finite, x, -_LARGEST))
    none = ops.greater(low, high)
    low, high = ops.where(none, 0.0, low), ops.where(none, 0.0, high)
    flat = ops.equal(low, high)
    half = ops.maximum(0.5, ops.abs(low) * 1e-6)
    low, high = ops.where(flat, low - half, low), ops.where(flat, high + half, high)
    bins = ops.cast(ops.clip((x - low) / (high - low) * BINS, 0, BINS - 1), "int32")
    counts = ops.segment_sum(ops.cast(finite, "float32"), bins, num_segments=BINS)
    features = activation.raw.shape[-1] if len(activation.raw.shape) > 1 else 1
    return Reduced("histogram", features or 0, (BINS,), values=counts, lows=low[None], highs=high[None])


def _clean(x: Any) -> Any:
    from keras import ops

    return ops.clip(ops.where(ops.isfinite(x), x, 0.0), -_LARGEST, _LARGEST)


def _moments_of_finite(raw: Any, size: Any) -> tuple[Any, Any, Any]:
    """Mean, standard deviation, and the share of values that are not finite."""
    from keras import ops

    finite, clean = ops.isfinite(raw), _clean(raw)
    count = ops.sum(ops.cast(finite, "float32"))
    mean = ops.sum(clean) / ops.maximum(count, 1.0)
    variance = ops.sum(ops.where(finite, ops.square(clean - mean), 0.0)) / ops.maximum(count, 1.0)
    return mean, ops.sqrt(variance), (size - count) / size


def _smaller(x: Any, side: int) -> Any:
    """Average over squares, so that neither of the first two axes of `(height, width, maps)` is past `side`."""
    from keras import ops

    step = -(-max(x.shape[0], x.shape[1]) // side)
    if step == 1:
        return x
    return ops.average_pool(x[None], step, strides=step, padding="same", data_format="channels_last")[0]


def _pixels(x: Any, low: Any, high: Any) -> Any:
    from keras import ops

    span = high - low
    scale = ops.where(ops.equal(span, 0.0), 0.0, 255.0 / ops.where(ops.equal(span, 0.0), 1.0, span))
    return ops.cast(ops.clip(ops.round((x - low) * scale), 0, 255), "uint8")
