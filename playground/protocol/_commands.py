"""What the browser asks the kernel to do."""

from typing import Any, Literal

import msgspec

from playground.network import Direction, Edit
from playground.protocol._blocks import BlockCommand
from playground.protocol._curves import CurveCommand
from playground.protocol._explanations import ExplanationCommand
from playground.protocol._findings import DoctorCommand
from playground.protocol._inside import Following, InsideCommand
from playground.protocol._landscape import GetLandscape
from playground.protocol._plane import GetPoints, PlaneUnit, PlaneWatch, SetWeight
from playground.protocol._predictions import GetPredictions
from playground.protocol._rewind import RewindCommand
from playground.protocol._runs import RunsCommand
from playground.protocol._values import Recipe, Tagged, TrainingSettings
from playground.protocol._weights import WeightCommand


class ApplyEdit(Tagged, frozen=True, tag="apply_edit"):
    """Apply an edit as one undo step."""

    edit: Edit


class Preview(Tagged, frozen=True, tag="preview"):
    """Ask what an edit would make of the drawing, which stays as it is. Replied with a `Previewed`."""

    edit: Edit


class Foresee(Tagged, frozen=True, tag="foresee"):
    """Ask what each of several edits would make of the node that it adds, or wires; the drawing stays as it is.

    Each is an edit of the network inside the layers of `path`, apart from the others. Replied with a `Foreseen`.
    """

    edits: tuple[Edit, ...]
    path: tuple[str, ...] = ()


class Undo(Tagged, frozen=True, tag="undo"):
    """Take the last edit back."""


class Redo(Tagged, frozen=True, tag="redo"):
    """Do the edit last taken back again."""


class Arrange(Tagged, frozen=True, tag="arrange"):
    """Place all nodes anew, as one undo step: of the drawing, or of the network inside the layers of a path.

    From left to right, folded into rows, or from top to bottom.
    """

    path: tuple[str, ...] = ()
    direction: Direction = "horizontal"


class Resync(Tagged, frozen=True, tag="resync"):
    """Ask for a whole snapshot. Replied with a `Whole`, or `Done` where the edition that the page has is the latest."""

    known: str = ""


class GetCatalog(Tagged, frozen=True, tag="get_catalog"):
    """Ask for the catalog. Replied with a `Start`."""


class GetAsset(Tagged, frozen=True, tag="get_asset"):
    """Ask for a file of the browser half. Replied with an `Asset` and one buffer."""

    name: str


class Explain(Tagged, frozen=True, tag="explain"):
    """Ask what the code of a problem means. Replied with `Explained`."""

    code: str


class NewLayer(Tagged, frozen=True, tag="new_layer"):
    """Ask for the Python of a layer of one's own with this name and settings. Replied with a `Source`."""

    name: str
    settings: dict[str, Any] = msgspec.field(default_factory=dict)


class GetSource(Tagged, frozen=True, tag="get_source"):
    """Ask for the Python of the drawing, on request with what trains it. Replied with a `Source`."""

    training: bool = False


class GetDocument(Tagged, frozen=True, tag="get_document"):
    """Ask for the text of the document's file. Replied with a `DocumentText`."""


class PutDocument(Tagged, frozen=True, tag="put_document"):
    """Put what a document's text holds on the canvas, as one undo step, with its data set and training settings.

    Replied with a `DocumentText`: what the kernel makes of it.
    """

    text: str


class GetText(Tagged, frozen=True, tag="get_text"):
    """Ask for all of the drawing, its data and its training as one short text. Replied with a `DocumentText`."""


class OpenText(Tagged, frozen=True, tag="open_text"):
    """Put on the canvas what such a text holds, as one undo step, with its data set and training settings."""

    text: str


class HideControls(Tagged, frozen=True, tag="hide_controls"):
    """Hide these controls, and no others, from whoever opens the drawing."""

    controls: tuple[str, ...]


class OpenTemplate(Tagged, frozen=True, tag="open_template"):
    """Put a template on the canvas, with its data set and training settings."""

    name: str


class Configure(Tagged, frozen=True, tag="configure"):
    """Set how to train; takes effect at the next start of a run."""

    training: TrainingSettings


class ChooseData(Tagged, frozen=True, tag="choose_data"):
    """Train on one of the data sets that ship with the product; on points as the recipe says, where one is given.

    A run that is open goes on with them, in a run of its own: the weights stay.
    """

    name: str
    recipe: Recipe | None = None


