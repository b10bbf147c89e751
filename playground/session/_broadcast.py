"""What one run tells the browser as it goes on: where it stands, its history in chunks, pictures; and its weights.

All of it on the run's own thread, but for pictures of a run that rests: whoever watches asks for those.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import msgspec

from playground import charts
from playground.modeling import Graph, state_of
from playground.protocol import EpochRow, HistoryChunk, Pictures, RunChanged, RunStatus, Together, VitalsChunk
from playground.session._pictures import Camera, Screen
from playground.session._recovery import Trained
from playground.session._vitals import Monitor
from playground.training import HistoryPart, TrainingRun

if TYPE_CHECKING:
    from playground.datasets import Dataset

Told = tuple[RunChanged | HistoryChunk | Pictures | VitalsChunk, Sequence[Any]]
"""An event and its buffers."""
Taken = tuple[Pictures, Sequence[Any]]
Sink = Callable[[RunChanged | HistoryChunk | Pictures | Together, Sequence[Any]], None]
Keep = Callable[[Trained], None]

CHUNK_POINTS = 200
POINTS_PER_EPOCH = 4
"""A chunk has room for so many points of steps for each epoch it tells: small networks end thousands a second."""
INTERVAL = max(0.2, 1 / (os.cpu_count() or 1))
"""Seconds between two tellings of a run that goes on, each one message: the browser that draws it, the server between
and the training may share few cores, and a step is as late as the latest of its threads."""
VITALS_INTERVAL = 2.0
"""Seconds between two tellings of gradients while a run goes on."""
RESTS = frozenset[str](("paused", "finished", "stopped"))
PATIENCE = 3.0
"""Seconds to wait for a moment between two steps, before the run is held for it."""
KEEP_INTERVAL = 2.0
"""Seconds between two writings of the weights; more when writing costs more than this share of the time."""
KEEP_SHARE = 0.003


class Broadcast:
    """The listener and observer of one run; a later run has another, so that neither can take the other's place.

    Attributes:
        number: Numbers the run for the browser.
        graph: The model that trains, and where the drawing's nodes are in it.
        monitor: Tells its vitals by layer.
        data: What the run trains on.
    """

    def __init__(
        self, number: int, graph: Graph, data: "Dataset", *, sink: Sink, screen: Screen, keep: Keep | None
    ) -> None:
        """Send to `sink`, picture what is on the `screen`, and hand the weights to `keep` now and then."""
        self.number = number
        self.graph = graph
        self.monitor = Monitor(number, graph)
        self.data = data
        self._sink = sink
        self._screen = screen
        self._keep = keep
        self._silent = False
        self._camera: Camera | None = None
        self._focusing = threading.Lock()
        self._steps = 0
        self._epochs = 0
        self._told = ("", 0.0)
        self._vitals_told = 0.0
        self._taken: Taken | None = None
        self._kept_at = time.monotonic()
        self._keeping_cost = 0.0
        self._asked: deque[Callable[[], None]] = deque()

    def end(self) -> None:
        """Say nothing more: another run is on the screen."""
        self._silent = True

    def status(self, run: TrainingRun) -> RunStatus:
        """Where the run stands, under the browser's number."""
        return msgspec.structs.replace(run.status, run=self.number)

    def listen(self, run: TrainingRun) -> None:
        """Tell what has happened since the last time, every change of state at once."""
        now, state = time.monotonic(), run.state
        if self._silent or (state == self._told[0] and now - self._told[1] < INTERVAL):
            return
        rests = state in RESTS and state != self._told[0]
        self._told = (state, now)
        part, rows = run.history.since(self._steps), run.history.rows(self._epochs)
        self._steps, self._epochs = part.end, self._epochs + len(rows)
        chunk, buffers = chunk_of(self.number, part, rows, CHUNK_POINTS)
        told: list[Told] = [(chunk, buffers)] if chunk.series or chunk.epochs else []
        told.append((RunChanged(self.status(run)), ()))
        # Strips and wires are drawn anew by each chunk, and look no different for one more moment.
        if self._screen.shows_vitals and (state != "running" or now - self._vitals_told >= VITALS_INTERVAL):
            vitals = self.monitor.fresh(run)
            if vitals is not None:
                told.append(vitals)
                self._vitals_told = now
        if self._taken is not None:
            told.append(self._taken)
            self._taken = None
        self._sink(Together(tuple(event for event, _ in told)), [each for _, buffers in told for each in buffers])
        if rests:
            self._keep_weights(run)
            self.picture(run)

    def observe(self, run: TrainingRun) -> None:
        """Between two steps: keep the weights, and take pictures for the next telling, each when it is time."""
        while self._asked:
            self._asked.popleft()()
        now = time.monotonic()
        if now - self._kept_at > max(KEEP_INTERVAL, self._keeping_cost / KEEP_SHARE):
            self._keep_weights(run)
        if now - self._told[1] >= INTERVAL:
            self._taken = self._take(run)

    def between_steps(self, run: TrainingRun, work: Callable[[], None]) -> None:
        """Do something short while no step is run, without a pause that people see where that can be."""
        if run.state == "running":
            done = threading.Event()
            self._asked += [work, done.set]
            if done.wait(PATIENCE):
                return
            self._asked.clear()
        with run.held() if run.state in ("running", "paused") else nullcontext():
            work()

    def picture(self, run: TrainingRun) -> None:
        """Take pictures of what is watched, as far as they are ready, and send them; never waits for compiling."""
        taken = self._take(run)
        if taken is not None:
            self._sink(*taken)

    def touched(self, run: TrainingRun) -> None:
        """The weights of a run that rests were changed by hand: keep them, and show what they make of the pictures."""
        self._keep_weights(run)
        self.picture(run)

    def _take(self, run: TrainingRun) -> Taken | None:
        watches = self._screen.watches()
        if self._silent or not watches:
            return None
        with self._focusing:
            if self._camera is None:
                self._camera = Camera(
                    self.graph, self.data, self.number, tracing=run.tracing, ready=lambda: self._developed(run)
                )
        return self._camera.take(watches, run.status.step)

    def _developed(self, run: TrainingRun) -> None:
        """More can be pictured than before: a run that goes on is looked at soon, one that rests now."""
        if run.state in RESTS:
            self.picture(run)

    def _keep_weights(self, run: TrainingRun) -> None:
        if self._keep is None:
            return
        began = time.monotonic()
        states = {path: state for path, layer in self.graph.owners.items() if (state := state_of(layer))}
        self._keep(Trained(states, dict(run.history.steps), run.history.rows()))
        self._kept_at = time.monotonic()
        self._keeping_cost = self._kept_at - began


def chunk_of(
    number: int, part: HistoryPart, rows: Sequence[EpochRow], points: int, *, whole: bool = False
) -> tuple[HistoryChunk, list[Any]]:
    """Steps, thinned to so many points a series, and epochs, to a quarter of that, as a message and its buffers."""
    import numpy as np

    names, buffers = [], []
    for name, values in part.steps.items():
        if len(values):
            steps, kept = charts.thin(np.arange(part.start + 1, part.end + 1), values, points)
            names.append(name)
            buffers += [np.asarray(steps, np.uint32), np.asarray(kept, np.float32)]
    told = _spread(rows, points // POINTS_PER_EPOCH)
    return HistoryChunk(run=number, series=tuple(names), epochs=told, whole=whole), buffers


def _spread(rows: Sequence[EpochRow], most: int) -> tuple[EpochRow, ...]:
    """At most so many epochs, evenly spread, the last among them."""
    if len(rows) <= most:
        return tuple(rows)
    return tuple(rows[(number + 1) * len(rows) // most - 1] for number in range(most))
