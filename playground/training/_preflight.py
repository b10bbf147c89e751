"""What is wrong with training this model on these data, found before the first step. Changes nothing."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import msgspec
import numpy as np

from playground.checking import (
    Problem,
    dtype_fault,
    index_fault,
    label_fault,
    shape_fault,
    target_fault,
    text_fault,
)
from playground.datasets import Dataset, array_facts
from playground.errors import ConfigError, DataError
from playground.training._binding import Slot, bind
from playground.training._choosing import place_of
from playground.training._compiling import losses_by_output, recipe
from playground.training._config import TrainingConfig
from playground.training._objects import kind_of, make

Array = np.ndarray[Any, Any]


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
        return (Problem("no_targets", f"Data set “{data.name}” has no targets to learn; give from_arrays a y."),)
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
                f"Model “{model.name}” has {len(tensors)} {word}{'s' if len(tensors) > 1 else ''}, but data set "
                f"“{data.name}” has {len(arrays)} {has} ({', '.join(f'“{name}”' for name in arrays)}); "
                f"give one array for each {word}.",
            )
    if not model.built or not model.inputs:
        return
    if not model.trainable_variables:
        yield Problem(
            "nothing_to_train",
            f"Model “{model.name}” has no weights that train; add a layer that has some, or let a frozen one train.",
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
            f"“{data.name}”; set it to {len(split)} or less.",
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


def _input(slot: Slot, array: Array) -> Iterator[Problem]:
    place, facts = place_of(slot), array_facts(slot.array, array)
    for code, fault in (("input_dtype", dtype_fault(place, facts)), ("input_shape", shape_fault(place, facts))):
        if fault is not None:
            yield Problem(code, fault, node=slot.layer)
            return
    operation = getattr(getattr(slot.tensor, "_keras_history", None), "operation", None)
    for node in getattr(operation, "_outbound_nodes", ()):
        layer = node.operation
        if type(layer).__name__ == "Embedding":
            fault = index_fault(f"Embedding “{layer.name}”", layer.input_dim, facts)
            if fault is not None:
                yield Problem("index_range", fault, node=layer.name)


def _target(slot: Slot, target: Array, loss: str) -> Iterator[Problem]:
    place, facts = place_of(slot), array_facts(slot.array, target, target=True)
    fault = text_fault(facts)
    if fault is not None:
        yield Problem("target_dtype", fault, node=slot.layer)
        return
    fault = target_fault(place, facts, loss)
    if fault is not None:
        yield Problem("target_shape", fault, node=slot.layer)
        return
    yield from _labels(slot, target, loss, "target")


def _labels(slot: Slot, target: Array, loss: str, word: str) -> Iterator[Problem]:
    fault = label_fault(place_of(slot), array_facts(slot.array, target, target=True), loss, word)
    if fault is not None:
        yield Problem("labels", fault, node=slot.layer)
