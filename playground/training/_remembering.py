"""When a run takes a snapshot by itself: at ends of epochs, within long ones now and then, for a share of the time."""

import time
from collections.abc import Callable

from playground.training._config import TrainingConfig
from playground.training._engine_tensorflow import TensorFlowEngine
from playground.training._snapshots import Place, Snapshot, Snapshots

SHARE = 0.005
"""Of the time, for copying weights and the optimizer's state to the host."""
WITHIN_EPOCH = 2.0
"""Seconds since the last one after which an epoch that goes on is not waited for."""


class Remembering:
    """Takes the snapshots of one run.

    The cost of one is the lesser of the last two, and nothing for the first, in which TensorFlow makes ready.
    """

    def __init__(self, engine: TensorFlowEngine, config: TrainingConfig, snapshots: Snapshots) -> None:
        self._engine = engine
        self._config = config
        self._snapshots = snapshots
        self._taken = self._due = self._cost = 0.0

    def offer(self, step: int, place: Callable[[], Place], *, ends_epoch: bool) -> None:
        """Take one after this step if it is time."""
        now = time.perf_counter()
        if now >= self._due and (ends_epoch or now - self._taken >= WITHIN_EPOCH):
            self.take(step, place)

    def take(self, step: int, place: Callable[[], Place]) -> None:
        """Take one now, where there is room for it."""
        engine = self._engine
        if not self._snapshots.has_room(engine.state_bytes):
            return
        began = time.perf_counter()
        here = place()
        weights, memories = engine.to_host()
        epochs = here.epoch + here.position / engine.steps
        optimizer = engine.model.optimizer
        origin = self._snapshots.origin
        self._snapshots.add(Snapshot(step, epochs, weights, memories, optimizer, self._config, here, origin))
        self._taken = time.perf_counter()
        cost = self._taken - began
        self._due = self._taken + min(cost, self._cost) / SHARE
        self._cost = cost
