"""Keras draws the seeds of new layers from Python's `random`, which all threads share: whoever makes layers borrows it.

One at a time: a check in one thread would else put the state back in the middle of another's drawing.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

_turn = RLock()


@contextmanager
def seeded(seed: int | None) -> Iterator[None]:
    """Make Keras draw the seeds of new layers and initial weights from this seed, and put the state back.

    Without a seed they are drawn from wherever the state stands, which moves on, as in Keras itself. NumPy's and
    TensorFlow's random states are not touched.
    """
    with _turn:
        before = random.getstate()
        if seed is not None:
            random.seed(seed)
        try:
            yield
        finally:
            if seed is not None:
                random.setstate(before)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Make layers that are thrown away: what they draw is drawn again by those that follow."""
    with _turn:
        before = random.getstate()
        try:
            yield
        finally:
            random.setstate(before)
