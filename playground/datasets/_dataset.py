"""The value that all data becomes: named arrays of equal length. Knows nothing of models, losses or files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from playground.checking import DataFacts
from playground.datasets._facts import arrays_facts
from playground.datasets._fingerprint import fingerprint
from playground.datasets._labels import labels_in
from playground.errors import DataError
from playground.protocol import DataSummary, Recipe, TensorSummary

Array = np.ndarray[Any, Any]

_EXAMPLES = 4
_LOOKED_AT = 64
_SHOWN = 120
_YES_OR_NO = 2


@dataclass(frozen=True, eq=False)
class Dataset:
    """Inputs and targets of the same samples, ready to train on.

    Make one with `from_arrays`, `from_frame`, `from_csv`, `from_folder` or `load`: they check what they are given.
    The sample axis is the first of every array; floats are float32. The arrays are read-only: `load` gives everybody
    the same.

    Attributes:
        inputs: Arrays by input name.
        targets: Arrays by target name; empty when there are none.
        sample_weight: None, or a weight for every sample, float32 of shape (samples,), or such arrays by target name.
        validation: Data that is only measured on, or None.
        name: A short identifier.
        title: What to call the data on a screen.
        class_names: Names of the classes, by label; empty when the targets are not labels or have no names.
        recipe: What `points` drew them with; None for all other data, and for parts of these.
    """

    inputs: dict[str, Array]
    targets: dict[str, Array] = field(default_factory=dict)
    sample_weight: Array | dict[str, Array] | None = None
    validation: "Dataset | None" = None
    name: str = "data"
    title: str = ""
    class_names: tuple[str, ...] = ()
    recipe: Recipe | None = None

    def __len__(self) -> int:
        """Count the samples, validation not included."""
        return len(next(iter(self.inputs.values())))

    def __repr__(self) -> str:
        return f"Dataset({self.name!r}, {len(self)} samples)"

    @cached_property
    def classes(self) -> int:
        """The number of classes when the only target is integer labels from 0, one a sample; otherwise 0."""
        if len(self.targets) != 1:
            return 0
        (target,) = self.targets.values()
        if target.dtype.kind not in "iu" or target.ndim > 2 or (target.ndim == 2 and target.shape[1] != 1):  # noqa: PLR2004  # ranks
            return 0
        if target.min() < 0:
            return 0
        return max(int(target.max()) + 1, len(self.class_names))

    @cached_property
    def labels(self) -> Array | None:
        """The class of each sample, int64 of shape (samples,), where the only target names one; otherwise None.

        Those are integer labels from 0; rows with a single 1 among zeros (one-hot); rows of probabilities, of as many
        as there are `class_names`; and numbers that are 0 or 1, both of them. They may stand in a column of their own.
        """
        if len(self.targets) != 1:
            return None
        (target,) = self.targets.values()
        return labels_in(target, len(self.class_names))

    @cached_property
    def summary(self) -> DataSummary:
        """The data in a few words."""
        return DataSummary(
            name=self.name,
            title=self.title or self.name,
            samples=len(self),
            validation_samples=len(self.validation) if self.validation is not None else 0,
            inputs=_summaries(self.inputs),
            targets=_summaries(self.targets),
            classes=self.classes or self._columns,
            class_names=self.class_names,
            recipe=self.recipe,
        )

    @property
    def _columns(self) -> int:
        """How many classes are told apart by something else than integer labels."""
        if self.labels is None:
            return 0
        (target,) = self.targets.values()
        return max(_YES_OR_NO, target.size // len(target))

    @cached_property
    def facts(self) -> DataFacts:
        """What the rules of checking ask of data; one pass over the arrays, at the first call."""
        return DataFacts(
            name=self.name,
            samples=len(self),
            inputs=arrays_facts(self.inputs),
            targets=arrays_facts(self.targets, target=True),
            classes=self.classes,
        )

    @cached_property
    def fingerprint(self) -> str:
        """A digest by which these data are known again, on another machine too; see `_fingerprint.py`."""
        return fingerprint(self)

    def inputs_for(self, names: Sequence[str]) -> dict[str, Array]:
        """The inputs in the order that a model with inputs of these names takes them.

        By name where all names agree, otherwise in the data's own order.
        """
        return _in_order(self.inputs, names)

    def targets_for(self, names: Sequence[str]) -> dict[str, Array]:
        """The targets in the order of a model's outputs, likewise."""
        return _in_order(self.targets, names)

    def take(self, indices: Array) -> "Dataset":
        """The samples at these positions, in this order, without validation data."""
        weight = self.sample_weight
        if isinstance(weight, dict):
            weight = {name: array[indices] for name, array in weight.items()}
        elif weight is not None:
            weight = weight[indices]
        return Dataset(
            inputs={name: array[indices] for name, array in self.inputs.items()},
            targets={name: array[indices] for name, array in self.targets.items()},
            sample_weight=weight,
            name=self.name,
            title=self.title,
            class_names=self.class_names,
        )

    def split(self, validation_split: float, seed: int) -> "Dataset":
        """Hold samples back for validation, drawn at random from the seed.

        Args:
            validation_split: Share of the samples to hold back, 0 up to but not including 1. With 0, or when the
                data brings its own validation data, the data is returned as it is.
            seed: Draws the same samples whenever it is the same.

        Returns:
            The data with the rest of the samples, in their old order, and `validation`.

        Raises:
            DataError: If the share is out of range or leaves no sample on one side.
        """
        if not 0 <= validation_split < 1:
            raise DataError(f"validation_split must be at least 0 and less than 1, got {validation_split}.")
        if validation_split == 0 or self.validation is not None:
            return self
        held = self.held_back(validation_split, seed)
        if len(held) in (0, len(self)):
            raise DataError(
                f"Data set “{self.name}” has {len(self)} samples, too few to hold {validation_split:.0%} of them back; "
                "set validation_split to 0 or bring more data."
            )
        rest = self.take(np.setdiff1d(np.arange(len(self)), held, assume_unique=True))
        return Dataset(
            inputs=rest.inputs,
            targets=rest.targets,
            sample_weight=rest.sample_weight,
            validation=self.take(held),
            name=self.name,
            title=self.title,
            class_names=self.class_names,
        )

    def held_back(self, validation_split: float, seed: int) -> Array:
        """Numbers of the samples that `split` holds back, int64, ascending; all or none where there are too few."""
        order = np.random.default_rng(seed).permutation(len(self))
        return np.sort(order[: round(len(self) * validation_split)])

    def probe(self, n: int, seed: int = 0) -> "Dataset":
        """A few samples to look at, the same ones for the same seed; from the validation data where there is some.

        With class labels the first samples show as many different classes as there are.

        Args:
            n: How many samples, at most all there are.
            seed: Draws the same samples whenever it is the same.
        """
        return self.probed.take(self.probe_order(seed)[:n])

    @property
    def probed(self) -> "Dataset":
        """Where `probe` takes samples from: the validation data that came along, or else all of it."""
        return self.validation if self.validation is not None else self

    def probe_order(self, seed: int = 0) -> Array:
        """All samples of `probed` by their numbers in the order in which `probe` takes them, int64."""
        source = self.probed
        order = np.random.default_rng(seed).permutation(len(source))
        if source.labels is not None:
            labels = source.labels[order]
            rank = np.zeros(len(order), dtype=np.int64)
            for label in np.unique(labels):
                where = np.flatnonzero(labels == label)
                rank[where] = np.arange(len(where))
            order = order[np.lexsort((labels, rank))]
        return order


def _in_order(arrays: dict[str, Array], names: Sequence[str]) -> dict[str, Array]:
    return {name: arrays[name] for name in names} if set(names) == set(arrays) else arrays


def _examples(array: Array) -> tuple[str, ...]:
    """The first texts that differ, cut to what a line shows."""
    texts = (str(each) for each in array[:_LOOKED_AT].astype(str).reshape(-1))
    shown = [text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…" for text in dict.fromkeys(texts)]
    return tuple(shown[:_EXAMPLES])


def _summaries(arrays: dict[str, Array]) -> tuple[TensorSummary, ...]:
    return tuple(
        TensorSummary(
            name=name,
            shape=array.shape[1:],
            dtype="string" if array.dtype.kind in "US" else str(array.dtype),
            examples=_examples(array) if array.dtype.kind in "US" else (),
        )
        for name, array in arrays.items()
    )
