"""The loss of a model in a plane through its weights, and where a run has come from in it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from playground.errors import PlaygroundError
from playground.probing._arrays import Array
from playground.probing._compiled import compiled
from playground.probing._directions import path_directions, projected, random_directions, unflatten
from playground.probing._inputs import input_tensors

if TYPE_CHECKING:
    import keras

Directions = Literal["random", "path"]

POINTS = 25
LEAST_POINTS, MOST_POINTS = 3, 101
MOST_WEIGHTS = 50_000_000
_MARGIN = 0.3


@dataclass(frozen=True, eq=False)
class Landscape:
    """Losses over a plane in the space of the weights; the place (0, 0) are the weights that the model has.

    Attributes:
        x: Places along the first direction, float64 of shape (points,).
        y: Places along the second, likewise.
        losses: At each place, float32 of shape (points, points): rows go with `y`. NaN or infinite where the loss is.
        here: The loss at the weights.
        path: Where the moments of the run are in the plane, float64 of shape (moments, 2); the last is (0, 0). Empty
            without a path.
        path_losses: The loss that the weights of each moment have, which lie beside the plane as a rule: float32 of
            shape (moments,).
        shares: How much of the squared distances of the path lies along each direction; None for random ones.
    """

    x: Array
    y: Array
    losses: Array
    here: float
    path: Array
    path_losses: Array
    shares: tuple[float, float] | None = None


class _Parts(NamedTuple):
    """A compiled loss at `base + a * first + b * second`, and the base it was compiled with."""

    loss: Callable[..., Any]
    base: list[Any]


def landscape(
    model: "keras.Model",
    inputs: Any,
    targets: Any,
    *,
    directions: Directions = "random",
    path: Any = None,
    seed: int = 0,
    reach: float = 1.0,
    points: int = POINTS,
    still: Callable[[], AbstractContextManager[Any]] = nullcontext,
    tick: Callable[[int, int], None] = lambda _done, _all: None,
) -> Landscape:
    """The loss of a compiled model for one batch, over a plane through its weights.

    The model is used in inference mode: nothing is dropped, and batch normalisations keep the means and variances that
    they have at the weights, at every place of the plane. Penalties of regularizers count. The model's own variables
    are read and never written.

    Args:
        model: A functional or sequential model, built and compiled with its loss.
        inputs: The batch: an array, a sequence of one an input, or a mapping from the names of the inputs.
        targets: An array, or a sequence of one an output.
        directions: `random` draws two (see `random_directions`); `path` takes the two principal components of the path.
        path: Moments of a run, float32 of shape (moments, weights): trainable variables one after the other, each flat;
            as `TrainingRun.trail` keeps them. None where there is none.
        seed: Of random directions.
        reach: How far to look. Of random directions, 1 is as far as the weights are from zero; of a path, 1 shows all
            of it with a margin.
        points: Places along each direction, 3 to 101.
        still: Within what it gives, the weights are those to look at, and no other thread compiles the model.
        tick: Called with how many losses are done and how many there are, and ends the work by raising.

    Returns:
        The losses; `playground.charts.landscape` draws them.

    Raises:
        PlaygroundError: The model has no loss; none, too many or unsound weights; or the other arguments make no sense.
    """
    import numpy as np

    _require(model, reach, points)
    batch, truth = input_tensors(model, inputs), _targets(model, targets)
    with still():
        weights = [_numpy(each.value).astype(np.float32) for each in model.trainable_variables]
    moments = _moments(path, weights)
    if not all(np.isfinite(each).all() for each in (*weights, moments)):
        raise PlaygroundError(
            f"Weights of the model “{model.name}” are NaN or infinite, and no place is near them; reset them to go on."
        )
    shares = None
    if directions == "path":
        both, shares = path_directions(weights, moments)
    else:
        both = random_directions(model, weights, seed)
    with still():
        parts = _compiled(model, batch, truth, both)
    places = projected(weights, moments, both)
    x, y = _axes(places if shares else None, reach, points)
    every = points * points + len(moments) + 1
    done = 0

    def at(a: float, b: float, base: Sequence[Any]) -> float:
        nonlocal done
        tick(done, every)
        done += 1
        return float(_numpy(parts.loss(np.float32(a), np.float32(b), *base)))

    here = at(0.0, 0.0, parts.base)
    losses = np.array([[at(a, b, parts.base) for a in x] for b in y], np.float32)
    passed = [at(0.0, 0.0, _like(unflatten(moment, weights), parts.base)) for moment in moments]
    if len(moments):
        places, passed = np.concatenate([places, [[0.0, 0.0]]]), [*passed, here]
    return Landscape(x, y, losses, here, places, np.array(passed, np.float32), shares)


def _require(model: "keras.Model", reach: float, points: int) -> None:
    import numpy as np

    if not isinstance(points, int) or not LEAST_POINTS <= points <= MOST_POINTS:
        raise PlaygroundError(
            f"A landscape has {LEAST_POINTS} to {MOST_POINTS} places along each direction, got {points!r}."
        )
    if not 0 < reach < float("inf"):
        raise PlaygroundError(f"A landscape reaches further than 0, got {reach!r}.")
    if getattr(model, "loss", None) is None:
        raise PlaygroundError(f"The model “{model.name}” has no loss to draw; compile it with one.")
    size = sum(int(np.prod(each.shape)) for each in model.trainable_variables)
    if not size:
        raise PlaygroundError(f"The model “{model.name}” has no weights that train: there is no direction to go.")
    if size > MOST_WEIGHTS:
        raise PlaygroundError(
            f"The model “{model.name}” trains {size:,} weights; a landscape takes four copies of them, and is drawn of "
            f"{MOST_WEIGHTS:,} at most. Freeze the layers that need not be looked at."
        )


def _targets(model: "keras.Model", targets: Any) -> list[Any]:
    import keras

    given = list(targets) if isinstance(targets, tuple | list) else [targets]
    if len(given) != len(model.outputs):
        raise PlaygroundError(
            f"The model “{model.name}” has {len(model.outputs)} outputs, and {len(given)} targets came: give one each."
        )
    return [keras.ops.convert_to_tensor(each) for each in given]


def _moments(path: Any, weights: Sequence[Array]) -> Array:
    import numpy as np

    size = sum(each.size for each in weights)
    moments = np.zeros((0, size), np.float32) if path is None or not len(path) else np.asarray(path, np.float32)
    if moments.ndim != 2 or moments.shape[1] != size:  # noqa: PLR2004  # moments, weights
        raise PlaygroundError(f"A path has the shape (moments, weights), here (moments, {size}): got {moments.shape}.")
    now = np.concatenate([each.ravel() for each in weights])
    # The weights of now come last anyway.
    return moments[:-1] if len(moments) and np.array_equal(moments[-1], now) else moments


def _compiled(
    model: "keras.Model",
    batch: list[Any],
    truth: list[Any],
    directions: tuple[list[Array], list[Array]],
) -> _Parts:
    import keras

    variables = model.trainable_variables
    base = [keras.ops.copy(keras.ops.convert_to_tensor(each.value)) for each in variables]
    trained = {id(each) for each in variables}
    kept = [(each, keras.ops.copy(each.value)) for each in model.variables if id(each) not in trained]
    first, second = (_like(each, base) for each in directions)
    # Of several outputs Keras keeps a mean of each loss, whose variables can't be made within a scope.
    blank = _blank(model, truth)
    model.compute_loss(y=keras.tree.pack_sequence_as(blank, truth), y_pred=blank, training=False)

    def loss(a: Any, b: Any, *values: Any) -> Any:
        moved = [
            value + keras.ops.cast(a, value.dtype) * one + keras.ops.cast(b, value.dtype) * other
            for value, one, other in zip(values, first, second, strict=True)
        ]
        with keras.StatelessScope([*kept, *zip(variables, moved, strict=True)], collect_losses=True):
            answer = model(batch if len(batch) > 1 else batch[0], training=False)
            wanted = keras.tree.pack_sequence_as(answer, truth)
            return keras.ops.cast(model.compute_loss(y=wanted, y_pred=answer, training=False), "float32")

    zero = keras.ops.convert_to_tensor(0.0, "float32")
    return _Parts(compiled(loss, zero, zero, *base), base)


def _blank(model: "keras.Model", truth: Sequence[Any]) -> Any:
    """Answers of nothing but zeros, in the structure in which the model gives them."""
    import keras

    blank = []
    for output, wanted in zip(model.outputs, truth, strict=True):
        given = tuple(wanted.shape)
        known = [size or (given[axis] if axis < len(given) else 1) for axis, size in enumerate(output.shape)]
        blank.append(keras.ops.zeros((given[0], *known[1:]), output.dtype))
    try:
        return keras.tree.pack_sequence_as(model.output, blank)
    except AttributeError:  # a sequential model that was never called has no such attribute, and one output
        return blank[0]


def _like(arrays: Sequence[Array], tensors: Sequence[Any]) -> list[Any]:
    import keras

    return [keras.ops.convert_to_tensor(each, dtype=tensor.dtype) for each, tensor in zip(arrays, tensors, strict=True)]


def _numpy(value: Any) -> Array:
    import keras
    import numpy as np

    return np.asarray(keras.ops.convert_to_numpy(value))


def _axes(places: Array | None, reach: float, points: int) -> tuple[Array, Array]:
    """Places along both directions: as far to both sides of the weights, or as the path needs."""
    import numpy as np

    if places is None or not len(places):
        side = np.linspace(-reach, reach, points)
        side[points // 2] = 0.0 if points % 2 else side[points // 2]
        return side, side
    ends = np.concatenate([places, [[0.0, 0.0]]])
    low, high = ends.min(axis=0), ends.max(axis=0)
    middle = (low + high) / 2
    # What a path hardly goes along gets a tenth of what it does.
    half = np.maximum((high - low) / 2, (high - low).max() / 10) * (1 + _MARGIN) * reach
    return (
        np.linspace(middle[0] - half[0], middle[0] + half[0], points),
        np.linspace(middle[1] - half[1], middle[1] + half[1], points),
    )
