"""Which drawing a network is a state of: the one that was begun with, or one that was opened in its place."""

from collections import deque

from playground.network import Network

MOST = 100
"""Openings that are remembered; undo goes back no further past more."""


class Lineages:
    """Tells drawings apart that take each other's place, so that none gets weights of another by an id they share.

    Attributes:
        now: The number of the drawing that stands on the canvas; what is edited stays the same drawing.
    """

    def __init__(self) -> None:
        """One drawing, of the number 0."""
        self._known: deque[tuple[Network, int]] = deque(maxlen=2 * MOST)
        self._last = 0
        self.now = 0

    def begin(self, before: Network, opened: Network) -> int:
        """Give a number to what is about to take the place of the drawing as it stands."""
        self._known.appendleft((before, self.now))
        self._last += 1
        self._known.appendleft((opened, self._last))
        return self._last

    def replaced(self, network: Network) -> int:
        """Hear that a network took the place of the drawing, by undo perhaps; gives its number."""
        # Undo and redo bring back the very networks that were left: what only looks the same is another.
        self.now = next((number for known, number in self._known if known is network), self.now)
        return self.now
