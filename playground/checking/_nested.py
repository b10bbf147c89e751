"""A network inside a layer: what it takes, and its report as the outer network shows it."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from playground.catalog import Kind, who
from playground.checking._report import Fix, NodeReport, Problem, Report, TensorSpec
from playground.checking._words import size
from playground.network import Layer, Node, SetRepeat, Within

_TEXT = "string"
_CURE = "Change its Input, or what feeds it."
_REPEAT_CURE = "Change a layer inside, or run it once."


def paths(layer: Layer, report: Report) -> Iterator[tuple[str, NodeReport]]:
    """The inner nodes' reports under their paths."""
    for node_id, each in report.nodes.items():
        waiting_for = None if each.waiting_for is None else f"{layer.id}/{each.waiting_for}"
        yield f"{layer.id}/{node_id}", msgspec.structs.replace(each, waiting_for=waiting_for)


def outer(layer: Layer, node: Node, problem: Problem) -> Problem:
    """An inner problem as one of the network around it; its fixes work inside the layer."""
    return msgspec.structs.replace(
        problem,
        message=problem.message if problem.node else f"Inside {who(layer)}: {problem.message}",
        node=f"{layer.id}/{problem.node}" if problem.node else node.id,
        fixes=tuple(Fix(fix.label, Within(layer.id, fix.edit)) for fix in problem.fixes),
    )


def given_to(layer: Layer, kind: Kind, inputs: Mapping[str, tuple[TensorSpec, ...]]) -> dict[str, TensorSpec]:
    """What reaches each inner input, by the input's layer id."""
    assert layer.network is not None  # noqa: S101  # called for such layers only
    return {
        layer_id: inputs[port][0]
        for (layer_id, port), _ in zip(layer.network.input_ports.items(), kind.ports, strict=True)
    }


def entry_problem(
    layer: Layer, node: Node, given: Mapping[str, TensorSpec], declared: Mapping[str, TensorSpec]
) -> Problem | None:
    """A tensor that does not fit what an inner input declares."""
    assert layer.network is not None  # noqa: S101  # called for such layers only
    for layer_id, spec in given.items():
        wanted = declared[layer_id]
        same = len(spec.shape) == len(wanted.shape) and all(
            mine is None or theirs is None or mine == theirs
            for mine, theirs in zip(spec.shape[1:], wanted.shape[1:], strict=True)
        )
        port = layer.network.input_ports[layer_id]
        at = f" at “{port}”" if len(given) > 1 else ""
        if not same:
            message = f"{who(layer)} takes {size(wanted)}{at}; received {size(spec)}. {_CURE}"
            return Problem("inner_input", message, node=node.id)
        if (spec.dtype == _TEXT) != (wanted.dtype == _TEXT):
            message = f"{who(layer)} takes {_sort(wanted)}{at}; received {_sort(spec)}. {_CURE}"
            return Problem("inner_input", message, node=node.id)
    return None


def repeat_problem(
    layer: Layer, node: Node, given: Sequence[TensorSpec], outputs: Sequence[TensorSpec]
) -> Problem | None:
    """A block that is to run several times in a row, but can't take what it gives."""
    if layer.repeat == 1:
        return None
    once = Fix("Run it once", SetRepeat(layer.id, 1))
    times = f"{who(layer)} runs {layer.repeat} times in a row, each time on what it gave before, so"
    if len(given) != 1 or len(outputs) != 1:
        message = (
            f"{times} it has one input and one output; this one has {len(given)} and {len(outputs)}. {_REPEAT_CURE}"
        )
    elif given[0] != outputs[0]:
        sizes = size(given[0]), size(outputs[0])
        if sizes[0] == sizes[1]:
            sizes = f"{sizes[0]} of {given[0].dtype}", f"{sizes[1]} of {outputs[0].dtype}"
        message = f"{times} it gives what it takes; this one takes {sizes[0]} and gives {sizes[1]}. {_REPEAT_CURE}"
    else:
        return None
    return Problem("repeat", message, node=node.id, setting="repeat", fixes=(once,))


def _sort(spec: TensorSpec) -> str:
    return "text" if spec.dtype == _TEXT else "numbers"
