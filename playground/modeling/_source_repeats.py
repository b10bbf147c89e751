"""Finds what a person would write as a loop: the same calls again and again, counted in the names or by a table."""

from collections.abc import Iterator, Sequence, Set as AbstractSet
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from playground.modeling._source_holes import Hole, filled, holes, look_of_piece, piece_lines
from playground.modeling._source_names import Variables
from playground.modeling._source_steps import Call, Piece, Step, Tensor, look_of
from playground.modeling._source_text import Code
from playground.modeling._source_varying import DIGITS, Column, columns_of, counted, counter, of_table, plain_name

_LONGEST_BODY = 60
_SHORT = 3
"""A body of fewer calls than this is worth a loop from this many rounds on."""
_WORTH = 3
"""A loop over a table is written where it saves so many lines."""
_COLUMNS = 5
_WIDTH = 80


class Loop(NamedTuple):
    """Rounds of the same calls: each takes one tensor of the round before, the first `enters`; the last gives `leaves`.

    `body` are templates, `plain` the names of their layers without what varies. Rounds count from `first`; None where
    nothing is counted. With `columns`, the variables, they go through `rows` instead.
    """

    body: tuple[Piece, ...]
    rounds: int
    first: int | None
    plain: tuple[str, ...]
    enters: Tensor
    leaves: Tensor
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()


Item = Piece | Loop


def with_loops(
    steps: Sequence[Piece], returned: AbstractSet[Tensor], variables: Variables, unnamed: AbstractSet[str] = frozenset()
) -> list[Item]:
    """The calls with every repetition as a loop.

    Args:
        steps: The calls of a network in their order.
        returned: The tensors that its model returns.
        variables: Gives loops over a table their variables.
        unnamed: Ids of the layers that are written without their names.
    """
    numbered = _spread(_Finder(steps, returned, unnamed), 0, len(steps))
    tables = _Finder(steps, returned, unnamed, tables=True)
    items: list[Item] = []
    for start, end, found in numbered:
        parts = [(start, end, found)] if found is not None else _spread(tables, start, end)
        for begin, stop, draft in parts:
            items += steps[begin:stop] if draft is None else [draft.written(variables)]
    return items


def rounds_after_the_first(
    steps: Sequence[Piece], returned: AbstractSet[Tensor], unnamed: AbstractSet[str]
) -> Iterator[int]:
    """The places of calls that a counted loop says already in its first round."""
    for start, end, draft in _spread(_Finder(steps, returned, unnamed), 0, len(steps)):
        if draft is not None:
            yield from range(start + len(draft.body), end)


def _spread(finder: "_Finder", at: int, end: int) -> "list[tuple[int, int, _Draft | None]]":
    """Loops and the stretches between them."""
    parts: list[tuple[int, int, _Draft | None]] = []
    free = at
    while at < end:
        start, draft = finder.best(at, end)
        if draft is None:
            at += 1
            continue
        if free < start:
            parts.append((free, start, None))
        at = free = start + len(draft.body) * draft.rounds
        parts.append((start, at, draft))
    return [*parts, (free, end, None)] if free < end else parts


