"""The catalog of this process: built once from the installed Keras, and again when somebody registers a kind."""

import inspect
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from threading import RLock
from types import ModuleType
from typing import Any, NamedTuple

import msgspec

from playground.catalog import _operation_tables as operation_tables, _overlay as overlay
from playground.catalog._introspect import layer_kind, object_kind
from playground.catalog._operations import operation_kind, operations
from playground.catalog._types import Catalog, Family, Kind
from playground.network import everything_in

OBJECT_FAMILIES: tuple[Family, ...] = (
    "activations",
    "initializers",
    "regularizers",
    "constraints",
    "losses",
    "metrics",
    "optimizers",
    "schedules",
)
_GROUPS = (*overlay.GROUPS, *operation_tables.GROUPS)
_ORDER = {group.name: place for place, group in enumerate(_GROUPS)}
_FIRST = overlay.FIRST | operation_tables.FIRST
_NO_ACTIVATIONS = frozenset({"deserialize", "get", "serialize"})
_BASE = {
    "initializers": "Initializer",
    "regularizers": "Regularizer",
    "constraints": "Constraint",
    "losses": "Loss",
    "metrics": "Metric",
    "optimizers": "Optimizer",
    "schedules": "LearningRateSchedule",
}
_SHORT = {
    "initializers": {"normal": "RandomNormal", "one": "Ones", "uniform": "RandomUniform", "zero": "Zeros"},
    "losses": {
        "bce": "BinaryCrossentropy",
        "kld": "KLDivergence",
        "mae": "MeanAbsoluteError",
        "mape": "MeanAbsolutePercentageError",
        "mse": "MeanSquaredError",
        "msle": "MeanSquaredLogarithmicError",
    },
    "metrics": {
        "acc": "accuracy",
        "mae": "MeanAbsoluteError",
        "mape": "MeanAbsolutePercentageError",
        "mse": "MeanSquaredError",
        "msle": "MeanSquaredLogarithmicError",
        "rmse": "RootMeanSquaredError",
    },
}


class Entry(NamedTuple):
    """A kind, and the class or function it speaks of; None for what only `compile` can resolve."""

    kind: Kind
    value: Any


_Found = tuple[dict[tuple[str, str], Entry], dict[tuple[str, str], str]]


class _State:
    def __init__(self) -> None:
        self.lock = RLock()
        self.catalog: Catalog | None = None
        self.keras: _Found | None = None
        self.entries: dict[tuple[str, str], Entry] = {}
        self.aliases: dict[tuple[str, str], str] = {}
        self.names: dict[tuple[str, Any], str] = {}
        self.own: dict[tuple[Family, str], Any] = {}


_state = _State()


def catalog() -> Catalog:
    """Everything that can be placed or chosen with the installed Keras and what has been registered.

    Built at the first call (imports Keras) and kept; safe to call from any thread.
    """
    with _state.lock:
        if _state.catalog is None:
            if _state.keras is None:
                _state.keras = _entries()
            entries, _state.aliases = dict(_state.keras[0]), _state.keras[1]
            for (family, name), value in _state.own.items():
                entries[family, name] = Entry(_own_kind(family, name, value), value)
            _state.entries = entries
            _state.names = {(of, each.value): name for (of, name), each in entries.items() if each.value is not None}
            _state.catalog = _assembled(entries)
        return _state.catalog


def snapshot() -> bytes:
    """The catalog of Keras alone as JSON, a line for each kind: an upgrade of Keras shows as a readable diff.

    The sentences of Keras's documentation are left out; how they are read is tested on its own.
    """
    found = _assembled(_entries()[0])
    families = {"layers": found.layers, **found.objects}
    lines = [f'{{"keras": "{found.keras_version}"']
    for family, kinds in families.items():
        body = ",\n".join(msgspec.json.encode(_wordless(kind)).decode() for kind in kinds)
        lines.append(f'"{family}": [\n{body}\n]')
    return (",\n".join(lines) + "}\n").encode()


def _wordless(kind: Kind) -> Kind:
    replace = msgspec.structs.replace
    return replace(kind, summary="", settings=tuple(replace(setting, help="") for setting in kind.settings))


def kind(name: str, family: Family = "layers") -> Kind | None:
    """The kind with this name or one of Keras's other names for it (`mse`, `glorot_uniform`), or None."""
    found = entry(name, family)
    return None if found is None else found.kind


def entry(name: str, family: Family) -> Entry | None:
    """The kind with this name, with its class or function, or None."""
    catalog()
    exact = _state.entries.get((family, name))
    return exact or _state.entries.get((family, _state.aliases.get((family, name), name)))


def short_name(name: str, family: Family) -> str | None:
    """What people write for a kind whose settings are the defaults, and Keras understands: `he_normal`; or None."""
    import keras

    found = entry(name, family)
    for wish in (snake(name), name.lower()):
        try:
            known = getattr(keras, family).get(wish)
        except (KeyError, TypeError, ValueError):
            continue
        if found is not None and type(known) is found.value:
            return wish
    return None


def name_of(value: Any, family: Family) -> str | None:
    """The kind's name of a class or function, or None when the catalog does not have it."""
    catalog()
    return _state.names.get((family, value))


def is_own(name: str, family: Family) -> bool:
    """Whether a kind is one that the user registered."""
    return (family, name) in _state.own


