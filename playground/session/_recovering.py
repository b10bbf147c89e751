"""The two ends of a recovery in a session: what it keeps for when it stops, and what an earlier one has left."""

import shutil
from collections.abc import Callable
from pathlib import Path

from playground import protocol
from playground.network import Document, Network
from playground.session._recovery import Found, Keeper, Trained


class Recovering:
    """Keeps one session's drawing and weights on disk; without a place, nothing is kept and nothing was left.

    Attributes:
        found: What another session has left that began with the same; it is offered. None when there is nothing.
        resumed: What the session has left that this one goes on as; None when it does not, or there is nothing.
    """

    def __init__(
        self, place: Path | None, start: Network, document: Callable[[], Document], resumes: str | None
    ) -> None:
        """Look for what was left, as `Keeper` does; of the session that this one `resumes`, where it does."""
        self._keeper = None if place is None else Keeper(place, start, document)
        self.found: Found | None = None
        self.resumed: Found | None = None
        if self._keeper is not None and resumes is None:
            self.found = self._keeper.find()
        elif self._keeper is not None and resumes is not None:
            self.resumed = self._keeper.stand_in(resumes)

    @property
    def name(self) -> str:
        """The name under which what a stop would lose is kept; empty when nothing is."""
        return "" if self._keeper is None else self._keeper.name

    @property
    def offer(self) -> protocol.Recovery | None:
        """What the screen offers to take up."""
        return None if self.found is None else self.found.offer

    @property
    def keeps(self) -> bool:
        """Whether there is a place to keep anything."""
        return self._keeper is not None

    def of_lineage(self, lineage: int) -> None:
        """Hear which drawing stands on the canvas (see `Lineages`)."""
        if self._keeper is not None:
            self._keeper.lineage = lineage

    def keep_drawing(self) -> None:
        """Write the drawing soon; returns at once."""
        if self._keeper is not None:
            self._keeper.keep_drawing()

    def keep_trained(self, lineage: int, trained: Trained) -> None:
        """Write the weights and the history of a drawing now."""
        if self._keeper is not None:
            self._keeper.keep_trained(lineage, trained)

    def flush(self) -> None:
        """Write the drawing now if it waits to be written."""
        if self._keeper is not None:
            self._keeper.flush()

    def throw_away(self) -> None:
        """Forget what was left, once it was taken up or is not wanted, and delete it."""
        for left in (self.found, self.resumed):
            if left is not None:
                shutil.rmtree(left.folder, ignore_errors=True)
        self.found = self.resumed = None
