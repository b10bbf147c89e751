"""Operations of `keras.ops` as a person writes them: Python's operators and brackets, otherwise the function."""

import inspect
from collections.abc import Mapping
from functools import cache
from typing import Any

from playground.catalog import (
    Kind,
    called_by_name,
    called_with,
    key_text,
    kind as kind_of,
    layer_class,
    parse_key,
)
from playground.modeling._source_calls import Uses, operands
from playground.modeling._source_steps import Step
from playground.modeling._source_text import Bracket, Expression, call, flat, keyword, literal, tupled
from playground.modeling._source_values import Values
from playground.network import Layer

_OPERATORS = {
    "ops.add": "+",
    "ops.floor_divide": "//",
    "ops.greater": ">",
    "ops.greater_equal": ">=",
    "ops.less": "<",
    "ops.less_equal": "<=",
    "ops.matmul": "@",
    "ops.mod": "%",
    "ops.multiply": "*",
    "ops.power": "**",
    "ops.subtract": "-",
    "ops.true_divide": "/",
}
_COMPARES = frozenset({">", ">=", "<", "<="})
_MISSING = object()


def is_public(layer: Layer) -> bool:
    """Whether Keras's public function can say what an operation is."""
    kind = kind_of(layer.kind)
    if kind is None or kind.name == "ops.get_item":
        return kind is not None
    parameters = inspect.signature(_function(kind.name)).parameters
    known = {*(each.name for each in (*kind.settings, *kind.arguments)), *(port.name for port in kind.ports)}
    demanded = {name for name, each in parameters.items() if each.default is each.empty and not _variadic(each)}
    takes_more = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    said = {*layer.settings, *(port.name for port in kind.ports)}
    return demanded <= known and (takes_more or said <= {*parameters})


def made_of_class(step: Step, made: Expression, uses: Uses, values: Values) -> Expression:
    """`made(...)`: an operation that is an object, called as Keras's own function calls it."""
    kind = values.kind(step.layer.kind, "layers")
    arguments = step.node.arguments
    filled = operands(kind, uses, arguments, values)
    defaults = {each.name: each.default for each in kind.arguments}
    by_name = called_by_name(kind.name)
    given: list[Expression] = []
    for parameter in called_with(layer_class(kind.name) or type(None)):
        name = parameter.name
        held = arguments.get(name, defaults.get(name)) if parameter.default is parameter.empty else parameter.default
        value = filled.get(name, literal(arguments.get(name, held)))
        if parameter.kind is parameter.VAR_POSITIONAL:
            given += value.items if isinstance(value, Bracket) else ()
        elif parameter.kind is parameter.VAR_KEYWORD:
            given += [keyword(key, literal(each)) for key, each in (arguments.get(name) or {}).items()]
        elif kind.name == "ops.get_item" and name == "key":
            given.append(repr(parse_key(arguments.get("key", ":"))))
        else:
            given.append(keyword(name, value) if name in by_name else value)
    return call(made, given) if isinstance(made, str) else made._replace(then=Bracket("", tuple(given)))


def operated(step: Step, uses: Uses, values: Values) -> Expression:
    """The operation applied to its tensors and constants."""
    kind = values.kind(step.layer.kind, "layers")
    arguments = step.node.arguments
    filled = operands(kind, uses, arguments, values)
    if kind.name == "ops.get_item":
        key = key_text(parse_key(arguments.get("key", ":")))
        return f"{flat(filled['x'])}[{key}]"
    operator = _OPERATORS.get(kind.name)
    if operator is not None and len(filled) == len(kind.ports) and not step.layer.settings:
        sides = [filled[port.name] for port in kind.ports]
        held = [arguments.get(port.name) for port in kind.ports if not uses.get(port.name)]
        if all(isinstance(each, int | float) for each in held) and not (held and operator in _COMPARES):
            return f" {operator} ".join(_operand(each, operator) for each in sides)
    if kind.name == "ops.negative":
        return f"-{flat(filled['x'])}"
    return _applied(kind, step.layer.settings, filled, arguments, values)


def _operand(value: Expression, operator: str) -> str:
    text = flat(value)
    return f"({text})" if text.startswith("-") and operator == "**" else text


def _applied(
    kind: Kind,
    settings: Mapping[str, Any],
    filled: Mapping[str, Expression],
    arguments: Mapping[str, Any],
    values: Values,
) -> Bracket:
    """`ops.function(...)`: by position as long as nothing is left out, then by name."""
    module, _, name = kind.name.rpartition(".")
    values.modules.add(module.partition(".")[0])
    own = {setting.name: setting for setting in kind.settings}
    given: list[Expression] = []
    positional = True
    parameters = inspect.signature(_function(kind.name)).parameters
    for parameter in parameters.values():
        value: Expression | None = None
        if parameter.name in filled:
            value = filled[parameter.name]
            if parameter.kind is parameter.VAR_POSITIONAL and isinstance(value, Bracket):
                given += value.items
                continue
        elif parameter.name in own:
            setting = own[parameter.name]
            held = settings.get(parameter.name, setting.default if not setting.required else _MISSING)
            default = _MISSING if parameter.default is parameter.empty else _plain(parameter.default)
            if held is not _MISSING and (parameter.name in settings or held != default):
                value = tupled(held) if setting.type == "tuple" or setting.length else literal(held)
        elif parameter.name in arguments:
            held = arguments[parameter.name]
            if parameter.kind is parameter.VAR_KEYWORD:
                given += [keyword(key, literal(each)) for key, each in held.items()]
                continue
            value = literal(held)
        elif parameter.default is parameter.empty and not _variadic(parameter):
            argument = next((each for each in kind.arguments if each.name == parameter.name), None)
            value = None if argument is None else literal(argument.default)
        if value is None:
            positional = False
        else:
            leading = parameter.default is parameter.empty or parameter.name in filled
            positional = positional and leading and parameter.kind is not parameter.KEYWORD_ONLY
            given.append(value if positional else keyword(parameter.name, value))
    further = [keyword(name, literal(held)) for name, held in settings.items() if name not in parameters]
    return call(f"{module}.{name}", [*given, *further])


@cache
def _function(kind: str) -> Any:
    """The public function of a kind of the catalog, such as `keras.ops.image.resize`."""
    import keras

    value: Any = keras
    for part in kind.split("."):
        value = getattr(value, part)
    return inspect.unwrap(value)


def _variadic(parameter: inspect.Parameter) -> bool:
    return parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)


def _plain(value: Any) -> Any:
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
