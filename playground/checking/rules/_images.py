"""Rules on images and other grids: what windows skip, miss, or leave."""

import math
from collections.abc import Iterator

from playground.catalog import who
from playground.checking._fixes import insert, replace, set_setting
from playground.checking._words import TIMES, size
from playground.checking.rules._rule import Finding, on_nodes, sketch
from playground.checking.rules._scene import Scene
from playground.network import Layer, Node

_IMAGE = ("InputLayer", {"shape": [28, 28, 1]})
_CONVOLUTIONS = tuple(
    f"{stem}{axes}D"
    for stem, most in (("Conv", 3), ("SeparableConv", 2), ("DepthwiseConv", 2))
    for axes in range(1, most + 1)
)
_POOLINGS = tuple(f"{stem}Pooling{axes}D" for stem in ("Max", "Average") for axes in (1, 2, 3))
_HUGE = 10_000_000
_SPATIAL_RANKS = (3, 4, 5)
_IMAGE_RANK = 4
_COLOURS = (1, 3)
_FEW = 4


def _window(scene: Scene, layer: Layer, axes: int) -> tuple[int, ...] | None:
    """How far the window of a layer reaches along each axis, dilation included."""
    sizes = scene.axes(layer, "pool_size" if "Pooling" in scene.kind(layer) else "kernel_size", axes)
    rates = scene.axes(layer, "dilation_rate", axes) or (1,) * axes
    return None if sizes is None else tuple((each - 1) * rate + 1 for each, rate in zip(sizes, rates, strict=True))


def _grid(scene: Scene, node: Node, layer: Layer) -> tuple[int | None, ...]:
    """The axes of an image, without batch and channels."""
    shape = scene.inputs(node.id)[0].shape
    first = scene.value(layer, "data_format") == "channels_first"
    return shape[2:] if first else shape[1:-1]


