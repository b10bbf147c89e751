"""Looks inside nodes that come with the pictures of a run: attention, samples and words laid out by PCA."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from playground import protocol
from playground.errors import PlaygroundError
from playground.probing import Glance, GlanceAt, Weights, embedding_rows, embedding_words, project
from playground.session._looked import MOST_POINTS, Look, attention_shown, node_projected, table_projected
from playground.session._probed import Probed, inputs_for

if TYPE_CHECKING:
    from playground.modeling import Graph

Array = np.ndarray[Any, Any]
Prepare = Callable[[Callable[[], None], Hashable], None]
"""Has something made ready soon that is called so, unless it can't be."""
Looked = tuple[protocol.InsideLook, list[Array]]
_KEPT = 4


class Seen(NamedTuple):
    """What was seen inside some nodes, one answer each, and the buffers of all."""

    answers: tuple[protocol.InsideLook, ...]
    buffers: list[Array]


NOTHING = Seen((), [])


class Follower:
    """Looks inside nodes of one graph that views show so; what that needs is compiled when it is first asked for."""

    def __init__(self, graph: "Graph", samples: Probed) -> None:
        """Look with these samples."""
        self._graph = graph
        self._samples = samples
        self._looks: OrderedDict[tuple[str, protocol.Following], _Inside] = OrderedDict()

    def take(self, watches: tuple[protocol.Watch, ...], step: int, weights: Weights, prepare: Prepare) -> Seen:
        """What views show of a node each, with the weights after a step, as far as it is ready."""
        taken: list[Looked] = []
        for watch in watches:
            if watch.follow is None or watch.focus is None or watch.focus not in self._graph.tensors:
                continue
            look = self._look(watch.focus, watch.follow)
            if look.is_ready:
                taken.append(look.take(watch.sample % len(self._samples), step, weights))
            else:
                prepare(look.prepare, (watch.focus, watch.follow))
        return Seen(tuple(answer for answer, _ in taken), [each for _, buffers in taken for each in buffers])

    def _look(self, node: str, follow: protocol.Following) -> "_Inside":
        look = self._looks.pop((node, follow), None)
        if look is None:
            look = _KINDS[follow](self._graph, self._samples, node)
        self._looks[node, follow] = look
        if len(self._looks) > _KEPT:
            self._looks.popitem(last=False)
        return look


class _Inside:
    """A node looked at in one way. One that has nothing to be seen says so each time."""

    follow: protocol.Following

    def __init__(self, graph: "Graph", samples: Probed, node: str) -> None:
        self._graph = graph
        self._samples = samples
        self._node = node

    @property
    def is_ready(self) -> bool:
        return True

    def prepare(self) -> None:
        pass

    def take(self, place: int, step: int, weights: Weights) -> Looked:
        try:
            return self._seen(place, step, weights)
        except PlaygroundError as error:
            return protocol.NothingSeen(self._node, self.follow, step, str(error)), []

    def _seen(self, place: int, step: int, weights: Weights) -> Looked:
        raise NotImplementedError


class _Glanced(_Inside):
    """Looked at with what is compiled for it."""

    def __init__(self, graph: "Graph", samples: Probed, node: str, at: GlanceAt, arrays: list[Array]) -> None:
        super().__init__(graph, samples, node)
        self._arrays = arrays
        self._glance = Glance(graph, node, at, arrays)
        self._refusal: PlaygroundError | None = None

    @property
    def is_ready(self) -> bool:
        return self._refusal is not None or self._glance.is_ready

    def prepare(self) -> None:
        try:
            self._glance.prepare()
        except PlaygroundError as error:
            self._refusal = error

    def _look(self, weights: Weights) -> Array:
        if self._refusal is not None:
            raise self._refusal
        return self._glance.look(weights)


class _Heads(_Glanced):
    follow = "attention"

    def __init__(self, graph: "Graph", samples: Probed, node: str) -> None:
        super().__init__(graph, samples, node, "attention", inputs_for(graph.model, samples.one(0)))
        self._place = 0

    def _seen(self, place: int, step: int, weights: Weights) -> Looked:
        if place != self._place:
            self._place, self._arrays = place, inputs_for(self._graph.model, self._samples.one(place))
            self._glance.use(self._arrays)
        (maps,) = self._look(weights)
        return attention_shown(Look(self._node, step, self._samples), place, self._arrays, maps)


class _Cloud(_Glanced):
    follow = "pca"

    def __init__(self, graph: "Graph", samples: Probed, node: str) -> None:
        super().__init__(graph, samples, node, "values", inputs_for(graph.model, samples.first(MOST_POINTS)))

    def _seen(self, _place: int, step: int, weights: Weights) -> Looked:
        values = self._look(weights)
        return node_projected(Look(self._node, step, self._samples), values, project(values))


class _Table(_Inside):
    follow = "table"

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return embedding_words(self._graph, self._node)

    def _seen(self, _place: int, step: int, weights: Weights) -> Looked:
        table = embedding_rows(self._graph, self._node, weights)
        return table_projected(self._node, step, table, self._words, "pca")


_KINDS: dict[protocol.Following, type[_Heads | _Cloud | _Table]] = {
    "attention": _Heads,
    "pca": _Cloud,
    "table": _Table,
}
