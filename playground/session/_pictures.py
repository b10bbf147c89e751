"""What the views have on the screen, and the pictures made of it while a run goes on."""

import logging
import math
import threading
from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from playground.probing import Plane, Probe, Weights, extent_of, is_planar
from playground.protocol import Picture, Pictures, PlaneUnit, Watch
from playground.session._following import NOTHING, Follower, Seen
from playground.session._plane import places_of
from playground.session._probed import Probed, inputs_for
from playground.session._unit_weights import unit_weights
from playground.training import beside

if TYPE_CHECKING:
    import numpy as np

    from playground.datasets import Dataset
    from playground.modeling import Graph

ALL_NODES = 32
SIDES = (10, 300)
"""The fewest and the most places across and up in which the plane is seen."""

Look = tuple[Sequence[str], str | None]
"""Which nodes have a thumbnail, and which is enlarged."""


class Screen:
    """The watches of all views, put together. A view that watches nothing is forgotten."""

    def __init__(self) -> None:
        """Nothing is watched."""
        self._lock = threading.Lock()
        self._watches: dict[str, Watch] = {}
        self._vitals: set[str] = set()

    def take(self, watch: Watch) -> None:
        """Keep what a view shows now, in the place of what it showed before."""
        with self._lock:
            self._watches.pop(watch.view, None)
            if watch.nodes or watch.focus or watch.plane or watch.predictions:
                self._watches[watch.view] = watch

    def take_vitals(self, view: str, *, shown: bool) -> None:
        """Keep whether a view shows gradients."""
        with self._lock:
            (self._vitals.add if shown else self._vitals.discard)(view)

    @property
    def shows_vitals(self) -> bool:
        """Whether some view shows gradients."""
        return bool(self._vitals)

    @property
    def shows_predictions(self) -> bool:
        """Whether some view asks for predictions as a run goes on."""
        with self._lock:
            return any(watch.predictions for watch in self._watches.values())

    def watches(self) -> tuple[Watch, ...]:
        """The watches that pictures are made for, the latest last."""
        with self._lock:
            return tuple(each for each in self._watches.values() if each.nodes or each.focus or each.plane)


class Picked(NamedTuple):
    """What pictures are of: where a sample is in its batch, the batch where it is not the probe's own, and the label.

    Where `averaged` is not 0, they are means over so many of the first of the batch.
    """

    at: int
    batch: list[Any] | None
    label: str
    averaged: int


