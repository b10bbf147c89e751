"""What the browser asks of kept runs, carried out on a session."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground import charts, protocol
from playground.errors import KeepingError, PlaygroundError
from playground.keeping import MOST_WEIGHTS, KeptRun, Runs, run_in
from playground.modeling import HeldWeights, Opened
from playground.network import Document, difference, inside
from playground.session._curves import outstanding_places
from playground.session._kept_row import row_of
from playground.session._session import Session

if TYPE_CHECKING:
    import numpy as np

POINTS = 2_000
"""Points of a line that a chart shows."""


def kept_runs(session: Session) -> Runs:
    """The runs where this session keeps them; what is being written is waited for.

    Raises:
        KeepingError: it keeps none.
    """
    place = _place(session)
    session.keeping.settle()
    return Runs(place)


def _runs(session: Session) -> Runs:
    """The same without a wait: of what is being written the views hear when it is there."""
    return Runs(_place(session))


def _place(session: Session) -> Path:
    place = session.keeping.place()
    if place is None:
        raise KeepingError("This studio keeps no runs; give it a folder for them, or set PLAYGROUND_RUNS to one.")
    return place


def ask_runs(session: Session, command: protocol.RunsCommand, request: str) -> tuple[protocol.Answer, Sequence[Any]]:
    """Carry out a command about kept runs.

    Raises:
        KeepingError: a run is not there, or its folder can't be read or written.
    """
    keeping = session.keeping
    match command:
        case protocol.GetRuns():
            return _listed(session), ()
        case protocol.KeepRuns():
            keeping.keeps = command.keeps
            keeping.tell()
        case protocol.LabelRun():
            names = ("name", "tags", "note", "starred", "colour")
            labels = {name: value for name in names if (value := getattr(command, name)) is not None}
            keeping.tell(run_in(_place(session), command.run).label(**labels))
        case protocol.DeleteRuns():
            _runs(session).delete(*command.runs)
            keeping.tell(gone=command.runs)
        case protocol.RestoreRuns():
            runs = _runs(session)
            runs.restore(*command.runs)
            keeping.tell(*(run for run in runs if run.id in command.runs))
        case protocol.ReopenRun():
            return protocol.Reopened(reopen(session, run_in(_place(session), command.run), request)), ()
        case protocol.GetRunCurves():
            return _curves(_place(session), command)
        case protocol.CompareRuns():
            return _compared(_place(session), command), ()
        case protocol.GetDifference():
            return _difference(session, command), ()
    return protocol.Done(), ()


def reopen(session: Session, run: KeptRun, request: str | None = None) -> tuple[str, ...]:
    """Put a run's network on the canvas, as one undo step, with its settings, its weights and its history.

    Returns:
        Sentences about what of it is not there again.

    Raises:
        KeepingError: it can't be read; the drawing stays as it is.
    """
    data, notes = run.record.data, list[str]()
    network, weights, history = run.network, run.weights, run.history
    named = run.data_name
    document = Document(network, run.document.training, None if named is None else {"name": named})
    session.open(Opened(network, HeldWeights(weights) if weights else None), document, request, history)
    if not weights:
        notes.append("Its weights are not kept, so its layers begin with new ones.")
    if data is not None and (session.data is None or session.data.fingerprint != data.fingerprint):
        notes.append(f"It was trained on other data than are here: “{data.title}”, {data.samples:,} samples.")
    if run.record.besides:
        notes.append(f"Only Python can set its {' and '.join(run.record.besides)}.".replace("_", " "))
    return tuple(notes)


def _listed(session: Session) -> protocol.KeptRuns:
    place, keeping = session.keeping.place(), session.keeping
    if place is None:
        return protocol.KeptRuns((), {}, None, keeps=False, most_weights=MOST_WEIGHTS)
    runs = _runs(session)
    return protocol.KeptRuns(
        tuple(map(row_of, runs)), runs.damaged, str(place), keeping.keeps, MOST_WEIGHTS, keeping.trouble
    )


def _curves(place: Path, command: protocol.GetRunCurves) -> tuple[protocol.RunCurves, list[Any]]:
    found, buffers = [], list[Any]()
    for run_id in command.runs:
        with suppress(PlaygroundError):  # one that is damaged or gone hides no other
            buffers += _curve(run_in(place, run_id), command.metric)
            found.append(run_id)
    return protocol.RunCurves(tuple(found), command.metric), buffers


def _curve(run: KeptRun, metric: str) -> "list[np.ndarray]":
    import numpy as np

    part = run.history.since(0)
    steps, kept = np.empty(0, np.int64), np.empty(0, np.float32)
    if metric in part.steps:
        steps, kept = charts.thin(part.numbers, part.steps[metric], POINTS)
    rows, columns = part.epochs, part.epochs.columns
    names = (metric, f"val_{metric}")
    chosen = outstanding_places(rows, POINTS, names)
    nothing = np.full(len(rows), np.nan, np.float32)
    of_epochs = [columns.get(name, nothing)[chosen] for name in names]
    places = [np.asarray(rows.table[chosen, column], np.float64) for column in (1, 0)]
    return [np.asarray(steps, np.float64), np.asarray(kept, np.float32), *places, *of_epochs]


def _difference(session: Session, command: protocol.GetDifference) -> protocol.NetworkDifference:
    place = _place(session)
    before = run_in(place, command.before).network
    after = run_in(place, command.after).network if command.after else session.network
    found = difference(before, after)
    places = {}
    for path in (path for layer in found.removed for path in layer.nodes):
        network, node_id = inside(before, path)
        places[path] = (network.node_by_id[node_id].x, network.node_by_id[node_id].y)
    return protocol.NetworkDifference(found, places)


def _compared(place: Path, command: protocol.CompareRuns) -> protocol.RunsCompared:
    rows = Runs(place, [run_in(place, run_id) for run_id in command.runs]).compare()
    return protocol.RunsCompared(
        tuple(
            protocol.ComparedSetting(row["setting"], tuple(_word(row[run_id]) for run_id in command.runs))
            for row in rows
        )
    )


def _word(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
