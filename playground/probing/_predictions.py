"""What a model answers to samples, and what the answers are about: classes, labels or numbers."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from playground.errors import PlaygroundError
from playground.probing._arrays import Array
from playground.probing._classification import probabilities, sigmoid
from playground.probing._inputs import input_tensors

if TYPE_CHECKING:
    import keras

Kind = Literal["classes", "labels", "numbers"]

MOST_NUMBERS = 64
_CHUNK = 256
_CHUNK_VALUES = 2_000_000
_YES_OR_NO = ("Binary", "Hinge", "SquaredHinge")
_RANK = 2


def _no_rows() -> Array:
    import numpy as np

    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Predictions:
    """What a model answered to samples whose truth is known.

    Attributes:
        kind: `classes` exclude each other; of `labels` a sample may have several; else `numbers`.
        names: Of the classes, labels or numbers.
        truth: The class of each sample, int64 of shape (samples,); whether it has each label, bool of shape
            (samples, labels); or its numbers, float64 of shape (samples, numbers).
        scores: The probability of each class or label, or the numbers that were answered, float64 of shape
            (samples, names).
        rows: Where the samples stand in the data that they are of, int64 of shape (samples,).
        unsound: So many samples are left out, whose answers were NaN or infinite.
        total: How many samples there are to answer.
        source: Whether they are of the validation data, or, where there is none, of the training data.
        step: The step of the run after which the model had these weights.
    """

    kind: Kind
    names: tuple[str, ...]
    truth: Array
    scores: Array
    rows: Array = field(default_factory=_no_rows)
    unsound: int = 0
    total: int = 0
    source: Literal["validation", "training"] = "validation"
    step: int = 0

    @property
    def answers(self) -> Array:
        """The class with the largest probability, int64; whether each label has half or more; or the numbers."""
        import numpy as np

        if self.kind == "classes":
            return np.asarray(self.scores.argmax(axis=1))
        return self.scores > 0.5 if self.kind == "labels" else self.scores  # noqa: PLR2004  # more likely than not


def predict(
    model: "keras.Model",
    arrays: Sequence[Any],
    *,
    output: int = 0,
    still: Callable[[], AbstractContextManager[Any]] = nullcontext,
    tick: Callable[[], None] = lambda: None,
    seconds: float = float("inf"),
) -> Array:
    """What a model answers to samples, in inference mode, some at a time.

    Args:
        model: A functional or sequential model, built.
        arrays: One an input, in the order of `model.inputs`, with the samples first.
        output: Which of its outputs.
        still: Within what it gives, the weights stay as they are; entered anew for each part.
        tick: Called between the parts, and ends the work by raising.
        seconds: After so long, the answers so far are given; those of the first part always are.

    Returns:
        The answers, float64, to the first samples or to all.

    Raises:
        PlaygroundError: The model has no such output, or answers with what is no number.
    """
    import keras
    import numpy as np

    outputs = model.outputs
    if not 0 <= output < len(outputs):
        raise PlaygroundError(f"The model “{model.name}” has no output {output}: it has {len(outputs)}.")
    if keras.backend.standardize_dtype(outputs[output].dtype) == "string":
        raise PlaygroundError(f"The model “{model.name}” answers with text, which is no prediction to be counted.")
    answering = keras.Model(model.inputs, [outputs[output]], name="answering")
    values = sum(int(np.prod(array.shape[1:])) for array in arrays)
    chunk = max(1, min(_CHUNK, _CHUNK_VALUES // max(1, values)))
    ends = time.monotonic() + seconds
    answers: list[Array] = []
    for start in range(0, len(arrays[0]), chunk):
        tick()
        if answers and time.monotonic() > ends:
            break
        with still():
            batch = input_tensors(model, [array[start : start + chunk] for array in arrays])
            (answer,) = keras.tree.flatten(answering(batch, training=False))
        answers.append(np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(answer, "float32")), np.float64))
    return np.concatenate(answers)


def read_predictions(
    truth: Any,
    answer: Any,
    *,
    loss: str = "",
    logits: bool | None = None,
    one_hot: bool | None = None,
    names: Sequence[str] = (),
    who: str = "",
) -> Predictions:
    """Say of answers what they are about, from the targets, their shapes and the loss; and leave out the unsound.

    Args:
        truth: Targets with the samples first.
        answer: What the model answered to them.
        loss: The class name of the loss, such as `BinaryCrossentropy`: says of targets of 0 and 1 what they mean.
        logits: Whether the answers are logits; None looks at them (see `probabilities`).
        one_hot: Whether each sample has one of several classes, also those that did not come; None looks at these.
        names: Of the classes or labels, where they are as many.
        who: What a sentence calls the output.

    Returns:
        The predictions, whose `rows` count the samples that came.

    Raises:
        PlaygroundError: There is no view of such answers; the sentence says why.
    """
    import numpy as np

    wanted, got = np.asarray(truth), np.asarray(answer, np.float64)
    called = f"“{who}”" if who else "The model"
    if got.ndim == 1:
        got = got[:, None]
    if got.ndim > _RANK:
        raise PlaygroundError(
            f"{called} answers with {'×'.join(map(str, got.shape[1:]))} values a sample; predictions are shown of one "
            "class, some labels or some numbers a sample. Its picture is in the Activations tab."
        )
    if wanted.dtype.kind not in "biuf":
        raise PlaygroundError(f"The targets of {called} are text; predictions are compared with classes or numbers.")
    if wanted.ndim > 1 and wanted.shape[1:] == (1,) * (wanted.ndim - 1):
        wanted = wanted.reshape(len(wanted))
    units = got.shape[1]
    if wanted.ndim > _RANK or (wanted.ndim == _RANK and wanted.shape[1] != units):
        raise PlaygroundError(
            f"{called} answers with {units} values a sample, and the target has {'×'.join(map(str, wanted.shape[1:]))}."
        )
    sound = np.isfinite(got).all(axis=1)
    rows = np.flatnonzero(sound)
    wanted, got, unsound = wanted[sound], got[sound], int((~sound).sum())

    def told(kind: Kind, truth: Array, scores: Array) -> Predictions:
        return Predictions(kind, _named(names, scores.shape[1], kind, who), truth, scores, rows, unsound)

    yes_or_no = loss.startswith(_YES_OR_NO)
    if wanted.ndim == _RANK and units > 1:
        if _is_one_hot(np.asarray(truth)) if one_hot is None else one_hot:
            return told("classes", wanted.argmax(axis=1), probabilities(got, logits=logits))
        if yes_or_no and _within(wanted, 0, 1):
            raw = logits if logits is not None else bool(got.size and (got.min() < 0 or got.max() > 1))
            return told("labels", wanted > 0, sigmoid(got) if raw else got)
    elif units > 1:
        if not _within(np.asarray(truth), 0, units - 1):
            raise PlaygroundError(f"{called} has {units} units, but its targets are no classes from 0 to {units - 1}.")
        return told("classes", wanted.astype(np.int64), probabilities(got, logits=logits))
    elif yes_or_no and (_within(np.asarray(truth), 0, 1) or set(np.unique(truth)) == {-1, 1}):
        # To a hinge the sign says what the answer is, as it does of a logit.
        as_logits = True if "Hinge" in loss else logits
        return told("classes", (wanted > 0).astype(np.int64), probabilities(got, logits=as_logits))
    if units > MOST_NUMBERS:
        raise PlaygroundError(
            f"{called} answers with {units} numbers a sample; at most {MOST_NUMBERS} are compared with the truth. "
            "Its picture is in the Activations tab."
        )
    return told("numbers", wanted.astype(np.float64).reshape(len(wanted), units), got)


def _named(names: Sequence[str], count: int, kind: Kind, who: str) -> tuple[str, ...]:
    if kind != "numbers" and len(names) == count:
        return tuple(names)
    if kind == "numbers" and count == 1:
        return (who or "number",)
    word = {"classes": "", "labels": "label ", "numbers": "number "}[kind]
    return tuple(f"{word}{number}" for number in range(count))


def _within(values: Array, low: float, high: float) -> bool:
    """Whether all values are whole numbers of this range."""
    import numpy as np

    whole = values.dtype.kind in "biu" or bool((values == np.round(values)).all())
    return whole and bool(((values >= low) & (values <= high)).all())


def _is_one_hot(values: Array) -> bool:
    flat = values.reshape(len(values), -1)
    return bool(((flat == 0) | (flat == 1)).all() and (flat.sum(axis=1) == 1).all())
