"""What both sides show: settings, summaries, where a run stands, and the whole of a document."""

from typing import Literal

import msgspec

from playground.catalog import Choice, Kind
from playground.checking import Problem, Report
from playground.network import Network

VERSION = 1

Adaptation = Literal["pending", "adapted", "stale", "given"]
"""A layer that learns from the data before a run: will at play; has; has, but of other data, and will anew; came with
the opened model as its maker adapted it, and stays so."""

Precision = Literal["default", "float32", "mixed_float16", "mixed_bfloat16", "float64"]

RunState = Literal["idle", "preparing", "running", "paused", "stopping", "finished", "stopped", "failed"]


class Tagged(msgspec.Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """A message that says by its `type` which one it is."""


class TrainingSettings(msgspec.Struct, frozen=True):
    """How to train, as data. A loss of None is chosen to fit the targets; no metrics likewise when None.

    With several outputs `loss` and `metrics` are those of each; what `output_losses`, `output_metrics` and
    `loss_weights` say by the name of an output stands in their place. `validation_split` is the share of the samples
    held back when the data brings no validation set of its own. `precision` is the dtype policy of every layer that
    has none of its own; `default` is what `keras.config` says, float32 unless somebody changed it.
    """

    optimizer: Choice = Choice("Adam")
    loss: Choice | None = None
    metrics: tuple[Choice, ...] | None = None
    output_losses: dict[str, Choice] = {}
    output_metrics: dict[str, tuple[Choice, ...]] = {}
    loss_weights: dict[str, float] = {}
    batch_size: int = 32
    epochs: int = 10
    seed: int = 0
    validation_split: float = 0.2
    shuffle: bool = True
    jit_compile: Literal["auto", "on", "off"] = "auto"
    precision: Precision = "default"


class TensorSummary(msgspec.Struct, frozen=True):
    """One array of a data set: its name, shape without the sample axis, dtype, and, of text, what a few samples say."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    examples: tuple[str, ...] = ()


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What points of the plane are drawn with, so that the same come again.

    `samples` are all points, `noise` is 0 or more. `train_share` is the share of them to train on, the rest being there
    to test; None leaves that to `validation_split`.
    """

    samples: int = 250
    noise: float = 0.1
    train_share: float | None = None
    seed: int = 0


class DataSummary(msgspec.Struct, frozen=True):
    """A data set in a few words.

    `classes` is 0 when the targets are not class labels; `recipe` is None unless the data are drawn points.
    """

    name: str
    title: str
    samples: int
    validation_samples: int
    inputs: tuple[TensorSummary, ...]
    targets: tuple[TensorSummary, ...]
    classes: int = 0
    class_names: tuple[str, ...] = ()
    recipe: Recipe | None = None


class RunStatus(msgspec.Struct, frozen=True):
    """Where a run stands. Steps and epochs are counted from the start of the run, 0 before the first.

    `step` counts all steps, `epoch` the finished epochs, `epoch_step` the steps of the one under way: after an edit of
    the batch size `step` is not the sum of the two. `steps_per_second` and `seconds_left` are None while unknown.

    `changed` says in words what a run that rests would go on with that it did not have, as “the edited network”; empty
    when nothing was changed. `anew` has the paths of layers that are new to the run, or whose weights had to begin
    anew: those that it has not trained for an epoch, and, while it rests, those that it would go on with.

    `shown` is the step whose weights the model has while somebody looks back; None where it has those of the latest.
    """

    state: RunState = "idle"
    run: int = 0
    epoch: int = 0
    epochs: int = 0
    step: int = 0
    epoch_step: int = 0
    steps_per_epoch: int = 0
    steps_per_second: float | None = None
    seconds_left: float | None = None
    device: str = "CPU"
    strategy: str = ""
    latest: dict[str, float] = {}
    problem: Problem | None = None
    changed: str = ""
    anew: tuple[str, ...] = ()
    shown: int | None = None


class Mark(msgspec.Struct, frozen=True):
    """What happened in a run after a step, such as an edit of its network.

    Steps count from 1; 0 is before the first. `epochs` is how many were done then, with the part of the last one.
    """

    step: int
    label: str
    epochs: float = 0.0


class EpochRow(msgspec.Struct, frozen=True):
    """The logs of one finished epoch, at the step it ended on; a value that is not finite is None."""

    epoch: int
    step: int
    logs: dict[str, float | None]


class Recovery(msgspec.Struct, frozen=True):
    """What an earlier kernel left behind when it stopped: a drawing and, when `steps` is not 0, trained weights.

    `kept` is when it was last written, in seconds since 1970; `session` is the name of the session that wrote it.
    """

    name: str
    layers: int
    steps: int
    epochs: int
    kept: float
    session: str = ""


class FileTrouble(msgspec.Struct, frozen=True):
    """Why the drawing's last change is not in its file; a `conflict` when another program has changed the file."""

    message: str
    conflict: bool = False


class Snapshot(msgspec.Struct, frozen=True):
    """All that a view needs to draw the document: also what a saved notebook keeps.

    `kinds` are those that the network uses, so that it can be drawn without the catalog. `adaptation` is by layer id,
    of the layers that are adapted to the data. `edition` names what this session had told when the snapshot was made,
    and is empty in one that a page wrote: such a one may be of another session, or an older state of this one.
    `session` names what is kept of it for when the kernel stops; empty when nothing is. `hidden` names controls that
    the document hides from whoever opens it.
    """

    revision: int
    network: Network
    report: Report
    kinds: tuple[Kind, ...]
    can_undo: bool
    can_redo: bool
    training: TrainingSettings
    data: DataSummary | None
    path: str | None
    saved: bool
    recovery: Recovery | None
    adaptation: dict[str, Adaptation] = {}
    trouble: FileTrouble | None = None
    edition: str = ""
    session: str = ""
    protocol: int = VERSION
    hidden: tuple[str, ...] = ()


class ExportSummary(msgspec.Struct, frozen=True):
    """A written export: where, how large, and how far the reloaded copy's answers were from the model's.

    It loads only where the classes and functions are known that it `needs`.
    """

    format: str
    path: str
    size_bytes: int
    max_difference: float
    samples: int
    seconds: float
    needs: tuple[str, ...] = ()


class StreamState(msgspec.Struct, frozen=True):
    """What a reloaded page shows of the run before the first event arrives."""

    status: RunStatus
