"""Looking back in the latest run: its moments, one of them shown in all views, and a branch that begins there."""

from typing import TYPE_CHECKING

from playground.errors import TrainingError
from playground.modeling import kept_variables
from playground.network import Network
from playground.protocol import Moments
from playground.session._running import Running
from playground.training import GoingOn, Snapshot, TrainingConfig, TrainingRun

if TYPE_CHECKING:
    from playground.datasets import Dataset


def moments(running: Running, network: Network, config: TrainingConfig) -> Moments:
    """The moments of the latest run that can be shown now."""
    try:
        run = _looked_at(running, network, config)
    except TrainingError as error:
        return Moments(running.number, (), (), str(error))
    kept = tuple(run.snapshots)
    return Moments(running.number, tuple(each.step for each in kept), tuple(each.epochs for each in kept))


def show_moment(running: Running, network: Network, config: TrainingConfig, step: int | None) -> Snapshot | None:
    """Give the model the weights of the moment nearest to a step, or with None those of the latest; views show it.

    Returns:
        The moment; None for the latest step.

    Raises:
        TrainingError: there is no such moment, a step is being run, or the drawing is another one now.
    """
    with running.turn:
        if step is None:
            running.look_forward()
            return None
        run = _looked_at(running, network, config)
        shown = run.show(step)
        running.tell_shown()
        return shown


def continue_from(
    running: Running, network: Network, data: "Dataset | None", config: TrainingConfig, step: int
) -> TrainingRun:
    """Begin a branch at the moment nearest to a step: the run that it is of ends there where it is, and is kept whole.

    Raises:
        TrainingError: there is no such moment, a step is being run, or the drawing is another one now.
        PlaygroundError: as `Running.start`.
    """
    with running.turn:
        run = _looked_at(running, network, config)
        moment = run.snapshots.nearest(step)
        if moment is None or run.graph is None:
            raise TrainingError(f"Run {run.number} has no snapshots: {run.snapshots.missing}")
        label = ", ".join(filter(None, ("branch", running.begun.changes(run, network, data, config).label)))
        running.branch(network, data, config, GoingOn(run, kept_variables(run.graph, run.graph), label, moment))
        return running.run or run


def _looked_at(running: Running, network: Network, config: TrainingConfig) -> TrainingRun:
    """The latest run, if one can look back in it now.

    Raises:
        TrainingError: one can't; the sentence says why.
    """
    with running.turn:
        run = running.run
        if run is None:
            if running.past is not None:
                raise TrainingError("What was opened again has no snapshots; press play, and the new run takes some.")
            raise TrainingError("There is no run to look back in yet; press play.")
        if run.state in {"preparing", "running", "stopping"}:
            raise TrainingError("A run is looked back in while it rests; pause first.")
        if not running.trains(run, network, config):
            raise TrainingError("The drawing is not the one that was trained any more; undo the edits to look back.")
        if not run.snapshots:
            raise TrainingError(f"There are no snapshots to look back to: {run.snapshots.missing}")
        return run