class Camera:
    """Takes the pictures of one graph on one probe batch, and makes ready for them on a thread of its own."""

    def __init__(
        self,
        graph: "Graph",
        data: "Dataset",
        run: int,
        *,
        tracing: AbstractContextManager[Any],
        ready: Callable[[], None],
    ) -> None:
        """Choose the batch.

        Args:
            graph: What to look into.
            data: Where the batch is from.
            run: Numbers the run the pictures belong to.
            tracing: Held while Python of the model runs to be compiled.
            ready: Called, on another thread, when pictures can be taken that could not be before.
        """
        self._graph = graph
        self._nodes = {node_id: tensors[0] for node_id, tensors in graph.tensors.items() if tensors}
        self._samples = Probed(data)
        batch, _ = self._samples.around(0)
        self._probe = Probe(graph.model, self._nodes, inputs_for(graph.model, batch))
        self._model = graph.model
        self._follower = Follower(graph, self._samples)
        self._picked: tuple[tuple[int, int | None] | None, Picked] = (None, Picked(0, None, "", 0))
        places = places_of(inputs_for(graph.model, data)) if is_planar(graph.model) else None
        self._plane = None if places is None else Plane(graph, self._nodes, extent_of(places))
        self._finer: Plane | None = None
        self._tracing = tracing
        self._ready = ready
        self._lock = threading.Lock()
        self._preparing = False
        self._impossible: list[Hashable] = []
        self.run = run

    @property
    def over_plane(self) -> bool:
        """Whether the network takes two numbers, and is looked at over their plane."""
        return self._plane is not None

    @cached_property
    def weight_count(self) -> int:
        """How many numbers the weights are."""
        return sum(math.prod(variable.shape) for variable in self._model.variables)

    def weights(self) -> Weights:
        """The weights of now, for `take` to show later, while the model trains on."""
        return self._probe.weights()

    def look_inside(self, watches: tuple[Watch, ...], step: int, weights: Weights) -> Seen:
        """What is to follow a run of the nodes that are enlarged, as far as it is ready, for `take` to give along."""
        return self._follower.take(watches, step, weights, self._prepare)

    def take(
        self,
        watches: tuple[Watch, ...],
        step: int,
        weights: Weights | None = None,
        inside: Seen = NOTHING,
    ) -> tuple[Pictures, list["np.ndarray"]] | None:
        """Pictures of what is watched, as far as they are ready, and their values; None when there are none.

        What is not ready is made so, and told when it is. Without weights they are those of now.
        """
        weights = self.weights() if weights is None else weights
        nodes = {node for watch in watches for node in watch.nodes if node in self._nodes}
        focused = list(dict.fromkeys(watch.focus for watch in watches if watch.focus and watch.focus in self._nodes))
        # Another set of nodes is another compiled function: a small network has one, whatever a view scrolls to.
        asked = list(self._nodes if len(self._nodes) <= ALL_NODES else nodes)
        place = watches[-1].sample % len(self._samples)
        picked = self._pick(place, watches[-1].average)
        pages = {watch.focus: watch.page for watch in watches if watch.focus}
        taken: list[tuple[Picture, np.ndarray]] = []
        silenced = None
        if self._plane is not None:
            plane = self._as_fine(self._plane, watches)
            silenced = self._silenced(plane, watches)
            taken += self._over_plane(plane, watches, silenced, weights)
            asked = [node for node in asked if node not in self._plane.nodes]
            focused = [node for node in focused if node not in self._plane.nodes]
        looks: list[Look] = [(asked, focused[0] if focused else None), *(((), focus) for focus in focused[1:])]
        for look in looks:
            if self._probe.are_ready(*look):
                page = pages.get(look[1], 0) if look[1] else 0
                taken += self._probe.pictures(
                    *look, picked.at, picked.batch, weights, averaged=picked.averaged, page=page
                )
            else:
                self._prepare(partial(self._probe.prepare, *look), tuple(look[0]))
        shown = [each for each in taken if each[0].size != "thumbnail" or each[0].node in nodes]
        unseen = {node: why for node in focused if (why := self._probe.unseen(node)) is not None}
        if not shown and not unseen and not inside.answers:
            return None
        wired = {node for watch in watches if watch.wires for node in watch.nodes}
        weights = [] if self._plane is None else unit_weights(self._graph, wired & self._plane.nodes, weights)
        message = Pictures(
            run=self.run,
            step=step,
            sample=place,
            samples=len(self._samples),
            label=picked.label,
            pictures=tuple(picture for picture, _ in shown),
            extent=None if self._plane is None else self._plane.extent,
            weights=tuple(header for header, _ in weights),
            silenced=silenced,
            averaged=picked.averaged,
            unseen=unseen,
            looked=inside.answers,
        )
        return message, [values for _, values in (*shown, *weights)] + inside.buffers

    def _pick(self, place: int, average: int | None) -> Picked:
        """A sample, or where one is asked for that has samples, the mean of a class."""
        wish, picked = self._picked
        if wish != (place, average):
            mean = None if average is None else self._mean(average)
            if mean is None:
                batch, at = self._samples.around(place)
                own = None if at == place else self._probe.batch(inputs_for(self._model, batch))
                mean = Picked(at, own, self._samples.label(place), 0)
            picked = mean
            self._picked = ((place, average), picked)
        return picked

    def _mean(self, label: int) -> Picked | None:
        """The mean of a class; None where it has no samples."""
        batch, count = self._samples.of_class(label)
        own = self._probe.batch(inputs_for(self._model, batch)) if count else None
        return Picked(0, own, self._samples.name_of(label), count) if count else None

    def _silenced(self, plane: Plane, watches: tuple[Watch, ...]) -> PlaneUnit | None:
        """The unit that pictures are taken without: what a view asks for, once it can be had."""
        asked = [watch.silenced for watch in watches if watch.silenced and watch.silenced.node in plane.nodes]
        if not asked or not plane.is_ready:
            return None
        if not plane.is_ready_to_silence:
            self._prepare(plane.prepare_to_silence, "silenced")
            return None
        return asked[-1]

    def _over_plane(
        self, plane: Plane, watches: tuple[Watch, ...], silenced: PlaneUnit | None, weights: Weights
    ) -> list[tuple[Picture, "np.ndarray"]]:
        """Maps of all units; where a view shows the model's answer, that; and last the unit that is looked at there."""
        if not plane.is_ready:
            self._prepare(plane.prepare, "plane")
            return []
        shown = [watch.plane for watch in watches if watch.plane is not None]
        quiet = None if silenced is None else (silenced.node, silenced.unit)
        taken = plane.pictures(fine=bool(shown), silenced=quiet, weights=weights)
        if shown and shown[-1].node in plane.nodes:
            node, unit = shown[-1].node, shown[-1].unit
            taken += plane.pictures(fine=True, node=node, unit=unit, silenced=quiet, weights=weights)[-1:]
        return taken

    def _as_fine(self, plane: Plane, watches: tuple[Watch, ...]) -> Plane:
        """The plane in as many places as are wanted, once it is ready; until then the one that there is."""
        sides = [watch.plane.side for watch in watches if watch.plane is not None]
        side = min(max(sides[-1] if sides else plane.side, SIDES[0]), SIDES[1])
        if side == plane.side:
            self._finer = None
        elif self._finer is None or self._finer.side != side:
            self._finer = Plane(self._graph, self._nodes, plane.extent, side)
        if self._finer is not None:
            if self._finer.is_ready:
                self._plane, self._finer = self._finer, None
                return self._plane
            self._prepare(self._finer.prepare, f"plane of {side}")
        return plane

    def _prepare(self, prepare: Callable[[], None], what: Hashable) -> None:
        """Begin to compile, unless something is being compiled or this can't be: whoever asks again is heard then."""
        if what in self._impossible:
            return

        def work() -> None:
            try:
                with self._tracing:
                    prepare()
            except Exception:
                logging.getLogger("playground").exception("No pictures can be made of these nodes: %s", what)
                self._impossible.append(what)
            finally:
                self._preparing = False
            self._ready()

        with self._lock:
            if not self._preparing:
                self._preparing = True
                beside("playground-camera", work)
