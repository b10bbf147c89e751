"""The small drawings that gestures begin with; each is seen whole at 100 %."""

import itertools

from playground.network import Batch, Edge, Layer, Network, Node, Note, Spec, apply, group

IMAGE = Layer("image", "InputLayer", "image", {"shape": [8, 8, 1]})
CONVOLUTION = {"filters": 16, "kernel_size": 3, "padding": "same"}


def drawing(places: dict[str, tuple[int, int]], layers: tuple[Layer, ...], *edges: Edge) -> Network:
    nodes = tuple(Node(layer.id, layer.id, *map(float, places[layer.id])) for layer in layers)
    return Network("drawing", layers, nodes, edges)


def chain(*names: str) -> tuple[Edge, ...]:
    """Wires from each to the next."""
    return tuple(Edge(a, b) for a, b in itertools.pairwise(names))


CHAIN = drawing(
    {"image": (0, 0), "conv": (224, 0), "pool": (448, 0), "flat": (0, 150), "hidden": (224, 150), "digit": (448, 150)},
    (
        IMAGE,
        Layer("conv", "Conv2D", "conv", CONVOLUTION),
        Layer("pool", "MaxPooling2D", "pool"),
        Layer("flat", "Flatten", "flat"),
        Layer("hidden", "Dense", "hidden", {"units": 64, "activation": "relu"}),
        Layer("digit", "Dense", "digit", {"units": 10, "activation": "softmax"}),
    ),
    *chain("image", "conv", "pool", "flat", "hidden", "digit"),
)
"""Six layers in two rows, one after the other."""

LOOSE = drawing(
    {"image": (0, 0), "digit": (448, 0), "hidden": (224, 150)},
    (
        Layer("image", "InputLayer", "image", {"shape": [8]}),
        Layer("digit", "Dense", "digit", {"units": 10}),
        Layer("hidden", "Dense", "hidden", {"units": 64}),
    ),
    Edge("image", "digit"),
)
"""A long wire, and a layer below it that has none."""

MERGE = drawing(
    {"image": (0, 0), "left": (224, 0), "right": (224, 150), "sum": (448, 0)},
    (
        IMAGE,
        Layer("left", "Conv2D", "left", CONVOLUTION),
        Layer("right", "Conv2D", "right", CONVOLUTION),
        Layer("sum", "Add", "sum"),
    ),
    Edge("image", "left"),
    Edge("image", "right"),
    Edge("left", "sum"),
)
"""A sum that has one of its two wires."""

PAIR = drawing(
    {"image": (0, 0), "left": (224, 0), "right": (224, 150), "difference": (448, 0)},
    (*MERGE.layers[:3], Layer("difference", "Subtract", "difference")),
    Edge("image", "left"),
    Edge("image", "right"),
    Edge("left", "difference"),
    Edge("right", "difference", slot=1),
)
"""A difference, which takes two wires and has both."""

RANKS = drawing(
    {"rows": (0, 0), "norm": (224, 0), "conv": (224, 150)},
    (
        Layer("rows", "InputLayer", "rows", {"shape": [8, 8]}),
        Layer("norm", "LayerNormalization", "norm"),
        Layer("conv", "Conv2D", "conv", CONVOLUTION),
    ),
)
"""Rows of an image, and two layers that nothing enters: one takes any tensor, the other wants channels."""

ATTENTION = drawing(
    {"left": (0, 0), "right": (0, 150), "attend": (300, 0)},
    (
        Layer("left", "InputLayer", "left", {"shape": [16, 32]}),
        Layer("right", "InputLayer", "right", {"shape": [16, 32]}),
        Layer("attend", "MultiHeadAttention", "attend", {"num_heads": 4, "key_dim": 8}),
    ),
    Edge("left", "attend", port="query"),
)
"""An attention that has its query, and the input that could be its value."""

FAULTY = drawing(
    {"image": (0, 0), "stem": (224, 0), "conv": (448, 0), "skip": (0, 150), "flat": (224, 150), "digit": (448, 150)},
    (
        IMAGE,
        Layer("stem", "Conv2D", "stem", {**CONVOLUTION, "filters": 32}),
        Layer("conv", "Conv2D", "conv", {**CONVOLUTION, "filters": 64}),
        Layer("skip", "Add", "skip"),
        Layer("flat", "Flatten", "flat"),
        Layer("digit", "Dense", "digit", {"units": 10}),
    ),
    Edge("image", "stem"),
    Edge("stem", "conv"),
    Edge("stem", "skip"),
    Edge("conv", "skip", slot=1),
    *chain("skip", "flat", "digit"),
)
"""A sum of 32 and 64 channels: a mistake, and two layers that wait for its cure."""

NOTED = Network(
    "drawing",
    CHAIN.layers[:2],
    CHAIN.nodes[:2],
    CHAIN.edges[:1],
    notes=(Note("note", "# Why\nhalve **twice**", 0.0, 120.0, 200.0, 100.0),),
)
"""Two layers and a note below."""

REPEATED = drawing(
    {
        "image": (0, 0),
        "conv_a": (224, 0),
        "norm_a": (448, 0),
        "relu_a": (0, 150),
        "conv_b": (224, 150),
        "norm_b": (448, 150),
        "relu_b": (0, 300),
    },
    (
        IMAGE,
        Layer("conv_a", "Conv2D", "conv_a", CONVOLUTION),
        Layer("norm_a", "BatchNormalization", "norm_a"),
        Layer("relu_a", "ReLU", "relu_a"),
        Layer("conv_b", "Conv2D", "conv_b", CONVOLUTION),
        Layer("norm_b", "BatchNormalization", "norm_b"),
        Layer("relu_b", "ReLU", "relu_b"),
    ),
    *chain("image", "conv_a", "norm_a", "relu_a", "conv_b", "norm_b", "relu_b"),
)
"""Three layers, and the same three once more."""

STATES = drawing(
    {"words": (0, 0), "recall": (224, 0), "digit": (448, 0)},
    (
        Layer("words", "InputLayer", "words", {"shape": [8, 16]}),
        Layer("recall", "LSTM", "recall", {"units": 12, "return_state": True}),
        Layer("digit", "Dense", "digit", {"units": 10}),
    ),
    Edge("words", "recall"),
)
"""A layer with three outputs, and one that nothing enters."""

_SPECS = {("image", 0): Spec((None, 8, 8, 1), "float32"), ("pool", 0): Spec((None, 4, 4, 16), "float32")}


def _blocked() -> Network:
    edit = group(CHAIN, ("conv", "pool"), _SPECS, layer="block", node="block", name="block")
    assert isinstance(edit, Batch)
    return apply(CHAIN, edit)[0]


BLOCKED = _blocked()
"""The six layers, two of them in a block."""

EMPTY = Network("drawing")
