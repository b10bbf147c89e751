"""Keeping the runs of a session, on a thread of its own: no step waits for a disk, and no run fails by one."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from playground.errors import KeepingError
from playground.keeping import (
    KeptRun,
    Labels,
    create,
    new_id,
    prune,
    record_of,
    update,
    write_history,
    write_weights,
)
from playground.modeling import Graph, weights_of_graph
from playground.network import Document
from playground.protocol import RunsChanged
from playground.session._kept_row import row_of
from playground.training import TrainingRun, leave_interrupts

INTERVAL = 30.0
"""Seconds between two writings of a run that goes on; more when writing costs more than this share of the time."""
SHARE = 0.003

TRACKERS: dict[str, Callable[[KeptRun], Any]] = {"tensorboard": KeptRun.to_tensorboard, "mlflow": KeptRun.to_mlflow}

Place = Callable[[], Path | None]
Listener = Callable[[TrainingRun], None]
Sink = Callable[[Any, Sequence[Any]], None]


class Keeping:
    """Where the runs of a session go, and who writes them.

    Attributes:
        keeps: Whether the next run is to be kept.
        trouble: Why the last run could not be kept; empty when nothing is wrong.
        trackers: Where else a run goes that has ended: `tensorboard`, `mlflow`.
    """

    def __init__(self, place: Place, sink: Sink) -> None:
        """Keep in the folder that `place` says when a run begins, nowhere where it says None; views hear by `sink`."""
        self.place = place
        self.keeps = True
        self.trouble = ""
        self.trackers: tuple[str, ...] = ()
        self._sink = sink
        self._latest: Followed | None = None
        self._worker = ThreadPoolExecutor(1, "playground-keeping", leave_interrupts)

    def follow(self, document: Document, graph: Graph, *, goes_on: bool, branch: str = "") -> "Followed":
        """Keep a run that is about to begin with this drawing; one that `goes_on` from the last in the same folder.

        A `branch` is named after the moment that it begins at.
        """
        before = self._latest if goes_on else None
        place = before.place if before is not None else self.place() if self.keeps else None
        self._latest = Followed(self, place, document, graph, branch)
        if before is not None:
            self.do(partial(self._latest.go_on, before))
        return self._latest

    def leave(self) -> None:
        """Say nothing of the end of the latest run: another takes it up."""
        if self._latest is not None:
            self._latest.silent = True

    def track(self, trackers: Iterable[str]) -> None:
        """Log each run that ends with these too.

        Raises:
            KeepingError: there is no such tracker.
        """
        self.trackers = tuple(trackers)
        for name in self.trackers:
            if name not in TRACKERS:
                raise KeepingError(f"Runs can be logged with {' and '.join(TRACKERS)}, and not with “{name}”.")

    def do(self, work: Callable[[], None]) -> None:
        """Have something done after all that was asked for before; at the end of the process at once."""
        try:
            self._worker.submit(work)
        except RuntimeError:  # the interpreter ends, and no thread begins any more
            work()

    def tell(self, *runs: KeptRun, gone: Sequence[str] = ()) -> None:
        """Tell every view of runs that are new or not as they were, and of those that are gone."""
        self._sink(RunsChanged(tuple(map(row_of, runs)), tuple(gone), self.keeps, self.trouble), ())

    def settle(self) -> None:
        """Wait until all is written that was asked for."""
        self._worker.submit(lambda: None).result()


class Followed:
    """One run, in a folder from its first steps to its end; one that takes it up goes on in the same folder.

    Attributes:
        place: The folder of the folder; None where the run is not kept.
        silent: Whether nothing is to be said of what it does any more.
    """

    def __init__(self, keeping: Keeping, place: Path | None, document: Document, graph: Graph, branch: str) -> None:
        """Nothing is written before there are steps."""
        self.place = place
        self.silent = False
        self._keeping = keeping
        self._document = document
        self._branch = branch
        self._graph = graph
        self._folder: Path | None = None
        self._written = 0.0
        self._cost = 0.0

    def go_on(self, before: "Followed") -> None:
        """Write where another has written."""
        self._folder = before._folder  # noqa: SLF001  # of its own kind

    def beside(self, listener: Listener) -> Listener:
        """A listener of a run that hears first, and after which this one does."""

        def listen(run: TrainingRun) -> None:
            try:
                listener(run)
            finally:
                self.hear(run)

        return listen

    def hear(self, run: TrainingRun) -> None:
        """Hear from the run's own thread that something happened. Returns soon, and never raises."""
        if self.place is None or self.silent or not len(run.history):
            return
        ended, now = run.ended is not None, time.monotonic()
        if not ended and self._written and now - self._written < max(INTERVAL, self._cost / SHARE):
            return
        self._written = now
        states: dict[str, Any] = {}
        if ended:
            with suppress(Exception):  # a device that failed gives no weights either; the run has said why
                states = dict(weights_of_graph(self._graph).states)
        self._keeping.do(partial(self._write, run, self.place, states, ended=ended))

    def _write(self, run: TrainingRun, place: Path, states: dict[str, Any], *, ended: bool) -> None:
        began, keeping = time.monotonic(), self._keeping
        try:
            name = ", ".join(filter(None, (self._document.network.name, self._branch)))
            record = record_of(run, Labels().but(name=name), self._graph.model.count_params())
            if self._folder is None:
                folder = place / new_id(record.began)
                create(folder, record, self._document)
                self._folder = folder
            else:
                update(self._folder, record, self._document)
            write_history(self._folder, run.history)
            write_weights(self._folder, states)
            keeping.trouble = ""
            kept = KeptRun(self._folder)
            keeping.tell(kept)
            if ended:  # the run may have been taken up since, which is not its end
                prune(place)
                for name in keeping.trackers:
                    TRACKERS[name](kept)
        except KeepingError as error:
            keeping.trouble = str(error)
            keeping.tell()
        except Exception as error:  # noqa: BLE001  # whatever it is, training goes on, and people hear of it
            keeping.trouble = f"A run can't be kept: {type(error).__name__}: {error}."
            keeping.tell()
        self._cost = time.monotonic() - began
