"""The weights of small dense layers: what is drawn as wires between units, and one of them set by hand."""

import math
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.errors import TrainingError
from playground.protocol import SetWeight, UnitWeights

if TYPE_CHECKING:
    import keras

    from playground.modeling import Graph
    from playground.probing import Weights

MOST_UNITS = 64
"""Wires are drawn between so many units at most, on either side."""
_LARGEST = float(np.finfo(np.float32).max)


def unit_weights(
    graph: "Graph", nodes: Collection[str], weights: "Weights"
) -> list[tuple[UnitWeights, "np.ndarray[Any, Any]"]]:
    """Of the weights, as `Probe` reads them, those of the nodes that call a small dense layer.

    Returns:
        A header and its buffer each, float32 of shape (inputs + 1, units).
    """
    found = []
    values_of = {id(variable): value for variable, value in zip(graph.model.variables, weights, strict=True)}
    for node in sorted(nodes):
        where, _, node_id = node.rpartition("/")
        network = graph.network
        for layer_id in where.split("/") if where else ():
            network = network.layer_by_id[layer_id].network or network
        path = f"{where}/{network.node_by_id[node_id].layer}" if where else network.node_by_id[node_id].layer
        layer = graph.layers.get(path)
        size = None if layer is None else _size(layer)
        if layer is not None and size is not None and max(size) <= MOST_UNITS:
            bias = layer.bias is not None
            values = np.zeros((size[0] + 1, size[1]), np.float32)
            values[:-1] = values_of[id(layer.kernel)]
            if bias:
                values[-1] = values_of[id(layer.bias)]
            found.append((UnitWeights(node, path, *size, bias=bias), values))
    return found


def set_weight(graphs: "Sequence[Graph]", command: SetWeight) -> None:
    """Set one weight in each of the models that has the layer.

    Raises:
        TrainingError: none has it, or there is no such weight or unit, or the value is no number that it can hold.
    """
    if not math.isfinite(command.value) or abs(command.value) > _LARGEST:
        raise TrainingError(f"A weight is a finite number that fits into 32 bits, got {command.value!r}.")
    layers = [graph.layers[command.layer] for graph in graphs if command.layer in graph.layers]
    dense = [layer for layer in dict.fromkeys(layers) if _size(layer) is not None]
    if not dense:
        raise TrainingError("This layer has no weights between units any more; play or step, and try again.")
    for layer in dense:
        _set(layer, command)


def _set(layer: "keras.Layer", command: SetWeight) -> None:
    inputs, units = _size(layer) or (0, 0)
    variable = layer.bias if command.input is None else layer.kernel
    if variable is None:
        raise TrainingError(f"“{layer.name}” has no bias; switch `use_bias` on, and it gets one.")
    if not 0 <= command.unit < units or not (command.input is None or 0 <= command.input < inputs):
        raise TrainingError(f"“{layer.name}” has {inputs} inputs and {units} units, counted from 0.")
    values = np.array(_array(variable))
    values[command.unit if command.input is None else (command.input, command.unit)] = command.value
    variable.assign(values)


def _size(layer: "keras.Layer") -> tuple[int, int] | None:
    """Inputs and units of a dense layer that has its weights as they are; None for others."""
    import keras

    plain = type(layer) is keras.layers.Dense and layer.built and layer.quantization_mode is None
    if not plain or layer.lora_enabled:
        return None
    return int(layer.kernel.shape[0]), int(layer.kernel.shape[1])


def _array(variable: Any) -> "np.ndarray[Any, Any]":
    import keras

    return np.asarray(keras.ops.convert_to_numpy(variable.value))
