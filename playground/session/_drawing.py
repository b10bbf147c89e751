"""The document half of a session: the network with its undo history, its report, and what each edit changed."""

import threading
from collections.abc import Callable, Mapping, Sequence, Set as AbstractSet
from typing import Any, NamedTuple

import msgspec

from playground import catalog
from playground.checking import NO_FACTS, Checker, Facts, NodeReport, Report
from playground.errors import EditError
from playground.network import Edit, Exchange, History, Network, all_layers, apply
from playground.protocol import Changed, Foresight, Rechecked
from playground.session._levels import network_at

Emit = Callable[[Changed | Rechecked], None]


class Drawn(NamedTuple):
    """A drawing at one moment: what belongs together is read together, whoever edits meanwhile."""

    revision: int
    network: Network
    report: Report
    can_undo: bool
    can_redo: bool


class Drawing:
    """A network that is edited from several threads: edits, undo and checking happen one at a time, reading freely.

    Attributes:
        turn: Held while an edit is made and told: whoever holds it tells nothing that is older than what was told.
        now: The drawing as it stands.
    """

    def __init__(
        self,
        network: Network,
        emit: Emit,
        facts: Callable[[], Facts] = lambda: NO_FACTS,
        exchange: Exchange = lambda _beside: None,
    ) -> None:
        """Check the network.

        Args:
            network: The network to begin with.
            emit: Called, in order, with what each edit changed.
            facts: What the rules may know besides the network.
            exchange: Puts in its place what an undo step brings besides the network, and gives what stood there.
        """
        self._history = History(network, self._exchanged)
        self._exchange = exchange
        self._checker = Checker()
        self._ask = facts
        self._facts = facts()
        self._emit = emit
        self.turn = threading.RLock()
        self.now = Drawn(0, network, self._checker.check(network, self._facts), can_undo=False, can_redo=False)

    @property
    def network(self) -> Network:
        """The network as it stands."""
        return self.now.network

    @property
    def report(self) -> Report:
        """What checking says of it."""
        return self.now.report

    @property
    def revision(self) -> int:
        """Counts the edits."""
        return self.now.revision

    def apply(self, edit: Edit, request: str | None = None, beside: Any = None) -> None:
        """Apply an edit as one undo step, which brings `beside` too unless that is None.

        Raises:
            EditError: it does not fit; nothing changed.
        """
        with self.turn:
            self._history.apply(edit, beside)
            self._changed(edit, request)

    def undo(self, request: str | None = None) -> None:
        """Take the last edit back.

        Raises:
            EditError: there is none.
        """
        with self.turn:
            self._changed(self._history.undo(), request)

    def redo(self, request: str | None = None) -> None:
        """Do the edit last taken back again.

        Raises:
            EditError: there is none.
        """
        with self.turn:
            self._changed(self._history.redo(), request)

    def preview(self, edit: Edit) -> dict[str, NodeReport]:
        """What checking would say after an edit, of the nodes that would differ or be new; nothing is changed or told.

        Raises:
            EditError: it does not fit.
        """
        now = self.now
        network, _ = apply(now.network, edit)
        return _differing(now.report, self._checker.check(network, self._facts))

    def foresee(self, edits: Sequence[Edit], path: Sequence[str] = ()) -> tuple[Foresight | None, ...]:
        """What each of several edits of the network at a path, apart from the others, would make of a node.

        That is the node it adds, or else the one that its wire enters; None for an edit that does neither or does not
        fit. Nothing is changed or told, and no other node is checked.

        Raises:
            EditError: there is no network at that path any more.
        """
        now = self.now
        network, prefix = network_at(now.network, path), "".join(f"{layer_id}/" for layer_id in path)
        known = {
            node.id: now.report.nodes[prefix + node.id]
            for node in network.nodes
            if prefix + node.id in now.report.nodes
        }
        return tuple(self._foreseen(network, edit, known) for edit in edits)

    def _foreseen(self, network: Network, edit: Edit, known: Mapping[str, NodeReport]) -> Foresight | None:
        try:
            after, _ = apply(network, edit)
        except EditError:
            return None
        new = [node.id for node in after.nodes if node.id not in network.node_by_id]
        wires = set(network.edges)
        entered = new or [edge.target for edge in after.edges if edge not in wires]
        return Foresight(*self._checker.foresee(after, entered[-1], known)) if entered else None

    def weigh(self) -> None:
        """Judge the network by the data and the training as they are; whoever changed them tells it."""
        with self.turn:
            facts = self._ask()
            if facts != self._facts:
                self._facts = facts
                self.now = self.now._replace(report=self._checker.check(self.now.network, facts))

    def recheck(self) -> None:
        """Check the network as it stands once more: what it is checked against has changed."""
        with self.turn:
            before = self.now
            report = self._checker.check(before.network, self._facts)
            self.now = before._replace(report=report)
            self._emit(
                Rechecked(
                    revision=before.revision,
                    nodes=_differing(before.report, report),
                    problems=report.problems,
                    parameters=report.parameters,
                    trainable_parameters=report.trainable_parameters,
                )
            )

    def _exchanged(self, beside: Any) -> Any:
        before = self._exchange(beside)
        self._facts = self._ask()
        return before

    def _changed(self, edit: Edit, request: str | None) -> None:
        before, network = self.now, self._history.network
        now = Drawn(
            before.revision + 1,
            network,
            self._checker.check(network, self._facts),
            self._history.can_undo,
            self._history.can_redo,
        )
        self.now = now
        self._emit(
            Changed(
                revision=now.revision,
                edit=edit,
                request=request,
                nodes=_differing(before.report, now.report),
                problems=now.report.problems,
                parameters=now.report.parameters,
                trainable_parameters=now.report.trainable_parameters,
                kinds=kinds_of(network, kinds_in(before.network)),
                can_undo=now.can_undo,
                can_redo=now.can_redo,
            )
        )


def kinds_of(network: Network, known: AbstractSet[str] = frozenset()) -> tuple[catalog.Kind, ...]:
    """The kinds of a network's layers, as far as the catalog has them, without those that are `known` already."""
    found = (catalog.kind(name) for name in sorted(kinds_in(network) - known))
    return tuple(kind for kind in found if kind is not None)


def kinds_in(network: Network) -> set[str]:
    """The names of the kinds of all layers, those in inner networks included."""
    return {layer.kind for _, layer in all_layers(network)}


def _differing(old: Report, new: Report) -> dict[str, NodeReport]:
    return {node_id: node for node_id, node in new.nodes.items() if old.nodes.get(node_id) != node}


def own_parts(network: Network) -> tuple[tuple[str, str, Any], ...]:
    """The user's own classes and functions that a network uses: family, name, and what is registered now."""
    return catalog.own_parts(msgspec.to_builtins(network.layers)) if catalog.own_names() else ()


def semantics(network: Network) -> Any:
    """What of a network its model depends on: all but places and the name of the drawing.

    Of the user's own classes it has those that are registered now.
    """
    return (
        own_parts(network),
        _meaning(network),
    )


def _meaning(network: Network) -> Any:
    return (
        tuple(
            layer
            if layer.network is None
            else (msgspec.structs.replace(layer, kind="", network=None), _meaning(layer.network))
            for layer in network.layers
        ),
        tuple((node.id, node.layer, node.arguments, node.exposes, node.bypassed) for node in network.nodes),
        frozenset(network.edges),
        network.signature,
    )
