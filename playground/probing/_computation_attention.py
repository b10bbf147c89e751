"""What a value of an attention layer is the sum of: what each key is worth to the query, times its value."""

from typing import TYPE_CHECKING, Any

from playground.errors import PlaygroundError
from playground.probing._computation import Parts, counted, host, weights_of

if TYPE_CHECKING:
    import numpy as np

_RANK = 3


def multi_head(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """A unit of MultiHeadAttention or GroupedQueryAttention: for each head and key, weight times value.

    The value of a key is taken as far as the layer's last projection sends it to this unit. `columns` has the scores,
    query times key over the root of their size, whose softmax the weights are, but for what a mask keeps out.
    """
    import numpy as np

    layer = call.layer
    query, value, key = _given(call)
    if any(len(each.shape) != _RANK for each in (query, value, key)):
        raise PlaygroundError(f"“{call.path}” attends over more than one axis; only one row of steps can be shown.")
    step, unit = position
    _, weights = again(call)
    q = host(layer._query_dense(query))[sample, step]  # noqa: SLF001  # no public way
    k = host(layer._key_dense(key))[sample]  # noqa: SLF001  # no public way
    v = host(layer._value_dense(value))[sample]  # noqa: SLF001  # no public way
    repeats = getattr(layer, "num_repeats", 1)
    k, v = np.repeat(k, repeats, axis=1), np.repeat(v, repeats, axis=1)
    out = layer._output_dense  # noqa: SLF001  # no public way
    kernel = weights_of(out.kernel)[:, :, unit]
    if getattr(layer, "_use_gate", getattr(layer, "use_gate", False)):
        kernel = kernel * host(layer._gate_dense(query))[sample, step]  # noqa: SLF001  # no public way
    heads, keys = q.shape[0], len(k)
    return Parts(
        operation="for each head the weight of each key, the softmax of its scores, times its value, added up",
        axes=("head", "key"),
        indices=(counted(heads), counted(keys)),
        inputs=np.einsum("snh,nh->ns", v, kernel),
        weights=host(weights[sample])[:, step],
        bias=float(weights_of(out.bias)[unit]) if out.bias is not None else 0.0,
        columns={"score": np.einsum("nh,snh->ns", q, k) / np.sqrt(q.shape[-1])},
    )


def attention(call: Any, sample: int, position: tuple[int, ...]) -> Parts:
    """A unit of Attention or AdditiveAttention: for each key, weight times value."""
    query, value, *rest = call.tensors
    key = rest[0] if rest else value
    step, unit = position
    scores = host(call.layer._calculate_scores(query=query, key=key))[sample, step]  # noqa: SLF001  # no public way
    _, weights = again(call)
    row = host(weights[sample])[step]
    mask = call.masks[0]
    if mask is not None and not bool(host(mask[sample])[step]):
        row = row * 0  # the layer gives 0 for a query that is masked
    return Parts(
        operation="the weight of each key, the softmax of its scores, times its value, added up",
        axes=("key",),
        indices=(counted(len(row)),),
        inputs=host(value[sample])[:, unit],
        weights=row,
        columns={"score": scores},
    )


def again(call: Any) -> "tuple[Any, np.ndarray]":
    """Call the layer as it was called, and have it give the weights of the keys too."""
    for tensor, mask in zip(call.tensors, call.masks, strict=True):
        if mask is not None:
            tensor._keras_mask = mask  # noqa: SLF001  # where Keras keeps it, and attention takes it away
    return call.layer(*call.args, **(call.kwargs | {"return_attention_scores": True}))  # type: ignore[no-any-return]  # Keras is untyped


def _given(call: Any) -> tuple[Any, Any, Any]:
    """Query, value and key, however they were given; the value is the key where there is none."""
    named = dict(zip(("query", "value", "key"), call.args, strict=False)) | call.kwargs
    return named["query"], named["value"], named.get("key") if named.get("key") is not None else named["value"]
