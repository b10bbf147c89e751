"""Explanations of the studio's model: of a sample of the batch that its pictures show, in a bounded time."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from playground import probing, protocol
from playground.errors import DataError, PlaygroundError
from playground.modeling import Graph, is_ready
from playground.network import drawn_path
from playground.probing import Target
from playground.session._explained import bars, heat_over, pixels_of
from playground.session._newest import Tick
from playground.session._probed import PROBE_SAMPLES, Probed, fits, inputs_for

if TYPE_CHECKING:
    import numpy as np

    from playground.datasets import Dataset
    from playground.session._running import Running

Answered = tuple[protocol.SampleExplained | protocol.ComputationShown, "list[np.ndarray]"]

_MOST = {"steps": 256.0, "window": 512.0, "stride": 512.0, "noise": 10.0, "seed": 2.0**31, "blur": 1.0, "jitter": 16.0}
_MOST_WINDOWS = 1024
_WINDOWS_ACROSS = 14
_SHOWN_TERMS = 48
_SENT = 4096


class Asked(NamedTuple):
    """What an explanation is made of: a model with the weights of one moment, and the samples."""

    graph: Graph
    data: "Dataset | None"
    step: int
    still: Callable[[], AbstractContextManager[Any]]
    """Within it the model has the weights of `step`, and nobody else runs its Python."""


def explained(
    running: "Running", graph: Graph, data: "Dataset | None", wish: protocol.ExplanationCommand, tick: Tick
) -> Answered:
    """Work out what a command asks for, with the weights of now.

    Raises:
        PlaygroundError: as `explain_sample` and `show_computation`.
    """
    asked = Asked(graph, data, *running.moment(graph))
    if isinstance(wish, protocol.ShowComputation):
        return show_computation(asked, wish, tick)
    return explain_sample(asked, wish, tick)


def explain_sample(asked: Asked, wish: protocol.ExplainSample, tick: Tick) -> Answered:
    """Work out what the command asks for.

    Raises:
        PlaygroundError: There is no data, or the method makes no sense for this model; the sentence says why.
    """
    for name, value in wish.options.items():
        if not 0 <= value <= _MOST.get(name, -1):
            raise PlaygroundError(
                f"An explanation takes {', '.join(_MOST)} from 0 to a limit; it can't take {name} = {value:g}."
            )
    if wish.method == "maximise":
        return _maximised(asked, wish, tick)
    samples = samples_of(asked)
    number = wish.sample % len(samples)
    arrays = inputs_for(asked.graph.model, samples.one(number))
    target = Target(wish.unit, wish.output)
    with asked.still():
        match wish.method:
            case "grad_cam":
                found, buffers = _grad_cam(asked.graph, arrays, wish, target)
            case "occlusion":
                found, buffers = _occluded(asked.graph, arrays, wish, target, tick)
            case _:
                found, buffers = _by_gradients(asked.graph, arrays, wish, target, tick)
    answer = protocol.SampleExplained(
        method=wish.method,
        sample=number,
        samples=len(samples),
        label=samples.label(number),
        step=asked.step,
        units=_units(asked.graph, wish.output),
        **found,
    )
    return answer, buffers


def show_computation(asked: Asked, wish: protocol.ShowComputation, tick: Tick) -> Answered:
    """Work out how one value came about.

    Raises:
        PlaygroundError: There is no data, no such value, or values of such a layer can't be shown.
    """
    import numpy as np

    samples = samples_of(asked)
    arrays = inputs_for(asked.graph.model, samples.one(wish.sample % len(samples)))
    tick()
    node = built(asked.graph, wish.node)
    shape = _shape(asked.graph, node)
    position = tuple(wish.position) + tuple(size // 2 for size in shape[len(wish.position) :])
    with asked.still():
        found = probing.computation(asked.graph, arrays, node, position)
    terms = found.terms
    shown = terms[:_SHOWN_TERMS]
    columns = dict(found.columns) if found.inputs.size <= _SENT else {}
    answer = protocol.ComputationShown(
        node=wish.node,
        kind=found.kind,
        position=found.position,
        shape=shape,
        operation=found.operation,
        axes=found.axes,
        indices=found.indices if found.inputs.size <= _SENT else (),
        terms=tuple(protocol.ShownTerm(each.label, each.value, each.weight, each.product) for each in shown),
        others=len(terms) - len(shown),
        rest=sum(each.product for each in terms[_SHOWN_TERMS:]),
        bias=found.bias,
        total=found.total,
        activation=found.activation,
        value=found.value,
        real=found.real,
        step=asked.step,
        facts=found.facts,
        columns=tuple(columns),
    )
    if found.inputs.size > _SENT:
        return answer, []
    return answer, [np.asarray(each, np.float32) for each in (found.inputs, found.weights, *columns.values())]


def samples_of(asked: Asked) -> Probed:
    """The samples that can be looked at.

    Raises:
        PlaygroundError: There are none, or the model does not take them, or not yet.
    """
    if asked.data is None:
        raise DataError("There are no samples to explain; choose a data set, or set `studio.data`.")
    require_ready(asked.graph, asked.data, "explain the model")
    return Probed(asked.data)


def require_ready(graph: Graph, data: "Dataset", what: str) -> None:
    """See to it that a model takes the data, and has adapted to it where it has to.

    Raises:
        PlaygroundError: it does not, or has not; the sentence says what to do before one can do `what`.
    """
    if not fits(graph.model, data):
        raise DataError(f"The data set “{data.name}” does not fit the inputs of this network.")
    waiting = next((layer for layer in graph.owners.values() if not is_ready(layer)), None)
    if waiting is not None:
        raise PlaygroundError(
            f"“{waiting.name}” learns from the data when a run begins, and has not yet: press play, and {what} then."
        )


def built(graph: Graph, node: str) -> str:
    """Where a node of the drawing is in the model: of a block that repeats, the first time."""
    return node if node in graph.tensors else next((each for each in graph.tensors if drawn_path(each) == node), node)


def _shape(graph: Graph, node: str) -> tuple[int, ...]:
    tensors = graph.tensors.get(node, ())
    if not tensors:
        raise PlaygroundError("This node is not in the model that is built; choose one that is.")
    return tuple(1 if size is None else int(size) for size in tensors[0].shape[1:])


def _units(graph: Graph, output: int) -> int:
    """How many units an output has on its last axis."""
    shape = graph.model.outputs[output].shape
    return int(shape[-1] or 1) if len(shape) > 1 else 1


def _grad_cam(
    graph: Graph, arrays: "list[np.ndarray]", wish: protocol.ExplainSample, target: Target
) -> "tuple[dict[str, Any], list[np.ndarray]]":
    node = None if wish.node is None else built(graph, wish.node)
    cam = probing.grad_cam(graph, arrays, node, target)
    pictured = next((i for i, array in enumerate(arrays) if pixels_of(array[0]) is not None), 0)
    part, buffers = heat_over(_names(graph)[pictured], arrays[pictured][0], cam.maps[0])
    found = {"unit": cam.units[0], "score": float(cam.score[0]), "layer": cam.layer, "parts": (part,)}
    return found, buffers


def _occluded(
    graph: Graph, arrays: "list[np.ndarray]", wish: protocol.ExplainSample, target: Target, tick: Tick
) -> "tuple[dict[str, Any], list[np.ndarray]]":
    if not 0 <= wish.input < len(arrays):
        raise PlaygroundError(f"The network has no input {wish.input}: it has {len(arrays)}.")
    array = arrays[wish.input]
    sides = array.shape[1:-1] if array.ndim > len(("samples", "features")) else array.shape[1:]
    longest = max(sides, default=1)
    images = len(sides) > 1
    window = int(wish.options.get("window", 0)) or max(1, longest // 6 if images else 1)
    stride = int(wish.options.get("stride", 0)) or max(1, window // 2)
    while _count(sides, stride) > _MOST_WINDOWS or (
        images and not wish.options.get("stride") and _too_fine(sides, stride)
    ):
        stride += 1
    found = probing.occlusion(graph, arrays, target, window=window, stride=stride, input=wish.input, tick=tick)
    part, buffers = heat_over(_names(graph)[wish.input], array[0], found.values[0], signed=True)
    told = {"unit": found.units[0], "score": float(found.score[0]), "parts": (part,)}
    return told, buffers


def _count(sides: tuple[int, ...], stride: int) -> int:
    count = 1
    for side in sides:
        count *= -(-side // stride)
    return count


def _too_fine(sides: tuple[int, ...], stride: int) -> bool:
    return max(sides) / stride > _WINDOWS_ACROSS


def _by_gradients(
    graph: Graph, arrays: "list[np.ndarray]", wish: protocol.ExplainSample, target: Target, tick: Tick
) -> "tuple[dict[str, Any], list[np.ndarray]]":
    import numpy as np

    steps = int(wish.options.get("steps", 32)) or 1
    if wish.method == "integrated_gradients":
        made = probing.integrated_gradients(graph, arrays, target, steps=steps, tick=tick)
    else:
        noise, seed = wish.options.get("noise", 0.15), int(wish.options.get("seed", 0))
        made = probing.smooth_grad(graph, arrays, target, samples=steps, noise=noise, seed=seed, tick=tick)
    parts, buffers = [], []
    for number, name in enumerate(_names(graph)):
        mine = [part for part in made.parts if part.input == name]
        if not mine:
            continue
        # Several tables may look up the same tokens, such as words and places: what each brings is added up.
        same = [part for part in mine if part.values.shape[:-1] == mine[0].values.shape[:-1]]
        heat = np.sum([_per_position(part, wish.method) for part in same], axis=0)
        signed = wish.method == "integrated_gradients" or heat.ndim == 1
        part, own = heat_over(name, arrays[number][0], heat, signed=signed)
        parts.append(msgspec.structs.replace(part, at=mine[0].at))
        buffers += own
    base = made.baseline_score
    found = {
        "unit": made.units[0],
        "score": float(made.score[0]),
        "parts": tuple(parts),
        "baseline_score": None if base is None else float(base[0]),
        "gap": None if base is None else float(made.gap[0]),
    }
    return found, buffers


def _per_position(part: probing.Attribution, method: protocol.Method) -> "np.ndarray":
    import numpy as np

    values = part.values[0]
    if values.ndim == 1:
        return np.asarray(values)
    if method == "smooth_grad" and values.ndim > len(("steps", "features")):
        return np.asarray(np.abs(values).max(axis=-1))
    return np.asarray(values.sum(axis=-1))


def _maximised(asked: Asked, wish: protocol.ExplainSample, tick: Tick) -> Answered:
    if wish.node is None:
        raise PlaygroundError("Choose a layer, and which of its units an input is to be made for.")
    node = built(asked.graph, wish.node)
    low, high = _range(asked)
    options = dict(wish.options)
    with asked.still():
        made = probing.maximise_activation(
            asked.graph,
            node,
            wish.unit or 0,
            steps=int(options.get("steps", 64)),
            blur=options.get("blur", 0.5),
            jitter=int(options.get("jitter", 2)),
            seed=int(options.get("seed", 0)),
            low=low,
            high=high,
            tick=tick,
        )
    parts, buffers = [], []
    for name, values in zip(_names(asked.graph), made.inputs, strict=True):
        part, own = bars(name, values) if pixels_of(values) is None else heat_over(name, values, None)
        parts.append(part)
        buffers += own
    answer = protocol.SampleExplained(
        method=wish.method,
        sample=0,
        samples=0,
        label="",
        step=asked.step,
        unit=(made.unit,),
        units=_shape(asked.graph, node)[-1],
        score=float(made.activations[-1]),
        parts=tuple(parts),
        layer=wish.node,
        curve=tuple(float(each) for each in made.activations),
    )
    return answer, buffers


def _range(asked: Asked) -> tuple[float, float]:
    """The least and the largest value of the data, where there are some that fit."""
    import numpy as np

    if asked.data is None or not fits(asked.graph.model, asked.data):
        return 0.0, 1.0
    arrays = inputs_for(asked.graph.model, asked.data.probe(PROBE_SAMPLES))
    numbers = [array for array in arrays if array.dtype.kind in "fiu"] or [np.zeros(1)]
    low, high = min(float(each.min()) for each in numbers), max(float(each.max()) for each in numbers)
    return (low, high) if low < high else (low, low + 1)


def _names(graph: Graph) -> list[str]:
    return [tensor._keras_history.operation.name for tensor in graph.model.inputs]  # noqa: SLF001  # no public way
