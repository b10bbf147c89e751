"""Optimizers, losses and metrics from whatever names them, and back to plain choices. Knows nothing of data."""

from collections.abc import Mapping
from typing import Any, Literal

from playground.catalog import Choice, make_object
from playground.errors import ConfigError, SettingError

Family = Literal["optimizers", "losses", "metrics"]

_ONE = {"optimizers": "optimizer", "losses": "loss", "metrics": "metric"}
_BY_SHAPE = ("accuracy", "acc", "crossentropy", "ce")


def make(family: Family, value: Any) -> Any:
    """A Keras object, or a name that `compile` understands, from a name, choice, dict or object.

    A new optimizer, loss or metric is made for every call, except of an object, which is returned as it is.

    Raises:
        ConfigError: If there is no such kind, or a setting does not fit.
    """
    import keras

    if isinstance(value, Choice) and value.kind in _BY_SHAPE:
        return value.kind
    try:
        if isinstance(value, Choice | Mapping):
            return make_object(family, dict(value) if isinstance(value, Mapping) else value)
        if isinstance(value, str):
            if family == "optimizers":
                return make_object(family, value)
            if value not in _BY_SHAPE:
                getattr(keras, family).get(value)
            return value
    except SettingError as error:
        raise ConfigError(str(error)) from error
    except ValueError:
        raise ConfigError(
            f"There is no {_ONE[family]} {value!r} in Keras {keras.__version__}; check its spelling."
        ) from None
    if not callable(value) and not isinstance(value, keras.optimizers.Optimizer):
        raise ConfigError(f"Expected a Keras {_ONE[family]}, its name or a choice, got {type(value).__name__}.")
    return value


def kind_of(family: Literal["losses", "metrics"], value: Any) -> str:
    """The class name of a loss or metric, such as `MeanSquaredError`; a function's name in that form."""
    import keras

    if isinstance(value, str):
        if value in _BY_SHAPE:
            return value
        value = getattr(keras, family).get(make(family, value))
    return _camel(value.__name__) if hasattr(value, "__name__") else type(value).__name__


def as_setting(family: Family, value: Any) -> Choice:
    """A name, dict or Keras object as a plain choice.

    Raises:
        ConfigError: If it can't be told by a kind and its settings.
    """
    if isinstance(value, Choice):
        return value
    if isinstance(value, list | tuple) or (isinstance(value, Mapping) and "kind" not in value):
        raise ConfigError(f"A {_ONE[family]} for each output can be used from Python only, not shown as a setting.")
    if isinstance(value, Mapping):
        return Choice(value["kind"], dict(value.get("settings", {})))
    if isinstance(value, str):
        if value in _BY_SHAPE:
            return Choice(value)
        made = make(family, value)
        return Choice(kind_of(family, made) if family != "optimizers" else type(made).__name__)
    if not hasattr(value, "get_config"):
        raise ConfigError(f"The function {value!r} can be used as a {_ONE[family]} from Python only.")
    return Choice(type(value).__name__, _changed(value))


def _changed(value: Any) -> dict[str, Any]:
    """What of an object's settings differs from its kind's defaults."""
    config = value.get_config()
    try:
        usual = type(value)().get_config()
    except TypeError:
        usual = {}
    return {key: _plain(held) for key, held in config.items() if usual.get(key, _plain) != held and key != "name"}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping) and "class_name" in value:
        settings = {key: _plain(held) for key, held in value.get("config", {}).items() if key != "name"}
        return {"kind": value["class_name"], "settings": settings}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "item"):
        return value.item()
    if value is None or isinstance(value, bool | int | float | str | dict):
        return value
    raise ConfigError(f"The value {value!r} can be used from Python only, not shown as a setting.")


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_")) if name.islower() else name
