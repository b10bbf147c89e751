"""Threads that trace, compile or explain beside the others. Knows nothing of what they do."""

import atexit
import threading
from collections.abc import Callable

_under_way: set[threading.Thread] = set()


def beside(name: str, work: Callable[[], None]) -> None:
    """Do this on a thread of its own, which the end of the process waits for."""

    def done() -> None:
        try:
            work()
        finally:
            _under_way.discard(threading.current_thread())

    thread = threading.Thread(target=done, name=name, daemon=True)
    _under_way.add(thread)
    thread.start()


@atexit.register
def _let_them_end() -> None:
    """XLA can't be cut short, and a thread inside TensorFlow when the process ends would crash the process."""
    for thread in tuple(_under_way):
        thread.join()
