"""Looks inside nodes that come with the pictures of a run: the attention of a sample, samples laid out by PCA."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from playground import protocol
from playground.errors import PlaygroundError
from playground.probing import Glance, Weights, project
from playground.session._looked import MOST_POINTS, Look, attention_shown, node_projected
from playground.session._probed import Probed, inputs_for

if TYPE_CHECKING:
    from playground.modeling import Graph

Array = np.ndarray[Any, Any]
Prepare = Callable[[Callable[[], None], Hashable], None]
"""Has something made ready soon that is called so, unless it can't be."""
Looked = tuple[protocol.AttentionShown | protocol.NodeProjected | protocol.NothingSeen, list[Array]]
_KEPT = 4


class Seen(NamedTuple):
    """What was seen inside some nodes, one answer each, and the buffers of all."""

    answers: tuple[protocol.AttentionShown | protocol.NodeProjected | protocol.NothingSeen, ...]
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
            look = (_Heads if follow == "attention" else _Cloud)(self._graph, self._samples, node)
        self._looks[node, follow] = look
        if len(self._looks) > _KEPT:
            self._looks.popitem(last=False)
        return look


class _Inside:
    """A node looked at in one way. One that has nothing to be seen says so each time."""

    follow: protocol.Following

    def __init__(self, glance: Glance, samples: Probed, node: str) -> None:
        self._glance = glance
        self._samples = samples
        self._node = node
        self._refusal = ""

    @property
    def is_ready(self) -> bool:
        return bool(self._refusal) or self._glance.is_ready

    def prepare(self) -> None:
        try:
            self._glance.prepare()
        except PlaygroundError as error:
            self._refusal = str(error)

    def take(self, place: int, step: int, weights: Weights) -> Looked:
        refusal = self._refusal
        if not refusal:
            try:
                return self._seen(place, step, weights)
            except PlaygroundError as error:
                refusal = str(error)
        return protocol.NothingSeen(self._node, self.follow, step, refusal), []

    def _seen(self, place: int, step: int, weights: Weights) -> Looked:
        raise NotImplementedError


class _Heads(_Inside):
    follow = "attention"

    def __init__(self, graph: "Graph", samples: Probed, node: str) -> None:
        self._model = graph.model
        self._place, self._arrays = 0, inputs_for(graph.model, samples.one(0))
        super().__init__(Glance(graph, node, "attention", self._arrays), samples, node)

    def _seen(self, place: int, step: int, weights: Weights) -> Looked:
        if place != self._place:
            self._place, self._arrays = place, inputs_for(self._model, self._samples.one(place))
            self._glance.use(self._arrays)
        (maps,) = self._glance.look(weights)
        return attention_shown(Look(self._node, step, self._samples), place, self._arrays, maps)


class _Cloud(_Inside):
    follow = "pca"

    def __init__(self, graph: "Graph", samples: Probed, node: str) -> None:
        few = inputs_for(graph.model, samples.first(MOST_POINTS))
        super().__init__(Glance(graph, node, "values", few), samples, node)

    def _seen(self, _place: int, step: int, weights: Weights) -> Looked:
        values = self._glance.look(weights)
        return node_projected(Look(self._node, step, self._samples), values, project(values))
