"""Whether a value fits a setting, said in a sentence; and the value as Keras wants it. Makes no objects."""

import math
from collections.abc import Mapping
from typing import Any

from playground.catalog._catalog import entry
from playground.catalog._classes import takes_constant
from playground.catalog._constants import constant, constants, parse_key
from playground.catalog._corrections import NESTED
from playground.catalog._operations import is_operation
from playground.catalog._overlay import CELLS
from playground.catalog._types import Choice, Family, Kind, Setting
from playground.errors import SettingError

_LARGEST = 2**53
_LARGEST_FLOAT = 1e300
_SHOWN = 60
_ONE = {
    "layers": "a layer",
    "activations": "an activation",
    "initializers": "an initializer",
    "regularizers": "a regularizer",
    "constraints": "a constraint",
    "losses": "a loss",
    "metrics": "a metric",
    "optimizers": "an optimizer",
    "schedules": "a learning-rate schedule",
}


def validate_setting(kind: Kind, name: str, value: Any, who: str = "", family: Family = "layers") -> None:
    """Refuse a value that can't be this setting's.

    Args:
        kind: The kind that has the setting.
        name: The setting's name.
        value: JSON, as a document holds it.
        who: What the sentence calls the thing; the kind's name when empty.
        family: What the kind is.

    Raises:
        SettingError: there is no such setting, or the value does not fit; says what would.
    """
    who = who or kind.name
    setting = kind.setting(name)
    if setting is None:
        one = _ONE[family].split()[-1]
        raise SettingError(f"{who} has no setting “{name}”; take it out, or choose another kind of {one}.", name)
    _validate(setting, value, who)


def validate_argument(kind: Kind, name: str, value: Any, who: str) -> None:
    """Refuse a value that can't be this call argument's, or no constant at this input; see `validate_setting`."""
    port = next((each for each in kind.ports if each.name == name), None)
    if takes_constant(kind, name):
        if value is not None:
            (constants if port is not None and port.many else constant)(value, who, name)
        return
    setting = next((each for each in kind.arguments if each.name == name), None)
    if setting is None:
        raise SettingError(f"{who} takes no argument “{name}” when it is called; take it out.", name)
    _validate(setting, value, who)
    if kind.name == "ops.get_item" and name == "key":
        parse_key(value)


def expectation(setting: Setting) -> str:
    """What a setting takes, in words: “a whole number from 1 on”."""
    return _expected(setting) + (", or nothing" if setting.optional else "")


def by_output(value: Any) -> bool:
    """Whether a loss or metric is given for each output by its name, rather than one by its kind and settings."""
    match value:
        case {"kind": str(), "settings": dict()} if len(value) == len(("kind", "settings")):
            return False
        case {"kind": str()} if len(value) == 1:
            return False
        case _:
            return isinstance(value, Mapping)


def as_choice(value: str | dict[str, Any] | Choice, family: Family, who: str = "") -> Choice:
    """A name, a `{"kind", "settings"}` object or a choice, as a choice of a known kind under its own name.

    Raises:
        SettingError: the value is none of these, or names a kind that the catalog does not have.
    """
    match value:
        case Choice():
            choice = value
        case str():
            choice = Choice(value)
        case {"kind": str(name), "settings": dict(settings)} if len(value) == len(("kind", "settings")):
            choice = Choice(name, settings)
        case {"kind": str(name)} if len(value) == 1:
            choice = Choice(name)
        case {"kind": str(name), "settings": dict(settings), "name": str()} if family == "layers" and len(value) == len(
            ("kind", "settings", "name")
        ):
            choice = Choice(name, settings)
        case _:
            raise SettingError(f"{_ONE[family].capitalize()} is chosen by its name; received {shown(value)}.")
    found = entry(choice.kind, family)
    by = f"{who} asks for" if who else "There is no"
    if found is None and family == "activations" and entry(choice.kind, "layers") is not None:
        layer = f"{by} the layer “{choice.kind}”, which" if who else f"“{choice.kind}” is a layer, which"
        remedy = f"choose no activation, and put {choice.kind} behind as a layer of its own"
        raise SettingError(f"{layer} can't stand in a setting; {remedy}.")
    if found is None:
        tail = ", which this Keras does not have" if who else " in this Keras"
        what = _ONE[family].partition(" ")[2]
        raise SettingError(f"{by} {'the ' if who else ''}{what} “{choice.kind}”{tail}; choose one of the catalog.")
    if is_operation(found.kind.name):
        raise SettingError(f"“{choice.kind}” is an operation, which no setting holds; choose a layer.")
    if found.kind.obstacle and found.kind.name not in CELLS:
        raise SettingError(f"“{choice.kind}” can't be used here. {found.kind.obstacle}")
    return Choice(found.kind.name, choice.settings)


def canonical(setting: Setting, value: Any) -> Any:
    """A form of a value in which equal settings are equal: `3` and `[3, 3]`, `zeros` and the kind `Zeros`."""
    if setting.family == "activations":
        name = "linear" if value is None else value
        found = entry(name, "activations") if isinstance(name, str) else None
        return name if found is None else found.kind.name
    if setting.family and value is not None and isinstance(value, str | dict):
        try:
            choice = as_choice(value, setting.family)
        except SettingError:
            return value
        kind = entry(choice.kind, setting.family)
        settings = () if kind is None else kind.kind.settings
        return choice.kind, {
            each.name: canonical(each, choice.settings.get(each.name, each.default)) for each in settings
        }
    if setting.type == "float" and isinstance(value, list | tuple) and setting.default == value[-1]:
        # Layers that take a factor keep the range it stands for: 0 or its negative, to itself.
        return value[-1] if value[0] in (0, -value[-1]) else _listed(value)
    if setting.type == "tuple":
        length = setting.length or 1
        flat = [value] * length if isinstance(value, int) and not isinstance(value, bool) else value
        return _pairs(flat) if setting.name in NESTED and isinstance(flat, list | tuple) else _listed(flat)
    return _listed(value)


