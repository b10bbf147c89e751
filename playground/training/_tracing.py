"""One lock for each model: held while Python of it runs to be traced or compiled."""

import threading
import weakref
from typing import Any

_locks: "weakref.WeakKeyDictionary[Any, threading.RLock]" = weakref.WeakKeyDictionary()
_turn = threading.Lock()


def tracing_of(model: Any) -> "threading.RLock":
    """The lock of a model, which a thread may take several times.

    Whoever calls the model from another thread while it is traced would see half-made state. A run that begins takes
    it too: what an earlier run of the model still traces beside would get the optimizer and the metrics of the new one.
    """
    with _turn:
        lock = _locks.get(model)
        if lock is None:
            lock = _locks[model] = threading.RLock()
        return lock
