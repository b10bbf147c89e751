"""The doctor's rounds: what ails a run, looked at now and then while it goes on, and once more whenever it rests.

Between two steps it looks on the run's own thread, for a share of the time. What has to be compiled first, and looks at
a run that rests, are on a thread of their own, so that neither steps nor pauses wait for them.
"""

import logging
import threading
import time
from collections.abc import Callable

from playground import doctor
from playground.protocol import Findings
from playground.session._diagnosing import Diagnosing
from playground.session._idle_units import UnitsOverTime
from playground.training import TrainingRun, beside

SHARE = 0.005
"""Of the time, for looks at a run that goes on."""
FIRST = 2.0
"""Seconds before the first look; what comes next takes half as long again, up to the longest."""
LONGEST = 20.0
PATIENCE = 5.0
"""Seconds to wait at the end for a look that is under way."""


class Rounds:
    """The looks at one run.

    Attributes:
        found: What was found last.
        units: Which units did nothing, at each look.
    """

    def __init__(self, number: int, tell: Callable[[TrainingRun, Findings], None]) -> None:
        """Look at the run that the browser knows by this number; what is found while it rests is told at once."""
        self._tell = tell
        self._lock = threading.Lock()
        self._free = threading.Event()
        self._free.set()
        self._again = False
        self._over = False
        self._diagnosing: Diagnosing | None = None
        self._wait = FIRST
        self._due: float | None = None
        self._told: Findings | None = None
        self.found = Findings(number)
        self.units = UnitsOverTime()

    def between_steps(self, run: TrainingRun) -> None:
        """Look, or make ready to, when it is time; called on the run's thread."""
        now = time.monotonic()
        if self._due is None:
            self._due = now + self._wait
        if now < self._due or run.state != "running" or self._over or not self._free.is_set():
            return
        if self._diagnosing is None:
            self._go(run)
            return
        self._attempt(self.look, run)
        cost = time.monotonic() - now
        self._wait = min(LONGEST, 1.5 * self._wait)
        self._due = now + max(self._wait, cost / SHARE)

    def look(self, run: TrainingRun) -> None:
        """Find what ails it now; nothing happens before all is ready for it. Reads the weights."""
        if self._diagnosing is not None:
            evidence = self._diagnosing.evidence()
            looked = self._diagnosing.looked(evidence)
            self.units.add(len(run.history), evidence.outputs)
            self.found = Findings(self.found.run, doctor.examine(evidence), looked, run.config.settings())

    def rest(self, run: TrainingRun) -> None:
        """Look once more, on another thread, and tell it: the run rests, or has ended."""
        if len(run.history) and not self._over:
            self._go(run)

    def fresh(self) -> Findings | None:
        """What was found since this was last asked; None where that is what was known already."""
        found = self.found
        known = self._told is not None and self._told.findings == found.findings
        if found.looked is None or known:
            return None
        self._told = found
        return found

    def end(self) -> None:
        """Look no more, and wait for a look that is under way: the next run may train the same model."""
        self._over = True
        self._free.wait(PATIENCE)

    def _go(self, run: TrainingRun) -> None:
        with self._lock:
            if not self._free.is_set():
                self._again = True
                return
            self._free.clear()
        beside("playground-doctor", lambda: self._work(run))

    def _work(self, run: TrainingRun) -> None:
        while True:
            self._attempt(self._prepare, run)
            if run.state != "running":
                self._attempt(self.look, run)
                self._told = self.found
                if self.found.looked is not None:
                    self._tell(run, self.found)
            with self._lock:
                if not self._again:
                    self._free.set()
                    return
                self._again = False

    def _attempt(self, what: Callable[[TrainingRun], None], run: TrainingRun) -> None:
        if self._over:
            return
        try:
            what(run)
        except Exception:
            logging.getLogger("playground").exception("The doctor can't examine this run.")
            self._over = True

    def _prepare(self, run: TrainingRun) -> None:
        if self._diagnosing is None:
            diagnosing = Diagnosing(run)
            diagnosing.prepare()
            self._diagnosing = diagnosing
