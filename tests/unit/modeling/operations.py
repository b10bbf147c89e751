"""For each operation of `keras.ops` a network that it works in: what enters its ports, how it is set and called."""

from typing import Any

import msgspec

from playground.catalog import catalog, is_operation, kind
from playground.network import Edge, Layer, Network, Node

PLACEABLE = [each.name for each in catalog().layers if is_operation(each.name) and not each.obstacle]


class Case(msgspec.Struct, frozen=True):
    """The settings of an `InputLayer` by port, the operation's own, and the arguments of its call."""

    inputs: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    arguments: dict[str, Any] = {}


def whole(*shape: int | None, dtype: str = "float32") -> dict[str, Any]:
    """An input whose batch axis is given too."""
    return {"batch_shape": list(shape), "dtype": dtype}


def sample(*shape: int | None, dtype: str = "float32") -> dict[str, Any]:
    """An input of samples."""
    return {"shape": list(shape), "dtype": dtype}


def array(*shape: int) -> dict[str, Any]:
    """A constant: an array of ones."""
    value: Any = 1.0
    for axis in reversed(shape):
        value = [value] * axis
    return {"dtype": "float32", "value": value}


IMAGE = sample(8, 8, 3)
SQUARE = sample(4, 4)
COUNTS = sample(4, 4, dtype="int32")
LENGTHS = sample(dtype="int32")
_CONV = Case({"inputs": IMAGE}, arguments={"kernel": array(3, 3, 3, 2)})
_POOL = Case({"inputs": IMAGE})
_SEGMENTS = Case({"data": sample(4), "segment_ids": LENGTHS}, {"num_segments": 3})
_SHARE = Case(arguments={"q": 0.5})

