"""From an activation to a few numbers and pixels, in `keras.ops`, so that it runs where the activation is.

A value that is not finite takes no part: it is in no mean, and a pixel of its own says so. Values past 1e15 count as
1e15, since the square of larger ones leaves float32.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

BINS = 30
_LARGEST = 1e15
_TOP = 254.0
"""The pixel of the largest value."""
_UNSOUND = 255
"""The pixel of a value that is NaN or infinite."""

Form = Literal["maps", "image", "bars", "histogram", "plane"]


@dataclass(frozen=True)
class Reduced:
    """One picture on the device. Empty fields are None.

    Attributes:
        form: As in the protocol.
        total: Maps or units that the activation has.
        shape: Of the picture as an array: `(maps, height, width)`, `(height, width, channels)` or `(values,)`.
        pixels: uint8 tensor of that shape, 255 where a value is not finite; or
        values: float32 tensor of that shape.
        lows: float32 tensor, what pixel 0 or the left end stands for.
        highs: float32 tensor, what pixel 254 or the right end stands for.
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


class Which(NamedTuple):
    """What of a batch is shown: int32 scalar tensors.

    `sample` is one of the samples; where `averaged` is not 0, the mean of so many of the first. `page` is which maps,
    or units, of more than fit.
    """

    sample: Any
    averaged: Any
    page: Any


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


def maps(activation: Activation, which: Which, most: int, side: int) -> Reduced:
    """A page of at most `most` feature maps, each at most `side` pixels high and wide, each scaled on its own."""
    from keras import ops

    total = activation.raw.shape[-1]
    shown = min(total, most)
    first = _first(which.page, shown, total)
    one = _chosen(activation, which)
    raw = ops.slice(one, (0, 0, first), (*one.shape[:2], shown))
    x, bad = (ops.transpose(each, (2, 0, 1)) for each in _shrunk(raw, side, side))
    lows, highs = ops.min(x, axis=(1, 2)), ops.max(x, axis=(1, 2))
    pixels = _pixels(x, lows[:, None, None], highs[:, None, None], bad)
    dead = ops.slice(activation.dead, (first,), (shown,))
    return Reduced("maps", total, tuple(x.shape), pixels=pixels, lows=lows, highs=highs, dead=dead)


def sequence(activation: Activation, which: Which, side: int) -> Reduced:
    """A sequence as a single map of at most `side` rows and columns: time downwards, features to the right."""
    from keras import ops

    x, bad = (each[..., 0] for each in _shrunk(_chosen(activation, which)[..., None], side, side, each=True))
    low, high = ops.min(x), ops.max(x)
    pixels = _pixels(x, low, high, bad)[None]
    return Reduced("maps", 1, (1, *x.shape), pixels=pixels, lows=low[None], highs=high[None])


def image(activation: Activation, which: Which, side: int) -> Reduced:
    """A picture, scaled by the extremes of the whole batch, so that samples can be told apart."""
    from keras import ops

    clean = _clean(activation.raw)
    x, bad = _shrunk(_chosen(activation, which), side, side)
    low, high = ops.min(clean), ops.max(clean)
    pixels = _pixels(x, low, high, bad)
    return Reduced("image", x.shape[-1], tuple(x.shape), pixels=pixels, lows=low[None], highs=high[None])


def plane(activation: Activation, first: Any, count: int, *, total: int, unit_interval: bool) -> Reduced:
    """Maps of `count` units from `first` on, of an activation at the places of a square grid.

    The middle of the scale is 0 and its ends are at 1, or at the largest value of the map; of probabilities, 0 and 1.
    """
    from keras import ops

    side = math.isqrt(activation.raw.shape[0])
    raw = ops.slice(activation.raw, (0, first), (side * side, count))
    raw = ops.reshape(ops.transpose(raw), (count, side, side))
    x = _clean(raw)
    highs = ops.ones((count,)) if unit_interval else ops.maximum(1.0, ops.max(ops.abs(x), axis=(1, 2)))
    lows = ops.zeros((count,)) if unit_interval else -highs
    dead = ops.slice(activation.dead, (first,), (count,))
    pixels = _pixels(x, lows[:, None, None], highs[:, None, None], ops.logical_not(ops.isfinite(raw)))
    return Reduced("plane", total, (count, side, side), pixels=pixels, lows=lows, highs=highs, dead=dead)


def bars(activation: Activation, which: Which, most: int) -> Reduced:
    """A page of at most `most` units, as they are."""
    from keras import ops

    total = activation.raw.shape[-1]
    shown = min(total, most)
    first = _first(which.page, shown, total)
    values = ops.slice(_chosen(activation, which), (first,), (shown,))
    dead = ops.slice(activation.dead, (first,), (shown,))
    return Reduced("bars", total, (shown,), values=values, dead=dead)


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


def _first(page: Any, shown: int, total: int) -> Any:
    """The number of the first on a page; the last page is as full as the others."""
    from keras import ops

    return ops.minimum(page * shown, total - shown)


def _chosen(activation: Activation, which: Which) -> Any:
    """What is shown of the batch, without the axis of samples."""
    from keras import ops

    raw = activation.raw

    def mean() -> Any:
        count = ops.minimum(which.averaged, raw.shape[0])
        taken = ops.reshape(ops.arange(raw.shape[0]) < count, (-1, *(1 for _ in raw.shape[1:])))
        return ops.sum(ops.where(taken, raw, 0.0), axis=0) / ops.cast(count, raw.dtype)

    return ops.cond(which.averaged > 0, mean, lambda: ops.take(raw, which.sample, axis=0))


def _shrunk(raw: Any, height: int, width: int, *, each: bool = False) -> tuple[Any, Any]:
    """Means over blocks, so that the first two axes of `(height, width, maps)` are no longer, and where one is unsound.

    Blocks are squares, or where `each` axis is to fill its length, rectangles.
    """
    from keras import ops

    steps = (-(-raw.shape[0] // height), -(-raw.shape[1] // width))
    down, across = steps if each else (max(steps), max(steps))
    x, bad = _clean(raw), ops.logical_not(ops.isfinite(raw))
    if down == across == 1:
        return x, bad
    options: dict[str, Any] = {"strides": (down, across), "padding": "same", "data_format": "channels_last"}
    x = ops.average_pool(x[None], (down, across), **options)[0]
    return x, ops.max_pool(ops.cast(bad, "float32")[None], (down, across), **options)[0] > 0


def _pixels(x: Any, low: Any, high: Any, bad: Any) -> Any:
    from keras import ops

    span = high - low
    scale = ops.where(ops.equal(span, 0.0), 0.0, _TOP / ops.where(ops.equal(span, 0.0), 1.0, span))
    sound = ops.clip(ops.round((x - low) * scale), 0, _TOP)
    return ops.cast(ops.where(bad, float(_UNSOUND), sound), "uint8")
