"""Data with two inputs as points of the plane."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.errors import DataError
from playground.network import Network
from playground.probing import extent_of
from playground.protocol import Points
from playground.training import TrainingConfig

if TYPE_CHECKING:
    from playground.datasets import Dataset

MOST_POINTS = 2_000
_PLANE = 2


def places_of(arrays: Sequence["np.ndarray[Any, Any]"]) -> "np.ndarray[Any, Any] | None":
    """Inputs of two real numbers, in one array or two, as places: float32 of shape (samples, 2); None for others."""
    if not 1 <= len(arrays) <= _PLANE or any(array.dtype.kind != "f" or array.ndim != _PLANE for array in arrays):
        return None
    places = np.concatenate(arrays, axis=1)
    return places.astype(np.float32) if places.shape[1] == _PLANE else None


def points_of(network: Network, data: "Dataset | None", config: TrainingConfig) -> tuple[Points, list[Any]]:
    """The points that a run would learn from, and those that it would hold back, as a message and its buffers."""
    inputs = [layer.name for layer in network.layers if layer.kind == "InputLayer"]
    everything = None if data is None else places_of(list(data.inputs_for(inputs).values()))
    if data is None or everything is None:
        return Points(None), []
    try:
        split = data.split(config.validation_split, config.seed)
    except DataError:  # too few to hold any back: checking says so
        split = data
    buffers: list[Any] = []
    for part in (split, split.validation):
        taken = None if part is None else places_of(list(part.inputs_for(inputs).values()))
        if part is None or taken is None:
            buffers += [np.zeros((0, 2), np.float32), np.zeros(0, np.float32)]
        else:
            buffers += [taken[:MOST_POINTS], _targets(part)[:MOST_POINTS]]
    arrays = list(data.inputs_for(inputs).items())
    names = (f"{arrays[0][0]} 1", f"{arrays[0][0]} 2") if len(arrays) == 1 else tuple(name for name, _ in arrays)
    return Points(extent_of(everything), names, len(buffers[0]), len(buffers[2])), buffers


def _targets(data: "Dataset") -> "np.ndarray[Any, Any]":
    """One number a sample: its label, its number, or which of several is the largest; of several targets, the first."""
    for target in data.targets.values():
        if target.dtype.kind in "iufb":
            flat = target.reshape(len(target), -1)
            return (flat[:, 0] if flat.shape[1] == 1 else flat.argmax(axis=1)).astype(np.float32)
    return np.zeros(len(data), np.float32)
