"""One run that was kept: what its folder holds, read when it is asked for."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.datasets import names as shipped
from playground.errors import ConfigError, KeepingError
from playground.keeping._arrays import history_of, read_arrays, weights_of
from playground.keeping._folder import (
    HISTORY,
    RECORD,
    WEIGHTS,
    modified,
    read_file,
    read_network,
    read_record,
    relabel,
    size_of,
)
from playground.keeping._mlflow import log_mlflow
from playground.keeping._process import lives
from playground.keeping._record import Environment, Record
from playground.keeping._tensorboard import write_tensorboard
from playground.modeling import HeldWeights, build_graph
from playground.network import Document, Network
from playground.protocol import KeptState
from playground.training import History, TrainingConfig

TENSORBOARD = "tensorboard"
"""The folder in that of a run where its logs for TensorBoard are."""

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np


class KeptRun:
    """A run in its folder, as it was when it was read. Nothing in a folder is run, whoever made it.

    Attributes:
        folder: Where it is.
        record: All that `run.json` says.
    """

    def __init__(self, folder: Path) -> None:
        """Read what is known of a run.

        Raises:
            KeepingError: this is no folder of a run, or it is damaged.
        """
        self.folder = folder
        self.record: Record = read_record(folder)

    def __repr__(self) -> str:
        """Its id, name and state."""
        return f"<KeptRun {self.id} “{self.name}”: {self.state}, {self.record.steps:,} steps>"

    @property
    def id(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def name(self) -> str:
        """What it is called: at first as its network."""
        return self.record.labels.name

    @property
    def tags(self) -> tuple[str, ...]:
        """Words that people have given it."""
        return self.record.labels.tags

    @property
    def note(self) -> str:
        """What people have written about it."""
        return self.record.labels.note

    @property
    def starred(self) -> bool:
        """Whether it keeps its weights however many runs follow."""
        return self.record.labels.starred

    @cached_property
    def state(self) -> KeptState:
        """`finished`, `stopped` or `failed`; `running` while its process lives, and `lost` when that is gone."""
        state = self.record.state
        if state in ("finished", "stopped", "failed"):
            return state
        heard = modified(self.folder / RECORD)
        return "running" if lives(self.record.process, heard) else "lost"

    @property
    def began(self) -> "datetime":
        """When it began, in UTC."""
        return self.record.began

    @property
    def seconds(self) -> float | None:
        """How long it took, pauses included; None while it has not ended, and where that is not known."""
        return self.record.seconds

    @property
    def metrics(self) -> Mapping[str, float | None]:
        """Loss and metrics at its end: of the last epoch; None where one is not finite."""
        return self.record.metrics

    @property
    def seed(self) -> int:
        """What the first weights, the order of the samples and the validation samples were drawn from."""
        return self.record.training.seed

    @property
    def environment(self) -> Environment:
        """Versions and device."""
        return self.record.environment

    @property
    def config(self) -> TrainingConfig:
        """How it was trained; without what only Python can write, of which `record.besides` tells.

        Raises:
            KeepingError: the settings are none.
        """
        try:
            return TrainingConfig.from_settings(self.record.training)
        except ConfigError as error:
            raise KeepingError(f"The settings of run “{self.id}” can't be used: {error}") from None

    @cached_property
    def document(self) -> Document:
        """Its drawing, how it was trained, and the name of its data where they ship with the product.

        Raises:
            KeepingError: it can't be read.
        """
        return read_network(self.folder)

    @property
    def network(self) -> Network:
        """The network that was trained; of a run that went on with edits the last one.

        Raises:
            KeepingError: it can't be read.
        """
        return self.document.network

    @cached_property
    def history(self) -> History:
        """Every step and epoch; empty where they are not kept any more.

        Raises:
            KeepingError: the file can't be read.
        """
        found = read_file(self.folder, HISTORY, "history", lambda path: history_of(read_arrays(path)))
        return History() if found is None else found

    @property
    def has_history(self) -> bool:
        """Whether its steps are kept."""
        return (self.folder / HISTORY).exists()

    @property
    def has_weights(self) -> bool:
        """Whether its weights are kept."""
        return (self.folder / WEIGHTS).exists()

    @property
    def weights(self) -> "dict[str, list[np.ndarray]]":
        """What the layers held at its end, by the path of the layer; empty where that is not kept.

        Raises:
            KeepingError: the file can't be read.
        """
        return read_file(self.folder, WEIGHTS, "weights", lambda path: weights_of(read_arrays(path))) or {}

    @property
    def size_bytes(self) -> int:
        """Bytes on the disk."""
        return size_of(self.folder)

    def model(self) -> Any:
        """The Keras model with the weights of its end, or with the first ones, drawn from the seed, if none are kept.

        Raises:
            KeepingError: it can't be read, or the weights are not those of its layers.
            CheckError: the network has a problem here, such as a class that is not registered.
        """
        config = self.config
        graph = build_graph(self.network, config.seed, config.precision)
        missed = HeldWeights(self.weights).give(graph)
        if missed:
            raise KeepingError(f"The weights of run “{self.id}” are not those of its layer “{min(missed)}”.")
        return graph.model

    def to_tensorboard(self, folder: str | Path | None = None) -> Path:
        """Write logs for TensorBoard, into the run's own folder unless another is given.

        `tensorboard --logdir runs` then shows all of them. See `_tensorboard.py` for what is in them.

        Returns:
            Where they are.

        Raises:
            KeepingError: TensorBoard is not installed (`pip install keras-playground[tensorboard]`), or the folder
                can't be written.
        """
        target = self.folder / TENSORBOARD if folder is None else Path(folder)
        return write_tensorboard(target, self.record, self.history)

    def to_mlflow(self, experiment: str = "playground", *, tracking_uri: str | None = None) -> str:
        """Log the run in MLflow: settings, metrics, tags, and its files as artifacts; once, however often it is asked.

        Args:
            experiment: Its experiment, which is made when there is none.
            tracking_uri: Where; as MLflow is configured (`MLFLOW_TRACKING_URI`) when None.

        Returns:
            MLflow's id of the run.

        Raises:
            KeepingError: MLflow is not installed (`pip install keras-playground[mlflow]`), or does not take it.
        """
        return log_mlflow(
            self.folder, self.record, self.state, self.history, experiment=experiment, tracking_uri=tracking_uri
        )

    def label(self, **labels: Any) -> "KeptRun":
        """Change `name`, `tags`, `note`, `starred` or `colour` (`#rrggbb`, for charts).

        Returns:
            The run as it is called then.

        Raises:
            KeepingError: there is no such label, it can't be that, or it can't be written.
        """
        self.record = relabel(self.folder, lambda before: before.but(**labels))
        return self

    @property
    def data_name(self) -> str | None:
        """The name of its data set where that ships with the product, so that it can be loaded again."""
        data = self.record.data
        named = (self.document.data or {}).get("name")
        return named if data is not None and isinstance(named, str) and named in shipped() else None
