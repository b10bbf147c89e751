"""What pictures are computed with does what the layers say, operation by operation."""

import keras
import numpy as np

from playground.probing import Probe


def test_nan_behind_a_convolution_is_not_taken_for_zero_by_its_activation():
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            *(layers.Conv2D(4, 3, activation="relu", name=name) for name in ("first", "second")),
            layers.Flatten(),
            layers.Dense(3, activation="relu", name="dense"),
        ]
    )
    bias = model.get_layer("first").bias
    bias.assign([0, np.nan, 0, 0])
    x = np.random.default_rng(0).random((64, 8, 8, 1)).astype("float32")
    probe = Probe(model, {layer.name: layer.output for layer in model.layers}, x)

    shares = {header.node: header.facts.get("nan") for header, _ in probe.pictures(["first", "second", "dense"])}

    assert shares == {"first": 0.25, "second": 1.0, "dense": 1.0}
