"""What a browser asks of single layers: what attention looks at, samples laid out in a plane, where NaN begins."""

from typing import TYPE_CHECKING, Any

import numpy as np

from playground import probing, protocol
from playground.modeling import Graph
from playground.network import drawn_path
from playground.session._explained import words_in
from playground.session._explaining import Asked, built, samples_of
from playground.session._newest import Tick
from playground.session._probed import Probed, inputs_for

if TYPE_CHECKING:
    from playground.datasets import Dataset
    from playground.session._running import Running

Array = np.ndarray[Any, Any]
MOST_POINTS = 500
MOST_HEADS = 64
MOST_SIDE = 128


def looked_inside(
    running: "Running", graph: Graph, data: "Dataset | None", wish: protocol.InsideCommand, tick: Tick
) -> tuple[protocol.InsideAnswer, list[Array]]:
    """Work out what a command asks for, with the weights of now.

    Raises:
        PlaygroundError: There is no data, or the node has no such view; the sentence says why.
    """
    asked = Asked(graph, data, *running.moment(graph))
    match wish:
        case protocol.ShowAttention():
            return _attention(asked, wish)
        case protocol.ProjectNode():
            return _projected(asked, wish, tick)
        case protocol.FindUnsound():
            return _unsound(asked, wish, tick), []


def _attention(asked: Asked, wish: protocol.ShowAttention) -> tuple[protocol.AttentionShown, list[Array]]:
    samples = samples_of(asked)
    place = wish.sample % len(samples)
    arrays = inputs_for(asked.graph.model, samples.one(place))
    with asked.still():
        maps = probing.attention_maps(asked.graph, arrays, built(asked.graph, wish.node))[0]
    total, queries, keys = maps.shape
    block = -(-max(queries, keys) // MOST_SIDE)
    shown = _blocks(maps[:MOST_HEADS], block)
    said = [_words(arrays, count) if block == 1 else () for count in (queries, keys)]
    answer = protocol.AttentionShown(
        node=wish.node,
        step=asked.step,
        sample=place,
        samples=len(samples),
        label=samples.label(place),
        heads=len(shown),
        queries=shown.shape[1],
        keys=shown.shape[2],
        total=total,
        block=block,
        query_words=said[0],
        key_words=said[1],
    )
    return answer, [np.ascontiguousarray(shown, np.float32)]


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


def _projected(asked: Asked, wish: protocol.ProjectNode, tick: Tick) -> tuple[protocol.NodeProjected, list[Array]]:
    samples = samples_of(asked)
    few = samples.first(MOST_POINTS)
    with asked.still():
        arrays = inputs_for(asked.graph.model, few)
        values = probing.values_of(asked.graph, arrays, built(asked.graph, wish.node), tick=tick)
    tick()
    found = probing.project(values, wish.method)
    answer = protocol.NodeProjected(
        node=wish.node,
        method=wish.method,
        step=asked.step,
        points=len(found.rows),
        samples=len(samples),
        values=values.shape[1],
        shares=found.shares,
        unsound=len(values) - len(found.rows),
    )
    return answer, [found.points, found.rows.astype(np.uint32), _targets(few)[found.rows].astype(np.float32)]


def _targets(few: "Dataset") -> Array:
    """One number a sample; NaN where its truth is more than that."""
    count = len(few)
    single = [each for each in few.targets.values() if each.ndim == 1 or each.shape[1:] == (1,)]
    if not single or single[0].dtype.kind not in "biuf":
        return np.full(count, np.nan)
    return single[0].reshape(count).astype(np.float64)


def _unsound(asked: Asked, wish: protocol.FindUnsound, tick: Tick) -> protocol.UnsoundFound:
    samples: Probed = samples_of(asked)
    batch, _ = samples.around(wish.sample % len(samples))
    with asked.still():
        found = probing.first_unsound(asked.graph, inputs_for(asked.graph.model, batch), tick=tick)
    if found is None:
        return protocol.UnsoundFound(f"After step {asked.step:,} all values of these samples are finite.")
    number = f"{found.count:,} of {found.size:,} values"
    if found.cause == "data":
        return protocol.UnsoundFound(
            f"They are in the data: {number} of the input “{found.where}” are NaN or infinite. Mend the data, or leave "
            "such samples out."
        )
    node = probing.node_at(asked.graph, found.place)
    if found.cause == "weights":
        sentence = (
            f"They begin at “{found.where}”, whose weights are NaN or infinite. Look back to an earlier moment, or "
            "begin anew, with a lower learning rate."
        )
    else:
        sentence = f"They begin at “{found.where}”: all that goes in is finite, and {number} come out NaN or infinite."
    return protocol.UnsoundFound(sentence, None if node is None else drawn_path(node))
