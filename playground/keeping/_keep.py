"""Keeping a run: from its first step to its end, or all at once when it is over."""

import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from playground.checking import check
from playground.errors import KeepingError
from playground.keeping._arrays import history_arrays, weight_arrays, write_arrays
from playground.keeping._folder import HISTORY, WEIGHTS, create, new_id, put_file
from playground.keeping._kept import KeptRun
from playground.keeping._process import own_process
from playground.keeping._pruning import prune
from playground.keeping._record import DataRecord, Environment, Labels, Record, besides, moment
from playground.keeping._runs import usual_place
from playground.modeling import open_model, weights_of_graph
from playground.network import Document, Network
from playground.training import History, TrainingRun

if TYPE_CHECKING:
    import numpy as np

    from playground.datasets import Dataset

States = Mapping[str, "Sequence[np.ndarray[Any, Any]]"]
"""What layers hold, by their path."""


def record_of(run: TrainingRun, labels: Labels, parameters: int) -> Record:
    """What is known of a run now, by the thread that asks; data that were not looked at yet are read once."""
    status, rows, config = run.status, run.history.rows(), run.config
    metrics: Mapping[str, float | None] = rows[-1].logs if len(rows) else status.latest
    return Record(
        began=moment(run.began),
        ended=None if run.ended is None else moment(run.ended),
        state=status.state if run.ended is not None else "running",
        training=config.settings(),
        process=own_process(),
        labels=labels,
        data=data_record(run.given),
        environment=environment(status.device),
        steps=len(run.history),
        epochs=rows.done,
        parameters=parameters,
        metrics=dict(metrics),
        problem="" if run.problem is None else run.problem.message,
        besides=besides({"callbacks": config.callbacks, "class_weight": config.class_weight}),
    )


def data_record(data: "Dataset | None") -> DataRecord | None:
    """What a run is trained on, as it was given."""
    return None if data is None else DataRecord.of(data.summary, data.fingerprint)


def environment(device: str) -> Environment:
    """What a run runs in, with the device that it uses."""
    import keras

    return Environment(
        playground=_version("keras-playground"),
        python=platform.python_version(),
        keras=keras.__version__,
        backend=keras.backend.backend(),
        tensorflow=_version("tensorflow"),
        platform=platform.platform(),
        device=device,
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # another build of it, such as for a CPU alone
        return ""


def write_history(folder: Path, history: History) -> None:
    """Write all steps and epochs that the history of a run keeps; the run may go on meanwhile.

    Raises:
        KeepingError: it can't be written.
    """
    arrays = history_arrays(history.since(0), history.marks)
    put_file(folder, HISTORY, lambda file: write_arrays(file, arrays))


def write_weights(folder: Path, states: States) -> None:
    """Write what the layers hold; nothing where none holds a number, or one is not finite.

    Raises:
        KeepingError: it can't be written.
    """
    import numpy as np

    arrays = weight_arrays(states)
    sound = all(array.dtype.kind not in "fc" or bool(np.isfinite(array).all()) for array in arrays.values())
    if arrays and sound:
        put_file(folder, WEIGHTS, lambda file: write_arrays(file, arrays))


def keep(
    run: TrainingRun,
    folder: str | Path = "",
    *,
    name: str = "",
    tags: Iterable[str] = (),
    note: str = "",
) -> KeptRun:
    """Keep a run that `train` started, once it has ended; a studio keeps its runs by itself.

    Args:
        run: A run that has ended.
        folder: The folder of the runs; without one that where studios keep them here.
        name: What to call it; the name of its network otherwise.
        tags: Words to find it by.
        note: What to remember of it.

    Raises:
        KeepingError: it has not ended, has no step, or can't be written.
        PlaygroundError: it trained a Keras model that can't be drawn.
    """
    place = Path(folder) if str(folder) else usual_place()
    if place is None:
        raise KeepingError("Runs are not kept here, since PLAYGROUND_RUNS is off; give the folder to keep this one in.")
    if run.ended is None or not len(run.history):
        what = "has no step" if run.ended is not None else f"is {run.state}"
        raise KeepingError(f"Run {run.number} {what}; what is kept is a run with steps that has ended.")
    network, states = _trained(run)
    labels = Labels().but(name=name or network.name, tags=tuple(tags), note=note)
    record = record_of(run, labels, check(network).parameters)
    place = place.absolute()
    kept = place / new_id(record.began)
    create(kept, record, Document(network, msgspec.to_builtins(run.config.settings())))
    write_history(kept, run.history)
    write_weights(kept, states)
    prune(place)
    return KeptRun(kept)


def _trained(run: TrainingRun) -> tuple[Network, States]:
    if run.graph is not None:
        return run.network or run.graph.network, weights_of_graph(run.graph).states
    opened = open_model(run.model)
    return opened.network, {} if opened.weights is None else opened.weights.states  # type: ignore[attr-defined]  # of a model they are held
