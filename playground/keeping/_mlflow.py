"""A kept run in MLflow's tracking, through its own client; the extra `mlflow` brings it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from playground.errors import KeepingError
from playground.keeping._record import Record
from playground.keeping._tensorboard import epoch_curves, step_curves
from playground.training import History

_OURS = "playground.run"
_AT_ONCE = 500
"""Metrics in one request; MLflow takes 1,000."""
_LONGEST = 500
"""Letters of a parameter that every store of MLflow takes."""
_STATES = {"finished": "FINISHED", "stopped": "KILLED", "failed": "FAILED", "lost": "KILLED", "running": "RUNNING"}


def log_mlflow(
    folder: Path, record: Record, state: str, history: History, *, experiment: str, tracking_uri: str | None
) -> str:
    """Log parameters, metrics, tags and all files of a run; one that is there already is left as it is.

    Epochs are logged under their names at the step they ended on, single steps as `batch_NAME`.

    Returns:
        MLflow's id of the run.

    Raises:
        KeepingError: MLflow is not installed, or refuses something; the sentence is its own.
    """
    try:
        from mlflow import MlflowClient
        from mlflow.exceptions import MlflowException
    except ImportError:
        raise KeepingError(
            "MLflow is not installed here; run “pip install keras-playground[mlflow]”, and restart the kernel."
        ) from None
    try:
        client = MlflowClient(tracking_uri)
        found = client.get_experiment_by_name(experiment)
        at = client.create_experiment(experiment) if found is None else found.experiment_id
        known = client.search_runs([at], f'tags.`{_OURS}` = "{folder.name}"')
        if known:
            return str(known[0].info.run_id)
        run_id = _begun(client, at, folder.name, record)
        _logged(client, run_id, record, history)
        client.log_artifacts(run_id, str(folder))
        client.set_terminated(run_id, status=_STATES[state], end_time=_milliseconds(record.ended or record.began))
    except (MlflowException, OSError) as error:
        raise KeepingError(f"MLflow did not take run “{folder.name}”: {_first_line(error)}") from None
    return run_id


def _begun(client: Any, experiment: str, name: str, record: Record) -> str:
    """Make the run; its tags say which of ours it is."""
    tags = {_OURS: name, **{f"tag.{tag}": "true" for tag in record.labels.tags}}
    if record.labels.note:
        tags["mlflow.note.content"] = record.labels.note
    began = _milliseconds(record.began)
    run = client.create_run(experiment, start_time=began, run_name=record.labels.name or name, tags=tags)
    return str(run.info.run_id)


def _logged(client: Any, run_id: str, record: Record, history: History) -> None:
    from mlflow.entities import Metric, Param

    client.log_batch(run_id, params=[Param(name, value[:_LONGEST]) for name, value in _params(record)])
    ended = _milliseconds(record.ended or record.began)
    points = [Metric(name, value, ended, step) for name, value, step in _points(history)]
    for start in range(0, len(points), _AT_ONCE):
        client.log_batch(run_id, metrics=points[start : start + _AT_ONCE])


def _points(history: History) -> Iterator[tuple[str, float, int]]:
    import numpy as np

    rows = history.rows()
    ends = dict(zip((rows.numbers - 1).astype(int).tolist(), rows.steps.tolist(), strict=True))
    curves = [(name, [int(ends[epoch]) for epoch in at.tolist()], values) for name, at, values in epoch_curves(history)]
    curves += [(f"batch_{name}", at.tolist(), values) for name, at, values in step_curves(history)]
    for name, steps, values in curves:
        for step, value in zip(steps, values.tolist(), strict=True):
            if np.isfinite(value):
                yield name, float(value), int(step)


def _params(record: Record) -> Iterator[tuple[str, str]]:
    training = msgspec.to_builtins(record.training)
    for name, value in {**training, **msgspec.to_builtins(record.environment)}.items():
        if isinstance(value, dict) and "kind" in value:
            yield name, str(value["kind"])
            yield from ((f"{name}.{setting}", str(each)) for setting, each in value["settings"].items())
        elif value not in (None, {}, "", []):
            yield name, str(value)
    if record.data is not None:
        yield "data", record.data.title
        yield "data.fingerprint", record.data.fingerprint
    yield "parameters", str(record.parameters)
    yield from record.besides.items()


def _milliseconds(moment: Any) -> int:
    return int(moment.timestamp() * 1000)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0]
