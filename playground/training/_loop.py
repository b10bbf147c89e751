"""The training thread's work: epochs of dispatches, validation, callbacks, pictures, and what to do when told to rest.

Decides what runs next; the engine runs it, the control says what people want.
"""

import time
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import numpy as np

from playground.training._callbacks import Callbacks
from playground.training._config import TrainingConfig
from playground.training._control import Control
from playground.training._engine_tensorflow import TensorFlowEngine
from playground.training._failures import Refused, Stopped, diverged
from playground.training._history import History
from playground.training._measuring import Measuring
from playground.training._observing import Observers
from playground.training._pace import Pace, Speed
from playground.training._rates_tensorflow import Rates
from playground.training._recording import Recorder, loss_place
from playground.training._remembering import Remembering
from playground.training._showing import Showing, put, values_of
from playground.training._snapshots import Place, Snapshots
from playground.training._strategy import Strategy
from playground.training._vitals import Vitals

_SNAPSHOT_SHARE = 0.01


class Loop:
    """One run's loop.

    Attributes:
        epoch: Finished epochs.
        position: Steps of the epoch under way that are done.
        optimizer: What the model was compiled with for this run.
        speed: Steps a second.
        recorder: Writes the history.
    """

    def __init__(
        self,
        engine: TensorFlowEngine,
        config: TrainingConfig,
        *,
        control: Control,
        history: History,
        observers: Observers,
        vitals: Vitals,
        snapshots: Snapshots,
        showing: Showing,
        tell: Callable[[], None],
        run: Any,
    ) -> None:
        self._engine = engine
        self._config = config
        self._control = control
        self._history = history
        self._observers = observers
        self._measuring = Measuring(engine, vitals)
        self._remembering = Remembering(engine, config, snapshots)
        self._showing = showing
        self._rates = Rates(engine.model.optimizer)
        self._tell = tell
        self._run = run
        self._model = engine.model
        self.optimizer = engine.model.optimizer
        self._callbacks = Callbacks(config.callbacks, self._model, config.epochs, engine.steps)
        self._strategy = Strategy(engine, config.jit_compile, whole_epochs=not self._callbacks)
        self._random = np.random.default_rng(config.seed)
        self._paces = {"graph": Pace(), "steps": Pace(), "epochs": Pace(), "test": Pace(), "fast test": Pace()}
        self._test_seconds = 0.0
        self.recorder = Recorder(history, engine.samples, config.batch_size)
        self.speed = Speed()
        self.epoch = self.position = 0
        self._order: Any = None
        self._undrawn: np.random.Generator | None = None
        self._metrics = list(engine.model.metrics_variables)
        self._handed_over = False
        self._good = (0, engine.snapshot())
        self._candidate = self._good
        self._snapshot_due = 0.0

    @property
    def strategy(self) -> str:
        """How steps are run, in words for people."""
        if self._callbacks.batchwise:
            return f"{self._strategy.label}, one step a call for {self._callbacks.batchwise}"
        return self._strategy.label

    @property
    def epochs_done(self) -> float:
        """How many epochs are done, with the part of the one under way."""
        return self.epoch + self.position / self._engine.steps

    @property
    def steps_left(self) -> int:
        """Steps to the end of the last epoch."""
        return max(0, (self._config.epochs - self.epoch) * self._engine.steps - self.position)

    def hand_over(self) -> None:
        """Another loop will go on from the weights of the last step: at the end they stay what they are."""
        self._handed_over = True

    @property
    def place(self) -> Place:
        """Where it is, for another loop to begin there."""
        under_way = bool(self.position)
        return Place(
            epoch=self.epoch,
            position=self.position,
            random=deepcopy(self._random if self._undrawn is None or under_way else self._undrawn),
            order=self._order if under_way else None,
            progress=self.recorder.progress,
            metrics=values_of(self._metrics) if under_way else (),
            samples=self._engine.samples,
            batch_size=self._config.batch_size,
        )

    def take_up(self, place: Place) -> None:
        """Begin where another loop was: with the orders that it would have drawn, after the samples that it has seen.

        An epoch that is under way begins anew where the number of samples is another.
        """
        self.epoch = place.epoch
        self._random = deepcopy(place.random)
        if self._engine.samples == place.samples:
            seen = place.position * place.batch_size
            self.position = min(seen // self._config.batch_size, self._engine.steps - 1)
        self._order = place.order
        self.recorder.take_up(place.progress, self.position)
        if self.position and [each.shape for each in place.metrics] == [tuple(each.shape) for each in self._metrics]:
            put(self._metrics, place.metrics)

    def make_ready(self) -> None:
        """Do now what the first steps would have to wait for."""
        self._engine.make_ready()

    def work(self) -> None:
        """Train to the end.

        Raises:
            Stopped: When told to stop; the weights are those of the last step.
            Refused: When the loss is not finite any more; the weights are the last good ones.
        """
        self._model.stop_training = False
        self.speed.restart(time.perf_counter(), len(self._history))
        logs: dict[str, Any] = {}
        began = False
        self._callbacks.call("on_train_begin")
        try:
            while self.epoch < self._config.epochs and not self._model.stop_training:
                self._rest()
                if not began:
                    began = True
                    self._remember()
                if self._whole_epochs() and not self.position and not self._measuring.due():
                    self._run_epochs()
                else:
                    logs = self._run_epoch()
            self._remember()
        finally:
            if not self._handed_over:
                self._model.optimizer.finalize_variable_values(self._model.trainable_weights)
            self._callbacks.call("on_train_end", logs=logs)
        self._observe(fresh=True)

    # --- epochs ---

    def _whole_epochs(self) -> bool:
        fast = self._strategy.fast
        return fast is not None and fast.kind == "epochs" and not self._control.interrupted

    def _run_epochs(self) -> None:
        fast, pace = self._strategy.fast, self._paces["epochs"]
        if fast is None:
            return
        count = min(pace.count, fast.capacity, self._config.epochs - self.epoch)
        orders = np.stack([self._shuffled() for _ in range(count)])
        began = time.perf_counter()
        rows, tests = self._engine.fast_epochs(fast, orders)
        seconds = time.perf_counter() - began
        pace.took(count, seconds)
        programs, steps = self._engine.programs, self._engine.steps
        self._strategy.fast_took(count * steps, seconds, self._test_seconds / steps)
        before = len(self._history)
        names = programs.test_names if self._engine.tests else ()
        rates = self._rates.latest(len(rows))
        bad = self.recorder.add_epochs(programs.names, rows, names, tests, self.epoch, rates=rates)
        if bad is not None:
            self.epoch += bad // steps
            self._diverge(float(rows[bad, loss_place(programs.names)]), before + bad + 1)
        self.epoch += count
        self._offer(ends_epoch=True)
        self._dispatched()

    def _run_epoch(self) -> dict[str, Any]:
        began = time.perf_counter()
        self._callbacks.call("on_epoch_begin", self.epoch)
        if not self.position:
            self.recorder.begin_epoch()
            self._undrawn = deepcopy(self._random)
            self._order = self._shuffled()
        self._engine.take_order(self._order)
        while self.position < self._engine.steps:
            self._rest()
            self._dispatch(self.position)
            if self._model.stop_training:
                break
        logs: dict[str, Any] = dict(self.recorder.logs())
        if self._engine.tests:
            logs |= {f"val_{name}": value for name, value in self._validate().items()}
        self._callbacks.call("on_epoch_end", self.epoch, logs=logs)
        self.epoch, self.position = self.epoch + 1, 0
        self.recorder.end_epoch(self.epoch, logs)
        self._undrawn = None
        self._offer(ends_epoch=True)
        if self._whole_epochs():
            self._measuring.took(time.perf_counter() - began)
        self._control.finished("epoch")
        self._tell()
        return logs

    def _shuffled(self) -> Any:
        if not self._config.shuffle:
            return np.arange(self._engine.samples, dtype=np.int32)
        return self._random.permutation(self._engine.samples).astype(np.int32)

    # --- steps ---

    def _dispatch(self, position: int) -> None:
        """Run some steps."""
        engine, unit = self._engine, self._control.unit
        if self._measuring.due(at_once=unit == "batch"):
            self._measure(position)
            return
        fast = self._strategy.fast
        whole = engine.samples // engine.batch_size
        if fast is not None and (fast.kind != "steps" or position >= whole):
            fast = None
        pace = self._paces["graph" if fast is None else "steps"]
        count = 1 if unit == "batch" or self._callbacks.batchwise else pace.count
        count = min(count, (engine.steps if fast is None else min(whole, position + fast.capacity)) - position)
        if self._callbacks.batchwise:
            self._callbacks.call("on_train_batch_begin", position)
        traced = fast is not None or engine.has_run("train")
        began = time.perf_counter()
        rows = engine.train(position, count) if fast is None else engine.fast_train(fast, position, count)
        seconds = time.perf_counter() - began
        if traced:
            pace.took(count, seconds)
            if fast is not None:
                self._strategy.fast_took(count, seconds)
            else:
                self._graph_took(pace, count, seconds)
        self._ran(position, rows)

    def _measure(self, position: int) -> None:
        """Run one step and measure what the optimizer does in it."""
        if self._callbacks.batchwise:
            self._callbacks.call("on_train_batch_begin", position)
        fast = self._strategy.fast
        usual = self._paces["steps" if fast is not None and fast.kind == "steps" else "graph"]
        rows = self._measuring.step(position, len(self._history) + 1, usual.seconds)
        self._ran(position, rows)

    def _ran(self, position: int, rows: Any) -> None:
        names, before, unit = self._engine.programs.names, len(self._history), self._control.unit
        self.position = position + len(rows)
        bad = self.recorder.add(names, rows, self._rates.latest(len(rows)))
        if bad is not None:
            self._diverge(float(rows[bad, loss_place(names)]), before + bad + 1)
        if self._callbacks.batchwise:
            self._callbacks.call("on_train_batch_end", position, logs=self.recorder.logs())
        if self.position < self._engine.steps:
            self._offer(ends_epoch=False)
        if unit == "batch":
            self._control.finished("batch")
        self._dispatched()

    def _graph_took(self, pace: Pace, count: int, seconds: float) -> None:
        each = pace.seconds or 0.0
        epoch = each * self._engine.steps + self._test_seconds
        left = self.steps_left * epoch / self._engine.steps
        self._strategy.graph_took(count, seconds, seconds_per_step=each, epoch_seconds=epoch, seconds_left=left)

    def _dispatched(self) -> None:
        now = time.perf_counter()
        self.speed.mark(now, len(self._history))
        if now >= self._snapshot_due:
            self._good = self._candidate
            self._candidate = (len(self._history), self._engine.snapshot())
            cost = time.perf_counter() - now
            self._snapshot_due = now + cost / _SNAPSHOT_SHARE
        self._observe(fresh=False)
        self._tell()

    def _validate(self) -> dict[str, float]:
        engine, fast = self._engine, self._strategy.fast
        whole = engine.tests // engine.batch_size
        self._callbacks.call("on_test_begin")
        position, spent, row = 0, 0.0, np.zeros(0)
        while position < engine.test_steps:
            if self._control.stopping:
                raise Stopped
            quick = fast if fast is not None and fast.test is not None and position < whole else None
            pace = self._paces["test" if quick is None else "fast test"]
            count = 1 if self._callbacks.test_batchwise else pace.count
            count = min(count, (engine.test_steps if quick is None else whole) - position)
            if self._callbacks.test_batchwise:
                self._callbacks.call("on_test_batch_begin", position)
            traced = quick is not None or engine.has_run("test")
            began = time.perf_counter()
            row = engine.test(position, count) if quick is None else engine.fast_test(quick, position, count)
            seconds = time.perf_counter() - began
            if traced:
                pace.took(count, seconds)
                spent += seconds
            position += count
            if self._callbacks.test_batchwise:
                self._callbacks.call("on_test_batch_end", position - 1, logs=self._tested(row))
        self._test_seconds = spent
        logs = self._tested(row)
        self._callbacks.call("on_test_end", logs=logs)
        return logs

    def _tested(self, row: Any) -> dict[str, float]:
        return dict(zip(self._engine.programs.test_names, row.tolist(), strict=True))

    # --- what happens between dispatches ---

    def _remember(self) -> None:
        """Take a snapshot, whatever it costs: the run begins, rests or ends, so that it is people who wait."""
        self._remembering.take(len(self._history), lambda: self.place)

    def _offer(self, *, ends_epoch: bool) -> None:
        self._remembering.offer(len(self._history), lambda: self.place, ends_epoch=ends_epoch)

    def _rest(self) -> None:
        """Stop or pause when told to; come back to go on."""
        if self._control.stopping:
            self._remember()
            raise Stopped
        if self._control.must_rest:
            self._remember()
        if not self._control.rest():
            return
        self._tell()
        self._observe(fresh=True)
        self._control.await_command()
        self._showing.back()
        self._remember()  # once more: a weight may have been set by hand
        self._tell()
        self.speed.restart(time.perf_counter(), len(self._history))
        if self._control.stopping:
            raise Stopped

    def _observe(self, *, fresh: bool) -> None:
        if not self._observers or not self._engine.tracing.acquire(blocking=fresh):
            return
        try:
            self._observers.call(self._run, all_of_them=fresh)
        finally:
            self._engine.tracing.release()

    def _diverge(self, value: float, step: int) -> None:
        step_kept, weights = self._candidate
        if not self._engine.is_finite(weights):
            step_kept, weights = self._good
        self._engine.restore(weights)
        raise Refused(diverged(self._model, value, step, step_kept))
