"""When a step is measured: within the share of the time that vitals may take, once its program is ready."""

import logging
import time
from typing import Any

from playground.training._beside import beside
from playground.training._engine_tensorflow import Retired, TensorFlowEngine
from playground.training._vitals import Vitals

_EARLY, _EARLY_SHARE = 0.25, 0.05
"""So many seconds of measuring come within a larger share of the time: a run that is over in seconds is seen too."""


class Measuring:
    """Runs measured steps of one run, and makes ready for them on a thread of its own.

    The cost of a measured step is what it takes longer than one that is not. The first of an engine says nothing, as
    TensorFlow optimises its program then.
    """

    def __init__(self, engine: TensorFlowEngine, vitals: Vitals) -> None:
        self._engine = engine
        self._vitals = vitals
        self._begun = False
        self._impossible = False
        self._due = self._spent = 0.0

    def due(self, *, at_once: bool = False) -> bool:
        """Whether the next step is to be measured; begins to make ready when it is asked for the first time."""
        if self._vitals.share <= 0 or self._impossible:
            return False
        if not self._engine.measures:
            self._prepare()
            return False
        return at_once or time.perf_counter() >= self._due

    def step(self, position: int, number: int, seconds: float | None) -> Any:
        """Run the step at a position of the epoch, which is that number of the run; its row of values.

        `seconds` is what a step takes that is not measured; None while that is not known.
        """
        optimised = self._engine.has_run("measured_step")
        began = time.perf_counter()
        row, numbers, shapes = self._engine.measured_step(position)
        variables = self._engine.programs.measured
        if variables:
            self._vitals.add(number, variables, numbers, shapes)
        else:
            self._impossible = True
        if optimised:
            self.took(max(0.0, time.perf_counter() - began - (seconds or 0.0)))
        return row

    def took(self, cost: float) -> None:
        """So many seconds went into measuring: the next time is when they are within the share again."""
        share = self._vitals.share
        if share > 0:
            self._spent += cost
            share = max(share, _EARLY_SHARE) if self._spent < _EARLY else share
            self._due = time.perf_counter() + cost * (1 / share - 1)

    def _prepare(self) -> None:
        if self._begun:
            return
        self._begun = True

        def work() -> None:
            try:
                self._engine.prepare_measured()
            except Retired:
                self._impossible = True
            except Exception:
                logging.getLogger("playground").exception("The gradients of this model can't be measured.")
                self._impossible = True

        beside("playground-vitals", work)
