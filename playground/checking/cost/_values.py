"""Layers that work on each value by itself, and those that only move values."""

from collections.abc import Callable

from playground.checking.cost._call import Asked, activation_cost


def none(asked: Asked) -> int:
    """Moves values, or does nothing when the network is used."""
    del asked
    return 0


def once(asked: Asked) -> int:
    """One operation for each value that comes out."""
    return asked.made


def each(operations: int) -> Callable[[Asked], int]:
    """So many operations for each value that comes out."""
    return lambda asked: operations * asked.made


def merge(asked: Asked) -> int:
    """One operation for each value and each input after the first."""
    return (max(len(asked.inputs), 2) - 1) * asked.made


def average(asked: Asked) -> int:
    """A sum and a division."""
    return len(asked.inputs) * asked.made


def activation(asked: Asked) -> int:
    """The activation's operations for each value."""
    return activation_cost(asked.value("activation")) * asked.made


def reduce(asked: Asked) -> int:
    """Each value that goes in, once."""
    return asked.given


def upsampling(asked: Asked) -> int | None:
    """Nothing where values are repeated; an interpolation has no closed form here."""
    return 0 if asked.value("interpolation") in (None, "nearest") else None


_MOVED = (
    *("InputLayer", "Embedding", "Identity", "Masking", "Flatten", "Reshape", "Permute", "RepeatVector", "Concatenate"),
    *(f"{stem}{axes}D" for stem in ("Cropping", "ZeroPadding") for axes in (1, 2, 3)),
    *("UpSampling1D", "UpSampling3D", "CenterCrop", "Dropout", "ActivityRegularization", "AlphaDropout"),
    *(
        "GaussianDropout",
        "GaussianNoise",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "SpatialDropout3D",
        "StochasticDepth",
    ),
    *("ops.get_item", "ops.take", "ops.one_hot", "ops.slice", "ops.take_along_axis", "ops.rearrange"),
)
_REDUCED = ("mean", "sum", "max", "min", "amax", "amin", "argmax", "argmin", "prod", "count_nonzero")
_NEURAL = (
    *("relu", "sigmoid", "relu6", "elu", "selu", "celu", "gelu", "silu", "softplus", "softsign", "leaky_relu"),
    *("hard_sigmoid", "hard_silu", "hard_tanh", "log_sigmoid", "tanh_shrink", "soft_shrink", "hard_shrink"),
    *("threshold", "squareplus", "sparse_plus", "sparse_sigmoid"),
)

FORMS: dict[str, Callable[[Asked], int | None]] = {
    **dict.fromkeys(_MOVED, none),
    **dict.fromkeys(("Add", "Subtract", "Multiply", "Maximum", "Minimum"), merge),
    "Average": average,
    "Activation": activation,
    **dict.fromkeys(("ReLU", "LeakyReLU", "ELU", "PReLU", "LayerScale", "ops.where"), once),
    "Softmax": each(5),
    "BatchNormalization": each(2),
    "Rescaling": each(2),
    "Normalization": each(2),
    "LayerNormalization": each(9),
    "GroupNormalization": each(6),
    "RMSNormalization": each(4),
    "UnitNormalization": each(3),
    "CustomScaleLayer": each(2),
    "UpSampling2D": upsampling,
    **{f"ops.{name}": reduce for name in _REDUCED},
    **{f"ops.{name}": once for name in _NEURAL},
    "activations.relu": once,
    "ops.softmax": each(5),
    "ops.log_softmax": each(5),
    "ops.true_divide": once,
}
