"""Undo and redo over a network: every state that was left can be come back to, exactly."""

from collections.abc import Callable
from typing import Any, NamedTuple

from playground.errors import EditError
from playground.network._apply import apply
from playground.network._edits import Edit
from playground.network._model import Network

DEPTH = 1_000


Exchange = Callable[[Any], Any]
"""Puts a value in the place of what stands beside the network, and gives what stood there."""


class _Step(NamedTuple):
    forward: Edit
    backward: Edit
    beside: Any = None


class History:
    """A network and the edits that led to it. Not thread-safe: its owner serialises.

    A step may also change what stands beside the network, such as what it is trained on; it is changed back with it.
    """

    def __init__(self, network: Network, exchange: Exchange = lambda _beside: None) -> None:
        """Start from a network, with nothing to undo; `exchange` is called when a step changes what stands beside."""
        self.network = network
        self._exchange = exchange
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to do again."""
        return bool(self._undone)

    def apply(self, edit: Edit, beside: Any = None) -> None:
        """Apply an edit as one undo step, and with it put `beside` there, unless that is None.

        Raises:
            PlaygroundError: it, or what is put beside it, does not fit; nothing is changed.
        """
        network, inverse = apply(self.network, edit)
        self._done.append(_Step(edit, inverse, self._change(beside)))
        self.network = network
        del self._done[:-DEPTH]
        self._undone.clear()

    def undo(self) -> Edit:
        """Take the last edit back, and give the edit that did so."""
        if not self._done:
            raise EditError("There is nothing to undo.")
        step = self._done.pop()
        self.network, again = apply(self.network, step.backward)
        self._undone.append(_Step(again, step.backward, self._change(step.beside)))
        return step.backward

    def redo(self) -> Edit:
        """Do the edit last taken back again, and give it."""
        if not self._undone:
            raise EditError("There is nothing to redo.")
        step = self._undone.pop()
        self.network, back = apply(self.network, step.forward)
        self._done.append(_Step(step.forward, back, self._change(step.beside)))
        return step.forward

    def _change(self, beside: Any) -> Any:
        return None if beside is None else self._exchange(beside)
