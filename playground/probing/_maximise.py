"""What a unit would like to see best: an input made from noise that its activation grows with."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.errors import PlaygroundError
from playground.probing._attribution import Tick, no_tick
from playground.probing._forward import calls_of, find, forward, model_of
from playground.probing._grad_cam import channel_axis
from playground.probing._gradients_tensorflow import gradients

if TYPE_CHECKING:
    import keras
    import numpy as np

    from playground.modeling import Graph

MOST_STEPS = 1_000


@dataclass(frozen=True)
class Maximised:
    """What a unit would like to see.

    Attributes:
        inputs: float32, one array an input of the model, without an axis of samples.
        activations: float32 `(steps + 1,)`: the unit's mean activation before each step, and at the end.
        unit: The number of the unit or channel.
    """

    inputs: "tuple[np.ndarray, ...]"
    activations: "np.ndarray"
    unit: int


def maximise_activation(
    model: "keras.Model | Graph",
    node: str,
    unit: int = 0,
    *,
    steps: int = 64,
    rate: float = 0.1,
    blur: float = 0.5,
    jitter: int = 2,
    decay: float = 0.01,
    low: float = 0.0,
    high: float = 1.0,
    seed: int = 0,
    tick: Tick = no_tick,
) -> Maximised:
    """Climb with the gradient from noise to an input that a unit or channel answers strongly to.

    Each step adds the gradient, divided by its root mean square, times `rate` of the range; then the input is blurred,
    drawn towards the middle of its range, and held to it.

    Args:
        model: A functional or sequential model, or the `Graph` of a network, whose inputs are real numbers of known
            shape.
        node: Of a `Graph` a node's id or path, of a Keras model a layer's name or path.
        unit: Which channel of its maps, or which unit; its mean over all positions is what grows.
        steps: How many, from 0 to 1,000.
        rate: How far a step goes, as a share of the range.
        blur: How much of each step's roughness is taken away, 0 to 1, on inputs with rows and columns.
        jitter: By how many pixels at most the input is shifted for a step, so that no pattern sticks to the grid.
        decay: How far each step goes back to the middle of the range (L2), 0 to 1.
        low: Least value of an input, such as 0 for pixels.
        high: Its largest value.
        seed: What the noise and the shifts are drawn from.
        tick: Called before each step; what it raises ends the work.

    Raises:
        PlaygroundError: There is no such layer or unit, an input is not of real numbers or has no known shape, or no
            gradient passes.

    Source:
        Simonyan, Vedaldi, Zisserman: Deep Inside Convolutional Networks. 2013, section 2 (L2); blur and jitter after
        Yosinski et al. 2015 and Mordvintsev et al. 2015.
    """
    import numpy as np
    from keras import ops

    made = model_of(model)
    _require_settings(steps, blur, decay, low, high)
    place, shapes = find(model, node), _shapes(made)
    random = np.random.default_rng(seed)
    middle, span = (low + high) / 2, high - low
    values = [(middle + 0.05 * span * random.standard_normal(shape)).astype(np.float32) for shape in shapes]

    def strength(*given: Any) -> Any:
        seen: list[Any] = []

        def visit(call: Any) -> None:
            if call.place == place:
                seen.append(_channel(call, unit, node))

        forward(made, given, visit)
        return ops.cast(ops.mean(seen[0]), "float32")

    def tensors() -> list[Any]:
        return [
            ops.convert_to_tensor(value, dtype=symbol.dtype) for value, symbol in zip(values, made.inputs, strict=True)
        ]

    _require_reached(model, node, values)
    heights = []
    for _ in range(steps):
        tick()
        shifts = [_shift(value, jitter, random) for value in values]
        values = [np.roll(value, shift, axes) for value, (shift, axes) in zip(values, shifts, strict=True)]
        height, slopes = gradients(strength, tensors())
        if all(slope is None for slope in slopes):
            raise PlaygroundError(f"No gradient passes from “{node}” to the inputs of the model “{made.name}”.")
        heights.append(float(height))
        for number, slope in enumerate(slopes):
            if slope is None:
                continue
            uphill = ops.convert_to_numpy(ops.cast(slope, "float32"))
            moved = values[number] + rate * span * uphill / (np.sqrt(np.mean(uphill**2)) + 1e-8)
            moved = middle + (1 - decay) * (_blurred(moved, blur) - middle)
            values[number] = np.clip(moved, low, high).astype(np.float32)
        values = [
            np.roll(value, [-each for each in shift], axes) for value, (shift, axes) in zip(values, shifts, strict=True)
        ]
    heights.append(float(strength(*tensors())))
    return Maximised(tuple(value[0] for value in values), np.asarray(heights, np.float32), unit)


def _require_settings(steps: int, blur: float, decay: float, low: float, high: float) -> None:
    if not 0 <= steps <= MOST_STEPS:
        raise PlaygroundError(f"An activation is maximised in 0 to {MOST_STEPS:,} steps, not {steps}.")
    if not (0 <= blur <= 1 and 0 <= decay <= 1):
        raise PlaygroundError(f"Blur and decay are shares from 0 to 1, not {blur} and {decay}.")
    if not low < high:
        raise PlaygroundError(f"The least value of an input is below its largest; these are {low} and {high}.")


def _shapes(model: Any) -> list[tuple[int, ...]]:
    for symbol in model.inputs:
        if not symbol.dtype.startswith(("float", "bfloat")):
            raise PlaygroundError(
                f"An input is made by following a gradient, and “{symbol.name}” takes {symbol.dtype}, which has none: "
                "look at the embeddings of its tokens instead."
            )
        if None in symbol.shape[1:]:
            raise PlaygroundError(
                f"An input is made in the shape that “{symbol.name}” has, and part of {tuple(symbol.shape[1:])} is "
                "open: give the input layer its sizes."
            )
    return [(1, *symbol.shape[1:]) for symbol in model.inputs]


def _require_reached(model: "keras.Model | Graph", node: str, values: Any) -> None:
    place = find(model, node)
    if not any(call.place == place for call in calls_of(model, values)):
        raise PlaygroundError(f"“{node}” computes nothing of the inputs: choose a layer behind them.")


def _channel(call: Any, unit: int, node: str) -> Any:
    output = call.outputs[0]
    axis = channel_axis(call, output)
    count = output.shape[axis] if axis else 0
    if not 0 <= unit < count:
        raise PlaygroundError(f"“{node}” has no unit {unit}: give a number below {count}.")
    return output[:, unit] if axis == 1 else output[..., unit]


def _positions(value: "np.ndarray") -> tuple[int, ...]:
    """The axes of rows and columns, none for tables and sequences."""
    import keras

    if value.ndim != len(("samples", "rows", "columns", "channels")):
        return ()
    return (2, 3) if keras.config.image_data_format() == "channels_first" else (1, 2)


def _shift(value: "np.ndarray", jitter: int, random: Any) -> tuple[list[int], tuple[int, ...]]:
    axes = _positions(value)
    return [int(random.integers(-jitter, jitter + 1)) for _ in axes], axes


def _blurred(value: "np.ndarray", blur: float) -> "np.ndarray":
    """A share of each value replaced by the mean of it and its neighbours, row-wise and column-wise."""
    import numpy as np

    for axis in _positions(value):
        width = [(1, 1) if each == axis else (0, 0) for each in range(value.ndim)]
        wide = np.pad(value, width, mode="edge")
        before = np.take(wide, range(value.shape[axis]), axis)
        after = np.take(wide, range(2, value.shape[axis] + 2), axis)
        value = (1 - blur) * value + blur * (before + value + after) / 3
    return value
