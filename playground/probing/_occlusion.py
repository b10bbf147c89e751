"""What the answer loses when a part of the sample is covered. Needs no gradient."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from playground.errors import PlaygroundError
from playground.probing._attribution import AT_ONCE, Tick, no_tick
from playground.probing._forward import forward, model_of
from playground.probing._inputs import input_tensors
from playground.probing._target import Wish, answer_of, scores, target_of, units_of

if TYPE_CHECKING:
    import keras
    import numpy as np

    from playground.modeling import Graph

MOST_WINDOWS = 10_000

Fill = Literal["zeros", "mean"]
Place = tuple[tuple[int, int], ...]
"""A window: for each axis of positions the first and the end."""


@dataclass(frozen=True)
class Occlusion:
    """What the answer loses when a part of one input is covered.

    Attributes:
        values: float32 `(samples, ...)` over the positions of the input: the mean loss of all windows that cover one.
            Of texts the longest has as many positions as words; NaN stands behind the others.
        drops: float32 `(samples, windows)`: the loss of each window.
        windows: Where each window is: for each axis of positions the first and the end.
        units: The index of the target in the answer, sample by sample.
        score: float32 `(samples,)`, the target's number with nothing covered.
    """

    values: "np.ndarray"
    drops: "np.ndarray"
    windows: tuple[Place, ...]
    units: tuple[tuple[int, ...], ...]
    score: "np.ndarray"


def occlusion(
    model: "keras.Model | Graph",
    x: Any,
    target: Wish = None,
    *,
    window: int | Sequence[int] = 1,
    stride: int | Sequence[int] | None = None,
    fill: Fill | float | str = "zeros",
    input: int = 0,  # noqa: A002  # the word for it
    tick: Tick = no_tick,
) -> Occlusion:
    """Cover a window of an input at one place after the other, and see how much smaller the answer becomes.

    A table's features are its positions; of a text in one piece the words between blanks, which are left out; of a
    sequence with features the steps; of an image rows and columns, over all channels, which are on the last axis, or
    the first where `keras.config.image_data_format()` says so.

    Args:
        model: A functional or sequential model, or the `Graph` of a network.
        x: A batch: an array, one array an input in a sequence, or by the input layer's name. Tokens and text too.
        target: A `Target`, or its unit: a class, or the index of one value; the largest answer without it.
        window: How many positions are covered at once, one number or one an axis.
        stride: How far the window moves; as far as it is wide without it. A last window lies at the end.
        fill: What covers: `zeros` (the empty text for text), the `mean` of the batch, or a value.
        input: Which input of a model with several is covered.
        tick: Called before each call of the model; what it raises ends the work.

    Raises:
        PlaygroundError: A window or stride below 1, more than 10,000 windows, no such input or target, or a fill that
            the input can't hold.
        DataError: The batch does not fit the model's inputs.

    Source:
        Zeiler, Fergus: Visualizing and Understanding Convolutional Networks. ECCV 2014, section 4.2.
    """
    import numpy as np
    from keras import ops

    made = model_of(model)
    inputs = input_tensors(made, x)
    if not 0 <= input < len(inputs):
        raise PlaygroundError(f"The model “{made.name}” has no input {input}: it has {len(inputs)}.")
    chosen = target_of(target)

    def answer(tensors: Sequence[Any]) -> Any:
        return answer_of(forward(made, tensors, lambda _: None), chosen, made.name)

    whole = answer(inputs)
    units = units_of(whole, chosen)
    score = ops.convert_to_numpy(scores(whole, units))
    host = np.asarray(ops.convert_to_numpy(inputs[input]))
    if host.dtype.kind in "OSU" and host.ndim == 1:
        covering: _Covering = _Words(host)
    else:
        covering = _Values(host, fill)
    sizes = covering.sizes
    places = _windows(
        sizes, _each(window, sizes, "window"), _each(window if stride is None else stride, sizes, "stride")
    )
    drops = np.zeros((len(host), len(places)), np.float32)
    for sample in range(len(host)):
        for start in range(0, len(places), AT_ONCE):
            tick()
            some = places[start : start + AT_ONCE]
            given = [
                ops.convert_to_tensor(covering.covered(sample, some), dtype=each.dtype)
                if number == input
                else ops.repeat(each[sample : sample + 1], len(some), axis=0)
                for number, each in enumerate(inputs)
            ]
            left = scores(answer(given), (units[sample],) * len(some))
            drops[sample, start : start + len(some)] = score[sample] - ops.convert_to_numpy(left)
    values = np.zeros((len(host), *sizes), np.float32)
    times = np.zeros(sizes, np.float32)
    for number, place in enumerate(places):
        at = tuple(slice(*each) for each in place)
        values[(slice(None), *at)] += drops[:, number].reshape(-1, *[1] * len(sizes))
        times[at] += 1
    values = np.where(covering.there, values / np.maximum(times, 1), np.nan).astype(np.float32)
    return Occlusion(values, drops, tuple(places), units, score)


class _Values:
    """An array of positions, covered with one value each."""

    def __init__(self, array: "np.ndarray", fill: Fill | float | str) -> None:
        self._array = array
        self._axes = _position_axes(array)
        self._cover = _cover(array, fill)
        self.sizes = [array.shape[axis] for axis in self._axes]
        self.there: Any = True

    def covered(self, sample: int, places: Sequence[Place]) -> "np.ndarray":
        """The sample once for each window, covered there."""
        import numpy as np

        found = np.repeat(self._array[sample : sample + 1], len(places), axis=0)
        for row, place in enumerate(places):
            found[self._at(place, row)] = self._cover[self._at(place, 0)]
        return found

    def _at(self, place: Place, row: int) -> tuple[Any, ...]:
        at: list[Any] = [slice(None)] * self._array.ndim
        at[0] = row
        for axis, each in zip(self._axes, place, strict=True):
            at[axis] = slice(*each)
        return tuple(at)


class _Words:
    """Texts in one piece, whose words are left out."""

    def __init__(self, array: "np.ndarray") -> None:
        import numpy as np

        self._words = [words_of(text) for text in array]
        longest = max(1, *(len(each) for each in self._words))
        self.sizes = [longest]
        self.there = np.arange(longest) < np.array([[len(each)] for each in self._words])

    def covered(self, sample: int, places: Sequence[Place]) -> "np.ndarray":
        """The text once for each window, without the words there."""
        import numpy as np

        words = self._words[sample]
        return np.array([" ".join(words[:first] + words[end:]) for ((first, end),) in places])


_Covering = _Values | _Words


def words_of(text: Any) -> list[str]:
    """The words of a text, between blanks."""
    return (text.decode(errors="replace") if isinstance(text, bytes) else str(text)).split()


def _position_axes(array: "np.ndarray") -> list[int]:
    import keras

    if array.ndim <= len(("samples", "features")):
        return list(range(1, array.ndim))
    first = keras.config.image_data_format() == "channels_first" and array.ndim > len(("samples", "steps", "features"))
    return list(range(2, array.ndim)) if first else list(range(1, array.ndim - 1))


def _each(wish: int | Sequence[int], sizes: Sequence[int], name: str) -> list[int]:
    given = [wish] * len(sizes) if isinstance(wish, int) else list(wish)
    if len(given) != len(sizes) or not all(isinstance(each, int) and each >= 1 for each in given):
        raise PlaygroundError(
            f"Occlusion takes a {name} of one whole number from 1, or {len(sizes)} of them, not {wish}."
        )
    return [min(each, size) for each, size in zip(given, sizes, strict=True)]


def _windows(sizes: Sequence[int], window: Sequence[int], stride: Sequence[int]) -> list[Place]:
    """All windows in reading order; where the strides don't end at the edge, a last one does."""

    def along(size: int, wide: int, step: int) -> Iterator[tuple[int, int]]:
        starts = list(range(0, size - wide + 1, step))
        if starts[-1] + wide < size:
            starts.append(size - wide)
        yield from ((start, start + wide) for start in starts)

    rows = [list(along(*each)) for each in zip(sizes, window, stride, strict=True)]
    count = math.prod(len(each) for each in rows)
    if count > MOST_WINDOWS:
        raise PlaygroundError(
            f"Occlusion would take {count:,} windows, and {MOST_WINDOWS:,} at most: take a larger stride."
        )
    return list(itertools.product(*rows))


def _cover(array: "np.ndarray", fill: Fill | float | str) -> "np.ndarray":
    """One sample of what covers."""
    import numpy as np

    if array.dtype.kind in "OSU":
        return np.full_like(array[:1], "" if fill in ("zeros", "mean") else str(fill))
    if fill == "mean":
        mean: np.ndarray = array.mean(axis=0, keepdims=True).astype(array.dtype)
        return mean
    if fill == "zeros":
        return np.zeros_like(array[:1])
    if isinstance(fill, str):
        raise PlaygroundError(f"Occlusion fills with “zeros”, the “mean” or a number, not “{fill}”.")
    return np.full_like(array[:1], fill)
