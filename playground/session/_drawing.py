"""The document half of a session: the network with its undo history, its report, and what each edit changed."""

import threading
from collections.abc import Callable
from typing import Any

from playground import catalog
from playground.checking import Checker, NodeReport, Report
from playground.network import Edit, History, Network
from playground.protocol import Changed

Emit = Callable[[Changed], None]


class Drawing:
    """A network that is edited from several threads: edits, undo and checking happen one at a time, reading freely."""

    def __init__(self, network: Network, emit: Emit) -> None:
        """Check the network; `emit` is called, in order, with what each edit changed."""
        self._history = History(network)
        self._checker = Checker()
        self._emit = emit
        self._turn = threading.RLock()
        self.revision = 0
        self.saved_revision = -1
        self.report: Report = self._checker.check(network)

    @property
    def network(self) -> Network:
        """The network as it stands."""
        return self._history.network

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to do again."""
        return self._history.can_redo

    @property
    def saved(self) -> bool:
        """Whether the file holds the network as it stands."""
        return self.revision == self.saved_revision

    def apply(self, edit: Edit, request: str | None = None) -> None:
        """Apply an edit as one undo step.

        Raises:
            EditError: it does not fit; nothing changed.
        """
        with self._turn:
            before = self.network
            self._history.apply(edit)
            self._changed(before, edit, request)

    def undo(self, request: str | None = None) -> None:
        """Take the last edit back."""
        with self._turn:
            before = self.network
            self._changed(before, self._history.undo(), request)

    def redo(self, request: str | None = None) -> None:
        """Do the edit last taken back again."""
        with self._turn:
            before = self.network
            self._changed(before, self._history.redo(), request)

    def recheck(self) -> None:
        """Check again although the drawing is the same: what can be placed has changed."""
        with self._turn:
            self._checker = Checker()
            self.report = self._checker.check(self.network)

    def kinds(self, names: set[str] | None = None) -> tuple[catalog.Kind, ...]:
        """The kinds of these names, or of all layers in the network, as far as they are known."""
        wanted = {layer.kind for layer in self.network.layers} if names is None else names
        found = (catalog.kind(name) for name in sorted(wanted))
        return tuple(kind for kind in found if kind is not None)

    def _changed(self, before: Network, edit: Edit, request: str | None) -> None:
        old, new = self.report, self._checker.check(self.network)
        self.report = new
        self.revision += 1
        known = {layer.kind for layer in before.layers}
        self._emit(
            Changed(
                revision=self.revision,
                edit=edit,
                request=request,
                nodes=_differing(old, new),
                problems=new.problems,
                parameters=new.parameters,
                trainable_parameters=new.trainable_parameters,
                kinds=self.kinds({layer.kind for layer in self.network.layers} - known),
                can_undo=self.can_undo,
                can_redo=self.can_redo,
                saved=self.saved,
            )
        )


def _differing(old: Report, new: Report) -> dict[str, NodeReport]:
    return {node_id: node for node_id, node in new.nodes.items() if old.nodes.get(node_id) != node}


def semantics(network: Network) -> Any:
    """What of a network its model depends on: all but places and the name of the drawing."""
    return (
        network.layers,
        tuple((node.id, node.layer, node.arguments, node.exposes) for node in network.nodes),
        network.edges,
    )
