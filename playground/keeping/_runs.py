"""All runs of a folder: a list to sort, filter and compare. A damaged one hides no other."""

import contextlib
import math
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, overload

import msgspec

from playground import charts
from playground.errors import KeepingError
from playground.keeping._folder import RECORD, is_id
from playground.keeping._kept import KeptRun
from playground.protocol import KeptState

if TYPE_CHECKING:
    import plotly.graph_objects as go

USUAL = "runs"
VARIABLE = "PLAYGROUND_RUNS"
DELETED = ".deleted"
DELETED_SECONDS = 24 * 3600
"""Deleted runs can be brought back for so long."""


def usual_place(document: Path | None = None) -> Path | None:
    """Where studios keep runs: what the variable `PLAYGROUND_RUNS` names, none if that is `off`; else `runs`.

    That is a folder beside the document, where the studio has one, or in the working folder.
    """
    named = os.environ.get(VARIABLE, "")
    if named.lower() in ("off", "0", "no", "false"):
        return None
    if named:
        return Path(named).expanduser()
    return (Path() if document is None else document.parent).absolute() / USUAL


def run_in(folder: Path, run_id: str) -> KeptRun:
    """One of the runs that a folder holds, without a look at the others.

    Raises:
        KeepingError: there is no such run, or it is damaged.
    """
    if not is_id(run_id) or not (folder / run_id / RECORD).exists():
        raise KeepingError(f"There is no run “{run_id}” in {folder}; it may be deleted.")
    return KeptRun(folder / run_id)


class Runs(Sequence[KeptRun]):
    """The runs that a folder holds, the newest first, as they were when it was read.

    Attributes:
        folder: Where they are.
        damaged: A sentence for each folder that holds a run which can't be read, by the folder's name.
    """

    def __init__(self, folder: Path, found: Sequence[KeptRun] | None = None) -> None:
        """Read a folder, or hold these runs of it; a folder that is not there holds none."""
        self.folder = folder
        self.damaged: dict[str, str] = {}
        self._runs = self._read() if found is None else list(found)

    def _read(self) -> list[KeptRun]:
        found = []
        try:
            folders = [each for each in self.folder.iterdir() if is_id(each.name) and (each / RECORD).exists()]
        except OSError:
            folders = []
        for each in folders:
            try:
                found.append(KeptRun(each))
            except KeepingError as error:
                self.damaged[each.name] = str(error)
        return sorted(found, key=lambda run: (run.began, run.id), reverse=True)

    def __len__(self) -> int:
        """Count the runs."""
        return len(self._runs)

    @overload
    def __getitem__(self, key: int | str) -> KeptRun: ...
    @overload
    def __getitem__(self, key: slice) -> "Runs": ...
    def __getitem__(self, key: int | str | slice) -> "KeptRun | Runs":
        """A run by its place or its id; some of them by a slice.

        Raises:
            KeepingError: there is no run of this id.
        """
        if isinstance(key, slice):
            return Runs(self.folder, self._runs[key])
        if isinstance(key, int):
            return self._runs[key]
        for run in self._runs:
            if run.id == key:
                return run
        raise KeepingError(self.damaged.get(key) or f"There is no run “{key}” in {self.folder}; it may be deleted.")

    def __repr__(self) -> str:
        """Where, and how many."""
        damaged = f", {len(self.damaged)} damaged" if self.damaged else ""
        return f"<Runs in {self.folder}: {len(self)}{damaged}>"

    def where(
        self,
        text: str = "",
        *,
        tag: str | None = None,
        state: KeptState | None = None,
        starred: bool | None = None,
    ) -> "Runs":
        """Those whose name, id, tags, note or data have the text in them, whatever its case, and that are all else."""
        wanted = text.casefold()
        return Runs(
            self.folder,
            [
                run
                for run in self
                if wanted in _text(run).casefold()
                and (tag is None or tag in run.tags)
                and (state is None or run.state == state)
                and (starred is None or run.starred is starred)
            ],
        )

    def sorted(self, by: str, *, descending: bool = False) -> "Runs":
        """In the order of a column of `table`; those without a value there come last."""
        column: dict[str, Any] = {row["id"]: row.get(by) for row in self.table()}
        known = [run for run in self if _comparable(column[run.id])]
        known.sort(key=lambda run: cast("Any", column[run.id]), reverse=descending)
        return Runs(self.folder, [*known, *(run for run in self if not _comparable(column[run.id]))])

    def table(self) -> list[dict[str, Any]]:
        """A row for each run, plain values by the names of the columns; metrics by their own names.

        `pandas.DataFrame(runs.table())` makes a frame of it.
        """
        return [_row(run) for run in self]

    def compare(self) -> list[dict[str, Any]]:
        """A row for each setting that is not the same in all of them: `setting`, and by the id of each its value."""
        rows = []
        columns = {run.id: _settings(run) for run in self}
        for name in dict.fromkeys(name for each in columns.values() for name in each):
            values = {run_id: each.get(name) for run_id, each in columns.items()}
            if len({repr(value) for value in values.values()}) > 1:
                rows.append({"setting": name, **values})
        return rows

    def chart(self, metric: str = "loss", *, axis: Literal["step", "epoch"] = "step", **options: Any) -> "go.Figure":
        """The curves of these runs in one figure; `options` as `playground.charts.curves` takes them.

        Raises:
            PlaygroundError: none of them has this metric.
        """
        return charts.curves([_curve(run) for run in self], metric=metric, axis=axis, **options)

    def delete(self, *ids: str) -> None:
        """Put runs aside; for a day `restore` brings them back, then they are gone.

        Raises:
            KeepingError: there is no such run, or it is still running, or the folder can't be changed.
        """
        runs = {each: each if each in self.damaged else self[each] for each in ids}
        for run in runs.values():
            if isinstance(run, KeptRun) and run.state == "running":
                raise KeepingError(f"Run “{run.id}” is still going on; stop it, then delete it.")
        with _complaining(self.folder):
            (self.folder / DELETED).mkdir(exist_ok=True)
            for each in ids:
                target = self.folder / DELETED / each
                (self.folder / each).rename(target)
                os.utime(target)
        self._runs = [run for run in self._runs if run.id not in ids]

    def restore(self, *ids: str) -> None:
        """Bring deleted runs back.

        Raises:
            KeepingError: they are gone, or the folder can't be changed.
        """
        for each in ids:
            if not is_id(each) or not (self.folder / DELETED / each).exists():
                raise KeepingError(f"Run “{each}” can't be brought back: it was deleted more than a day ago.")
        with _complaining(self.folder):
            for each in ids:
                (self.folder / DELETED / each).rename(self.folder / each)
        self._runs = self._read()


