"""The one place that knows how a backend differentiates; what explains models is `keras.ops` apart from this."""

from collections.abc import Callable, Sequence
from typing import Any

from playground.errors import PlaygroundError


def gradients(function: Callable[..., Any], tensors: Sequence[Any]) -> tuple[Any, list[Any | None]]:
    """A scalar function's value, and its gradient with respect to each tensor; None where none passes.

    Raises:
        PlaygroundError: Keras runs on another backend than TensorFlow.
    """
    import keras

    if keras.backend.backend() != "tensorflow":
        raise PlaygroundError(
            f"Gradients are read with TensorFlow, and Keras runs on {keras.backend.backend()}: use occlusion, "
            "which needs none."
        )
    import tensorflow as tf

    with tf.GradientTape(watch_accessed_variables=False) as tape:
        for tensor in tensors:
            tape.watch(tensor)
        value = function(*tensors)
    found = tape.gradient(value, list(tensors))
    return value, [tf.convert_to_tensor(each) if each is not None else None for each in found]
