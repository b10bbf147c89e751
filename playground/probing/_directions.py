"""Directions in the space of a model's weights: random ones that respect the filters, and those of a run's path."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playground.errors import PlaygroundError
from playground.probing._arrays import Array

if TYPE_CHECKING:
    import keras

_SMALL = 1e-12
_LEAST_MOMENTS = 3
_VECTOR = 1


def random_directions(model: "keras.Model", weights: Sequence[Array], seed: int = 0) -> tuple[list[Array], list[Array]]:
    """Two random directions, each filter as long as the filter of the model that it is added to.

    That is the filter normalisation of Li, Xu, Taylor, Studer and Goldstein, "Visualizing the Loss Landscape of Neural
    Nets" (NeurIPS 2018): without it the picture of a layer that can be scaled would depend on the scale. A filter is
    what makes one unit of the output: a column of a dense kernel, a kernel of a convolution for one of its filters, a
    row of an embedding. As there, biases and what normalisations scale and shift with stay as they are: vectors and
    scalars have no direction.

    Args:
        model: Whose trainable variables they are.
        weights: The values of its trainable variables, in their order.
        seed: The same gives the same directions.

    Returns:
        Arrays of the shapes of the weights, float32, for each direction.
    """
    import numpy as np

    generator = np.random.default_rng(seed)
    axes = [_within_filter(path, np.ndim(value)) for path, value in zip(_paths(model), weights, strict=True)]

    def draw() -> list[Array]:
        drawn = []
        for own, value in zip(axes, weights, strict=True):
            noise = generator.standard_normal(np.shape(value), dtype=np.float32)
            drawn.append(np.zeros_like(noise) if own is None else _as_long(noise, value, own))
        return drawn

    return draw(), draw()


def path_directions(
    weights: Sequence[Array], path: Array
) -> tuple[tuple[list[Array], list[Array]], tuple[float, float]]:
    """The two principal components of how the moments of a run differ from the weights it ended with, each of length 1.

    So do Li et al. (2018) draw the way of an optimizer: between random directions there is next to nothing of it.

    Args:
        weights: The values of the trainable variables now, in their order.
        path: The moments, shape (moments, weights), variables one after the other, each flat.

    Returns:
        The two directions, as `random_directions` gives them; and the share that each has of the squared distances.

    Raises:
        PlaygroundError: The moments have no two directions: there are too few, or they lie on a line.
    """
    import numpy as np

    now = np.concatenate([np.ravel(value) for value in weights]).astype(np.float32)
    steps = np.asarray(path, np.float32) - now
    # The products of moments have the same components as those of weights, of which there are far more.
    values, vectors = np.linalg.eigh((steps @ steps.T).astype(np.float64))
    if len(values) < _LEAST_MOMENTS - 1 or values[-2] <= _SMALL * max(values[-1], _SMALL):
        raise PlaygroundError(
            "The path of the run has no two directions yet: it takes three moments or more whose weights differ. Train "
            "some more steps, or choose random directions."
        )
    found: list[list[Array]] = []
    for place in (-1, -2):
        direction = (vectors[:, place].astype(np.float32) @ steps) / np.sqrt(values[place])
        # One of two signs: the run comes from the left, and from below.
        sign = -1.0 if float(direction @ steps[0]) > 0 else 1.0
        found.append(unflatten(sign * direction / np.linalg.norm(direction), weights))
    total = float(np.clip(values, 0, None).sum())
    return (found[0], found[1]), (float(values[-1] / total), float(values[-2] / total))


def projected(weights: Sequence[Array], path: Array, directions: tuple[list[Array], list[Array]]) -> Array:
    """Where moments of a run are in the plane of two directions through the weights: the nearest places.

    Returns:
        float64 of shape (moments, 2), in units of the directions.
    """
    import numpy as np

    now = np.concatenate([np.ravel(value) for value in weights]).astype(np.float64)
    basis = np.stack([np.concatenate([np.ravel(part) for part in each]) for each in directions]).astype(np.float64)
    products = np.array([basis @ (np.asarray(moment, np.float64) - now) for moment in path]).reshape(-1, 2)
    return np.asarray(products @ np.linalg.pinv(basis @ basis.T))


def unflatten(vector: Array, like: Sequence[Array]) -> list[Array]:
    """A flat vector as arrays of these shapes."""
    import numpy as np

    ends = np.cumsum([np.size(each) for each in like])
    return [part.reshape(np.shape(each)) for part, each in zip(np.split(vector, ends[:-1]), like, strict=True)]


def _paths(model: "keras.Model") -> list[tuple[str, str]]:
    """Of each trainable variable the class of its layer, and its name there."""
    owners: dict[int, str] = {}
    for layer in model._flatten_layers(include_self=False):  # noqa: SLF001  # nested ones too
        for variable in getattr(layer, "_trainable_variables", ()):
            owners.setdefault(id(variable), type(layer).__name__)
    return [(owners.get(id(each), ""), each.name) for each in model.trainable_variables]


def _within_filter(owner: tuple[str, str], rank: int) -> tuple[int, ...] | None:
    """The axes that a filter extends over; None for what is no filter."""
    kind, name = owner
    if rank <= _VECTOR:
        return None
    if kind == "Embedding":
        return tuple(range(1, rank))
    if name == "depthwise_kernel":
        return tuple(range(rank - 2))
    if "Transpose" in kind:
        return (*range(rank - 2), rank - 1)
    return tuple(range(rank - 1))


def _as_long(noise: Array, value: Any, axes: tuple[int, ...]) -> Array:
    """Noise whose filters have the lengths of those of the value."""
    import numpy as np

    wanted = np.sqrt(np.square(np.asarray(value, np.float32)).sum(axis=axes, keepdims=True))
    got = np.sqrt(np.square(noise).sum(axis=axes, keepdims=True))
    return np.asarray(noise * (wanted / np.maximum(got, _SMALL)), np.float32)
