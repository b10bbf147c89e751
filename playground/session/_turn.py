"""A lock whose holder can let one other thread in while it waits for that thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Turn:
    """A lock that its holder can take again, and lend.

    Who waits for another thread with a lock in hand waits for ever when that thread needs the lock to get on.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._holder: int | None = None
        self._depth = 0
        self._is_guest: Callable[[], bool] | None = None
        self._guests = 0

    def __enter__(self) -> None:
        me = threading.get_ident()
        with self._changed:
            self._changed.wait_for(lambda: self._holder in (None, me) or self._is_welcome())
            if self._holder in (None, me):
                self._holder, self._depth = me, self._depth + 1
            else:
                self._guests += 1

    def __exit__(self, *_: object) -> None:
        with self._changed:
            if self._holder == threading.get_ident():
                self._depth -= 1
                self._holder = self._holder if self._depth else None
            else:
                self._guests -= 1
            self._changed.notify_all()

    @contextmanager
    def lent(self, is_guest: Callable[[], bool]) -> Iterator[None]:
        """Let in, while the block lasts, the thread on which `is_guest` is true; the block ends once it is out again.

        A guest, and who has no turn, has nothing to lend.
        """
        with self._changed:
            holds = self._holder == threading.get_ident()
            if holds:
                self._is_guest = is_guest
                self._changed.notify_all()
        try:
            yield
        finally:
            if holds:
                with self._changed:
                    try:
                        self._changed.wait_for(lambda: self._guests == 0)
                    finally:
                        self._is_guest = None

    def _is_welcome(self) -> bool:
        return self._is_guest is not None and self._is_guest()
