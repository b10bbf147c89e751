"""A few samples of a data set as a screen shows them: pixels where they are images, words otherwise."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from playground.datasets._dataset import Array, Dataset
from playground.protocol import Samples, SampleTensor

Role = Literal["input", "target"]
Shown = Literal["image", "mask", "words"]

_SIDE = 64
_COLOURS = (1, 3, 4)
_LISTED = 6
_SHOWN = 60
_IMAGE, _MASK = 4, 3


def samples_of(data: Dataset, count: int, places: Sequence[int] = ()) -> tuple[Samples, list[bytes]]:
    """What a few samples look like, and the pixels of their images.

    Args:
        data: Where they are from; its validation data, where it has some.
        count: How many, at most all there are.
        places: Which of them, by their places in the order of `probe`; without it the first.

    Returns:
        The message, and in the order of its tensors the bytes of those that are images or masks: uint8 of shape
        (samples, height, width, channels), a mask's the labels. Images are thinned to a side of 64 at most.
    """
    few = data.probe(count) if not len(places) else data.probed.take(data.probe_order()[list(places)[:count]])
    tensors: list[SampleTensor] = []
    buffers: list[bytes] = []
    roles: tuple[tuple[Role, dict[str, Array], dict[str, Array]], ...] = (
        ("input", few.inputs, data.inputs),
        ("target", few.targets, data.targets),
    )
    for role, arrays, all_arrays in roles:
        for name, array in arrays.items():
            whole = all_arrays[name]
            picture, pixels = _pixels(array, whole, target=role == "target")
            if pixels is None:
                tensors.append(SampleTensor(name, role, "words", words=_words(array, data, target=role == "target")))
                continue
            _, height, width, channels = pixels.shape
            tensors.append(SampleTensor(name, role, picture, height, width, channels))
            buffers.append(pixels.tobytes())
    return Samples(len(few), tuple(tensors)), buffers


def _pixels(array: Array, whole: Array, *, target: bool) -> tuple[Shown, Array | None]:
    """What an array's samples are, and their pixels; None where they are no images."""
    if array.ndim == _MASK and target and array.dtype.kind in "iub" and 0 <= int(whole.min()) <= int(whole.max()) < 256:  # noqa: PLR2004  # a byte
        return "mask", _thinned(array[..., None]).astype(np.uint8)
    if array.ndim != _IMAGE or array.shape[-1] not in _COLOURS or array.dtype.kind not in "biuf":
        return "words", None
    shown = _thinned(array).astype(np.float32)
    low, high = float(whole.min()), float(whole.max())
    if low >= 0:  # a picture's own black, and the white of 0..1 or 0..255
        low, high = 0.0, 1.0 if high <= 1 else max(high, 255.0)
    return "image", np.round((shown - low) / max(high - low, 1e-12) * 255).clip(0, 255).astype(np.uint8)


def _thinned(array: Array) -> Array:
    step = -(-max(array.shape[1:3]) // _SIDE)
    return array[:, ::step, ::step]


def _words(array: Array, data: Dataset, *, target: bool) -> tuple[str, ...]:
    labels = target and array.dtype.kind in "iu" and array[0].size == 1
    names = data.class_names if labels else ()
    return tuple(_said(row.reshape(-1), names) for row in array.reshape(len(array), -1))


def _said(values: Array, names: tuple[str, ...]) -> str:
    if values.dtype.kind in "US":
        text = " ".join(values.astype(str).tolist())
        return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    if names and 0 <= int(values[0]) < len(names):
        return names[int(values[0])]
    shown = [f"{round(value, 2):g}" for value in values[:_LISTED].tolist()]
    return ", ".join(shown) + (f", … {values.size}" if values.size > _LISTED else "")
