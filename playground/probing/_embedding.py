"""The table of an embedding: a vector for each token, and which word that is where a layer before it knows."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from playground.errors import PlaygroundError
from playground.modeling import is_ready
from playground.probing._forward import Place, find, inner_model, model_of, steps_of
from playground.probing._still import Weights, using

if TYPE_CHECKING:
    import keras
    import numpy as np

    from playground.modeling import Graph

_PASSING = ("Identity", "Reshape", "Flatten")
"""Layers behind which a token is still the same token."""


def embedding_rows(model: "keras.Model | Graph", node: str, weights: Weights | None = None) -> "np.ndarray":
    """The vectors that an embedding has now, or had.

    Args:
        model: A functional or sequential model, or the `Graph` of a network.
        node: Of a `Graph` a node's id or path, of a Keras model a layer's name or path; an `Embedding`.
        weights: What a `Probe` of the model has read; without it those of now.

    Returns:
        float32 `(tokens, numbers)`.

    Raises:
        PlaygroundError: There is no such node, or it is no embedding.
    """
    import keras
    import numpy as np

    made, layer = model_of(model), _embedding(model, node).operation
    with nullcontext() if weights is None else using(made, weights):
        table = layer.embeddings
        # Asked for within: a variable is looked up when its value is, and not before.
        values = table.value if isinstance(table, keras.Variable) else table
        return np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(values, "float32")))


def embedding_words(model: "keras.Model | Graph", node: str) -> tuple[str, ...]:
    """What the rows of an embedding stand for, as the layer knows that turns words into its tokens.

    Args:
        model: As for `embedding_rows`.
        node: As for `embedding_rows`.

    Returns:
        A word for each of the first rows; nothing where no vocabulary is known in front of the embedding.

    Raises:
        PlaygroundError: as `embedding_rows`.
    """
    call = _embedding(model, node)
    while True:
        source = call.input_tensors[0]._keras_history  # noqa: SLF001  # no public way
        layer = source.operation
        if hasattr(layer, "get_vocabulary"):
            known = getattr(layer, "output_mode", "int") == "int" and is_ready(layer)
            rows = _embedding(model, node).operation.input_dim
            return tuple(str(word) for word in layer.get_vocabulary()[:rows]) if known else ()
        call = layer._inbound_nodes[source.node_index]  # noqa: SLF001  # no public way
        if type(layer).__name__ not in _PASSING or len(call.input_tensors) != 1:
            return ()


def _embedding(model: "keras.Model | Graph", node: str) -> Any:
    """The call of an embedding."""
    import keras

    call = _call_at(model_of(model), find(model, node))
    if call is None or not isinstance(call.operation, keras.layers.Embedding):
        kind = "an input" if call is None else f"a {type(call.operation).__name__}"
        raise PlaygroundError(f"“{node}” has no table of vectors, since it is {kind}: choose an Embedding.")
    return call


def _call_at(model: Any, place: Place) -> Any:
    for call, step, _ in steps_of(model):
        if step == place[0]:
            return call if len(place) == 1 else _call_at(inner_model(call.operation), place[1:])
    return None
