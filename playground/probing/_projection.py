"""Many numbers a sample as two, so that samples that a layer holds for alike lie beside each other."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from playground.errors import PlaygroundError
from playground.probing._attribution import AT_ONCE, Tick, no_tick
from playground.probing._forward import find, forward, model_of
from playground.probing._inputs import input_tensors

if TYPE_CHECKING:
    import keras
    import numpy as np
    from numpy.typing import ArrayLike

    from playground.modeling import Graph

Method = Literal["pca", "umap"]
MOST_VALUES = 4_096
"""So many values of a sample are projected as they are; of more, their means over all positions."""
_FEWEST = {"pca": 2, "umap": 8}
_NEIGHBOURS = 15
_MAPS = 3


@dataclass(frozen=True)
class Projection:
    """Places in a plane.

    Attributes:
        points: float32 `(rows, 2)`.
        rows: int64 `(rows,)`: which rows of what was given; those that are NaN or infinite are left out.
        shares: Of principal components the share of the variance that each axis has; empty for UMAP.
        method: How they were found.
    """

    points: "np.ndarray"
    rows: "np.ndarray"
    shares: tuple[float, ...]
    method: Method


def project(values: "ArrayLike", method: Method = "pca", *, seed: int = 0) -> Projection:
    """Lay rows of numbers out in a plane.

    Args:
        values: `(rows, ...)`, such as the activations of a layer, or the table of an embedding.
        method: `pca`, the two directions of largest variance; or `umap`, which keeps neighbours together and comes with
            the extra `umap`.
        seed: Of UMAP's random choices.

    Raises:
        PlaygroundError: There are too few rows, or none that are finite, or UMAP is not installed.

    Source:
        UMAP: McInnes, Healy, Melville: Uniform Manifold Approximation and Projection for Dimension Reduction. 2018.
    """
    import numpy as np

    table = np.asarray(values, dtype=np.float64)
    table = table.reshape(len(table), -1) if table.ndim else table.reshape(0, 0)
    rows = np.flatnonzero(np.isfinite(table).all(axis=1))
    if method not in _FEWEST:
        raise PlaygroundError(f"Rows are projected by {' or '.join(_FEWEST)}, not by “{method}”.")
    if len(rows) < _FEWEST[method]:
        raise PlaygroundError(
            f"A projection by {method} takes {_FEWEST[method]} rows of finite numbers or more; of {len(table)} given, "
            f"{len(rows)} are."
        )
    table = table[rows]
    if method == "umap":
        return Projection(_umap(table, seed), rows, (), method)
    points, shares = _principal(table)
    return Projection(points, rows, shares, method)


def values_of(model: "keras.Model | Graph", x: Any, node: str, *, tick: Tick = no_tick) -> "np.ndarray":
    """What a node puts out for each sample of a batch, as a row of numbers, in inference mode.

    Args:
        model: A functional or sequential model, or the `Graph` of a network.
        x: A batch: an array, one array an input in a sequence, or by the input layer's name.
        node: Of a `Graph` a node's id or path, of a Keras model a layer's name or path.
        tick: Called before each part of the batch; what it raises ends the work.

    Returns:
        float32 `(samples, values)`; where a sample has more than 4,096 values, their means over all positions.

    Raises:
        PlaygroundError: There is no such node, or it puts out no numbers for each sample.
        DataError: The batch does not fit the model's inputs.
    """
    import numpy as np

    made = model_of(model)
    place = find(model, node)
    tensors = input_tensors(made, x)
    count = int(tensors[0].shape[0])
    parts: list[Any] = []

    def visit(call: Any) -> None:
        if call.place == place:
            parts.append(rows_of(numbers_of(call)))

    for start in range(0, count, AT_ONCE):
        tick()
        forward(made, [each[start : start + AT_ONCE] for each in tensors], visit)
    if not parts:
        raise PlaygroundError(f"“{node}” computes nothing of the inputs: choose a layer behind them.")
    found = np.concatenate(parts)
    if len(found) != count:
        raise PlaygroundError(f"“{node}” does not put out something for each sample, so that none can be laid out.")
    return found


def numbers_of(call: Any) -> Any:
    """What a call puts out first, as a float32 tensor with the samples on its first axis.

    Raises:
        PlaygroundError: Those are no numbers.
    """
    import keras

    output = call.outputs[0]
    if keras.backend.standardize_dtype(output.dtype) in ("string", "bool") or not len(output.shape):
        raise PlaygroundError(f"“{call.path}” puts out no numbers for each sample, so that none can be laid out.")
    return keras.ops.cast(output, "float32")


def rows_of(numbers: Any) -> "np.ndarray":
    """What `numbers_of` gives as a row a sample; where a sample has too many values, their means over all positions."""
    import keras
    import numpy as np

    values = np.asarray(keras.ops.convert_to_numpy(numbers))
    if values[0].size > MOST_VALUES and values.ndim >= _MAPS:
        values = values.mean(axis=tuple(range(1, values.ndim - 1)))
    return values.reshape(len(values), -1)


def _principal(table: "np.ndarray") -> "tuple[np.ndarray, tuple[float, ...]]":
    import keras
    import numpy as np
    from keras import ops

    centred = table - table.mean(axis=0)
    wide = centred.shape[1] > len(centred)
    # Of two matrices with the same eigenvalues the smaller. By the backend, since threads of NumPy's BLAS wait for each
    # other on a core each: beside a training that has all of them, it takes a hundred times as long.
    with keras.device("cpu"):
        rows = ops.convert_to_tensor(centred, "float64")
        columns = ops.transpose(rows)
        products = ops.matmul(rows, columns) if wide else ops.matmul(columns, rows)
        sizes, vectors = ops.eigh(products)
        found = vectors * ops.sqrt(ops.maximum(sizes, 0)) if wide else ops.matmul(rows, vectors)
        sizes, found = (np.asarray(ops.convert_to_numpy(each)) for each in (sizes, found))
    sizes = sizes[:-3:-1].clip(0)
    places = np.zeros((len(table), 2))
    known = len(sizes)
    places[:, :known] = found[:, :-3:-1]
    # The sign of a component is free: the row that is farthest out lies to the right, or above.
    for axis in range(known):
        places[:, axis] *= 1 if places[np.abs(places[:, axis]).argmax(), axis] >= 0 else -1
    total = float(np.square(centred).sum()) or 1.0
    shares = [float(size / total) for size in sizes] + [0.0] * (2 - known)
    return places.astype(np.float32), tuple(shares)


def _umap(table: "np.ndarray", seed: int) -> "np.ndarray":
    import warnings

    import numpy as np

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from umap import UMAP
    except ImportError as error:
        raise PlaygroundError(
            "UMAP comes with an extra: `pip install keras-playground[umap]`, and restart the kernel. PCA needs none."
        ) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = UMAP(n_neighbors=min(_NEIGHBOURS, len(table) - 1), random_state=seed, n_jobs=1)
        return np.asarray(made.fit_transform(table), np.float32)
