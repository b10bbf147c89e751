"""The landscape of the drawing's loss: of its model, the samples it learns from, and the way of its latest run."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import numpy as np

from playground import probing
from playground.errors import DataError, PlaygroundError, TrainingError
from playground.protocol import Done, GetLandscape, LandscapeFound, LandscapeProgress
from playground.session._explaining import require_ready
from playground.session._probed import inputs_for
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


class Reckoned(NamedTuple):
    """A landscape and what it is of.

    Attributes:
        found: The losses, and the way of the run.
        steps: Of the run, at the moments of its way; none without one.
        step: Of the run, that the weights are of.
        samples: How many training samples it is the loss of.
        weights: How many the model trains.
    """

    found: probing.Landscape
    steps: tuple[int, ...]
    step: int
    samples: int
    weights: int

    @property
    def names(self) -> tuple[str, str]:
        """What the two directions are called."""
        if self.found.shares is None:
            return "first direction, in lengths of the weights", "second direction"
        first, second = self.found.shares
        return f"first component, {first:.0%} of the path", f"second, {second:.0%}"


def landscape_of(
    session: "Session",
    *,
    directions: probing.Directions = "random",
    seed: int = 0,
    reach: float = 1.0,
    points: int = 25,
    tick: Callable[[int, int], None] = lambda _done, _all: None,
) -> Reckoned:
    """What the loss is round the weights that the drawing's model has; the arguments as `probing.landscape` takes them.

    Raises:
        PlaygroundError: There is no data, the model has a problem or is being trained, or the arguments make no sense.
    """
    if session.data is None:
        raise DataError("There is no data to reckon the loss of; choose a data set, or set `studio.data`.")
    if session.running.status.state in {"preparing", "running", "stopping"}:
        raise TrainingError("The network is being trained, and its weights move: pause it to draw a landscape.")
    if directions not in get_args(probing.Directions):
        raise PlaygroundError(f"A landscape has the directions “random” or “path”, got {directions!r}.")
    if not 0 < reach <= MOST_REACH:
        raise PlaygroundError(f"A landscape reaches further than 0 and up to {MOST_REACH:g}, got {reach:g}.")
    graph = session.graph
    require_ready(graph, session.data, "draw its landscape")
    run = session.running.run
    trains = run is not None and run.graph is graph
    config = run.config if run is not None and trains else session.config
    twin = judged(graph.model, session.data, config)
    batch = _samples(session.data.split(config.validation_split, config.seed))
    steps, path = run.trail.of(graph.model.trainable_variables) if run is not None and trains else ((), None)
    step, still = session.running.moment(graph)
    found = probing.landscape(
        twin,
        inputs_for(graph.model, batch),
        targets_of(twin, batch),
        directions=directions,
        path=path,
        seed=abs(seed),
        reach=reach,
        points=points,
        still=still,
        tick=tick,
    )
    passed = (*steps[: max(0, len(found.path) - 1)], step) if len(found.path) else ()
    weights = sum(int(np.prod(each.shape)) for each in twin.trainable_variables)
    return Reckoned(found, passed, step, len(batch), weights)


def landscape_found(session: "Session", wish: GetLandscape, tick: "Tick") -> tuple[Done | LandscapeFound, list[Any]]:
    """What a view asks for, and how far that is told on the way.

    Raises:
        PlaygroundError: As `landscape_of`.
    """
    if wish.stop:
        return Done(), []
    tick()
    telling = _Telling(session, wish.view, tick)
    found, steps, step, samples, weights = landscape_of(
        session,
        directions=wish.directions,
        seed=wish.seed,
        reach=wish.reach,
        points=wish.points,
        tick=telling.tell,
    )
    here = found.here if np.isfinite(found.here) else None
    head = LandscapeFound(
        points=wish.points, step=step, samples=samples, weights=weights, here=here, shares=found.shares
    )
    floats = [found.x, found.y, found.losses, found.path, found.path_losses]
    x, y, losses, places, passed = (np.ascontiguousarray(each, np.float32) for each in floats)
    return head, [x, y, losses, np.array(steps, np.float64), places, passed]


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
