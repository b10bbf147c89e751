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

    return _as_written(tf.function(function, autograph=False).get_concrete_function(*arguments))


def one_of(index: Any, branches: Sequence[Callable[[], Any]]) -> Any:
    """What the branch with this number gives; in a graph the others don't run, and may give other shapes."""
    import keras

    if keras.backend.backend() != "tensorflow":
        return branches[int(index)]()
    import tensorflow as tf

    return tf.switch_case(index, list(branches))


def _as_written(graph: Callable[..., Any]) -> Callable[..., Any]:
    """A graph in which no operation is made one with the next: a convolution with its ReLU makes 0 of NaN."""
    from tensorflow.core.protobuf.rewriter_config_pb2 import RewriterConfig
    from tensorflow.python.eager import context  # no public way to options of one function

    here = context.context()
    config = here.config
    config.graph_options.rewrite_options.remapping = RewriterConfig.OFF
    options = context.FunctionCallOptions(config_proto=config)

    def call(*values: Any) -> Any:
        before = here.function_call_options
        here.function_call_options = options
        try:
            return graph(*values)
        finally:
            here.function_call_options = before

    return call
