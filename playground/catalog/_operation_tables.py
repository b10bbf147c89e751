"""What introspection can't know of `keras.ops`: groups, types of parameters, and why some are no nodes. Tables only.

A new operation of Keras works without an entry here; an entry makes it nicer.
"""

from typing import Any

from playground.catalog._types import Group


def _names(words: str, path: str = "ops.") -> list[str]:
    return [path + word for word in words.split()]


HEADING = "Operations"
_LIGHT, _DARK = "#5c6672", "#a3adb9"

GROUPS = tuple(
    Group(name, short, _LIGHT, _DARK, HEADING)
    for name, short in (
        ("Arithmetic", "Math"),
        ("Comparison", "Comp"),
        ("Reduction", "Red"),
        ("Tensor shape", "Axes"),
        ("Indexing", "Index"),
        ("Linear algebra", "Lin"),
        ("Neural", "Net"),
        ("Image", "Img"),
        ("Signal", "Sig"),
    )
)

_MEMBERS = {
    "Comparison": (
        "all allclose any bitwise_and bitwise_invert bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift "
        "bitwise_xor equal greater greater_equal isclose isfinite isin isinf isnan isneginf isposinf isreal "
        "left_shift less less_equal logical_and logical_not logical_or logical_xor not_equal right_shift signbit"
    ),
    "Reduction": (
        "argmax argmin average bincount corrcoef count_nonzero cumprod cumsum histogram in_top_k logsumexp moments "
        "nanargmax nanargmin nancumprod nancumsum ptp segment_max segment_min segment_prod segment_sum trapezoid unique"
    ),
    "Tensor shape": (
        "append array array_split broadcast_to cast concatenate convert_to_numpy convert_to_tensor copy depth_to_space "
        "diag diagflat diagonal dsplit dstack dtype empty empty_like expand_dims eye flip fliplr flipud full full_like "
        "hsplit hstack identity is_tensor meshgrid moveaxis ndim ones ones_like pad ravel rearrange repeat reshape "
        "roll rot90 saturate_cast shape size space_to_depth split squeeze stack stop_gradient swapaxes tile transpose "
        "tri tril triu unstack view view_as_complex view_as_real vsplit vstack zeros zeros_like arange linspace "
        "logspace geomspace"
    ),
    "Indexing": (
        "argpartition argsort digitize get_item multi_hot nonzero one_hot scatter scatter_update searchsorted select "
        "slice slice_update sort take take_along_axis top_k unravel_index where"
    ),
    "Linear algebra": "cdist cross dot einsum inner kron logdet matmul outer slogdet tensordot trace vander vdot",
    "Signal": (
        "angle bartlett blackman conj conjugate correlate extract_sequences fft fft2 hamming hanning ifft2 imag irfft "
        "istft kaiser polar psnr real rfft stft"
    ),
}
GROUP_OF = {name: group for group, words in _MEMBERS.items() for name in _names(words)}
GROUP_OF_MODULE = {"linalg": "Linear algebra", "nn": "Neural", "image": "Image", "activations": "Neural"}

FIRST = {
    "Arithmetic": ("ops.add", "ops.subtract", "ops.multiply", "ops.divide", "ops.power", "ops.exp", "ops.log"),
    "Comparison": ("ops.equal", "ops.greater", "ops.less"),
    "Reduction": ("ops.mean", "ops.sum", "ops.max", "ops.min", "ops.argmax"),
    "Tensor shape": ("ops.reshape", "ops.transpose", "ops.concatenate", "ops.stack", "ops.split", "ops.expand_dims"),
    "Indexing": ("ops.get_item", "ops.take", "ops.where", "ops.top_k", "ops.one_hot"),
    "Linear algebra": ("ops.matmul", "ops.einsum", "ops.dot", "ops.tensordot"),
    "Neural": ("ops.relu", "ops.softmax", "ops.sigmoid", "ops.dot_product_attention"),
    "Image": ("ops.image.resize",),
    "Signal": ("ops.fft", "ops.stft"),
}
"""What stands first in its group; the rest follows by name."""

_CODE = "It takes Python functions, and a drawing holds data only; write a layer and register it instead."
_ARRAY = "It makes an array of numbers, which no wire enters; give the input that is to have it a constant instead."
_PYTHON = "It answers Python code about a tensor and computes none; read the shapes on the canvas instead."
_WINDOW = "Keras computes it from a number alone, not from a tensor; give its values as a constant instead."

_FAILS = "Keras makes a node of it that fails when it runs; {}."

