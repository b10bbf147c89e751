"""A call that is made soon, once for many who ask for it, and at the latest when the process ends."""

import atexit
import threading
import weakref
from collections.abc import Callable

from playground.training import start_thread

_pending: "weakref.WeakSet[Soon]" = weakref.WeakSet()


class Soon:
    """Gathers askings for some seconds, then calls once, on a thread of its own."""

    def __init__(self, seconds: float, call: Callable[[], None]) -> None:
        """Call at most once in so many seconds; what the call raises is its own affair."""
        self._seconds = seconds
        self._call = call
        self._lock = threading.Lock()
        self._calling = threading.RLock()
        self._timer: threading.Timer | None = None
        _pending.add(self)

    def ask(self) -> None:
        """Have the call made soon; returns at once."""
        with self._lock:
            if self._timer is None:
                self._timer = threading.Timer(self._seconds, self.flush)
                self._timer.daemon = True
                start_thread(self._timer)

    def flush(self) -> None:
        """Make the call now if it was asked for; one that is being made is waited for."""
        with self._calling:
            if self.forget():
                self._call()

    def forget(self) -> bool:
        """Make no call; whether one was asked for."""
        with self._lock:
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        return timer is not None


@atexit.register
def _flush() -> None:
    for each in tuple(_pending):
        each.flush()
