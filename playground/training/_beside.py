"""Threads that train, trace, compile or explain beside the others. Knows nothing of what they do."""

import signal
import sys
import threading
from collections.abc import Callable

_over = threading.Event()


def beside(name: str, work: Callable[[], None]) -> None:
    """Do this on a thread of its own, which the end of the process waits for; once that has come, do nothing.

    XLA can't be cut short, and a thread inside TensorFlow when the process ends would crash the process.
    """
    if not _over.is_set():
        start_thread(threading.Thread(target=work, name=name, daemon=False))


def begin_nothing_more() -> None:
    """The process ends: what would be begun now could not end well any more."""
    _over.set()


def leave_interrupts() -> None:
    """Let interrupts pass the thread that calls this, and the threads and processes that it starts from then on."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def start_thread(thread: threading.Thread) -> None:
    """Start a thread that leaves interrupts to the main one, as do the threads and processes that it starts itself.

    The system gives SIGINT to any thread that lets it through, and likes one that has just begun or started another.
    Python answers it on the main thread alone: where that sleeps or waits in a cell it is not woken then, and the
    interrupt seems lost. The thread that calls this, if it is not the main one, lets none through from then on.
    """
    if sys.platform == "win32":
        thread.start()
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        thread.start()
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
