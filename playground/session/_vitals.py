"""What the optimizer did to each layer, as the screen shows it; and how much of the time looking may take."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.modeling import Graph
from playground.network import drawn_path
from playground.protocol import IdleUnits, VitalsChunk
from playground.session._idle_units import UnitsOverTime
from playground.session._pictures import Screen
from playground.session._rounds import SHARE as DOCTOR
from playground.training import Moments, TrainingRun

if TYPE_CHECKING:
    Floats = np.ndarray[Any, np.dtype[np.float32]]

UNSEEN, SEEN = 0.005, 0.01
"""Shares of the time for measuring gradients, of that of all observers: while no view shows them, while one does."""
PREDICTED = 0.02
"""Share of the time that a view takes which asks for predictions as a run goes on, as `usePredictions` paces it."""
CHUNK_MOMENTS = 64
WHOLE_MOMENTS = 512
MOST_ROWS = 32_768
"""Moments times layers that a message may have."""


def spent(share: float, *, seen: bool, predicted: bool = False) -> dict[str, float]:
    """How a share of the time is parted between pictures and measuring gradients, as `TrainingRun.spend` takes it.

    Where predictions are shown, they have their part before that; the doctor keeps its own.
    """
    left = max(0.0, share - PREDICTED) if predicted else share
    vitals = min(SEEN if seen else UNSEEN, left)
    return {"observers": max(0.0, left - vitals - DOCTOR), "vitals": vitals}


def spend(run: TrainingRun, screen: Screen) -> None:
    """Let a run spend its share of the time on what is on the screen."""
    share = run.config.observer_share
    run.spend(**spent(share, seen=screen.shows_vitals, predicted=screen.shows_predictions))


class VariableOwners:
    """Which layer of a graph each variable belongs to. Variables of equal paths are told apart by their order."""

    def __init__(self, graph: Graph) -> None:
        """Note the layers of the graph's variables."""
        self._layers: dict[str, list[tuple[str, str, int]]] = {}
        for path, layer in graph.owners.items():
            for variable in getattr(layer, "trainable_variables", ()):  # an operation has none
                known = self._layers.setdefault(variable.path, [])
                known.append((path, variable.name, int(np.prod(variable.shape))))
        self._names = {path: _name(graph, path) for path in graph.owners}

    def of(self, variables: Sequence[str]) -> list[tuple[str, str, int] | None]:
        """Path of the layer, name within it and number of values of each variable; None where it is no layer's."""
        seen: dict[str, int] = {}
        found: list[tuple[str, str, int] | None] = []
        for path in variables:
            known, place = self._layers.get(path, []), seen.get(path, 0)
            seen[path] = place + 1
            found.append(known[place] if place < len(known) else None)
        return found

    def name(self, path: str) -> str:
        """What the user called the layer; of one inside blocks with their names before."""
        return self._names.get(path, path)


class Monitor:
    """Tells the vitals of one run by layer. The repetitions of a layer in a block that repeats are one layer."""

    def __init__(self, number: int, graph: Graph, told: int = 0, units: UnitsOverTime | None = None) -> None:
        """Tell of the run with this number, which trains the graph's model; up to the step `told` all was told.

        `units` is what was seen of the run's units.
        """
        self._number = number
        self._owners = VariableOwners(graph)
        self._told = told
        self._units = units or UnitsOverTime()
        self._units_told: IdleUnits | None = None

    def fresh(self, run: TrainingRun) -> tuple[VitalsChunk, list[Any]] | None:
        """What was measured since this was last asked; None when that is nothing."""
        moments = run.vitals.since(self._told)
        if len(moments.steps):
            self._told = int(moments.steps[-1])
        elif self._units.told is self._units_told:
            return None
        return self._chunk(moments, CHUNK_MOMENTS, whole=False)

    def all(self, run: TrainingRun) -> tuple[VitalsChunk, list[Any]]:
        """All that is kept, thinned to what a screen can show."""
        return self._chunk(run.vitals.moments, WHOLE_MOMENTS, whole=True)

    def _chunk(self, moments: Moments, most: int, *, whole: bool) -> tuple[VitalsChunk, list[Any]]:
        groups: dict[str, list[int]] = {}
        firsts: dict[str, str] = {}
        sizes = np.ones(len(moments.variables))
        for place, owner in enumerate(self._owners.of(moments.variables)):
            if owner is not None:
                path, _, sizes[place] = owner
                groups.setdefault(drawn_path(path), []).append(place)
                firsts.setdefault(drawn_path(path), path)
        table = by_group(moments, list(groups.values()), sizes)
        kept = outstanding(table, min(most, max(1, MOST_ROWS // max(1, len(groups)))))
        names = tuple(self._owners.name(firsts[path]) for path in groups)
        self._units_told = units = self._units.told
        chunk = VitalsChunk(run=self._number, layers=tuple(groups), names=names, whole=whole, units=units)
        return chunk, [moments.steps[kept].astype(np.float64), table[kept]]


def by_group(moments: Moments, groups: Sequence[Sequence[int]], sizes: Any) -> "Floats":
    """Norms of groups of variables: the root of the sum of the squares; and the share of the gradient that is unsound.

    Args:
        moments: What was measured.
        groups: Numbers of the variables of each group.
        sizes: How many values each variable has, shape (variables,).

    Returns:
        float32 of shape (moments, groups, 4): gradient, weights, update, unsound.
    """
    table = np.zeros((len(moments.steps), len(groups), 4), np.float32)
    for place, group in enumerate(groups):
        for column, norms in enumerate((moments.gradients, moments.weights, moments.updates)):
            squares = np.square(norms[:, group].astype(np.float64)).sum(axis=1)
            table[:, place, column] = np.sqrt(squares)
        share = (moments.unsound[:, group] * sizes[group]).sum(axis=1) / sizes[group].sum()
        table[:, place, 3] = share
    return table


def outstanding(table: "Floats", most: int) -> "np.ndarray[Any, np.dtype[np.intp]]":
    """Numbers of the moments that stay: of equal stretches that with the largest gradient, and the last of all.

    A gradient that is not finite is larger than all others.
    """
    count = len(table)
    if count <= most:
        return np.arange(count)
    largest = np.nan_to_num(table[..., 0], nan=np.inf).max(axis=1, initial=0)
    edges = np.linspace(0, count - 1, most).astype(int)
    kept = [start + int(largest[start:end].argmax()) for start, end in pairwise(edges)]
    return np.array([*kept, count - 1])


def _name(graph: Graph, path: str) -> str:
    names, network = [], graph.network
    for each in path.split("/"):
        layer = network.layer_by_id[each]
        names.append(layer.name)
        network = layer.network or network
    return "/".join(names)
