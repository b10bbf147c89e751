"""Keeping the disk bounded: weights of the last runs and the starred ones, histories as long as there is room."""

import contextlib
from pathlib import Path

from playground.keeping._folder import HISTORY, WEIGHTS, size_of
from playground.keeping._runs import Runs, empty_deleted

MOST_WEIGHTS = 20
"""So many of the last runs keep their weights."""
MOST_WEIGHT_BYTES = 2 * 2**30
MOST_HISTORY_BYTES = 2 * 2**30


def prune(
    folder: Path,
    weights: int = MOST_WEIGHTS,
    weight_bytes: int = MOST_WEIGHT_BYTES,
    history_bytes: int = MOST_HISTORY_BYTES,
) -> None:
    """Delete the weights of all but the last runs, and what is oldest where together they take more than that.

    The newest run keeps what it has, and so does each that is starred. Nothing else of a run is ever deleted.
    """
    empty_deleted(folder)
    counted = taken = written = 0
    for place, run in enumerate(Runs(folder)):
        if run.starred or run.state == "running":
            continue
        of_weights, of_history = size_of(run.folder / WEIGHTS), size_of(run.folder / HISTORY)
        counted += bool(of_weights)
        taken += of_weights
        written += of_history
        if of_weights and place and (counted > weights or taken > weight_bytes):
            _unlink(run.folder / WEIGHTS)
            taken -= of_weights
        if of_history and place and written > history_bytes:
            _unlink(run.folder / HISTORY)
            written -= of_history


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
