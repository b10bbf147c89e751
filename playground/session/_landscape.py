"""The landscape of the drawing's loss: of its model, the samples it learns from, and the way of its latest run."""

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from playground import probing
from playground.errors import DataError, PlaygroundError, TrainingError
from playground.protocol import Done, GetLandscape, LandscapeFound, LandscapeProgress
from playground.session._explaining import require_ready
from playground.session._pictures import inputs_for
from playground.training import judged, targets_of

if TYPE_CHECKING:
    from playground.datasets import Dataset
    from playground.session._newest import Tick
    from playground.session._session import Session

MOST_SAMPLES = 512
LEAST_SAMPLES = 32
MOST_VALUES = 2_000_000
MOST_REACH = 100.0
_TOLD_SECONDS = 0.25


def landscape_of(session: "Session", wish: GetLandscape, tick: "Tick") -> tuple[Done | LandscapeFound, list[Any]]:
    """What the loss is round the weights that the drawing's model has, and how far that is told on the way.

    Raises:
        PlaygroundError: There is no data, the model has a problem or is being trained, or the wish makes no sense.
    """
    if wish.stop:
        return Done(), []
    tick()
    if session.data is None:
        raise DataError("There is no data to reckon the loss of; choose a data set, or set `studio.data`.")
    if session.running.status.state in {"preparing", "running", "stopping"}:
        raise TrainingError("The network is being trained, and its weights move: pause it to draw a landscape.")
    if not 0 < wish.reach <= MOST_REACH:
        raise PlaygroundError(f"A landscape reaches further than 0 and up to {MOST_REACH:g}, got {wish.reach:g}.")
    graph = session.graph
    require_ready(graph, session.data, "draw its landscape")
    run = session.running.run
    trains = run is not None and run.graph is graph
    config = run.config if run is not None and trains else session.config
    twin = judged(graph.model, session.data, config)
    batch = _samples(session.data.split(config.validation_split, config.seed))
    steps, path = run.trail.of(graph.model.trainable_variables) if run is not None and trains else ((), None)
    step, still = session.running.moment(graph)
    telling = _Telling(session, wish.view, tick)
    found = probing.landscape(
        twin,
        inputs_for(graph.model, batch),
        targets_of(twin, batch),
        directions=wish.directions,
        path=path,
        seed=abs(wish.seed),
        reach=wish.reach,
        points=wish.points,
        still=still,
        tick=telling.tell,
    )
    head = LandscapeFound(
        points=wish.points,
        step=step,
        samples=len(batch),
        weights=sum(int(np.prod(each.shape)) for each in twin.trainable_variables),
        here=found.here if np.isfinite(found.here) else None,
        shares=found.shares,
    )
    moments = [*steps[: max(0, len(found.path) - 1)], step] if len(found.path) else []
    floats = [found.x, found.y, found.losses, found.path, found.path_losses]
    x, y, losses, places, passed = (np.ascontiguousarray(each, np.float32) for each in floats)
    return head, [x, y, losses, np.array(moments, np.float64), places, passed]


def _samples(data: "Dataset") -> "Dataset":
    """Samples that are learned from, drawn at random and the same each time: fewer where one is large."""
    values = sum(int(np.prod(array.shape[1:])) for array in data.inputs.values())
    most = min(MOST_SAMPLES, max(LEAST_SAMPLES, MOST_VALUES // max(1, values)), len(data))
    return data.take(np.sort(np.random.default_rng(0).permutation(len(data))[:most]))


class _Telling:
    """Tells a view how far its landscape is, some times a second."""

    def __init__(self, session: "Session", view: str, tick: "Tick") -> None:
        self._session, self._view, self._tick = session, view, tick
        self._began = self._told = 0.0

    def tell(self, done: int, total: int) -> None:
        self._tick()
        now = time.monotonic()
        if done == 1:
            self._began = now  # the first has made ready what the others only run
        if now - self._told < _TOLD_SECONDS:
            return
        self._told = now
        left = (now - self._began) / (done - 1) * (total - done) if done > 1 else None
        self._session.stream(LandscapeProgress(self._view, done, total, left), ())
