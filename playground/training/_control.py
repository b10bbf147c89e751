"""What a run was told to do and what it is doing: the state machine, and the place where threads meet."""

import threading
from typing import Literal

from playground.errors import TrainingError
from playground.protocol import RunState

ENDED: tuple[RunState, ...] = ("finished", "stopped", "failed")

Unit = Literal["batch", "epoch"]
Order = Literal["go_on", "hold", "batch", "epoch"]
"""What a run was last told: to go on without end, to hold, or to hold after a batch or an epoch."""


class Control:
    """Commands from any thread, obeyed by the training thread between two dispatches.

    idle -> preparing -> running <-> paused; running, paused or preparing -> stopping -> stopped; running -> finished;
    from everywhere -> failed. A step goes from paused to running and back.
    """

    def __init__(self, *, paused: bool) -> None:
        self._changed = threading.Condition()
        self._state: RunState = "idle"
        self._hold = paused
        self._unit: Unit | None = None
        self._stop = False
        self._holders = 0
        self._waits = False

    @property
    def state(self) -> RunState:
        """What the run is doing."""
        return self._state

    def pause(self) -> Order:
        """Hold after the steps that are under way; nothing changes when the run has ended. What it was told before."""
        with self._changed:
            before: Order = "go_on" if not self._hold else self._unit or "hold"
            if self._state not in ENDED:
                self._hold, self._unit = True, None
            return before

    def resume(self) -> None:
        """Go on without end.

        Raises:
            TrainingError: If the run has ended or is ending.
        """
        with self._changed:
            self._refuse_ended("go on")
            self._hold, self._unit = False, None
            self._go_on()

    def step(self, unit: Unit) -> None:
        """Run one batch or to the end of the epoch, then hold.

        Raises:
            TrainingError: If the run has ended or is ending, or there is no such unit.
        """
        if unit not in ("batch", "epoch"):
            raise TrainingError(f"A run can step by “batch” or “epoch”, got “{unit}”.")
        with self._changed:
            self._refuse_ended("step")
            self._hold, self._unit = True, unit
            self._go_on()

    def stop(self) -> None:
        """End after the steps that are under way; nothing changes when the run has ended."""
        with self._changed:
            if self._state in ENDED or self._stop:
                return
            self._stop = True
            self._set("stopping")

    def hold(self) -> None:
        """Hold whatever else it is told, until `release` was called as often."""
        with self._changed:
            self._holders += 1

    def release(self) -> None:
        """Undo a `hold`; the run then does what it was last told."""
        with self._changed:
            self._holders -= 1
            self._go_on()

    def wait_for(self, states: tuple[RunState, ...], timeout: float | None) -> RunState:
        """Wait until the run is in one of these states, or for so many seconds; the state it is in then."""
        with self._changed:
            self._changed.wait_for(lambda: self._state in states, timeout)
            return self._state

    def wait_at_rest(self) -> None:
        """Wait while a run that is paused still does what it has to do before it rests."""
        with self._changed:
            self._changed.wait_for(lambda: self._state != "paused" or self._waits)

    # --- for the training thread ---

    @property
    def stopping(self) -> bool:
        """Whether the run was told to stop."""
        return self._stop

    @property
    def interrupted(self) -> bool:
        """Whether the run should come to a decision before it goes on for long."""
        return self._stop or self._hold or self._holders > 0

    @property
    def unit(self) -> Unit | None:
        """The unit that is being stepped by, None when the run goes on without end or is to hold."""
        return self._unit

    def enter(self, state: RunState) -> None:
        """Be in a state, unless the run is stopping and the state is not an end."""
        with self._changed:
            if not (self._stop and state not in ENDED):
                self._set(state)

    def finished(self, unit: Unit) -> None:
        """A unit was run: a step by it is done."""
        with self._changed:
            if self._unit == unit:
                self._unit = None

    @property
    def must_rest(self) -> bool:
        """Whether to pause now."""
        return not self._stop and (self._holders > 0 or (self._hold and self._unit is None))

    def rest(self) -> bool:
        """Enter `paused` if the run is to hold; whether it did."""
        with self._changed:
            if not self.must_rest:
                return False
            self._set("paused")
            return True

    def await_command(self) -> None:
        """Wait while the run is paused."""
        with self._changed:
            self._waits = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._state != "paused")
            self._waits = False

    def _go_on(self) -> None:
        if self._state == "paused" and not self.must_rest:
            self._set("running")

    def _refuse_ended(self, what: str) -> None:
        if self._state in ENDED or self._stop:
            state = self._state if self._state in ENDED else "stopping"
            raise TrainingError(f"This run is {state} and can't {what}; start another one with train().")

    def _set(self, state: RunState) -> None:
        self._state = state
        self._changed.notify_all()
