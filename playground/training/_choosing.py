"""The loss and metrics of somebody who named none: chosen from the targets and the last activation."""

from typing import Any

import numpy as np

from playground.catalog import Choice
from playground.checking import BINARY, SPARSE, Place, fitting_loss
from playground.datasets import array_facts
from playground.training._binding import Binding, Slot
from playground.training._objects import kind_of

Array = np.ndarray[Any, Any]


def choose_losses(binding: Binding, targets: dict[str, Array]) -> Any:
    """A loss for the output, or one for each output in the structure of the model's outputs."""
    return _for_outputs(binding, [choose_loss(slot, targets[slot.array]) for slot in binding.outputs])


def choose_metrics(binding: Binding, losses: list[Any]) -> Any:
    """Metrics for the output, or for each output in the structure of the model's outputs."""
    chosen = [metrics_for(slot, loss) for slot, loss in zip(binding.outputs, losses, strict=True)]
    return _for_outputs(binding, chosen)


def choose_loss(slot: Slot, target: Array) -> Choice:
    """A crossentropy for labels, one-hot rows and yes-or-no targets; otherwise the mean squared error."""
    return fitting_loss(place_of(slot), array_facts(slot.array, target, target=True))


def place_of(slot: Slot) -> Place:
    """An input or output of a model as the rules of checking see it."""
    shape = getattr(slot.tensor, "shape", None)
    dtype = str(getattr(slot.tensor, "dtype", "float32"))
    return Place(slot.name, None if shape is None else tuple(shape), dtype, last_activation(slot.tensor))


def metrics_for(slot: Slot, loss: Any) -> list[Choice]:
    """Accuracy in the sense of the loss, or the mean absolute error."""
    kind = kind_of("losses", loss) if not isinstance(loss, Choice) else loss.kind
    if kind == SPARSE:
        return [Choice("SparseCategoricalAccuracy", {"name": "accuracy"})]
    if kind.startswith("Categorical"):
        return [Choice("CategoricalAccuracy", {"name": "accuracy"})]
    if kind in BINARY:
        logits = last_activation(slot.tensor) != "sigmoid"
        return [Choice("BinaryAccuracy", {"name": "accuracy", "threshold": 0.0 if logits else 0.5})]
    return [Choice("MeanAbsoluteError", {"name": "mae"})]


def last_activation(tensor: Any) -> str:
    """The name of the activation that made a symbolic tensor, `linear` when there is none to be seen."""
    history = getattr(tensor, "_keras_history", None)
    operation: Any = getattr(history, "operation", None)
    while getattr(operation, "layers", None):
        operation = operation.layers[-1]
    if operation is None:
        return "linear"
    kind = type(operation).__name__
    if kind in ("Softmax", "Sigmoid", "Reshape", "Flatten"):
        if kind in ("Reshape", "Flatten"):
            return last_activation(operation.input) if hasattr(operation, "input") else "linear"
        return kind.lower()
    return str(getattr(getattr(operation, "activation", None), "__name__", "linear"))


def _for_outputs(binding: Binding, chosen: list[Any]) -> Any:
    if len(chosen) == 1:
        return chosen[0]
    if isinstance(binding.output_structure, dict):
        return {slot.name: value for slot, value in zip(binding.outputs, chosen, strict=True)}
    return chosen
