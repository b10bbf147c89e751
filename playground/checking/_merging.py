"""Ways to make the inputs of a merge equal: project the odd ones, pad or widen a convolution, concatenate."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from playground.catalog import Kind
from playground.checking._aligning import (
    FEATURES,
    Shape,
    concatenated,
    flattened,
    name_of,
    padded,
    pooled,
    projected,
    widened,
)
from playground.checking._fixes import together
from playground.checking._report import Fix, TensorSpec
from playground.checking._words import TIMES, listed
from playground.network import Batch, Edge, Edit, Network, Node, apply

_PAIR = 2

Way = Callable[[Network, Edge, Shape], Iterator[Fix]]


def merge_fixes(
    network: Network, node: Node, kind: Kind, edges: Sequence[Edge], specs: Sequence[TensorSpec]
) -> tuple[Fix, ...]:
    """Edits after which a merge of unequal inputs works, the most usual first; none where no single one does.

    Args:
        network: What is drawn.
        node: The merge.
        kind: Its kind.
        edges: The wires that enter it.
        specs: What they bring.
    """
    if len(edges) < _PAIR or len(specs) != len(edges):
        return ()
    joins = kind.name == "Concatenate"
    if len(edges) > _PAIR:
        inputs = [_Input(edge, spec.shape) for edge, spec in zip(edges, specs, strict=True)]
        return tuple(_joining_many(network, inputs) if joins else _adding_many(network, node, inputs))
    short = _shortcut(network, edges)
    pairs = [(edges[one], specs[one].shape, specs[1 - one].shape) for one in (short, 1 - short)]
    return tuple(_joining(network, pairs) if joins else _adding(network, node, pairs))


def _adding(network: Network, node: Node, pairs: Sequence[tuple[Edge, Shape, Shape]]) -> Iterator[Fix]:
    _, have, want = pairs[0]
    (short, *_), (long, *_) = pairs
    for one, given, wanted in pairs:
        yield from padded(network, one, given, wanted, [long if one is short else short], channels=True)
    projections = [fix for one, given, wanted in pairs for fix in projected(network, one, given, wanted)]
    yield from projections[:1]
    if len(have) == len(want) and have[1:-1] == want[1:-1]:
        for one, _, wanted in pairs[::-1]:
            yield from widened(network, one, wanted)
        if not any(each == 1 for each in (*have[1:], *want[1:])) or have[-1] != want[-1]:
            yield concatenated(network, node)


def _joining(network: Network, pairs: Sequence[tuple[Edge, Shape, Shape]]) -> Iterator[Fix]:
    (short, *_), (long, *_) = pairs
    for edge, given, wanted in pairs:
        yield from padded(network, edge, given, wanted, [long if edge is short else short], channels=False)
        if len(wanted) == FEATURES:
            yield from pooled(network, edge, given)
            yield from flattened(network, edge, given)


def _shortcut(network: Network, edges: Sequence[Edge]) -> int:
    """Which of two wires leaves earlier: the one that goes past what the other comes through."""
    first, second = edges
    if first.source in network.downstream([second.source]):
        return 1
    if second.source in network.downstream([first.source]):
        return 0
    return 1


# --- three inputs and more: the odd ones are given the shape of the others ---


class _Input(NamedTuple):
    """One wire into a merge, and the shape that it brings."""

    edge: Edge
    shape: Shape


def _adding_many(network: Network, node: Node, inputs: Sequence[_Input]) -> Iterator[Fix]:
    yield from _first(_equalled(network, inputs, wanted) for wanted in _wishes(inputs, _stretches))
    first, *rest = (each.shape for each in inputs)
    if len(first) >= FEATURES and all(_joins(each, first) for each in rest):
        yield concatenated(network, node)


def _joining_many(network: Network, inputs: Sequence[_Input]) -> Iterator[Fix]:
    yield from _first(_fitted(network, inputs, wanted) for wanted in _wishes(inputs, _joins))


def _first(ways: Iterator[list[Fix]]) -> list[Fix]:
    return next((fixes for fixes in ways if fixes), [])


def _equalled(network: Network, inputs: Sequence[_Input], wanted: Shape) -> list[Fix]:
    """Ways to give all inputs one shape."""
    odd = [each for each in inputs if not _stretches(each.shape, wanted)]
    if not odd:  # it is not for the shapes that the merge refuses them
        return []
    same = [each.edge for each in inputs if each.shape == wanted]
    label = f"Project {_names(network, odd)} to {TIMES.join('?' if each is None else str(each) for each in wanted[1:])}"
    projection = _each(network, odd, label, lambda now, edge, given: projected(now, edge, given, wanted))
    fixes = [] if projection is None else [projection]
    if len(odd) == 1:
        edge, given = odd[0]
        fixes = [*padded(network, edge, given, wanted, same, channels=True), *fixes]
        if _joins(given, wanted):
            fixes.extend(widened(network, edge, wanted))
    return fixes


def _fitted(network: Network, inputs: Sequence[_Input], wanted: Shape) -> list[Fix]:
    """Ways to give all inputs a shape that differs in the last axis alone."""
    odd = [each for each in inputs if not _joins(each.shape, wanted)]
    if not odd:
        return []
    same = [each.edge for each in inputs if _joins(each.shape, wanted)]
    names = _names(network, odd)
    ways: list[tuple[str, Way]] = [
        (
            f"Set padding of {names} to same",
            lambda now, edge, given: padded(now, edge, given, wanted, same, channels=False),
        )
    ]
    if len(wanted) == FEATURES:
        ways += [
            (f"Insert a global average pooling after {names}", pooled),
            (f"Insert Flatten after {names}", flattened),
        ]
    else:
        ways.append(
            (
                f"Shrink {names} to the size of the others",
                lambda now, edge, given: projected(now, edge, given, (*wanted[:-1], given[-1])),
            )
        )
    fixes = (_each(network, odd, label, way) for label, way in ways)
    return [fix for fix in fixes if fix is not None]


def _each(network: Network, odd: Sequence[_Input], label: str, way: Way) -> Fix | None:
    """One way taken for each odd input, as one fix; None where it does not lead there for all of them."""
    edits: list[Edit] = []
    only: Fix | None = None
    for edge, shape in odd:
        only = next(way(network, edge, shape), None)
        if only is None:
            return None
        edits.extend(only.edit.edits if isinstance(only.edit, Batch) else (only.edit,))
        network, _ = apply(network, only.edit)
    return only if len(odd) == 1 else together(label, edits)


def _wishes(inputs: Sequence[_Input], fits: Callable[[Shape, Shape], bool]) -> list[Shape]:
    """The shapes that the inputs could be given, that which most of them have first, of equal ones the last."""
    shapes = [each.shape for each in inputs]
    distinct = dict.fromkeys(shapes[::-1])
    return sorted(distinct, key=lambda wish: sum(not fits(shape, wish) for shape in shapes))


def _stretches(given: Shape, wanted: Shape) -> bool:
    """Whether Keras combines a shape with another so that the other comes out: an axis of length 1 is stretched."""
    return len(given) == len(wanted) and all(
        have in (1, want) for have, want in zip(given[1:], wanted[1:], strict=True)
    )


def _joins(given: Shape, wanted: Shape) -> bool:
    return len(given) == len(wanted) and given[1:-1] == wanted[1:-1]


def _names(network: Network, inputs: Sequence[_Input]) -> str:
    return listed(dict.fromkeys(f"“{name_of(network, each.edge)}”" for each in inputs))
