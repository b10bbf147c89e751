"""Plain data, as settings and configurations are: looked through value by value."""

from collections.abc import Iterator
from typing import Any


def everything_in(data: Any) -> Iterator[Any]:
    """The data itself and each value inside of its dicts, lists and tuples, in no order to count on."""
    stack = [data]
    while stack:
        value = stack.pop()
        yield value
        match value:
            case dict():
                stack.extend(value.values())
            case list() | tuple():
                stack.extend(value)
            case _:
                pass
