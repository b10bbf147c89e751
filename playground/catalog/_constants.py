"""Constants in the place of a wire, and what `get_item` takes: as JSON in the document, as values for Keras.

A constant is a number, a boolean, a list of these at any depth, or `{"dtype": name, "value": ...}`, a NumPy array. What
`get_item` takes is text as Python writes it between the brackets: `:, 1:3, None`.
"""

import math
from types import EllipsisType
from typing import Any

from playground.errors import SettingError

MAX_VALUES = 65_536
_DTYPES = (
    *("bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64"),
    *("float16", "float32", "float64"),
)
_MAX_DEPTH = 8
_LARGEST = 2**63

Index = int | slice | None | EllipsisType


def constant(value: Any, who: str, name: str) -> Any:
    """A constant of the document as the value that Keras is given.

    Raises:
        SettingError: it is no constant, or has more than `MAX_VALUES` numbers.
    """
    import numpy as np

    match value:
        case {"dtype": str(dtype), "value": inner} if len(value) == len(("dtype", "value")) and dtype in _DTYPES:
            _refuse_other(inner, who, name)
            try:
                return np.array(inner, dtype=dtype)
            except (ValueError, OverflowError) as error:
                raise SettingError(f"{who}: the constant at “{name}” is no array of {dtype}: {error}.", name) from None
        case _:
            _refuse_other(value, who, name)
            return value


def constants(value: Any, who: str, name: str) -> list[Any]:
    """The list of constants at an input that takes a list; nothing marks the places of wires.

    Raises:
        SettingError: it is no list, or holds something that is no constant.
    """
    if not isinstance(value, list | tuple):
        raise SettingError(f"{who}: “{name}” takes a list of constants, with null where a wire enters.", name)
    return [None if each is None else constant(each, who, name) for each in value]


def is_array(value: Any) -> bool:
    """Whether a constant of the document is an array with its dtype."""
    return isinstance(value, dict) and value.keys() == {"dtype", "value"}


def constant_of(value: Any, who: str = "The constant", name: str = "value") -> Any:
    """A Python value as a constant of the document: arrays with their dtype, tuples as lists.

    Raises:
        SettingError: it is no number, boolean, list or array of these, or too large.
    """
    if hasattr(value, "tolist") and hasattr(value, "dtype"):
        value = {"dtype": str(value.dtype), "value": value.tolist()}
    elif isinstance(value, tuple):
        value = list(value)
    constant(value, who, name)
    return value


def key_text(key: Any) -> str:
    """What stands between the brackets of an index: `(slice(None), 0)` as `:, 0`.

    Raises:
        SettingError: it holds something other than integers, slices, None and the ellipsis.
    """
    if isinstance(key, tuple | list):
        inner = [_part_text(each) for each in key]
        return f"{inner[0]}," if len(inner) == 1 else ", ".join(inner)
    return _part_text(key)


def parse_key(text: str) -> Index | tuple[Index, ...]:
    """The index that a text between brackets means, read without running it.

    Raises:
        SettingError: it is no such text.
    """
    parts = [part.strip() for part in text.strip().removeprefix("[").removesuffix("]").split(",")]
    if parts and parts[-1] == "" and len(parts) > 1:
        return tuple(_part(each, text) for each in parts[:-1])
    found = tuple(_part(each, text) for each in parts)
    return found[0] if len(found) == 1 and not isinstance(found[0], slice) else found


def _part(text: str, whole: str) -> Index:
    if text == "...":
        return ...
    if text == "None":
        return None
    try:
        if ":" not in text:
            return _whole(text)
        ends = [_whole(each) if each.strip() else None for each in text.split(":")]
        return slice(*ends) if len(ends) <= len(("start", "stop", "step")) else _whole(text)
    except ValueError:
        raise SettingError(
            f"“key” is what Python writes between the brackets of an index, such as “:, 0” or “..., 1:3”; "
            f"received “{whole}”.",
            "key",
        ) from None


def _whole(text: str) -> int:
    number = int(text)
    if abs(number) >= _LARGEST:
        raise ValueError
    return number


def _part_text(part: Any) -> str:
    match part:
        case EllipsisType():
            return "..."
        case None:
            return "None"
        case slice():
            start, stop = (("" if each is None else str(_plain_int(each))) for each in (part.start, part.stop))
            return f"{start}:{stop}" + ("" if part.step is None else f":{_plain_int(part.step)}")
        case _:
            return str(_plain_int(part))


def _plain_int(value: Any) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise SettingError(f"An index of a drawing holds whole numbers and slices; received a {type(value).__name__}.")
    return int(value)


def _is_number(value: Any) -> bool:
    return (isinstance(value, int) and abs(value) < _LARGEST) or (isinstance(value, float) and math.isfinite(value))


def _refuse_other(value: Any, who: str, name: str) -> None:
    left = MAX_VALUES
    stack = [(value, 0)]
    while stack:
        each, depth = stack.pop()
        if isinstance(each, list | tuple) and depth < _MAX_DEPTH:
            stack.extend((inner, depth + 1) for inner in each)
            left -= len(each)
        elif not _is_number(each):
            raise SettingError(
                f"{who}: a constant at “{name}” is a number, a list of numbers, or an array "
                f'{{"dtype": "float32", "value": [...]}}; received a {type(each).__name__}.',
                name,
            )
        if left < 0:
            raise SettingError(f"{who}: the constant at “{name}” has more than {MAX_VALUES:,} numbers.", name)
