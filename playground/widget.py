"""The studio in a notebook: the only module that knows Jupyter. A thin coat over a session.

Two widgets, two comms: edits and replies on the studio's own, runs and pictures on the stream's. ipykernel answers a
comm on the shell that last published on it, so a stream of pictures from a busy shell would otherwise hold up edits.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import anywidget
import ipywidgets
import msgspec
import traitlets

from playground import charts, protocol
from playground._quiet import import_keras
from playground.checking import Report
from playground.errors import BundleError, TrainingError
from playground.exporting import ExportResult
from playground.keeping import KeptRun, Runs
from playground.network import Edit, Network, Replace
from playground.picturing import NetworkPicture, shown
from playground.session import (
    STATIC,
    Session,
    Studied,
    as_bytes,
    config_of,
    continue_from,
    data_given,
    data_of,
    dissolve_named,
    group_named,
    handle,
    hidden_in,
    kept_runs,
    open_anything,
    place_for_runs,
    predictions_of,
    reopen,
    repeat_named,
    show_moment,
    usual_place,
)
from playground.training import Snapshot, TrainingConfig, TrainingRun

if TYPE_CHECKING:
    import keras
    import plotly.graph_objects as go

    from playground.datasets import Dataset
    from playground.modeling import Opened
    from playground.probing import Predictions
    from playground.training import History


def _stub() -> str:
    path = STATIC / "stub.js"
    if not path.exists():
        raise BundleError(
            "The browser half of this installation is missing; run `make bundle` in a checkout, "
            "or install the wheel again."
        )
    return path.read_text()


def _plain(value: object) -> Any:
    return msgspec.to_builtins(value)


def _send(widget: ipywidgets.Widget, event: protocol.Event, buffers: Sequence[Any]) -> None:
    if widget.comm is not None:
        widget.send(_plain(event), buffers=as_bytes(buffers))


def _free_subshells(widget: ipywidgets.Widget) -> None:
    """Let the browser choose the shell that answers; ipykernel's private override would send it to a busy one."""
    if hasattr(widget.comm, "_reply_subshell_for"):
        widget.comm._reply_subshell_for = None  # noqa: SLF001  # no public way; a test holds that it still works


class _Stream(ipywidgets.Widget):  # type: ignore[misc]  # ipywidgets is untyped
    """The second comm: what runs tell. Its only trait is where the run stands, for a page that was reloaded."""

    state = traitlets.Any(allow_none=True).tag(
        sync=True, to_json=lambda _, stream: _plain(protocol.StreamState(stream.session.running.status))
    )

    def __init__(self, session: Session) -> None:
        self.session = session
        super().__init__()
        _free_subshells(self)
        session.stream = lambda event, buffers: _send(self, event, buffers)


