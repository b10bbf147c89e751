"""The verb: what is given is looked at, and a run begins."""

from collections.abc import Sequence
from typing import Any

from playground.datasets import Dataset
from playground.errors import ConfigError, DataError, TrainingError
from playground.modeling import Graph
from playground.network import Network
from playground.training._config import TrainingConfig
from playground.training._control import ENDED
from playground.training._going_on import GoingOn
from playground.training._observing import Observer
from playground.training._run import TrainingRun
from playground.training._telling import Listener

_PATIENCE = 60.0
"""Seconds to wait for the end of a run that is stopping and is to be taken up."""


def train(
    net_or_model: Any,
    data: Dataset | None,
    config: TrainingConfig | None = None,
    *,
    observers: Sequence[Observer] = (),
    listener: Listener | None = None,
    paused: bool = False,
    vitals: float = 0.0,
    after: GoingOn | None = None,
) -> TrainingRun:
    """Train a network or a Keras model in a thread; returns at once.

    A model that an earlier run trained goes on from its weights, and from its optimizer's state if the configuration's
    optimizer, loss and metrics are equal.

    Args:
        net_or_model: A `Network`, which is built with initial weights drawn from the seed, or a Keras model, whose own
            weights are trained; of a `Graph` its model, and problems name its nodes.
        data: What to train on.
        config: How to train; None for the defaults.
        observers: Called as `observer(run)` on the training thread between dispatches, within
            `config.observer_share` of the time, and once whenever the run pauses, has stepped, or is about to finish.
        listener: Called as `listener(run)` on the training thread on every change of state, and at most twenty times a
            second while steps and epochs go by.
        paused: Whether to hold before the first step.
        vitals: Most of the time, 0 to 1, that measuring gradients and updates may take: now and then a step is run on
            the graph and measured, on top of `config.observer_share`; while a run goes by single batches, every one.
        after: The run to take up: its history goes on, its epochs count, and the optimizer remembers what it knew of
            the variables that are kept. The end of one that is stopping is waited for. With a snapshot of it,
            `after.at`, the run begins there, as a branch.

    Returns:
        The run. What is wrong with the data or the configuration makes it end as `failed` with a `problem`.

    Raises:
        DataError: If the data is not a data set.
        TrainingError: If there is nothing to train, another run is training that model, or the run to take up goes on.
        ConfigError: If a precision is given for a Keras model, whose layers have theirs, or vitals is no share.
    """
    if data is not None and not isinstance(data, Dataset):
        raise DataError(f"train takes a data set, got {type(data).__name__}; make one with datasets.from_arrays.")
    if not isinstance(net_or_model, Network | Graph) and not hasattr(net_or_model, "train_step"):
        raise TrainingError(f"train takes a network or a Keras model, got {type(net_or_model).__name__}.")
    if config is not None and config.precision != "default" and not isinstance(net_or_model, Network | Graph):
        raise ConfigError(
            f"precision=“{config.precision}” is for networks, which are built for the run; the layers of model "
            f"“{net_or_model.name}” have theirs: give their dtype when you make them."
        )
    if not isinstance(vitals, int | float) or isinstance(vitals, bool) or not 0 <= vitals <= 1:
        raise ConfigError(f"vitals must be a share of the time from 0 to 1, got {vitals!r}.")
    if after is not None and after.run.state == "stopping":
        after.run.wait_until(timeout=_PATIENCE)
    if after is not None and after.run.state not in {"paused", *ENDED}:
        raise TrainingError(
            f"Run {after.run.number} is {after.run.state}; pause or stop it before another takes it up."
        )
    if after is not None:
        _refuse_other_model(net_or_model, after)
    return TrainingRun(
        net_or_model, data, config or TrainingConfig(), observers, listener, paused=paused, vitals=vitals, after=after
    ).start()


def _refuse_other_model(target: Any, after: GoingOn) -> None:
    model, at = target.model if isinstance(target, Graph) else target, after.at
    if at is None or after.run.model is model:
        return
    if at.origin is after.run.snapshots.origin:
        raise TrainingError(
            f"A moment of run {after.run.number} is gone on from with the model that this run trained; got another one."
        )
    if [tuple(each.shape) for each in getattr(model, "variables", ())] != [each.shape for each in at.weights]:
        raise TrainingError(
            f"The moment at step {at.step} is gone on from with a model of the network that was trained then, before "
            "it was edited; got another one."
        )
