"""Which runs of this process are under way: one at a time trains a model, and all end before the process does."""

import atexit
import threading
import weakref
from contextlib import suppress
from typing import Any

from playground.errors import TrainingError
from playground.training._beside import begin_nothing_more
from playground.training._control import ENDED

Run = Any
"""A `TrainingRun`, which knows this file."""

_turn = threading.Lock()
_running: weakref.WeakSet[Run] = weakref.WeakSet()


def enter(run: Run) -> None:
    """Let a run be under way from now on.

    Raises:
        TrainingError: If another run trains its model.
    """
    model = run.model
    with _turn:
        other = next((each for each in _running if each.model is model and each.state not in ENDED), None)
        if model is not None and other is not None:
            raise TrainingError(
                f"Model “{model.name}” is being trained by run {other.number}; stop that run, or wait for it."
            )
        _running.add(run)


def leave(run: Run) -> None:
    """A run has ended, and has told so."""
    with _turn:
        _running.discard(run)


def training_of(model: Any, *, but: Run) -> Run | None:
    """The run under way that trains a model, but for one; None where there is none."""
    with _turn:
        return next((run for run in _running if run is not but and run.model is model), None)


@atexit.register
def _end_runs() -> None:
    """A thread inside TensorFlow when the process ends would crash the process."""
    begin_nothing_more()
    with _turn:
        runs = tuple(_running)
    for run in runs:
        run.stop()
    for run in runs:
        with suppress(TrainingError):  # it failed: its status has said why
            run.wait(timeout=10)  # with what its listener still does
