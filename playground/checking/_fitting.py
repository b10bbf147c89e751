"""Whether arrays fit a model's inputs, outputs and losses: one wording, for drawings and for models alike."""

from collections.abc import Sequence
from typing import NamedTuple

from playground.catalog import Choice
from playground.checking._facts import ArrayFacts

Shape = tuple[int | None, ...]

SPARSE = "SparseCategoricalCrossentropy"
CATEGORICAL = "CategoricalCrossentropy"
BINARY = ("BinaryCrossentropy", "BinaryFocalCrossentropy")
EXCLUSIVE = (SPARSE, CATEGORICAL, "CategoricalFocalCrossentropy")
REGRESSION = (
    "MeanSquaredError",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredLogarithmicError",
    "Huber",
    "LogCosh",
)
_ELEMENTWISE = (
    *REGRESSION,
    *BINARY,
    CATEGORICAL,
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


class Place(NamedTuple):
    """An input or output of a model: its name, shape (batch axis first; None when unknown), dtype, last activation."""

    name: str
    shape: Shape | None
    dtype: str = "float32"
    activation: str = "linear"

    @property
    def sample(self) -> Shape:
        """Its shape without the batch axis."""
        return () if self.shape is None else self.shape[1:]

    def units(self, array: ArrayFacts) -> int:
        """The size of its last axis, as far as it is known; otherwise that of the array."""
        if self.sample and self.sample[-1] is not None:
            return self.sample[-1]
        return array.shape[-1] if array.shape else 1


def fitting_loss(place: Place, target: ArrayFacts) -> Choice:
    """The loss of somebody who named none: a crossentropy for labels, one-hot rows and yes-or-no targets.

    Anything else gets the mean squared error.
    """
    units, activation = place.units(target), place.activation
    one_hot = target.one_hot and bool(target.shape) and target.shape[-1] == units
    if target.integer and units > 1 and not one_hot:
        return Choice(SPARSE, {} if activation == "softmax" else {"from_logits": True})
    if units > 1 and one_hot:
        return Choice(CATEGORICAL, {} if activation == "softmax" else {"from_logits": True})
    if units == 1 and (target.integer or activation == "sigmoid") and target.low >= 0 and target.high <= 1:
        return Choice(BINARY[0], {} if activation == "sigmoid" else {"from_logits": True})
    return Choice("MeanSquaredError")


def dtype_fault(place: Place, array: ArrayFacts) -> str | None:
    """Why an array's kind of values can't enter; None when it can."""
    wants_text = place.dtype == "string"
    if place.shape is None or array.text == wants_text:
        return None
    return (
        f"Input “{place.name}” takes {'text' if wants_text else 'numbers'}, but array “{array.name}” holds "
        f"{'text' if array.text else 'numbers'}; set the input's dtype or convert the data."
    )


def shape_fault(place: Place, array: ArrayFacts) -> str | None:
    """Why an array's samples can't enter; None when they can."""
    if place.shape is None or fits(array.shape, place.sample):
        return None
    return (
        f"Input “{place.name}” takes samples of shape {tuple_of(place.sample)}, but array “{array.name}” has samples "
        f"of shape {tuple_of(array.shape)}; set the input's shape to that of the data."
    )


def index_fault(who: str, input_dim: int, array: ArrayFacts) -> str | None:
    """Why an embedding has no row for some index, which TensorFlow takes for an error on one device, zeros on another.

    None when it has all.
    """
    worst = int(array.high if array.high >= input_dim else array.low)
    if array.text or array.dtype == "bool" or 0 <= worst < input_dim:
        return None
    return (
        f"{who} has input_dim={input_dim}, but array “{array.name}” holds {worst}; "
        f"{'indices start at 0' if worst < 0 else f'set input_dim to at least {worst + 1}'}."
    )


def text_fault(target: ArrayFacts) -> str | None:
    """Why a target can't be learned; None when it is numbers."""
    if not target.text:
        return None
    return f"Target “{target.name}” is text; number its classes from 0, as from_frame and from_csv do."


def target_fault(place: Place, target: ArrayFacts, loss: str) -> str | None:
    """Why a loss can't compare an output with a target of this shape; None when it can."""
    if place.shape is None:
        return None
    output, who = place.sample, f"Loss {loss} at output “{place.name}”"
    if loss == SPARSE:
        if fits(target.shape, output[:-1]):
            return None
        cure = (
            "for one-hot targets choose CategoricalCrossentropy."
            if target.shape == output
            else "choose a loss for such targets, or change the last layer."
        )
        return (
            f"{who} takes one whole-number label for each prediction, samples of shape {tuple_of(output[:-1])}, but "
            f"target “{target.name}” has {tuple_of(target.shape)}; {cure}"
        )
    if loss not in _ELEMENTWISE or fits(target.shape, output):
        return None
    labels = target.integer and fits(target.shape, output[:-1]) and output[-1:] != (1,)
    cure = (
        "for integer labels choose SparseCategoricalCrossentropy."
        if labels
        else f"give the last layer {target.shape[-1] if target.shape else 1} units, or choose another loss."
    )
    return (
        f"{who} compares predictions of shape {tuple_of(output)} with target “{target.name}” of shape "
        f"{tuple_of(target.shape)}; {cure}"
    )


def label_fault(place: Place, target: ArrayFacts, loss: str, word: str = "target") -> str | None:
    """Why a loss can't take these target values; None when it can."""
    who = f"Loss {loss} at output “{place.name}”"
    if loss == SPARSE:
        if not target.whole:
            return (
                f"{who} takes whole-number labels, but {word} “{target.name}” holds fractions; "
                "choose a loss for numbers, such as MeanSquaredError."
            )
        units = place.units(target)
        if target.low >= 0 and target.high < units:
            return None
        worst = int(target.low if target.low < 0 else target.high)
        cure = "number the classes from 0" if worst < 0 else f"give the last layer at least {worst + 1} units"
        return (
            f"Label {worst} of {word} “{target.name}” is out of range: output “{place.name}” has {units} units, for "
            f"labels 0 to {units - 1}; {cure}."
        )
    if loss in BINARY and (target.low < 0 or target.high > 1):
        return (
            f"{who} takes targets from 0 to 1, but {word} “{target.name}” holds "
            f"{(target.low if target.low < 0 else target.high):g}; choose a loss for several classes or for numbers."
        )
    return None


def fits(given: tuple[int, ...], expected: Shape) -> bool:
    """Whether samples of one shape go where another is expected; Keras adds and drops a last axis of 1."""

    def same(one: tuple[int, ...], other: Shape) -> bool:
        return len(one) == len(other) and all(b is None or a == b for a, b in zip(one, other, strict=True))

    return (
        same(given, expected)
        or (given[-1:] == (1,) and same(given[:-1], expected))
        or (expected[-1:] == (1,) and same(given, expected[:-1]))
    )


def tuple_of(shape: Sequence[int | None]) -> str:
    """A shape as Python writes it, with `any` for an open axis."""
    return (
        "(" + ", ".join("any" if size is None else str(size) for size in shape) + ("," if len(shape) == 1 else "") + ")"
    )
