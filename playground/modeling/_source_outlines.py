"""Finds what a person would write as a function: the same calls at several places, with other settings and names."""

from collections.abc import Iterable, Iterator, Sequence, Set as AbstractSet
from typing import Any, NamedTuple

from playground.catalog import snake
from playground.modeling._source_holes import Hole, filled, holes, lacking, look_of_piece, middle, piece_lines
from playground.modeling._source_names import Variables, identifier
from playground.modeling._source_repeats import rounds_after_the_first
from playground.modeling._source_steps import Call, Outline, Parameter, Piece, Step, Tensor
from playground.modeling._source_text import Code

_MOST = 3_000
"""Networks of more calls are written without: nobody reads them, and a search would take seconds."""
_LONGEST = 64
_ENTERING = 3
_OTHER_TENSORS = 0.4
"""What a function is worth for each tensor that it takes besides the first: few are read with ease."""
_PARAMETERS = 9
_SMALL = 0.25
"""How much smaller functions are preferred, of which larger ones can be made."""
_UNITS = ((3, 0.4), (4, 0.25))
"""What comes twice in a stretch and makes it two of a kind: so many calls, this share of it."""
_NAMES = 2
_FRAME = 4
"""Lines of a function that are none of its calls: its first, and the gap to the next."""
_WORTH = 8
"""A function is written where it saves so many lines; a call past `_LONG` columns counts one for each setting."""
_LONG = 78
_SHORT = {
    "Activation": "act",
    "AveragePooling2D": "pool",
    "BatchNormalization": "norm",
    "Conv1D": "conv",
    "Conv2D": "conv",
    "Conv3D": "conv",
    "DepthwiseConv2D": "depthwise",
    "GroupNormalization": "norm",
    "LayerNormalization": "norm",
    "GlobalAveragePooling2D": "pool",
    "MaxPooling2D": "pool",
    "ReLU": "act",
    "SeparableConv2D": "separable_conv",
    "ZeroPadding2D": "pad",
}
_MERGES = {
    "Add": "residual_block",
    "ops.add": "residual_block",
    "Multiply": "gated_block",
    "Concatenate": "joined_block",
}


def outlined(
    steps: Sequence[Step], returned: AbstractSet[Tensor], unnamed: AbstractSet[str], names: Variables
) -> tuple[list[Piece], list[Outline]]:
    """The steps with calls of functions for what comes several times, and the functions, those called by others first.

    Args:
        steps: The calls of a network in their order.
        returned: The tensors that its model returns.
        unnamed: Ids of the layers that are written without their names.
        names: Gives the functions their names.
    """
    pieces: list[Piece] = list(steps)
    outlines: list[Outline] = []
    while len(steps) <= _MOST and (found := _Search(pieces, returned, unnamed).best()) is not None:
        outline = _outline(found, names)
        outlines.append(outline)
        pieces = _replaced(pieces, found, outline)
    return pieces, outlines


class _Found(NamedTuple):
    """Equal stretches: where each begins, what its calls differ in, and the tensors that enter each.

    `rank` is what they are worth as a function: the lines saved, shorter ones first, of which longer ones are made.
    """

    starts: tuple[int, ...]
    stretches: tuple[tuple[Piece, ...], ...]
    holes: tuple[tuple[Hole, ...], ...]
    enters: tuple[tuple[Tensor, ...], ...]
    columns: "tuple[_Column, ...]"
    rank: float


class _Column(NamedTuple):
    """A parameter: its values in each stretch, and the holes that it fills, as places and holes."""

    wish: str
    is_text: bool
    values: tuple[Any, ...]
    fills: "list[tuple[int, Hole]]"


class _Stretch(NamedTuple):
    """What begins at a place, as far as it was followed."""

    look: int
    enters: tuple[Tensor, ...]
    last_reader: int


