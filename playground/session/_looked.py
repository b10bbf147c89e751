"""What was seen inside a node, as the protocol carries it: the attention of its heads, samples laid out in a plane."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from playground import probing, protocol
from playground.session._explained import words_in
from playground.session._probed import Probed

Array = np.ndarray[Any, Any]
MOST_POINTS = 500
"""Samples that are laid out in a plane."""
MOST_ROWS = 1_000
"""Rows of an embedding that are, the first: as a rule those of the most frequent words."""
_MOST_LETTERS = 40
_MOST_HEADS = 64
_MOST_SIDE = 128


class Look(NamedTuple):
    """A node, the step whose weights it is looked at with, and the samples that can be looked at."""

    node: str
    step: int
    samples: Probed


def attention_shown(
    look: Look, place: int, arrays: list[Array], maps: Array
) -> tuple[protocol.AttentionShown, list[Array]]:
    """The weights of heads, of shape (heads, queries, keys), for the sample at a place, whose inputs are the arrays."""
    total, queries, keys = maps.shape
    block = -(-max(queries, keys) // _MOST_SIDE)
    shown = _blocks(maps[:_MOST_HEADS], block)
    said = [_words(arrays, count) if block == 1 else () for count in (queries, keys)]
    answer = protocol.AttentionShown(
        node=look.node,
        step=look.step,
        sample=place,
        samples=len(look.samples),
        label=look.samples.label(place),
        heads=len(shown),
        queries=shown.shape[1],
        keys=shown.shape[2],
        total=total,
        block=block,
        query_words=said[0],
        key_words=said[1],
    )
    return answer, [np.ascontiguousarray(shown, np.float32)]


def node_projected(look: Look, values: Array, found: probing.Projection) -> tuple[protocol.NodeProjected, list[Array]]:
    """The places that were found for values of the first samples."""
    answer = protocol.NodeProjected(
        node=look.node,
        method=found.method,
        step=look.step,
        points=len(found.rows),
        samples=len(look.samples),
        values=values.shape[1],
        shares=found.shares,
        unsound=len(values) - len(found.rows),
    )
    truths = look.samples.truths(len(values))[found.rows]
    return answer, [found.points, found.rows.astype(np.uint32), truths.astype(np.float32)]


def table_projected(
    node: str, step: int, table: Array, words: Sequence[str], method: protocol.Projecting
) -> tuple[protocol.TableProjected, list[Array]]:
    """The first rows of a table, laid out in a plane.

    Raises:
        PlaygroundError: They can't be: as `probing.project`.
    """
    few = table[:MOST_ROWS]
    found = probing.project(few, method)
    answer = protocol.TableProjected(
        node=node,
        method=method,
        step=step,
        points=len(found.rows),
        rows=len(table),
        values=table.shape[1],
        words=tuple(_short(word) for word in words[:MOST_ROWS]),
        shares=found.shares,
        unsound=len(few) - len(found.rows),
    )
    lengths = np.linalg.norm(few[found.rows], axis=1)
    return answer, [found.points, found.rows.astype(np.uint32), lengths.astype(np.float32)]


def _short(word: str) -> str:
    return word if len(word) <= _MOST_LETTERS else f"{word[: _MOST_LETTERS - 1]}…"


def _blocks(maps: Array, block: int) -> Array:
    """Means of blocks of so many queries by so many keys; those at the ends are of what is left."""
    if block == 1:
        return maps
    starts = [np.arange(0, size, block) for size in maps.shape[1:]]
    sums = np.add.reduceat(np.add.reduceat(maps, starts[0], axis=1), starts[1], axis=2)
    sizes = [np.minimum(block, size - at) for size, at in zip(maps.shape[1:], starts, strict=True)]
    means: Array = sums / (sizes[0][:, None] * sizes[1][None])
    return means


def _words(arrays: list[Array], count: int) -> tuple[str, ...]:
    """The words, or tokens, of the first input that can stand at so many places."""
    for array in arrays:
        value = np.asarray(array[0])
        if value.dtype.kind in "OSU" or (value.dtype.kind in "iu" and value.ndim == 1):
            said = words_in(value, count)[:count]
            if len(said) == count:
                return said
    return ()
