"""What one run tells the browser as it goes on: where it stands, its history in chunks; and its weights.

All of it on the run's own thread; pictures are the `Photographer`'s.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, Any

from playground.modeling import Graph, state_of
from playground.protocol import Findings, HistoryChunk, Pictures, RunChanged, RunStatus, Together, VitalsChunk
from playground.session._cadence import SELDOM
from playground.session._course import Course
from playground.session._curves import CHUNK_POINTS, chunk_of
from playground.session._photographer import RESTS, Photographer
from playground.session._pictures import Screen
from playground.session._recovery import Trained
from playground.session._rounds import Rounds
from playground.session._vitals import Monitor
from playground.training import TrainingRun

if TYPE_CHECKING:
    from playground.datasets import Dataset

Told = tuple[RunChanged | HistoryChunk | VitalsChunk | Findings, Sequence[Any]]
"""An event and its buffers."""
Sink = Callable[[RunChanged | HistoryChunk | Pictures | VitalsChunk | Findings | Together, Sequence[Any]], None]
Keep = Callable[[Trained], None]

EARLY = 0.8
"""A telling comes after this part of its time when it can go with a picture: the page is drawn once for both."""
VITALS_INTERVAL = 2.0
"""Seconds between two tellings of gradients while a run goes on."""
PATIENCE = 3.0
"""Seconds to wait for a moment between two steps, before the run is held for it."""
KEEP_INTERVAL = 2.0
"""Seconds between two writings of the weights; more when writing costs more than this share of the time."""
KEEP_SHARE = 0.003


class Broadcast:
    """The listener and observer of one run; a later run has another, so that neither can take the other's place.

    Attributes:
        number: Numbers the run for the browser.
        course: What is told of it besides where it stands.
        graph: The model that trains, and where the drawing's nodes are in it.
        monitor: Tells its vitals by layer.
        rounds: Looks what ails it.
        pictures: Takes the pictures of it.
    """

    def __init__(
        self, course: Course, graph: Graph, data: "Dataset", *, sink: Sink, screen: Screen, keep: Keep | None
    ) -> None:
        """Send to `sink`, picture what is on the `screen`, and hand the weights to `keep` now and then."""
        self.number = course.number
        self.course = course
        self.graph = graph
        self.rounds = Rounds(course.number, self._tell_findings)
        self.pictures = Photographer(graph, data, course.number, screen=screen, sink=sink)
        self._sink = sink
        self._screen = screen
        self._keep = keep
        self._silent = False
        self._steps, self._epochs, self._marks = course.told
        self.monitor = Monitor(self.number, graph, self._steps, self.rounds.units)
        self._told = ("", 0.0)
        self._pictured = False
        self._vitals_told = 0.0
        self._kept_at = time.monotonic()
        self._keeping_cost = 0.0
        self._asked: deque[Callable[[], None]] = deque()

    def end(self) -> None:
        """Say nothing more: another run is on the screen."""
        self._silent = True
        self.pictures.end()

    def status(self, run: TrainingRun) -> RunStatus:
        """Where the run stands, under the browser's number."""
        return self.course.status(run)

    def listen(self, run: TrainingRun) -> None:
        """Tell what has happened since the last time, every change of state at once."""
        if not self._silent:  # else the trail is that of the run which takes this one up
            run.trail.look(run)
        now, state = time.monotonic(), run.state
        wait = SELDOM * EARLY if self._pictured else SELDOM
        self._pictured = False
        if self._silent or (state == self._told[0] and now - self._told[1] < wait):
            return
        fresh, rests = state != self._told[0], state in RESTS and state != self._told[0]
        begins = state == "running" and self._told[0] == "preparing"
        self._told = (state, now)
        part, rows, marks = run.history.since(self._steps), run.history.rows(self._epochs), run.history.marks
        chunk, buffers = chunk_of(self.number, part, rows, CHUNK_POINTS, marks[self._marks :])
        self._steps, self._epochs, self._marks = part.end, rows.done or self._epochs, len(marks)
        told: list[Told] = [(chunk, buffers)] if chunk.series or chunk.epochs or chunk.marks else []
        told.append((RunChanged(self.status(run)), ()))
        # Strips and wires are drawn anew by each chunk, and look no different for one more moment.
        if self._screen.shows_vitals and (state != "running" or now - self._vitals_told >= VITALS_INTERVAL):
            vitals = self.monitor.fresh(run)
            if vitals is not None:
                told.append(vitals)
                self._vitals_told = now
        findings = self.rounds.fresh()
        if findings is not None:
            told.append((findings, ()))
        self._sink(Together(tuple(event for event, _ in told)), [each for _, buffers in told for each in buffers])
        if rests:
            self._keep_weights(run)
        if rests or begins:
            # As it begins, too: else what measures gradients is compiled first, and the screen stays empty meanwhile.
            self.pictures.now(run)
        if rests or (fresh and state == "failed"):
            self.rounds.rest(run)

    def observe(self, run: TrainingRun) -> None:
        """Between two steps: keep the weights, look what ails the run, take pictures, each when it is time."""
        self._meet()
        now = time.monotonic()
        if now - self._kept_at > max(KEEP_INTERVAL, self._keeping_cost / KEEP_SHARE):
            self._keep_weights(run)
        self.rounds.between_steps(run)
        self._pictured = self.pictures.between_steps(run)

    def between_steps(self, run: TrainingRun, work: Callable[[], None], patience: float = PATIENCE) -> None:
        """Do something short while no step is run, without a pause that people see where that can be."""
        if run.state == "running" and not run.is_here():
            done = threading.Event()

            def meet() -> None:
                work()
                done.set()

            self._asked.append(meet)
            if done.wait(patience):
                return
            with suppress(ValueError):  # it is done just now
                self._asked.remove(meet)
        with run.held() if run.state in ("running", "paused") else nullcontext():
            work()

    def _meet(self) -> None:
        while self._asked:
            try:
                meet = self._asked.popleft()
            except IndexError:  # who asked last has just given up
                return
            meet()

    def touched(self, run: TrainingRun) -> None:
        """The weights of a run that rests were changed by hand: keep them, and show what they make of the pictures."""
        self._keep_weights(run)
        self.pictures.now(run)

    def _tell_findings(self, run: TrainingRun, findings: Findings) -> None:
        if self._silent:
            return
        self._sink(findings, ())
        vitals = self.monitor.fresh(run) if self._screen.shows_vitals else None
        if vitals is not None:
            self._sink(*vitals)

    def _keep_weights(self, run: TrainingRun) -> None:
        if self._keep is None:
            return
        began = time.monotonic()
        states = {path: state for path, layer in self.graph.owners.items() if (state := state_of(layer))}
        self._keep(Trained(states, run.history.since(0), run.history.marks))
        self._kept_at = time.monotonic()
        self._keeping_cost = self._kept_at - began
