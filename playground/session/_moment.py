"""The weights of one moment of a run, kept while the run goes on."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from playground.training import tracing_of

if TYPE_CHECKING:
    from playground.modeling import Graph
    from playground.session._broadcast import Broadcast
    from playground.training import TrainingRun

Moment = tuple[int, Callable[[], AbstractContextManager[Any]]]
"""The step that weights are of, and a context in which their model has them."""


def moment_of(
    graph: "Graph", run: "TrainingRun | None", trainer: "tuple[TrainingRun, Broadcast] | None", patience: float
) -> Moment:
    """Keep the weights that a model has now.

    Args:
        graph: The model.
        run: The latest run, which counts the steps.
        trainer: The run that trains this model, if one does: it is not paused for it, but where no moment between two
            of its steps is found for so many seconds, it is held.
        patience: Seconds.

    Returns:
        The step, and a context in which the model has these weights, whatever the run does to it meanwhile, and in
        which no other thread runs Python of the model to compile it.
    """
    import keras

    kept: list[tuple[Any, Any]] = []
    step = 0

    def keep() -> None:
        nonlocal step
        step = 0 if run is None else run.shown_step
        kept.extend((each, keras.ops.copy(each.value)) for each in graph.model.variables)

    if trainer is None:
        keep()
    else:
        trainer[1].between_steps(trainer[0], keep, patience)

    @contextmanager
    def still() -> Iterator[None]:
        with tracing_of(graph.model), keras.StatelessScope(kept):
            yield

    return step, still
