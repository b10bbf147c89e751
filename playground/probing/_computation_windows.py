"""What a value of a convolution or a pooling is the sum of: a window of the input, and what it is multiplied with.

Sizes and paddings as TensorFlow defines them: of the padding for `same` the smaller half lies before.
"""

import math
from typing import TYPE_CHECKING, Any

from playground.probing._computation import Parts, counted, host, weights_of

if TYPE_CHECKING:
    import numpy as np

_AXES = {1: ("step",), 2: ("row", "column"), 3: ("plane", "row", "column")}


def convolution(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """A filter of Conv1D to Conv3D, with strides, dilation and groups."""
    layer = call.layer
    x, at, unit = _channels_last(call, sample, position)
    kernel = weights_of(layer.kernel)
    width = kernel.shape[-2]
    first = unit // (kernel.shape[-1] // layer.groups) * width
    rows = _rows(layer, x, at, kernel=kernel.shape[:-2], strides=layer.strides, dilation=layer.dilation_rate)
    return _windowed(
        x,
        rows,
        tuple(range(first, first + width)),
        kernel[..., unit],
        operation="the window of the input times the kernel of this filter, added up",
        bias=_bias(layer, unit),
    )


def depthwise(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """A filter of DepthwiseConv1D or 2D: one channel of the input."""
    layer = call.layer
    x, at, unit = _channels_last(call, sample, position)
    kernel = weights_of(layer.kernel)
    channel, which = divmod(unit, kernel.shape[-1])
    rows = _rows(layer, x, at, kernel=kernel.shape[:-2], strides=layer.strides, dilation=layer.dilation_rate)
    return _windowed(
        x,
        rows,
        (channel,),
        kernel[..., channel : channel + 1, which],
        operation="the window of one channel times its kernel, added up",
        bias=_bias(layer, unit),
    )


def separable(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """A filter of SeparableConv1D or 2D: the kernels of all channels, each times the weight of that channel."""
    import numpy as np

    layer = call.layer
    x, at, unit = _channels_last(call, sample, position)
    depth = weights_of(layer.depthwise_kernel)
    across = weights_of(layer.pointwise_kernel)[..., unit].reshape(depth.shape[-2:])
    rows = _rows(layer, x, at, kernel=depth.shape[:-2], strides=layer.strides, dilation=layer.dilation_rate)
    return _windowed(
        x,
        rows,
        counted(depth.shape[-2]),
        np.einsum("...cm,cm->...c", depth, across),
        operation="the window of the input times the kernel of each channel and the weight of that channel, added up",
        bias=_bias(layer, unit),
    )


def transposed(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """A filter of Conv1DTranspose to Conv3DTranspose: the inputs whose spread out kernel reaches this place."""
    import numpy as np

    layer = call.layer
    x, at, unit = _channels_last(call, sample, position)
    kernel = weights_of(layer.kernel)
    sizes = _spatial(call.outputs[0].shape, layer)
    rows, taps = [], []
    for axis, wide in enumerate(kernel.shape[:-2]):
        stride, dilation, size = layer.strides[axis], layer.dilation_rate[axis], x.shape[axis]
        reach = (wide - 1) * dilation + 1
        before = max((size - 1) * stride + reach - sizes[axis], 0) // 2 if layer.padding == "same" else 0
        found = [
            ((at[axis] + before - tap * dilation) // stride, tap)
            for tap in range(wide)
            if (at[axis] + before - tap * dilation) % stride == 0
        ]
        inside = [each for each in found if 0 <= each[0] < size]
        rows.append(tuple(row for row, _ in inside))
        taps.append([tap for _, tap in inside])
    weights = kernel[..., unit, :][np.ix_(*taps, counted(x.shape[-1]))]
    return _windowed(
        x,
        rows,
        counted(x.shape[-1]),
        weights,
        operation="the inputs that reach this place times their part of the kernel, added up",
        bias=_bias(layer, unit),
    )


def pooling(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """A window of MaxPooling1D to 3D or AveragePooling1D to 3D; what is outside of the input does not count."""
    layer = call.layer
    x, at, unit = _channels_last(call, sample, position)
    size = _tuple(layer.pool_size, x.ndim - 1)
    strides = _tuple(layer.strides, x.ndim - 1)
    rows = _rows(layer, x, at, kernel=size, strides=strides, dilation=(1,) * (x.ndim - 1))
    return _pooled(x, rows, unit, largest=type(layer).__name__.startswith("Max"))


def global_pooling(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """All positions of a channel, for GlobalMaxPooling and GlobalAveragePooling; masked steps do not count."""
    import numpy as np

    layer = call.layer
    x = _last(host(call.tensors[0][sample]), layer)
    unit = position[0] if len(position) == 1 or layer.data_format == "channels_first" else position[-1]
    rows = [counted(size) for size in x.shape[:-1]]
    mask = call.masks[0] if call.masks else None
    largest = type(layer).__name__.startswith("GlobalMax")
    if mask is not None and not largest:
        rows = [tuple(int(each) for each in np.flatnonzero(host(mask[sample])))]
    return _pooled(x, rows, unit, largest=largest)


def _pooled(x: "np.ndarray", rows: list[tuple[int, ...]], unit: int, *, largest: bool) -> Parts:
    import numpy as np

    inside = [tuple(row for row in each if 0 <= row < size) for each, size in zip(rows, x.shape, strict=False)]
    window = x[np.ix_(*inside, (unit,))]
    if largest:
        weights = np.zeros_like(window)
        weights.flat[int(window.argmax())] = 1
    else:
        weights = np.full_like(window, 1 / max(1, window.size))
    said = "the largest value of the window" if largest else "the mean of the window"
    axes = (*_AXES[x.ndim - 1], "channel")
    return Parts(operation=said, axes=axes, indices=(*inside, (unit,)), inputs=window, weights=weights)


def _windowed(
    x: "np.ndarray",
    rows: list[tuple[int, ...]],
    channels: tuple[int, ...],
    weights: "np.ndarray",
    *,
    operation: str,
    bias: float,
) -> Parts:
    """The part of the input at these rows of each axis, 0 where they are outside of it."""
    import numpy as np

    held = [np.clip(each, 0, size - 1).astype(int) for each, size in zip(rows, x.shape, strict=False)]
    outside = [(np.asarray(each) < 0) | (np.asarray(each) >= size) for each, size in zip(rows, x.shape, strict=False)]
    window = x[np.ix_(*held, np.asarray(channels))].copy()
    for axis, gone in enumerate(outside):
        window[(slice(None),) * axis + (gone.astype(bool),)] = 0
    axes = (*_AXES[x.ndim - 1], "channel")
    indices = (*(tuple(int(i) for i in each) for each in rows), channels)
    return Parts(operation=operation, axes=axes, indices=indices, inputs=window, weights=weights, bias=bias)


def _rows(
    layer: Any, x: "np.ndarray", at: tuple[int, ...], *, kernel: Any, strides: Any, dilation: Any
) -> list[tuple[int, ...]]:
    """On each axis the rows that a window covers."""
    rows = []
    for axis, wide in enumerate(kernel):
        size, reach = x.shape[axis], (wide - 1) * dilation[axis] + 1
        match layer.padding:
            case "same":
                out = math.ceil(size / strides[axis])
                before = max((out - 1) * strides[axis] + reach - size, 0) // 2
            case "causal":
                before = reach - 1
            case _:
                before = 0
        start = at[axis] * strides[axis] - before
        rows.append(tuple(start + tap * dilation[axis] for tap in range(wide)))
    return rows


def _channels_last(call: Any, sample: int, position: tuple[int, ...]) -> "tuple[np.ndarray, tuple[int, ...], int]":
    """The input of a sample with its channels last, and the position in the output as place and channel."""
    x = _last(host(call.tensors[0][sample]), call.layer)
    if call.layer.data_format == "channels_first":
        return x, position[1:], position[0]
    return x, position[:-1], position[-1]


def _last(x: "np.ndarray", layer: Any) -> "np.ndarray":
    import numpy as np

    return np.moveaxis(x, 0, -1) if layer.data_format == "channels_first" else x


def _spatial(shape: Any, layer: Any) -> tuple[int, ...]:
    return tuple(shape[2:] if layer.data_format == "channels_first" else shape[1:-1])


def _tuple(value: Any, rank: int) -> tuple[int, ...]:
    return (value,) * rank if isinstance(value, int) else tuple(value)


def _bias(layer: Any, unit: int) -> float:
    return float(weights_of(layer.bias)[unit]) if layer.bias is not None else 0.0