CASES: dict[str, Case] = {
    **{
        f"ops.{name}": Case(dict.fromkeys(ports.split(), COUNTS))
        for ports, names in {
            "x": "bitwise_invert bitwise_not one_hot",
            "x y": ("bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor left_shift right_shift"),
            "x1 x2": "gcd lcm",
        }.items()
        for name in names.split()
    },
    **{f"ops.segment_{name}": _SEGMENTS for name in ("max", "min", "prod", "sum")},
    **{f"ops.{name}": _SHARE for name in ("nanpercentile", "nanquantile", "percentile", "quantile")},
    **{f"ops.{name}_pool": _POOL for name in ("average", "max")},
    **{f"ops.{name}": Case({"x": sample(4)}, arguments={}) for name in ("corrcoef", "argpartition")},
    "ops.add": Case({"x1": SQUARE}, arguments={"x2": 2.0}),
    "ops.batch_normalization": Case({"x": sample(4)}, arguments={"mean": array(4), "variance": array(4)}),
    "ops.bincount": Case({"x": sample(4, dtype="int32")}),
    "ops.broadcast_to": Case({"x": whole(1, 4)}, {"shape": [3, 4]}),
    "ops.concatenate": Case(settings={"axis": -1}),
    "ops.conv": _CONV,
    "ops.correlate": Case({"x1": whole(6), "x2": whole(3)}),
    "ops.cross": Case({"x1": sample(3), "x2": sample(3)}),
    "ops.ctc_decode": Case({"inputs": SQUARE, "sequence_lengths": LENGTHS}),
    "ops.ctc_loss": Case(
        {"target": sample(2, dtype="int32"), "output": sample(6, 5), "target_length": LENGTHS, "output_length": LENGTHS}
    ),
    "ops.depth_to_space": Case({"x": sample(4, 4, 8)}),
    "ops.depthwise_conv": Case({"inputs": IMAGE}, arguments={"kernel": array(3, 3, 3, 1)}),
    "ops.diag": Case({"x": whole(4)}),
    "ops.digitize": Case({"x": SQUARE}, arguments={"bins": {"dtype": "float32", "value": [0.2, 0.6]}}),
    "ops.dot_product_attention": Case({port: sample(4, 2, 8) for port in ("query", "key", "value")}),
    "ops.einsum": Case(settings={"subscripts": "bij,bjk->bik"}),
    "ops.fold": Case({"x": sample(12, 4)}, {"output_size": 4, "stride": 2}),
    "ops.get_item": Case({"x": SQUARE}, arguments={"key": "..., None, 1:3"}),
    "ops.image.affine_transform": Case({"images": IMAGE, "transform": sample(8)}),
    "ops.image.crop_images": Case(
        {"images": IMAGE}, {"top_cropping": 1, "left_cropping": 1, "target_height": 4, "target_width": 4}
    ),
    "ops.image.elastic_transform": Case({"images": IMAGE}, {"seed": 1}),
    "ops.image.map_coordinates": Case({"inputs": whole(4, 4), "coordinates": whole(2, 3)}),
    "ops.image.pad_images": Case(
        {"images": IMAGE}, {"top_padding": 1, "left_padding": 1, "target_height": 12, "target_width": 12}
    ),
    "ops.image.perspective_transform": Case(
        {"images": IMAGE, "start_points": sample(4, 2), "end_points": sample(4, 2)}
    ),
    "ops.image.scale_and_translate": Case(
        {"images": whole(8, 8, 3)},
        {"spatial_dims": [0, 1]},
        {"output_shape": [4, 4, 3], "scale": array(2), "translation": array(2)},
    ),
    "ops.image.ssim": Case({"image1": sample(16, 16, 3), "image2": sample(16, 16, 3)}),
    "ops.in_top_k": Case({"targets": LENGTHS, "predictions": sample(4)}),
    "ops.kron": Case({"x1": whole(2, 2), "x2": whole(2, 2)}),
    "ops.ldexp": Case({"x1": SQUARE, "x2": COUNTS}),
    "ops.lstsq": Case({"a": whole(4, 4), "b": whole(4, 2)}),
    "ops.lu_factor": Case({"x": whole(4, 4)}),
    "ops.multi_hot": Case({"inputs": COUNTS}, {"num_classes": 5}),
    "ops.norm": Case(settings={"axis": -1}),
    "ops.pad": Case(settings={"pad_width": [[0, 0], [1, 1], [0, 2]]}),
    "ops.rearrange": Case(
        {"tensor": whole(2, 4, 6, 3)}, {}, {"pattern": "b (h p) w c -> b h (w p) c", "axes_lengths": {"p": 2}}
    ),
    "ops.reshape": Case(settings={"newshape": [-1, 2, 8]}),
    "ops.scatter": Case({"indices": whole(2, 1, dtype="int32"), "values": whole(2)}, {"shape": [4]}),
    "ops.scatter_update": Case({"inputs": whole(4), "indices": whole(2, 1, dtype="int32"), "updates": whole(2)}),
    "ops.searchsorted": Case(
        {"values": sample()}, arguments={"sorted_sequence": {"dtype": "float32", "value": [0.2, 0.6]}}
    ),
    "ops.separable_conv": Case(
        {"inputs": IMAGE}, arguments={"depthwise_kernel": array(3, 3, 3, 1), "pointwise_kernel": array(1, 1, 3, 2)}
    ),
    "ops.slice": Case({"inputs": whole(3, 4)}, {"shape": [2, 2]}, {"start_indices": [0, 1]}),
    "ops.slice_update": Case({"inputs": whole(3, 4), "updates": whole(2, 2)}, {}, {"start_indices": [0, 1]}),
    "ops.space_to_depth": Case({"x": IMAGE}),
    "ops.sparse_categorical_crossentropy": Case({"target": sample(4, dtype="int32"), "output": SQUARE}),
    "ops.split": Case(settings={"axis": 1}),
    "ops.stack": Case({"x": whole(4, 4)}, {"axis": 1}, {"x": [None, array(4, 4)]}),
    "ops.stft": Case({"x": sample(32)}),
    "ops.take": Case({"x": SQUARE}, {"axis": 1}, {"indices": {"dtype": "int32", "value": [0, 2]}}),
    "ops.take_along_axis": Case({"x": SQUARE, "indices": COUNTS}, {"axis": 1}),
    "ops.tensordot": Case({"x1": SQUARE}, {"axes": 1}, {"x2": array(4, 3)}),
    "ops.transpose": Case(settings={"axes": [0, 2, 1]}),
    "ops.unfold": Case({"x": sample(3, 8, 8)}),
    "ops.unravel_index": Case({"indices": COUNTS}, {"shape": [4, 4]}),
    "ops.unstack": Case(settings={"axis": 1}),
    "ops.vander": Case({"x": sample()}),
    "ops.where": Case({"condition": sample(4, 4, dtype="bool"), "x1": SQUARE, "x2": SQUARE}),
}


def placed(name: str) -> Network:
    """A network with one operation of this kind behind inputs that suit it; the rest as it comes from the palette."""
    found = kind(name)
    assert found is not None
    case = CASES.get(name, Case())
    settings = {each.name: each.default for each in found.settings if each.required} | case.settings
    layers, nodes, edges = [], [], []
    for port in found.ports:
        if port.name not in case.inputs and (port.optional or (port.name in case.arguments and not port.many)):
            continue
        given = case.inputs.get(port.name, IMAGE if found.group == "Image" else SQUARE)
        constants = len(case.arguments.get(port.name, [])) - 1 if port.many and port.name in case.arguments else 0
        for slot in range(2 - constants if port.many else 1):
            label = f"{port.name}_{slot}" if port.many else port.name
            layers.append(Layer(f"l-{label}", "InputLayer", f"in_{label}", given))
            nodes.append(Node(f"n-{label}", f"l-{label}"))
            edges.append(Edge(f"n-{label}", "it", 0, port.name, slot))
    layers.append(Layer("it", name, "it", settings))
    nodes.append(Node("it", "it", arguments=case.arguments))
    return Network("net", tuple(layers), tuple(nodes), tuple(edges))
