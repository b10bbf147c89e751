"""Asking a model: from one array an input to one array an output, in an order both processes agree on."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import keras
    import numpy as np


def answers(model: "keras.Model", arrays: "Sequence[np.ndarray]") -> "list[np.ndarray]":
    """The model's outputs, flattened, for its inputs, flattened; inference mode, on the CPU.

    On the CPU because the copy is asked there too: a GPU is taken by the process that trains, and rounds differently.
    """
    import keras

    with keras.device("cpu:0"):
        tensors = [keras.ops.convert_to_tensor(array) for array in arrays]
        structure = getattr(model, "input", None)  # a Sequential and a subclassed model have none
        inputs = tensors[0] if structure is None else keras.tree.pack_sequence_as(structure, tensors)
        return [plain(output) for output in keras.tree.flatten(model(inputs, training=False))]


def output_names(model: "keras.Model", count: int) -> list[str]:
    """What the outputs are called in a signature, in the order of `answers`."""
    structure = getattr(model, "output", None)
    return sorted(structure) if isinstance(structure, dict) else [f"output_{i}" for i in range(count)]


def plain(tensor: Any) -> "np.ndarray":
    """A tensor as an array of a dtype that every NumPy knows: text as `str`, 16-bit brain floats as float32."""
    import keras
    import numpy as np

    dtype = keras.backend.standardize_dtype(tensor.dtype)
    if dtype == "string":
        return np.asarray(tensor.numpy()).astype(str)
    array: np.ndarray = keras.ops.convert_to_numpy(keras.ops.cast(tensor, "float32") if dtype == "bfloat16" else tensor)
    return array
