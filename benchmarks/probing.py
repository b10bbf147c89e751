"""What one look into a model costs: thumbnails of all nodes, with and without an enlarged one, against other ways.

And what the doctor costs a run: its first look, made ready on a thread beside the training, and those that follow.

Run with `python benchmarks/probing.py`, with `--quick` for fewer rounds, with `--only pictures` or `--only doctor`. All
times are medians of one run, taken in turns; the ratios are to the probe.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from playground import datasets
from playground.modeling import open_model
from playground.probing import Probe, activations
from playground.session import Session, _rounds
from playground.session._diagnosing import Diagnosing
from playground.training import TrainingConfig

BATCH = 32
LONG = 1_000_000


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


def spiral() -> keras.Model:
    hidden = [keras.layers.Dense(16, activation="relu") for _ in range(2)]
    return keras.Sequential([keras.Input((2,)), *hidden, keras.layers.Dense(1, activation="sigmoid")])


def medians(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    for way in ways.values():
        way()
        way()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def measure(name: str, model: keras.Model, rounds: int) -> None:
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
        },
        rounds,
    )
    print(f"{name}: {len(nodes)} nodes, batch of {BATCH}; first picture after {first:.2f} s")
    for way, seconds in times.items():
        print(f"  {way:30} {seconds * 1000:8.2f} ms  {seconds / times['probe, thumbnails']:6.2f}x")


def examine(name: str, model: keras.Model, data: datasets.Dataset, rounds: int) -> None:
    session = Session(open_model(model).network, data, TrainingConfig(epochs=10_000_000))
    session.play()
    run = session.running.run
    if run is None:
        return
    run.wait_until("running")
    looks: list[float] = []
    look = _rounds.Rounds.look

    def timed(rounds: _rounds.Rounds, run: object) -> None:
        start = time.perf_counter()
        look(rounds, run)
        looks.append(time.perf_counter() - start)

    _rounds.Rounds.look = timed
    start = time.perf_counter()
    time.sleep(rounds)
    while not looks and run.state == "running":
        time.sleep(0.1)
    spent, seconds, steps = sum(looks), time.perf_counter() - start, len(run.history)
    _rounds.Rounds.look = look
    run.pause()
    run.wait_until("paused")
    start = time.perf_counter()
    diagnosing = Diagnosing(run)
    diagnosing.prepare()
    first = time.perf_counter() - start
    run.history.append({name: np.ones(LONG, np.float32) for name in run.history.steps})
    long = medians({"look": diagnosing.evidence, "examine": diagnosing.findings}, rounds)["examine"]
    session.running.stop()
    print(
        f"the doctor, {name}: {len(looks)} looks of {statistics.median(looks) * 1000:.1f} ms in {seconds:.0f} s and "
        f"{steps:,} steps, {spent / seconds:.2%} of the time (goal 0.5%); ready beside the training in {first:.2f} "
        f"s; after a million steps more a look takes {long * 1000:.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--only", default="", choices=["", "pictures", "doctor"], help="one part")
    options = parser.parse_args()
    rounds = 12 if options.quick else 30
    if options.only in {"", "pictures"}:
        measure("digits 8x8", digits(), rounds)
        measure("conv net 28x28", images(), rounds)
    if options.only in {"", "doctor"}:
        examine("digits 8x8", digits(), datasets.load("digits"), rounds)
        examine("spiral", spiral(), datasets.load("spiral"), rounds)


if __name__ == "__main__":
    main()
