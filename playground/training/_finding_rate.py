"""The learning-rate range test: a copy of a model trained with ever higher rates, until the loss runs away."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from playground.datasets import Dataset
from playground.errors import ConfigError, DataError, TrainingError
from playground.modeling import Graph, build_graph, carry_state, carry_weights
from playground.network import Network
from playground.training._config import TrainingConfig
from playground.training._history import History
from playground.training._objects import make
from playground.training._run import TrainingRun
from playground.training._suggesting import Floats, suggest
from playground.training._train import train

LOWEST, HIGHEST, STEPS = 1e-6, 10.0, 120
_LEAST_STEPS = 20
_FADING = 0.8
_POLL_SECONDS = 0.1


@dataclass(frozen=True, eq=False)
class RatesTried:
    """What learning rates did to the loss of a model, one step each, from low to high.

    Attributes:
        rates: float32, shape (steps,).
        losses: Of the batch of each step, float32, shape (steps,); the last may be NaN or infinite.
        calm: The losses as a line through them, float32, shape (steps,); NaN where they are no numbers.
        suggested: The rate at which the loss falls fastest; None where it did not fall.
        sentence: Why.
    """

    rates: Floats
    losses: Floats
    calm: Floats
    suggested: float | None
    sentence: str

    def __repr__(self) -> str:
        return f"RatesTried({len(self.rates)} steps, suggested={self.suggested}: {self.sentence})"


def find_learning_rate(
    net_or_model: Any,
    data: Dataset,
    config: TrainingConfig | None = None,
    *,
    lowest: float = LOWEST,
    highest: float = HIGHEST,
    steps: int = STEPS,
    tick: Callable[[], None] | None = None,
) -> RatesTried:
    """Train a copy with a learning rate that rises from step to step, and see at which the loss falls fastest.

    Nothing of what is given is changed: neither weights nor optimizer. The test ends early when the loss runs away.
    `playground.charts.learning_rates` draws what it found.

    Args:
        net_or_model: A `Network`, built with weights drawn from the seed; a Keras model or a `Graph`, copied with its
            weights.
        data: What is trained on, without what the configuration holds back.
        config: How to train; its optimizer with another rate. None for the defaults. Callbacks are not called.
        lowest: The rate of the first step.
        highest: The rate of the last step; those between grow by equal factors.
        steps: How many rates are tried, 20 at least.
        tick: Called ten times a second meanwhile; what it raises ends the test.

    Returns:
        The losses and the suggestion.

    Raises:
        ConfigError: The rates or the number of steps make no sense.
        DataError: There is no data.
        TrainingError: The model can't be copied, or can't be trained; the sentence says why.
    """
    if not isinstance(data, Dataset):
        raise DataError(
            f"find_learning_rate takes a data set, got {type(data).__name__}; make one with datasets.from_arrays."
        )
    if not 0 < lowest < highest < float("inf"):
        raise ConfigError(f"The learning rates must rise from above 0: from {lowest:g} to {highest:g} they don't.")
    if not isinstance(steps, int) or steps < _LEAST_STEPS:
        raise ConfigError(f"A range test takes {_LEAST_STEPS} steps or more, got {steps!r}.")
    config = TrainingConfig() if config is None else config
    rates = np.geomspace(lowest, highest, steps).astype(np.float32)
    rising = _Rising(rates.tolist())
    seen = replace(data.split(config.validation_split, config.seed), validation=None)
    run = train(
        _copy(net_or_model, config),
        seen,
        replace(
            config,
            optimizer=_fresh(config.optimizer, lowest),
            callbacks=(rising.callback(),),
            epochs=-(-steps * config.batch_size // len(seen)),
            validation_split=0.0,
            jit_compile="off",
            snapshot_memory=0,
        ),
        paused=True,
    )
    rising.history = run.history
    _carry_out(run, tick)
    losses = run.history.steps.get("loss", np.zeros(0, np.float32))[:steps]
    calm, suggested, sentence = suggest(rates[: len(losses)], losses)
    return RatesTried(rates[: len(losses)], losses, calm, suggested, sentence)


class _Rising:
    """Sets the rate of each step, and ends the run after the last one, or when the loss has run away."""

    def __init__(self, rates: list[float]) -> None:
        self.history = History()
        self._rates = rates
        self._start = self._best = self._calm = 0.0

    def callback(self) -> Any:
        import keras

        # A lambda callback acts on single batches: each step is a call of its own.
        made: Any = keras.callbacks.LambdaCallback(
            on_train_batch_begin=lambda *_, **__: self._set(made.model),
            on_train_batch_end=lambda *_, **__: self._look(made.model),
        )
        return made

    def _set(self, model: Any) -> None:
        model.optimizer.learning_rate = self._rates[min(len(self.history), len(self._rates) - 1)]

    def _look(self, model: Any) -> None:
        done, loss = len(self.history), float(self.history.steps["loss"][-1])
        if done == 1:
            self._start = self._best = self._calm = loss
        self._calm = _FADING * self._calm + (1 - _FADING) * loss
        self._best = min(self._best, self._calm)
        fall = max(self._start - self._best, abs(self._start) / 10)
        if done >= len(self._rates) or self._calm > self._start + 3 * fall:
            model.stop_training = True


def _carry_out(run: TrainingRun, tick: Callable[[], None] | None) -> None:
    try:
        with suppress(TrainingError):  # it has failed already: `wait` says why
            run.resume()
        while run.wait_until(timeout=_POLL_SECONDS) not in {"finished", "stopped", "failed"}:
            if tick is not None:
                tick()
    finally:
        run.stop()
        run.wait_until()
    if run.problem is None or run.problem.code != "diverged":
        run.wait()


def _copy(net_or_model: Any, config: TrainingConfig) -> Any:
    """The same with variables of its own; a network gets them when it is built."""
    import keras

    if isinstance(net_or_model, Network):
        return net_or_model
    if isinstance(net_or_model, Graph):
        graph = build_graph(net_or_model.network, config.seed, config.precision)
        carry_weights(net_or_model, graph)
        return graph
    if not isinstance(net_or_model, keras.Model):
        raise TrainingError(f"find_learning_rate takes a network or a Keras model, got {type(net_or_model).__name__}.")
    try:
        copy = keras.models.clone_model(net_or_model)
    except Exception as error:
        raise TrainingError(
            f"Model “{net_or_model.name}” can't be copied to try learning rates on: {str(error).splitlines()[0]} "
            "Give a functional or sequential model."
        ) from error
    layers = [list(model._flatten_layers(include_self=False)) for model in (net_or_model, copy)]  # noqa: SLF001  # nested ones too
    for before, made in zip(*layers, strict=True):
        carry_state(before, made)
    return copy


def _fresh(optimizer: Any, rate: float) -> Any:
    """An optimizer of the same settings that nobody else has, with a plain learning rate in place of a schedule."""
    made = make("optimizers", optimizer)
    if isinstance(made, str):
        import keras

        made = keras.optimizers.get(made)
    made = getattr(made, "inner_optimizer", made)
    if not hasattr(made, "learning_rate"):
        raise ConfigError(f"The optimizer {type(made).__name__} has no learning rate to be found.")
    return type(made).from_config({**made.get_config(), "learning_rate": rate})
