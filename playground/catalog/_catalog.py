"""The catalog of this process: built once from the installed Keras, and again when somebody registers a kind."""

import inspect
import re
from threading import RLock
from types import ModuleType
from typing import Any, NamedTuple

from playground.catalog import _overlay as overlay
from playground.catalog._introspect import layer_kind, object_kind
from playground.catalog._types import Catalog, Family, Kind

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
        "ce": "crossentropy",
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


class _State:
    def __init__(self) -> None:
        self.lock = RLock()
        self.catalog: Catalog | None = None
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
            _state.catalog = _build()
        return _state.catalog


def kind(name: str, family: Family = "layers") -> Kind | None:
    """The kind with this name or one of Keras's other names for it (`mse`, `glorot_uniform`), or None."""
    found = entry(name, family)
    return None if found is None else found.kind


def entry(name: str, family: Family) -> Entry | None:
    """The kind with this name, with its class or function, or None."""
    catalog()
    return _state.entries.get((family, _state.aliases.get((family, name), name)))


def name_of(value: Any, family: Family) -> str | None:
    """The kind's name of a class or function, or None when the catalog does not have it."""
    catalog()
    return _state.names.get((family, value))


def is_own(name: str, family: Family) -> bool:
    """Whether a kind is one that the user registered."""
    return (family, name) in _state.own


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


def _build() -> Catalog:
    import keras

    entries: dict[tuple[str, str], Entry] = {}
    aliases: dict[tuple[str, str], str] = {}
    for name, cls in _classes(keras.layers, keras.layers.Layer).items():
        entries["layers", name] = Entry(layer_kind(cls, name), cls)
        if cls.__name__ != name:
            aliases["layers", cls.__name__] = name
    _add_activations(keras.activations, entries, aliases)
    for family, base in _BASE.items():
        module = keras.optimizers.schedules if family == "schedules" else getattr(keras, family)
        _add_classes(family, module, getattr(module, base), entries, aliases)
    for name, summary in overlay.CHOSEN_BY_KERAS.items():
        entries["metrics", name] = Entry(Kind(name, summary=summary), None)
    for family, names in _SHORT.items():
        aliases.update({(family, short): name for short, name in names.items()})
    for (own_family, name), value in _state.own.items():
        made = (
            layer_kind(value, name, overlay.OWN_GROUP)
            if own_family == "layers"
            else object_kind(own_family, name, value, own=True)
        )
        entries[own_family, name] = Entry(made, value)
    _state.entries, _state.aliases = entries, aliases
    _state.names = {(family, each.value): name for (family, name), each in entries.items() if each.value is not None}
    return Catalog(
        keras_version=keras.__version__,
        groups=overlay.GROUPS,
        layers=tuple(sorted((each.kind for (of, _), each in entries.items() if of == "layers"), key=_place)),
        objects={
            family: tuple(
                sorted((each.kind for (of, _), each in entries.items() if of == family), key=lambda kind: kind.name)
            )
            for family in OBJECT_FAMILIES
        },
    )


def _place(kind: Kind) -> tuple[int, int, str]:
    groups = [group.name for group in overlay.GROUPS]
    first = overlay.FIRST.get(kind.group, ())
    return groups.index(kind.group), first.index(kind.name) if kind.name in first else len(first), kind.name


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
        if name in overlay.ABSTRACT[family]:
            continue
        names[cls] = name
        entries[family, name] = Entry(object_kind(of, name, cls), cls)
        aliases[family, name.lower()] = aliases[family, snake(name)] = name
    for alias, value in inspect.getmembers(module, inspect.isclass):
        if value in names and alias != names[value]:
            aliases[family, alias] = names[value]


def snake(name: str) -> str:
    """`GlorotUniform` as `glorot_uniform`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
