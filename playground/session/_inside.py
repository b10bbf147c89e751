"""What a browser asks of single layers: what attention looks at, samples laid out in a plane, where NaN begins."""

from typing import TYPE_CHECKING, Any

import numpy as np

from playground import probing, protocol
from playground.modeling import Graph
from playground.network import drawn_path
from playground.session._explaining import Asked, built, samples_of
from playground.session._looked import MOST_POINTS, Look, attention_shown, node_projected, table_projected
from playground.session._newest import Tick
from playground.session._probed import Probed, inputs_for

if TYPE_CHECKING:
    from playground.datasets import Dataset
    from playground.session._running import Running

Array = np.ndarray[Any, Any]


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
        case protocol.ProjectTable():
            return _table(asked, wish)
        case protocol.FindUnsound():
            return _unsound(asked, wish, tick), []


def _attention(asked: Asked, wish: protocol.ShowAttention) -> tuple[protocol.AttentionShown, list[Array]]:
    samples = samples_of(asked)
    place = wish.sample % len(samples)
    arrays = inputs_for(asked.graph.model, samples.one(place))
    with asked.still():
        maps = probing.attention_maps(asked.graph, arrays, built(asked.graph, wish.node))[0]
    return attention_shown(Look(wish.node, asked.step, samples), place, arrays, maps)


def _projected(asked: Asked, wish: protocol.ProjectNode, tick: Tick) -> tuple[protocol.NodeProjected, list[Array]]:
    samples = samples_of(asked)
    few = samples.first(MOST_POINTS)
    with asked.still():
        arrays = inputs_for(asked.graph.model, few)
        values = probing.values_of(asked.graph, arrays, built(asked.graph, wish.node), tick=tick)
    tick()
    found = probing.project(values, wish.method)
    return node_projected(Look(wish.node, asked.step, samples), values, found)


def _table(asked: Asked, wish: protocol.ProjectTable) -> tuple[protocol.TableProjected, list[Array]]:
    node = built(asked.graph, wish.node)
    with asked.still():
        table = probing.embedding_rows(asked.graph, node)
    words = probing.embedding_words(asked.graph, node)
    return table_projected(wish.node, asked.step, table, words, wish.method)


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
