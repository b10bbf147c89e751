"""What ended a run early, as a problem with a sentence for people."""

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


def problem_of(error: BaseException, model: Any) -> Problem:
    """Anything that was raised while a run was prepared or ran."""
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
    return Problem("training_error", f"Training model “{name}” failed with {kind}: {reason_of_any(error)}")


def reason_of_any(error: BaseException) -> str:
    """The first useful line of an error."""
    return reason_of(error) if isinstance(error, Exception) else str(error)


def _learning_rate(model: Any) -> float | None:
    try:
        return float(model.optimizer.learning_rate)
    except (AttributeError, TypeError, ValueError):
        return None
