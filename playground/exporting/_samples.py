"""The samples that a model and its exported copy are both asked: the caller's, or made up to fit the inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.errors import ExportError

if TYPE_CHECKING:
    import keras
    import numpy as np

MOST = 64
_MADE_UP = 8
_UNKNOWN_AXIS = 32


@dataclass(frozen=True)
class Samples:
    """One array an input, sample axis first, all equally long, and the batch sizes to ask them in.

    Attributes:
        arrays: The values, in the order of `model.inputs`; of a dtype that a `.npz` can hold without pickling.
        batch_sizes: 1 and all of them, or the one size that the inputs fix.
    """

    arrays: "tuple[np.ndarray, ...]"
    batch_sizes: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many samples there are."""
        return len(self.arrays[0])


def samples_for(model: "keras.Model", given: Any) -> Samples:
    """Samples that fit the model's inputs.

    Args:
        model: A built model; a subclassed one needs `given`, one array.
        given: Nothing; an array; one array an input, in a sequence or by the input layer's name. The first 64 are used.

    Raises:
        ExportError: The samples are not one array an input, or of another shape than the input.
    """
    import numpy as np

    inputs = getattr(model, "inputs", None)
    if not inputs:
        if given is None or isinstance(given, Mapping | tuple):
            raise ExportError(
                f"The model “{model.name}” is written as a class, so its inputs are not known: "
                "give samples=, one array as its `call` takes it."
            )
        return _in_batches([np.asarray(given)], None)
    names = [tensor._keras_history.operation.name for tensor in inputs]  # noqa: SLF001  # Keras has no public way
    if given is None:
        arrays = [_made_up(tensor) for tensor in inputs]
    else:
        arrays = [_fitting(*pair) for pair in zip(_one_each(given, names), inputs, names, strict=True)]
    if len({len(array) for array in arrays}) > 1 or not len(arrays[0]):
        counts = ", ".join(f"{len(array)} for “{name}”" for array, name in zip(arrays, names, strict=True))
        raise ExportError(
            f"The export needs equally many samples for every input, and one at least: there are {counts}."
        )
    fixed = {tensor.shape[0] for tensor in inputs} - {None}
    return _in_batches(arrays, next(iter(fixed)) if len(fixed) == 1 else None)


def _in_batches(arrays: "list[np.ndarray]", fixed: int | None) -> Samples:
    import numpy as np

    size = fixed or min(max(len(arrays[0]), 2), MOST)
    cut = tuple(np.resize(array, (size, *array.shape[1:])) for array in arrays)  # repeats what is too short
    return Samples(cut, (fixed,) if fixed else (1, size))


def _one_each(given: Any, names: Sequence[str]) -> "Sequence[Any]":
    if isinstance(given, Mapping):
        missing = [name for name in names if name not in given]
        if missing:
            raise ExportError(
                f"There are no samples for the input “{missing[0]}”: give an array for each of {', '.join(names)}."
            )
        return [given[name] for name in names]
    if len(names) == 1:
        return given if isinstance(given, tuple | list) and len(given) == 1 and hasattr(given[0], "shape") else [given]
    if not isinstance(given, tuple | list) or len(given) != len(names):
        raise ExportError(
            f"The model has {len(names)} inputs: give one array of samples for each of {', '.join(names)}."
        )
    return given


def _fitting(values: Any, tensor: Any, name: str) -> "np.ndarray":
    import numpy as np

    array = np.asarray(values)
    wanted = tuple(tensor.shape[1:])
    fits = array.ndim == len(tensor.shape) and all(
        axis in (None, size) for axis, size in zip(wanted, array.shape[1:], strict=True)
    )
    if not fits:
        raise ExportError(
            f"The samples for the input “{name}” have shape {array.shape}, where it takes (samples, "
            f"{', '.join('any' if axis is None else str(axis) for axis in wanted)}): give such an array."
        )
    return array[:MOST].astype(_dtype(tensor), copy=False)


def _made_up(tensor: Any) -> "np.ndarray":
    import numpy as np

    generator = np.random.default_rng(0)
    shape = (_MADE_UP, *(_UNKNOWN_AXIS if axis is None else axis for axis in tensor.shape[1:]))
    dtype = _dtype(tensor)
    if np.issubdtype(dtype, np.floating):
        return generator.random(shape).astype(dtype)
    # 0 and 1 are in every vocabulary and every range of classes.
    return generator.integers(0, 2, shape).astype(dtype)


def _dtype(tensor: Any) -> Any:
    import numpy as np

    held = {"string": np.str_, "bfloat16": np.float32}
    return np.dtype(held.get(tensor.dtype, tensor.dtype))
