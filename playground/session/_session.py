"""A session: the application without a screen. Commands go in, events come out; Python is a peer of the browser."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground import catalog, protocol
from playground.checking import Facts
from playground.errors import CheckError, DocumentError
from playground.exporting import ExportResult
from playground.modeling import Graph, Opened
from playground.network import Document, Edit, Network, Replace, decode_document, encode_document, to_text
from playground.picturing import NetworkPicture
from playground.session._adaptation import adaptation, came_adapted
from playground.session._device import device_facts
from playground.session._drawing import Drawing, own_parts
from playground.session._exported import exported
from playground.session._file import DocumentFile, document_path
from playground.session._keeping import Keeping
from playground.session._lineages import Lineages
from playground.session._newest import Newest
from playground.session._opening import open_content
from playground.session._receiving import Receiving
from playground.session._recovering import Recovering
from playground.session._recovery import Found, read_trained
from playground.session._replacing import adopt, put_opened
from playground.session._running import Running, Unit
from playground.session._settings import Beside, Tuned, beside, document_of, exchanged, hidden_controls
from playground.session._shelf import shelf
from playground.session._telling import snapshot_of
from playground.session._writing import Writer
from playground.training import History, TrainingConfig, training_facts

if TYPE_CHECKING:
    from playground.datasets import Dataset

Buffers = Sequence[Any]
Sink = Callable[[protocol.Event, Buffers], None]


def _nowhere(_event: protocol.Event, _buffers: Buffers) -> None: ...


class Session:
    """One drawing with its data, its training and its exports.

    `edits` receives what concerns the document and all replies, `stream` what concerns runs, from any thread.
    `explaining` works out explanations off the thread that asks for them.

    Attributes:
        edition: Names this session and what it has told of its document: another name after each event. A page that
            drew a snapshot of this edition has missed nothing.
    """

    def __init__(
        self,
        network: Network | Opened,
        data: "Dataset | None" = None,
        config: TrainingConfig | None = None,
        path: str | Path | None = None,
        recoveries: Path | None = None,
        *,
        resumes: str | None = None,
        hidden: Iterable[str] = (),
        runs: Callable[[Path | None], Path | None] = lambda _: None,
    ) -> None:
        """Check the network and be ready; with a folder for `recoveries`, keep there what a stop would lose.

        Runs are kept in the folder that `runs` gives for the document's file.

        Of a network that was opened with weights, the layers begin with these. A session that `resumes` one of this
        name, whose kernel stopped, begins with the weights and the history that the other has left. Controls that are
        `hidden` are so for whoever opens the drawing.
        """
        self.edits: Sink = _nowhere
        self.stream: Sink = _nowhere
        self._beside = Beside(config or TrainingConfig(), data, hidden_controls(tuple(hidden)))
        mine = secrets.token_hex(8)
        self._editions = (f"{mine}-{told}" for told in count())
        self.edition = next(self._editions)
        opened = network if isinstance(network, Opened) else Opened(network)
        self._lineages = Lineages()
        self.drawing = Drawing(opened.network, self._announce, self._facts, self._exchange)
        self._left = Recovering(recoveries, opened.network, self._document, resumes)
        self.keeping = Keeping(lambda: runs(self.path), self._stream)
        keep = self._left.keep_trained if self._left.keeps else None
        self.running = Running(self._stream, keep, opened, self.keeping)
        self._writer = Writer(lambda: self.graph.model)
        self._file = DocumentFile(None if path is None else Path(path), self._document, self._configured)
        self._receiving = Receiving()
        self._untold = False
        self.explaining = Newest()
        self._state_told: protocol.RunState = "idle"
        self._given = came_adapted(self.network, lambda: self.graph) if opened.weights is not None else frozenset()
        self._adaptation_told: dict[str, protocol.Adaptation] = {}
        catalog.on_register(self._registered)
        shelf.listen(self._shelved)
        if resumes is not None:
            self._resume()

    def _announce(self, event: protocol.Event) -> None:
        self._file.changed()
        self._tell(event)
        if isinstance(event, protocol.Changed) and isinstance(event.edit, Replace):
            lineage = self._lineages.replaced(event.edit.network)
            self.running.note_replaced(lineage)
            self._left.of_lineage(lineage)
        (self._configured if self._untold else self._tell_adaptation)()
        self.running.compare(self.drawing.now, self.data, self.config)
        self._left.keep_drawing()

    def _tell(self, event: protocol.Event) -> None:
        """Tell every view what changed in the document."""
        with self.drawing.turn:
            self.edition = next(self._editions)
            self.edits(event, ())

    def _registered(self, name: str, families: tuple[catalog.Family, ...]) -> None:
        """Tell every view of a class or function that the user registered, and what it changes in the drawing."""
        with self.drawing.turn:
            found = {family: catalog.kind(name, family) for family in families}
            self._tell(protocol.Registered({family: kind for family, kind in found.items() if kind is not None}))
            if any(name == used for _, used, _ in own_parts(self.network)):
                self.drawing.recheck()

    def _shelved(self, blocks: protocol.SavedBlocks) -> None:
        """Tell every view what the personal palette holds now."""
        self.edits(blocks, ())

    def _stream(self, event: protocol.Event, buffers: Buffers) -> None:
        self.stream(event, buffers)
        state = self.running.status.state
        if state != self._state_told and not isinstance(event, protocol.Pictures):  # which come with a lock held
            self._state_told = state
            self._tell_adaptation()

    @property
    def name(self) -> str:
        """The name under which what a stop would lose is kept; empty when nothing is."""
        return self._left.name

    @property
    def _adaptation(self) -> dict[str, protocol.Adaptation]:
        return adaptation(self.network, self.running.latest_graph, self.data, self.config, self._given)

    def _tell_adaptation(self) -> None:
        """Tell the views which layers have learned from the data, when that is not what they were last told."""
        if self._adaptation != self._adaptation_told:
            self._configured()

    # --- what Python and the browser both do -----------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """The document file; None while there is none. What changes is written to it soon after."""
        return self._file.path

    @property
    def network(self) -> Network:
        """The network as it stands."""
        return self.drawing.network

    @property
    def data(self) -> "Dataset | None":
        """What is trained on."""
        return self._beside.data

    @data.setter
    def data(self, data: "Dataset | None") -> None:
        self._set_otherwise(data=data)

    @property
    def config(self) -> TrainingConfig:
        """How it is trained; read at the start of a run."""
        return self._beside.config

    @config.setter
    def config(self, config: TrainingConfig) -> None:
        self._set_otherwise(config=config)

    def hide(self, controls: Iterable[str]) -> None:
        """Hide these controls, and no others, from whoever opens the drawing.

        Raises:
            DocumentError: they are not names, or too many.
        """
        self._set_otherwise(hidden=hidden_controls(tuple(controls)))

    def _set_otherwise(self, **parts: Any) -> None:
        """Set what is not as the file has it."""
        with self.drawing.turn:  # an edit or an undo may bring other parts at the same time
            self._beside = self._beside._replace(**parts)
            self._file.changed()
            self._configured()

    @property
    def graph(self) -> Graph:
        """The drawing's model, with the weights that its layers have so far; in a callback, that of its run."""
        return self.running.graph_of(lambda: self.here, self.config)

    @property
    def here(self) -> Network:
        """The network as it stands, its model in its place: whoever has the turn of the runs reads it so."""
        with self.drawing.turn:  # an undo between the two would give one drawing the weights of another
            self.running.models.change_places()
            return self.network

    def edit(self, edit: Edit, request: str | None = None) -> None:
        """Apply an edit as one undo step."""
        self.drawing.apply(edit, request)

    def source(self, *, training: bool = False) -> str:
        """The Python of the drawing; with `training` also of how it is trained, the loss chosen for the data.

        Raises:
            CheckError: the drawing has a problem; the sentence is the first one's.
        """
        return self._writer.source(self.drawing.now, self._beside if training else None)

    def play(self) -> None:
        """Start a run, or go on with the one that is held."""
        with self.running.turn:
            self.running.start(self.here, self.data, self.config)

    def step(self, unit: Unit = "batch") -> None:
        """Run one `batch` or one `epoch`, then hold."""
        with self.running.turn:
            self.running.step(self.here, self.data, self.config, unit)

    def export(self, path: str | Path, format_name: str, *, overwrite: bool = False) -> ExportResult:
        """Export the model and compare the reloaded copy with it, on samples of the data where they fit it.

        A run that goes on is held meanwhile: a copy is compared with the weights it was made of.

        Raises:
            CheckError: the network has a problem.
            ExportError: as `playground.export`.
        """
        with self.running.held():
            return exported(self.graph.model, self.data, path, format_name, overwrite=overwrite)

    def picture(self, *, dark: bool = False) -> NetworkPicture:
        """A picture of the drawing, with the document inside."""
        now = self.drawing.now
        return NetworkPicture(now.network, now.report, self._document(), dark=dark)

    def save(self, path: str | Path | None = None, *, overwrite: bool = False) -> Path:
        """Write the document file: the network, how it is trained, and the name of its data.

        Raises:
            ConflictError: the file holds what this session has neither read nor written, and `overwrite` is False.
            DocumentError: there is no file yet and no path is given, or it can't be written.
        """
        target = self._file.write(None if path is None else document_path(path), overwrite=overwrite)
        self._configured()
        return target

    def flush(self) -> None:
        """Write now what waits to be written to the file."""
        self._file.flush()

    def reload(self, request: str | None = None) -> None:
        """Take what the document file holds now: the drawing as one undo step, and its settings.

        Raises:
            DocumentError: there is no file, or it can't be read.
        """
        document = self._file.read()
        with self.drawing.turn:  # what is edited from here on is not in the file
            self._put(document, request)
            self._file.forget_change()
            self._configured()

    def recover(self) -> None:
        """Take up what an earlier kernel left behind: the drawing as one undo step, and the weights.

        Raises:
            DocumentError: nothing was left behind.
        """
        if self._left.found is None:
            raise DocumentError("There is nothing to recover.")
        self.open(Opened(self._left.found.document.network), self._left.found.document)
        self._take_trained(self._left.found)
        self._left.flush()
        self.dismiss()

    def _resume(self) -> None:
        if self._left.resumed is not None:
            self._take_trained(self._left.resumed)
        self._left.throw_away()
        self._left.keep_drawing()
        self._left.flush()

    def _take_trained(self, left: Found) -> None:
        if (trained := read_trained(left.folder)) is not None:
            with self.running.turn, suppress(CheckError):  # a drawing with a problem has no model to take them
                adopt(self.running, self.here, self.config, trained)
                self._left.keep_trained(self._lineages.now, trained)

    def dismiss(self) -> None:
        """Throw away what an earlier kernel left behind."""
        self._left.throw_away()
        self._configured()

    def snapshot(self) -> protocol.Snapshot:
        """All that a view needs to draw the document."""
        edition = self.edition  # read first: of a change meanwhile, a page asks again rather than never hears
        return snapshot_of(self.drawing.now, self._said(), edition, self.name)

    # --- what only the browser asks for; `handle` in `_requests.py` calls it --------------------------------------

    def receive(self, piece: protocol.OpenFile, request: str | None = None) -> None:
        """Take a piece of a file; with its last one, open it in the place of the drawing, as one undo step.

        Raises:
            PlaygroundError: it can't be opened; the drawing is as it was.
        """
        content = self._receiving.take(piece)
        if content is None:
            return
        found = open_content(content, piece.name)
        self.open(found.opened, found.document, request)
        self._configured()

    def open(
        self, opened: Opened, document: Document | None = None, request: str | None = None, past: History | None = None
    ) -> None:
        """Put another drawing in the place of this one, as one undo step, and with it the `past` of its training."""
        with self.running.turn:  # else who asks for the model as soon as the drawing is seen gets one without weights
            with self.drawing.turn:  # what is left is what stood there, whoever edits meanwhile
                before, config = self.network, self.config
                settings = None if document is None else beside(document, self._beside)
                number = self._lineages.begin(before, opened.network)
                self.drawing.apply(Replace(opened.network), request, settings)
            put_opened(self.running, number, before, opened, config, past=past)

    def open_document(self, document: Document, request: str) -> None:
        """Put a document on the canvas, with its data and training settings, as one undo step."""
        self.open(Opened(document.network), document, request)
        self._configured()

    def text(self, *, short: bool = False) -> str:
        """What the document's file is to hold; or the same as one short text to be pasted elsewhere."""
        document = self._document()
        return to_text(document) if short else encode_document(document).decode()

    def put_text(self, text: str, request: str | None = None) -> None:
        """Put what a document's text holds on the canvas, as one undo step, with its data and training settings.

        Raises:
            DocumentError: the text is not a document; the drawing stays as it is.
        """
        document = decode_document(text.encode(errors="surrogatepass"))
        if document_of(document.network, beside(document, self._beside)) != self._document():
            self._put(document, request)

    def _put(self, document: Document, request: str | None = None) -> None:
        self.drawing.apply(Replace(document.network), request, beside(document, self._beside))

    def _exchange(self, brought: Beside | Tuned) -> Beside | Tuned:
        """Take what an undo step brings besides the network; whoever hears of the step hears of it."""
        self._beside, before = exchanged(self._beside, brought)
        self._untold = True
        return before

    def _facts(self) -> Facts:
        """What the rules may know besides the network."""
        training = training_facts(self.config)
        return Facts(None, training) if self.data is None else Facts(self.data.facts, training, device_facts())

    def _document(self) -> Document:
        """The drawing with how it is trained, and the name of its data when that ships with the product."""
        return document_of(self.network, self._beside)

    def _said(self) -> protocol.Configured:
        """All that is said of a session but its network."""
        return protocol.Configured(
            training=self.config.settings(),
            data=None if self.data is None else self.data.summary,
            problems=self.drawing.report.problems,
            path=None if self.path is None else str(self.path),
            saved=self._file.saved,
            recovery=self._left.offer,
            adaptation=self._adaptation,
            trouble=self._file.trouble,
            hidden=self._beside.hidden,
        )

    def _configured(self) -> None:
        with self.drawing.turn:
            self._untold = False
            self.drawing.weigh()
            said = self._said()
            self._adaptation_told = said.adaptation
            self._tell(said)
            self.running.compare(self.drawing.now, self.data, self.config)
