"""Layers that go through a sequence step by step, and wrappers of layers."""

from collections.abc import Mapping
from typing import Any

from playground.catalog import kind as kind_of
from playground.checking.cost._call import Asked, OpenShapeError, product

_GATES = {"SimpleRNN": 3, "GRU": 12, "LSTM": 13}
"""Operations a unit and step outside of the products: sums of the two products, activations, gates."""

_IMAGE_AXES = 2


def recurrent(asked: Asked) -> int:
    """Twice the kernels, the biases and the gates, at each step."""
    steps, units = _steps(asked), int(asked.value("units"))
    each = 2 * sum(asked.kernels) + asked.biases + _GATES[asked.kind.name] * units
    return steps * each


def convolutional(asked: Asked) -> int:
    """Twice the kernels at each place, the biases and the gates, at each step."""
    image = asked.outputs[0].shape[1:]
    if asked.value("return_sequences"):
        image = image[1:]
    grid = product(image[1:] if asked.channels_first else image[:-1])
    kernels = [product(shape) for shape in asked.weights if len(shape) > _IMAGE_AXES]
    each = 2 * sum(kernels) + asked.biases + _GATES["LSTM"] * int(asked.value("filters"))
    return _steps(asked) * each * grid


def bidirectional(asked: Asked) -> int | None:
    """Both directions; the second has the settings of the first unless it is given."""
    inner = inner_of(asked)
    backward = inner_of(asked, "backward_layer") or inner
    if inner is None or backward is None or {inner.kind.name, backward.kind.name} - set(_GATES):
        return None
    half = len(asked.weights) // 2
    both = inner._replace(weights=asked.weights[:half]), backward._replace(weights=asked.weights[half:])
    return sum(recurrent(each) for each in both)


def inner_of(asked: Asked, setting: str = "layer") -> Asked | None:
    """The layer inside a wrapper, called on the wrapper's inputs; None when it is unknown."""
    value: Any = asked.value(setting)
    found = kind_of(str(value.get("kind"))) if isinstance(value, Mapping) else None
    if found is None:
        return None
    return asked._replace(kind=found, settings=value.get("settings") or {})


def _steps(asked: Asked) -> int:
    steps = asked.inputs[0].shape[1]
    if steps is None:
        raise OpenShapeError
    return steps


FORMS = {
    **dict.fromkeys(_GATES, recurrent),
    **{f"ConvLSTM{axes}D": convolutional for axes in (1, 2, 3)},
    "Bidirectional": bidirectional,
}
