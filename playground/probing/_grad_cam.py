"""Grad-CAM: where in its maps a layer of convolutions finds what speaks for an answer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.errors import PlaygroundError
from playground.probing._forward import Call, Place, find, forward, model_of
from playground.probing._gradients_tensorflow import gradients
from playground.probing._inputs import input_tensors
from playground.probing._target import Wish, answer_of, scores, target_of, units_of

if TYPE_CHECKING:
    import keras
    import numpy as np

    from playground.modeling import Graph

_MAPS_RANKS = (3, 4, 5)


@dataclass(frozen=True)
class GradCam:
    """Where a layer finds what speaks for an answer.

    Attributes:
        maps: float32 `(samples, ...)` over the layer's positions, such as `(samples, height, width)`; zero and more.
        layer: The path of the layer.
        units: The index of the target in the answer, sample by sample.
        score: float32 `(samples,)`: the target's number, before the softmax where there is one.
    """

    maps: "np.ndarray"
    layer: str
    units: tuple[tuple[int, ...], ...]
    score: "np.ndarray"


def grad_cam(model: "keras.Model | Graph", x: Any, node: str | None = None, target: Wish = None) -> GradCam:
    """Grad-CAM: a layer's maps, each weighted by the mean gradient of the answer with respect to it, the rest cut off.

    Args:
        model: A functional or sequential model, or the `Graph` of a network.
        x: A batch: an array, one array an input in a sequence, or by the input layer's name.
        node: Whose maps: of a `Graph` a node's id or path, of a Keras model a layer's name, or its path through the
            models it is in, such as `base/conv5`. The last layer of convolutions
            before the answer without it.
        target: A `Target`, or its unit: a class, or the index of one value; the largest answer without it.

    Returns:
        One map a sample, of the layer's own size.

    Raises:
        PlaygroundError: There is no such layer, it has no maps, or no gradient passes from the answer to it.
        DataError: The batch does not fit the model's inputs.

    Source:
        Selvaraju et al.: Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization. ICCV 2017,
        equations 1 and 2; the answer is taken before the softmax, as there.
    """
    from keras import ops

    made = model_of(model)
    inputs = input_tensors(made, x)
    call = _call_with_maps(model, x, node)
    chosen, place = target_of(target), call.place
    units: tuple[tuple[int, ...], ...] = ()
    score: Any = None

    def function(maps: Any) -> Any:
        nonlocal units, score
        outputs = forward(made, inputs, lambda each: (maps, *each.outputs[1:]) if each.place == place else None)
        answer = answer_of(outputs, chosen, made.name, before_softmax=True)
        units = units_of(answer, chosen)
        score = scores(answer, units)
        return ops.sum(score)

    maps = ops.copy(call.outputs[0])  # another tensor: the layer's own may know what went into its softmax
    _, (slope,) = gradients(function, [maps])
    if slope is None:
        raise PlaygroundError(
            f"No gradient passes from the answer of the model “{made.name}” to the layer “{call.path}”: take a layer "
            "on the way to this output, or occlusion, which needs no gradient."
        )
    channel = channel_axis(call, maps)
    positions = tuple(axis for axis in range(1, len(maps.shape)) if axis != channel)
    weights = ops.mean(slope, axis=positions, keepdims=True)
    found = ops.cast(ops.relu(ops.sum(weights * maps, axis=channel)), "float32")
    return GradCam(ops.convert_to_numpy(found), call.path, units, ops.convert_to_numpy(score))


def channel_axis(call: Call, maps: Any) -> int:
    """The axis of a layer's maps on which they are told apart; the last, where the layer does not say."""
    return 1 if getattr(call.layer, "data_format", None) == "channels_first" else len(maps.shape) - 1


def has_maps(call: Call) -> bool:
    """Whether what a call puts out has positions and channels."""
    return bool(call.outputs) and len(call.outputs[0].shape) in _MAPS_RANKS


def is_convolution(call: Call) -> bool:
    """Whether a call is one of a layer of convolutions."""
    import keras

    families = ("Conv{}D", "DepthwiseConv{}D", "SeparableConv{}D", "Conv{}DTranspose")
    names = [family.format(rank) for family in families for rank in (1, 2, 3)]
    return isinstance(call.layer, tuple(getattr(keras.layers, name) for name in names if hasattr(keras.layers, name)))


def _call_with_maps(model: "keras.Model | Graph", x: Any, node: str | None) -> Call:
    made = model_of(model)
    calls: list[Call] = []
    outputs = forward(made, input_tensors(made, x), calls.append)
    if node is None:
        found = [call for call in calls if is_convolution(call) and has_maps(call)]
        # Of a model whose answer is a map, the answer itself says nothing of where it comes from.
        inside = [call for call in found if not any(call.outputs[0] is each for each in outputs)]
        if not found:
            raise PlaygroundError(
                f"Grad-CAM needs maps, and the model “{made.name}” has no layer of convolutions: integrated gradients "
                "and occlusion work on any model."
            )
        return (inside or found)[-1]
    place: Place = find(model, node)
    call = next((each for each in calls if each.place == place), None)
    if call is None or not has_maps(call):
        said = "it is no layer of this run" if call is None else f"its shape is {tuple(call.outputs[0].shape[1:])}"
        raise PlaygroundError(
            f"Grad-CAM needs maps, an output with positions and channels, and “{node}” has none: {said}. "
            "Choose a layer of convolutions."
        )
    return call
