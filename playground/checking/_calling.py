"""How a layer or an operation is called: tensors by port, constants in their places, and what is no tensor."""

import inspect
from collections.abc import Mapping
from typing import Any

from playground.catalog import (
    Kind,
    by_position,
    called_by_name,
    called_with,
    constant,
    constants,
    is_operation,
    parse_key,
    takes_constant,
)


def call(made: Any, kind: Kind, values: Mapping[str, Any], arguments: Mapping[str, Any]) -> Any:
    """Call a Keras layer or operation on its ports' values.

    A layer takes what it demands by position, whatever Keras names its first port; an operation takes all as Keras's
    own function hands them on, so that the model's configuration is the one that the function leaves.

    Args:
        made: The layer or operation.
        kind: Its kind.
        values: Tensors by port; lists of them for the ports that take many.
        arguments: The node's arguments: those that are no tensors, and constants by port.
    """
    filled = operands(kind, values, arguments)
    plain = {name: value for name, value in arguments.items() if name not in filled and not _is_port(kind, name)}
    if is_operation(kind.name):
        return _operate(made, kind, filled, plain)
    count = by_position(kind)
    named = {port.name: filled[port.name] for port in kind.ports[count:] if port.name in filled}
    masks = {name: value for name, value in filled.items() if not _is_port(kind, name)}
    return made(*(filled[port.name] for port in kind.ports[:count]), **named, **masks, **plain)


def operands(kind: Kind, values: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What stands at each port that has something, and masks that have no port: tensors, and constants as arrays."""
    many = {port.name for port in kind.ports if port.many}
    filled = dict(values)
    for name, value in arguments.items():
        if value is None or not takes_constant(kind, name):
            continue
        if name in many:
            filled[name] = _merged(constants(value, kind.name, name), values.get(name, ()))
        elif name not in values:
            filled[name] = constant(value, kind.name, name)
    return filled


def _is_port(kind: Kind, name: str) -> bool:
    return any(port.name == name for port in kind.ports)


def _merged(held: list[Any], tensors: Any) -> list[Any]:
    """Constants at their places, and the tensors in order at the others."""
    waiting = list(tensors)
    merged = [waiting.pop(0) if each is None and waiting else each for each in held]
    return [each for each in merged if each is not None] + waiting


def _operate(made: Any, kind: Kind, values: Mapping[str, Any], plain: Mapping[str, Any]) -> Any:
    defaults = {setting.name: setting.default for setting in kind.arguments}
    by_name = called_by_name(kind.name)
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for parameter in called_with(made.__class__):
        name = parameter.name
        if name in values:
            value = values[name]
        elif name in plain or parameter.default is inspect.Parameter.empty:
            value = plain.get(name, defaults.get(name))
        else:
            value = parameter.default
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            args.extend(value or ())
        elif parameter.kind is inspect.Parameter.VAR_KEYWORD:
            kwargs.update(value or {})
        elif name in by_name:
            kwargs[name] = value
        else:
            args.append(parse_key(value) if kind.name == "ops.get_item" and name == "key" else value)
    return made(*args, **kwargs)
