"""The blocks of a published network are found, and folding them leaves the model as it was."""

import time

import keras
import numpy as np
import pytest

from playground.checking import check
from playground.modeling import build_graph, carry_weights, from_keras
from playground.network import Network, Spec, apply, find_blocks, fold


@pytest.fixture(scope="module")
def resnet() -> Network:
    return from_keras(keras.applications.ResNet50(weights=None, input_shape=(32, 32, 3), classes=10))


def folded(network: Network) -> Network:
    specs = {
        (node, at): Spec(output.shape, output.dtype)
        for node, report in check(network).nodes.items()
        for at, output in enumerate(report.outputs)
    }
    return apply(network, fold(network, find_blocks(network), specs))[0]


def test_sixteen_residual_blocks_of_a_resnet_are_found_as_four_stages(resnet: Network):
    began = time.perf_counter()
    found = find_blocks(resnet)
    assert time.perf_counter() - began < 0.2
    assert len(found.blocks) == 16
    assert [len(stage) for stage in found.stages] == [3, 4, 6, 3]


def test_a_folded_resnet_has_its_parameters_its_names_and_its_shapes(resnet: Network):
    after = folded(resnet)
    report = check(after)
    assert report.ok
    assert report.parameters == check(resnet).parameters
    stages = [layer for layer in after.layers if layer.network is not None]
    assert [layer.name for layer in stages] == ["conv2", "conv3", "conv4", "conv5"]
    assert stages[0].network is not None
    assert [layer.name for layer in stages[0].network.layers if layer.network] == [
        "conv2_block1",
        "conv2_block2",
        "conv2_block3",
    ]


def test_a_folded_network_computes_the_same_with_the_weights_it_had():
    inputs = keras.Input((8, 8, 4))
    outputs = inputs
    for block in range(3):
        side = keras.layers.Conv2D(4, 3, padding="same", name=f"block{block}_conv")(outputs)
        side = keras.layers.BatchNormalization(name=f"block{block}_norm")(side)
        outputs = keras.layers.ReLU(name=f"block{block}_relu")(
            keras.layers.Add(name=f"block{block}_add")([side, outputs])
        )
    network = from_keras(keras.Model(inputs, keras.layers.GlobalAveragePooling2D()(outputs)))
    after = folded(network)
    assert [layer.name for layer in after.layers if layer.network] == ["block0", "block1", "block2"]
    old, new = build_graph(network, 1), build_graph(after, 2)
    assert carry_weights(old, new) == frozenset()
    sample = np.random.default_rng(3).normal(size=(2, 8, 8, 4)).astype("float32")
    np.testing.assert_allclose(old.model(sample), new.model(sample), rtol=1e-6)
