"""TensorFlow Playground's demo, trained here and by the same arithmetic in plain JavaScript, with pictures of it all.

Networks 2-4-2-1 and 2-8-8-8-8-8-8-1 of tanh units, 250 points, batches of 10, gradient descent. Nothing is fetched,
and nothing here is a part of TensorFlow Playground: what stands against our engine was written for this file, and
Node runs it, in doubles. There are two of it. `plane_objects.mjs` has an object for each unit and for each link, as
that demo's engine does; `plane_arrays.mjs` has typed arrays, and is the harder to beat.

Both run alone, and taking 15 pictures a second, as we do. With the losses of all points after each epoch, as the page
of that demo reckons them, they also take a picture after each epoch; and, as that page, do one epoch and one picture in
each frame of 1/60 second. A picture is the boundary at 100x100 places and a map of each unit: theirs as fine as the
boundary, because one pass gives both; ours as the studio shows them, 30x30. Pictures are made, and not painted. All
begin with the same weights and are held to the same losses, and the two of Node to the same boundary, before anything
is timed.

Run with `python benchmarks/plane.py`, with `--quick` for shorter rounds. Rounds take turns; figures are medians.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from playground import datasets
from playground.probing import Extent, Plane
from playground.training import TrainingConfig, TrainingRun, train

if TYPE_CHECKING:
    from collections.abc import Callable

WHOLE = Extent(-1.0, 1.0, -1.0, 1.0)
SETTLING = 20.0
"""So many seconds the run has at most to choose its program: what is measured is what goes on after that."""
RATE, BATCH, CHECKED, PICTURES, FRAMES = 0.03, 10, 5, 15, 60
ENGINES = {"arrays": "JavaScript, typed arrays", "objects": "JavaScript, an object a unit and a link"}
NETWORKS = {"2-4-2-1": (4, 2), "2-8x6-1": (8,) * 6}
AGREEING = 1e-5
SCRIPT = Path(__file__).with_suffix(".mjs")


def points() -> datasets.Dataset:
    """A circle inside another: labels -1 and 1, half of the points to test with."""
    drawn = datasets.points("circle", samples=500, train_share=0.5)

    def signed(part: Any) -> tuple[Any, Any]:
        return part.inputs["point"], (2.0 * part.targets["class"] - 1)[:, None]

    return datasets.from_arrays(*signed(drawn), validation=signed(drawn.validation), name="circle")


def network(units: tuple[int, ...]) -> Any:
    keras.utils.set_random_seed(0)
    stack = [keras.layers.Dense(count, activation="tanh", bias_initializer="normal") for count in (*units, 1)]
    return keras.Sequential([keras.Input((2,)), *stack])


class Half(keras.losses.Loss):  # type: ignore[misc]  # keras is untyped
    """Half of the squared error."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """One value a sample and output."""
        return 0.5 * keras.ops.square(y_true - y_pred)


def config(epochs: int, *, shuffle: bool = True) -> TrainingConfig:
    return TrainingConfig(
        optimizer=keras.optimizers.SGD(RATE),
        loss=Half(),
        metrics=(),
        batch_size=BATCH,
        epochs=epochs,
        shuffle=shuffle,
        validation_split=0,
    )


def ours(units: tuple[int, ...], seconds: float, *, seen: bool, test: bool) -> tuple[float, float]:
    """Epochs a second, and pictures a second, of a run as the studio makes it."""
    data, model = points(), network(units)
    if not test:
        data = datasets.from_arrays(data.inputs, data.targets, name="circle")
    plane = Plane(model, {layer.name: layer.output for layer in model.layers} | {"point": model.inputs[0]}, WHOLE)
    plane.prepare()
    taken = [0.0, 0]

    def look(_run: TrainingRun) -> None:
        now = time.perf_counter()
        if now >= taken[0]:
            plane.pictures(fine=True)
            taken[0], taken[1] = now + 1 / (PICTURES + 1), taken[1] + 1

    run = train(model, data, config(10_000_000), observers=(look,) if seen else ())
    patience = time.perf_counter() + SETTLING
    while run.status.strategy != "XLA" and time.perf_counter() < patience:
        time.sleep(0.01)
    time.sleep(1)
    steps, pictures, began = len(run.history), taken[1], time.perf_counter()
    time.sleep(seconds)
    done, looked, lasted = len(run.history) - steps, taken[1] - pictures, time.perf_counter() - began
    run.stop()
    run.wait()
    return done / (len(data) / BATCH) / lasted, looked / lasted


def theirs(
    node: str, engine: str, units: tuple[int, ...], seconds: float, *, test: bool, **pace: Any
) -> dict[str, Any]:
    """What the same arithmetic does in JavaScript.

    The `pace` is `pictures`, so many a second or `"each epoch"`, or `frames` a second, each of an epoch and a picture.
    """
    data, model = points(), network(units)

    def plain(part: Any) -> dict[str, Any]:
        return {"x": part.inputs["input"].tolist(), "y": part.targets["target"].ravel().tolist()}

    job = {
        "engine": engine,
        "layers": [
            {"kernel": layer.kernel.numpy().tolist(), "bias": layer.bias.numpy().tolist()} for layer in model.layers
        ],
        "train": plain(data),
        "test": plain(data.validation) if test else None,
        "batch": BATCH,
        "rate": RATE,
        "seconds": seconds,
        "checked": CHECKED,
        "pictures": 0,
        "frames": 0,
        **pace,
    }
    done = subprocess.run([node, SCRIPT], input=json.dumps(job), capture_output=True, text=True, check=True)  # noqa: S603  # our own file
    return dict(json.loads(done.stdout))


def check(node: str, units: tuple[int, ...]) -> str:
    """How far losses after each of five epochs, and the boundaries of the two of Node, are apart: all do the same.

    Raises:
        SystemExit: they don't, so that no time of theirs says anything.
    """
    data, model = points(), network(units)
    x, y = data.inputs["input"], data.targets["target"]
    losses = []
    for _ in range(CHECKED):
        run = train(model, datasets.from_arrays(x, y), config(1, shuffle=False))
        run.wait()
        losses.append(float(np.mean(0.5 * (model.predict(x, verbose=0) - y) ** 2)))
    told = [theirs(node, engine, units, 0.01, test=False) for engine in ENGINES]
    apart = max(float(np.abs(np.array(losses) - each["first"]).max()) for each in told)
    boundaries = float(np.abs(np.subtract(*(each["boundary"] for each in told))).max())
    if not (apart < AGREEING and boundaries < AGREEING):
        sys.exit(f"Losses differ by {apart:.1e}, boundaries by {boundaries:.1e}: not the same arithmetic.")
    return f"losses of all agree to {apart:.0e}, boundaries of JavaScript to {boundaries:.0e}"


def measure(node: str, name: str, units: tuple[int, ...], rounds: int, seconds: float) -> None:
    print(f"{name}: {check(node, units)}")
    with_pictures = f"Playground, {PICTURES} pictures/s"
    for test in (False, True):
        print(f"  {'losses of training and test points each epoch' if test else 'training alone'}")
        ways: dict[str, Callable[[], tuple[float, float]]] = {}
        for engine, title in ENGINES.items():
            paces: dict[str, dict[str, Any]] = {"no pictures": {}, f"{PICTURES} pictures/s": {"pictures": PICTURES}}
            if test:
                paces |= {"a picture each epoch": {"pictures": "each epoch"}, "both in each frame": {"frames": FRAMES}}
            for pace, options in paces.items():
                ways[f"{title}, {pace}"] = partial(_theirs, node, engine, units, seconds, test=test, **options)
        ways["Playground, no pictures"] = partial(ours, units, seconds, seen=False, test=test)
        ways[with_pictures] = partial(ours, units, seconds, seen=True, test=test)
        found: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _ in range(rounds):
            for way, run in ways.items():
                found[way].append(run())
        medians = {way: tuple(map(statistics.median, zip(*each, strict=True))) for way, each in found.items()}
        us = medians[with_pictures][0]
        for way, (epochs, pictures) in medians.items():
            ratio = f"  Playground with pictures is {us / epochs:6.2f}x" if way.startswith("JavaScript") else ""
            print(f"    {way:60} {epochs:9.0f} epochs/s {pictures:8.1f} pictures/s{ratio}", flush=True)


def _theirs(*args: Any, **options: Any) -> tuple[float, float]:
    told = theirs(*args, **options)
    return told["epochs"] / told["seconds"], told["pictures"] / told["seconds"]


def rate() -> None:
    """How many pictures a second the boundary and 24 unit maps come to, by themselves."""
    model = network((8, 8, 7))
    plane = Plane(model, {layer.name: layer.output for layer in model.layers}, WHOLE)
    plane.prepare()
    plane.pictures(fine=True)
    seconds = []
    for _ in range(60):
        began = time.perf_counter()
        maps = sum(header.count for header, _ in plane.pictures(fine=True) if header.size == "thumbnail")
        seconds.append(time.perf_counter() - began)
    cost = statistics.median(seconds)
    print(f"boundary 100x100 and {maps} unit maps: {cost * 1000:.2f} ms, {1 / cost:.0f} pictures/s (goal {PICTURES})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    node = shutil.which("node")
    if node is None:
        sys.exit("This needs Node, which `make env` puts into .venv/bin; add that to PATH.")
    rate()
    for name, units in NETWORKS.items():
        measure(node, name, units, 1 if quick else 3, 2.0 if quick else 4.0)
    print("goal: 3x JavaScript with pictures, an object a unit and a link, which is what that demo's engine has")


if __name__ == "__main__":
    main()
