"""Keras adds the bias of a layer with its channels first along the wrong axis just where we say so, nowhere else."""

import keras
import numpy as np
import pytest

from playground.checking import check
from playground.checking.rules._rule import sketch

FIRST = {"data_format": "channels_first", "padding": "same"}
FOUR = {"filters": 4, "kernel_size": 3}


def says_so(shape, kind, settings):
    found = check(*sketch(("InputLayer", {"shape": shape}), (kind, settings))).problems
    assert not [problem for problem in found if problem.severity == "error"]
    return "bias_axis" in [problem.code for problem in found]


def is_wrong(shape, kind, settings):
    """Whether Keras's own layer adds its bias to anything but its channels."""
    layer = getattr(keras.layers, kind)(**settings)
    x = np.random.default_rng(0).normal(size=(2, *shape)).astype("float32")
    plain = np.asarray(layer(x))
    bias = np.arange(1, layer.bias.shape[0] + 1, dtype="float32")
    layer.bias.assign(bias)
    first = layer.data_format == "channels_first"
    expected = plain + bias.reshape(-1, *[1] * (plain.ndim - 2)) if first else plain + bias
    return not np.allclose(layer(x), expected, atol=1e-5)


@pytest.mark.parametrize(
    ("shape", "kind", "settings"),
    [
        ((3, 4), "Conv1D", FOUR | FIRST),
        ((3, 6, 4), "Conv2D", FOUR | FIRST),
        ((3, 6, 6), "Conv2D", FOUR | FIRST | {"padding": "valid"}),
        ((3, 8, 8), "Conv2D", FOUR | FIRST | {"strides": 2}),
        ((3, 4, 4, 4), "Conv3D", FOUR | FIRST),
        ((3, 4, 4), "Conv2DTranspose", FOUR | FIRST),
        ((2, 4, 4), "DepthwiseConv2D", {"kernel_size": 3, "depth_multiplier": 2} | FIRST),
        ((4, 4, 4), "DepthwiseConv2D", {"kernel_size": 3} | FIRST),
        ((3, 4), "SeparableConv1D", FOUR | FIRST),
        ((3, 4, 6), "Conv2D", FOUR | FIRST),
        ((3, 4, 1), "Conv2D", FOUR | FIRST | {"filters": 1}),
        ((4, 4, 3), "Conv2D", FOUR | {"padding": "same"}),
    ],
)
def test_the_bias_is_on_the_wrong_axis_just_where_we_say_so(shape, kind, settings):
    assert says_so(shape, kind, settings) == is_wrong(shape, kind, settings)


def test_it_is_said_of_a_network_that_has_it_and_not_without_a_bias():
    assert says_so((3, 4, 4), "Conv2D", FOUR | FIRST)
    assert not says_so((3, 4, 4), "Conv2D", FOUR | FIRST | {"use_bias": False})
    assert not says_so((3, None, None), "Conv2D", FOUR | FIRST)
