"""The weights of a model at one moment, and the model as it is with them while others train on."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from playground.probing._compiled import compiled

if TYPE_CHECKING:
    import keras

Weights = Sequence[Any]
"""The values of all variables of a model, in the order of `model.variables`."""


def reader(model: "keras.Model") -> Callable[[], Weights]:
    """What reads all weights at once, as tensors that later steps leave as they are.

    No value is copied, unless and until a step writes to it. It is compiled before this returns.
    """
    variables = list(model.variables)
    return compiled(lambda: [_value(variable) for variable in variables])


def using(model: "keras.Model", weights: Weights) -> AbstractContextManager[Any]:
    """Within it, and on this thread alone, the model's variables have these values; what it writes to them is lost."""
    import keras

    scope: AbstractContextManager[Any] = keras.StatelessScope(
        state_mapping=list(zip(model.variables, weights, strict=True))
    )
    return scope


def _value(variable: Any) -> Any:
    import keras

    return keras.ops.copy(variable.value) if keras.backend.backend() == "torch" else variable.value
