"""Python text as a formatter leaves it: expressions that know how to break, at most 100 columns, double quotes.

What is written here stays as it is under `ruff format` (and Black) with a line length of 100.
"""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

WIDTH = 100
_INDENT = 4


class Code(str):
    """An expression in the place of a value."""

    __slots__ = ()


class Bracket(NamedTuple):
    """`head(items)`, which breaks to one item a line; `then` is a further bracket, as in `Dense(3)(x)`.

    One that is `spread` breaks also where it would fit on a line.
    """

    head: str
    items: "tuple[Expression, ...]"
    ends: str = "()"
    then: "Bracket | None" = None
    is_tuple: bool = False
    spread: bool = False


Expression = str | Bracket


def call(head: str, items: Iterable[Expression], then: Sequence[Expression] | None = None) -> Bracket:
    """`head(items)`, or `head(items)(then)`."""
    return Bracket(head, tuple(items), then=None if then is None else Bracket("", tuple(then)))


def keyword(name: str, value: Expression) -> Expression:
    """`name=value`."""
    return f"{name}={value}" if isinstance(value, str) else value._replace(head=f"{name}={value.head}")


def bracketed(items: Iterable[Expression]) -> Bracket:
    """`[items]`."""
    return Bracket("", tuple(items), "[]")


def one_or_list(items: Sequence[Expression]) -> Expression:
    """The item itself when it is the only one, else a list."""
    return items[0] if len(items) == 1 else bracketed(items)


def flat(expression: Expression) -> str:
    """The expression on one line."""
    if isinstance(expression, str):
        return expression
    inner = ", ".join(flat(item) for item in expression.items)
    comma = "," if expression.is_tuple and len(expression.items) == 1 else ""
    rest = flat(expression.then) if expression.then else ""
    return f"{expression.head}{expression.ends[0]}{inner}{comma}{expression.ends[1]}{rest}"


def lines(expression: Expression, before: str = "", after: str = "", indent: int = 0, width: int = WIDTH) -> list[str]:
    """The expression between two texts, on as many lines of this width as it needs, the first one indented too."""
    pad = " " * indent
    whole = f"{pad}{before}{flat(expression)}{after}"
    if isinstance(expression, str) or (len(whole) <= width and not _spreads(expression)):
        return [whole]
    brackets = _chain(expression)
    breakable = [index for index, each in enumerate(brackets) if each.items]
    needed = [index for index in breakable if _spreads(brackets[index]._replace(then=None))]
    for broken in [needed] if needed else ([index] for index in breakable):
        found = _broken(brackets, broken, (before, after), indent, width)
        if all(len(line) <= width for line in found):
            return found
    return _broken(brackets, breakable, (before, after), indent, width)


def literal(value: Any) -> Expression:
    """A value of JSON, lists as lists."""
    match value:
        case Code():
            return str(value)
        case str():
            return quoted(value)
        case list() | tuple():
            return bracketed(literal(each) for each in value)
        case dict():
            return Bracket("", tuple(keyed(literal(key), literal(each)) for key, each in value.items()), "{}")
        case float() if not math.isfinite(value):
            return f'float("{value}")'
        case float():
            return re.sub(r"e([+-]?)0*", lambda found: f"e{found[1].strip('+')}", repr(value))
        case _:
            return repr(value)


def keyed(key: Expression, value: Expression) -> Expression:
    """An entry of a dict."""
    name = flat(key)
    return f"{name}: {value}" if isinstance(value, str) else value._replace(head=f"{name}: {value.head}")


def tupled(value: Any) -> Expression:
    """A value of JSON, lists as tuples."""
    if not isinstance(value, list | tuple):
        return literal(value)
    return Bracket("", tuple(tupled(each) for each in value), is_tuple=True)


def quoted(value: str, prefix: str = "") -> str:
    """A literal that reads back as the same text, in double quotes unless those need more escapes."""
    quote = "'" if value.count('"') > value.count("'") else '"'
    inner = repr(f"{value}'\"")[1:-4].replace("\\'", "'")
    return f"{prefix}{quote}{inner.replace(quote, f'{chr(92)}{quote}')}{quote}"


def _spreads(expression: Expression) -> bool:
    if isinstance(expression, str):
        return False
    inner = any(_spreads(item) for item in expression.items)
    return expression.spread or inner or (expression.then is not None and _spreads(expression.then))


def _chain(expression: Bracket) -> list[Bracket]:
    found = [expression]
    while found[-1].then is not None:
        found.append(found[-1].then)
    return found


def _broken(
    brackets: list[Bracket], broken: Sequence[int], around: tuple[str, str], indent: int, width: int
) -> list[str]:
    pad, done = " " * indent, []
    line, after = around
    for index, each in enumerate(brackets):
        if index not in broken:
            line += flat(each._replace(then=None))
            continue
        done.append(f"{pad}{line}{each.head}{each.ends[0]}")
        for item in each.items:
            done += lines(item, "", ",", indent + _INDENT, width)
        line = each.ends[1]
    return [*done, f"{pad}{line}{after}"]
