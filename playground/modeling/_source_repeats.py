"""Finds what a person would write as a loop: the same calls again and again, counted in the names."""

import re
from collections.abc import Sequence, Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

import msgspec

from playground.modeling._source_steps import Step, Tensor, look_of
from playground.modeling._source_text import quoted

_LONGEST_BODY = 60
_DIGITS = re.compile(r"(\d+)")
_SHORT = 3
"""A body of fewer calls than this is worth a loop from this many rounds on."""


class Loop(NamedTuple):
    """Rounds of the same calls: each takes one tensor of the round before, the first `enters`; the last gives `leaves`.

    `names` are the literals of the layers' names, `plain` the names without their counters. `first` is the counter's
    first value; None where nothing is counted.
    """

    body: tuple[Step, ...]
    rounds: int
    first: int | None
    names: tuple[str, ...]
    plain: tuple[str, ...]
    enters: Tensor
    leaves: Tensor


Item = Step | Loop


def with_loops(steps: Sequence[Step], returned: AbstractSet[Tensor]) -> list[Item]:
    """The steps with every repetition as a loop; `returned` are the tensors that the model returns."""
    finder = _Finder(steps, returned)
    items: list[Item] = []
    at = 0
    while at < len(steps):
        start, loop = finder.best(at)
        if loop is None:
            items.append(steps[at])
            at += 1
            continue
        items += [*steps[at:start], loop]
        at = start + len(loop.body) * loop.rounds
    return items


class _Finder:
    def __init__(self, steps: Sequence[Step], returned: AbstractSet[Tensor]) -> None:
        self._steps = steps
        self._place = {step.node.id: index for index, step in enumerate(steps)}
        known: dict[bytes, int] = {}
        self._looks = [known.setdefault(_look(step), len(known)) for step in steps]
        self._readers: dict[Tensor, list[int]] = {tensor: [len(steps)] for tensor in returned}
        for index, step in enumerate(steps):
            for _, tensor in step.uses:
                self._readers.setdefault(tensor, []).append(index)

    def best(self, at: int) -> tuple[int, Loop | None]:
        """The loop from here that saves most lines, the shorter body of two; and where it begins.

        A loop that saves as much and counts more evenly may begin within the first round.
        """
        found = self._longest(at)
        if found is None:
            return at, None
        starts = {at: found}
        for start in range(at + 1, at + len(found.body)):
            turned = self._loop(start, len(found.body))
            if turned is not None and _saved(turned) >= _saved(found):
                starts[start] = turned
        return min(starts.items(), key=lambda each: (_uneven(each[1]), each[0]))

    def _longest(self, at: int) -> Loop | None:
        found: Loop | None = None
        for period in range(1, min(_LONGEST_BODY, (len(self._steps) - at) // 2) + 1):
            if self._looks[at] != self._looks[at + period]:
                continue
            loop = self._loop(at, period)
            if loop is not None and (found is None or _saved(loop) > _saved(found)):
                found = loop
        return found

    def _loop(self, at: int, period: int) -> Loop | None:
        rounds = 1
        while self._repeats(at, period, rounds):
            rounds += 1
        while rounds > 1:
            loop = self._checked(at, period, rounds)
            if loop is not None:
                return loop if rounds >= _SHORT or period >= _SHORT else None
            rounds -= 1
        return None

    def _repeats(self, at: int, period: int, number: int) -> bool:
        start = at + period * number
        return self._looks[at : at + period] == self._looks[start : start + period] and start + period <= len(
            self._steps
        )

    def _checked(self, at: int, period: int, rounds: int) -> Loop | None:
        """The loop of so many rounds, if names count evenly and tensors flow alike in each."""
        steps = self._steps
        carried: set[tuple[int, int]] = set()
        enters: set[Tensor] = set()
        names, plain, first = [], [], None
        for offset in range(period):
            same = [steps[at + offset + period * number] for number in range(rounds)]
            tokens = [_DIGITS.split(step.layer.name) for step in same]
            counting = _counting(tokens)
            if counting is None or (len({step.layer.id for step in same}) > 1 and (same[0].shared or not counting)):
                return None
            for token in sorted(counting):
                first = int(tokens[0][token]) if first is None else first
            names.append((tokens[0], counting))
            plain.append("".join(part for place, part in enumerate(tokens[0]) if place not in counting))
            for use in range(len(same[0].uses)):
                kind = self._flow([step.uses[use][1] for step in same], at, period)
                if kind is None:
                    return None
                if isinstance(kind, tuple):
                    carried.add(kind)
                    enters.add(same[0].uses[use][1])
        if len(carried) != 1 or len(enters) != 1 or carried != {(period - 1, min(carried)[1])}:
            return None
        output = next(iter(carried))[1]
        last = at + period * rounds
        leaves = (steps[last - 1].node.id, output)
        for step in steps[at:last]:
            for tensor in step.tensors:
                if tensor != leaves and any(reader >= last for reader in self._readers.get(tensor, ())):
                    return None
        written = tuple(_written(parts, counting, first or 0) for parts, counting in names)
        return Loop(tuple(steps[at : at + period]), rounds, first, written, tuple(plain), enters.pop(), leaves)

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


def _saved(loop: Loop) -> int:
    return len(loop.body) * (loop.rounds - 1)


def _uneven(loop: Loop) -> int:
    """How many numbers in names are not the counter itself."""
    return sum(name.count("{i ") for name in loop.names)


def _look(step: Step) -> bytes:
    """Equal for steps that can be rounds of one loop: all but the numbers in the name and where tensors come from."""
    layer, node = step.layer, step.node
    own = layer.id if step.shared else _DIGITS.sub("0", layer.name)
    inner = "" if layer.network is None else look_of(layer.network).decode()
    ports = [port for port, _ in step.uses]
    parts = (layer.kind, own, inner, layer.settings, layer.trainable, node.arguments, ports, step.outputs)
    return msgspec.json.encode(parts, order="sorted")


def _counting(rounds: list[list[str]]) -> set[int] | None:
    """Places of the numbers that go up by one each round; None when a number changes in another way."""
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


def _written(parts: list[str], counting: set[int], first: int) -> str:
    """The literal of a name in which the counter `i` stands for what is counted."""
    if not counting:
        return quoted("".join(parts))
    text = quoted("\0".join(part for part in parts).replace("{", "{{").replace("}", "}}"), prefix="f")
    pieces = text.split("\\x00")
    for place in counting:
        ahead = int(parts[place]) - first
        pieces[place] = "{i}" if not ahead else f"{{i {'+' if ahead > 0 else '-'} {abs(ahead)}}}"
    return "".join(pieces)
