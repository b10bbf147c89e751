"""Patterns that repeat along a network, such as the residual blocks of a ResNet: found by their structure.

The nodes that all data passes part a network into a chain of sections. A section is what lies between two of them, and
the second. Two are alike when they have layers of the same kinds, wired alike; their settings may differ.
"""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from playground.network._model import Network

LEAST = 3
"""A block has at least so many nodes."""
LONGEST = 40
"""A pattern has at most so many sections."""


class Found(NamedTuple):
    """Node ids of each block in order, and of each stage the numbers of the blocks in it, which are in a row."""

    blocks: tuple[tuple[str, ...], ...]
    stages: tuple[tuple[int, ...], ...]


class _Section(NamedTuple):
    nodes: tuple[str, ...]
    form: Hashable


class _Run(NamedTuple):
    """Units in a row that are alike; each unit is sections or runs."""

    units: tuple[tuple["_Section | _Run", ...], ...]

    @property
    def form(self) -> Hashable:
        """What it looks like, however often it repeats."""
        return ("run", tuple(each.form for each in self.units[0]))

    @property
    def nodes(self) -> tuple[str, ...]:
        return tuple(node for unit in self.units for part in unit for node in part.nodes)


_Part = _Section | _Run


def find_blocks(network: Network) -> Found:
    """Blocks that repeat in a row, and stages of such blocks that repeat in their turn."""
    whole = _sections(network)
    for length in range(1, LONGEST + 1):
        # Short patterns first: a long one may be nothing but short ones that it cuts in two.
        # Twice, since what the first look put together may repeat itself.
        whole = _collapsed(_collapsed(whole, length), length)
    blocks: list[tuple[str, ...]] = []
    stages: list[tuple[int, ...]] = []
    for part in whole:
        if not isinstance(part, _Run):
            continue
        if all(isinstance(each, _Section) for each in part.units[0]):
            blocks += [_nodes(unit) for unit in part.units]
            continue
        for unit in part.units:
            own = _blocks_of(unit)
            if _in_one_piece(unit, own):
                stages.append(tuple(range(len(blocks), len(blocks) + len(own))))
            blocks += own
    return Found(tuple(blocks), tuple(stages))


def _blocks_of(stage: Sequence[_Part]) -> list[tuple[str, ...]]:
    """The blocks of a stage: the units of its runs, and what stands between them where the data parts."""
    found: list[tuple[str, ...]] = []
    rest: list[_Part] = []
    for part in [*stage, None]:
        if isinstance(part, _Section):
            rest.append(part)
            continue
        nodes = _nodes(rest)
        if len(nodes) >= LEAST and any(len(each.nodes) > 1 for each in rest):
            found.append(nodes)
        rest = []
        if part is not None:
            found += [_nodes(unit) for unit in part.units]
    return found


def _in_one_piece(stage: Sequence[_Part], blocks: Sequence[tuple[str, ...]]) -> bool:
    """Whether nothing stands between the blocks of a stage: a layer too small to be a block may."""
    nodes = _nodes(stage)
    return nodes.index(blocks[-1][-1]) - nodes.index(blocks[0][0]) + 1 == sum(map(len, blocks))


def _nodes(parts: Sequence[_Part]) -> tuple[str, ...]:
    return tuple(node for part in parts for node in part.nodes)


def _sections(network: Network) -> list[_Part]:
    place = {node_id: at for at, node_id in enumerate(network.order)}
    returned = {each.node for each in network.outputs}
    reach, sections, pending = -1, [], []
    last: str | None = None
    for at, node_id in enumerate(network.order):
        pending.append(node_id)
        # An edge from before to behind this node goes past it.
        passed = reach > at or (not network.edges_into.get(node_id) and at > 0)
        reach = max(reach, *(place[edge.target] for edge in network.edges_from.get(node_id, ())), -1)
        if node_id in returned:
            reach = max(reach, len(place))
        if not passed:
            sections.append(_Section(tuple(pending), _form(network, pending, last)))
            pending, last = [], node_id
    if pending:
        sections.append(_Section(tuple(pending), None))
    return list(sections)


def _form(network: Network, nodes: Sequence[str], entry: str | None) -> Hashable:
    """The kinds and wires of a section, the same for two that differ in names, order of drawing and settings only."""
    forms: dict[str, Hashable] = {} if entry is None else {entry: "entry"}
    for node_id in nodes:
        layer = network.layer_of(node_id)
        entering = tuple(
            (edge.port, edge.slot, edge.output, forms.get(edge.source)) for edge in network.edges_into.get(node_id, ())
        )
        inner = None if layer.network is None else len(layer.network.nodes)
        forms[node_id] = hash((layer.kind, inner, entering))
    return len(nodes), forms[nodes[-1]]


def _collapsed(parts: Sequence[_Part], length: int) -> list[_Part]:
    """The same parts with patterns of so many parts put together where they repeat in a row."""
    found: list[_Part] = []
    at = 0
    while at < len(parts):
        unit = parts[at : at + length]
        times = 1
        if len(unit) == length and _is_pattern(unit):
            while _alike(unit, parts[at + times * length : at + (times + 1) * length]):
                times += 1
        if times == 1:
            found.append(parts[at])
            at += 1
        else:
            found.append(_Run(tuple(tuple(parts[at + k * length : at + (k + 1) * length]) for k in range(times))))
            at += length * times
    return found


def _is_pattern(unit: Sequence[_Part]) -> bool:
    """Whether parts can be a block, which begins where the data parts if it does at all, or a stage of such."""
    if any(part.form is None for part in unit):
        return False
    runs = [part for part in unit if isinstance(part, _Run)]
    if runs:
        return len(unit) > 1 and not any(isinstance(part, _Run) for run in runs for part in run.units[0])
    branches = [len(part.nodes) > 1 for part in unit]
    return len(_nodes(unit)) >= LEAST and (branches[0] or not any(branches))


def _alike(one: Sequence[_Part], other: Sequence[_Part]) -> bool:
    return len(one) == len(other) and all(a.form == b.form for a, b in zip(one, other, strict=True))
