"""The run half of a session: from the drawing to a model, its runs, and what they tell the browser."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from playground import charts
from playground.errors import DataError, TrainingError
from playground.modeling import Graph, build_graph, carry_weights
from playground.network import Network
from playground.protocol import HistoryChunk, Pictures, RunChanged, RunStatus, Watch
from playground.session._drawing import semantics
from playground.session._pictures import Camera, Screen
from playground.session._recovery import Trained
from playground.training import History, TrainingConfig, TrainingRun, seeded, train

if TYPE_CHECKING:
    from playground.datasets import Dataset

Unit = Literal["batch", "epoch"]
Sink = Callable[[RunChanged | HistoryChunk | Pictures, Sequence[Any]], None]

CHUNK_POINTS = 200
WHOLE_POINTS = 4_000
INTERVAL = 0.15
"""Seconds between two messages about a run that goes on: with pictures, at most 20 messages a second in all."""
PICTURE_INTERVAL = 0.2
KEEP_INTERVAL = 2.0
"""Seconds between two writings of the weights; more when writing costs more than this share of the time."""
KEEP_SHARE = 0.01
OPEN = ("preparing", "running", "paused", "stopping")


class Running:
    """The model of a drawing and its latest run."""

    def __init__(self, sink: Sink, keep: Callable[[Trained], None] | None = None) -> None:
        """Send what runs tell to `sink`, and hand their weights to `keep` now and then, both from the run's thread."""
        self._sink = sink
        self._keep = keep
        self._kept_at = 0.0
        self._keeping_cost = 0.0
        self.past: History | None = None
        self._lock = threading.RLock()
        self._built: tuple[Any, Graph] | None = None
        self._filmed: tuple[Graph, Dataset] | None = None
        self._camera: Camera | None = None
        self._sent_steps = 0
        self._sent_epochs = 0
        self._sent_at = 0.0
        self._sent_state = ""
        self._pictured_at = 0.0
        self.screen = Screen()
        self.run: TrainingRun | None = None
        self.number = 0

    @property
    def open(self) -> bool:
        """Whether a run is going on or held."""
        return self.run is not None and self.run.state in OPEN

    @property
    def status(self) -> RunStatus:
        """Where the latest run stands."""
        if self.run is None:
            return RunStatus(run=self.number)
        return _numbered(self.run.status, self.number)

    def graph(self, network: Network, seed: int) -> Graph:
        """The model of the drawing; weights of layers that an edit left alone are kept, others drawn from the seed.

        Raises:
            CheckError: the network has a problem.
        """
        with self._lock:
            meaning = semantics(network)
            if self._built is None or self._built[0] != meaning:
                with seeded(seed):
                    new = build_graph(network)
                if self._built is not None:
                    carry_weights(self._built[1], new)
                self._built = (meaning, new)
            return self._built[1]

    def start(self, network: Network, data: "Dataset | None", config: TrainingConfig, *, paused: bool = False) -> None:
        """Start a run on the drawing as it is now, or go on with one that is held.

        Raises:
            CheckError: the network has a problem.
            DataError: there is no data.
        """
        with self._lock:
            if self.run is not None and self.run.state in {"preparing", "running", "stopping"}:
                return
            if self.run is not None and self.run.state == "paused" and not self._edited(network):
                self.run.resume()
                return
            if data is None:
                raise DataError("There is no data to train on; choose a data set, or set `studio.data`.")
            if self.run is not None and self.run.state == "paused":
                self.run.stop()
                self.run.wait()
            graph = self.graph(network, config.seed)
            self.number += 1
            self._sent_steps = self._sent_epochs = 0
            self._camera = None
            self._filmed = (graph, data)
            self._kept_at = time.monotonic()
            self.past = None
            self.run = train(graph.model, data, config, observers=(self._observe,), listener=self._heard, paused=paused)

    def step(self, network: Network, data: "Dataset | None", config: TrainingConfig, unit: Unit) -> None:
        """Run one batch or epoch of the held run, starting one if there is none."""
        with self._lock:
            if not self.open or (self.run is not None and self.run.state == "paused" and self._edited(network)):
                self._start_held(network, data, config)
            if self.run is None:
                raise TrainingError("There is no run to step; press play.")
            self.run.step(unit)

    def _start_held(self, network: Network, data: "Dataset | None", config: TrainingConfig) -> None:
        if self.run is not None and self.run.state == "paused":
            self.run.stop()
            self.run.wait()
        self.start(network, data, config, paused=True)

    def pause(self) -> None:
        """Hold the run that goes on; nothing happens when there is none."""
        if self.open and self.run is not None:
            self.run.pause()

    def stop(self) -> None:
        """End the run that is open; nothing happens when there is none."""
        if self.open and self.run is not None:
            self.run.stop()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the run that goes on, if there is one, and let it go on afterwards."""
        run = self.run
        going = run is not None and run.state in {"preparing", "running"}
        if run is not None and going:
            run.pause()
            run.wait_until("paused")
        try:
            yield
        finally:
            if run is not None and going and run.state == "paused":
                run.resume()

    def reset(self) -> None:
        """Forget the run, its history and the weights."""
        with self._lock:
            if self.open and self.run is not None:
                self.run.stop()
                self.run.wait()
            self.run = self.past = None
            self._built = self._filmed = self._camera = None
            self.number += 1
        self._sink(RunChanged(self.status), ())
        self._sink(HistoryChunk(run=self.number, series=(), epochs=(), whole=True), ())

    def adopt(self, network: Network, seed: int, trained: Trained) -> None:
        """Give the model of the drawing weights of an earlier process, where their shapes fit, and show its history."""
        with self._lock:
            graph = self.graph(network, seed)
            for layer_id, weights in trained.weights.items():
                layer = graph.layers.get(layer_id)
                if layer is not None and [w.shape for w in weights] == [tuple(w.shape) for w in layer.weights]:
                    layer.set_weights(weights)
            self.past = History()
            if trained.steps:
                self.past.append(trained.steps)
            self.past.append_epochs(trained.rows)
            self.number += 1
        self._sink(*self.history())

    def watch(self, watch: Watch) -> None:
        """Keep what a view shows; while no step is being run, its pictures are taken at once."""
        self.screen.take(watch)
        run = self.run
        if run is None or run.state in {"paused", "finished", "stopped"}:
            self.picture(run)

    def history(self) -> tuple[HistoryChunk, list[Any]]:
        """All of the latest run's history, thinned to what a screen can show."""
        measured = self.past if self.run is None else self.run.history
        if measured is None:
            return HistoryChunk(run=self.number, series=(), epochs=(), whole=True), []
        return self._chunk(measured, 0, 0, WHOLE_POINTS, whole=True)

    def _edited(self, network: Network) -> bool:
        return self._built is not None and self._built[0] != semantics(network)

    def _heard(self, run: TrainingRun) -> None:
        now = time.monotonic()
        state = run.state
        if run is not self.run and self.run is not None and state != "preparing":
            return
        if state == self._sent_state and now - self._sent_at < INTERVAL:
            return
        held = state in {"paused", "finished", "stopped"} and state != self._sent_state
        self._sent_state, self._sent_at = state, now
        chunk, buffers = self._chunk(run.history, self._sent_steps, self._sent_epochs, CHUNK_POINTS, whole=False)
        self._sent_epochs += len(chunk.epochs)
        if chunk.series or chunk.epochs:
            self._sink(chunk, buffers)
        self._sink(RunChanged(_numbered(run.status, self.number)), ())
        if held:
            self._keep_weights(run)
            self.picture(run)

    def _chunk(
        self, measured: History, from_step: int, from_epoch: int, points: int, *, whole: bool
    ) -> tuple[HistoryChunk, list[Any]]:
        import numpy as np

        new = measured.since(from_step).steps
        names, buffers = [], []
        longest = 0
        for name, values in new.items():
            steps, kept = charts.thin(np.arange(from_step + 1, from_step + 1 + len(values)), values, points)
            longest = max(longest, len(values))
            names.append(name)
            buffers += [np.asarray(steps, np.uint32), np.asarray(kept, np.float32)]
        if not longest:
            names, buffers = [], []
        if not whole:
            self._sent_steps = from_step + longest
        rows = measured.rows(from_epoch)
        return HistoryChunk(run=self.number, series=tuple(names), epochs=rows, whole=whole), buffers

    def _observe(self, run: TrainingRun) -> None:
        now = time.monotonic()
        if now - self._kept_at > max(KEEP_INTERVAL, self._keeping_cost / KEEP_SHARE):
            self._keep_weights(run)
        if now - self._pictured_at > PICTURE_INTERVAL:
            self._pictured_at = now
            self.picture(run)

    def _keep_weights(self, run: TrainingRun) -> None:
        if self._keep is None or self._built is None:
            return
        began = time.monotonic()
        weights = {layer_id: layer.get_weights() for layer_id, layer in self._built[1].layers.items() if layer.weights}
        self._keep(Trained(weights, dict(run.history.steps), run.history.rows()))
        self._kept_at = time.monotonic()
        self._keeping_cost = self._kept_at - began

    def picture(self, run: TrainingRun | None) -> None:
        """Take pictures of what is watched, and send them."""
        watches = self.screen.watches()
        if self._filmed is None or not watches:
            return
        if self._camera is None:
            self._camera = Camera(*self._filmed, self.number)
        taken = self._camera.take(watches, run.status.step if run else 0)
        if taken is not None:
            self._sink(*taken)


def _numbered(status: RunStatus, number: int) -> RunStatus:
    return msgspec.structs.replace(status, run=number)
