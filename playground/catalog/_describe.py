"""From Keras objects back to the document's data: only what differs from the defaults, by the catalog's names."""

import inspect
from collections.abc import Mapping
from typing import Any

from playground.catalog._catalog import entry, name_of, snake
from playground.catalog._identify import identify
from playground.catalog._make import inner_name
from playground.catalog._operations import environment, is_operation
from playground.catalog._types import Choice, Family, Kind, Setting
from playground.catalog._values import as_choice, canonical, validate_setting
from playground.errors import SettingError
from playground.network import Settings

_SAME_AS: dict[tuple[str, str], str] = {
    **{(f"{which}Pooling{axes}D", "strides"): "pool_size" for which in ("Max", "Average") for axes in (1, 2, 3)},
    ("MultiHeadAttention", "value_dim"): "key_dim",
}
"""Settings that Keras fills from another when they are left out."""


_NOTHING = object()
_ROUNDED = frozenset(("losses", "metrics", "optimizers", "schedules"))


def describe_object(obj: Any, family: Family) -> Choice:
    """A loss, metric, optimizer, ... as data: its kind and the settings that differ from the defaults.

    Args:
        obj: An object of Keras, a class of it, a function, a name, or a `{"kind", "settings"}` object.
        family: What it is.

    Raises:
        SettingError: it is none of the catalog's kinds, or holds something that is not plain data.
    """
    if isinstance(obj, str | dict | Choice):
        return as_choice(obj, family)
    value = obj if inspect.isclass(obj) or inspect.isroutine(obj) else type(obj)
    name = name_of(value, family)
    if name is None and inspect.isroutine(obj):
        name = obj.__name__
    found = None if name is None else entry(name, family)
    if found is None or name is None:
        what = getattr(value, "__name__", str(value))
        raise SettingError(f"“{what}” is none of the {family} of the catalog; register it with @playground.register.")
    if value is obj:
        return Choice(found.kind.name)
    return Choice(found.kind.name, settings_of(found.kind, obj.get_config(), family, source=obj))


def settings_of(kind: Kind, config: Mapping[str, Any], family: Family, source: Any = None, who: str = "") -> Settings:
    """The settings of a `get_config()` that differ from the kind's defaults.

    Args:
        kind: The kind the configuration is of.
        config: As Keras returns it; not changed.
        family: What the kind is.
        source: The object itself, asked for what its configuration leaves out.
        who: What an error calls the thing; the kind's name when empty.

    Raises:
        SettingError: a value is no plain data, or of a kind that the catalog does not have.
    """
    if kind.name == "InputLayer" and family == "layers":
        config, source = _input_config(config), None
    if family in ("losses", "metrics"):
        # Huber and others leave what their function takes out of their configuration.
        config = {**getattr(source, "_fn_kwargs", {}), **config}
    settings: Settings = {}
    for setting in kind.settings:
        if setting.name in config:
            value = _plain(setting, config[setting.name], who or kind.name)
            if isinstance(value, float) and family in _ROUNDED:
                value = _rounded(value)
        elif source is not None and hasattr(source, setting.name):
            value = _attribute(setting, getattr(source, setting.name))
        else:
            continue
        if value == _environment(kind, setting, config):
            continue
        if family == "metrics" and setting.name == "name" and value == snake(kind.name):
            continue
        if setting.required or canonical(setting, value) != canonical(setting, setting.default):
            validate_setting(kind, setting.name, value, who, family)
            settings[setting.name] = value
    return _without_derived(kind, settings)


def _plain(setting: Setting, value: Any, who: str) -> Any:
    match value:
        case None | bool() | int() | str():
            return value.rpartition(">")[2] if isinstance(value, str) and setting.type == "object" else value
        case float():
            return value
        case list() | tuple() if setting.family == "layers":
            return [_named(setting, each, who, index) for index, each in enumerate(value)]
        case list() | tuple():
            return [_plain(setting, each, who) for each in value]
        case {"class_name": "__tuple__", "items": items}:
            return [_plain(setting, each, who) for each in items]
        case {"class_name": "__numpy__", "config": {"value": inner}}:
            return inner
        case {"class_name": "function", "config": str(name)}:
            return name.rpartition(">")[2]
        case {"class_name": "DTypePolicy" | "QuantizedDTypePolicy", "config": {"name": str(name)}}:
            return name
        case {"class_name": str(), "config": dict()} if setting.family == "layers":
            return _named(setting, value, who)
        case {"class_name": str(name), "config": dict(config)} if setting.family is not None:
            return _nested(setting.family, name, config, who)
        case _ if hasattr(value, "tolist"):
            return _plain(setting, value.tolist(), who)
        case _:
            raise SettingError(
                f"{who}: “{setting.name}” holds a {type(value).__name__}, which a drawing can't keep.",
                setting.name,
            )


