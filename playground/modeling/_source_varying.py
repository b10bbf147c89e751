"""What varies from round to round of a loop: a number that is counted, or what stands in the columns of a table."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from playground.modeling._source_holes import Hole, filled_text, middle
from playground.modeling._source_steps import Call, Piece, Step
from playground.modeling._source_text import Code

DIGITS = re.compile(r"(\d+)")


class Column(NamedTuple):
    """What one variable of a loop over a table stands for in each round, and the holes of which calls it fills."""

    wish: str
    values: tuple[Any, ...]
    fills: list[tuple[int, Hole]]


def counter(differing: Iterable[Iterable[Hole]]) -> int | None:
    """Where counting begins, if every hole is a text in which a number goes up by one each round."""
    first: int | None = None
    for each in differing:
        for hole in each:
            if not hole.is_text:
                return None
            tokens = [DIGITS.split(str(value)) for value in hole.values]
            counting = _counting(tokens)
            if not counting:
                return None
            if first is None:
                first = int(tokens[0][min(counting)])
    return first


def _counting(rounds: list[list[str]]) -> set[int] | None:
    """Places of the numbers that go up by one each round; None when something changes in another way."""
    if len({tuple(tokens[::2]) for tokens in rounds}) > 1:
        return None
    counting = set()
    for place in range(1, len(rounds[0]), 2):
        values = [tokens[place] for tokens in rounds]
        if len(set(values)) == 1:
            continue
        start = int(values[0])
        if values != [str(start + number) for number in range(len(rounds))]:
            return None
        counting.add(place)
    return counting


def counted(hole: Hole, first: int) -> str:
    """The text of a hole in which the counter `i` stands for what is counted; a number is the counter itself."""
    tokens = [DIGITS.split(str(value)) for value in hole.values]
    parts: list[str] = list(tokens[0])
    for place in _counting(tokens) or ():
        ahead = int(parts[place]) - first
        parts[place] = Code("i" if not ahead else f"i {'+' if ahead > 0 else '-'} {abs(ahead)}")
    if isinstance(hole.values[0], int):
        return next(part for part in parts if isinstance(part, Code))
    return filled_text(parts, is_text=False)


def columns_of(differing: Sequence[Iterable[Hole]]) -> list[Column] | None:
    """One column for all holes that differ alike; names come last."""
    found: dict[str, tuple[bool, Column]] = {}
    for place, each in enumerate(differing):
        for hole in each:
            values = hole.values
            if hole.is_text and not any(isinstance(value, int) for value in values):
                inner = middle([str(value) for value in values])
                if inner is None:
                    return None
                values = inner.values() if hole.path == ("name",) else inner.parts
            key = f"{hole.is_text} {values!r}"
            wish = "number" if hole.is_text and isinstance(values[0], int) else hole.wish
            found.setdefault(key, (hole.is_text, Column(wish, values, [])))[1].fills.append((place, hole))
    return [column for _, column in sorted(found.values(), key=lambda each: each[0])]


def of_table(hole: Hole, name: str, piece: Piece) -> Code:
    if not hole.is_text or isinstance(hole.values[0], int):
        return Code(name)
    inner = middle([str(value) for value in hole.values])
    if inner is None or (isinstance(piece, Call) and not inner.before and not inner.after):
        return Code(name)
    return inner.code(name) if isinstance(piece, Step) else Code(filled_text([inner.before, Code(name), inner.after]))


def plain_name(piece: Piece, each: Iterable[Hole]) -> str:
    """The name of a layer without what varies."""
    hole = next((hole for hole in each if hole.path == ("name",)), None)
    if hole is None:
        return piece.layer.name
    tokens = [DIGITS.split(str(value)) for value in hole.values]
    counting = _counting(tokens)
    if counting is None:
        inner = middle([str(value) for value in hole.values])
        return piece.layer.kind if inner is None else inner.before + inner.after
    return "".join(part for place, part in enumerate(tokens[0]) if place not in counting)
