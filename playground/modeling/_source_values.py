"""Layers, losses, initializers, ... as the expressions that make them; keeps note of what has to be imported."""

from collections.abc import Mapping
from typing import Any

from playground.catalog import (
    Choice,
    Family,
    Kind,
    Setting,
    home_of,
    inner_name,
    is_operation,
    is_own,
    kind as kind_of,
    layer_class,
    short_name,
)
from playground.errors import CheckError
from playground.modeling._source_text import (
    Bracket,
    Code,
    Expression,
    bracketed,
    call,
    keyword,
    literal,
    quoted,
    tupled,
)
from playground.network import INPUT, Layer, Settings

_MODULES = {"layers": "layers", "schedules": "keras.optimizers.schedules"}


class Values:
    """Writes objects of Keras; `own` are the user's own kinds that were written, with the module of each or None."""

    def __init__(self) -> None:
        self.modules: set[str] = set()
        self.own: dict[str, str | None] = {}
        self.classes: set[tuple[str, str]] = set()
        self.names_operations = False

    def layer(self, layer: Layer, name: Expression | None = None) -> Bracket:
        """The expression that makes a layer or an operation; `name` where it is not the literal name."""
        kind = self.kind(layer.kind, "layers")
        arguments = self._settings(kind, layer.settings)
        if not layer.trainable and not is_operation(layer.kind) and layer.kind != INPUT and freezes_alone(layer.kind):
            arguments.append("trainable=False")
        arguments.append(keyword("name", quoted(layer.name) if name is None else name))
        return call("keras.Input" if layer.kind == INPUT else self._path(kind, "layers"), arguments)

    def named(self, value: Expression, name: Expression) -> Bracket:
        """The expression that gives the operation behind a tensor its name."""
        self.names_operations = True
        return call("named", (value, name))

    def object(self, family: Family, value: str | Mapping[str, Any] | Choice, index: int = 0) -> Expression:
        """The expression for an initializer, loss, optimizer, ...: a word where Keras takes one for it."""
        if isinstance(value, Choice):
            name, settings = value.kind, value.settings
        else:
            name = value if isinstance(value, str) else value["kind"]
            settings = {} if isinstance(value, str) else value.get("settings", {})
        kind = self.kind(name, family)
        own = is_own(kind.name, family)
        if family == "activations" or (family == "metrics" and not own and kind.name[0].islower()):
            return self._path(kind, family) if own else quoted(name)
        short = None if settings or own or family == "layers" else short_name(kind.name, family)
        if short is not None:
            return quoted(short)
        arguments = self._settings(kind, settings)
        if family == "layers":
            given = value.get("name") if isinstance(value, Mapping) else None
            arguments.append(keyword("name", quoted(given or inner_name(kind.name, index))))
        return call(self._path(kind, family), arguments)

    def kind(self, name: str, family: Family) -> Kind:
        """The catalog's entry."""
        found = kind_of(name, family)
        if found is None:  # pragma: no cover - the check before has refused it
            raise CheckError(f"There is no “{name}” in this Keras.")
        return found

    def _path(self, kind: Kind, family: Family) -> str:
        if family == "layers" and is_operation(kind.name):
            cls: Any = layer_class(kind.name)
            self.classes.add((cls.__module__, cls.__name__))
            return str(cls.__name__)
        if is_own(kind.name, family):
            self.own[kind.name] = home_of(kind.name, family)
            return kind.name
        private: Any = layer_class(kind.name) if family == "layers" else None
        if private is not None and private.__module__.startswith("keras.src.applications."):
            self.classes.add((private.__module__, private.__name__))
            return kind.name
        module = _MODULES.get(family, f"keras.{family}")
        self.modules.add(module)
        return f"{module}.{kind.name}"

    def _settings(self, kind: Kind, settings: Settings) -> list[Expression]:
        written: list[Expression] = []
        positional = kind.name != INPUT
        for setting in kind.settings:
            positional = positional and setting.required and setting.name in settings
            if setting.name in settings:
                value = self._value(setting, settings[setting.name])
                written.append(value if positional else keyword(setting.name, value))
        return written

    def _value(self, setting: Setting, value: Any, index: int = 0) -> Expression:
        if isinstance(value, Code):
            return str(value)
        if setting.family is not None and isinstance(value, list | tuple):
            return bracketed(self._value(setting, each, place) for place, each in enumerate(value))
        if setting.family is not None and isinstance(value, str | dict):
            return self.object(setting.family, value, index)
        return tupled(value) if setting.type == "tuple" or setting.length else literal(value)


def freezes_alone(name: str) -> bool:
    """Whether `trainable=False` in the constructor says all; a layer that holds others hands it on only later."""
    kind = kind_of(name)
    return kind is not None and not any(setting.family == "layers" for setting in kind.settings)
