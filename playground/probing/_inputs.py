"""A batch in whatever shape it comes, as one tensor an input of a model."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playground.errors import DataError

if TYPE_CHECKING:
    import keras


def input_tensors(model: "keras.Model", batch: Any) -> list[Any]:
    """One tensor an input, in the order of `model.inputs`, of the dtype that the input has.

    Args:
        model: A model with known inputs.
        batch: One array; a sequence of one array an input; or a mapping from the input layers' names.

    Raises:
        DataError: The batch has no array for an input, or too many.
    """
    import keras

    return [
        keras.ops.convert_to_tensor(array, dtype=tensor.dtype)
        for array, tensor in zip(input_arrays(model, batch), model.inputs, strict=True)
    ]


def input_arrays(model: "keras.Model", batch: Any) -> list[Any]:
    """One array an input, in the order of `model.inputs`, as they were given.

    Args:
        model: A model with known inputs.
        batch: As for `input_tensors`.

    Raises:
        DataError: The batch has no array for an input, or too many.
    """
    names = [tensor._keras_history.operation.name for tensor in model.inputs]  # noqa: SLF001  # no public way
    if isinstance(batch, Mapping):
        missing = [name for name in names if name not in batch]
        if missing:
            raise DataError(
                f"The batch has no array for the input “{missing[0]}”: give one for each of {', '.join(names)}."
            )
        arrays = [batch[name] for name in names]
    elif isinstance(batch, tuple | list) and not (len(names) == 1 and len(batch) != 1):
        arrays = list(batch)
    else:
        arrays = [batch]
    if len(arrays) != len(names):
        raise DataError(
            f"The batch has {len(arrays)} arrays for {len(names)} inputs: give one for each of {', '.join(names)}."
        )
    return arrays
