"""What the kernel answers, and what it tells on its own."""

from typing import Literal

import msgspec

from playground.catalog import Catalog, Kind
from playground.checking import Explanation, NodeReport, Problem
from playground.network import Edit
from playground.protocol._blocks import BlockContent, FoundBlocks, SavedBlocks
from playground.protocol._curves import RatesTried
from playground.protocol._explanations import ExplanationAnswer
from playground.protocol._findings import Findings
from playground.protocol._inside import InsideAnswer, InsideLook
from playground.protocol._landscape import LandscapeFound, LandscapeProgress
from playground.protocol._plane import PlaneUnit, Points, UnitWeights
from playground.protocol._predictions import Predicted
from playground.protocol._rewind import Moments
from playground.protocol._runs import RunsAnswer, RunsChanged
from playground.protocol._values import (
    Adaptation,
    DataSummary,
    EpochRow,
    ExportSummary,
    FileTrouble,
    Mark,
    Recovery,
    RunStatus,
    Snapshot,
    Tagged,
    TrainingSettings,
)
from playground.protocol._weights import VitalsChunk, Weights


class Asset(Tagged, frozen=True, tag="asset"):
    """A file of the browser half; its bytes are the reply's only buffer."""

    name: str
    media_type: str


class SketchNode(msgspec.Struct, frozen=True):
    """A node as a small picture shows it: its place on the canvas, in pixels, and the palette's group of its kind."""

    x: float
    y: float
    group: str


class Sketch(msgspec.Struct, frozen=True):
    """A network small enough for a card. An edge is the numbers of the nodes that it leaves and enters."""

    nodes: tuple[SketchNode, ...]
    edges: tuple[tuple[int, int], ...]


class Template(msgspec.Struct, frozen=True):
    """A drawing to begin with.

    `group` is the part of the gallery that it stands in, `data` the title of its data set, and `reaches` what its
    training comes to there, as measured by `benchmarks/templates.py`.
    """

    name: str
    title: str
    summary: str
    group: str
    data: str
    reaches: str
    sketch: Sketch


class Start(Tagged, frozen=True, tag="start"):
    """What a view asks for once: what can be placed, opened and trained on, and what the doctor looks for.

    `illnesses` are the titles of the findings that there are, by their codes.
    """

    catalog: Catalog
    templates: tuple[Template, ...]
    datasets: tuple[DataSummary, ...]
    illnesses: dict[str, str]


class PictureFile(Tagged, frozen=True, tag="picture_file"):
    """A picture of the drawing as a file; its bytes are the reply's only buffer."""

    media_type: str


class Exported(Tagged, frozen=True, tag="exported"):
    """The answer to `ExportModel`."""

    summary: ExportSummary


class Whole(Tagged, frozen=True, tag="whole"):
    """The answer to `Resync`."""

    snapshot: Snapshot


class DocumentText(Tagged, frozen=True, tag="document_text"):
    """The answer to `GetDocument`: what the document's file is to hold."""

    text: str


class Source(Tagged, frozen=True, tag="source"):
    """Python to read, copy, or put into a cell."""

    text: str


class Explained(Tagged, frozen=True, tag="explained"):
    """What the code of a problem means, with an example before and after; None for a code that there is not."""

    explanation: Explanation | None


class Previewed(Tagged, frozen=True, tag="previewed"):
    """What checking would say after an edit: of each node that would differ, and of those that would be new."""

    nodes: dict[str, NodeReport]


class SampleTensor(msgspec.Struct, frozen=True):
    """One array of a few samples. `words` has one text a sample; an `image` or a `mask` has a buffer in their place.

    The buffer is uint8 of shape (samples, height, width, channels): brightness, or the labels of a mask.
    """

    name: str
    role: Literal["input", "target"]
    kind: Literal["image", "mask", "words"]
    height: int = 0
    width: int = 0
    channels: int = 0
    words: tuple[str, ...] = ()


class Samples(Tagged, frozen=True, tag="samples"):
    """What a few samples of the data look like. Buffers: one for each tensor that is an image or a mask."""

    count: int
    tensors: tuple[SampleTensor, ...]


class Foresight(msgspec.Struct, frozen=True):
    """What a node would be: its report, and its problems, whose fixes are edits of the network that has it."""

    report: NodeReport
    problems: tuple[Problem, ...] = ()


class Foreseen(Tagged, frozen=True, tag="foreseen"):
    """For each edit what the node would be that it adds, or wires; None for one that does neither or does not fit."""

    nodes: tuple[Foresight | None, ...]


class Registered(Tagged, frozen=True, tag="registered"):
    """A class or function of the user's own joined the catalog, or took the place of an earlier one of its name.

    `kinds` has it under each family that it belongs to. What checking says of drawings that use it follows as
    `Rechecked`.
    """

    kinds: dict[str, Kind]


class Rechecked(Tagged, frozen=True, tag="rechecked"):
    """The document is as it was at `revision`, and checking says otherwise of the nodes given here."""

    revision: int
    nodes: dict[str, NodeReport]
    problems: tuple[Problem, ...]
    parameters: int
    trainable_parameters: int


