"""What one look into a model costs: thumbnails of all nodes, with and without an enlarged one, against other ways.

Run with `python benchmarks/probing.py`. All times are medians of one run, taken in turns; the ratios are to the probe.
"""

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from playground.probing import Probe, activations

BATCH = 32
ROUNDS = 30


def digits() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Dropout(0.25),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


def images() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(64, 3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


def medians(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    for way in ways.values():
        way()
        way()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def measure(name: str, model: keras.Model) -> None:
    x = np.random.default_rng(0).random((BATCH, *model.input_shape[1:])).astype("float32")
    tensors = {layer.name: layer.output for layer in model.layers} | {"input": model.inputs[0]}
    nodes = list(tensors)
    focus = model.layers[0].name
    probe = Probe(model, tensors, x)
    start = time.perf_counter()
    probe.pictures(nodes)
    first = time.perf_counter() - start
    whole = keras.Model(model.inputs, list(tensors.values()))
    batch = tf.constant(x)
    forward = tf.function(lambda b: model(b, training=False))
    times = medians(
        {
            "probe, thumbnails": lambda: probe.pictures(nodes),
            "probe, thumbnails and focus": lambda: probe.pictures(nodes, focus=focus),
            "compiled forward pass alone": lambda: forward(batch).numpy(),
            "eager multi-output call": lambda: [output.numpy() for output in whole(batch, training=False)],
            "activations()": lambda: activations(model, x),
            "model.predict, multi-output": lambda: whole.predict(x, verbose=0),
        }
    )
    print(f"{name}: {len(nodes)} nodes, batch of {BATCH}; first picture after {first:.2f} s")
    for way, seconds in times.items():
        print(f"  {way:30} {seconds * 1000:8.2f} ms  {seconds / times['probe, thumbnails']:6.2f}x")


if __name__ == "__main__":
    measure("digits 8x8", digits())
    measure("conv net 28x28", images())
