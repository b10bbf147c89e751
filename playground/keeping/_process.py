"""Whose a folder is: a process, and whether it is still there."""

import os
import platform
import time

from playground.keeping._record import Process

SILENCE = 600.0
"""So many seconds after the last word of another machine its process is taken to be gone."""


def own_process() -> Process:
    """This process."""
    import psutil

    return Process(os.getpid(), float(psutil.Process().create_time()), platform.node())


def lives(process: Process, heard: float = 0.0) -> bool:
    """Whether the process of this number is still the one that was born then.

    One on another machine is taken to live for some minutes after it was `heard`, in seconds since 1970.
    """
    import psutil

    if process.host not in {"", platform.node()}:
        return time.time() - heard < SILENCE
    try:
        return abs(float(psutil.Process(process.pid).create_time()) - process.born) < 1
    except (psutil.Error, ValueError, OverflowError):
        return False
