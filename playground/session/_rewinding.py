"""Looking back in the latest run: its moments, one of them shown in all views, and a branch that begins there."""

from typing import TYPE_CHECKING

from playground.errors import PlaygroundError, TrainingError
from playground.network import Network, Replace
from playground.protocol import Moments
from playground.session._course import changes, other_data
from playground.session._running import Running
from playground.training import GoingOn, Snapshot, TrainingConfig, TrainingRun

if TYPE_CHECKING:
    from playground.session._session import Session


def moments(running: Running, network: Network, config: TrainingConfig) -> Moments:
    """The moments of the latest run that can be shown or gone on from now."""
    try:
        run = _looked_at(running, network, config)
    except TrainingError as error:
        return Moments(running.number, (), (), (), str(error))
    kept = tuple(run.snapshots)
    steps, epochs = tuple(each.step for each in kept), tuple(each.epochs for each in kept)
    return Moments(running.number, steps, epochs, tuple(map(run.snapshots.edits_since, kept)))


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


def continue_from(session: "Session", at: int | Snapshot, edits: int | None = None) -> TrainingRun:
    """Begin a branch at a moment: the run that it is of ends there where it is, and is kept whole.

    Where the network was edited since, that of the moment takes the place of the drawing, as one undo step.

    Args:
        session: Whose latest run it is.
        at: The moment, or the step that it is nearest to.
        edits: How many edits of the network ago; None for whatever is nearest.

    Raises:
        TrainingError: there is no such moment, a step is being run, or the drawing is another one now.
        PlaygroundError: as `Running.start`.
    """
    running, data, config = session.running, session.data, session.config
    with running.turn:
        run = _looked_at(running, session.here, config)
        moment = at if isinstance(at, Snapshot) else run.snapshots.nearest(at, edits)
        if moment is None or moment not in run.snapshots:
            raise TrainingError(
                f"Run {run.number} has no such moment; `studio.run.snapshots` has those that there are."
            )
        network = running.begun.drawn(moment) if run.snapshots.edits_since(moment) else session.network
        other = network != session.network
        changed = changes(
            moment.config,
            config,
            edited=False,
            data=other_data(run.given, data),
            precision=moment.config.precision != config.precision,
        )
        label = ", ".join(filter(None, ("branch", changed.label)))
        if other:
            session.edit(Replace(network))
        try:
            running.branch(network, data, config, GoingOn(run, label=label, at=moment))
        except PlaygroundError:
            if other:
                session.drawing.undo()
            raise
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
