"""From a network to a report, asking Keras only what it was not asked before."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from threading import RLock
from typing import Any

import msgspec

from playground.catalog import Catalog, Kind, catalog, own_names
from playground.checking._facts import NO_FACTS, Facts
from playground.checking._inference import Call, Outcome, infer
from playground.checking._pass import Inner, Inside, Pass
from playground.checking._report import NodeReport, Problem, Report
from playground.network import Layer, Network

_REMEMBERED = 20_000
_REMEMBERED_NETWORKS = 2_000


class Checker:
    """Checks networks, and remembers what Keras said, so that after an edit only what changed is asked anew.

    Safe to call from any thread; equal networks get equal reports.
    """

    def __init__(self, remembered: int = _REMEMBERED) -> None:
        """Start with nothing remembered; at most `remembered` answers are kept, the oldest go first."""
        self._most = remembered
        self._answers: OrderedDict[tuple[Any, ...], Outcome] = OrderedDict()
        self._lock = RLock()
        self._inner: OrderedDict[Hashable, tuple[Network, Inner]] = OrderedDict()
        self._catalog: Catalog | None = None

    def check(self, network: Network, facts: Facts = NO_FACTS) -> Report:
        """Shapes, dtypes, parameters and problems of every node, and the problems of the whole.

        With `facts` also what is wrong with training it so on those data.
        """
        with self._lock:
            self._renew()
            return Pass(network, self, facts).report()

    def foresee(
        self, network: Network, node_id: str, known: Mapping[str, NodeReport]
    ) -> tuple[NodeReport, tuple[Problem, ...]]:
        """What is known of one node of a network, and its problems, where the reports of all before it are `known`.

        Costs what that node costs, however large the network is.
        """
        with self._lock:
            self._renew()
            return Pass(network, self, NO_FACTS).foresee(node_id, known)

    def _renew(self) -> None:
        if self._catalog is not catalog():
            self._forget_own()
            self._catalog = catalog()

    def _forget_own(self) -> None:
        """Drop the answers that may speak of what was registered: it may have been registered anew."""
        self._inner.clear()
        names = [(name, name.encode()) for name in own_names()]
        for key in [key for key in self._answers if any(name == key[0] or text in key[1] for name, text in names)]:
            del self._answers[key]

    def inner(self, network: Network, inside: Inside, defaults: Hashable) -> Inner:
        """What is known of a network inside a layer, remembered by the very object: edits elsewhere leave it be."""
        key = (id(network), tuple(inside.given.items()), inside.frozen, defaults)
        found = self._inner.get(key)
        if found is None:
            found = self._inner[key] = (network, Pass(network, self, NO_FACTS, inside).inner())
            if len(self._inner) > _REMEMBERED_NETWORKS:
                self._inner.popitem(last=False)
        else:
            self._inner.move_to_end(key)
        return found[1]

    def infer(self, layer: Layer, kind: Kind, asked: Call, built: Call | None, defaults: Hashable) -> Outcome:
        """What Keras says of a call, remembered; `built` is the earlier call that the layer's weights are made for.

        Raises:
            SettingError: the layer can't be made from its settings.
        """
        key = (
            layer.kind,
            msgspec.json.encode(layer.settings),
            layer.trainable,
            _hashable(asked),
            None if built is None else _hashable(built),
            defaults,
        )
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = infer(layer, kind, asked, built)
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
        else:
            self._answers.move_to_end(key)
        return found


def _hashable(call: Call) -> Hashable:
    return tuple(call.inputs.items()), msgspec.json.encode(call.arguments) if call.arguments else b""


_shared = Checker()


def check(network: Network, facts: Facts = NO_FACTS) -> Report:
    """Shapes, dtypes, parameter counts and problems of every node of a network, found through Keras itself.

    With `facts`, what is known of data and training, also whether they fit it. No weights are allocated; the answers
    are remembered, so that checking a network after an edit is cheap.
    """
    return _shared.check(network, facts)
