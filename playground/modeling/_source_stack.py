"""A `keras.Sequential` as a list of its layers, or by `add` in loops where layers repeat."""

from collections.abc import Sequence

from playground.modeling._source_body import Scope, header
from playground.modeling._source_repeats import Loop, with_loops
from playground.modeling._source_steps import Step
from playground.modeling._source_text import Expression, bracketed, call, lines, quoted
from playground.network import Network


def stacked(network: Network, steps: Sequence[Step], scope: Scope, ends: tuple[str, str]) -> list[str]:
    """The statements; `ends` are what stands before the model, `model = ` or `return `, and its name."""
    before, name = ends
    make, width = scope.make, scope.width
    start = network.layer_of(network.inputs[0].id)
    first = make(start, quoted(start.name))
    items = with_loops(steps, {(steps[-1].node.id, 0)}, scope.variables)
    if not any(isinstance(item, Loop) for item in items):
        layers = [first, *(make(step.layer, quoted(step.layer.name)) for step in steps)]
        return lines(
            call("keras.Sequential", [bracketed(layers)._replace(spread=True), f"name={name}"]), before, width=width
        )
    found = [f"model = keras.Sequential(name={name})", *_added(first, width)]
    for item in items:
        if isinstance(item, Loop):
            found += header(item, width)
            for step in item.body:
                if isinstance(step, Step):
                    found += _added(make(step.layer, step.title or quoted(step.layer.name)), width, 4)
        elif isinstance(item, Step):
            found += _added(make(item.layer, quoted(item.layer.name)), width)
    return [*found, "return model"] if before == "return " else found


def _added(layer: Expression, width: int, indent: int = 0) -> list[str]:
    return lines(call("model.add", [layer]), indent=indent, width=width)
