"""How one value of a node came about, step by step, with the numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Term:
    """One summand: a value, what it is multiplied with, and what that gives. `label` says which one it is."""

    label: str
    value: float
    weight: float
    product: float


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a value is the sum of: the products of `inputs` and `weights`, and the bias.

    Attributes:
        operation: What is done, in words.
        axes: What each axis of the two arrays is, such as row, column and channel.
        indices: For each axis, which index of the layer's input (or heads, or keys) each place stands for; of one
            outside of the input, in its padding, the value is 0.
        inputs: float64, the values that are weighted.
        weights: float64, of the same shape.
        bias: What is added to the sum.
        facts: Numbers on the way there, by name, such as a mean and a variance.
        columns: More numbers of each term, by name, such as the scores of an attention; of the shape of `inputs`.
    """

    operation: str
    axes: tuple[str, ...]
    indices: tuple[tuple[int, ...], ...]
    inputs: "np.ndarray"
    weights: "np.ndarray"
    bias: float = 0.0
    facts: dict[str, float] = field(default_factory=dict)
    columns: "dict[str, np.ndarray]" = field(default_factory=dict)

    @property
    def products(self) -> "np.ndarray":
        """Each value times its weight."""
        products: np.ndarray = self.inputs * self.weights
        return products

    @property
    def total(self) -> float:
        """The sum of the products, and the bias."""
        return float(self.products.sum() + self.bias)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The summands, the largest before the rest."""
        import numpy as np

        products = self.products
        order = np.argsort(-np.abs(products), axis=None, kind="stable")
        found = []
        for flat in order:
            at = np.unravel_index(flat, products.shape)
            label = ", ".join(
                f"{name} {indices[int(i)]}" for name, indices, i in zip(self.axes, self.indices, at, strict=True)
            )
            found.append(Term(label, float(self.inputs[at]), float(self.weights[at]), float(products[at])))
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Computation(Parts):
    """How one value of a node came about: `total` is the sum of all terms, and `value` what the activation makes of it.

    Attributes:
        node: The path of the layer.
        kind: The class of the layer.
        position: The index of the value in the node's output, without the samples.
        activation: The name of what the total goes through; `linear` leaves it as it is.
        value: What the steps give.
        real: What the model gives, in its own precision.
    """

    node: str
    kind: str
    position: tuple[int, ...]
    activation: str
    value: float
    real: float


Total = Callable[[Any, Any, tuple[int, ...]], Parts]
"""Of a call, the number of a sample and a position: what the value there is the sum of."""


def host(tensor: Any) -> "np.ndarray":
    """A tensor as float64 on the host."""
    import keras
    import numpy as np

    return np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(tensor, "float32")), np.float64)


def weights_of(variable: Any) -> "np.ndarray":
    """A variable of a layer as float64 on the host."""
    return host(variable.value if hasattr(variable, "value") else variable)


def counted(size: int) -> tuple[int, ...]:
    """All indices of an axis."""
    return tuple(range(size))


def along(names: Sequence[str], shape: Sequence[int]) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Axes and their indices where all of them are meant."""
    return tuple(names), tuple(counted(size) for size in shape)