class Changed(Tagged, frozen=True, tag="changed"):
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


class Configured(Tagged, frozen=True, tag="configured"):
    """The training settings, the data, the file, what can be recovered, what was adapted or what is hidden changed."""

    training: TrainingSettings
    data: DataSummary | None
    problems: tuple[Problem, ...]
    path: str | None
    saved: bool
    recovery: Recovery | None
    adaptation: dict[str, Adaptation]
    trouble: FileTrouble | None = None
    hidden: tuple[str, ...] = ()


class RunChanged(Tagged, frozen=True, tag="run_changed"):
    """Where the run stands now."""

    status: RunStatus


class HistoryChunk(Tagged, frozen=True, tag="history"):
    """Steps that came since the last chunk, thinned to their extremes, and epochs that ended; of many, some.

    Buffers: for each name in `series` two, the step numbers (float64) and the values (float32, NaN kept). `run`
    numbers the run: another number than before empties the charts, and so does `whole`. `marks` say what happened
    between two steps; one may be told twice.
    """

    run: int
    series: tuple[str, ...]
    epochs: tuple[EpochRow, ...]
    whole: bool = False
    marks: tuple[Mark, ...] = ()


class Picture(msgspec.Struct, frozen=True):
    """The header of one picture of a node's output; its values are one buffer.

    - `maps`: `count` grey images of `height` x `width`, uint8; value 254 of map i is `highs[i]`, 0 is `lows[i]`, and
      255 is NaN or infinite. `total` is how many maps the tensor has, and `first` the number of the first shown.
    - `image`: one image of `height` x `width` x `channels`, uint8 likewise.
    - `plane`: as `maps`, of `count` units from number `first` on: what each answers over the plane of a model of two
      numbers, row 0 at the top; the middle of the scale is its neutral value. Of size `boundary` it is a fine one.
    - `bars`: `count` float32 values of `total`, from number `first` on.
    - `histogram`: `count` float32 counts between `lows[0]` and `highs[0]`.

    `facts` are small figures to print: mean, zeros (share), dead (maps or units at zero for the whole batch), nan (the
    share of values that are NaN or infinite).
    """

    node: str
    form: Literal["maps", "image", "bars", "histogram", "plane"]
    size: Literal["thumbnail", "focus", "boundary"]
    count: int
    total: int
    height: int = 1
    width: int = 1
    channels: int = 1
    lows: tuple[float, ...] = ()
    highs: tuple[float, ...] = ()
    dead: tuple[int, ...] = ()
    facts: dict[str, float] = {}
    first: int = 0


class Pictures(Tagged, frozen=True, tag="pictures"):
    """Pictures of what is on the screen, at a step; one buffer each, in this order, and then one for each of `weights`.

    `label` is the true target of the sample as text, or empty. Where `averaged` is not 0, they are means over so many
    samples of the class `label`. `unseen` says of nodes that are to be enlarged why there is no picture of them.
    `extent` is the part of the plane that maps of the
    form `plane` show: left, right, bottom, top. Of the size `boundary` the first is the model's answer, and the second
    that of the unit that was asked for. `silenced` is the unit that these were taken without. `looked` is what was to
    `follow`, now and then, with its buffers behind all others.
    """

    run: int
    step: int
    sample: int
    samples: int
    label: str
    pictures: tuple[Picture, ...]
    extent: tuple[float, float, float, float] | None = None
    weights: tuple[UnitWeights, ...] = ()
    silenced: PlaneUnit | None = None
    averaged: int = 0
    unseen: dict[str, str] = msgspec.field(default_factory=dict)
    looked: tuple[InsideLook, ...] = ()


class Failed(Tagged, frozen=True, tag="failed"):
    """Why a command failed: a sentence for the user, and where it came from for the one who mends it."""

    message: str
    code: str = ""
    setting: str | None = None
    traceback: str = ""


class Done(Tagged, frozen=True, tag="done"):
    """The command was carried out and has nothing to tell."""


Answer = (
    Done
    | Failed
    | Start
    | Asset
    | Source
    | Explained
    | Previewed
    | Samples
    | Foreseen
    | Whole
    | DocumentText
    | Exported
    | PictureFile
    | HistoryChunk
    | SavedBlocks
    | BlockContent
    | FoundBlocks
    | ExplanationAnswer
    | InsideAnswer
    | Points
    | VitalsChunk
    | Weights
    | Findings
    | RatesTried
    | Predicted
    | RunsAnswer
    | Moments
    | LandscapeFound
)


class Reply(Tagged, frozen=True, tag="reply"):
    """The one answer to a request, named by the request's id."""

    request: str
    answer: Answer


class Together(Tagged, frozen=True, tag="together"):
    """What a run tells at one moment, in this order; the buffers are those of each, one after another."""

    events: tuple[RunChanged | HistoryChunk | VitalsChunk | Findings, ...]


Event = (
    Reply
    | Changed
    | Registered
    | Rechecked
    | Configured
    | RunChanged
    | HistoryChunk
    | Pictures
    | VitalsChunk
    | Findings
    | Together
    | SavedBlocks
    | RunsChanged
    | LandscapeProgress
)
