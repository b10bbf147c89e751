"""What the heads of an attention layer look at: the weight of each key for each query."""

from typing import TYPE_CHECKING, Any

from playground.errors import PlaygroundError
from playground.probing._computation_attention import again
from playground.probing._forward import find, forward, model_of
from playground.probing._inputs import input_tensors

if TYPE_CHECKING:
    import keras
    import numpy as np

    from playground.modeling import Graph

_KINDS = ("MultiHeadAttention", "GroupQueryAttention", "Attention", "AdditiveAttention")
_ONE_HEAD = ("samples", "queries", "keys")


def has_heads(layer: Any) -> bool:
    """Whether a layer is one of Keras's attention layers, whose weights can be seen."""
    import keras

    return isinstance(layer, tuple(getattr(keras.layers, name) for name in _KINDS))


def attention_maps(model: "keras.Model | Graph", x: Any, node: str) -> "np.ndarray":
    """The weights with which an attention layer adds up its values, in inference mode.

    Args:
        model: A functional or sequential model, or the `Graph` of a network.
        x: A batch: an array, one array an input in a sequence, or by the input layer's name.
        node: Of a `Graph` a node's id or path, of a Keras model a layer's name or path. A `MultiHeadAttention`,
            `GroupQueryAttention`, or, with one head, `Attention` or `AdditiveAttention`.

    Returns:
        float32 `(samples, heads, queries, keys)`. Rows add up to 1; where attention is over several axes, their places
        stand in one row.

    Raises:
        PlaygroundError: There is no such node, or it is no attention layer.
        DataError: The batch does not fit the model's inputs.
    """
    made = model_of(model)
    place = find(model, node)
    seen: list[Any] = []

    def visit(call: Any) -> None:
        if call.place == place:
            seen.append(looks_of(call))

    forward(made, input_tensors(made, x), visit)
    if not seen:
        raise PlaygroundError(f"“{node}” computes nothing of the inputs: choose a layer behind them.")
    return by_head(seen[0])


def looks_of(call: Any) -> Any:
    """The weights of a call of an attention layer, as a float32 tensor with the samples on its first axis.

    Raises:
        PlaygroundError: It is no attention layer.
    """
    from keras import ops

    if not has_heads(call.layer):
        raise PlaygroundError(
            f"“{call.path}” has no attention to show, since it is a {type(call.layer).__name__}: choose a "
            f"{', '.join(_KINDS[:-1])} or {_KINDS[-1]}."
        )
    _, weights = again(call)
    return ops.cast(weights, "float32")


def by_head(weights: Any) -> "np.ndarray":
    """What `looks_of` gives as `(samples, heads, queries, keys)`."""
    import numpy as np
    from keras import ops

    values = np.asarray(ops.convert_to_numpy(weights))
    if values.ndim == len(_ONE_HEAD):
        one: np.ndarray = values[:, None]
        return one
    samples, heads, *axes = values.shape
    queries = int(np.prod(axes[: len(axes) // 2]))
    rows: np.ndarray = values.reshape(samples, heads, queries, -1)
    return rows
