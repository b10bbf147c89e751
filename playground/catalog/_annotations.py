"""What the author of a class says of its parameters by annotations: Keras has none, one's own layers often do."""

import inspect
import types
import typing
from typing import Any, Literal

from playground.catalog._types import Family, SettingType

_TYPES: dict[str, SettingType] = {
    "bool": "boolean",
    "int": "integer",
    "float": "float",
    "str": "text",
    "tuple": "tuple",
    "list": "list",
    "Sequence": "list",
}
_FAMILIES: dict[str, Family] = {
    "Layer": "layers",
    "Initializer": "initializers",
    "Regularizer": "regularizers",
    "Constraint": "constraints",
    "LearningRateSchedule": "schedules",
}
_FITTING: dict[SettingType, tuple[type, ...]] = {
    "boolean": (bool,),
    "integer": (int,),
    "float": (int, float),
    "text": (str,),
    "tuple": (int, list),
    "list": (list,),
    "object": (str, dict),
}


_STARTS: dict[SettingType, Any] = {"boolean": False, "float": 1.0, "text": "", "tuple": [1], "list": []}


def own_fields(
    parameter: inspect.Parameter, default: Any, guessed: dict[str, Any], usual: dict[str, Any]
) -> dict[str, Any]:
    """The fields of a setting of one's own class, from all that hints at them.

    Args:
        parameter: The parameter; its annotation has the first word.
        default: Its default as JSON.
        guessed: What its name, default and text made of it.
        usual: What parameters of this name are in Keras; taken where neither annotation nor default contradict.
    """
    said = annotated(parameter)
    for meaning in (usual, guessed):
        if meaning and _agree(said, meaning) and not _contradicts(default, meaning):
            return {**guessed, **meaning, **{key: said[key] for key in said if key == "optional"}}
    return said or guessed


def annotated(parameter: inspect.Parameter) -> dict[str, Any]:
    """The fields of a setting that a parameter's annotation gives; empty where it says nothing that is understood.

    Annotations that are text, as under `from __future__ import annotations`, are read, never evaluated.
    """
    annotation = parameter.annotation
    if annotation is inspect.Parameter.empty:
        return {}
    said = _spelled(annotation) if isinstance(annotation, str) else _read(annotation)
    return said if said.get("type") else {}


def is_many(parameter: inspect.Parameter) -> bool:
    """Whether an argument of `call` is annotated as a list or tuple of tensors."""
    return annotated(parameter).get("type") in ("list", "tuple")


def start_of(fields: dict[str, Any], start: Any) -> Any:
    """What a required setting of one's own class begins with when its name tells nothing."""
    if start is not None and not _contradicts(start, fields):
        return start
    if fields["type"] == "choice":
        return fields["choices"][0]
    if fields["type"] == "integer":
        return int(max(fields.get("minimum", 1), 1))
    return _STARTS.get(fields["type"])


def _agree(said: dict[str, Any], meaning: dict[str, Any]) -> bool:
    """Whether an annotation leaves room for a meaning: `str` does for a choice, a name or an initializer."""
    first, second = said.get("type"), meaning["type"]
    if "choices" in said:
        return False
    return first in (None, second) or (first == "text" and second in ("choice", "object"))


def _contradicts(default: Any, fields: dict[str, Any]) -> bool:
    """Whether a default can't be a value of a setting of these fields."""
    if default is None:
        return False
    if fields["type"] == "choice":
        return default not in fields["choices"]
    fitting = _FITTING.get(fields["type"])
    return fitting is not None and (not isinstance(default, fitting) or isinstance(default, bool) != (bool in fitting))


def _read(annotation: Any) -> dict[str, Any]:
    origin = typing.get_origin(annotation)
    if origin is Literal:
        return _chosen(typing.get_args(annotation))
    if origin in (typing.Union, types.UnionType):
        return _one_of([_read(each) for each in typing.get_args(annotation) if each is not type(None)], annotation)
    return _named(getattr(origin or annotation, "__name__", ""))


def _spelled(text: str) -> dict[str, Any]:
    parts = [part.strip() for part in text.removeprefix("Optional[").removesuffix("]").split("|")]
    words = [part.partition("[")[0].rpartition(".")[2] for part in parts if part != "None"]
    optional = len(words) < len(parts) or text.startswith("Optional[")
    found = [_named(word) for word in words]
    return {**_merged(found), **({"optional": True} if optional else {})}


def _one_of(found: list[dict[str, Any]], annotation: Any) -> dict[str, Any]:
    optional = type(None) in typing.get_args(annotation)
    return {**_merged(found), **({"optional": True} if optional else {})}


def _merged(found: list[dict[str, Any]]) -> dict[str, Any]:
    """One type for a union: a number for int | float, an object for str | Initializer; else nothing."""
    kinds = {fields.get("type") for fields in found}
    families = [fields for fields in found if fields.get("type") == "object"]
    if families:
        return families[0]
    if kinds == {"integer", "float"}:
        return {"type": "float"}
    if kinds == {"integer", "tuple"}:
        return {"type": "tuple"}
    return found[0] if len(kinds) == 1 else {}


def _named(name: str) -> dict[str, Any]:
    if name in _FAMILIES:
        return {"type": "object", "family": _FAMILIES[name]}
    return {"type": _TYPES[name]} if name in _TYPES else {}


def _chosen(values: tuple[Any, ...]) -> dict[str, Any]:
    words = tuple(each for each in values if isinstance(each, str))
    if not words or len(words) + (None in values) != len(values):
        return {}
    return {"type": "choice", "choices": words, **({"optional": True} if None in values else {})}
