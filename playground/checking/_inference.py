"""What Keras says of one call: outputs and weights, found without allocating any. Knows no network and no names."""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from playground.catalog import Kind, Port, is_operation, make_layer, reason_of, undisturbed, weights_of
from playground.checking._calling import call, operands
from playground.checking._report import TensorSpec
from playground.checking.cost import Asked, flops_of
from playground.network import Layer

Inputs = Mapping[str, tuple[TensorSpec, ...]]
"""What enters a call, by port; a port that takes one tensor has one."""


class Call(NamedTuple):
    """What a layer is called with: tensors by port, and the arguments that are no tensors."""

    inputs: Inputs
    arguments: Mapping[str, Any]


class Outcome(NamedTuple):
    """The answer to one call of a layer; with a `reason`, Keras refused it and the rest is empty."""

    outputs: tuple[TensorSpec, ...] = ()
    weights: tuple[tuple[int | None, ...], ...] = ()
    parameters: int = 0
    trainable_parameters: int = 0
    flops: int | None = None
    reason: str = ""


def infer(layer: Layer, kind: Kind, asked: Call, built: Call | None = None) -> Outcome:
    """Make a layer from its settings and call it on symbolic inputs, allocating no weights.

    Args:
        layer: What to make.
        kind: Its kind.
        asked: The call to tell of.
        built: An earlier call of the same layer, whose inputs its weights are made for.

    Raises:
        SettingError: the layer can't be made from its settings.
    """
    with _weightless():
        made = make_layer(layer)
        if not kind.ports:
            return Outcome((_spec(made.output),), flops=0)
        try:
            for each in (built, asked):
                if each is not None:
                    results = call(made, kind, _symbolic(kind, each.inputs), each.arguments)
        except Exception as error:  # noqa: BLE001  # whatever Keras raises is the reason
            return Outcome(reason=reason_of(error))
        outputs = tuple(_spec(each) for each in _flat(results))
        owned, trained = weights_of(made), weights_of(made, trainable=True)
        weights = tuple(tuple(weight.shape) for weight in owned)
        specs = [spec for port in kind.ports for spec in (*asked.inputs.get(port.name, ()), *_held(kind, port, asked))]
        return Outcome(
            outputs=outputs,
            weights=weights,
            parameters=_count(owned),
            trainable_parameters=_count(trained),
            flops=flops_of(Asked(kind, layer.settings, weights, specs, outputs)),
        )


def _symbolic(kind: Kind, inputs: Inputs) -> dict[str, Any]:
    import keras

    values: dict[str, Any] = {}
    for port in kind.ports:
        if port.name in inputs:
            tensors = [keras.KerasTensor(spec.shape, spec.dtype) for spec in inputs[port.name]]
            values[port.name] = tensors if port.many else tensors[0]
    return values


def _held(kind: Kind, port: Port, asked: Call) -> Iterator[TensorSpec]:
    """The arrays that stand at a layer's port instead of wires."""
    if not is_operation(kind.name) and asked.arguments.get(port.name) is not None:
        for each in _flat(operands(kind, {}, asked.arguments)[port.name]):
            if hasattr(each, "shape"):
                yield _spec(each)


def _flat(results: Any) -> list[Any]:
    import keras

    return [each for each in keras.tree.flatten(results) if each is not None]


def _spec(tensor: Any) -> TensorSpec:
    import keras

    return TensorSpec(tuple(tensor.shape), keras.backend.standardize_dtype(tensor.dtype))


def _count(weights: list[Any]) -> int:
    return sum(math.prod(weight.shape) for weight in weights)


@contextmanager
def _weightless() -> Iterator[None]:
    """Create variables without values, and leave no trace of it.

    Keras queues such variables and would allocate them all at the end of the next ordinary scope; its counters for
    automatic names and Python's random state would advance under the user's feet.
    """
    import keras
    from keras.src.backend.common import global_state

    names = dict(global_state.get_global_attribute("object_name_uids", {}))
    queued = list(global_state.get_global_attribute("uninitialized_variables", []))
    try:
        with undisturbed(), keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        global_state.set_global_attribute("uninitialized_variables", queued)
        counters = global_state.get_global_attribute("object_name_uids", {})
        counters.clear()
        counters.update(names)
