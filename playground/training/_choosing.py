"""The loss and metrics of somebody who named none: chosen from the targets and the last activation."""

from typing import Any

import numpy as np

from playground.catalog import Choice
from playground.training._binding import Binding, Slot
from playground.training._objects import kind_of

Array = np.ndarray[Any, Any]

SPARSE = "SparseCategoricalCrossentropy"
CATEGORICAL = "CategoricalCrossentropy"
BINARY = ("BinaryCrossentropy", "BinaryFocalCrossentropy")


def choose_losses(binding: Binding, targets: dict[str, Array]) -> Any:
    """A loss for the output, or one for each output in the structure of the model's outputs."""
    return _for_outputs(binding, [choose_loss(slot, targets[slot.array]) for slot in binding.outputs])


def choose_metrics(binding: Binding, losses: list[Any]) -> Any:
    """Metrics for the output, or for each output in the structure of the model's outputs."""
    chosen = [metrics_for(slot, loss) for slot, loss in zip(binding.outputs, losses, strict=True)]
    return _for_outputs(binding, chosen)


def choose_loss(slot: Slot, target: Array) -> Choice:
    """A crossentropy for labels, one-hot rows and yes-or-no targets; otherwise the mean squared error."""
    units = units_of(slot, target)
    activation = last_activation(slot.tensor)
    whole = target.dtype.kind in "iub"
    if whole and units > 1 and not _is_one_hot(target, units):
        return Choice(SPARSE, {} if activation == "softmax" else {"from_logits": True})
    if units > 1 and _is_one_hot(target, units):
        return Choice(CATEGORICAL, {} if activation == "softmax" else {"from_logits": True})
    if units == 1 and (whole or activation == "sigmoid") and target.min() >= 0 and target.max() <= 1:
        return Choice(BINARY[0], {} if activation == "sigmoid" else {"from_logits": True})
    return Choice("MeanSquaredError")


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


def units_of(slot: Slot, target: Array) -> int:
    """The size of the last axis of an output, as far as it is known; otherwise that of the target."""
    shape = getattr(slot.tensor, "shape", None)
    if shape is not None and len(shape) > 1 and shape[-1] is not None:
        return int(shape[-1])
    return int(target.shape[-1]) if target.ndim > 1 else 1


def _is_one_hot(target: Array, units: int) -> bool:
    if target.ndim < 2 or target.shape[-1] != units or target.dtype.kind not in "iufb":  # noqa: PLR2004  # ranks
        return False
    return bool(((target == 0) | (target == 1)).all() and (target.sum(axis=-1) == 1).all())


def _for_outputs(binding: Binding, chosen: list[Any]) -> Any:
    if len(chosen) == 1:
        return chosen[0]
    if isinstance(binding.output_structure, dict):
        return {slot.name: value for slot, value in zip(binding.outputs, chosen, strict=True)}
    return chosen
