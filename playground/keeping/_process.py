"""Whose a folder is: a process, and whether it is still there."""

import os

from playground.keeping._record import Process


def own_process() -> Process:
    """This process."""
    import psutil

    return Process(os.getpid(), float(psutil.Process().create_time()))


def lives(process: Process) -> bool:
    """Whether the process of this number is still the one that was born then."""
    import psutil

    try:
        return abs(float(psutil.Process(process.pid).create_time()) - process.born) < 1
    except (psutil.Error, ValueError, OverflowError):
        return False
