"""Where values that are NaN or infinite begin: in the data, in the weights of a layer, or in what it computes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from playground.probing._attribution import Tick, no_tick
from playground.probing._forward import Place, forward, model_of
from playground.probing._inputs import input_tensors

if TYPE_CHECKING:
    import keras

    from playground.modeling import Graph

Cause = Literal["data", "weights", "values"]


@dataclass(frozen=True)
class Unsound:
    """The first values on the way through a model that are NaN or infinite.

    Attributes:
        where: The name of the input, or the names of the layers on the way in and its own, with slashes between.
        place: Where the call of the layer is; empty for an input.
        cause: They are in the `data`; a layer whose input is finite has such `weights`; or computes such `values`.
        count: How many of the values there, of the whole batch.
        size: How many values there are.
        sample: The first sample of the batch that has one.
    """

    where: str
    place: Place
    cause: Cause
    count: int
    size: int
    sample: int


def first_unsound(model: "keras.Model | Graph", x: Any, *, tick: Tick = no_tick) -> Unsound | None:
    """Where values that are NaN or infinite begin, in inference mode; None where all are finite.

    Args:
        model: A functional or sequential model, or the `Graph` of a network. Models inside it are looked into.
        x: A batch: an array, one array an input in a sequence, or by the input layer's name.
        tick: Called before each layer is looked at; what it raises ends the work.

    Raises:
        PlaygroundError: The model is written as a class.
        DataError: The batch does not fit the model's inputs.
    """
    made = model_of(model)
    tensors = input_tensors(made, x)
    for symbol, tensor in zip(made.inputs, tensors, strict=True):
        found = _found(tensor, symbol.name, (), "data")
        if found is not None:
            return found
    first: list[Unsound] = []

    def visit(call: Any) -> None:
        if first:
            return
        tick()
        for output in call.outputs:
            found = _found(output, call.path, call.place, "values")
            if found is not None:
                broken = any(_found(each.value, "", (), "weights") for each in getattr(call.layer, "variables", ()))
                first.append(Unsound(**(vars(found) | {"cause": "weights"})) if broken else found)
                return

    forward(made, tensors, visit)
    return first[0] if first else None


def _found(tensor: Any, where: str, place: Place, cause: Cause) -> Unsound | None:
    import keras
    import numpy as np

    if not keras.backend.is_float_dtype(keras.backend.standardize_dtype(tensor.dtype)):
        return None
    tensor = keras.ops.convert_to_tensor(tensor, sparse=False)
    bad = ~np.asarray(keras.ops.convert_to_numpy(keras.ops.isfinite(tensor)))
    if not bad.any():
        return None
    sample = int(bad.reshape(len(bad), -1).any(axis=1).argmax()) if bad.ndim else 0
    return Unsound(where, place, cause, int(bad.sum()), bad.size, sample)
