"""What views ask of the latest run, besides where it stands: gradients, findings, curves, and a weight set by hand."""

from typing import Any

from playground.errors import TrainingError
from playground.protocol import Findings, GetCurves, HistoryChunk, SetWeight, VitalsChunk, WatchVitals
from playground.session._curves import curves_between
from playground.session._photographer import RESTS
from playground.session._running import Running
from playground.session._unit_weights import set_weight
from playground.session._vitals import spend
from playground.training import History


def set_by_hand(running: Running, command: SetWeight) -> None:
    """Set one weight by hand, of the model that trains and of the drawing's; what is shown of it is told anew.

    Raises:
        TrainingError: a step is being run, or there is no such weight.
    """
    with running.turn:
        run, broadcast = running.run, running.broadcast
        if run is not None and run.state not in RESTS:
            raise TrainingError("A weight is set by hand while training rests; pause first.")
        if run is not None and run.shown is not None:
            raise TrainingError("A weight is set by hand at the latest step; go back to it, or continue from here.")
        set_weight(running.models.all, command)
        if run is not None and broadcast is not None:
            broadcast.touched(run)


def watch_vitals(running: Running, watch: WatchVitals) -> tuple[VitalsChunk, list[Any]]:
    """Keep whether a view shows gradients, and measure them as often as that deserves; if so, all there are."""
    running.screen.take_vitals(watch.view, shown=watch.shown)
    run, broadcast = running.run, running.broadcast
    if run is None or broadcast is None:
        return VitalsChunk(running.number, (), (), whole=True), []
    spend(run, running.screen)
    return broadcast.monitor.all(run) if watch.shown else (VitalsChunk(running.number, (), (), whole=True), [])


def findings(running: Running) -> Findings:
    """What ails the latest run; nothing where it trains another drawing than the one that stands there."""
    broadcast = running.broadcast
    return Findings(running.number) if broadcast is None or not running.models.trains_here else broadcast.rounds.found


def curves(running: Running, wish: GetCurves) -> tuple[HistoryChunk, list[Any]]:
    """A part of the latest run's history, in the detail that a chart has room for."""
    return curves_between(running.number, running.measured or History(), wish)
