"""What a value of a dense layer, an embedding, a normalisation or an element-wise layer is the sum of."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playground.errors import PlaygroundError
from playground.probing._computation import Parts, counted, host, weights_of

if TYPE_CHECKING:
    import numpy as np


def dense(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """A unit of Dense: every input times its weight."""
    layer = call.layer
    x = host(call.tensors[0][sample])[position[:-1]]
    return Parts(
        operation="each input times its weight, added up",
        axes=("input",),
        indices=(counted(len(x)),),
        inputs=x,
        weights=weights_of(layer.kernel)[:, position[-1]],
        bias=float(weights_of(layer.bias)[position[-1]]) if layer.bias is not None else 0.0,
    )


def embedding(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """A part of an Embedding's row: it is looked up, nothing is computed."""
    import numpy as np

    token = int(host(call.tensors[0][sample])[position[:-1]])
    value = weights_of(call.layer.embeddings)[token, position[-1]]
    return Parts(
        operation=f"row {token} of the table, looked up",
        axes=("row", "part"),
        indices=((token,), (position[-1],)),
        inputs=np.array([[value]]),
        weights=np.ones((1, 1)),
        facts={"row": token},
    )


def batch_normalization(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """BatchNormalization in inference: with the mean and variance that training gathered."""
    layer = call.layer
    value = host(call.tensors[0][sample])[position]
    at = position[layer.axis % (len(position) + 1) - 1]
    mean, variance = weights_of(layer.moving_mean)[at], weights_of(layer.moving_variance)[at]
    gamma, beta = (None if each is None else weights_of(each)[at] for each in (layer.gamma, layer.beta))
    return _normalised(value, mean, variance, epsilon=layer.epsilon, gamma=gamma, beta=beta)


def layer_normalization(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """LayerNormalization: with the mean and variance of the sample over the layer's axes."""
    layer = call.layer
    if getattr(layer, "rms_scaling", False):
        raise PlaygroundError(
            f"“{call.path}” normalises with rms_scaling, which Keras gives up: take an RMSNormalization."
        )
    x = host(call.tensors[0][sample])
    around, at = _over(x, layer.axis, position)
    gamma, beta = (None if each is None else weights_of(each)[at] for each in (layer.gamma, layer.beta))
    return _normalised(x[position], around.mean(), around.var(), epsilon=layer.epsilon, gamma=gamma, beta=beta)


def group_normalization(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """GroupNormalization: with the mean and variance of the sample's group of channels."""
    layer = call.layer
    x = host(call.tensors[0][sample])
    axis = layer.axis % (x.ndim + 1) - 1
    wide = x.shape[axis] // layer.groups
    channel = position[axis]
    first = channel // wide * wide
    around = x.take(range(first, first + wide), axis)
    gamma, beta = (None if each is None else weights_of(each)[channel] for each in (layer.gamma, layer.beta))
    return _normalised(x[position], around.mean(), around.var(), epsilon=layer.epsilon, gamma=gamma, beta=beta)


def rms_normalization(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """RMSNormalization: by the root of the mean square of the sample over the layer's axes."""
    import numpy as np

    layer = call.layer
    x = host(call.tensors[0][sample])
    around, at = _over(x, layer.axis, position)
    square = float((around**2).mean())
    normalised = x[position] / math.sqrt(square + layer.epsilon)
    return Parts(
        operation="the value divided by the root of the mean square, times the scale",
        axes=("normalised",),
        indices=((0,),),
        inputs=np.array([normalised]),
        weights=np.array([float(weights_of(layer.scale)[at])]),
        facts={
            "value": float(x[position]),
            "mean square": square,
            "epsilon": float(layer.epsilon),
            "normalised": float(normalised),
        },
    )


def passed_on(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """One value that goes through a function, or unchanged."""
    import numpy as np

    value = host(call.tensors[0][sample])[position]
    return Parts(
        operation="the value that comes in",
        axes=("input",),
        indices=((0,),),
        inputs=np.array([value]),
        weights=np.ones(1),
    )


def added(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """The same value of all inputs of Add or Average."""
    import numpy as np

    found = [np.broadcast_to(host(each[sample]), call.outputs[0].shape[1:])[position] for each in call.tensors]
    mean = type(call.layer).__name__ == "Average"
    return Parts(
        operation="the mean of the inputs" if mean else "the inputs, added up",
        axes=("input",),
        indices=(counted(len(found)),),
        inputs=np.array(found),
        weights=np.full(len(found), 1 / len(found) if mean else 1.0),
    )


def _normalised(
    value: float, mean: float, variance: float, *, epsilon: float, gamma: float | None, beta: float | None
) -> Parts:
    import numpy as np

    normalised = (value - mean) / math.sqrt(variance + epsilon)
    return Parts(
        operation="the value less the mean, divided by the root of the variance, times gamma, and beta",
        axes=("normalised",),
        indices=((0,),),
        inputs=np.array([float(normalised)]),
        weights=np.array([1.0 if gamma is None else float(gamma)]),
        bias=0.0 if beta is None else float(beta),
        facts={
            "value": float(value),
            "mean": float(mean),
            "variance": float(variance),
            "epsilon": float(epsilon),
            "normalised": float(normalised),
        },
    )


def _over(
    x: "np.ndarray", axis: int | Sequence[int], position: tuple[int, ...]
) -> "tuple[np.ndarray, tuple[int, ...]]":
    """What is normalised together with the value at a position, and the value's place among the weights."""
    import numpy as np

    axes = sorted(each % (x.ndim + 1) - 1 for each in ([axis] if isinstance(axis, int) else axis))
    at: list[Any] = [slice(None) if i in axes else place for i, place in enumerate(position)]
    return np.asarray(x[tuple(at)]), tuple(position[i] for i in axes)
