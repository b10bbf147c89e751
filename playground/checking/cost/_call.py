"""One call of a layer, as the closed forms see it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from playground.catalog import Kind, kind as kind_of
from playground.checking._report import TensorSpec

Shape = tuple[int | None, ...]


class Asked(NamedTuple):
    """A kind with its settings, the shapes of its weights as Keras orders them, and what goes in and comes out."""

    kind: Kind
    settings: Mapping[str, Any]
    weights: Sequence[Shape]
    inputs: Sequence[TensorSpec]
    outputs: Sequence[TensorSpec]

    def value(self, setting: str) -> Any:
        """A setting as it is: what is stored, or the kind's default."""
        if setting in self.settings:
            return self.settings[setting]
        known = self.kind.setting(setting)
        return None if known is None else known.default

    @property
    def given(self) -> int:
        """Values of a sample of the first input."""
        return values(self.inputs[0])

    @property
    def made(self) -> int:
        """Values of a sample of the first output."""
        return values(self.outputs[0])

    @property
    def channels_first(self) -> bool:
        """Whether channels are the first axis of a sample."""
        return bool(self.value("data_format") == "channels_first")

    def grid(self, spec: TensorSpec) -> int:
        """How many places an image has: its axes without batch and channels."""
        return product(spec.shape[2:] if self.channels_first else spec.shape[1:-1])

    @property
    def kernels(self) -> tuple[int, ...]:
        """The sizes of those weights that are no vectors."""
        return tuple(product(shape) for shape in self.weights if len(shape) > 1)

    @property
    def biases(self) -> int:
        """How many values the vectors among the weights have."""
        return sum(product(shape) for shape in self.weights if len(shape) == 1)

    @property
    def activation(self) -> int:
        """Operations a value of the layer's own activation."""
        return activation_cost(self.value("activation"))


class OpenShapeError(Exception):
    """A number of operations depends on an axis that is open."""


def product(sizes: Iterable[int | None]) -> int:
    """The product of axes.

    Raises:
        OpenShapeError: one is open.
    """
    known = list(sizes)
    if None in known:
        raise OpenShapeError
    return math.prod(each for each in known if each is not None)


def values(spec: TensorSpec) -> int:
    """Values of one sample of a tensor."""
    return product(spec.shape[1:])


def activation_cost(value: Any) -> int:
    """Operations a value of an activation: none for linear, five for softmax, one for any other."""
    name = value.get("kind") if isinstance(value, dict) else value
    found = kind_of(name, "activations") if isinstance(name, str) else None
    if found is None or found.name == "linear":
        return 0
    return 5 if found.name in ("softmax", "log_softmax") else 1
