"""Work that takes a while, off the thread that asks for it: one at a time, and of each kind the newest only."""

import threading
from collections.abc import Callable, Hashable

from playground.errors import SupersededError
from playground.training import beside

Tick = Callable[[], None]


class Newest:
    """Does work on threads of its own, one after the other; a newer wish of a kind ends an older one."""

    def __init__(self) -> None:
        """Nothing is asked for."""
        self._newest: dict[Hashable, object] = {}
        self._one = threading.Lock()

    def ask(self, kind: Hashable, work: Callable[[Tick], None]) -> None:
        """Have the work done soon, in place of what was asked of its kind before; returns at once.

        The work is called even when it is superseded already, and gets a function that raises `SupersededError` then:
        who waits for it must hear of it.
        """
        wish = self._newest[kind] = object()

        def tick() -> None:
            if self._newest[kind] is not wish:
                raise SupersededError("Something newer was asked for before this was worked out.")

        def run() -> None:
            with self._one:
                work(tick)

        beside("playground-explaining", run)
