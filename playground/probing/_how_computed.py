"""`computation`: how one value of a node came about, for the layers whose values are sums that can be written out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playground.errors import PlaygroundError
from playground.probing import (
    _computation_attention as by_attention,
    _computation_units as by_unit,
    _computation_windows as by_window,
)
from playground.probing._computation import Computation, Parts, Total, host
from playground.probing._forward import Call, calls_of, find, model_of
from playground.probing._inputs import input_tensors

if TYPE_CHECKING:
    import keras

    from playground.modeling import Graph

_RANKS = (1, 2, 3)
_TOTALS: dict[str, Total] = {
    "Dense": by_unit.dense,
    "Embedding": by_unit.embedding,
    "BatchNormalization": by_unit.batch_normalization,
    "LayerNormalization": by_unit.layer_normalization,
    "GroupNormalization": by_unit.group_normalization,
    "RMSNormalization": by_unit.rms_normalization,
    "MultiHeadAttention": by_attention.multi_head,
    "GroupQueryAttention": by_attention.multi_head,
    "Attention": by_attention.attention,
    "AdditiveAttention": by_attention.attention,
    "Add": by_unit.added,
    "Average": by_unit.added,
    **{f"Conv{rank}D": by_window.convolution for rank in _RANKS},
    **{f"Conv{rank}DTranspose": by_window.transposed for rank in _RANKS},
    **{f"DepthwiseConv{rank}D": by_window.depthwise for rank in _RANKS},
    **{f"SeparableConv{rank}D": by_window.separable for rank in _RANKS},
    **{f"{how}Pooling{rank}D": by_window.pooling for rank in _RANKS for how in ("Max", "Average")},
    **{f"Global{how}Pooling{rank}D": by_window.global_pooling for rank in _RANKS for how in ("Max", "Average")},
}
_THROUGH = ("Activation", "ReLU", "LeakyReLU", "ELU", "Softmax")
"""Layers that are nothing but an activation."""
_UNCHANGED = ("Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianNoise", "GaussianDropout")
"""Layers that do nothing but in training."""
_TOGETHER = ("softmax", "log_softmax", "sparsemax", "glu")
"""Keras's activations that look at all units of the last axis."""


def computation(
    model: "keras.Model | Graph", x: Any, node: str, position: Sequence[int], *, sample: int = 0
) -> Computation:
    """How one value of a node came about, in inference: its terms, what they add up to, and the activation.

    Dense, convolutions of all kinds, pooling, normalisation, embeddings, attention, activations, Add and Average. The
    steps are computed in float64 from what goes into the node and from its weights.

    Args:
        model: A functional or sequential model, or the `Graph` of a network.
        x: A batch: an array, one array an input in a sequence, or by the input layer's name.
        node: Of a `Graph` a node's id or path, of a Keras model a layer's name, or its path through the models it is
            in, such as `base/conv5`.
        position: The index of the value in the node's output, without the samples.
        sample: Which sample of the batch.

    Returns:
        The terms as arrays, with their indices in the input; `value` is what they come to, `real` what the model says.

    Raises:
        PlaygroundError: There is no such node or position, or values of such a layer are no sums that can be shown.
        DataError: The batch does not fit the model's inputs.
    """
    made = model_of(model)
    tensors = input_tensors(made, x)
    count = int(tensors[0].shape[0])
    if not 0 <= sample < count:
        raise PlaygroundError(f"The batch has no sample {sample}: it has {count}.")
    call = _call_at(model, [each[sample : sample + 1] for each in tensors], node)
    at = _position(call, position)
    total = _total_of(call)
    parts = total(call, 0, at)
    name, value = _activated(call, total, parts, at)
    return Computation(
        operation=parts.operation,
        axes=parts.axes,
        indices=parts.indices,
        inputs=parts.inputs,
        weights=parts.weights,
        bias=parts.bias,
        facts=parts.facts,
        columns=parts.columns,
        node=call.path,
        kind=type(call.layer).__name__,
        position=at,
        activation=name,
        value=value,
        real=float(host(call.outputs[0])[0][at]),
    )


def can_be_computed(layer: Any) -> bool:
    """Whether values of a layer are sums that can be shown."""
    return _kind(layer) != ""


def _kind(layer: Any) -> str:
    """The name under which Keras has exactly this class; a subclass may compute otherwise."""
    import keras

    known = (*_TOTALS, *_THROUGH, *_UNCHANGED)
    return next((name for name in known if getattr(keras.layers, name, None) is type(layer)), "")


def _call_at(model: "keras.Model | Graph", x: Any, node: str) -> Call:
    place = find(model, node)
    call = next((each for each in calls_of(model, x) if each.place == place), None)
    if call is None:
        raise PlaygroundError(f"“{node}” computes nothing of the inputs: choose a layer behind them.")
    return call


def _total_of(call: Call) -> Total:
    kind = _kind(call.layer)
    if kind in _TOTALS:
        return _TOTALS[kind]
    if kind in (*_THROUGH, *_UNCHANGED):
        return by_unit.passed_on
    raise PlaygroundError(
        f"How “{call.path}” computes its values can't be shown: {type(call.layer).__name__} is none of the layers "
        "whose values are sums, such as Dense, convolutions, pooling, normalisation, embeddings and attention."
    )


def _position(call: Call, position: Sequence[int]) -> tuple[int, ...]:
    shape = tuple(call.outputs[0].shape[1:])
    at = tuple(int(each) for each in position)
    if len(at) != len(shape) or not all(0 <= each < size for each, size in zip(at, shape, strict=True)):
        raise PlaygroundError(f"“{call.path}” has no value at {list(at)}: its shape is {'×'.join(map(str, shape))}.")
    return at


def _activated(call: Call, total: Total, parts: Parts, at: tuple[int, ...]) -> tuple[str, float]:
    """The name of the layer's activation, and what it makes of the total."""
    import keras

    kind = _kind(call.layer)
    if kind in _THROUGH:
        name = call.layer.activation.__name__ if kind == "Activation" else kind
        return name, float(host(call.layer(call.tensors[0]))[0][at])
    activation: Any = getattr(call.layer, "activation", None)
    name = "linear" if activation is None else str(getattr(activation, "__name__", type(activation).__name__))
    if name == "linear":
        return name, parts.total
    alone = name not in _TOGETHER and getattr(keras.activations, name, None) is activation
    row, unit = ([parts.total], 0) if alone else (_row(call, total, at), at[-1])
    return name, float(host(activation(keras.ops.convert_to_tensor([row], dtype="float64")))[0, unit])


def _row(call: Call, total: Total, at: tuple[int, ...]) -> list[float]:
    """The totals of all units on the last axis."""
    count = int(call.outputs[0].shape[-1])
    return [total(call, 0, (*at[:-1], unit)).total for unit in range(count)]
