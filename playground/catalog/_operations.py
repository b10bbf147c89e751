"""The operations of `keras.ops` as kinds: what their functions and their `Operation` classes say of themselves.

A public function makes an object of its class from some of its parameters, the settings, and calls it with the others:
tensors, which are ports, and a few plain values, which are arguments of the node.
"""

import inspect
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from playground.catalog import _operation_tables as tables
from playground.catalog._docstring import parameters_of, shortened, summary_of
from playground.catalog._guess import guess, plain
from playground.catalog._types import Kind, Port, Setting

_URL = "https://www.tensorflow.org/api_docs/python/tf/keras/"
_NO_CLASS = "Keras has no node for it: it can't stand in a functional model."
_VARIADIC = frozenset({inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD})


class Operation(NamedTuple):
    """A public function, its kind's name, other names for it, and its class; None where it has none."""

    name: str
    function: Any
    cls: Any
    others: tuple[str, ...]


def is_operation(kind: str) -> bool:
    """Whether a kind's name is that of an operation: its path in `keras`, such as `ops.image.resize`."""
    return "." in kind


def operations() -> Iterator[Operation]:
    """Every operation of the installed Keras under its public name, in no particular order."""
    named: dict[Any, list[tuple[str, Any]]] = {}
    for name, function in _public():
        cls = _class_of(function)
        named.setdefault(function if cls is None else cls, []).append((name, function))
    for value, found in named.items():
        cls = value if inspect.isclass(value) else None
        best = min(found, key=lambda each: (cls is not None and not _same(each[0], cls), len(each[0]), each[0]))
        yield Operation(*best, cls, tuple(name for name, _ in found if name != best[0]))


def operation_kind(operation: Operation) -> Kind:
    """The kind of an operation."""
    name, function, cls, _ = operation
    texts = parameters_of(function)
    settings: tuple[Setting, ...] = ()
    ports: tuple[Port, ...] = ()
    arguments: tuple[Setting, ...] = ()
    obstacle = tables.OBSTACLES.get(name, "" if cls is not None else _NO_CLASS)
    if not obstacle:
        settings = tuple(
            _setting(name, each, texts)
            for each in _parameters(cls.__init__)
            if each.name != "name" and each.kind not in _VARIADIC
        )
        ports = tuple(_ports(name, cls))
        arguments = tuple(_arguments(name, cls, ports, texts))
    return Kind(
        name=name,
        group=_group(name, function, settings),
        summary=shortened(summary_of(function)),
        settings=settings,
        ports=ports,
        arguments=arguments,
        obstacle=obstacle,
        url=f"{_URL}{name.replace('.', '/')}",
    )


@cache
def called_with(cls: Any) -> tuple[inspect.Parameter, ...]:
    """The parameters of an operation's `call` in order, tensors and others."""
    return _parameters(cls.call)


def environment(kind: Kind) -> dict[str, Any]:
    """What the public function gives settings that are left out, of Keras's own configuration."""
    import keras

    if kind.name in ("ops.multi_hot", "ops.one_hot"):
        return {"dtype": keras.config.floatx()}
    if kind.name in tables.FLOAT_UNLESS_SAID:
        return {"dtype": keras.config.floatx()}
    if kind.name.startswith("ops.image.") or kind.setting("data_format") is None:
        return {}
    return {"data_format": keras.config.image_data_format()}


def called_by_name(kind: str) -> tuple[str, ...]:
    """The inputs of an operation that its public function hands on by name."""
    return tables.CALLED_BY_NAME.get(kind, ())


def _public() -> Iterator[tuple[str, Any]]:
    import keras

    for prefix, module in (("ops.", keras.ops), ("ops.image.", keras.ops.image)):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            yield prefix + name, function
    yield "activations.relu", keras.activations.relu


def _class_of(function: Any) -> Any:
    """The class that a function makes an object of, or that of the one function it hands everything on to."""
    import keras

    inner: Any = inspect.unwrap(function)
    used = [inner.__globals__.get(name) for name in inner.__code__.co_names]
    for each in used:
        if inspect.isclass(each) and issubclass(each, keras.Operation) and each is not keras.Operation:
            return each
    handed = [each for each in used if inspect.isfunction(each) and hasattr(each, "_api_export_path")]
    return _class_of(handed[0]) if len(inner.__code__.co_names) == len(handed) == 1 else None


def _same(name: str, cls: type) -> bool:
    return name.rpartition(".")[2].replace("_", "") == cls.__name__.lower()


def _parameters(function: Any) -> tuple[inspect.Parameter, ...]:
    found = inspect.signature(function).parameters.values()
    return tuple(each for each in found if each.name != "self")


def _group(name: str, function: Any, settings: tuple[Setting, ...]) -> str:
    if name in tables.GROUP_OF:
        return tables.GROUP_OF[name]
    module = next((part for part in reversed(function.__module__.split(".")) if part in tables.GROUP_OF_MODULE), "")
    if module:
        return tables.GROUP_OF_MODULE[module]
    return "Reduction" if any(setting.name == "keepdims" for setting in settings) else "Arithmetic"


def _setting(kind: str, parameter: inspect.Parameter, texts: dict[str, str]) -> Setting:
    name, text = parameter.name, texts.get(parameter.name, "")
    required = parameter.default is inspect.Parameter.empty
    default = plain(None if required else parameter.default)
    fields: dict[str, Any] = {"type": guess(name, default, text)}
    corrected = tables.BY_NAME.get(name, {})
    if name == "axis" and isinstance(default, int):
        corrected = {"type": "integer"}
    fields |= corrected | tables.BY_KIND.get(kind, {}).get(name, {})
    required = fields.pop("required", required)
    if required:
        default = tables.STARTS_OF_KIND.get(kind, {}).get(name, tables.STARTS.get(name))
    optional = not required and default is None
    return Setting(
        name=name, default=default, required=required, optional=optional, prominent=True, help=_sentence(text), **fields
    )


def _sentence(text: str) -> str:
    """The first sentence alone: 300 operations travel to every page."""
    return shortened(text).partition(". ")[0].rstrip(".")


def _ports(kind: str, cls: type) -> Iterator[Port]:
    for parameter in called_with(cls):
        name = parameter.name
        if name in tables.NO_TENSOR.get(kind, {}) or parameter.kind is inspect.Parameter.VAR_KEYWORD:
            continue
        many = name in tables.MANY or name in tables.MANY_OF_KIND.get(kind, ())
        optional = parameter.default is not inspect.Parameter.empty and name not in tables.DEMANDED.get(kind, ())
        pair = many and kind in tables.COMPLEX
        yield Port(name, optional=optional, many=many, least=2 if pair else 1, most=2 if pair else None)


def _arguments(kind: str, cls: type, ports: tuple[Port, ...], texts: dict[str, str]) -> Iterator[Setting]:
    plain_ones = tables.NO_TENSOR.get(kind, {})
    for parameter in called_with(cls):
        name = parameter.name
        if name in plain_ones:
            given = plain_ones[name]
            yield Setting(name=name, prominent=True, **{"help": shortened(texts.get(name, ""))} | given)
    if len(ports) > 1 or any(port.many for port in ports):
        for port in ports:
            yield Setting(name=port.name, optional=True)
