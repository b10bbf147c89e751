"""The run half of a session: from the drawing to a model, its runs, and who may do what when several threads ask."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from playground.errors import CheckError, DataError, TrainingError
from playground.modeling import (
    Graph,
    Opened,
    Weights,
    build_graph,
    carry_weights,
    needs_adapting,
    remember_adapted,
    take_state,
)
from playground.network import Network
from playground.protocol import HistoryChunk, RunChanged, RunStatus, SetWeight, VitalsChunk, Watch, WatchVitals
from playground.session._aside import Aside
from playground.session._broadcast import RESTS, Broadcast, Sink, chunk_of
from playground.session._drawing import semantics
from playground.session._pictures import Screen
from playground.session._recovery import Trained
from playground.session._unit_weights import set_weight
from playground.session._vitals import spent
from playground.training import History, TrainingConfig, TrainingRun, train

if TYPE_CHECKING:
    from playground.datasets import Dataset

Meaning = Any
"""What a network comes to as a model, whatever its places and names: networks of one meaning share a model."""
Unit = Literal["batch", "epoch"]

WHOLE_POINTS = 4_000
MOST_OTHERS = 4
"""The models of so many drawings are kept whose place another took; of older ones, undo brings the drawing alone."""


class _Drawn(NamedTuple):
    """A drawing whose place another took: its model, and the weights its layers began with."""

    built: tuple[Meaning, Graph] | None
    given: Weights | None


class Running:
    """The model of a drawing and its latest run.

    Commands come from any thread; those that start or end a run take their turn, pausing and stopping need none.

    Attributes:
        run: The latest run; None before the first, and after a reset.
        past: The history of a run of an earlier process that was taken up; None when there is none.
        number: Numbers the runs for the browser; a reset counts as one.
        screen: What the views show.
    """

    def __init__(
        self, sink: Sink, keep: "Callable[[int, Trained], None] | None" = None, opened: Opened | None = None
    ) -> None:
        """Send what runs tell to `sink`, and hand their weights to `keep` now and then, both from the run's thread.

        With the weights goes the number of the drawing (see `Lineages`).
        Layers begin with the weights of what was `opened`, also after a reset.
        """
        self._sink = sink
        self._keep = keep
        self._turn = threading.RLock()
        self._given = None if opened is None else opened.weights
        self._built: tuple[Any, Graph] | None = None
        if opened is not None and opened.graph is not None:
            self._built = ((semantics(opened.network), "default"), opened.graph)
        self._trains: tuple[Any, Graph] | None = None
        self._here = 0
        self._others: OrderedDict[int, _Drawn] = OrderedDict()
        self._trains_of = 0
        self._replaced: deque[int] = deque()
        self._carried = 0
        self._aside = Aside()
        self._holders = 0
        self._broadcast: Broadcast | None = None
        self.run: TrainingRun | None = None
        self.past: History | None = None
        self.number = 0
        self.screen = Screen()

    @property
    def status(self) -> RunStatus:
        """Where the latest run stands."""
        run, broadcast = self.run, self._broadcast
        return RunStatus(run=self.number) if run is None or broadcast is None else broadcast.status(run)

    @property
    def measured(self) -> History | None:
        """The history of the latest run, or of one that was taken up; None before the first."""
        run = self.run
        return self.past if run is None else run.history

    def graph(self, network: Network, seed: int, precision: str = "default") -> Graph:
        """The model of the drawing; weights of layers that an edit left alone are kept, others drawn from the seed.

        A layer that was taken out and comes back, by undo or out of a bypass, has the weights that it had. In another
        `precision` it is another model with these weights.

        Raises:
            CheckError: the network has a problem.
        """
        with self._turn:
            self._change_places()
            return self._graph(network, seed, precision)

    def _graph(self, network: Network, seed: int, precision: str) -> Graph:
        meaning = (semantics(network), precision)
        trains = self._trains if self._trains_of == self._here else None
        if trains is not None and trains[0] == meaning:
            self._built = trains
        elif self._built is None or self._built[0] != meaning:
            new = build_graph(network, seed, precision)
            if self._built is not None:
                old = self._built[1]
                for left in (old, *([trains[1]] if trains else [])):
                    self._aside.keep(left, new)
                carry_weights(old, new)
                self._aside.give(old, new)
            elif self._given is not None:
                self._given.give(new)
            self._built = (meaning, new)
        graph = self._built[1]
        step = 0 if self.run is None else len(self.run.history)
        if trains is not None and step > self._carried:
            # The run goes on with what was drawn when it began.
            if trains[1] is not graph:
                carry_weights(trains[1], graph)
            self._carried = step
        return graph

    def moment(self, graph: Graph) -> tuple[int, Callable[[], AbstractContextManager[Any]]]:
        """Keep the weights that a model has now, without a pause of the run that trains it.

        Returns:
            The step of the run that they are of, and a context in which the model has them, whatever the run does to
            it meanwhile, and in which no other thread runs Python of the model to compile it.
        """
        import keras

        run, broadcast, trains = self.run, self._broadcast, self._trains
        kept: list[tuple[Any, Any]] = []
        step = 0 if run is None else len(run.history)

        def keep() -> None:
            nonlocal step
            step = 0 if run is None else len(run.history)
            kept.extend((each, keras.ops.copy(each.value)) for each in graph.model.variables)

        trained = run is not None and trains is not None and trains[1] is graph
        if run is not None and broadcast is not None and trained:
            broadcast.between_steps(run, keep)
        else:
            keep()

        @contextmanager
        def still() -> Iterator[None]:
            with run.tracing if run is not None and trained else nullcontext(), keras.StatelessScope(kept):
                yield

        return step, still

    @property
    def latest_graph(self) -> Graph | None:
        """The model that a run trains or trained, else the drawing's; None when neither was built. Waits for nobody."""
        latest = self._trains or self._built
        return None if latest is None else latest[1]

    def start(self, network: Network, data: "Dataset | None", config: TrainingConfig) -> None:
        """Start a run on the drawing as it is now, or go on with one that is held.

        Raises:
            CheckError: the network has a problem.
            DataError: there is no data.
            TrainingError: the model is being exported.
        """
        with self._turn:
            run = self.run
            if run is not None and run.state == "paused" and not self._edited(network, data, config):
                run.resume()
            elif run is None or run.state not in {"preparing", "running"}:
                self._begin(network, data, config, paused=False)

    def step(self, network: Network, data: "Dataset | None", config: TrainingConfig, unit: Unit) -> None:
        """Run one batch or epoch of the held run, starting one if there is none.

        Raises:
            PlaygroundError: as `start`.
        """
        with self._turn:
            run = self.run
            if run is not None and (
                run.state in {"preparing", "running"}
                or (run.state == "paused" and not self._edited(network, data, config))
            ):
                run.step(unit)
            else:
                begun = self._begin(network, data, config, paused=True)
                with suppress(TrainingError):  # it may have failed already: its status says why
                    begun.step(unit)

    def renew(self, network: Network, data: "Dataset | None", config: TrainingConfig) -> None:
        """Let a run that goes on begin anew on other data, with the weights it has; others do so at the next play.

        Raises:
            CheckError: the network has a problem.
        """
        with self._turn:
            run = self.run
            if run is not None and run.state in {"preparing", "running"} and self._edited(network, data, config):
                self._begin(network, data, config, paused=False)

    def _begin(self, network: Network, data: "Dataset | None", config: TrainingConfig, *, paused: bool) -> TrainingRun:
        if self._holders:
            raise TrainingError("The model is being exported; train it when that is done.")
        if data is None:
            raise DataError("There is no data to train on; choose a data set, or set `studio.data`.")
        self._end()
        graph = self.graph(network, config.seed, config.precision)
        number = self.number + 1
        keep = None if self._keep is None else partial(self._keep, self._here)
        broadcast = Broadcast(number, graph, data, sink=self._sink, screen=self.screen, keep=keep)
        run = train(graph, data, config, observers=(broadcast.observe,), listener=broadcast.listen, paused=paused)
        run.spend(**spent(config.observer_share, seen=self.screen.shows_vitals))
        self.run, self._broadcast, self.number, self.past = run, broadcast, number, None
        self._trains, self._carried, self._trains_of = self._built, 0, self._here
        return run

    def _end(self) -> None:
        """End the run and its thread; what it would still tell is of no interest any more."""
        if self.run is not None:
            self.run.stop()
            with suppress(TrainingError):  # it failed: its status has said why
                self.run.wait()
        if self._broadcast is not None:
            self._broadcast.end()

    def pause(self) -> None:
        """Hold the run that goes on; nothing happens when there is none."""
        run = self.run
        if run is not None:
            run.pause()

    def stop(self) -> None:
        """End the run that is open; nothing happens when there is none."""
        run = self.run
        if run is not None:
            run.stop()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the run that goes on, and let none begin, while the block lasts."""
        with self._turn:
            self._holders += 1
            run = self.run
        try:
            with nullcontext() if run is None else run.held():
                yield
        finally:
            with self._turn:
                self._holders -= 1

    def reset(self) -> None:
        """Forget the run, its history and the weights."""
        with self._turn:
            self._forget()
            self.number += 1
            self._sink(RunChanged(self.status), ())
            self._sink(*self.history())

    def _forget(self) -> None:
        self._end()
        self.run = self.past = self._broadcast = None
        self._built = self._trains = None
        self._aside = Aside()

    def open(self, number: int, before: Network, opened: Opened, config: TrainingConfig) -> None:
        """Forget the run, and go on with what was opened in the place of what was drawn `before`.

        Layers begin with the weights that came along. Undo brings back the drawing of before with the weights it had;
        `number` tells the two apart from then on (see `Lineages`).
        """
        with self._turn:
            while self._replaced:
                at = self._replaced.popleft()
                if at == number:
                    break
                self._enter(at)
            if self._trains is not None:
                with suppress(CheckError):  # it has a problem: its model is that of before the problem
                    self._graph(before, config.seed, config.precision)
            left = _Drawn(self._built, self._given)
            self._forget()
            self._put_aside(left)
            self._here = number
            self._given = opened.weights
            self._built = None if opened.graph is None else ((semantics(opened.network), "default"), opened.graph)
            self.number += 1
            self._sink(RunChanged(self.status), ())
            self._sink(*self.history())

    def note_replaced(self, number: int) -> None:
        """Hear which drawing stands on the canvas after one took the place of the other. Waits for nobody."""
        self._replaced.append(number)

    def _change_places(self) -> None:
        while self._replaced:
            self._enter(self._replaced.popleft())

    def _enter(self, number: int) -> None:
        """Go back to the model of a drawing that another had taken the place of."""
        if number == self._here:
            return
        self._put_aside(_Drawn(self._built, self._given))
        self._here, self._aside = number, Aside()
        self._built, self._given = self._others.pop(number, _Drawn(None, None))

    def _put_aside(self, drawn: _Drawn) -> None:
        self._others[self._here] = drawn
        while len(self._others) > MOST_OTHERS:
            self._others.popitem(last=False)

    def adopt(self, network: Network, config: TrainingConfig, trained: Trained) -> None:
        """Give the model of the drawing weights of an earlier process, where their shapes fit, and show its history."""
        with self._turn:
            self._forget()
            graph = self.graph(network, config.seed, config.precision)
            for layer_id, weights in trained.weights.items():
                layer = graph.layers.get(layer_id)
                if layer is not None and take_state(layer, weights) and needs_adapting(layer):
                    remember_adapted(layer, None)
            self.past = History()
            if trained.steps:
                self.past.append(trained.steps)
            self.past.append_epochs(trained.rows.names, trained.rows.table)
            self.number += 1
            self._sink(*self.history())

    def watch(self, watch: Watch) -> None:
        """Keep what a view shows; while no step is being run, its pictures are taken at once."""
        self.screen.take(watch)
        run, broadcast = self.run, self._broadcast
        if run is not None and broadcast is not None and run.state in RESTS:
            broadcast.picture(run)

    def set_weight(self, command: SetWeight) -> None:
        """Set one weight by hand, of the model that trains and of the drawing's; what is shown of it is told anew.

        Raises:
            TrainingError: a step is being run, or there is no such weight.
        """
        with self._turn:
            run, broadcast = self.run, self._broadcast
            if run is not None and run.state not in RESTS:
                raise TrainingError("A weight is set by hand while training rests; pause first.")
            models = [each[1] for each in (self._trains, self._built) if each is not None]
            set_weight(models, command)
            if run is not None and broadcast is not None:
                broadcast.touched(run)

    def watch_vitals(self, watch: WatchVitals) -> tuple[VitalsChunk, list[Any]]:
        """Keep whether a view shows gradients, and measure them as often as that deserves; if so, all there are."""
        self.screen.take_vitals(watch.view, shown=watch.shown)
        run, broadcast = self.run, self._broadcast
        if run is None or broadcast is None:
            return VitalsChunk(self.number, (), (), whole=True), []
        run.spend(**spent(run.config.observer_share, seen=self.screen.shows_vitals))
        return broadcast.monitor.all(run) if watch.shown else (VitalsChunk(self.number, (), (), whole=True), [])

    def history(self) -> tuple[HistoryChunk, list[Any]]:
        """All of the latest run's history, thinned to what a screen can show."""
        measured = self.measured or History()
        return chunk_of(self.number, measured.since(0), measured.rows(), WHOLE_POINTS, whole=True)

    def _edited(self, network: Network, data: "Dataset | None", config: TrainingConfig) -> bool:
        """Whether a run that is held can't go on as it is: what it trains, or on what, is not what there is now."""
        other = data is not None and self._broadcast is not None and self._broadcast.data is not data
        return other or self._trains is None or self._trains[0] != (semantics(network), config.precision)
