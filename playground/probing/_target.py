"""What of a model's answer is explained: one number for each sample."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playground.errors import PlaygroundError


@dataclass(frozen=True)
class Target:
    """One number of a model's answer.

    Attributes:
        unit: An index on the last axis, such as a class; the mean is taken over all axes before it. Or an index of
            every axis after that of the samples. None is the unit with the largest answer, sample by sample.
        output: Which output of a model with several.
    """

    unit: int | tuple[int, ...] | None = None
    output: int = 0


Wish = Target | int | tuple[int, ...] | None
"""A target, or its unit."""


def target_of(wish: Wish) -> Target:
    """A `Target`, whatever came."""
    return wish if isinstance(wish, Target) else Target(wish)


def answer_of(outputs: Sequence[Any], target: Target, name: str, *, before_softmax: bool = False) -> Any:
    """The answer of which the target is a part, with the samples first.

    With `before_softmax` what went into the last softmax or sigmoid, where Keras tells it.

    Raises:
        PlaygroundError: The model has no such output, or its answers are no numbers.
    """
    import keras

    if not 0 <= target.output < len(outputs):
        raise PlaygroundError(f"The model “{name}” has no output {target.output}: it has {len(outputs)}.")
    answer = outputs[target.output]
    if before_softmax:
        answer = getattr(answer, "_keras_logits", answer)
    dtype = keras.backend.standardize_dtype(answer.dtype)
    if not dtype.startswith(("float", "bfloat")):
        raise PlaygroundError(f"The answers of the model “{name}” are {dtype}, and only real numbers can be explained.")
    return answer if len(answer.shape) > 1 else keras.ops.expand_dims(answer, -1)


def units_of(answer: Any, target: Target) -> "tuple[tuple[int, ...], ...]":
    """The index of the target in each sample of an answer.

    Raises:
        PlaygroundError: There is no such unit.
    """
    import keras

    shape = tuple(answer.shape[1:])
    unit = target.unit
    if unit is None:
        means = keras.ops.mean(answer, axis=tuple(range(1, len(shape)))) if len(shape) > 1 else answer
        return tuple((int(each),) for each in keras.ops.argmax(means, axis=-1))
    index = (unit,) if isinstance(unit, int) else tuple(unit)
    sizes = shape[-1:] if len(index) == 1 else shape
    if len(index) != len(sizes) or not all(0 <= at < size for at, size in zip(index, sizes, strict=True)):
        said = "×".join(map(str, shape))
        raise PlaygroundError(
            f"The output has no unit {unit}: its shape is {said}, so give a number below {shape[-1]}"
            + (f", or {len(shape)} of them." if len(shape) > 1 else ".")
        )
    return (index,) * int(answer.shape[0])


def scores(answer: Any, units: Sequence[tuple[int, ...]]) -> Any:
    """The target's number for each sample: shape `(samples,)`."""
    from keras import ops

    picked = []
    for sample, index in enumerate(units):
        one = answer[sample]
        picked.append(ops.mean(one[..., index[0]]) if len(index) == 1 else one[index])
    return ops.cast(ops.stack(picked), "float32")
