"""Plain data as objects of our classes, from any thread.

msgspec works out what the fields of a class are when it first reads one. Another thread that reads one of that class
meanwhile finds the half of it, and the process ends in a crash (msgspec 0.22). So one thread at a time works it out.
"""

import threading
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_turn = threading.Lock()
_ready: set[Any] = set()


def typed(value: Any, cls: type[T]) -> T:
    """Values of JSON as an object of a class.

    Raises:
        msgspec.ValidationError: they are not what the class has.
        RecursionError: they are nested too deeply.
    """
    _make_ready(cls)
    return msgspec.convert(value, cls)


def typed_json(raw: bytes, cls: type[T]) -> T:
    """JSON as an object of a class.

    Raises:
        msgspec.DecodeError: it is no JSON, or not what the class has.
        RecursionError: it is nested too deeply.
    """
    _make_ready(cls)
    return msgspec.json.decode(raw, type=cls)


def _make_ready(cls: type) -> None:
    if cls in _ready:
        return
    with _turn:
        msgspec.json.Decoder(cls)
        _ready.add(cls)
