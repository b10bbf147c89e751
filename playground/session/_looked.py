"""What was seen inside a node, as the protocol carries it: the attention of its heads, samples laid out in a plane."""

from typing import Any, NamedTuple

import numpy as np

from playground import protocol
from playground.probing import Projection
from playground.session._explained import words_in
from playground.session._probed import Probed

Array = np.ndarray[Any, Any]
MOST_POINTS = 500
"""Samples that are laid out in a plane."""
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


def node_projected(look: Look, values: Array, found: Projection) -> tuple[protocol.NodeProjected, list[Array]]:
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
