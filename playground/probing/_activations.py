"""All activations of a batch, whole, for people who work in Python."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playground.errors import PlaygroundError
from playground.probing._inputs import input_tensors

if TYPE_CHECKING:
    import keras
    import numpy as np


def activations(model: "keras.Model", x: Any, layer_names: Sequence[str] | None = None) -> "dict[str, np.ndarray]":
    """What every layer of a model puts out for a batch, in inference mode.

    Args:
        model: A functional or sequential model, built.
        x: A batch: an array, one array an input in a sequence, or by the input layer's name.
        layer_names: Which layers; all of them without it. A layer used more than once gives its first output.

    Returns:
        By layer name the array with the sample axis first. A layer with several outputs gives `name:0`, `name:1`, ...

    Raises:
        DataError: The batch does not fit the model's inputs.
        PlaygroundError: The model has no such layer, or is written as a class.
    """
    import keras

    if not getattr(model, "inputs", None):
        raise PlaygroundError(
            f"The activations of the model “{model.name}” can't be read, since it has no graph of layers: "
            "take a functional or sequential model."
        )
    known = {layer.name: layer for layer in model.layers}
    unknown = [name for name in layer_names or () if name not in known]
    if unknown:
        raise PlaygroundError(f"The model “{model.name}” has no layer “{unknown[0]}”: choose from {', '.join(known)}.")
    outputs: dict[str, Any] = {}
    for name in layer_names if layer_names is not None else known:
        tensors = keras.tree.flatten(known[name].output)
        outputs |= {name if len(tensors) == 1 else f"{name}:{i}": tensor for i, tensor in enumerate(tensors)}
    if not outputs:
        return {}
    seen = keras.Model(model.inputs, list(outputs.values()), name="activations")
    answers = seen(input_tensors(model, x), training=False)
    return {
        name: keras.ops.convert_to_numpy(answer)
        for name, answer in zip(outputs, keras.tree.flatten(answers), strict=True)
    }
