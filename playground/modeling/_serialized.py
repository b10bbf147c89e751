"""Keras's serialised values as plain Python: tensors as where they come from. Makes no object and imports no name."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from playground.errors import DocumentError
from playground.network import everything_in

MAX_DEPTH = 300
MAX_VALUES = 5_000_000
_NUMBERS = (
    *("bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64"),
    *("float16", "float32", "float64"),
)


class Tensor(NamedTuple):
    """Where a tensor comes from: a layer's name, which of its calls, which output; and its shape where it is told."""

    layer: str
    call: int
    output: int
    shape: tuple[int | None, ...] = ()


class Odd(NamedTuple):
    """A value that a drawing can't hold, by the name of its class."""

    class_name: str


def decoded(value: Any) -> Any:
    """A serialised argument of a call: plain values, slices, arrays, and a `Tensor` for each tensor."""
    match value:
        case {"class_name": "__keras_tensor__", "config": {"keras_history": [layer, call, output], **rest}}:
            shape = rest.get("shape")
            return Tensor(str(layer), int(call), int(output), tuple(shape) if isinstance(shape, list | tuple) else ())
        case {"class_name": "__tuple__", "items": [*items]}:
            return tuple(decoded(each) for each in items)
        case {"class_name": "__slice__", "config": dict(ends)}:
            return slice(*(_whole(ends.get(end)) for end in ("start", "stop", "step")))
        case {"class_name": "__ellipsis__"}:
            return ...
        case {"class_name": "__numpy__" | "__tensor__", "config": {"value": inner, "dtype": str(dtype)}}:
            return _array(inner, dtype)
        case {"class_name": "__numpy__" | "__tensor__"}:
            return Odd("malformed array")
        case {"class_name": "DTypePolicy", "config": {"name": str(name)}}:
            return name
        case {"class_name": class_name}:
            return Odd(str(class_name))
        case dict():
            return {str(key): decoded(each) for key, each in value.items()}
        case list() | tuple():
            return type(value)(decoded(each) for each in value)
        case None | bool() | int() | float() | str():
            return value
        case _ if hasattr(value, "tolist"):
            return value
        case _:
            return Odd(type(value).__name__)


def tensors(value: Any) -> Iterator[Tensor]:
    """All tensors in a decoded value, in order."""
    match value:
        case Tensor():
            yield value
        case dict():
            for each in value.values():
                yield from tensors(each)
        case list() | tuple():
            for each in value:
                yield from tensors(each)
        case _:
            pass


def leaves(structure: Any) -> Iterator[tuple[str, Tensor]]:
    """The tensors of `input_layers` or `output_layers` with their keys; a dict in the order of keys, as in Keras."""
    if isinstance(structure, Mapping):
        for key, each in sorted(structure.items()):
            for index, (_, tensor) in enumerate(leaves(each)):
                yield (f"{key}_{index}" if index else str(key)), tensor
    elif is_leaf(structure):
        yield "", Tensor(str(structure[0]), int(structure[1]), int(structure[2]))
    else:
        for each in structure:
            yield from leaves(each)


def is_leaf(structure: Any) -> bool:
    """Whether it is one tensor, `[layer, call, output]`."""
    return (
        isinstance(structure, list | tuple)
        and len(structure) == len(Tensor._fields) - 1
        and isinstance(structure[0], str)
    )


def refuse_masses(value: Any) -> None:
    """Refuse more values or levels than a model has, before anything is read.

    Raises:
        DocumentError: with the reason.
    """
    left, stack = MAX_VALUES, [(value, 0)]
    while stack:
        each, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise DocumentError(f"The configuration is nested more than {MAX_DEPTH} levels deep.")
        inner = each.values() if isinstance(each, dict) else each if isinstance(each, list | tuple) else ()
        stack.extend((inner_value, depth + 1) for inner_value in inner)
        left -= len(inner)
        if left < 0:
            raise DocumentError(f"The configuration holds more than {MAX_VALUES:,} values.")


def refuse_code(value: Any, who: str) -> None:
    """Refuse a Python function among the settings of a layer that nobody knows.

    Raises:
        DocumentError: with the reason.
    """
    if any(
        isinstance(each, dict) and each.get("class_name") in ("__lambda__", "function") for each in everything_in(value)
    ):
        raise DocumentError(
            f"{who} holds a Python function, which could do anything when it runs; it is not opened. "
            "Write a layer instead, and register it with @playground.register."
        )


def _whole(value: Any) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise TypeError(value)


def _array(value: Any, dtype: str) -> Any:
    import numpy as np

    return np.array(value, dtype=dtype) if dtype in _NUMBERS else Odd(f"array of {dtype}")