def empty_deleted(folder: Path) -> None:
    """Throw away what was deleted more than a day ago."""
    with contextlib.suppress(OSError):
        for each in (folder / DELETED).iterdir():
            if time.time() - each.stat().st_mtime > DELETED_SECONDS:
                shutil.rmtree(each, ignore_errors=True)


def runs(folder: str | Path = "") -> Runs:
    """The runs that were kept in a folder; without one in that where studios keep them here."""
    place = Path(folder) if str(folder) else usual_place() or Path(USUAL)
    return Runs(place)


class _complaining(contextlib.AbstractContextManager[None]):  # noqa: N801  # reads as a verb
    """Turns what a file system says into a sentence."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise KeepingError(f"The runs in {self._folder} can't be changed: {error.strerror}.") from None


def _curve(run: KeptRun) -> charts.Curve:
    past = run.history.since(0)
    return charts.Curve(
        label=run.name or run.id,
        steps=past.steps,
        epochs=past.epochs.columns,
        epoch_steps=past.epochs.steps,
        colour=run.record.labels.colour,
        numbers=past.numbers,
        epoch_numbers=past.epochs.numbers,
    )


def _text(run: KeptRun) -> str:
    data = run.record.data
    return "\n".join((run.name, run.id, *run.tags, run.note, "" if data is None else f"{data.name}\n{data.title}"))


def _comparable(value: Any) -> bool:
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def _row(run: KeptRun) -> dict[str, Any]:
    record = run.record
    return {
        "id": run.id,
        "name": run.name,
        "began": run.began,
        "state": run.state,
        "tags": ", ".join(run.tags),
        "note": run.note,
        "starred": run.starred,
        "seconds": run.seconds,
        "epochs": record.epochs,
        "steps": record.steps,
        "parameters": record.parameters,
        "data": None if record.data is None else record.data.title,
        **_training(run),
        **record.metrics,
    }


def _training(run: KeptRun) -> dict[str, Any]:
    training = run.record.training
    return {
        "optimizer": training.optimizer.kind,
        "learning_rate": training.optimizer.settings.get("learning_rate"),
        "batch_size": training.batch_size,
        "seed": training.seed,
    }


def _settings(run: KeptRun) -> dict[str, Any]:
    """All that a run was given, flat."""
    record, training = run.record, msgspec.to_builtins(run.record.training)
    optimizer = training.pop("optimizer")
    given = {"optimizer": optimizer["kind"], **{f"optimizer.{k}": v for k, v in optimizer["settings"].items()}}
    data = record.data
    return {
        "parameters": record.parameters,
        **given,
        **{name: value for name, value in training.items() if value not in (None, {})},
        **record.besides,
        "data": None if data is None else data.title,
        "data.fingerprint": None if data is None else data.fingerprint,
        **msgspec.structs.asdict(record.environment),
    }
