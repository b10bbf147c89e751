"""The one place that knows how a backend compiles a function; all else here is `keras.ops`."""

from collections.abc import Callable
from typing import Any


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function as a graph that reads variables anew at each call, where the backend has such; else unchanged.

    JAX would bake the weights in as constants, and PyTorch's compiler takes seconds.
    """
    import keras

    if keras.backend.backend() != "tensorflow":
        return function
    import tensorflow as tf

    graph: Callable[..., Any] = tf.function(function, autograph=False)
    return graph