def tuples(value: Any) -> Any:
    """JSON lists as the tuples that Keras expects, at any depth."""
    return tuple(tuples(each) for each in value) if isinstance(value, list | tuple) else value


def shown(value: Any) -> str:
    """A value as a sentence shows it: short, and with None as nothing."""
    if value is None:
        return "nothing"
    text = f"“{value}”" if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def _listed(value: Any) -> Any:
    return [_listed(each) for each in value] if isinstance(value, list | tuple) else value


def _pairs(values: list[Any] | tuple[Any, ...]) -> list[Any]:
    return [_listed(each) if isinstance(each, list | tuple) else [each, each] for each in values]


def _validate(setting: Setting, value: Any, who: str) -> None:
    if value is None:
        if setting.optional or (setting.default is None and not setting.required):
            return
    elif setting.family is not None and setting.type == "object":
        if isinstance(value, str | dict):
            _validate_object(setting, value, who)
            return
    elif setting.family == "schedules" and isinstance(value, dict):
        _validate_object(setting, value, who)
        return
    elif _fits(setting, value):
        if setting.type == "list" and setting.family:
            for place, each in enumerate(value):
                _validate_object(setting, each, who, place)
        return
    raise SettingError(f"{who}: “{setting.name}” is {expectation(setting)}; received {shown(value)}.", setting.name)


def _validate_object(setting: Setting, value: Any, who: str, place: int | None = None) -> None:
    family = setting.family or "layers"
    try:
        choice = as_choice(value, family, f"{who}: “{setting.name}”")
        found = entry(choice.kind, family)
        if found is not None:
            for name, inner in choice.settings.items():
                validate_setting(found.kind, name, inner, f"{who}: the {choice.kind} in “{setting.name}”", family)
    except SettingError as error:
        raise SettingError(str(error), path_to(setting, error, place)) from None


def path_to(setting: Setting, error: SettingError, place: int | None = None) -> str:
    """Where the blamed setting is, from the outer one on: `kernel_initializer.seed`, `cells.0.units`."""
    return ".".join(
        [setting.name, *([] if place is None else [str(place)]), *([error.setting] if error.setting else [])]
    )


def _fits(setting: Setting, value: Any) -> bool:
    match setting.type:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return _is_integer(value) and _in_range(setting, value)
        case "float":
            if setting.length and isinstance(value, list | tuple):
                return len(value) == setting.length and all(_is_number(v) and _in_range(setting, v) for v in value)
            return _is_number(value) and _in_range(setting, value)
        case "text":
            return isinstance(value, str)
        case "choice":
            return value in setting.choices
        case "tuple":
            return _fits_tuple(setting, value)
        case "list":
            return isinstance(value, list | tuple)
        case "object":
            return False
        case "any":
            return not isinstance(value, int | float) or isinstance(value, bool) or _is_number(value)


def _fits_tuple(setting: Setting, value: Any) -> bool:
    if _is_integer(value):
        return _in_range(setting, value)
    if not isinstance(value, list | tuple) or (setting.length and len(value) != setting.length):
        return False
    return all(_fits_entry(setting, each) for each in value)


def _fits_entry(setting: Setting, each: Any) -> bool:
    if each is None:
        return not setting.length
    if isinstance(each, list | tuple):
        return (
            setting.name in NESTED
            and len(each) == len(("before", "after"))
            and all(_is_integer(v) and _in_range(setting, v) for v in each)
        )
    return _is_integer(each) and _in_range(setting, each)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST


def _is_number(value: Any) -> bool:
    return (
        isinstance(value, float | int)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and abs(value) < _LARGEST_FLOAT
    )


def _in_range(setting: Setting, value: float) -> bool:
    low, high = setting.minimum, setting.maximum
    return (low is None or value >= low) and (high is None or value <= high)


def _expected(setting: Setting) -> str:
    match setting.type:
        case "boolean":
            return "true or false"
        case "integer":
            return f"a whole number{_range(setting)}"
        case "float":
            pair = f", or {setting.length} of them" if setting.length else ""
            return f"a number{_range(setting)}{pair}"
        case "text":
            return "text"
        case "choice":
            return f"one of {', '.join(setting.choices)}"
        case "tuple" if setting.length:
            return f"{setting.length} whole numbers{_range(setting)}" if setting.length > 1 else "a whole number"
        case "tuple":
            return f"a list of whole numbers{_range(setting)}"
        case "list":
            return "a list"
        case "object":
            return f"the name of {_ONE[setting.family or 'layers']}"
        case "any":
            return "a finite number, text or list"


def _range(setting: Setting) -> str:
    low, high = setting.minimum, setting.maximum
    if low is not None and high is not None:
        return f" between {low:g} and {high:g}"
    if low is not None:
        return f" from {low:g} on"
    return "" if high is None else f" up to {high:g}"