def own_parts(values: Any) -> tuple[tuple[str, str, Any], ...]:
    """What the user registered of all that plain data name: family, name, class or function, in order.

    Equal data mean another model when one of these was registered anew.
    """
    if not _state.own:
        return ()
    named = {each for each in everything_in(values) if isinstance(each, str)}
    with _state.lock:
        return tuple((family, name, _state.own[family, name]) for family, name in sorted(_state.own) if name in named)


def own_names() -> frozenset[str]:
    """The names of all that the user registered."""
    return frozenset(name for _, name in _state.own)


def keras_names(family: Family) -> frozenset[str]:
    """The names that Keras itself has in a family."""
    catalog()
    return frozenset(name for of, name in _state.entries if of == family) - {
        name for of, name in _state.own if of == family
    }


def add_own(family: Family, name: str, value: Any) -> None:
    """Let a registered class or function join the catalog, in the place of an earlier one of its name."""
    with _state.lock:
        _state.own[family, name] = value
        _state.catalog = None


def _entries() -> _Found:
    """What Keras has: entries and other names for them, by family and name."""
    import keras

    entries: dict[tuple[str, str], Entry] = {}
    aliases: dict[tuple[str, str], str] = {}
    for name, cls in _classes(keras.layers, keras.layers.Layer).items():
        entries["layers", name] = Entry(layer_kind(cls, name), cls)
        if cls.__name__ != name:
            aliases["layers", cls.__name__] = name
    for cls in _private_layers():
        hidden = msgspec.structs.replace(layer_kind(cls, cls.__name__), url="")
        entries["layers", cls.__name__] = Entry(hidden, cls)
    for operation in operations():
        entries["layers", operation.name] = Entry(operation_kind(operation), operation.cls)
        aliases.update({("layers", other): operation.name for other in operation.others})
    _add_activations(keras.activations, entries, aliases)
    for family, base in _BASE.items():
        module = keras.optimizers.schedules if family == "schedules" else getattr(keras, family)
        _add_classes(family, module, getattr(module, base), entries, aliases)
    for name, summary in overlay.CHOSEN_BY_KERAS.items():
        entries["metrics", name] = Entry(Kind(name, summary=summary), None)
    for family, names in _SHORT.items():
        aliases.update({(family, short): name for short, name in names.items()})
    return entries, aliases


def _private_layers() -> Iterator[type]:
    """Layers that Keras keeps to itself, yet that its own architectures hold."""
    for module, name in overlay.PRIVATE:
        with suppress(ImportError, AttributeError):
            yield getattr(import_module(module), name)


@cache
def kinds_by_class() -> dict[tuple[str, str], str]:
    """Keras's own layers and operations by the module and name of their class."""
    catalog()
    entries = {} if _state.keras is None else _state.keras[0]
    return {
        (value.__module__, value.__name__): name
        for (family, name), (_, value) in entries.items()
        if family == "layers" and inspect.isclass(value)
    }


def _own_kind(family: Family, name: str, value: Any) -> Kind:
    if family == "layers":
        return layer_kind(value, name, overlay.OWN_GROUP)
    return object_kind(family, name, value, own=True)


def _assembled(entries: dict[tuple[str, str], Entry]) -> Catalog:
    import keras

    return Catalog(
        keras_version=keras.__version__,
        groups=_GROUPS,
        layers=tuple(sorted((each.kind for (of, _), each in entries.items() if of == "layers"), key=_place)),
        objects={
            family: tuple(
                sorted((each.kind for (of, _), each in entries.items() if of == family), key=lambda kind: kind.name)
            )
            for family in OBJECT_FAMILIES
        },
    )


def _place(kind: Kind) -> tuple[int, int, str]:
    first = _FIRST.get(kind.group, ())
    return _ORDER[kind.group], first.index(kind.name) if kind.name in first else len(first), kind.name


def _classes(module: ModuleType, base: type) -> dict[str, type]:
    """Each class under one public name: its own where that is public, else the first that is."""
    names: dict[type, list[str]] = {}
    for name, value in inspect.getmembers(module, inspect.isclass):
        if issubclass(value, base):
            names.setdefault(value, []).append(name)
    return {cls.__name__ if cls.__name__ in public else public[0]: cls for cls, public in names.items()}


def _add_activations(
    module: ModuleType, entries: dict[tuple[str, str], Entry], aliases: dict[tuple[str, str], str]
) -> None:
    for alias, function in inspect.getmembers(module, inspect.isfunction):
        if alias in _NO_ACTIVATIONS:
            continue
        name = function.__name__
        entries["activations", name] = Entry(object_kind("activations", name, function), function)
        if alias != name:
            aliases["activations", alias] = name


def _add_classes(
    family: str,
    module: ModuleType,
    base: type,
    entries: dict[tuple[str, str], Entry],
    aliases: dict[tuple[str, str], str],
) -> None:
    of: Family = family  # type: ignore[assignment]  # the keys of _BASE are families
    names: dict[type, str] = {}
    for name, cls in _classes(module, base).items():
        names[cls] = name
        kind = object_kind(of, name, cls)
        obstacle = overlay.OBJECT_OBSTACLES[family].get(name, "")
        if obstacle:
            kind = msgspec.structs.replace(kind, obstacle=obstacle, settings=())
        entries[family, name] = Entry(kind, cls)
        aliases[family, name.lower()] = aliases[family, snake(name)] = name
    for alias, value in inspect.getmembers(module, inspect.isclass):
        if value in names and alias != names[value]:
            aliases[family, alias] = names[value]


def snake(name: str) -> str:
    """`GlorotUniform` as `glorot_uniform`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