class Studio(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget is untyped
    """A network on a canvas: draw, check, train, watch, export, by mouse or from Python.

    Args:
        network: what to begin with; a `Network`, a Keras model with its weights, or nothing for an empty canvas.
        data: a `Dataset`, the name of one that ships, or a pair of arrays (x, y).
        config: how to train.
        path: the document file, written soon after each change.
        hidden: names of controls that whoever opens the drawing does not see.
        runs: where each run is kept with its network, history and weights, to compare and to reopen: a folder, False
            for nowhere, or True for the usual one, `runs` beside the document file or in the working folder; the
            variable `PLAYGROUND_RUNS` names another usual one, or says `off`.
        trackers: with what each kept run is logged too when it has ended: `tensorboard`, `mlflow`.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    stream = traitlets.Instance(_Stream).tag(sync=True, **ipywidgets.widget_serialization)
    document = traitlets.Any(allow_none=True).tag(
        sync=True, to_json=lambda _, studio: _plain(studio.session.snapshot())
    )
    """Read when a page asks for the whole state; edits travel as messages, so the trait itself never changes."""

    def __init__(
        self,
        network: "Network | Opened | keras.Model | None" = None,
        *,
        data: "Dataset | str | tuple[Any, Any] | None" = None,
        config: TrainingConfig | None = None,
        path: str | Path | None = None,
        hidden: Iterable[str] = (),
        runs: str | Path | bool = True,
        trackers: Iterable[str] = (),
    ) -> None:
        import_keras()
        opened = open_anything(Network() if network is None else network).opened
        place = place_for_runs(None if runs is False else "" if runs is True else runs)
        self.session = Session(opened, data_given(data), config, path, usual_place(), hidden=hidden, runs=place)
        self.session.keeping.track(trackers)
        super().__init__(_esm=_stub(), stream=_Stream(self.session))
        _free_subshells(self)
        self._shown: tuple[Any, dict[str, Any]] | None = None
        self.session.edits = lambda event, buffers: _send(self, event, buffers)
        self.on_msg(lambda _, content, __: handle(self.session, content))

    @property
    def network(self) -> Network:
        """The network as it stands on the canvas. Setting it is one undo step."""
        return self.session.network

    @network.setter
    def network(self, network: Network) -> None:
        self.session.edit(Replace(network))

    @property
    def report(self) -> Report:
        """What checking says of the network."""
        return self.session.drawing.report

    @property
    def data(self) -> "Dataset | None":
        """What is trained on. Takes what the constructor takes."""
        return self.session.data

    @data.setter
    def data(self, data: "Dataset | str | tuple[Any, Any] | None") -> None:
        self.session.data = data_given(data)

    @property
    def config(self) -> TrainingConfig:
        """How it is trained; read at the start of a run."""
        return self.session.config

    @config.setter
    def config(self, config: TrainingConfig) -> None:
        self.session.config = config

    @property
    def model(self) -> "keras.Model":
        """The Keras model of the drawing, with the weights that training has given it so far."""
        return self.session.graph.model

    @property
    def run(self) -> TrainingRun | None:
        """The latest run, or None before the first."""
        return self.session.running.run

    @property
    def history(self) -> "History | None":
        """The history of the latest run, or of one that was recovered; None before the first."""
        return self.session.running.measured

    @property
    def runs(self) -> Runs:
        """The runs that are kept where this studio keeps its own: to find, compare, chart and label.

        Raises:
            KeepingError: it keeps none.
        """
        return kept_runs(self.session)

    def reopen(self, run: "str | KeptRun") -> tuple[str, ...]:
        """Put a kept run, or the one of this id, on the canvas again, with its settings, weights and curves.

        It is one undo step.

        Returns:
            Sentences about what of it is not there again, such as data that are not here.

        Raises:
            KeepingError: there is no such run, or it can't be read.
        """
        return reopen(self.session, self.runs[run] if isinstance(run, str) else run)

    def chart(self, metric: str = "loss", **options: Any) -> "go.Figure":
        """The history of the latest run as a Plotly figure; `options` as `playground.charts.history` takes them.

        Raises:
            TrainingError: nothing was trained yet.
        """
        if (history := self.history) is None:
            raise TrainingError("There is no history yet; press play, or call `studio.train()`.")
        past = history.since(0)
        options = {"metric": metric, "marks": history.marks, "numbers": past.numbers, **options}
        return charts.history(past.steps, past.epochs.columns, past.epochs.steps, **options)

    def predictions(self, output: int = 0, *, samples: int = 2_000) -> "Predictions":
        """How the model answers samples that it was not trained on, or, where none is held back, those it was.

        `playground.probing` counts what is right and wrong in them, `playground.charts` draws it.

        Args:
            output: Which output of several.
            samples: At most so many, drawn at random, the same each time.

        Raises:
            PlaygroundError: there is no data, or answers of this shape have no truth to be compared with.
        """
        session = self.session
        studied = Studied(session.running, session.graph, session.data, session.config)
        return predictions_of(studied, output=output, samples=samples, seconds=float("inf"))

    def edit(self, edit: Edit) -> None:
        """Apply an edit as one undo step; every view shows it."""
        self.session.edit(edit)

    def undo(self) -> None:
        """Take the last edit back."""
        self.session.drawing.undo()

    def redo(self) -> None:
        """Do the edit last taken back again."""
        self.session.drawing.redo()

    def group(self, *layers: str, name: str = "block") -> None:
        """Make one block, a model inside the model, of the layers of these names.

        Raises:
            EditError: they can't be one block; the sentence says why.
        """
        group_named(self.session.drawing, layers, name)

    def dissolve(self, block: str) -> None:
        """Put the layers of a block in its place."""
        dissolve_named(self.session.drawing, block)

    def repeat(self, block: str, times: int, *, shared: bool = False) -> None:
        """Let a block run so many times in a row, with weights of its own each time unless they are `shared`."""
        repeat_named(self.session.drawing, block, times, shared=shared)

    def recover(self) -> None:
        """Take up what an earlier kernel left behind when it stopped: the drawing, and the weights it had."""
        self.session.recover()

    def train(self, *, wait: bool = False) -> TrainingRun:
        """Do what the play button does. With `wait`, return when the run has ended."""
        self.session.play()
        run = self.run
        if run is None:
            raise TrainingError("The run did not start.")
        if wait:
            self.session.running.wait()
        return self.run or run

    def pause(self) -> None:
        """Hold the run after the steps it is in."""
        self.session.running.pause()

    def step(self, unit: Literal["batch", "epoch"] = "batch") -> None:
        """Run one `batch` or one `epoch`, then hold."""
        self.session.step(unit)

    def stop(self) -> None:
        """End the run; the model keeps the weights it has."""
        self.session.running.stop()

    def reset(self) -> None:
        """Forget the run, its history and its weights; what was opened with weights has those again."""
        self.session.running.reset()

    def rewind(self, step: int | None = None) -> Snapshot | None:
        """Show the moment of `run.snapshots` nearest to a step, and return it; without a step, the latest again.

        The model has its weights, in views and for Python, until training goes on or the drawing is edited.

        Raises:
            TrainingError: there is no such moment, or training does not rest.
        """
        return show_moment(self.session.running, self.network, self.config, step)

    def continue_from(self, step: int) -> TrainingRun:
        """Begin a run at the moment nearest to a step, with the settings of now; the run that it is of is kept whole.

        Raises:
            TrainingError: there is no such moment, or training does not rest.
        """
        return continue_from(self.session.running, self.network, self.data, self.config, step)

    def export(self, path: str | Path, *, format: str = "saved_model", overwrite: bool = False) -> ExportResult:  # noqa: A002  # Keras's own word
        """Export the model, reload the copy in a fresh process and compare; see `playground.export`."""
        return self.session.export(path, format, overwrite=overwrite)

    def picture(self, path: str | Path | None = None, *, dark: bool = False) -> NetworkPicture:
        """A picture of the drawing with the document inside; see `playground.picture`."""
        return _written(self.session.picture(dark=dark), path)

    def save(self, path: str | Path | None = None, *, overwrite: bool = False) -> Path:
        """Write the document file, `NAME.playground.json`; what changes afterwards is written to it by itself.

        Raises:
            ConflictError: there is a file that this studio has neither read nor written, or that another program has
                changed; with `overwrite` it is written over.
            DocumentError: the file can't be written.
        """
        return self.session.save(path, overwrite=overwrite)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The widget, and for places without widgets a picture and a table; made once for each state of the drawing."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, *rest = bundle if isinstance(bundle, tuple) else (bundle,)
        if data is None:
            return bundle
        now = self.session.drawing.now
        if self._shown is None or self._shown[0] is not now:
            self._shown = now, shown(now.network, now.report)
        data = {**data, **self._shown[1]}
        return (data, *rest) if rest else data

    def __repr__(self) -> str:
        """The network's name and size."""
        return f"<Studio “{self.network.name}”: {len(self.network.nodes)} nodes, {self.report.parameters:,} parameters>"


def open(source: "str | Path | Network | keras.Model", **options: Any) -> Studio:  # noqa: A001  # `pg.open` is the public verb
    """A studio on anything that holds a network; weights come along, and the layers begin with them.

    A file or text of whatever origin is read as data: nothing in it is run, and no name in it imported.

    Args:
        source: a functional or sequential Keras model, a `.keras` file, Keras's JSON as a file or as the text that
            `model.to_json()` gives, a document (`.playground.json`), a picture with one inside (`.svg`, `.png`), a
            drawing as text, or a `Network`.
        **options: `data`, `config`, `path`, `hidden`, `runs` and `trackers` as `Studio` takes them.

    Raises:
        PlaygroundError: it can't be read or drawn, or is refused; the sentence says why.
    """
    import_keras()
    found = open_anything(source)
    if found.document is not None:
        options.setdefault("path", found.path)
        options.setdefault("config", config_of(found.document))
        if found.document.data is not None:
            options.setdefault("data", data_of(found.document))
        options.setdefault("hidden", hidden_in(found.document))
    return Studio(found.opened, **options)


def picture(
    source: "Studio | str | Path | Network | keras.Model", path: str | Path | None = None, *, dark: bool = False
) -> NetworkPicture:
    """A picture of a network, for papers and pages; the document is inside, and `open` reads it from there.

    Args:
        source: a studio, or what `open` takes.
        path: where to write it; the ending, `.svg` or `.png`, says as what. None shows it in the notebook only.
        dark: colours for a dark page.

    Returns:
        The picture: `svg` is its text, `png` its bytes, `save(path)` writes it.

    Raises:
        PlaygroundError: the source can't be read, or the path not be written to; the sentence says why.
    """
    if isinstance(source, Studio):
        return source.picture(path, dark=dark)
    import_keras()
    found = open_anything(source)
    return _written(NetworkPicture(found.opened.network, None, found.document, dark=dark), path)


def _written(made: NetworkPicture, path: str | Path | None) -> NetworkPicture:
    if path is not None:
        made.save(path)
    return made
