"""The run half of a session: its runs, and who may do what when several threads ask."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from playground.errors import DataError, TrainingError
from playground.modeling import Graph, Opened, kept_variables
from playground.network import Network
from playground.protocol import HistoryChunk, RunChanged, RunStatus, Watch
from playground.session._begun import Begun
from playground.session._broadcast import PATIENCE, Broadcast, Sink
from playground.session._course import Ahead, Course, moment_words, new_layers
from playground.session._curves import whole_of
from playground.session._drawing import Drawn
from playground.session._idle_units import nodes_kept
from playground.session._keeping import Keeping
from playground.session._models import Models
from playground.session._moment import Moment, moment_of
from playground.session._newest import Newest
from playground.session._photographer import STANDS
from playground.session._pictures import Screen
from playground.session._recovery import Trained
from playground.session._settings import Beside, document_of
from playground.session._vitals import spend
from playground.training import GoingOn, History, TrainingConfig, TrainingRun, train

if TYPE_CHECKING:
    from playground.datasets import Dataset

Unit = Literal["batch", "epoch"]
KeepTrained = Callable[[int, Trained], None]


class Running:
    """The model of a drawing and its latest run.

    Commands come from any thread; those that start or end a run take their turn, pausing and stopping need none.

    Attributes:
        begun: What each run began with.
        run: The latest run; None before the first, and after a reset.
        past: The history of a run of an earlier process that was taken up; None when there is none.
        number: Numbers the runs for the browser; a reset counts as one.
        broadcast: Its voice; None where there is no run.
        models: The model of the drawing, and that which trains; whoever asks for one has the turn.
        screen: What the views show.
        trying: Tries learning rates, off the thread that asks for it.
    """

    def __init__(
        self, sink: Sink, keep: KeepTrained | None = None, opened: Opened | None = None, keeping: Keeping | None = None
    ) -> None:
        """Send what runs tell to `sink`, and hand their weights to `keep` now and then, both from the run's thread.

        With the weights goes the number of the drawing (see `Lineages`). `keeping` has every run in a folder.
        Layers begin with the weights of what was `opened`, also after a reset.
        """
        self._sink = sink
        self._keep = keep
        self._turn = threading.RLock()
        self.models = Models(opened)
        self._holders = 0
        self.broadcast: Broadcast | None = None
        self._keeping = keeping or Keeping(lambda: None, sink)
        self.begun = Begun()
        self.run: TrainingRun | None = None
        self.past: History | None = None
        self.number = 0
        self.screen = Screen()
        self.trying = Newest()

    @property
    def turn(self) -> AbstractContextManager[bool]:
        """Held by whoever starts or ends a run, or changes its weights.

        Raises:
            TrainingError: in a callback of the run, for which whoever has the turn may wait.
        """
        if self._in_callback:
            raise TrainingError(
                "A callback can't start, change or forget runs of the studio whose run it is in; end the run by "
                "`studio.stop()`, and do it then."
            )
        return self._turn

    @property
    def _in_callback(self) -> bool:
        return self.run is not None and self.run.is_here()

    @property
    def status(self) -> RunStatus:
        """Where the latest run stands."""
        run, broadcast = self.run, self.broadcast
        return RunStatus(run=self.number) if run is None or broadcast is None else broadcast.status(run)

    @property
    def measured(self) -> History | None:
        """The history of the latest run, or of one that was taken up; None before the first."""
        run = self.run
        return self.past if run is None else run.history

    def graph_of(self, drawn: Callable[[], Network], config: TrainingConfig) -> Graph:
        """The model of what is drawn; in a callback of the run, the model that the run trains.

        Raises:
            CheckError: the network has a problem.
        """
        run = self.run
        if run is not None and run.graph is not None and run.is_here():
            return run.graph
        with self.turn:
            return self.graph(drawn(), config.seed, config.precision)

    def graph(self, network: Network, seed: int, precision: str = "default") -> Graph:
        """The model of the drawing; weights of layers that an edit left alone are kept, others drawn from the seed.

        A layer that was taken out and comes back, by undo or out of a bypass, has the weights that it had. In another
        `precision` it is another model with these weights.

        Raises:
            CheckError: the network has a problem.
        """
        with self.turn:
            run = self.run
            if run is not None and run.shown is not None and not self.begun.trains(run, network, precision):
                run.show(None)  # an edit goes on from the latest weights
            return self.models.graph(network, seed, precision, self.steps)

    @property
    def steps(self) -> int:
        """How many steps the latest run has done."""
        return 0 if self.run is None else len(self.run.history)

    def moment(self, graph: Graph, patience: float = PATIENCE) -> Moment:
        """Keep the weights that a model has now, without a pause of the run that trains it.

        But where no moment between two steps is found for so many seconds, the run is held for it.

        Returns:
            The step of the run that they are of, and a context in which the model has them, whatever the run does to
            it meanwhile, and in which no other thread runs Python of the model to compile it.
        """
        run, broadcast = self.run, self.broadcast
        if run is None or broadcast is None or not self.models.is_trained(graph):
            return moment_of(graph, run, None, patience)
        return moment_of(graph, run, (run, broadcast), patience)

    @property
    def latest_graph(self) -> Graph | None:
        """The model that a run trains or trained, else the drawing's; None when neither was built. Waits for nobody."""
        return self.models.latest

    def start(self, network: Network, data: "Dataset | None", config: TrainingConfig) -> None:
        """Start a run on the drawing as it is now, or go on with one that is held.

        Where drawing, data or settings were changed meanwhile, another run takes up the one that is held: with its
        number, its history and epochs, the weights of the layers that are still there, and what the optimizer
        remembers of them.

        Raises:
            CheckError: the network has a problem.
            DataError: there is no data.
            TrainingError: the model is being exported.
        """
        with self.turn:
            run = self.run
            if run is not None and run.state == "paused" and not self.begun.changes(run, network, data, config).some:
                run.resume()
            elif run is None or run.state not in {"preparing", "running"}:
                self._begin(network, data, config, paused=False)

    def step(self, network: Network, data: "Dataset | None", config: TrainingConfig, unit: Unit) -> None:
        """Run one batch or epoch of the held run, starting one if there is none.

        Raises:
            PlaygroundError: as `start`.
        """
        with self.turn:
            run = self.run
            if run is not None and (
                run.state in {"preparing", "running"}
                or (run.state == "paused" and not self.begun.changes(run, network, data, config).some)
            ):
                run.step(unit)
            else:
                begun = self._begin(network, data, config, paused=True)
                with suppress(TrainingError):  # it may have failed already: its status says why
                    begun.step(unit)

    def renew(self, network: Network, data: "Dataset | None", config: TrainingConfig) -> None:
        """Let a run under way go on with other data at once, as pause and play would; others do so at the next play.

        One that is to hold, at once or at the end of an epoch, does so all the same.

        Raises:
            PlaygroundError: as `start`; the run is paused then.
        """
        with self.turn:
            run = self.run
            if run is not None and run.given is not data and run.state in {"preparing", "running"}:
                told = run.pause()
                if run.wait_until("paused") in {"paused", "failed"}:
                    begun = self._begin(network, data, config, paused=told != "go_on")
                    if told in ("batch", "epoch"):
                        with suppress(TrainingError):  # it may have failed already: its status says why
                            begun.step(told)

    def branch(self, network: Network, data: "Dataset | None", config: TrainingConfig, after: GoingOn) -> None:
        """End the latest run, and begin another at an earlier moment of it; the caller has the turn.

        Raises:
            PlaygroundError: as `start`.
        """
        self._begin(network, data, config, paused=False, branch=after)

    def _begin(
        self,
        network: Network,
        data: "Dataset | None",
        config: TrainingConfig,
        *,
        paused: bool,
        branch: GoingOn | None = None,
    ) -> TrainingRun:
        if self._holders:
            raise TrainingError("The model is being exported; train it when that is done.")
        if data is None:
            raise DataError("There is no data to train on; choose a data set, or set `studio.data`.")
        held = None if branch is not None else self._resting()
        if held is None:
            self._end()
        graph = self.graph(network, config.seed, config.precision)
        course, after, words = Course(self.number + 1), branch, ""
        if branch is not None and branch.at is not None:
            past, words = course.branch(branch), moment_words(branch.at)
            self._sink(*whole_of(course.number, past))
        if held is not None and held.graph is not None and self.broadcast is not None:
            changed = self.begun.changes(held, network, data, config)
            course = self.broadcast.course.next(held, Ahead(changed.words, new_layers(held.graph, graph)))
            after = GoingOn(held, kept_variables(held.graph, graph), changed.label)
            self._hand_over(held)
        document, goes_on = document_of(network, Beside(config, data)), held is not None
        followed = self._keeping.follow(document, graph, goes_on=goes_on, branch=words)
        keep = None if self._keep is None else partial(self._keep, self.models.here)
        broadcast = Broadcast(course, graph, data, sink=self._sink, screen=self.screen, keep=keep)
        if after is not None and self.broadcast is not None:
            kept = nodes_kept(self.broadcast.graph, graph)
            broadcast.rounds.units.take_up(self.broadcast.rounds.units, kept, course.told[0])
        observers, listener = (broadcast.observe,), followed.beside(broadcast.listen)
        run = train(graph, data, config, observers=observers, listener=listener, paused=paused, after=after)
        spend(run, self.screen)
        self.begun.note(run, network, config.precision)
        self.run, self.broadcast, self.number, self.past = run, broadcast, course.number, None
        self.models.train(len(run.history))
        return run

    def _resting(self) -> TrainingRun | None:
        """The run that play goes on with, whatever was edited: one that is paused, or that a failed one left."""
        run = self.run
        if run is None or self.models.trains is None:
            return None
        if run.state == "failed" and run.after is not None and run.after.at is None:
            held: TrainingRun = run.after.run
            return held
        return run if run.state == "paused" else None

    def _hand_over(self, held: TrainingRun) -> None:
        """End a run that another takes up; nobody needs to hear of its end."""
        if self.broadcast is not None:
            self.broadcast.rounds.end()
            self.broadcast.end()
        self._keeping.leave()
        held.hand_over()

    def trains(self, run: TrainingRun, network: Network, config: TrainingConfig) -> bool:
        """Whether a run trains just what is drawn. Waits for nobody."""
        return self.models.trains_here and self.begun.trains(run, network, config.precision)

    def look_forward(self) -> None:
        """Give the model the weights of the latest step again; views hear of it where it had others."""
        run = self.run
        if run is not None and run.shown is not None:
            run.show(None)
            self.tell_shown()

    def tell_shown(self) -> None:
        """Tell the views which moment the model shows now, with the pictures of it."""
        run, broadcast = self.run, self.broadcast
        self._sink(RunChanged(self.status), ())
        if run is not None and broadcast is not None:
            broadcast.pictures.now(run)

    def compare(self, now: Drawn, data: "Dataset | None", config: TrainingConfig) -> None:
        """Hear what play would go on with; views hear of it where it is not what they were told. Waits for nobody."""
        run, broadcast = self.run, self.broadcast
        if run is not None and run.shown is not None and not self.trains(run, now.network, config):
            self.look_forward()
        if run is None or broadcast is None or self.models.leaves:
            return
        ahead = self.begun.ahead(run, now, data, config)
        if ahead is not None and ahead != (broadcast.course.ahead or Ahead()):
            broadcast.course.ahead = ahead
            if run.state in {"paused", "failed"}:
                self._sink(RunChanged(self.status), ())

    def wait(self) -> None:
        """Wait until the run has ended, also when another takes it up meanwhile.

        Raises:
            TrainingError: it failed.
        """
        while True:
            run, number = self.run, self.number
            if run is None:
                return
            run.wait()
            with self.turn:
                if self.run is run or self.number != number:
                    return

    def _end(self) -> None:
        """End the run and its thread; what it would still tell is of no interest any more."""
        if self.broadcast is not None:
            self.broadcast.rounds.end()
        if self.run is not None:
            self.run.stop()
            with suppress(TrainingError):  # it failed: its status has said why
                self.run.wait()
            self.run.show(None)
        if self.broadcast is not None:
            self.broadcast.end()

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
        """Hold the run that goes on, and let none begin, while the block lasts; a callback holds its run by itself."""
        if self._in_callback:
            yield
            return
        with self.turn:
            self._holders += 1
            run = self.run
        try:
            with nullcontext() if run is None else run.held():
                yield
        finally:
            with self.turn:
                self._holders -= 1

    def reset(self) -> None:
        """Forget the run, its history and the weights."""
        with self.turn:
            self.drop()
            self.models.forget()
            self.begin_anew()

    def drop(self) -> None:
        """End the latest run and forget it and its history; the caller has the turn."""
        self._end()
        self.run = self.past = self.broadcast = None

    def begin_anew(self, past: History | None = None) -> None:
        """Go on without a run, perhaps with the history of an earlier one; views hear. The caller has the turn."""
        self.past = past
        self.number += 1
        self._sink(RunChanged(self.status), ())
        self._sink(*self.history())

    def note_replaced(self, number: int) -> None:
        """Hear which drawing stands on the canvas after one took the place of the other. Waits for nobody."""
        self.models.note_replaced(number)

    def watch(self, watch: Watch) -> None:
        """Keep what a view shows; while no step is being run, its pictures are taken at once."""
        self.screen.take(watch)
        run, broadcast = self.run, self.broadcast
        if run is not None:
            spend(run, self.screen)
        if run is not None and broadcast is not None and run.state in STANDS:
            broadcast.pictures.now(run)

    def history(self) -> tuple[HistoryChunk, list[Any]]:
        """All of the latest run's history, thinned to what a screen can show."""
        return whole_of(self.number, self.measured or History())
