"""Which picture suits an activation: by its rank, its size, its dtype, and whether it is an input."""

from typing import Any, Literal

from playground.probing._reduce import Activation, Reduced, bars, histogram, image, maps, sequence

THUMBNAIL_MAPS = 24
THUMBNAIL_SIDE = 28
FOCUS_MAPS = 64
FOCUS_SIDE = 64
FOCUS_IMAGE_SIDE = 224
MOST_BARS = 64
MOST_STEPS = 128

Size = Literal["thumbnail", "focus", "boundary"]

_IMAGE, _SEQUENCE, _VECTOR = 4, 3, 2


def visible(tensor: Any) -> bool:
    """Whether pictures can be made of a symbolic tensor at all: text and sparse tensors have none."""
    return tensor.dtype != "string" and not getattr(tensor, "sparse", False) and not getattr(tensor, "ragged", False)


def picture(activation: Activation, sample: Any, size: Size, *, is_input: bool, dtype: str) -> Reduced:
    """One picture of an activation.

    Args:
        activation: The measured output of a node.
        sample: int32 scalar tensor, which sample of the batch.
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
            return image(activation, sample, THUMBNAIL_SIDE if small else FOCUS_IMAGE_SIDE)
        return maps(
            activation,
            sample,
            THUMBNAIL_MAPS if small else FOCUS_MAPS,
            THUMBNAIL_SIDE if small else FOCUS_SIDE,
        )
    if len(shape) == _SEQUENCE and not whole_numbers and max(shape[1:]) <= MOST_STEPS:
        return sequence(activation, sample, THUMBNAIL_SIDE if small else MOST_STEPS)
    if len(shape) == _VECTOR and not whole_numbers and shape[-1] <= MOST_BARS:
        return bars(activation, sample)
    return histogram(activation)
