"""From a drawing to its model, edit by edit: weights stay with the layers that an edit leaves alone."""

from collections import OrderedDict, deque
from contextlib import suppress
from typing import Any, NamedTuple

from playground.errors import CheckError
from playground.modeling import Graph, Opened, Weights, build_graph, carry_weights
from playground.network import Network
from playground.session._aside import Aside
from playground.session._drawing import semantics

Meaning = Any
"""What a network comes to as a model, whatever its places and names: networks of one meaning share a model."""

MOST_OTHERS = 4
"""The models of so many drawings are kept whose place another took; of older ones, undo brings the drawing alone."""


class Built(NamedTuple):
    """A model, and what was drawn."""

    meaning: Meaning
    graph: Graph


class _Drawn(NamedTuple):
    """A drawing whose place another took: its model, and the weights its layers began with."""

    built: Built | None
    given: Weights | None


class Models:
    """The model of the drawing, that which trains, and those of drawings whose place another took.

    Whoever calls sees to it that nobody else does, except of `note_replaced` and `latest`.
    """

    def __init__(self, opened: Opened | None) -> None:
        """Let layers begin with the weights of what was opened."""
        self._given = None if opened is None else opened.weights
        self._built = _built(opened)
        self._trains: Built | None = None
        self._trains_of = 0
        self._carried = 0
        self._others: OrderedDict[int, _Drawn] = OrderedDict()
        self._replaced: deque[int] = deque()
        self._aside = Aside()
        self.here = 0

    @property
    def latest(self) -> Graph | None:
        """The model that a run trains or trained, else the drawing's; None when neither was built. Waits for nobody."""
        latest = self._trains or self._built
        return None if latest is None else latest.graph

    @property
    def all(self) -> tuple[Graph, ...]:
        """The model that a run trains or trained, and the drawing's. Waits for nobody."""
        return tuple(each.graph for each in (self._trains, self._built) if each is not None)

    @property
    def trains(self) -> Built | None:
        """What the latest run trains, when that is the drawing on the canvas, edited perhaps; else None."""
        return self._trains if self._trains_of == self.here else None

    @property
    def trains_here(self) -> bool:
        """Whether the latest run trains what stands on the canvas, edited perhaps. Waits for nobody."""
        waiting = tuple(self._replaced)
        return (waiting[-1] if waiting else self.here) == self._trains_of

    @property
    def leaves(self) -> bool:
        """Whether another drawing stands on the canvas than `here`, and nobody has gone there yet."""
        waiting = tuple(self._replaced)
        return bool(waiting) and waiting[-1] != self.here

    def is_trained(self, graph: Graph) -> bool:
        """Whether a model is the one that the latest run trains."""
        return self._trains is not None and self._trains.graph is graph

    def graph(self, network: Network, seed: int, precision: str, step: int) -> Graph:
        """The model of the drawing at whose place one is; see `Running.graph`. `step` is how far the latest run is.

        Raises:
            CheckError: the network has a problem.
        """
        meaning, trains = (semantics(network), precision), self.trains
        if trains is not None and trains.meaning == meaning:
            self._built = trains
        elif self._built is None or self._built.meaning != meaning:
            new = build_graph(network, seed, precision)
            if self._built is not None:
                old = self._built.graph
                for left in (old, *([trains.graph] if trains else [])):
                    self._aside.keep(left, new)
                anew = carry_weights(old, new)
                self._aside.give(old, new)
                if trains is not None and trains.graph is not old:
                    # What was edited back to what it was has what it has learned.
                    carry_weights(trains.graph, new, anew)
            elif self._given is not None:
                self._given.give(new)
            self._built = Built(meaning, new)
        graph = self._built.graph
        if trains is not None and step > self._carried:
            # The run goes on with what was drawn when it began.
            if trains.graph is not graph:
                carry_weights(trains.graph, graph)
            self._carried = step
        return graph

    def train(self, step: int) -> None:
        """Hear that a run begins on the model of the drawing, after so many steps of one that it takes up."""
        self._trains, self._trains_of, self._carried = self._built, self.here, step

    def forget(self) -> None:
        """Let the next model begin anew."""
        self._built = self._trains = None
        self._aside = Aside()

    def settle(self, number: int, before: Network, seed: int, precision: str, step: int) -> None:
        """Bring the model of the drawing `before` up to date, that is about to be left for the one of this number."""
        while self._replaced:
            at = self._replaced.popleft()
            if at == number:
                break
            self._enter(at)
        if self._trains is not None:
            with suppress(CheckError):  # it has a problem: its model is that of before the problem
                self.graph(before, seed, precision, step)

    def open(self, number: int, opened: Opened) -> None:
        """Begin with what was opened in the place of the drawing, which undo can bring back with its weights."""
        left = _Drawn(self._built, self._given)
        self.forget()
        self._put_aside(left)
        self.here = number
        self._given, self._built = opened.weights, _built(opened)

    def note_replaced(self, number: int) -> None:
        """Hear which drawing stands on the canvas after one took the place of the other. Waits for nobody."""
        self._replaced.append(number)

    def change_places(self) -> None:
        """Go to the model of the drawing that stands on the canvas, where another took its place."""
        while self._replaced:
            self._enter(self._replaced.popleft())

    def _enter(self, number: int) -> None:
        """Go back to the model of a drawing that another had taken the place of."""
        if number == self.here:
            return
        self._put_aside(_Drawn(self._built, self._given))
        self.here, self._aside = number, Aside()
        self._built, self._given = self._others.pop(number, _Drawn(None, None))

    def _put_aside(self, drawn: _Drawn) -> None:
        self._others[self.here] = drawn
        while len(self._others) > MOST_OTHERS:
            self._others.popitem(last=False)


def _built(opened: Opened | None) -> Built | None:
    if opened is None or opened.graph is None:
        return None
    return Built((semantics(opened.network), "default"), opened.graph)