class _Search:
    def __init__(self, pieces: Sequence[Piece], returned: AbstractSet[Tensor], unnamed: AbstractSet[str]) -> None:
        self._pieces = pieces
        self._place = {piece.node.id: index for index, piece in enumerate(pieces)}
        self._looks = [look_of_piece(piece, unnamed=piece.layer.id in unnamed) for piece in pieces]
        self._exactly = [piece_lines(piece) for piece in pieces]
        self._lines = [piece_lines(piece, _LONG) for piece in pieces]
        self._written = list(self._lines)
        for again in rounds_after_the_first(pieces, returned, unnamed):
            self._written[again] = 0
        self._unnamed = unnamed
        self._last = [0] * len(pieces)
        for index, piece in enumerate(pieces):
            for _, (node, _) in piece.uses:
                if node in self._place:
                    self._last[self._place[node]] = index
        for node, _ in returned:
            if node in self._place:
                self._last[self._place[node]] = len(pieces)

    def best(self) -> _Found | None:
        """The function to write first."""
        best: _Found | None = None
        for length, groups in enumerate(self._groups(), start=2):
            for members in groups:
                found = self._found(members, length, 0 if best is None else best.rank)
                if found is not None:
                    best = found
        return best

    def _groups(self) -> Iterator[list[list[tuple[int, _Stretch]]]]:
        """For each length from two on, the places where equal stretches of it begin."""
        alive = {start: _Stretch(0, (), 0) for start in range(len(self._pieces))}
        for length in range(1, _LONGEST + 1):
            numbers: dict[Any, int] = {}
            grown: dict[int, list[tuple[int, _Stretch]]] = {}
            for start, stretch in alive.items():
                longer = self._longer(start, length, stretch, numbers)
                if longer is not None:
                    grown.setdefault(longer.look, []).append((start, longer))
            groups = [members for members in grown.values() if len(members) > 1]
            alive = {start: stretch for members in groups for start, stretch in members}
            if not alive:
                return
            if length > 1:
                yield groups

    def _longer(self, start: int, length: int, stretch: _Stretch, numbers: dict[Any, int]) -> _Stretch | None:
        end = start + length - 1
        if end >= len(self._pieces) or self._looks[end] is None:
            return None
        enters, wires = stretch.enters, []
        for _, tensor in self._pieces[end].uses:
            place = self._place.get(tensor[0], -1)
            if place >= start:
                wires.append((end - place, tensor[1]))
                continue
            if tensor not in enters:
                enters = (*enters, tensor)
            wires.append((-1 - enters.index(tensor), 0))
        if len(enters) > _ENTERING:
            return None
        look = numbers.setdefault((stretch.look, self._looks[end], *wires), len(numbers))
        # The tensor of the last call may go anywhere; those of the calls before it stay inside.
        before = max(stretch.last_reader, self._last[end - 1] if length > 1 else 0)
        return _Stretch(look, enters, before)

    def _found(self, members: list[tuple[int, _Stretch]], length: int, least: float) -> _Found | None:
        chosen: list[tuple[int, _Stretch]] = []
        for start, stretch in members:
            inside = stretch.last_reader < start + length and stretch.enters
            if inside and (not chosen or start >= chosen[-1][0] + length):
                chosen.append((start, stretch))
        if len(chosen) < 2:  # noqa: PLR2004  # twice
            return None
        starts = tuple(start for start, _ in chosen)
        inner = sum(self._lines[starts[0] : starts[0] + length])
        written = [sum(self._written[start : start + length]) for start in starts]
        most: float = sum(written) - inner - _FRAME - sum(map(bool, written))
        most *= _OTHER_TENSORS ** (len(chosen[0][1].enters) - 1)
        if most < _WORTH or most / length**_SMALL <= least:
            return None
        stretches = tuple(tuple(self._pieces[start : start + length]) for start in starts)
        if _repeats_itself(self._looks[starts[0] : starts[0] + length]):
            return None
        differing = []
        for place, same in enumerate(zip(*stretches, strict=True)):
            found = holes(same)
            if found is None:
                return None
            bare = {index for hole in found if hole.is_text for index in lacking(hole.values)}
            if bare:
                rest = [each for index, each in enumerate(chosen) if index not in bare]
                return self._found(rest, length, least) if len(rest) > 1 else None
            layer = stretches[0][place].layer.id
            differing.append(tuple(each for each in found if each.path != ("name",) or layer not in self._unnamed))
        columns = _columns(differing)
        if columns is None or len(columns) > _PARAMETERS:
            return None
        texts = [column for column in columns if column.is_text]
        if len(texts) > 1 and (len(texts) > _NAMES or not isinstance(texts[0].values[0], int)):
            return None
        each_call = 1 if len(columns) <= 6 else 1 + len(columns) / 2  # noqa: PLR2004  # what fits on a line
        saved = sum(written) - inner - _FRAME - each_call * sum(map(bool, written)) - len(columns)
        saved *= _OTHER_TENSORS ** (len(chosen[0][1].enters) - 1)
        kept = [sum(self._exactly[start : start + length]) for start, own in zip(starts, written, strict=True) if own]
        if sum(kept) - sum(self._exactly[starts[0] : starts[0] + length]) - _FRAME - len(kept) <= 0:
            return None
        if saved < _WORTH or saved / length**_SMALL <= least:
            return None
        enters = tuple(stretch.enters for _, stretch in chosen)
        return _Found(starts, stretches, tuple(differing), enters, tuple(columns), saved / length**_SMALL)


