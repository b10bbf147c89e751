"""Which picture suits an activation: by its rank, its size, its dtype, and whether it is an input."""

from typing import Any, Literal

from playground.probing._reduce import Activation, Reduced, Which, bars, histogram, image, maps, sequence

THUMBNAIL_MAPS = 24
THUMBNAIL_SIDE = 28
FOCUS_MAPS = 64
FOCUS_SIDE = 64
FOCUS_IMAGE_SIDE = 224
MOST_BARS = 64
FOCUS_BARS = 256
MOST_STEPS = 128

Size = Literal["thumbnail", "focus", "boundary"]

_IMAGE, _SEQUENCE, _VECTOR = 4, 3, 2


def unseen(tensor: Any) -> str | None:
    """Why no pictures can be made of a symbolic tensor; None where they can."""
    if tensor.dtype == "string":
        return "It puts out text, which has no picture. Behind the layer that makes numbers of it there is one."
    if getattr(tensor, "sparse", False):
        return "It puts out a sparse tensor, which has no picture. Behind the next layer there is one."
    if getattr(tensor, "ragged", False):
        return "It puts out rows of different lengths, which have no picture. Behind the next layer there is one."
    return None


def picture(activation: Activation, which: Which, size: Size, *, is_input: bool, dtype: str) -> Reduced:
    """One picture of an activation.

    Args:
        activation: The measured output of a node.
        which: What of the batch; thumbnails are of its first page.
        size: A thumbnail, or the larger picture.
        is_input: Whether the node is an input of the model.
        dtype: What the output was before it was measured.
    """
    shape = tuple(activation.raw.shape)
    small = size == "thumbnail"
    whole_numbers = not dtype.startswith(("float", "bfloat"))
    if None in shape or 0 in shape:
        return histogram(activation)
    if len(shape) == _IMAGE:
        if is_input and shape[-1] in (1, 3):
            return image(activation, which, THUMBNAIL_SIDE if small else FOCUS_IMAGE_SIDE)
        most, side = (THUMBNAIL_MAPS, THUMBNAIL_SIDE) if small else (FOCUS_MAPS, FOCUS_SIDE)
        return maps(activation, which, most, side)
    if len(shape) == _SEQUENCE and not whole_numbers and (max(shape[1:]) <= MOST_STEPS or not small):
        return sequence(activation, which, THUMBNAIL_SIDE if small else MOST_STEPS)
    if len(shape) == _VECTOR and not whole_numbers and (shape[-1] <= MOST_BARS or not small):
        return bars(activation, which, MOST_BARS if small else FOCUS_BARS)
    return histogram(activation)
