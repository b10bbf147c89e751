"""Floating-point operations of one sample, in closed form, for the layers where nearly all of them happen."""

import math
from collections.abc import Sequence

from playground.checking._report import TensorSpec

Shape = tuple[int | None, ...]
_PER_OUTPUT = ("Conv1D", "Conv2D", "Conv3D", "DepthwiseConv1D", "DepthwiseConv2D")
_PER_INPUT = ("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose")
_SEPARABLE = ("SeparableConv1D", "SeparableConv2D")


def flops_of(kind: str, weights: Sequence[Shape], inputs: Sequence[TensorSpec], output: TensorSpec) -> int | None:
    """Twice the multiply-adds of the kernels for one sample; None for other kinds and for open shapes.

    Args:
        kind: The layer's kind.
        weights: Shapes of its weights, kernels first, as Keras orders them.
        inputs: What goes in.
        output: Its first output; channels last.
    """
    if not weights or not inputs:
        return None
    if kind == "Dense":
        return _times(weights[:1], output.shape[1:-1])
    if kind in _PER_OUTPUT:
        return _times(weights[:1], output.shape[1:-1])
    if kind in _PER_INPUT:
        return _times(weights[:1], inputs[0].shape[1:-1])
    if kind in _SEPARABLE:
        return _times(weights[:2], output.shape[1:-1])
    return None


def _times(kernels: Sequence[Shape], places: Shape) -> int | None:
    known = [each for each in places if each is not None]
    if len(known) < len(places):
        return None
    return sum(2 * math.prod(each or 1 for each in kernel) for kernel in kernels) * math.prod(known)