def _columns(differing: Sequence[Iterable[Hole]]) -> list[_Column] | None:
    """One parameter for all holes that differ alike; names come last."""
    found: dict[str, _Column] = {}
    for place, each in enumerate(differing):
        for hole in each:
            values = hole.values
            if hole.is_text:
                inner = middle([str(value) for value in values])
                if inner is None:
                    return None
                as_numbers = hole.path == ("name",) or not any(isinstance(value, str) for value in values)
                values = inner.values() if as_numbers else inner.parts
            key = f"{hole.is_text} {values!r}"
            if hole.is_text and isinstance(values[0], int):
                key = f"{[value - values[0] for value in values]}"
                if key in found and found[key].values[0] > values[0]:
                    found[key] = found[key]._replace(values=values)
            if key not in found:
                found[key] = _Column(hole.wish, hole.is_text, values, [])
            elif not hole.is_text and found[key].fills[0][1].inside and not hole.inside:
                found[key] = found[key]._replace(wish=hole.wish)
            found[key].fills.append((place, hole))
    return sorted(found.values(), key=lambda column: (column.is_text, not isinstance(column.values[0], int)))


def _repeats_itself(looks: Sequence[bytes | None]) -> bool:
    """Whether a stretch is two of a smaller kind: then that is the function, and this one a loop."""
    size = len(looks)
    ends = [0] * (size + 1)
    for first in range(size):
        before = 0
        for second in range(size):
            upper, ends[second + 1], before = before, 0, ends[second + 1]
            if first < second and looks[first] == looks[second]:
                ends[second + 1] = min(upper + 1, second - first)
                if any(ends[second + 1] >= max(unit, share * size) for unit, share in _UNITS):
                    return True
    return False


def _outline(found: _Found, names: Variables) -> Outline:
    pieces = found.stretches[0]
    name = names.new(_called(pieces, found.enters[0]))
    own = names.copy()
    parameters, codes = [], [dict[Any, Code]() for _ in pieces]
    wishes = [column.wish for column in found.columns]
    for column in found.columns:
        place, hole = column.fills[0]
        variable = own.new(_wish(column, pieces[place], found.holes[place], alone=wishes.count(column.wish) == 1))
        parameters.append(Parameter(variable, column.is_text))
        for place, hole in column.fills:
            codes[place][hole.path] = _code(column, hole, variable, of_call=isinstance(pieces[place], Call))
    template = tuple(filled(piece, codes[place]) for place, piece in enumerate(pieces))
    return Outline(name, template, tuple(parameters), found.enters[0], tuple(map(_kind, pieces)))


def _code(column: _Column, hole: Hole, variable: str, *, of_call: bool) -> Code:
    if not hole.is_text:
        return Code(variable)
    inner = middle([str(value) for value in hole.values])
    if inner is None:  # pragma: no cover - it was a column
        return Code(variable)
    if isinstance(column.values[0], int):
        ahead = inner.values()[0] - column.values[0]
        variable += f" + {ahead}" if ahead else ""
    return Code(variable) if of_call and not inner.before and not inner.after else inner.code(variable)


def _wish(column: _Column, piece: Piece, holes_here: Iterable[Hole], *, alone: bool) -> str:
    wish = "index" if column.is_text and isinstance(column.values[0], int) else column.wish
    if alone or isinstance(piece, Call):
        return wish
    name = next((hole for hole in holes_here if hole.path == ("name",)), None)
    inner = None if name is None else middle([str(value) for value in name.values])
    plain = piece.layer.kind if inner is None else inner.after.strip("_") or inner.before.strip("_")
    return identifier(f"{plain}_{wish}")


def _called(pieces: Sequence[Piece], enters: Sequence[Tensor]) -> str:
    """What to call a function, by what is in it."""
    last = pieces[-1]
    if isinstance(last, Step) and last.layer.kind in _MERGES and any(tensor in enters for _, tensor in last.uses):
        return _MERGES[last.layer.kind]
    kinds = list(dict.fromkeys(_kind(piece) for piece in pieces))
    return "_".join(kinds) if len(kinds) <= 3 else f"{kinds[0]}_block"  # noqa: PLR2004  # what a name bears


def _kind(piece: Piece) -> str:
    if isinstance(piece, Call):
        return piece.outline.name
    kind = piece.layer.kind
    return _SHORT.get(kind, snake(kind.rpartition(".")[2]))


def _replaced(pieces: list[Piece], found: _Found, outline: Outline) -> list[Piece]:
    length, done, at = len(found.stretches[0]), list[Piece](), 0
    for index, start in enumerate(found.starts):
        last = pieces[start + length - 1]
        given = tuple(column.values[index] for column in found.columns)
        uses = tuple(("", tensor) for tensor in found.enters[index])
        done += [*pieces[at:start], Call(outline, given, uses, last.node, last.layer)]
        at = start + length
    return [*done, *pieces[at:]]
