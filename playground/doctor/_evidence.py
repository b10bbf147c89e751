"""What the rules look at: plain numbers of a run, its data and its network, which other rooms fill in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from playground.catalog import Choice
from playground.network import Network

Array = np.ndarray[Any, Any]

LEAST_MOMENTS = 5
_ACCURACIES = ("accuracy", "acc", "sparse_categorical_accuracy", "categorical_accuracy", "binary_accuracy")


class Variable(NamedTuple):
    """A trained variable: its node, None where it has none, what to call its layer, and whether it is a kernel.

    A kernel has two axes or more: biases and scales begin at 0 or 1, and how they change says little.
    """

    node: str | None
    layer: str
    kernel: bool


@dataclass(frozen=True)
class Sizes:
    """L2 norms at single steps, float32, shape (moments, variables): gradients, weights before the step, its updates.

    `unsound` is the share of the gradient that is NaN or infinite.
    """

    variables: tuple[Variable, ...] = ()
    gradients: Array = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    weights: Array = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    updates: Array = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    unsound: Array = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def __len__(self) -> int:
        return len(self.gradients)

    @cached_property
    def kernels(self) -> tuple[Variable, ...]:
        """The kernels in the order of the model; none while fewer than five steps were measured."""
        return tuple(each for each in self.variables if each.kernel) if len(self) >= LEAST_MOMENTS else ()

    def of_kernels(self, values: Array) -> Array:
        """The columns of the kernels, shape (moments, kernels)."""
        return values[:, [place for place, each in enumerate(self.variables) if each.kernel]]

    def by_weights(self, values: Array) -> Array:
        """Norms of the kernels divided by those of the weights, likewise; 0 where all weights are 0."""
        values, weights = self.of_kernels(values), self.of_kernels(self.weights)
        with np.errstate(all="ignore"):
            return np.where(weights > 0, values / weights, 0)


class Outputs(NamedTuple):
    """What a node with an activation puts out for a batch: shares, 0 to 1.

    `dead` is the share of its units that are 0 for every sample; `saturated` that of values within a twentieth of an
    end of the activation's range.
    """

    node: str | None
    layer: str
    activation: str
    units: int
    dead: float
    saturated: float
    last: bool = False


class Column(NamedTuple):
    """One feature of an input of numbers: mean and standard deviation over the samples."""

    mean: float
    deviation: float


class Input(NamedTuple):
    """An input: its node, its name in the data, its columns, and whether nothing scales it before the first weights."""

    node: str | None
    name: str
    columns: tuple[Column, ...]
    unscaled: bool


@dataclass(frozen=True)
class Evidence:
    """All that is known of a run at one moment.

    Attributes:
        steps: Values of single steps by name, as in a run's history.
        epochs: Values of finished epochs by name, likewise.
        numbers: The numbers of the steps, ascending; None for 1 and those that follow.
        epoch_numbers: Those of the epochs, likewise.
        sizes: Norms of gradients, weights and updates at some steps.
        outputs: Shares of units that do nothing, by node.
        samples: Samples that are trained on.
        held_out: Samples that are measured on.
        held_back: Whether these were held back from the data, by a share that the settings say.
        counts: Samples of each class, int64; empty when targets are no class labels.
        class_names: Names of the classes, where there are some.
        labels: Class of some samples that the run is not trained on, int64, shape (n,); of those
        probabilities: what the model says, float32, shape (n, classes).
        inputs: The inputs of numbers.
        network: What was drawn when the run began; None for a model that nobody drew.
        optimizer: How it is trained, as data.
        learning_rate: None where a schedule decides.
        weighted: Whether samples or classes have weights.
        loss_floor: What the loss is for the best constant answer; None where that is not known.
    """

    steps: Mapping[str, Array] = field(default_factory=dict)
    epochs: Mapping[str, Array] = field(default_factory=dict)
    numbers: Array | None = None
    epoch_numbers: Array | None = None
    sizes: Sizes = field(default_factory=Sizes)
    outputs: tuple[Outputs, ...] = ()
    samples: int = 0
    held_out: int = 0
    held_back: bool = False
    counts: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    class_names: tuple[str, ...] = ()
    labels: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    probabilities: Array = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    inputs: tuple[Input, ...] = ()
    network: Network | None = None
    optimizer: Choice | None = None
    learning_rate: float | None = None
    weighted: bool = False
    loss_floor: float | None = None

    @cached_property
    def loss(self) -> Array:
        """The loss of each step."""
        return self.steps.get("loss", np.zeros(0, np.float32))

    @cached_property
    def at(self) -> Array:
        """The number of the step of each loss; of a very long run not all are known, see `training.History`."""
        return np.arange(1, len(self.loss) + 1) if self.numbers is None else self.numbers[: len(self.loss)]

    def epoch(self, place: int) -> int:
        """The number of the epoch whose values are at this place."""
        return place + 1 if self.epoch_numbers is None else int(self.epoch_numbers[place])

    @cached_property
    def accuracy(self) -> str | None:
        """The name of a metric that counts right answers; None when there is none."""
        return next((name for name in _ACCURACIES if name in self.epochs), None)

    def column(self, name: str) -> Array:
        """The values of finished epochs by this name; none where one is missing."""
        values = self.epochs.get(name, np.zeros(0, np.float32))
        return values if np.isfinite(values).all() else values[:0]

    def class_name(self, label: int) -> str:
        """What a class is called."""
        return self.class_names[label] if label < len(self.class_names) else str(label)
