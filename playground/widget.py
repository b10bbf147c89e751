"""The studio in a notebook: a thin coat over a session."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import anywidget
import ipywidgets
import traitlets

from playground import charts
from playground._comms import Stream, free_subshells, plain, send
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
    continue_from,
    data_given,
    dissolve_named,
    followed,
    group_named,
    handle,
    kept_runs,
    landscape_of,
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
    stream = traitlets.Instance(Stream).tag(sync=True, **ipywidgets.widget_serialization)
    document = traitlets.Any(allow_none=True).tag(sync=True, to_json=lambda _, studio: plain(studio.session.snapshot()))
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
        super().__init__(_esm=_stub(), stream=Stream(self.session))
        free_subshells(self)
        self._shown: tuple[Any, dict[str, Any]] | None = None
        self.session.edits = lambda event, buffers: send(self, event, buffers)
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

    def landscape(
        self,
        directions: Literal["random", "path"] = "random",
        *,
        seed: int = 0,
        reach: float = 1.0,
        points: int = 25,
        **options: Any,
    ) -> "go.Figure":
        """The loss round the weights that the model has, as a Plotly figure; it is reckoned here and now.

        What the tab *Landscape* draws: of at most 512 samples that are learned from, with the way of the latest run.
        `playground.probing.landscape` gives the numbers, of any model.

        Args:
            directions: The plane to look at: two `random` directions, or the two main ones of the `path` of the run.
            seed: Of random directions.
            reach: How far to look, above 0 and up to 100: 1 is as far as the weights are from zero, or all of the path.
            points: Places along each direction, 3 to 101; the loss is reckoned at the square of it.
            **options: As `playground.charts.landscape` takes them.

        Raises:
            PlaygroundError: there is no data, the network has a problem or is being trained, or the run has no path.
        """
        reckoned = landscape_of(self.session, directions=directions, seed=seed, reach=reach, points=points)
        found, options = reckoned.found, {"names": reckoned.names, **options}
        return charts.landscape(
            found.x, found.y, found.losses, path=found.path, path_losses=found.path_losses, **options
        )

    def edit(self, edit: Edit) -> None:
        """Apply an edit as one undo step; every view shows it."""
        self.session.edit(edit)

    def undo(self) -> None:
        """Take the last edit back."""
        with followed(self.session):
            self.session.drawing.undo()

    def redo(self) -> None:
        """Do the edit last taken back again."""
        with followed(self.session):
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
            TrainingError: there is no such moment, it is of the network before an edit, or training does not rest.
        """
        return show_moment(self.session.running, self.network, self.config, step)

    def continue_from(self, at: int | Snapshot) -> TrainingRun:
        """Begin a run at a moment, with the settings of now; the run that it is of is kept whole.

        At a moment before an edit of the network, that of then comes back to the canvas, as one undo step.

        Args:
            at: One of `run.snapshots`, or the step that it is nearest to.

        Raises:
            TrainingError: there is no such moment, or training does not rest.
        """
        return continue_from(self.session, at)

    def export(self, path: str | Path, *, format: str = "saved_model", overwrite: bool = False) -> ExportResult:  # noqa: A002  # Keras's own word
        """Export the model, reload the copy in a fresh process and compare; see `playground.export`."""
        return self.session.export(path, format, overwrite=overwrite)

    def picture(self, path: str | Path | None = None, *, dark: bool = False) -> NetworkPicture:
        """A picture of the drawing with the document inside; see `playground.picture`."""
        made = self.session.picture(dark=dark)
        if path is not None:
            made.save(path)
        return made

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
