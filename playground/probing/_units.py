"""What the units of some nodes do over a batch: how many are dead, how many values are at an end."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from playground.probing._compiled import compiled
from playground.probing._inputs import input_tensors

if TYPE_CHECKING:
    import keras
    import numpy as np

Range = Literal["relu", "sigmoid", "tanh"]

_NEAR = 0.05


class UnitShares(NamedTuple):
    """Of a node: the share of units that are 0 for the whole batch, and of values within a twentieth of an end."""

    dead: float
    saturated: float


class Units:
    """Looks at the units of a model with one batch, in one compiled call; reads the weights of that moment."""

    def __init__(self, model: "keras.Model", tensors: Mapping[str, tuple[Any, Range]], inputs: Any) -> None:
        """Compile.

        Args:
            model: A functional or sequential model.
            tensors: By node its symbolic output and what bounds it: `relu` below by 0, `sigmoid` by 0 and 1, `tanh`
                by -1 and 1.
            inputs: The batch, as `Probe` takes it.

        Raises:
            DataError: The batch does not fit the model's inputs.
        """
        import keras
        from keras import ops

        self._nodes = tuple(tensors)
        self._inputs = input_tensors(model, inputs)
        watched = [tensor for tensor, _ in tensors.values()]
        seen = keras.Model(model.inputs, [*watched, model.outputs[0]], name="units")
        ranges = [bounded for _, bounded in tensors.values()]

        def run(*batch: Any) -> Any:
            *values, answer = keras.tree.flatten(seen(list(batch), training=False))
            shares = [_shares(ops.cast(each, "float32"), bounded) for each, bounded in zip(values, ranges, strict=True)]
            return (ops.stack(shares) if shares else ops.zeros((0, 2))), ops.cast(answer, "float32")

        self._run = compiled(run, *self._inputs)

    def look(self) -> "tuple[dict[str, UnitShares], np.ndarray]":
        """The shares by node, and the model's first output for the batch, float32."""
        import keras

        shares, answer = (keras.ops.convert_to_numpy(each) for each in self._run(*self._inputs))
        return {node: UnitShares(*map(float, row)) for node, row in zip(self._nodes, shares, strict=True)}, answer


def _shares(x: Any, bounded: Range) -> Any:
    from keras import ops

    alive = ops.any(ops.not_equal(x, 0.0), axis=tuple(range(len(x.shape) - 1)))
    dead = 1.0 - ops.mean(ops.cast(alive, "float32"))
    if bounded == "relu":
        return ops.stack([dead, ops.zeros_like(dead)])
    distance = ops.minimum(x, 1.0 - x) if bounded == "sigmoid" else (1.0 - ops.abs(x)) / 2
    return ops.stack([dead, ops.mean(ops.cast(distance < _NEAR, "float32"))])