_POOLS = "Keras says a wrong shape for it, and can't read it back from a file; use a layer such as {} instead."
_CODED = "associative_scan cond custom_gradient fori_loop jvp map scan switch vectorize vectorized_map while_loop"
OBSTACLES = {
    **dict.fromkeys(_names(_CODED), _CODE),
    **dict.fromkeys(_names("arange empty eye full geomspace identity linspace logspace ones tri zeros"), _ARRAY),
    **dict.fromkeys(_names("convert_to_numpy dtype is_tensor ndim shape size"), _PYTHON),
    **dict.fromkeys(_names("bartlett blackman hamming hanning kaiser"), _WINDOW),
    "ops.adaptive_average_pool": _POOLS.format("AdaptiveAveragePooling2D"),
    "ops.adaptive_max_pool": _POOLS.format("AdaptiveMaxPooling2D"),
    "ops.conv_transpose": _FAILS.format("use a layer such as Conv2DTranspose instead"),
    "ops.histogram": _FAILS.format("count with ops.bincount instead"),
    "ops.view_as_complex": _FAILS.format("keep the real and the imaginary part apart instead"),
}

_DTYPES = (
    *("float16", "bfloat16", "float32", "float64", "uint8", "uint16", "uint32", "uint64"),
    *("int8", "int16", "int32", "int64", "bool", "complex64", "complex128"),
)
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 1}
_NUMBER: dict[str, Any] = {"type": "float"}
_INTEGER: dict[str, Any] = {"type": "integer"}
_TUPLE: dict[str, Any] = {"type": "tuple"}
_SIZES: dict[str, Any] = {"type": "tuple", "minimum": 1}


def _one_of(*choices: str, **more: Any) -> dict[str, Any]:
    return {"type": "choice", "choices": choices, **more}


BY_NAME: dict[str, dict[str, Any]] = {
    "approximate": {"type": "boolean"},
    "attn_logits_soft_cap": _NUMBER,
    "axes": _TUPLE,
    "axis": _TUPLE,
    "axis1": _INTEGER,
    "axis2": _INTEGER,
    "beam_width": _COUNT,
    "bins": _COUNT,
    "block_size": _COUNT,
    "data_format": _one_of("channels_last", "channels_first"),
    "default_value": _NUMBER,
    "destination": _TUPLE,
    "dilation": _SIZES,
    "dilation_rate": _SIZES,
    "dtype": _one_of(*_DTYPES),
    "epsilon": {"type": "float", "minimum": 0},
    "fft_length": _COUNT,
    "fill_mode": _one_of("constant", "nearest", "wrap", "mirror", "reflect"),
    "fill_value": _NUMBER,
    "filter_size": _COUNT,
    "flash_attention": {"type": "boolean"},
    "indexing": _one_of("xy", "ij"),
    "indices_or_sections": _TUPLE,
    "initial": _NUMBER,
    "interpolation": _one_of("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5"),
    "kernel_size": _SIZES,
    "kth": _INTEGER,
    "length": _COUNT,
    "max_val": _NUMBER,
    "method": _one_of("linear", "lower", "higher", "midpoint", "nearest"),
    "neginf": _NUMBER,
    "newshape": {"type": "tuple", "minimum": -1},
    "num": _COUNT,
    "num_classes": _COUNT,
    "num_segments": _COUNT,
    "ord": {"type": "any"},
    "order": {"type": "any"},
    "output_padding": _TUPLE,
    "output_shape": _SIZES,
    "output_size": _SIZES,
    "pad_width": {"type": "any"},
    "padding": _one_of("valid", "same"),
    "pool_size": _SIZES,
    "posinf": _NUMBER,
    "range": {"type": "list"},
    "rcond": _NUMBER,
    "repeats": _TUPLE,
    "seed": _INTEGER,
    "sequence_length": _COUNT,
    "sequence_stride": _COUNT,
    "shape": _TUPLE,
    "shift": _TUPLE,
    "side": _one_of("left", "right"),
    "size": _SIZES,
    "source": _TUPLE,
    "spatial_dims": _TUPLE,
    "stride": _SIZES,
    "strides": _SIZES,
    "strategy": _one_of("greedy", "beam_search"),
    "subscripts": {"type": "text"},
    "synchronized": {"type": "boolean"},
    "threshold": _NUMBER,
    "tol": _NUMBER,
    "top_paths": _COUNT,
    "weights": {"type": "any"},
    "x": {"type": "any"},
    "x_max": _NUMBER,
    "x_min": _NUMBER,
    **{f"{edge}_{how}": {"type": "integer"} for edge in ("top", "left", "bottom", "right") for how in ("cropping",)},
    **{f"{edge}_padding": {"type": "integer"} for edge in ("top", "left", "bottom", "right")},
    "target_height": _COUNT,
    "target_width": _COUNT,
}
"""Types of an operation's parameters wherever they occur; one whose default is None may also be nothing."""

_ONE_AXIS = _names(
    "append argmax argmin argpartition argsort array_split categorical_crossentropy concatenate cross cumprod cumsum "
    "diff geomspace glu linspace logspace nanargmax nanargmin nancumprod nancumsum one_hot repeat sort "
    "sparse_categorical_crossentropy sparsemax split stack take take_along_axis trapezoid unique unstack"
)