@on_nodes(
    "stride_skips",
    "A stride that skips values",
    "warning",
    *_CONVOLUTIONS,
    *_POOLINGS,
    wrong=sketch(_IMAGE, ("Conv2D", {"filters": 8, "kernel_size": 2, "strides": 3}), ("Flatten", {})),
)
def stride_skips(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """A stride that is larger than the window jumps over values that no window ever sees.

    With a window of 2 and a stride of 3 more than half of an image is thrown away. A kernel of 1 with a stride of 2
    is left alone: that is how residual networks shrink their shortcuts.
    """
    axes = len(_grid(scene, node, layer))
    window, strides = _window(scene, layer, axes), scene.axes(layer, "strides", axes)
    if window is None or strides is None or all(one >= other for one, other in zip(window, strides, strict=True)):
        return
    if set(window) == {1} and max(strides) <= 2:  # noqa: PLR2004  # the shortcut of a residual network
        return
    seen = math.prod(min(1.0, one / other) for one, other in zip(window, strides, strict=True))
    message = f"{who(layer)} steps further than its window reaches and sees {seen:.0%} of its input; step less."
    value = list(map(min, window, strides))
    yield Finding(
        message, node.id, "strides", (set_setting(layer, "strides", value[0] if len(set(value)) == 1 else value),)
    )


@on_nodes(
    "window_past_image",
    "A kernel larger than the image",
    "warning",
    *_CONVOLUTIONS,
    wrong=sketch(
        ("InputLayer", {"shape": [2, 2, 16]}),
        ("Conv2D", {"filters": 8, "kernel_size": 5, "padding": "same", "activation": "relu"}),
    ),
)
def window_past_image(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """With `padding` same a kernel may be larger than what it slides over: some of its weights then meet only zeros.

    A kernel needs at most twice the size less one to see everything from everywhere. Images that have become so small
    usually have been pooled too often.
    """
    grid = _grid(scene, node, layer)
    window, kernel = _window(scene, layer, len(grid)), scene.axes(layer, "kernel_size", len(grid))
    if window is None or kernel is None or scene.value(layer, "padding") != "same" or None in grid:
        return
    most = [2 * (each or 1) - 1 for each in grid]
    if all(one <= other for one, other in zip(window, most, strict=True)):
        return
    value = [min(one, other) for one, other in zip(kernel, most, strict=True)]
    dilated = window != kernel
    fixes = () if dilated else (set_setting(layer, "kernel_size", value[0] if len(set(value)) == 1 else value),)
    message = (
        f"The window of {who(layer)} reaches {TIMES.join(map(str, window))}, but its input is only "
        f"{TIMES.join(map(str, grid))}: some weights never meet a value. Make it smaller, or pool less before it."
    )
    yield Finding(message, node.id, "kernel_size", fixes)


@on_nodes(
    "huge_dense",
    "A huge dense layer behind a flattened image",
    "hint",
    "Flatten",
    wrong=sketch(
        ("InputLayer", {"shape": [64, 64, 32]}), ("Flatten", {}), ("Dense", {"units": 256, "activation": "relu"})
    ),
)
def huge_dense(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """A dense layer behind a Flatten has a weight for every value of the image and every unit, many millions.

    They take memory, train slowly and learn the training images by heart. Averaging each channel over the image with
    a global pooling leaves as many values as there are channels, and is what newer networks do.
    """
    del layer
    shape = scene.inputs(node.id)[0].shape
    after = scene.first_worker(node.id)
    if len(shape) not in _SPATIAL_RANKS or after is None or scene.kind_at(after.id) != "Dense":
        return
    parameters = scene.reports[after.id].parameters
    if parameters < _HUGE:
        return
    kind = f"GlobalAveragePooling{len(shape) - 2}D"
    message = (
        f"{who(scene.network.layer_of(after.id))} has {parameters:,} parameters, because the whole of "
        f"{size(scene.inputs(node.id)[0])} enters it; a {kind} instead of the Flatten leaves few."
    )
    yield Finding(message, after.id, fixes=(replace(scene.network, node, kind, {}, f"{kind} instead of Flatten"),))


@on_nodes(
    "channels_first",
    "An image with its channels first",
    "hint",
    "InputLayer",
    wrong=sketch(("InputLayer", {"shape": [3, 64, 64]}), ("Conv2D", {"filters": 8, "kernel_size": 3}), ("Flatten", {})),
)
def channels_first(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """TensorFlow takes images as height, width, channels; PyTorch and some files have the channels first.

    A convolution then slides over colours as if they were rows. Turn the axes with a Permute, or the arrays with
    `numpy.moveaxis`.
    """
    shape = scene.reports[node.id].outputs[0].shape
    if len(shape) != _IMAGE_RANK or shape[1] not in _COLOURS or (shape[3] or 0) <= _FEW or shape[2] != shape[3]:
        return
    for edge in scene.network.edges_from.get(node.id, ()):
        target = scene.network.layer_of(edge.target)
        last = scene.value(target, "data_format") != "channels_first"
        if scene.kind(target) in (*_CONVOLUTIONS, *_POOLINGS) and last:
            fix = insert(scene.network, edge, "Permute", {"dims": [2, 3, 1]}, "Insert Permute to channels last")
            message = (
                f"{who(layer)} has {shape[1]} rows of {shape[2]}{TIMES}{shape[3]}, which looks like an image with its "
                f"channels first; {who(target)} takes them last."
            )
            yield Finding(message, node.id, "shape", (fix,))


@on_nodes(
    "bias_axis",
    "A bias that is added along the wrong axis",
    "warning",
    *_CONVOLUTIONS,
    *(f"Conv{axes}DTranspose" for axes in (1, 2, 3)),
    wrong=sketch(
        ("InputLayer", {"shape": [3, 16, 16]}),
        ("Conv2D", {"filters": 16, "kernel_size": 3, "padding": "same", "data_format": "channels_first"}),
    ),
)
def bias_axis(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """With the channels first, Keras 3.15 on TensorFlow adds a bias along the last axis where that is as long.

    `keras.ops.add` guesses from the lengths which axis has the channels, and looks at the last one first. Where the
    width of what comes out is the number of filters, each column gets a bias, and not each channel. Only a graph that
    is not compiled with XLA comes out right: what the model answers then depends on how it is run.
    """
    shape = scene.reports[node.id].outputs[0].shape
    first = scene.value(layer, "data_format") == "channels_first" and scene.value(layer, "use_bias") is not False
    if not first or shape[1] is None or shape[1] == 1 or shape[1] != shape[-1]:
        return
    grid = TIMES.join("?" if each is None else str(each) for each in shape[2:])
    message = (
        f"{who(layer)} gives {shape[1]} channels of {grid}, and Keras takes the last axis for the channels, since it "
        "is as long, and adds the bias along that; leave the bias out, take another number of filters, or "
        "channels_last."
    )
    yield Finding(message, node.id, "use_bias", (set_setting(layer, "use_bias", value=False),))


RULES = (stride_skips, window_past_image, huge_dense, channels_first, bias_axis)
