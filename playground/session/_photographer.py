"""Takes the pictures of one run for whoever watches it: beside the training while it goes on, at once when it rests."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from playground.modeling import Graph
from playground.probing import Weights
from playground.protocol import Pictures, Watch
from playground.session._cadence import ROOM, Cadence
from playground.session._device import device_facts
from playground.session._following import NOTHING
from playground.session._pictures import Camera, Screen
from playground.training import TrainingRun, beside

if TYPE_CHECKING:
    from playground.datasets import Dataset

RESTS = frozenset[str](("paused", "finished", "stopped"))
STANDS = RESTS | {"failed"}
"""No step is run, though what is there may be of no use."""
LIGHT = 1_000_000
"""So many weights a step may have to copy, since a picture still needs them as they were."""


class Photographer:
    """Sends pictures to a sink, one after the other, each later than the one before."""

    def __init__(
        self,
        graph: Graph,
        data: "Dataset",
        number: int,
        *,
        screen: Screen,
        sink: Callable[[Pictures, Sequence[Any]], None],
    ) -> None:
        """Picture what is on the `screen`.

        Args:
            graph: What to look into.
            data: Where the samples are from.
            number: Numbers the run.
            screen: What is watched.
            sink: Takes a message and its buffers, on any thread.
        """
        self._graph = graph
        self._data = data
        self._number = number
        self._screen = screen
        self._sink = sink
        self._cadence, self._inside = Cadence(), Cadence()
        self._camera: Camera | None = None
        self._focusing = threading.Lock()
        self._taking = threading.Lock()
        self._turn = 0
        self._silent = False

    def end(self) -> None:
        """Send nothing more, and nothing that is being taken."""
        self._silent = True
        with self._taking:
            self._turn += 1

    def between_steps(self, run: TrainingRun) -> bool:
        """On the run's own thread, between two steps: take pictures if it is time, and let the steps go on meanwhile.

        They wait where the weights are many, and where a GPU has no time beside the training.

        Returns:
            Whether it is time.
        """
        began, watches = time.monotonic(), self._screen.watches()
        self._cadence.share = self._inside.share = run.config.observer_share
        if self._silent or not watches or self._taking.locked() or not self._cadence.is_due(began):
            return False
        self._cadence.begin(began)
        follows = self._follows(watches, began)
        camera = self._camera_for(run)
        work = partial(self._take, camera, watches, run.shown_step, camera.weights(), self._turn, follows=follows)
        if device_facts() is None and camera.weight_count <= LIGHT:
            beside("playground-pictures", partial(self._meanwhile, work))
        else:
            work()
        return True

    def now(self, run: TrainingRun) -> None:
        """Take pictures of what is watched, as far as they are ready; never waits for compiling."""
        watches = self._screen.watches()
        if self._silent or not watches:
            return
        camera = self._camera_for(run)
        with self._taking:
            self._turn += 1
            self._send(camera.take(watches, run.shown_step))

    def _follows(self, watches: tuple[Watch, ...], now: float) -> bool:
        """Whether these pictures come with a look inside. It may cost more than they do: each has half of the time."""
        some = any(watch.follow for watch in watches)
        self._cadence.part = self._inside.part = 0.5 if some else 1.0
        due = some and self._inside.is_due(now)
        if due:
            self._inside.begin(now)
        return due

    def _meanwhile(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:
            logging.getLogger("playground").exception(
                "No pictures can be taken of this run, and none are tried any more."
            )
            self._silent = True

    def _take(
        self, camera: Camera, watches: tuple[Watch, ...], step: int, weights: Weights, turn: int, *, follows: bool
    ) -> None:
        """Take pictures with these weights, unless others were taken since, and note what each part costs."""
        with self._taking:
            if turn != self._turn:
                return
            began = time.monotonic()
            inside = camera.look_inside(watches, step, weights) if follows else NOTHING
            looked = time.monotonic()
            if follows:
                self._inside.cost(began, looked - began)
            self._send(camera.take(watches, step, weights, inside))
            self._cadence.cost(looked, time.monotonic() - looked)

    def _send(self, taken: tuple[Pictures, Sequence[Any]] | None) -> None:
        if taken is not None and not self._silent:
            self._sink(*taken)

    def _camera_for(self, run: TrainingRun) -> Camera:
        with self._focusing:
            if self._camera is None:
                self._camera = Camera(
                    self._graph, self._data, self._number, tracing=run.tracing, ready=lambda: self._developed(run)
                )
                if not self._camera.over_plane:
                    self._cadence.spare = self._inside.spare = ROOM
            return self._camera

    def _developed(self, run: TrainingRun) -> None:
        """More can be pictured than before: it is looked at now, on the thread that compiled it.

        The first call of a compiled function takes longest, for which no step should wait; and a run that goes on is
        looked at between two steps only while nothing is being compiled, such as what measures its gradients.
        """
        if run.state in STANDS or run.state == "running":
            self.now(run)
