"""How a run tells the one who listens that something happened."""

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.protocol import RunState

Listener = Callable[[Any], None]
"""Called with a `TrainingRun`, which knows this file."""

_TELL_SECONDS = 0.05


class Telling:
    """Calls a listener, on the run's own thread. One that fails is called no more, and the run goes on."""

    def __init__(self, listener: Listener | None) -> None:
        """Nothing was told yet."""
        self._listener = listener
        self._told: tuple[RunState, float] = ("idle", 0.0)

    def tell(self, run: Any) -> None:
        """Call the listener: on every change of state at once, otherwise twenty times a second at most."""
        if self._listener is None:
            return
        state, now = run.state, time.monotonic()
        if state == self._told[0] and now - self._told[1] < _TELL_SECONDS:
            return
        self._told = (state, now)
        try:
            self._listener(run)
        except Exception:
            logging.getLogger("playground").exception("The listener of the training run failed and is called no more.")
            self._listener = None
