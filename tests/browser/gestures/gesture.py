"""What a gesture is: the drawing it begins with, what the hand does, and the drawing that stands afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.network import Network
from tests.browser.gestures.hand import Hand

Deed = Callable[[Hand], Network | None]


@dataclass(frozen=True)
class Gesture:
    """One thing that a hand does on the canvas.

    `deed` gives the drawing that must stand then, in names, and which one undo step must take back; None where the
    drawing must stay as it was. What else must hold it waits for itself.
    """

    name: str
    subject: str
    start: Network
    deed: Deed


GESTURES: dict[str, Gesture] = {}
"""Every gesture by its name, in the order of its subject's file."""


def gesture(start: Network) -> Callable[[Deed], Deed]:
    """Put what follows on the table; its docstring says what a hand expects."""

    def keep(deed: Deed) -> Deed:
        name = deed.__name__
        if name in GESTURES:
            raise ValueError(f"Two gestures are called {name}.")
        GESTURES[name] = Gesture(name, deed.__module__.rpartition(".")[2], start, deed)
        return deed

    return keep
