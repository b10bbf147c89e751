"""The weights of one layer, small enough for a screen: filters, matrices, biases. Means of blocks, never samples."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import keras
    import numpy as np

    Floats = np.ndarray[Any, np.dtype[np.float32]]

WeightForm = Literal["filters", "matrix", "values", "none"]

BINS = 32
PAGE = 64
MOST_ARRAYS = 16
_SIDE = 64
_FILTER_SIDE = 32
_VALUES = 256
_COUNTED = 4_000_000
_PLANE = 2


@dataclass(frozen=True)
class WeightArray:
    """One variable of a layer as a picture.

    Attributes:
        name: As Keras names it within the layer: `kernel`, `bias`.
        shape: Of the whole variable.
        form: `filters`: values of shape (count, height, width), one image a kernel; `matrix`: (rows, columns);
            `values`: (count,); `none`: there is nothing to be drawn, and `sentence` says why.
        values: float32. A block that has a value which is not finite is not finite.
        total: How many filters there are; 1 for the other forms.
        first: The number of the first filter shown.
        blocks: How many values of the variable one shown value is the mean of, downwards and across.
        low: The lowest finite value of the whole variable.
        high: The highest one.
        unsound: How many values are NaN or infinite.
        counts: float32 (32,): how many finite values lie in each equal bin from `low` to `high`; of more than four
            million values each n-th is counted.
        sentence: Why there is no picture; empty where there is one.
    """

    name: str
    shape: tuple[int, ...]
    form: WeightForm
    values: "Floats"
    total: int = 1
    first: int = 0
    blocks: tuple[int, int] = (1, 1)
    low: float = 0.0
    high: float = 0.0
    unsound: int = 0
    counts: "Floats | None" = None
    sentence: str = ""


def weights(layer: "keras.Layer", page: int = 0) -> tuple[WeightArray, ...]:
    """The weights that a layer has now, the first 16 variables of it.

    Args:
        layer: A built layer of any kind; wrappers show what they wrap.
        page: Which 64 filters of a convolution; past the end it is the last page.

    Returns:
        One picture a variable, in the layer's order; none where the layer has no weights.
    """
    convolves = hasattr(layer, "kernel_size")
    variables = getattr(layer, "weights", ())[:MOST_ARRAYS]  # an operation has none
    return tuple(_pictured(variable, page, convolves=convolves) for variable in variables)


def _pictured(variable: Any, page: int, *, convolves: bool) -> WeightArray:
    import keras
    import numpy as np

    name, shape = str(variable.name), tuple(int(length) for length in variable.shape)
    empty = np.zeros(0, np.float32)
    dtype = keras.backend.standardize_dtype(variable.dtype)
    if dtype == "string" or 0 in shape:
        why = (
            f"“{name}” holds text, and no numbers."
            if dtype == "string"
            else f"“{name}” is empty: its shape is {shape}."
        )
        return WeightArray(name, shape, "none", empty, sentence=why)
    array = keras.ops.convert_to_numpy(keras.ops.cast(variable.value, "float32"))
    finite = np.isfinite(array)
    unsound = int(array.size - np.count_nonzero(finite))
    if unsound == array.size:
        low, high, counts = 0.0, 0.0, np.zeros(BINS, np.float32)
    else:
        low = float(np.min(array, where=finite, initial=np.inf))
        high = float(np.max(array, where=finite, initial=-np.inf))
        counts = _counted(array, low, high)
    if convolves and array.ndim > _PLANE:
        total, first, values, blocks = _filters(array, page)
        form: WeightForm = "filters"
    elif array.ndim >= _PLANE:
        total, first = 1, 0
        values, blocks = _smaller(array.reshape(len(array), -1), _SIDE)
        form = "matrix"
    else:
        total, first = 1, 0
        row, (_, across) = _smaller(array.reshape(1, -1), _VALUES)
        values, blocks, form = row[0], (1, across), "values"
    return WeightArray(name, shape, form, values, total, first, blocks, low, high, unsound, counts)


def _filters(array: "Floats", page: int) -> "tuple[int, int, Floats, tuple[int, int]]":
    """A page of kernels as images: the two axes before the last two, or of kernels of sequences time and channel."""
    import numpy as np

    images = array[:, :, None, :] if array.ndim == _PLANE + 1 else array
    height, width = images.shape[-4], images.shape[-3]
    total = images.size // (height * width)
    pages = -(-total // PAGE)
    first = PAGE * min(max(page, 0), pages - 1)
    # By output, then by input, then by depth: what belongs to one filter stands together.
    flat = np.moveaxis(images, (-4, -3), (-2, -1))
    order = (flat.ndim - 3, *range(flat.ndim - 4, -1, -1), flat.ndim - 2, flat.ndim - 1)
    stack = np.transpose(flat, order)
    lengths = stack.shape[:-2]
    shown = [stack[np.unravel_index(number, lengths)] for number in range(first, min(first + PAGE, total))]
    small = [_smaller(np.asarray(each, np.float32), _FILTER_SIDE) for each in shown]
    return total, first, np.stack([values for values, _ in small]), small[0][1]


def _smaller(plane: "Floats", side: int) -> "tuple[Floats, tuple[int, int]]":
    """Means over blocks, so that neither axis is longer than `side`; of the block at an edge what there is of it."""
    import numpy as np

    down, across = (-(-length // side) for length in plane.shape)
    if (down, across) == (1, 1):
        return np.ascontiguousarray(plane), (1, 1)
    rows, columns = np.arange(0, plane.shape[0], down), np.arange(0, plane.shape[1], across)
    with np.errstate(invalid="ignore", over="ignore"):
        sums = np.add.reduceat(np.add.reduceat(plane, rows, axis=0, dtype=np.float64), columns, axis=1)
    sizes = np.outer(np.diff([*rows, plane.shape[0]]), np.diff([*columns, plane.shape[1]]))
    return (sums / sizes).astype(np.float32), (down, across)


def _counted(array: "Floats", low: float, high: float) -> "Floats":
    import numpy as np

    flat = array.ravel()[:: -(-array.size // _COUNTED)]
    sound = flat[np.isfinite(flat)].astype(np.float64)
    span = high - low
    places = np.minimum((sound - low) / (span or 1.0) * BINS, BINS - 1).astype(np.int64)
    return np.bincount(places, minlength=BINS).astype(np.float32)
