"""How fast the engine trains against `model.fit`, interleaved in one process, as ratios.

Run with `python -m benchmarks.training`, with `--quick` for fewer rounds, with `--only NAME` for one model. Nothing is
viewed, and nothing validated: both sides do the same steps. The ratio is of the medians of rounds that take turns.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from playground import datasets
from playground.datasets import Dataset
from playground.training import TrainingConfig, TrainingRun, train

layers = keras.layers
VITALS = 0.02
LONGER = 8  # a run of a fraction of a second is over before a share of it says anything


@dataclass(frozen=True)
class Job:
    """A model, its data, and the ratio to reach."""

    name: str
    goal: float
    make: Callable[[], Any]
    data: Dataset
    batch_size: int
    optimizer: Callable[[], Any]
    fit_epochs: int
    run_epochs: int


def jobs() -> list[Job]:
    """What is measured."""
    rng = np.random.default_rng(0)

    def random(samples: int, *shape: int) -> Dataset:
        return datasets.from_arrays(rng.normal(size=(samples, *shape)), rng.integers(0, 10, samples))

    def sequential(shape: tuple[int, ...], *stack: Any, dtype: str | None = None) -> Any:
        return keras.Sequential([keras.Input(shape, dtype=dtype), *stack])

    return [
        Job(
            "MLP 2-4-2-1, 250 points, batch 10",
            100,
            lambda: sequential(
                (2,), layers.Dense(4, activation="tanh"), layers.Dense(2, activation="tanh"), layers.Dense(1)
            ),
            datasets.load("circle"),
            10,
            lambda: keras.optimizers.SGD(0.03),
            6,
            3000,
        ),
        Job(
            "conv net, 8x8 digits, batch 32",
            6,
            lambda: sequential(
                (8, 8, 1),
                layers.Conv2D(8, 3, activation="relu"),
                layers.MaxPooling2D(),
                layers.Conv2D(16, 3, activation="relu"),
                layers.Flatten(),
                layers.Dense(10),
            ),
            datasets.load("digits"),
            32,
            keras.optimizers.Adam,
            2,
            40,
        ),
        Job(
            "MLP 784-128-10, batch 32",
            5,
            lambda: sequential((784,), layers.Dense(128, activation="relu"), layers.Dense(10)),
            random(4000, 784),
            32,
            keras.optimizers.Adam,
            1,
            12,
        ),
        Job(
            "conv net 32-64, 28x28, batch 64",
            1.1,
            lambda: sequential(
                (28, 28, 1),
                layers.Conv2D(32, 3, activation="relu"),
                layers.MaxPooling2D(),
                layers.Conv2D(64, 3, activation="relu"),
                layers.MaxPooling2D(),
                layers.Flatten(),
                layers.Dense(10),
            ),
            random(1920, 28, 28, 1),
            64,
            keras.optimizers.Adam,
            2,
            2,
        ),
        Job(
            "LSTM 32, 80 tokens, batch 32",
            3,
            lambda: sequential((80,), layers.Embedding(1000, 16), layers.LSTM(32), layers.Dense(10), dtype="int32"),
            datasets.from_arrays(rng.integers(0, 1000, (960, 80)), rng.integers(0, 10, 960)),
            32,
            keras.optimizers.Adam,
            1,
            3,
        ),
    ]


def measure(job: Job, rounds: int) -> None:
    steps = -(-len(job.data) // job.batch_size)
    model, reference = job.make(), job.make()
    config = TrainingConfig(
        optimizer=job.optimizer(), batch_size=job.batch_size, epochs=1_000_000, validation_split=0.0
    )
    began = time.perf_counter()
    run = train(model, job.data, config)
    while not len(run.history) and run.problem is None:
        time.sleep(0.002)
    first = time.perf_counter() - began
    compile_seconds = settled(run)
    run.stop()
    run.wait()
    reference.compile(optimizer=job.optimizer(), loss=model.loss, metrics=["accuracy"])
    (x,), (y,) = job.data.inputs.values(), job.data.targets.values()
    fitting = {"batch_size": job.batch_size, "verbose": 0}
    reference.fit(x, y, epochs=1, **fitting)
    bare = bare_loop(job) if "28x28" in job.name else None
    watched = train(model, job.data, config, vitals=VITALS)
    while len(watched.vitals) < 2:  # the first optimises its program
        time.sleep(0.01)
    watched.stop()
    watched.wait()
    fit, ours, plain, measured, forgetful, alone = [], [], [], [], [], []
    for _ in range(rounds):
        began = time.perf_counter()
        reference.fit(x, y, epochs=job.fit_epochs, **fitting)
        fit.append((time.perf_counter() - began) / job.fit_epochs)
        again = TrainingConfig(
            optimizer=config.optimizer, batch_size=job.batch_size, epochs=job.run_epochs, validation_split=0.0
        )
        run = train(model, job.data, again, paused=True)
        ours.append(seconds_of(run) / job.run_epochs)
        longer = replace(again, epochs=LONGER * job.run_epochs)
        plain.append(seconds_of(train(model, job.data, longer, paused=True)))
        measured.append(seconds_of(train(model, job.data, longer, paused=True, vitals=VITALS)))
        forgetful.append(seconds_of(train(model, job.data, replace(longer, snapshot_memory=0), paused=True)))
        if bare is not None:
            alone.append(bare())
    ratio = statistics.median(fit) / statistics.median(ours)
    print(
        f"{job.name:36} {ratio:7.2f} x fit (goal {job.goal:g})  {statistics.median(ours) / steps * 1e6:9.1f} us a step"
        f"  {run.status.strategy:6} compiled in {compile_seconds:.1f} s  first row after {first:.2f} s"
    )
    speed = statistics.median(plain) / statistics.median(measured)
    print(f"{'':36} {speed:7.2f} x its speed with gradients measured in {VITALS:.0%} of the time (goal 0.97)")
    kept = statistics.median(forgetful) / statistics.median(plain)
    print(f"{'':36} {kept:7.2f} x its speed without snapshots (goal 0.97)")
    if alone:
        print(f"{'':36} {statistics.median(alone) / statistics.median(ours):7.2f} x the bare compiled step (goal 0.97)")


def seconds_of(run: TrainingRun) -> float:
    """Seconds from the first step to the last of a run that is held."""
    run.wait_until("paused")
    began = time.perf_counter()
    run.resume()
    run.wait()
    return time.perf_counter() - began


def settled(run: TrainingRun) -> float:
    """Wait until the run has chosen between graph and XLA; the seconds that XLA took to compile, 0 without it."""
    deadline = time.perf_counter() + 120
    strategy = run._loop._strategy  # noqa: SLF001  # what is measured
    while not strategy._settled and time.perf_counter() < deadline:  # noqa: SLF001  # likewise
        time.sleep(0.05)
    return strategy.compile_seconds or 0.0


def bare_loop(job: Job) -> Callable[[], float]:
    """Seconds of an epoch of nothing but the compiled `train_step`, over tensors."""
    model = job.make()
    (x,), (y,) = job.data.inputs.values(), job.data.targets.values()
    model.compile(optimizer=job.optimizer(), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.train_on_batch(x[:2], y[:2])
    step = tf.function(model.train_step, autograph=False)
    batches = [
        (tf.constant(x[start : start + job.batch_size]), tf.constant(y[start : start + job.batch_size]))
        for start in range(0, len(x), job.batch_size)
    ]
    step(batches[0])

    def epoch() -> float:
        began = time.perf_counter()
        for batch in batches * job.run_epochs:
            logs = step(batch)
        logs["loss"].numpy()
        return (time.perf_counter() - began) / job.run_epochs

    return epoch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--only", default="", help="only models with this in their name")
    options = parser.parse_args()
    for job in jobs():
        if options.only in job.name:
            measure(job, 3 if options.quick else 9)


if __name__ == "__main__":
    main()
