"""Calls observers between dispatches, within their share of the time. Knows nothing of what they look at."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

Observer = Callable[[Any], None]
_LOG = logging.getLogger("playground")


class Observers:
    """Makes each observer wait until what it costs is within its share; the shares add up to the whole one.

    The cost of an observer is the lesser of its last two calls, and nothing for the first: a call that compiled what it
    needs is no measure of those to come. An observer that raises is reported in the log and called no more.

    Attributes:
        share: Of the time, for all of them together; may be changed while the run goes on.
    """

    def __init__(self, observers: Sequence[Observer], share: float) -> None:
        self._observers = list(observers)
        self.share = share
        self._due = dict.fromkeys(range(len(self._observers)), 0.0)
        self._last: dict[int, float] = {}

    def __bool__(self) -> bool:
        return bool(self._due)

    def call(self, run: Any, *, all_of_them: bool = False) -> None:
        """Call those that are due, or all when the picture must be fresh."""
        share = self.share / max(1, len(self._observers))
        for place in list(self._due):
            began = time.perf_counter()
            if began < self._due[place] and not all_of_them:
                continue
            try:
                self._observers[place](run)
            except Exception:  # noqa: BLE001  # what others wrote must not end the training
                _LOG.exception("An observer of the training run failed and is called no more.")
                del self._due[place]
                continue
            ended = time.perf_counter()
            cost = min(ended - began, self._last.get(place, 0.0))
            self._last[place] = ended - began
            self._due[place] = ended + (cost * (1 / share - 1) if share else float("inf"))
