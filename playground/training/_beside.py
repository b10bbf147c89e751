"""Threads that trace, compile or explain beside the others. Knows nothing of what they do."""

import threading
from collections.abc import Callable

_over = threading.Event()


def beside(name: str, work: Callable[[], None]) -> None:
    """Do this on a thread of its own, which the end of the process waits for; once that has come, do nothing.

    XLA can't be cut short, and a thread inside TensorFlow when the process ends would crash the process.
    """
    if not _over.is_set():
        threading.Thread(target=work, name=name, daemon=False).start()


def begin_nothing_more() -> None:
    """The process ends: what would be begun now could not end well any more."""
    _over.set()