class GetSamples(Tagged, frozen=True, tag="get_samples"):
    """Ask what a few samples of the data look like. Replied with `Samples`, of no tensors when there is no data.

    Those at these `places` in the order of the samples that can be looked at; without any the first so many.
    """

    count: int = 8
    places: tuple[int, ...] = ()


class Play(Tagged, frozen=True, tag="play"):
    """Start a run, or go on with a paused one."""


class Pause(Tagged, frozen=True, tag="pause"):
    """Hold the run after the steps it is in."""


class Step(Tagged, frozen=True, tag="step"):
    """Run one batch or one epoch, then hold; starts a run when there is none."""

    unit: Literal["batch", "epoch"]


class Stop(Tagged, frozen=True, tag="stop"):
    """End the run; the model keeps the weights it has."""


class Reset(Tagged, frozen=True, tag="reset"):
    """Forget the run, its history and its weights."""


class Watch(Tagged, frozen=True, tag="watch"):
    """What one view has on the screen: pictures are made of nothing else.

    `nodes` show a thumbnail; `focus` is shown enlarged. `sample` is a place in the order of the samples that can be
    looked at. `plane` is set where the answer over the plane is shown, `predictions` where a view asks for these as a
    run goes on, `wires` where the weights of small dense layers are drawn between their units. While a unit is
    `silenced`, pictures over the plane are of the model as it answers without it; training hears nothing of that. A
    view that is gone or hidden watches nothing. With an `average`, a class, pictures are means over samples of that
    class. `page` is which maps, or units, are enlarged, of more than fit. With `follow` it comes with the pictures of a
    run what the node in focus attends to, how it lays out samples, or its table of vectors.
    """

    view: str
    nodes: tuple[str, ...] = ()
    focus: str | None = None
    sample: int = 0
    plane: PlaneWatch | None = None
    predictions: bool = False
    wires: bool = False
    silenced: PlaneUnit | None = None
    average: int | None = None
    page: int = 0
    follow: Following | None = None


class GetHistory(Tagged, frozen=True, tag="get_history"):
    """Ask for all of the history. Replied with a `HistoryChunk` from step 0 and its buffers."""


class GetPicture(Tagged, frozen=True, tag="get_picture"):
    """Ask for a picture of the drawing with the document inside. Replied with a `PictureFile` and one buffer."""

    format: Literal["svg", "png"]
    dark: bool = False


class OpenFile(Tagged, frozen=True, tag="open_file"):
    """One piece of a file, from its byte `start` on; with the last one the file is opened, as one undo step.

    The pieces of a file of `size` bytes come in order under one `sending`. JSON carries their bytes as base64.
    """

    sending: str
    name: str
    size: int
    start: int
    content: bytes


class ExportModel(Tagged, frozen=True, tag="export_model"):
    """Export the model. Replied with an `ExportSummary` when the reloaded copy has been compared."""

    format: Literal["saved_model", "keras"]
    path: str
    overwrite: bool = False


class Save(Tagged, frozen=True, tag="save"):
    """Write the document file; without a path, to where it was last read from or written to.

    Refused where the file holds what this drawing has neither read nor written, unless it `overwrite`s that.
    """

    path: str | None = None
    overwrite: bool = False


class Reload(Tagged, frozen=True, tag="reload"):
    """Put on the canvas what the document file holds now, as one undo step."""


class Recover(Tagged, frozen=True, tag="recover"):
    """Take up what an earlier kernel left behind: the drawing as one undo step, and the weights."""


class Dismiss(Tagged, frozen=True, tag="dismiss"):
    """Throw away what an earlier kernel left behind."""


Command = (
    ApplyEdit
    | Preview
    | Foresee
    | Undo
    | Redo
    | Arrange
    | Resync
    | GetCatalog
    | GetAsset
    | GetSource
    | GetDocument
    | PutDocument
    | Explain
    | NewLayer
    | OpenTemplate
    | Configure
    | ChooseData
    | GetSamples
    | Play
    | Pause
    | Step
    | Stop
    | Reset
    | Watch
    | GetHistory
    | GetPicture
    | OpenFile
    | ExportModel
    | Save
    | Reload
    | Recover
    | Dismiss
    | BlockCommand
    | ExplanationCommand
    | InsideCommand
    | GetPoints
    | WeightCommand
    | DoctorCommand
    | CurveCommand
    | GetPredictions
    | SetWeight
    | GetText
    | OpenText
    | HideControls
    | RunsCommand
    | RewindCommand
    | GetLandscape
)


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A command under an id that its reply and its consequences carry."""

    id: str
    command: Command