def _named(setting: Setting, value: Any, who: str, index: int = 0) -> Any:
    """A layer inside another's settings, with its name where that is not the one it would get."""
    match value:
        case {"class_name": str(class_name), "config": dict(config), **rest}:
            module, registered = str(rest.get("module", "")), rest.get("registered_name")
            kind = identify(module, class_name, registered if isinstance(registered, str) else None)
            found = _nested("layers", kind or class_name, config, who) if kind or not module else None
            if found is None:
                raise SettingError(
                    f"{who}: “{setting.name}” holds a {class_name}, which is not in the catalog; "
                    "register the class with @playground.register.",
                    setting.name,
                )
            name = str(config.get("name", ""))
            for prefix in ("forward_", "backward_"):
                name = name.removeprefix(prefix) if setting.name in ("layer", "backward_layer") else name
            return found if name in ("", inner_name(found["kind"], index)) else {**found, "name": name}
        case _:
            return _plain(setting, value, who)


def _nested(family: Family, name: str, config: dict[str, Any], who: str) -> Any:
    choice = as_choice(Choice(name.rpartition(">")[2]), family, who)
    found = entry(choice.kind, family)
    settings = {} if found is None else settings_of(found.kind, config, family, who=f"{who}: {choice.kind}")
    return {"kind": choice.kind, "settings": settings} if settings or family == "layers" else choice.kind


def _attribute(setting: Setting, value: Any) -> Any:
    if setting.family is not None and setting.family not in ("layers", "activations") and value is not None:
        choice = describe_object(value, setting.family)
        return {"kind": choice.kind, "settings": choice.settings} if choice.settings else choice.kind
    return value if isinstance(value, bool | int | float | str) else setting.default


def _rounded(value: float) -> float:
    """A float32 as people write it: 0.01, where Keras's optimizers return 0.009999999776482582."""
    import numpy as np

    single = np.float32(value)
    return float(str(single)) if float(single) == value else value


def _input_config(config: Mapping[str, Any]) -> dict[str, Any]:
    batch, *shape = config["batch_shape"]
    kept = {"shape": list(shape), "batch_size": batch, "dtype": config.get("dtype")}
    flags = {name: True for name in ("sparse", "ragged", "optional") if config.get(name)}
    return {**kept, **flags}


def _environment(kind: Kind, setting: Setting, config: Mapping[str, Any]) -> object:
    """What Keras's own configuration gives a setting that is left out."""
    import keras

    if is_operation(kind.name):
        return environment(kind).get(setting.name, _NOTHING)
    if setting.name == "dtype" and kind.name in ("Hashing", "HashedCrossing") and config.get("output_mode") == "int":
        return "int64"
    if setting.name == "dtype":
        return keras.config.floatx() if kind.name == "InputLayer" else keras.config.dtype_policy().name
    return keras.config.image_data_format() if setting.name == "data_format" else _NOTHING


def _without_derived(kind: Kind, settings: Settings) -> Settings:
    kept = dict(settings)
    for (name, derived), other in _SAME_AS.items():
        if name == kind.name and derived in kept:
            first, second = kind.setting(derived), kind.setting(other)
            value = kept.get(other, None if second is None else second.default)
            if first is not None and canonical(first, kept[derived]) == canonical(first, value):
                del kept[derived]
    if kind.name == "Bidirectional" and _mirrored(kept.get("layer")) == kept.get("backward_layer"):
        del kept["backward_layer"]
    return kept


def _mirrored(layer: Any) -> Any:
    if not isinstance(layer, dict):
        return None
    settings = dict(layer.get("settings", {}))
    if settings.pop("go_backwards", False):
        return {**layer, "settings": settings}
    return {**layer, "settings": {**settings, "go_backwards": True}}
