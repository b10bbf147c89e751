"""Many small tensors as two vectors, so that the host waits for the device once; and back to pictures."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.probing._choose import Size
from playground.probing._reduce import Reduced
from playground.protocol import Picture

if TYPE_CHECKING:
    import numpy as np

_FACTS = ("mean", "std", "zeros", "nan", "dead")


@dataclass(frozen=True)
class Drawn:
    """A picture on the device, with the node and the size it is for, and the facts of its activation."""

    node: str
    size: Size
    facts: Any
    picture: Reduced


@dataclass(frozen=True)
class Slot:
    """Where the parts of one picture lie in the two vectors; all lengths."""

    node: str
    size: Size
    form: Any
    total: int
    shape: tuple[int, ...]
    is_pixels: bool
    ends: int
    dead: int


def pack(drawn: Sequence[Drawn]) -> tuple[Any, Any, tuple[Slot, ...]]:
    """All numbers as one float32 vector, all pixels as one uint8 vector, and the layout of both."""
    from keras import ops

    numbers, pixels, slots = [], [], []
    for one in drawn:
        picture = one.picture
        numbers.append(one.facts)
        if picture.lows is not None:
            numbers += [picture.lows, picture.highs]
        if picture.dead is not None:
            numbers.append(ops.cast(picture.dead, "float32"))
        if picture.values is not None:
            numbers.append(picture.values)
        else:
            pixels.append(ops.reshape(picture.pixels, (-1,)))
        slots.append(
            Slot(
                one.node,
                one.size,
                picture.form,
                picture.total,
                picture.shape,
                picture.pixels is not None,
                0 if picture.lows is None else picture.lows.shape[0],
                0 if picture.dead is None else picture.dead.shape[0],
            )
        )
    empty = ops.zeros((0,), "uint8")
    return ops.concatenate(numbers), ops.concatenate(pixels) if pixels else empty, tuple(slots)


def unpack(numbers: "np.ndarray", pixels: "np.ndarray", slots: Sequence[Slot]) -> "list[tuple[Picture, np.ndarray]]":
    """The headers and buffers of the protocol, in the order they were packed."""
    pictures = []
    at = at_pixels = 0

    def take(length: int) -> "np.ndarray":
        nonlocal at
        at += length
        return numbers[at - length : at]

    for slot in slots:
        facts = dict(zip(_FACTS, take(len(_FACTS)).tolist(), strict=True))
        lows, highs, dead = take(slot.ends).tolist(), take(slot.ends).tolist(), take(slot.dead)
        length = math.prod(slot.shape)
        if slot.is_pixels:
            values = pixels[at_pixels : at_pixels + length]
            at_pixels += length
        else:
            values = take(length)
        pictures.append((_header(slot, facts, lows, highs, dead), values.reshape(slot.shape).copy()))
    return pictures


def _header(slot: Slot, facts: dict[str, float], lows: list[float], highs: list[float], dead: "np.ndarray") -> Picture:
    height = width = channels = 1
    count = slot.shape[0]
    if slot.form in ("maps", "plane"):
        _, height, width = slot.shape
    elif slot.form == "image":
        count = 1
        height, width, channels = slot.shape
    kept = {
        name: value
        for name, value in facts.items()
        if math.isfinite(value) and (name in ("mean", "std", "zeros") or value > 0)
    }
    if slot.form == "image":
        kept.pop("dead", None)  # a colour that no sample has is no fault of a unit
    return Picture(
        node=slot.node,
        form=slot.form,
        size=slot.size,
        count=count,
        total=slot.total,
        height=height,
        width=width,
        channels=channels,
        lows=tuple(lows),
        highs=tuple(highs),
        dead=tuple(dead.nonzero()[0].tolist()),
        facts=kept,
    )
