"""What is wrong with training this model on these data, found before the first step. Changes nothing."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import msgspec
import numpy as np

from playground.checking import Problem
from playground.datasets import Dataset
from playground.errors import ConfigError, DataError
from playground.training._binding import Slot, bind
from playground.training._choosing import SPARSE, units_of
from playground.training._compiling import losses_by_output, recipe
from playground.training._config import TrainingConfig
from playground.training._objects import kind_of, make

Array = np.ndarray[Any, Any]

_ELEMENTWISE = (
    "MeanSquaredError",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredLogarithmicError",
    "Huber",
    "LogCosh",
    "BinaryCrossentropy",
    "BinaryFocalCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "CategoricalHinge",
    "CosineSimilarity",
    "Dice",
    "Hinge",
    "KLDivergence",
    "Poisson",
    "SquaredHinge",
    "Tversky",
)
_LABELS_01 = ("BinaryCrossentropy", "BinaryFocalCrossentropy")


def preflight(
    model: Any, data: Dataset | None, config: TrainingConfig, nodes: Mapping[str, str] = MappingProxyType({})
) -> tuple[Problem, ...]:
    """Say what keeps a model from being trained on these data; empty when nothing does.

    Args:
        model: A Keras model. Neither it nor the data is changed.
        data: What to train on, or None when nothing was chosen.
        config: How to train.
        nodes: Ids of nodes by the names of the layers they call, for problems that are on a layer.

    Returns:
        Problems, each with a stable code and a sentence that names the thing and the cure.
    """
    if data is None:
        return (Problem("no_data", "There is no data to train on; choose a data set, or make one with from_arrays."),)
    if not data.targets:
        return (Problem("no_targets", f"Data set {data.name!r} has no targets to learn; give from_arrays a y."),)
    counts = tuple(_counts(model, data))
    if counts:
        return counts
    configured = tuple(_configured(data, config))
    if configured:
        return configured
    return tuple(
        msgspec.structs.replace(problem, node=nodes.get(problem.node or ""))
        for problem in _fitting(model, data, config)
    )


def _counts(model: Any, data: Dataset) -> Iterator[Problem]:
    for word, tensors, arrays in (
        ("input", getattr(model, "inputs", None), data.inputs),
        ("output", getattr(model, "outputs", None), data.targets),
    ):
        if tensors and len(tensors) != len(arrays):
            has = "arrays of inputs" if word == "input" else "targets"
            yield Problem(
                f"{word}_count",
                f"Model {model.name!r} has {len(tensors)} {word}{'s' if len(tensors) > 1 else ''}, but data set "
                f"{data.name!r} has {len(arrays)} {has} ({', '.join(map(repr, arrays))}); "
                f"give one array for each {word}.",
            )
    if not model.built or not model.inputs:
        return
    if not model.trainable_variables:
        yield Problem(
            "nothing_to_train",
            f"Model {model.name!r} has no weights that train; add a layer that has some, or let a frozen one train.",
        )


def _configured(data: Dataset, config: TrainingConfig) -> Iterator[Problem]:
    try:
        split = data.split(config.validation_split, config.seed)
    except DataError as error:
        yield Problem("too_few_samples", str(error), setting="validation_split")
        return
    if config.batch_size > len(split):
        yield Problem(
            "batch_size",
            f"The batch size of {config.batch_size} is larger than the {len(split)} training samples of data set "
            f"{data.name!r}; set it to {len(split)} or less.",
            setting="batch_size",
        )
    if config.class_weight is not None:
        if len(data.targets) > 1:
            yield Problem("class_weight", "Class weights are for models with a single output; use sample weights.")
        elif data.sample_weight is not None:
            yield Problem("class_weight", "Class weights and sample weights can't be used together; leave one out.")


def _fitting(model: Any, data: Dataset, config: TrainingConfig) -> Iterator[Problem]:
    """Problems of inputs and outputs; their `node` is still the name of a layer."""
    binding = bind(model, data)
    for slot in binding.inputs:
        yield from _input(slot, data.inputs[slot.array])
    try:
        wanted = recipe(binding, data.targets, config)
        make("optimizers", config.optimizer)
        losses = losses_by_output(binding, wanted.loss)
        made = [make("losses", loss) for loss in losses]
    except ConfigError as error:
        yield Problem("configuration", str(error))
        return
    for slot, loss in zip(binding.outputs, made, strict=True):
        kind, validation = kind_of("losses", loss), data.validation
        yield from _target(slot, data.targets[slot.array], kind)
        if validation is not None:
            yield from _labels(slot, validation.targets[slot.array], kind, "validation target")


def _on(layer: str, code: str, message: str) -> Problem:
    return Problem(code, message, node=layer)


def _input(slot: Slot, array: Array) -> Iterator[Problem]:
    expected = getattr(slot.tensor, "shape", None)
    if expected is None:
        return
    text = array.dtype.kind in "US"
    wants_text = str(slot.tensor.dtype) == "string"
    if text != wants_text:
        yield _on(
            slot.layer,
            "input_dtype",
            f"Input {slot.name!r} takes {'text' if wants_text else 'numbers'}, but array {slot.array!r} holds "
            f"{'text' if text else 'numbers'}; set the input's dtype or convert the data.",
        )
        return
    if not _fits(array.shape[1:], tuple(expected[1:])):
        yield _on(
            slot.layer,
            "input_shape",
            f"Input {slot.name!r} takes samples of shape {_shape(expected[1:])}, but array {slot.array!r} has samples "
            f"of shape {_shape(array.shape[1:])}; set the input's shape to that of the data.",
        )
        return
    yield from _indices(slot, array)


def _indices(slot: Slot, array: Array) -> Iterator[Problem]:
    """Indices past an embedding's table, which TensorFlow takes for an error on one device and for zeros on another."""
    operation = getattr(getattr(slot.tensor, "_keras_history", None), "operation", None)
    for node in getattr(operation, "_outbound_nodes", ()):
        layer = node.operation
        if type(layer).__name__ != "Embedding" or array.dtype.kind == "b":
            continue
        worst = int(array.max() if array.max() >= layer.input_dim else array.min())
        if not 0 <= worst < layer.input_dim:
            yield _on(
                layer.name,
                "index_range",
                f"Embedding {layer.name!r} has input_dim={layer.input_dim}, but array {slot.array!r} holds {worst}; "
                f"{'indices start at 0' if worst < 0 else f'set input_dim to at least {worst + 1}'}.",
            )


