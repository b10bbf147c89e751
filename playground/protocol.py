"""Every message between the browser and the kernel, defined once.

`make protocol` writes the JSON schema and the TypeScript types that follow from this file; a test fails when they
are stale. A message is JSON; arrays travel beside it as binary buffers, in the order their headers name them.

- The browser sends a `Request`; the kernel always answers it with one `Reply`, also when it fails.
- The kernel sends an `Event` on its own: edits and settings on the studio's comm, runs and pictures on the stream's.
"""

import inspect
from typing import Any, Literal

import msgspec

from playground.catalog import Catalog, Choice, Kind, Setting
from playground.checking import NodeReport, Problem, Report
from playground.network import Edit, Network

VERSION = 1

RunState = Literal["idle", "preparing", "running", "paused", "stopping", "finished", "stopped", "failed"]


class _Tagged(msgspec.Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    pass


# --- what both sides show ---------------------------------------------------------------------------------------


class TrainingSettings(msgspec.Struct, frozen=True):
    """How to train, as data. A loss of None is chosen to fit the targets; no metrics likewise when None.

    `validation_split` is the share of the samples held back when the data brings no validation set of its own.
    """

    optimizer: Choice = Choice("Adam")
    loss: Choice | None = None
    metrics: tuple[Choice, ...] | None = None
    batch_size: int = 32
    epochs: int = 10
    seed: int = 0
    validation_split: float = 0.2
    shuffle: bool = True
    jit_compile: Literal["auto", "on", "off"] = "auto"


class TensorSummary(msgspec.Struct, frozen=True):
    """One array of a data set: its name, shape without the sample axis, and dtype."""

    name: str
    shape: tuple[int, ...]
    dtype: str


class DataSummary(msgspec.Struct, frozen=True):
    """A data set in a few words. `classes` is 0 when the targets are not class labels."""

    name: str
    title: str
    samples: int
    validation_samples: int
    inputs: tuple[TensorSummary, ...]
    targets: tuple[TensorSummary, ...]
    classes: int = 0
    class_names: tuple[str, ...] = ()


class RunStatus(msgspec.Struct, frozen=True):
    """Where a run stands. Steps and epochs are counted from the start of the run, 0 before the first.

    `step` counts all steps, `epoch` the finished ones. `steps_per_second` and `seconds_left` are None while unknown.
    """

    state: RunState = "idle"
    run: int = 0
    epoch: int = 0
    epochs: int = 0
    step: int = 0
    steps_per_epoch: int = 0
    steps_per_second: float | None = None
    seconds_left: float | None = None
    device: str = "CPU"
    strategy: str = ""
    latest: dict[str, float] = {}
    problem: Problem | None = None


class EpochRow(msgspec.Struct, frozen=True):
    """The logs of one finished epoch, at the step it ended on; a value that is not finite is None."""

    epoch: int
    step: int
    logs: dict[str, float | None]


class Recovery(msgspec.Struct, frozen=True):
    """What an earlier kernel left behind when it stopped: a drawing and, when `steps` is not 0, trained weights.

    `kept` is when it was last written, in seconds since 1970.
    """

    name: str
    layers: int
    steps: int
    epochs: int
    kept: float


class Snapshot(msgspec.Struct, frozen=True):
    """All that a view needs to draw the document: also what a saved notebook keeps.

    `kinds` are those that the network uses, so that it can be drawn without the catalog.
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
    protocol: int = VERSION


class ExportSummary(msgspec.Struct, frozen=True):
    """A written export: where, how large, and how far the reloaded copy's answers were from the model's."""

    format: str
    path: str
    size_bytes: int
    max_difference: float
    samples: int
    seconds: float


# --- browser -> kernel ------------------------------------------------------------------------------------------


class ApplyEdit(_Tagged, frozen=True, tag="apply_edit"):
    """Apply an edit as one undo step."""

    edit: Edit


class Undo(_Tagged, frozen=True, tag="undo"):
    """Take the last edit back."""


class Redo(_Tagged, frozen=True, tag="redo"):
    """Do the edit last taken back again."""


class Arrange(_Tagged, frozen=True, tag="arrange"):
    """Place all nodes anew, as one undo step."""


class Resync(_Tagged, frozen=True, tag="resync"):
    """Ask for a whole snapshot. Replied with a `Snapshot`."""


class GetCatalog(_Tagged, frozen=True, tag="get_catalog"):
    """Ask for the catalog. Replied with a `Start`."""


class GetAsset(_Tagged, frozen=True, tag="get_asset"):
    """Ask for a file of the browser half. Replied with an `Asset` and one buffer."""

    name: str


class OpenTemplate(_Tagged, frozen=True, tag="open_template"):
    """Put a template on the canvas, with its data set and training settings."""

    name: str


class Configure(_Tagged, frozen=True, tag="configure"):
    """Set how to train; takes effect at the next start of a run."""

    training: TrainingSettings


class ChooseData(_Tagged, frozen=True, tag="choose_data"):
    """Train on one of the data sets that ship with the product."""

    name: str


class Play(_Tagged, frozen=True, tag="play"):
    """Start a run, or go on with a paused one."""


class Pause(_Tagged, frozen=True, tag="pause"):
    """Hold the run after the steps it is in."""


class Step(_Tagged, frozen=True, tag="step"):
    """Run one batch or one epoch, then hold; starts a run when there is none."""

    unit: Literal["batch", "epoch"]


class Stop(_Tagged, frozen=True, tag="stop"):
    """End the run; the model keeps the weights it has."""


class Reset(_Tagged, frozen=True, tag="reset"):
    """Forget the run, its history and its weights."""


class Watch(_Tagged, frozen=True, tag="watch"):
    """What one view has on the screen: pictures are made of nothing else.

    `nodes` show a thumbnail; `focus` is shown enlarged. `sample` counts within the probe batch. A view that is
    gone or hidden watches nothing.
    """

    view: str
    nodes: tuple[str, ...] = ()
    focus: str | None = None
    sample: int = 0


class GetHistory(_Tagged, frozen=True, tag="get_history"):
    """Ask for all of the history. Replied with a `HistoryChunk` from step 0 and its buffers."""


class ExportModel(_Tagged, frozen=True, tag="export_model"):
    """Export the model. Replied with an `ExportSummary` when the reloaded copy has been compared."""

    format: Literal["saved_model", "keras"]
    path: str
    overwrite: bool = False


class Save(_Tagged, frozen=True, tag="save"):
    """Write the document file; without a path, to where it was last read from or written to."""

    path: str | None = None


class Recover(_Tagged, frozen=True, tag="recover"):
    """Take up what an earlier kernel left behind: the drawing as one undo step, and the weights."""


class Dismiss(_Tagged, frozen=True, tag="dismiss"):
    """Throw away what an earlier kernel left behind."""


Command = (
    ApplyEdit
    | Undo
    | Redo
    | Arrange
    | Resync
    | GetCatalog
    | GetAsset
    | OpenTemplate
    | Configure
    | ChooseData
    | Play
    | Pause
    | Step
    | Stop
    | Reset
    | Watch
    | GetHistory
    | ExportModel
    | Save
    | Recover
    | Dismiss
)


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A command under an id that its reply and its consequences carry."""

    id: str
    command: Command


# --- kernel -> browser ------------------------------------------------------------------------------------------


class Asset(_Tagged, frozen=True, tag="asset"):
    """A file of the browser half; its bytes are the reply's only buffer."""

    name: str
    media_type: str


class Template(msgspec.Struct, frozen=True):
    """A drawing to begin with."""

    name: str
    title: str
    summary: str


class Start(_Tagged, frozen=True, tag="start"):
    """What a view asks for once: what can be placed, opened and trained on."""

    catalog: Catalog
    templates: tuple[Template, ...]
    datasets: tuple[DataSummary, ...]


class Exported(_Tagged, frozen=True, tag="exported"):
    """The answer to `ExportModel`."""

    summary: ExportSummary


class Whole(_Tagged, frozen=True, tag="whole"):
    """The answer to `Resync`."""

    snapshot: Snapshot


class Changed(_Tagged, frozen=True, tag="changed"):
    """The document went from `revision - 1` to `revision` by `edit`; the report of each node that differs."""

    revision: int
    edit: Edit
    request: str | None
    nodes: dict[str, NodeReport]
    problems: tuple[Problem, ...]
    parameters: int
    trainable_parameters: int
    kinds: tuple[Kind, ...]
    can_undo: bool
    can_redo: bool
    saved: bool


class Configured(_Tagged, frozen=True, tag="configured"):
    """The training settings, the data, the file or what can be recovered changed."""

    training: TrainingSettings
    data: DataSummary | None
    problems: tuple[Problem, ...]
    path: str | None
    saved: bool
    recovery: Recovery | None


class RunChanged(_Tagged, frozen=True, tag="run_changed"):
    """Where the run stands now."""

    status: RunStatus


class HistoryChunk(_Tagged, frozen=True, tag="history"):
    """Steps that came since the last chunk, thinned to their extremes, and epochs that ended; of many, some.

    Buffers: for each name in `series` two, the step numbers (uint32) and the values (float32, NaN kept). `run`
    numbers the run: another number than before empties the charts, and so does `whole`.
    """

    run: int
    series: tuple[str, ...]
    epochs: tuple[EpochRow, ...]
    whole: bool = False


class Picture(msgspec.Struct, frozen=True):
    """The header of one picture of a node's output; its values are one buffer.

    - `maps`: `count` grey images of `height` x `width`, uint8; value 255 of map i is `highs[i]`, 0 is `lows[i]`.
      `total` is how many maps the tensor has.
    - `image`: one image of `height` x `width` x `channels`, uint8.
    - `bars`: `count` float32 values.
    - `histogram`: `count` float32 counts between `lows[0]` and `highs[0]`.

    `facts` are small figures to print: mean, zeros (share), dead (maps or units at zero for the whole batch).
    """

    node: str
    form: Literal["maps", "image", "bars", "histogram"]
    size: Literal["thumbnail", "focus"]
    count: int
    total: int
    height: int = 1
    width: int = 1
    channels: int = 1
    lows: tuple[float, ...] = ()
    highs: tuple[float, ...] = ()
    dead: tuple[int, ...] = ()
    facts: dict[str, float] = {}


class Pictures(_Tagged, frozen=True, tag="pictures"):
    """Pictures of what is on the screen, at a step; one buffer each, in this order.

    `label` is the true target of the sample as text, or empty.
    """

    run: int
    step: int
    sample: int
    samples: int
    label: str
    pictures: tuple[Picture, ...]


class Failed(_Tagged, frozen=True, tag="failed"):
    """Why a command failed: a sentence for the user, and where it came from for the one who mends it."""

    message: str
    code: str = ""
    setting: str | None = None
    traceback: str = ""


class Done(_Tagged, frozen=True, tag="done"):
    """The command was carried out and has nothing to tell."""


Answer = Done | Failed | Start | Asset | Whole | Exported | HistoryChunk


class Reply(_Tagged, frozen=True, tag="reply"):
    """The one answer to a request, named by the request's id."""

    request: str
    answer: Answer


Event = Reply | Changed | Configured | RunChanged | HistoryChunk | Pictures


class StreamState(msgspec.Struct, frozen=True):
    """What a reloaded page shows of the run before the first event arrives."""

    status: RunStatus


class Messages(msgspec.Struct, frozen=True):
    """Roots of the schema."""

    request: Request
    event: Event
    snapshot: Snapshot
    stream: StreamState


def schema() -> dict[str, Any]:
    """The JSON schema of all messages as they are sent: a field may be missing only where its struct omits defaults."""
    written: dict[str, Any] = msgspec.json.schema(Messages)
    sparse = {Setting.__name__}
    for name, definition in written["$defs"].items():
        if "description" in definition:
            definition["description"] = inspect.cleandoc(definition["description"])
        if name not in sparse and "properties" in definition:
            definition["required"] = list(definition["properties"])
    return written


def to_json(value: Any) -> Any:
    """A message as plain JSON values."""
    return msgspec.to_builtins(value)


if __name__ == "__main__":
    import sys

    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(schema()), indent=1) + b"\n")
