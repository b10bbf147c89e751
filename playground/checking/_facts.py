"""What rules may know besides the network: the data and the training, as plain values that other rooms fill in."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from playground.catalog import Choice


class ArrayFacts(NamedTuple):
    """One array of a data set in a few numbers.

    `shape` is that of a sample, `dtype` numpy's word, or `string` for text. `low` and `high` are of all values, 0 for
    text. `whole` says that there are whole numbers only, whatever the dtype; `one_hot` that each last axis is a single
    1 among 0s; `padded` is the share of samples that end with 0.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    low: float = 0.0
    high: float = 0.0
    whole: bool = False
    one_hot: bool = False
    padded: float = 0.0

    @property
    def text(self) -> bool:
        """Whether it holds text."""
        return self.dtype == "string"

    @property
    def integer(self) -> bool:
        """Whether its dtype is one of whole numbers or yes and no."""
        return self.dtype.startswith(("int", "uint", "bool"))


class DataFacts(NamedTuple):
    """A data set: its arrays, and how many samples and classes there are (0 when targets are no class labels)."""

    name: str
    samples: int
    inputs: tuple[ArrayFacts, ...]
    targets: tuple[ArrayFacts, ...]
    classes: int = 0


class TrainingFacts(NamedTuple):
    """How it is trained. `losses` are those given by output name; `loss` that of all others, None when chosen to fit.

    `learning_rate` is None when a schedule decides it. `precision` is the dtype policy of layers without one of their
    own, `default` Keras's; `on_gpu` whether the steps run on a GPU.
    """

    optimizer: str = "Adam"
    learning_rate: float | None = None
    loss: Choice | None = None
    losses: Mapping[str, Choice] = {}
    batch_size: int = 32
    precision: str = "default"
    on_gpu: bool = False


class DeviceFacts(NamedTuple):
    """What is trained on: what a sentence calls it, and the bytes of memory that it has for a model."""

    name: str
    memory: int


class Facts(NamedTuple):
    """What is known besides the network; None where nothing is. Without a device it is trained on this machine."""

    data: DataFacts | None = None
    training: TrainingFacts | None = None
    device: DeviceFacts | None = None


NO_FACTS = Facts()


def in_order(arrays: Sequence[ArrayFacts], names: Sequence[str]) -> tuple[ArrayFacts, ...]:
    """Arrays in the order of a model's inputs or outputs: by name where all names agree, otherwise in their own."""
    by_name = {array.name: array for array in arrays}
    return tuple(by_name[name] for name in names) if set(names) == set(by_name) else tuple(arrays)