class _Draft(NamedTuple):
    """A loop whose variables have no names yet; `holes` are those of each call, `columns` are filled as in a table."""

    body: tuple[Piece, ...]
    rounds: int
    first: int | None
    holes: tuple[tuple[Hole, ...], ...]
    columns: "tuple[Column, ...]"
    enters: Tensor
    leaves: Tensor

    @property
    def saved(self) -> float:
        if not self.columns:
            return len(self.body) * (self.rounds - 1)
        inner = sum(map(piece_lines, self.body))
        width = sum(len(repr(value)) + 2 for column in self.columns for value in column.values) + 2 * self.rounds
        table = 0 if width <= _WIDTH else self.rounds + 1
        return inner * (self.rounds - 1) - 1 - table - len(self.columns) / 2

    @property
    def uneven(self) -> int:
        """How many numbers in names are not the counter itself."""
        if self.columns or self.first is None:
            return 0
        return sum(counted(hole, self.first).count("i ") for each in self.holes for hole in each)

    def written(self, variables: Variables) -> Loop:
        """The loop with its variables in the holes."""
        names: list[str] = []
        for column in self.columns:
            number = sum(column.wish == other.wish for other in self.columns[: len(names)])
            names.append(variables.again(column.wish, number))
        codes: list[dict[Any, Code]] = [{} for _ in self.body]
        for place, each in enumerate(self.holes):
            for hole in each:
                if not self.columns:
                    codes[place][hole.path] = Code(counted(hole, self.first or 0))
        for column, name in zip(self.columns, names, strict=True):
            for place, hole in column.fills:
                codes[place][hole.path] = of_table(hole, name, self.body[place])
        body = tuple(filled(piece, each) for piece, each in zip(self.body, codes, strict=True))
        plain = tuple(plain_name(piece, each) for piece, each in zip(self.body, self.holes, strict=True))
        rows = tuple(zip(*(column.values for column in self.columns), strict=True))
        return Loop(body, self.rounds, self.first, plain, self.enters, self.leaves, tuple(names), rows)


