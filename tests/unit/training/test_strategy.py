"""Which program a run keeps, the graph's or XLA's, by the times that they took."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import keras
import pytest

from playground.training import _strategy
from playground.training._engine_tensorflow import Fast

STEPS, GRAPH, XLA = 100, 0.001, 0.002


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """What was found of a network in another test is not remembered."""
    _strategy._known.clear()
    yield
    _strategy._known.clear()


def engine(seconds: float, *, ready: bool = False) -> Any:
    """What runs the steps, of which XLA takes so many seconds alone, and four times as long beside the compiler."""
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    fast = Fast("steps", None, None, STEPS, 4 * seconds)
    return SimpleNamespace(
        model=model, device="CPU", batch_size=10, fast=fast if ready else None, compile_steps=lambda: fast
    )


def compiled(seconds: float) -> _strategy.Strategy:
    """A strategy whose XLA program has just been compiled."""
    strategy = _strategy.Strategy(engine(seconds), "auto", whole_epochs=False)
    took(strategy, 4 * GRAPH)
    strategy._compile_now(epochs=False)
    return strategy


def took(strategy: _strategy.Strategy, each: float) -> None:
    """Steps ran on the graph, each of so many seconds."""
    strategy.graph_took(STEPS, STEPS * each, seconds_per_step=each, epoch_seconds=1.0, seconds_left=1000.0)


def try_out(strategy: _strategy.Strategy, graph: float, xla: float) -> str:
    """What is kept where nothing else takes time from either."""
    for _ in range(20):
        if strategy.fast is None:
            took(strategy, graph)
        else:
            strategy.fast_took(STEPS, STEPS * xla)
    return strategy.label


def test_the_graph_is_timed_again_when_nothing_is_compiled_beside_it_before_xla_takes_its_place():
    strategy = compiled(XLA)
    assert strategy.fast is None
    assert strategy.label == "graph, XLA compiling"
    assert try_out(strategy, GRAPH, XLA) == "graph"


def test_xla_is_kept_where_it_is_faster_than_the_graph_by_itself():
    assert try_out(compiled(XLA / 4), GRAPH, XLA / 4) == "XLA"


def test_one_slow_call_of_either_decides_nothing():
    strategy = compiled(XLA)
    for each in (9 * GRAPH, GRAPH, 9 * GRAPH, GRAPH):
        took(strategy, each)
    assert strategy.fast is not None
    for each in (XLA, XLA, 9 * XLA):
        strategy.fast_took(STEPS, STEPS * each)
    assert strategy.label == "graph"


def test_a_run_that_takes_up_another_times_the_graph_before_the_programs_that_were_never_tried():
    strategy = _strategy.Strategy(engine(XLA, ready=True), "auto", whole_epochs=False)
    assert strategy.fast is None
    assert try_out(strategy, GRAPH, XLA) == "graph"


def test_a_network_whose_epochs_were_worth_a_program_has_it_again_however_slow_a_first_step_is():
    tried = engine(XLA / 4)
    tried.compile_epochs = lambda: Fast("epochs", None, None, STEPS, XLA / 4)
    first = _strategy.Strategy(tried, "auto", whole_epochs=True)
    took(first, GRAPH)
    first._compile_now(epochs=True)
    assert try_out(first, GRAPH, XLA / 4) == "XLA"
    asked: list[bool] = []
    again = _strategy.Strategy(engine(XLA / 4), "auto", whole_epochs=True)
    again._compile = lambda *, epochs: asked.append(epochs)
    again.graph_took(1, 0.5, seconds_per_step=0.5, epoch_seconds=50.0, seconds_left=1000.0)
    assert asked == [True]
