"""What stands between the brackets of a call: tensors at their ports, constants in their places, plain arguments."""

from collections.abc import Mapping, Sequence
from typing import Any

from playground.catalog import Kind, by_position, is_array
from playground.checking import acceptable_name
from playground.modeling._source_steps import Step
from playground.modeling._source_text import (
    Bracket,
    Expression,
    bracketed,
    call,
    keyed,
    keyword,
    literal,
    one_or_list,
    quoted,
)
from playground.modeling._source_values import Values
from playground.network import Network

Uses = Mapping[str, Sequence[Expression]]
"""The tensors that enter, by port."""


def called(step: Step, made: Expression, uses: Uses, values: Values) -> Expression:
    """`made(...)`: a layer, a model or an operation called on its tensors."""
    layer, arguments = step.layer, step.node.arguments
    if layer.network is not None:
        given = [packed(layer.network, uses)]
        given += [keyword(name, literal(value)) for name, value in arguments.items()]
    else:
        kind = values.kind(layer.kind, "layers")
        filled = operands(kind, uses, arguments, values)
        given = []
        count = by_position(kind)
        for index, port in enumerate(kind.ports):
            if port.name in filled:
                value = filled[port.name]
                given.append(value if index < count else keyword(port.name, value))
        plain = {name: value for name, value in arguments.items() if name not in filled}
        given += [
            keyword(name, constant(value, values) if is_array(value) else literal(value))
            for name, value in plain.items()
            if value is not None
        ]
    return call(made, given) if isinstance(made, str) else made._replace(then=Bracket("", tuple(given)))


def packed(network: Network, uses: Uses) -> Expression:
    """The tensors for a model's inputs, in the form in which it takes them."""
    tensors = [uses[port][0] for port in network.input_ports.values()]
    if network.signature.inputs == "dict":
        names = [acceptable_name(network.layer_by_id[layer].name) for layer in network.input_ports]
        entries = zip(names, tensors, strict=True)
        return Bracket("", tuple(keyed(quoted(name), tensor) for name, tensor in entries), "{}")
    return bracketed(tensors) if network.signature.inputs == "list" else one_or_list(tensors)


def operands(kind: Kind, uses: Uses, arguments: Mapping[str, Any], values: Values) -> dict[str, Expression]:
    """What stands at each port that has something: tensors, constants, or a list of both."""
    filled: dict[str, Expression] = {}
    for port in kind.ports:
        tensors, held = list(uses.get(port.name, ())), arguments.get(port.name)
        if port.many:
            merged = [] if held is None else [_held(each, tensors, values) for each in held]
            items = [each for each in merged if each is not None] + tensors
            if items:
                filled[port.name] = bracketed(items)
        elif tensors:
            filled[port.name] = tensors[0]
        elif held is not None:
            filled[port.name] = constant(held, values)
    return filled


def constant(value: Any, values: Values) -> Expression:
    """A constant of the document: a number, a list of them, or an array with its dtype."""
    if isinstance(value, Mapping):
        values.modules.add("numpy")
        return call("np.array", [literal(value["value"]), keyword("dtype", quoted(value["dtype"]))])
    return literal(value)


def _held(value: Any, tensors: list[Expression], values: Values) -> Expression | None:
    if value is not None:
        return constant(value, values)
    return tensors.pop(0) if tensors else None