class _Finder:
    def __init__(
        self,
        steps: Sequence[Piece],
        returned: AbstractSet[Tensor],
        unnamed: AbstractSet[str],
        *,
        tables: bool = False,
    ) -> None:
        self._steps = steps
        self._unnamed = unnamed
        self._tables = tables
        self._place = {step.node.id: index for index, step in enumerate(steps)}
        known: dict[bytes, int] = {}
        looks = [self._look(step) for step in steps]
        self._looks = [-1 - at if look is None else known.setdefault(look, len(known)) for at, look in enumerate(looks)]
        self._readers: dict[Tensor, list[int]] = {tensor: [len(steps)] for tensor in returned}
        for index, step in enumerate(steps):
            for _, tensor in step.uses:
                self._readers.setdefault(tensor, []).append(index)
        self._last_readers = [
            max((reader for tensor in step.tensors for reader in self._readers.get(tensor, ())), default=0)
            for step in steps
        ]

    def _look(self, piece: Piece) -> bytes | None:
        if self._tables:
            return look_of_piece(piece, unnamed=piece.layer.id in self._unnamed)
        return _look(piece, unnamed=piece.layer.id in self._unnamed)

    def best(self, at: int, end: int) -> tuple[int, _Draft | None]:
        """The loop from here that saves most lines, the shorter body of two; and where it begins.

        A loop that saves as much and counts more evenly may begin within the first round.
        """
        found = self._longest(at, end)
        if found is None:
            return at, None
        starts = {at: found}
        for start in range(at + 1, at + len(found.body)):
            turned = self._loop(start, len(found.body), end)
            if turned is not None and turned.saved >= found.saved:
                starts[start] = turned
        return min(starts.items(), key=lambda each: (each[1].uneven, each[0]))

    def _longest(self, at: int, end: int) -> _Draft | None:
        found: _Draft | None = None
        for period in range(1, min(_LONGEST_BODY, (end - at) // 2) + 1):
            if self._looks[at] != self._looks[at + period]:
                continue
            loop = self._loop(at, period, end)
            if loop is not None and (found is None or loop.saved > found.saved):
                found = loop
        return found

    def _loop(self, at: int, period: int, end: int) -> _Draft | None:
        last = at + period - 1
        if max(self._last_readers[at:last], default=0) > last or not last < self._last_readers[last]:
            return None
        rounds = 1
        while self._repeats(at, period, rounds, end):
            rounds += 1
        if rounds > _SHORT and self._checked(at, period, 2) is None:
            return None
        while rounds > 1:
            loop = self._checked(at, period, rounds)
            if loop is not None and loop.columns:
                return loop if loop.saved >= _WORTH else None
            if loop is not None:
                return loop if rounds >= _SHORT or period >= _SHORT else None
            rounds -= 1
        return None

    def _repeats(self, at: int, period: int, number: int, end: int) -> bool:
        start = at + period * number
        return start + period <= end and self._looks[at : at + period] == self._looks[start : start + period]

    def _checked(self, at: int, period: int, rounds: int) -> _Draft | None:
        """The loop of so many rounds, if what differs can be counted or stand in a table, and tensors flow alike."""
        steps = self._steps
        carried: set[tuple[int, int]] = set()
        enters: set[Tensor] = set()
        stays: set[Tensor] = set()
        differing: list[tuple[Hole, ...]] = []
        for offset in range(period):
            same = [steps[at + offset + period * number] for number in range(rounds)]
            for use in range(len(same[0].uses)):
                kind = self._flow([step.uses[use][1] for step in same], at, period)
                if kind is None:
                    return None
                if kind == "outside":
                    stays.add(same[0].uses[use][1])
                if isinstance(kind, tuple):
                    carried.add(kind)
                    enters.add(same[0].uses[use][1])
            found = self._holes(same)
            if found is None:
                return None
            differing.append(found)
        # What enters the first round and is taken by the others too, can't be both `x` and itself.
        if stays & enters or len(carried) != 1 or len(enters) != 1 or carried != {(period - 1, min(carried)[1])}:
            return None
        output = next(iter(carried))[1]
        last = at + period * rounds
        leaves = (steps[last - 1].node.id, output)
        for step in steps[at:last]:
            for tensor in step.tensors:
                if tensor != leaves and any(reader >= last for reader in self._readers.get(tensor, ())):
                    return None
        first, columns = counter(differing), tuple[Column, ...]()
        if first is None and any(differing):
            made = columns_of(differing) if self._tables else None
            if not made or len(made) > _COLUMNS or sum(column.fills[0][1].is_text for column in made) > 1:
                return None
            columns = tuple(made)
        return _Draft(tuple(steps[at : at + period]), rounds, first, tuple(differing), columns, enters.pop(), leaves)

    def _holes(self, same: list[Piece]) -> tuple[Hole, ...] | None:
        """What differs in these calls; None when they can't be one call in a loop."""
        first = same[0]
        layers = {step.layer.id for step in same}
        if isinstance(first, Step) and len(layers) > 1 and first.shared:
            return None
        unnamed = first.layer.id in self._unnamed
        if isinstance(first, Step) and not self._tables:
            names = tuple(step.layer.name for step in same)
            if len(layers) == 1 or unnamed:
                return ()
            return None if len({*names}) == 1 else (Hole(("name",), names, "name", is_text=True),)
        found = holes(same)
        if found is None:
            return None
        return tuple(each for each in found if not (unnamed and each.path == ("name",)))

    def _flow(self, tensors: list[Tensor], at: int, period: int) -> tuple[int, int] | str | None:
        """Where a call's tensor comes from, alike in every round: an offset of the round before, or elsewhere."""
        places = [self._place.get(node, -1) for node, _ in tensors]
        if len({output for _, output in tensors[1:]}) > 1:
            return None
        if len(set(tensors)) == 1 and places[0] < at:
            return "outside"
        first, second = places[0], places[1]
        inside = at <= first
        if any(after - before != period for before, after in pairwise(places[1:])):
            return None
        if inside:
            return "inside" if second - first == period and tensors[0][1] == tensors[1][1] else None
        offset = second - at
        return (offset, tensors[1][1]) if 0 <= offset < period else None


def _look(piece: Piece, *, unnamed: bool) -> bytes:
    """Equal for calls that can be rounds of one counted loop: all but numbers in names and where tensors come from."""
    if isinstance(piece, Call):
        given = [
            "0"
            if parameter.is_text and isinstance(value, int)
            else DIGITS.sub("0", value)
            if parameter.is_text
            else value
            for value, parameter in zip(piece.arguments, piece.outline.parameters, strict=True)
        ]
        return msgspec.json.encode((id(piece.outline), given))
    layer, node = piece.layer, piece.node
    own = layer.id if piece.shared else "" if unnamed else DIGITS.sub("0", layer.name)
    inner = "" if layer.network is None else look_of(layer.network).decode()
    ports = [port for port, _ in piece.uses]
    parts = (layer.kind, own, inner, layer.settings, layer.trainable, node.arguments, ports, piece.outputs)
    return msgspec.json.encode(parts, order="sorted")
