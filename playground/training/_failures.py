"""What ended a run early, as a problem with a sentence for people."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from playground.catalog import reason_of
from playground.checking import Problem
from playground.errors import CheckError, PlaygroundError


class Refused(Exception):  # noqa: N818  # it says what happened, and never reaches a user
    """The checks before the first step, or a step, found a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Stopped(Exception):  # noqa: N818  # it is no error
    """The run was told to stop."""


def diverged(model: Any, value: float, step: int, kept: int) -> Problem:
    """The loss is not a number any more."""
    word = "NaN" if value != value else "infinite"  # noqa: PLR0124  # only NaN differs from itself
    rate = _learning_rate(model)
    now = "" if rate is None else f" (now {rate:g})"
    weights = "those it had before the first step" if kept == 0 else f"those of step {kept}"
    return Problem(
        "diverged",
        f"The loss of model “{model.name}” became {word} at step {step}; lower the learning rate{now} or scale the "
        f"inputs. The weights are {weights}.",
    )


def problem_of(
    error: BaseException, model: Any, batch_size: int = 0, nodes: Mapping[str, str] = MappingProxyType({})
) -> Problem:
    """Anything that was raised while a run was prepared or ran.

    Args:
        error: What was raised.
        model: What was trained; None when it was not built yet.
        batch_size: Samples in a step.
        nodes: Ids of nodes by the names of the layers they call.
    """
    if isinstance(error, Refused):
        return error.problem
    name = getattr(model, "name", "network")
    kind = type(error).__name__
    if isinstance(error, MemoryError) or kind == "ResourceExhaustedError":
        return Problem(
            "out_of_memory",
            f"Model “{name}” needs more memory than there is; choose a smaller batch size or fewer units.",
        )
    if isinstance(error, PlaygroundError):
        return Problem("network" if isinstance(error, CheckError) else "configuration", str(error))
    if str(error).startswith("No gradients provided"):
        return Problem(
            "no_gradient",
            f"No gradient reaches a weight of model “{name}”: between all of them and the loss stands what has none, "
            "such as argmax, round or a comparison; take it out, or take one that has a slope.",
        )
    if str(error).startswith("gradient registry has no entry"):
        return Problem(
            "gradient_missing",
            f"TensorFlow has no gradient for “{str(error).rpartition(': ')[2]}”, an operation of model “{name}”, and "
            "weights that train stand before it; put it before them, or freeze them.",
        )
    fault = None if model is None else _fault(model, batch_size, error)
    if fault is None:
        return Problem("training_error", f"Training model “{name}” failed with {kind}: {reason_of_any(error)}")
    layer, sentence = fault
    where = f"“{layer}”" if layer else f"Model “{name}”"
    return Problem("training_error", f"{where} {sentence}", node=nodes.get(layer))


def _fault(model: Any, batch_size: int, error: BaseException) -> tuple[str, str] | None:
    from playground.training._diagnosing_tensorflow import fault_in

    try:
        return fault_in(model, batch_size, error)
    except Exception:  # noqa: BLE001  # a model that was never built, or is none of Keras's graphs: the error itself says more
        return None


def reason_of_any(error: BaseException) -> str:
    """The first useful line of an error."""
    return reason_of(error) if isinstance(error, Exception) else str(error)


def _learning_rate(model: Any) -> float | None:
    try:
        return float(model.optimizer.learning_rate)
    except (AttributeError, TypeError, ValueError):
        return None