def _fits(given: tuple[int, ...], expected: tuple[int | None, ...]) -> bool:
    def same(one: tuple[int, ...], other: tuple[int | None, ...]) -> bool:
        return len(one) == len(other) and all(b is None or a == b for a, b in zip(one, other, strict=True))

    return (
        same(given, expected)
        or (given[-1:] == (1,) and same(given[:-1], expected))
        or (expected[-1:] == (1,) and same(given, expected[:-1]))
    )


def _target(slot: Slot, target: Array, loss: str) -> Iterator[Problem]:
    if target.dtype.kind in "US":
        yield _on(
            slot.layer,
            "target_dtype",
            f"Target {slot.array!r} is text; number its classes from 0, as from_frame and from_csv do.",
        )
        return
    shape = getattr(slot.tensor, "shape", None)
    if shape is None:
        return
    output = tuple(shape[1:])
    who = f"Loss {loss} at output {slot.name!r}"
    if loss == SPARSE:
        if not _fits(target.shape[1:], output[:-1]):
            yield _on(
                slot.layer,
                "target_shape",
                f"{who} takes one whole-number label for each prediction, samples of shape {_shape(output[:-1])}, but "
                f"target {slot.array!r} has {_shape(target.shape[1:])}; "
                + (
                    "for one-hot targets choose CategoricalCrossentropy."
                    if target.shape[1:] == output
                    else "choose a loss for such targets, or change the last layer."
                ),
            )
            return
    elif loss in _ELEMENTWISE and not _fits(target.shape[1:], output):
        labels = target.dtype.kind in "iu" and _fits(target.shape[1:], output[:-1]) and output[-1:] != (1,)
        yield _on(
            slot.layer,
            "target_shape",
            f"{who} compares predictions of shape {_shape(output)} with target {slot.array!r} of shape "
            f"{_shape(target.shape[1:])}; "
            + (
                "for integer labels choose SparseCategoricalCrossentropy."
                if labels
                else f"give the last layer {target.shape[-1] if target.ndim > 1 else 1} units, or choose another loss."
            ),
        )
        return
    yield from _labels(slot, target, loss, "target")


def _labels(slot: Slot, target: Array, loss: str, word: str) -> Iterator[Problem]:
    low, high = target.min(), target.max()
    who = f"Loss {loss} at output {slot.name!r}"
    if loss == SPARSE:
        if target.dtype.kind == "f" and not (target == np.round(target)).all():
            yield _on(
                slot.layer,
                "labels",
                f"{who} takes whole-number labels, but {word} {slot.array!r} holds fractions; "
                "choose a loss for numbers, such as MeanSquaredError.",
            )
            return
        units = units_of(slot, target)
        if low < 0 or high >= units:
            worst = int(low if low < 0 else high)
            cure = "number the classes from 0" if worst < 0 else f"give the last layer at least {worst + 1} units"
            yield _on(
                slot.layer,
                "labels",
                f"Label {worst} of {word} {slot.array!r} is out of range: output {slot.name!r} has {units} units, for "
                f"labels 0 to {units - 1}; {cure}.",
            )
    elif loss in _LABELS_01 and (low < 0 or high > 1):
        yield _on(
            slot.layer,
            "labels",
            f"{who} takes targets from 0 to 1, but {word} {slot.array!r} holds {(low if low < 0 else high):g}; "
            "choose a loss for several classes or for numbers.",
        )


def _shape(shape: Any) -> str:
    return (
        "(" + ", ".join("any" if size is None else str(size) for size in shape) + ("," if len(shape) == 1 else "") + ")"
    )
