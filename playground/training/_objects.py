"""Optimizers, losses and metrics from whatever names them, and back to plain choices. Knows nothing of data."""

import inspect
from collections.abc import Mapping
from typing import Any, Literal

from playground.catalog import Choice, by_output, describe_object, kind as catalog_kind, make_object, name_of
from playground.errors import ConfigError, SettingError

Family = Literal["optimizers", "losses", "metrics"]

_ONE = {"optimizers": "optimizer", "losses": "loss", "metrics": "metric"}


def make(family: Family, value: Any) -> Any:
    """A Keras object, or a name that `compile` understands, from a name, choice, dict or object.

    A new optimizer, loss or metric is made for every call, except of an object, which is returned as it is.

    Raises:
        ConfigError: If there is no such kind, or a setting does not fit.
    """
    import keras

    try:
        if isinstance(value, Choice | Mapping):
            return make_object(family, dict(value) if isinstance(value, Mapping) else value)
        if isinstance(value, str):
            return _named(family, value)
    except SettingError as error:
        raise ConfigError(str(error)) from error
    if not callable(value) and not isinstance(value, keras.optimizers.Optimizer):
        raise ConfigError(f"Expected a Keras {_ONE[family]}, its name or a choice, got {type(value).__name__}.")
    return value


def kind_of(family: Family, value: Any) -> str:
    """The catalog's name of a loss or metric, such as `MeanSquaredError`; a stranger's own name."""
    if isinstance(value, str | Choice):
        name = value if isinstance(value, str) else value.kind
        found = catalog_kind(name, family)
        return name if found is None else found.name
    made = value if inspect.isroutine(value) else type(value)
    known = name_of(made, family)
    return kind_of(family, made.__name__) if known is None else known


def as_setting(family: Family, value: Any) -> Choice | None:
    """A name, choice, dict or Keras object as a plain choice; None for what only Python can say.

    That is a loss or metric for each output, a function or class that is not registered, and an object that holds one.
    """
    if isinstance(value, list | tuple) or by_output(value):
        return None
    try:
        return describe_object(dict(value) if isinstance(value, Mapping) else value, family)
    except SettingError:
        return Choice(value) if isinstance(value, str) else value if isinstance(value, Choice) else None


def _named(family: Family, name: str) -> Any:
    """The name itself where `compile` takes it, so that the logs have it too; else an object of that kind."""
    import keras

    if family != "optimizers":
        try:
            getattr(keras, family).get(name)
        except ValueError:
            pass
        else:
            return name
    made = make_object(family, name)
    return name if isinstance(made, str) else made
