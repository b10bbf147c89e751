"""Which program a run uses: graph or XLA, steps or whole epochs. Decides by measuring; compiles beside the training."""

import time
from typing import Any, Literal

from playground.errors import ConfigError
from playground.training._beside import beside
from playground.training._engine_tensorflow import Fast, Retired, TensorFlowEngine

Mode = Literal["auto", "on", "off"]

EPOCH_SECONDS = 0.15  # an epoch that takes less is worth a program of whole epochs: calls would cost as much as steps
SETTLING_SECONDS = 0.4  # what is measured before it says little
WORTH_SECONDS = 1.5  # with less left to do, compiling costs more than it brings
CONVOLUTION_SECONDS = 0.008  # slower convolutions are bound by arithmetic, where XLA's on a CPU are many times slower
HOPELESS = 2.5  # how many times slower than the graph XLA may be, tried beside it, to be tried in its place
TRIAL_SECONDS = 0.6
TRIAL_CALLS = 2, 8  # at least, and enough however short they are

_known: dict[Any, str] = {}


class Strategy:
    """Starts on the graph; compiles with XLA in the background when that may pay; keeps what is faster.

    Compiling takes cores from the steps beside it. So the graph is timed once more before it is compared: else XLA wins
    where it is many times slower, and for the rest of the run.
    What was found is remembered for networks of the same layers, weights and batch size in this process: the graph, or
    XLA of steps or of epochs.
    """

    def __init__(self, engine: TensorFlowEngine, mode: Mode, *, whole_epochs: bool) -> None:
        self._engine = engine
        self._mode = mode
        self._whole_epochs = whole_epochs
        self._fast: Fast | None = None
        self._compiling = False
        self._began: float | None = None
        self._graph: float | None = None
        self._waiting: Fast | None = None
        self._again: list[tuple[int, float]] = []
        self._trial: list[tuple[int, float]] = []
        looks_up = _looks_up(engine.model)
        if looks_up is not None and mode == "on":
            raise ConfigError(
                f"XLA can't compile “{looks_up}”, which works with text or looks words up; "
                "set jit_compile to auto or off."
            )
        self._settled = mode == "off" or looks_up is not None
        self._key = _signature(engine)
        self.compile_seconds: float | None = None
        known = _known.get(self._key) if mode == "auto" else None
        if known == "graph":
            self._settled = True
        ready: Fast | None = getattr(engine, "fast", None)
        if mode == "on" and (ready is None or ready.kind != "steps"):
            began = time.perf_counter()
            ready = engine.compile_steps()
            engine.fast = ready
            self.compile_seconds = time.perf_counter() - began
        if not self._settled and ready is not None and (whole_epochs or ready.kind == "steps"):
            self._settled = mode == "on" or known is not None
            self._fast, self._waiting = (ready, None) if self._settled else (None, ready)
        # The first steps of a run say little of how long its epochs take: what was faster before says more.
        self._epochs = whole_epochs and known == "epochs"
        self._hurry = self._epochs if whole_epochs else known in ("steps", "epochs")

    @property
    def fast(self) -> Fast | None:
        """The XLA programs to use now; None for the graph's."""
        return self._fast

    @property
    def label(self) -> str:
        """The strategy in a word or two, for people."""
        if self._fast is not None:
            return "XLA"
        return "graph, XLA compiling" if self._compiling or self._waiting is not None else "graph"

    def graph_took(
        self, steps: int, seconds: float, *, seconds_per_step: float, epoch_seconds: float, seconds_left: float
    ) -> None:
        """Steps ran on the graph: begin to compile when it may pay, or take what was compiled."""
        if self._waiting is not None:
            self._again.append((steps, seconds))
            least = _least(self._again)
            if least is not None:
                self._graph, self._fast, self._waiting = least, self._waiting, None
            return
        self._graph = seconds_per_step if self._graph is None else self._graph + 0.3 * (seconds_per_step - self._graph)
        now = time.perf_counter()
        if self._began is None:
            self._began = now
        if self._settled or self._compiling or self._fast is not None:
            return
        if not self._hurry and now - self._began < SETTLING_SECONDS:
            return
        if seconds_left < WORTH_SECONDS:
            return
        if self._graph > CONVOLUTION_SECONDS and self._engine.device == "CPU" and _convolves(self._engine.model):
            self._settle("graph")
            return
        self._compile(epochs=self._epochs or (self._whole_epochs and epoch_seconds <= EPOCH_SECONDS))

    def fast_took(self, steps: int, seconds: float, test_seconds_per_step: float = 0.0) -> None:
        """Steps ran through XLA: after a fair trial keep it or go back.

        With `test_seconds_per_step` the time is that of validation too, which takes the graph so long.
        """
        if self._settled:
            return
        self._trial.append((steps, seconds))
        least = _least(self._trial)
        if least is not None:
            worth = self._graph is None or least <= self._graph + test_seconds_per_step
            self._settle("xla" if worth else "graph")

    def _compile(self, *, epochs: bool) -> None:
        self._compiling = True
        beside("playground-xla", lambda: self._compile_now(epochs=epochs))

    def _compile_now(self, *, epochs: bool) -> None:
        began = time.perf_counter()
        try:
            fast = self._engine.compile_epochs() if epochs else self._engine.compile_steps()
        except Retired:
            self._settled = True
        except Exception:  # noqa: BLE001  # whatever XLA can't do, the graph does
            self._settle("graph")
        else:
            self.compile_seconds = time.perf_counter() - began
            if self._graph is not None and fast.seconds > HOPELESS * self._graph:
                self._settle("graph")
            else:
                self._engine.fast = fast
                self._waiting = fast
        finally:
            self._compiling = False

    def _settle(self, choice: str) -> None:
        self._settled = True
        _known[self._key] = "graph" if choice == "graph" or self._fast is None else self._fast.kind
        if choice == "graph":
            self._fast = None
            self._engine.fast = None


def _least(calls: list[tuple[int, float]]) -> float | None:
    """Seconds a step of the quickest of calls, given as steps and seconds; None before they are a fair trial."""
    tried = calls[1:]  # the first moves data, or began while something was compiled
    few, enough = TRIAL_CALLS
    if len(tried) < few or (len(tried) < enough and sum(seconds for _, seconds in tried) < TRIAL_SECONDS):
        return None
    return min(seconds / steps for steps, seconds in tried)


def _signature(engine: TensorFlowEngine) -> Any:
    model = engine.model
    layers = tuple(type(layer).__name__ for layer in getattr(model, "layers", ()))
    shapes = tuple(tuple(variable.shape) for variable in model.variables)
    inputs = tuple(tuple(tensor.shape) for tensor in getattr(model, "inputs", None) or ())
    return engine.device, engine.batch_size, layers, shapes, inputs


def _looks_up(model: Any) -> str | None:
    """The name of the first layer that works with text or tables of words, which XLA has not; None without any."""
    for layer in model._flatten_layers():  # noqa: SLF001  # nested ones too
        if hasattr(layer, "get_vocabulary") or getattr(layer, "compute_dtype", "") == "string":
            return str(layer.name)
    return None


def _convolves(model: Any) -> bool:
    return any("Conv" in type(layer).__name__ for layer in model._flatten_layers())  # noqa: SLF001  # nested ones too
