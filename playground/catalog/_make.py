"""From the document's data to Keras objects, through the catalog only: no name that a document gives is imported."""

import re
from inspect import isfunction
from typing import Any

from playground.catalog._catalog import Entry, entry, snake
from playground.catalog._operations import environment, is_operation
from playground.catalog._types import Choice, Family, Kind, Setting
from playground.catalog._values import as_choice, expectation, path_to, tuples, validate_setting
from playground.errors import SettingError
from playground.network import Layer, Settings

_HIDDEN = re.compile(r"\x1b\[[0-9;]*m")


def who(layer: Layer) -> str:
    """What a sentence calls a layer: its kind, or that it is a block, and the user's name for it."""
    return f"{layer.word} “{layer.name}”"


def make_layer(layer: Layer) -> Any:
    """The `keras.layers.Layer` that a document's layer speaks of, with its name, settings and whether it trains.

    Of an operation it is the `keras.Operation`, which has no weights and does not train.

    Raises:
        SettingError: the kind is unknown or can't be placed, a setting is unknown, missing or ill-typed, or Keras
            refuses a value; the sentence gives Keras's reason, `error.setting` the setting where one is to blame.
    """
    found = entry(layer.kind, "layers")
    if found is None:
        raise SettingError(
            f"{who(layer)}: this Keras has no layer of the kind “{layer.kind}”; replace it by one of the palette."
        )
    if found.kind.obstacle:
        raise SettingError(f"{who(layer)} can't be built. {found.kind.obstacle}")
    made = _construct(found, layer.settings, who(layer), "layers", name=layer.name)
    if not layer.trainable and not is_operation(layer.kind):
        made.trainable = False
    return made


def weights_of(made: Any, *, trainable: bool = False) -> list[Any]:
    """The weights of a made layer, or those that train; an operation has none, whatever it calls its settings."""
    import keras

    if not isinstance(made, keras.layers.Layer):
        return []
    return list(made.trainable_weights if trainable else made.weights)


def make_object(family: Family, value: str | dict[str, Any] | Choice) -> Any:
    """A loss, metric, optimizer, initializer, ... from its name or choice.

    Activations are functions. `accuracy` stays a word: `compile` picks the metric for the targets.

    Raises:
        SettingError: there is no such kind, or a setting does not fit.
    """
    choice = as_choice(value, family)
    found = entry(choice.kind, family)
    if found is None:  # pragma: no cover - as_choice refuses what has no entry
        raise SettingError(f"There is no “{choice.kind}” in this Keras.")
    if found.value is None:
        return choice.kind
    if family == "activations":
        return found.value
    if isfunction(found.value):
        return _function(found, choice, family)
    return _construct(found, choice.settings, choice.kind, family)


def _function(found: Entry, choice: Choice, family: Family) -> Any:
    """A loss or metric that the user wrote as a function; it has no settings."""
    for key, value in choice.settings.items():
        validate_setting(found.kind, key, value, choice.kind, family)
    return found.value


def inner_name(kind: str, index: int = 0) -> str:
    """The name of a layer inside another layer's settings that has none of its own in the document."""
    return f"{snake(kind)}_{index}" if index else snake(kind)


def _inner(family: Family, value: Any, index: int = 0) -> Any:
    if family != "layers":
        return make_object(family, value)
    choice = as_choice(value, family)
    found = entry(choice.kind, family)
    if found is None:  # pragma: no cover - as_choice refuses what has no entry
        raise SettingError(f"There is no layer “{choice.kind}” in this Keras.")
    name = value.get("name") if isinstance(value, dict) else None
    return _construct(found, choice.settings, choice.kind, family, name=name or inner_name(choice.kind, index))


def _construct(found: Entry, settings: Settings, called: str, family: Family, name: str | None = None) -> Any:
    kind = found.kind
    for key, value in settings.items():
        validate_setting(kind, key, value, called, family)
    _refuse_missing(kind, settings, called)
    arguments = {
        setting.name: _converted(setting, settings[setting.name])
        for setting in kind.settings
        if setting.name in settings
    }
    if is_operation(kind.name):
        arguments = environment(kind) | arguments
    if name is not None:
        arguments["name"] = name
    try:
        return found.value(**arguments)
    except SettingError:
        raise
    except Exception as error:
        setting = _blamed(kind, settings, str(error))
        raise SettingError(f"{called} can't be made: {reason_of(error)}", setting) from error


def reason_of(error: Exception) -> str:
    """Keras's own reason in one line, without colours, call arguments and advice for programmers."""
    text = _HIDDEN.sub("", str(error) or type(error).__name__)
    text = text.split("Arguments received by")[0]
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    useful = [part for part in paragraphs if part and not part.startswith("Exception encountered when calling")]
    reason = useful[0] if useful else type(error).__name__
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."


def _refuse_missing(kind: Kind, settings: Settings, called: str) -> None:
    if kind.name == "InputLayer" and "batch_shape" in settings:
        return
    for setting in kind.settings:
        if setting.required and setting.name not in settings:
            raise SettingError(
                f"{called} needs its setting “{setting.name}”; give it {expectation(setting)}.", setting.name
            )


def _converted(setting: Setting, value: Any) -> Any:
    if value is None:
        return None
    if setting.family and setting.type == "list":
        return [_inside(setting, each, index) for index, each in enumerate(value)]
    if setting.family and (setting.type == "object" or isinstance(value, dict)):
        return _inside(setting, value)
    return tuples(value) if setting.type == "tuple" or setting.length else value


def _inside(setting: Setting, value: Any, place: int | None = None) -> Any:
    """The object in a setting; what is wrong with it is said of the setting inside."""
    try:
        return _inner(setting.family or "layers", value, place or 0)
    except SettingError as error:
        raise SettingError(str(error), path_to(setting, error, place)) from error


def _blamed(kind: Kind, settings: Settings, message: str) -> str | None:
    named = [each.name for each in kind.settings if re.search(rf"[`'\"“]?\b{re.escape(each.name)}\b", message)]
    given = [name for name in named if name in settings]
    return next(iter(given or named), None)
