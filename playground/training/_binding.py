"""Which array of the data feeds which input and output of a model, in the structure the model takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.datasets import Dataset

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Slot:
    """One input or output of a model: its name, its symbolic tensor, and the name of the array bound to it."""

    name: str
    tensor: Any
    array: str

    @property
    def layer(self) -> str:
        """The name of the layer that the tensor comes from; empty while the model is not built."""
        history = getattr(self.tensor, "_keras_history", None)
        return str(getattr(getattr(history, "operation", None), "name", ""))


@dataclass(frozen=True)
class Binding:
    """Arrays by position for a model, and how to fold them into its structures."""

    inputs: tuple[Slot, ...]
    outputs: tuple[Slot, ...]
    input_structure: Any
    output_structure: Any

    def pack(self, data: Dataset, class_weight: Mapping[int, float] | None = None) -> tuple[Any, Any, Any]:
        """Inputs, targets and sample weights of the data, in the structures that `train_step` unpacks."""
        x = _folded(self.input_structure, [data.inputs[slot.array] for slot in self.inputs])
        y = _folded(self.output_structure, [data.targets[slot.array] for slot in self.outputs])
        weight = data.sample_weight
        if class_weight is not None:
            (target,) = data.targets.values()
            return x, y, weights_of_classes(target, class_weight)
        if weight is None:
            return x, y, None
        if not isinstance(weight, dict):
            weight = {slot.array: weight for slot in self.outputs}
        return x, y, _folded(self.output_structure, [weight[slot.array] for slot in self.outputs])


def bind(model: Any, data: Dataset) -> Binding:
    """Bind the data's arrays to the model: by name where all names agree, otherwise in their order.

    Raises:
        ValueError: If the counts differ; `preflight` says so in a sentence first.
    """
    inputs = _structure(model, "input", data.inputs)
    outputs = _structure(model, "output", data.targets)
    input_names = [str(getattr(tensor, "name", "")) for tensor in _flat(inputs)]
    output_names = list(getattr(model, "output_names", ()) or [model.layers[-1].name if model.layers else ""])
    return Binding(
        inputs=_slots(_keys(inputs, input_names), _flat(inputs), data.inputs_for),
        outputs=_slots(_keys(outputs, output_names), _flat(outputs), data.targets_for),
        input_structure=inputs,
        output_structure=outputs,
    )


def weights_of_classes(target: Array, class_weight: Mapping[int, float]) -> Array:
    """The weight of every sample by its class, as `fit` computes it; classes not named weigh 1."""
    if target.ndim > 1:
        target = target.reshape(len(target)) if target.shape[-1] == 1 else target.argmax(axis=-1)
    labels = np.round(target).astype(np.int64)
    weights = np.ones(labels.shape, dtype=np.float32)
    for label, weight in class_weight.items():
        weights[labels == label] = weight
    return weights


def _structure(model: Any, which: str, arrays: Mapping[str, Array]) -> Any:
    structure = None
    for attribute in (which, f"{which}s"):  # a Sequential model has only the second
        try:
            structure = getattr(model, attribute)
        except (AttributeError, ValueError):
            continue
        if structure is not None:
            break
    if structure is None:
        names = list(arrays)
        return None if len(names) == 1 else dict.fromkeys(names)
    if isinstance(structure, tuple | list) and len(structure) == 1:
        return structure[0]
    return structure


def _keys(structure: Any, names: list[str]) -> list[str]:
    import keras

    return list(keras.tree.flatten({key: key for key in structure})) if isinstance(structure, dict) else names


def _flat(structure: Any) -> list[Any]:
    import keras

    return list(keras.tree.flatten(structure)) if structure is not None else [None]


def _slots(
    names: Sequence[str], tensors: list[Any], in_order: Callable[[Sequence[str]], Mapping[str, Array]]
) -> tuple[Slot, ...]:
    chosen = list(in_order(names))
    if len(tensors) != len(chosen):
        raise ValueError(f"{len(tensors)} expected, {len(chosen)} given")
    named = list(names) if len(names) == len(chosen) else chosen
    return tuple(Slot(name or array, tensor, array) for name, tensor, array in zip(named, tensors, chosen, strict=True))


def _folded(structure: Any, values: list[Any]) -> Any:
    import keras

    return keras.tree.pack_sequence_as(structure, values) if structure is not None else values[0]
