"""Runs that are kept: the table of them, what people say of them, their curves, and what differs between two."""

from typing import Literal

import msgspec

from playground.network import Difference
from playground.protocol._values import Tagged

KeptState = Literal["running", "finished", "stopped", "failed", "lost"]
"""Where a run stands that is kept; `lost` is one that has not ended and whose process is gone."""


class KeptRow(msgspec.Struct, frozen=True):
    """A run as a table shows it.

    `began` is in seconds since 1970, `seconds` how long it took, None while that is not known. `metrics` are those of
    its last epoch, None where one is not finite. `colour` is `#rrggbb`, empty where nobody has chosen one. `history`
    and `weights` say whether its steps and its weights are kept.
    """

    id: str
    name: str
    began: float
    state: KeptState
    tags: tuple[str, ...] = ()
    note: str = ""
    starred: bool = False
    colour: str = ""
    seconds: float | None = None
    epochs: int = 0
    steps: int = 0
    parameters: int = 0
    data: str = ""
    optimizer: str = ""
    learning_rate: float | None = None
    batch_size: int = 0
    seed: int = 0
    metrics: dict[str, float | None] = {}
    problem: str = ""
    history: bool = True
    weights: bool = True


class GetRuns(Tagged, frozen=True, tag="get_runs"):
    """Ask for all runs that are kept. Replied with `KeptRuns`."""


class KeptRuns(Tagged, frozen=True, tag="kept_runs"):
    """All runs of a folder, the newest first; by the names of folders why what is in them can't be read.

    `place` is the folder, None where there is none to keep runs in; `keeps` whether the next run will be kept.
    `most_weights` of the last runs have their weights kept, and those with a star. `trouble` is why the last run could
    not be kept; empty when nothing is wrong.
    """

    runs: tuple[KeptRow, ...]
    damaged: dict[str, str]
    place: str | None
    keeps: bool
    most_weights: int
    trouble: str = ""


class RunsChanged(Tagged, frozen=True, tag="runs_changed"):
    """Runs that are new or not as they were, and the ids of those that are gone; and what `KeptRuns` says besides."""

    runs: tuple[KeptRow, ...]
    gone: tuple[str, ...]
    keeps: bool
    trouble: str = ""


class KeepRuns(Tagged, frozen=True, tag="keep_runs"):
    """Say whether runs of this studio are to be kept, from the next one on."""

    keeps: bool


class LabelRun(Tagged, frozen=True, tag="label_run"):
    """Change what people say of a run; what is None stays. What it is now follows as `RunsChanged`."""

    run: str
    name: str | None = None
    tags: tuple[str, ...] | None = None
    note: str | None = None
    starred: bool | None = None
    colour: str | None = None


class DeleteRuns(Tagged, frozen=True, tag="delete_runs"):
    """Put runs aside; for a day `RestoreRuns` brings them back."""

    runs: tuple[str, ...]


class RestoreRuns(Tagged, frozen=True, tag="restore_runs"):
    """Bring deleted runs back."""

    runs: tuple[str, ...]


class ReopenRun(Tagged, frozen=True, tag="reopen_run"):
    """Put a run's network on the canvas, as one undo step, with its settings, weights and curves.

    Replied with `Reopened`.
    """

    run: str


class Reopened(Tagged, frozen=True, tag="reopened"):
    """A run is on the canvas again; `notes` are sentences about what of it is not."""

    notes: tuple[str, ...]


class GetRunCurves(Tagged, frozen=True, tag="get_run_curves"):
    """Ask for a metric of some runs. Replied with `RunCurves`."""

    runs: tuple[str, ...]
    metric: str


class RunCurves(Tagged, frozen=True, tag="run_curves"):
    """A metric of runs, thinned to what a screen shows; of a run that can't be read nothing.

    Buffers: for each of `runs` six: steps (float64) and their values (float32); of epochs the steps they ended on
    (float64), their numbers (float64), the metric (float32) and that of the validation (float32), NaN where there is
    none.
    """

    runs: tuple[str, ...]
    metric: str


class CompareRuns(Tagged, frozen=True, tag="compare_runs"):
    """Ask in which settings some runs differ. Replied with `RunsCompared`."""

    runs: tuple[str, ...]


class ComparedSetting(msgspec.Struct, frozen=True):
    """A setting that is not the same in all runs, as text for each; empty where a run has none."""

    name: str
    values: tuple[str, ...]


class RunsCompared(Tagged, frozen=True, tag="runs_compared"):
    """In which settings runs differ, their data and their environment included."""

    settings: tuple[ComparedSetting, ...]


class GetDifference(Tagged, frozen=True, tag="get_difference"):
    """Ask what makes the drawing, or the network of the run `after`, another than that of the run `before`.

    Replied with a `NetworkDifference`.
    """

    before: str
    after: str = ""


class NetworkDifference(Tagged, frozen=True, tag="network_difference"):
    """What makes one network another; paths are those in the one after, of what was removed in the one before.

    `places` has where the nodes stood that were removed, by their paths, in canvas pixels.
    """

    difference: Difference
    places: dict[str, tuple[float, float]]


RunsCommand = (
    GetRuns | KeepRuns | LabelRun | DeleteRuns | RestoreRuns | ReopenRun | GetRunCurves | CompareRuns | GetDifference
)
RunsAnswer = KeptRuns | Reopened | RunCurves | RunsCompared | NetworkDifference