BY_KIND: dict[str, dict[str, dict[str, Any]]] = {
    **{name: {"axis": _INTEGER} for name in _ONE_AXIS},
    "ops.correlate": {"mode": _one_of("valid", "same", "full")},
    "ops.fold": {"padding": {"type": "tuple", "minimum": 0}},
    "ops.image.affine_transform": {"interpolation": _one_of("bilinear", "nearest")},
    "ops.image.elastic_transform": {"interpolation": _one_of("bilinear", "nearest")},
    "ops.image.gaussian_blur": {"sigma": {"type": "list"}},
    "ops.image.map_coordinates": {"order": {"type": "integer", "minimum": 0, "maximum": 1}},
    "ops.image.perspective_transform": {"interpolation": _one_of("bilinear", "nearest")},
    "ops.image.scale_and_translate": {"method": _one_of("linear", "cubic", "lanczos3", "lanczos5")},
    "ops.multi_hot": {"axis": _INTEGER, "num_classes": {**_COUNT, "required": True}},
    "ops.pad": {"mode": _one_of("constant", "reflect", "symmetric")},
    "ops.qr": {"mode": _one_of("reduced", "complete")},
    "ops.repeat": {"axis": _INTEGER, "repeats": _TUPLE},
    "ops.rot90": {"axes": {"type": "tuple", "length": 2}},
    "ops.scatter_update": {"reduction": _one_of("add", "max", "min", "mul")},
    "ops.tensordot": {"axes": {"type": "any"}},
    "ops.unfold": {"padding": {"type": "tuple", "minimum": 0}},
    "ops.unique": {"axis": _INTEGER, "size": _COUNT},
}
"""Types of one parameter of one operation."""

STARTS: dict[str, Any] = {
    "axis": -1,
    "axis1": 1,
    "axis2": -1,
    "axes": [-1],
    "block_size": 2,
    "default_value": 0.0,
    "destination": -1,
    "dtype": "float32",
    "fft_length": 8,
    "indices_or_sections": 2,
    "k": 1,
    "kernel_size": 2,
    "kth": 1,
    "max_val": 1.0,
    "method": "linear",
    "newshape": [-1],
    "num_classes": 2,
    "order": 1,
    "output_shape": [32, 32],
    "output_size": 2,
    "pad_width": 0,
    "pool_size": 2,
    "repeats": 2,
    "sequence_length": 4,
    "sequence_stride": 2,
    "shape": [1],
    "shift": 1,
    "size": [32, 32],
    "source": 1,
    "spatial_dims": [1, 2],
    "subscripts": "...i->...i",
    "threshold": 0.0,
    "x_max": 1.0,
    "x_min": 0.0,
}
STARTS_OF_KIND: dict[str, dict[str, Any]] = {
    "ops.image.extract_patches": {"size": 2},
    "ops.image.extract_patches_3d": {"size": 2},
}
"""What a freshly placed operation begins with where Keras demands a value."""

CALLED_BY_NAME = {
    "ops.average": ("weights",),
    "ops.dot_product_attention": ("bias", "mask", "scale"),
    "ops.pad": ("constant_values",),
    "ops.rms_normalization": ("scale",),
}
"""Inputs that Keras's own functions hand on by name; a model's configuration shows which."""

NO_TENSOR: dict[str, dict[str, dict[str, Any]]] = {
    "ops.dot_product_attention": {"scale": {"type": "float", "default": None, "optional": True}},
    "ops.get_item": {
        "key": {
            "type": "text",
            "default": ":",
            "help": "What to take, as Python writes it: “:, 0” or “..., 1:3”; the first axis is the batch.",
        }
    },
    "ops.isclose": {"rtol": {"type": "float", "default": 1e-05}, "atol": {"type": "float", "default": 1e-08}},
    "ops.pad": {"constant_values": {"type": "float", "default": None, "optional": True}},
    "ops.image.scale_and_translate": {
        "output_shape": {"type": "tuple", "default": [32, 32, 3], "help": "The whole shape of what comes out."}
    },
    "ops.rearrange": {
        "pattern": {
            "type": "text",
            "default": "b h w c -> b (h w) c",
            "help": "The axes by name before and after, such as b h w c -> b (h w) c.",
        },
        "axes_lengths": {
            "type": "any",
            "default": {},
            "help": "The lengths of axes that the pattern splits, by name: {'h': 4}.",
        },
    },
    "ops.select": {"default": {"type": "any", "default": 0}},
}
"""Parameters of an operation's call that no wire can enter: settings of the node."""

FLOAT_UNLESS_SAID = frozenset({"ops.one_hot", "ops.multi_hot"})
"""Operations whose functions give the dtype that is left out: that of Keras's configuration."""

DEMANDED = {"ops.where": ("x1", "x2")}
"""Inputs that Keras takes for optional, and says wrong shapes without."""

MANY = frozenset({"condlist", "choicelist", "operands", "xs"})
COMPLEX = _names("fft fft2 ifft2 irfft istft")
"""Operations on complex numbers: their list has two tensors, the real and the imaginary parts."""
MANY_OF_KIND = dict.fromkeys((*COMPLEX, *_names("meshgrid stack")), ("x",))
"""Inputs that take a list of tensors."""
