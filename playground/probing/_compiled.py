"""The one place that knows how a backend compiles a function; all else here is `keras.ops`."""

from collections.abc import Callable, Sequence
from typing import Any


def compiled(function: Callable[..., Any], *arguments: Any) -> Callable[..., Any]:
    """The function as a graph that reads variables anew at each call, where the backend has such; else unchanged.

    It is compiled before this returns, for tensors of the shapes and dtypes of the arguments. JAX would bake the
    weights in as constants, and PyTorch's compiler takes seconds.
    """
    import keras

    if keras.backend.backend() != "tensorflow":
        return function
    import tensorflow as tf

    graph: Callable[..., Any] = tf.function(function, autograph=False).get_concrete_function(*arguments)
    return graph


def one_of(index: Any, branches: Sequence[Callable[[], Any]]) -> Any:
    """What the branch with this number gives; in a graph the others don't run, and may give other shapes."""
    import keras

    if keras.backend.backend() != "tensorflow":
        return branches[int(index)]()
    import tensorflow as tf

    return tf.switch_case(index, list(branches))
