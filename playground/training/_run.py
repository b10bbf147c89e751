"""A training run: what people hold while a model trains in a thread. Knows nothing of screens."""

import contextvars
import itertools
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from playground.checking import Problem
from playground.datasets import Dataset
from playground.errors import TrainingError
from playground.modeling import Graph, build_graph
from playground.network import Network
from playground.protocol import RunState, RunStatus
from playground.training._beside import start_thread
from playground.training._config import TrainingConfig
from playground.training._control import ENDED, Control, Order, Unit
from playground.training._failures import Stopped, problem_of
from playground.training._going_on import GoingOn
from playground.training._history import History
from playground.training._observing import Observer, Observers
from playground.training._showing import Showing
from playground.training._snapshots import Snapshot, Snapshots
from playground.training._telling import Listener, Telling
from playground.training._tracing import tracing_of
from playground.training._trail import Trail
from playground.training._under_way import enter, leave, training_of
from playground.training._vitals import Vitals

_numbers = itertools.count(1)


class TrainingRun:
    """A run under way, or one that was; `train` starts it. Every method may be called from any thread.

    Attributes:
        number: Counts the runs of this process from 1.
        config: How it trains.
        data: What it trains on; with `validation` once it was split.
        given: The data as it was given.
        history: What was measured, step by step and epoch by epoch.
        vitals: Gradients, weights and updates at some of the steps; empty unless they were asked for.
        snapshots: Moments that can be shown again, and gone on from; and those of networks before an edit, which can
            be gone on from.
        trail: The way of its weights, where an observer has it look; that of the run which this one takes up goes on.
        after: The run that this one takes up, and what of it; None when there is none, and once it is taken up.
        began: When it was started, or the first of those that it goes on from, in seconds since 1970.
        ended: When it ended; None before.
    """

    def __init__(
        self,
        target: Any,
        data: Dataset | None,
        config: TrainingConfig,
        observers: Sequence[Observer] = (),
        listener: Listener | None = None,
        *,
        paused: bool = False,
        vitals: float = 0.0,
        after: GoingOn | None = None,
    ) -> None:
        self.number = next(_numbers)
        self.config = config
        self.data = self.given = data
        self.history, self.trail = (History(), Trail()) if after is None else after.past()
        self.after = after
        self.vitals = Vitals(vitals)
        self.began = time.time() if after is None or after.at is not None else after.run.began
        self.ended: float | None = None
        self._target = target
        self._graph = target if isinstance(target, Graph) else None
        self._held_back = False
        self._model = target.model if isinstance(target, Graph) else None if isinstance(target, Network) else target
        origin = None if after is None else after.origin(self._model)
        self.snapshots = Snapshots(config.snapshot_memory, origin)
        self._nodes: Mapping[str, str] = target.first_nodes if isinstance(target, Graph) else {}
        self._precision = _precision(config) if isinstance(target, Network) else ""
        self._observers = Observers(observers, config.observer_share)
        self._telling = Telling(listener)
        self._control = Control(paused=paused)
        self._loop: Any = None
        self._showing = Showing()
        self._problem: Problem | None = None
        self._device = "CPU"
        self._steps_per_epoch = 0 if after is None else after.run._steps_per_epoch  # noqa: SLF001  # of its own kind
        self._thread = threading.Thread(
            target=contextvars.copy_context().run, args=(self._work,), name=f"playground-run-{self.number}", daemon=True
        )

    def start(self) -> "TrainingRun":
        """Begin; `train` has done this."""
        model = self._model
        enter(self)
        self._control.enter("preparing")
        if model is not None and (self.after is None or self.after.at is None):
            Showing.leave(model)
        start_thread(self._thread)
        return self

    def __repr__(self) -> str:
        return f"TrainingRun({self.number}, {self.state}, {len(self.history)} steps)"

    @property
    def state(self) -> RunState:
        """`preparing`, `running`, `paused`, `stopping`, `finished`, `stopped` or `failed`."""
        return self._control.state

    @property
    def model(self) -> Any:
        """The model that trains; None while it is still to be built of a network.

        Its weights are those of the last step whenever the run is paused or has ended.
        """
        return self._model

    @property
    def graph(self) -> Graph | None:
        """The network that trains as it was built; None for a model that nobody drew, and while it is to be built."""
        return self._graph

    @property
    def network(self) -> Network | None:
        """The network that it was given to train; None for a Keras model, and for one that was built before."""
        return self._target if isinstance(self._target, Network) else None

    @property
    def held_back(self) -> bool:
        """Whether the validation data were held back from the data that the run was given."""
        return self._held_back

    @property
    def problem(self) -> Problem | None:
        """Why the run failed; None when it did not."""
        return self._problem

    @property
    def status(self) -> RunStatus:
        """Where the run stands, as plain data."""
        own, after = self._loop, self.after
        loop = after.run._loop if own is None and after is not None else own  # noqa: SLF001  # of its own kind
        rate = own.speed.steps_per_second if own else None
        return RunStatus(
            state=self.state,
            run=self.number,
            epoch=loop.epoch if loop else 0,
            epochs=self.config.epochs,
            step=len(self.history),
            epoch_step=loop.position if loop else 0,
            steps_per_epoch=self._steps_per_epoch,
            steps_per_second=rate,
            seconds_left=own.steps_left / rate if rate and self.state not in ENDED else None,
            device=self._device,
            strategy=own.strategy if own else "",
            latest=dict(loop.recorder.latest) if loop else {},
            problem=self._problem,
        )

    @property
    def shown(self) -> Snapshot | None:
        """The moment whose weights the model has; None where it has those of the latest step."""
        return self._showing.snapshot

    @property
    def shown_step(self) -> int:
        """How many steps the weights of the model have been trained for."""
        shown = self.shown
        return len(self.history) if shown is None else shown.step

    def show(self, step: int | None) -> Snapshot | None:
        """Give the model the weights of the snapshot nearest to a step, or with None those of the latest step again.

        Going on, stopping and taking up do the latter too.

        Returns:
            The moment that is shown; None for the latest step.

        Raises:
            TrainingError: If steps are being run, another run trains the model, or there is no snapshot.
        """
        if step is None:
            self._showing.back()
            return None
        if not self.is_here():
            # What the thread still tells and keeps is of the latest step.
            self._control.wait_at_rest()
            if self.state in ENDED:
                self._thread.join()
        with self._showing.turn:
            snapshot = self._moment(step)
            self._showing.show(self._model, snapshot)
            return snapshot

    def _moment(self, step: int) -> Snapshot:
        if self.state not in {"paused", *ENDED}:
            raise TrainingError(f"Run {self.number} is {self.state}; pause it to look back.")
        if (other := training_of(self._model, but=self)) is not None:
            raise TrainingError(f"Run {other.number} trains this model now; look back in that one.")
        if (snapshot := self.snapshots.nearest(step)) is None:
            raise TrainingError(f"Run {self.number} has no snapshots: {self.snapshots.missing}")
        if self.snapshots.edits_since(snapshot):
            raise TrainingError(
                f"The moment at step {snapshot.step} is of the network before it was edited; continue from there to "
                "have that network back."
            )
        return snapshot

    def spend(self, *, observers: float, vitals: float) -> None:
        """Change, while the run goes on, how much of the time observers and the measuring of vitals may take."""
        self._observers.share, self.vitals.share = observers, vitals

    @property
    def tracing(self) -> AbstractContextManager[Any]:
        """A lock that is held while Python of the model runs to be compiled: take it to do so in another thread."""
        return nullcontext() if self._model is None else tracing_of(self._model)

    def pause(self) -> Order:
        """Hold after the steps under way; returns at once. Nothing changes when the run has ended.

        Returns:
            What it was told before that: to `go_on`, to `hold`, or to hold after a `batch` or an `epoch`.
        """
        return self._control.pause()

    def resume(self) -> None:
        """Go on.

        Raises:
            TrainingError: If the run has ended.
        """
        self._control.resume()

    def step(self, unit: Unit = "batch") -> None:
        """Run one batch, or to the end of the epoch, then hold; returns at once.

        Raises:
            TrainingError: If the run has ended, or there is no such unit.
        """
        self._control.step(unit)

    def stop(self) -> None:
        """End after the steps under way; returns at once. The model keeps its weights."""
        self._control.stop()

    def hand_over(self) -> None:
        """End a run that rests, for another to take it up: the weights stay those of its last step.

        The end of an ordinary run is the place where an optimizer puts averages into the model, if it keeps any.
        """
        if self._loop is not None:
            self._loop.hand_over()
        self.stop()
        self.wait_until(*ENDED)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the run while the block lasts, whatever it is told meanwhile; then it does what it was last told.

        The block begins once the steps under way are done; on the run's own thread, as in a callback, at once. Being
        told to stop ends the run all the same.
        """
        if self.is_here():
            yield
            return
        self._control.hold()
        try:
            self.wait_until("paused")
            yield
        finally:
            self._control.release()

    def wait(self, timeout: float | None = None) -> RunState:
        """Wait until the run has ended, or for `timeout` seconds; a paused run has not ended.

        Interrupting the wait leaves the run running.

        Returns:
            The state it is in.

        Raises:
            TrainingError: If the run failed; the message is the problem's. In a callback of the run, without `timeout`.
        """
        self._refuse_for_ever(ENDED, timeout)
        deadline = None if timeout is None else time.monotonic() + timeout
        state = self._control.wait_for(ENDED, timeout)
        if state in ENDED and not self.is_here():
            self._thread.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
        if self._problem is not None:
            raise TrainingError(self._problem.message)
        return state

    def wait_until(self, *states: RunState, timeout: float | None = None) -> RunState:
        """Wait until the run is in one of these states, or has ended, or for `timeout` seconds.

        Returns:
            The state it is in.

        Raises:
            TrainingError: In a callback of the run, without `timeout`.
        """
        self._refuse_for_ever((*states, *ENDED), timeout)
        return self._control.wait_for((*states, *ENDED), timeout)

    def is_here(self) -> bool:
        """Whether this is the run's own thread, as in a callback."""
        return threading.current_thread() is self._thread

    def _refuse_for_ever(self, states: tuple[RunState, ...], timeout: float | None) -> None:
        if timeout is None and self.is_here() and self.state not in states:
            raise TrainingError(f"Run {self.number} can't wait for itself in a callback; end it by `run.stop()`.")

    def _work(self) -> None:
        end: RunState = "finished"
        try:
            self._tell()
            self._prepare()
            self._control.enter("running")
            self._tell()
            self._loop.work()
        except Stopped:
            end = "stopped"
        except BaseException as error:  # noqa: BLE001  # the kernel lives on; the problem says what happened
            self._problem = problem_of(error, self._model, self.config.batch_size, self._nodes)
            end = "failed"
        self.ended = time.time()
        self._control.enter(end)
        self._tell()
        leave(self)

    def _prepare(self) -> None:
        from playground.training._preparing import prepare

        if isinstance(self._target, Network):
            graph = build_graph(self._target, self.config.seed, self._precision)
            self._graph, self._model, self._nodes = graph, graph.model, graph.first_nodes
        if self._control.stopping:
            raise Stopped
        given = self.data
        self.data, engine = prepare(self._model, self.data, self.config, self._nodes)
        self._held_back = self.data is not None and given is not None and self.data.validation is not given.validation
        self._device, self._steps_per_epoch = engine.device, engine.steps
        from playground.training._loop import Loop

        self._loop = Loop(
            engine,
            self.config,
            control=self._control,
            history=self.history,
            observers=self._observers,
            vitals=self.vitals,
            snapshots=self.snapshots,
            showing=self._showing,
            tell=self._tell,
            run=self,
        )
        if self.after is not None:
            self.after.hand_to(self, self._loop)
        self._loop.make_ready()
        self.after = None

    def _tell(self) -> None:
        self._telling.tell(self)


def _precision(config: TrainingConfig) -> str:
    """The policy to build with: Keras keeps its own apart for each thread, and the run's has none yet."""
    import keras

    return str(keras.config.dtype_policy().name) if config.precision == "default" else config.precision
