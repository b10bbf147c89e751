"""TensorFlow's SavedModel: what TensorFlow Serving, KServe and other languages load.

Its `serving_default` takes any batch size; its inputs are named like the input layers, as far as TensorFlow allows.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras
    import numpy as np

TITLE = "SavedModel"
SUFFIX = ""
FOLDER = frozenset({"saved_model.pb", "fingerprint.pb", "variables", "assets", "assets.extra"})
NAMES_CLASSES = False


def write(model: "keras.Model", path: Path, input_names: Sequence[str]) -> None:
    """Write the folder `path` with `model.export`; the input names must be identifiers, all different."""
    model.export(str(path), format="tf_saved_model", verbose=False, input_signature=_signature(model, input_names))


def load(
    path: Path, input_names: Sequence[str], output_names: Sequence[str]
) -> "Callable[[list[np.ndarray]], list[np.ndarray]]":
    """Load with TensorFlow alone, as a server does; the answers are those of `serving_default`."""
    import tensorflow as tf

    loaded = tf.saved_model.load(str(path))

    def answer(arrays: "list[np.ndarray]") -> "list[np.ndarray]":
        signature = loaded.signatures["serving_default"]
        specs = signature.structured_input_signature[1]
        names = list(specs) if len(specs) == 1 else input_names
        tensors = {name: _tensor(array, specs[name].dtype) for name, array in zip(names, arrays, strict=True)}
        outputs = signature(**tensors)
        return [_array(outputs[name]) for name in output_names]

    return answer


def _signature(model: "keras.Model", input_names: Sequence[str]) -> Any:
    import keras

    if not getattr(model, "inputs", None):
        return None  # a subclassed model: Keras remembers what it was called with
    specs = [
        keras.InputSpec(shape=(None, *tensor.shape[1:]), dtype=tensor.dtype, name=name)
        for tensor, name in zip(model.inputs, input_names, strict=True)
    ]
    return specs if isinstance(model, keras.Sequential) else [keras.tree.pack_sequence_as(model.input, specs)]


def _tensor(array: "np.ndarray", dtype: Any) -> Any:
    import tensorflow as tf

    return tf.constant(array) if dtype == tf.string else tf.cast(array, dtype)


def _array(tensor: Any) -> Any:
    import tensorflow as tf

    if tensor.dtype == tf.string:
        return tensor.numpy().astype(str)
    return (tf.cast(tensor, tf.float32) if tensor.dtype == tf.bfloat16 else tensor).numpy()
