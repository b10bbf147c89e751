"""How long the kernel needs to check a large network after an edit: `python benchmarks/edit.py`.

Prints for ResNet-50 and for EfficientNetB7 the first report and, for each kind of edit, the median and the slowest over
rounds of fresh values, applied and checked by one session's checker. Goals: an edit of ResNet-50 under 15 ms at the
median and its first report under 0.7 s; an edit of EfficientNetB7 (816 layers) under 40 ms.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from playground.catalog import catalog
from playground.checking import Checker, Report
from playground.modeling import from_keras, source_of
from playground.network import (
    ChangeSetting,
    Connect,
    Disconnect,
    Edit,
    Layer,
    Move,
    Network,
    RenameLayer,
    apply,
)

Edits = Iterator[tuple[Edit, ...]]


class Goal(NamedTuple):
    """What a network is to reach, and the ending of the names of the convolutions that are edited."""

    edit_ms: float
    first_s: float
    convolution: str


GOALS = {"ResNet50": Goal(15, 0.7, "_2_conv"), "EfficientNetB7": Goal(40, 2.0, "_project_conv")}


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="rounds of each edit")
    parser.add_argument("--only", choices=sorted(GOALS), help="one network alone")
    given = parser.parse_args()
    import keras  # noqa: F401  # the catalog's time is without Keras's own

    began = time.perf_counter()
    kinds = catalog()
    built = time.perf_counter() - began
    size = len(msgspec.json.encode(kinds))
    print(f"catalog, once a session         {built * 1000:8.1f} ms, {size:,} bytes for a page")
    for name in [given.only] if given.only else GOALS:
        measure(name, given.rounds)


def measure(name: str, rounds: int) -> None:
    """Measure one network of `keras.applications`, and print its table."""
    import keras

    goal = GOALS[name]
    network = from_keras(getattr(keras.applications, name)(weights=None))
    checker = Checker()
    began = time.perf_counter()
    report = checker.check(network)
    first = time.perf_counter() - began
    print(f"\n{name}: {len(network.nodes)} nodes, {report.parameters:,} parameters, {len(report.problems)} problems")
    print(f"first report                    {first * 1000:8.1f} ms   (goal {goal.first_s * 1000:.0f} ms)")
    print(f"{'edit':<32}{'median':>8}{'slowest':>12}   (goal {goal.edit_ms:.0f} ms at the median)")
    every: list[float] = []
    for label, edits in EDITS.items():
        times = [milliseconds(checker, network, each) for each in edits(network, rounds)]
        every += times
        print(f"{label:<32}{statistics.median(times):5.1f} ms{max(times):9.1f} ms")
    print(f"{'all edits':<32}{statistics.median(every):5.1f} ms{max(every):9.1f} ms")
    sources = [written(network, report) for _ in range(max(3, rounds // 3))]
    print(f"{'its Python, asked for later':<32}{statistics.median(sources):5.1f} ms{max(sources):9.1f} ms")


def milliseconds(checker: Checker, network: Network, edits: tuple[Edit, ...]) -> float:
    """The time to apply and check the last of some edits; those before it prepare the network."""
    *before, last = edits
    for edit in before:
        network, _ = apply(network, edit)
    checker.check(network)
    began = time.perf_counter()
    edited, _ = apply(network, last)
    checker.check(edited)
    return (time.perf_counter() - began) * 1000


def written(network: Network, report: Report) -> float:
    """The time to write the network as Python, for which the Code tab asks while it shows and edits rest."""
    began = time.perf_counter()
    source_of(network, report)
    return (time.perf_counter() - began) * 1000


def of_kind(network: Network, kind: str) -> list[Layer]:
    """Layers of a kind, those in the middle of the network first."""
    layers = [layer for layer in network.layers if layer.kind == kind]
    return sorted(layers, key=lambda layer: abs(layers.index(layer) - len(layers) // 2))


def activations(network: Network, rounds: int) -> Edits:
    """Another activation in the middle, never the same twice."""
    names = ["tanh", "elu", "gelu", "selu", "silu", "softplus", "softsign", "mish"]
    for number in range(rounds):
        layers = of_kind(network, "Activation")
        yield (ChangeSetting(layers[number // len(names)].id, "activation", names[number % len(names)]),)


def convolution(network: Network) -> Layer:
    """A convolution inside of a block, somewhere in the middle."""
    endings = tuple(goal.convolution for goal in GOALS.values())
    return next(each for each in of_kind(network, "Conv2D") if each.name.endswith(endings))


def filters(network: Network, rounds: int) -> Edits:
    """Other filters in the middle of a block, which the layers up to the next Add feel."""
    layer = convolution(network)
    for number in range(rounds):
        yield (ChangeSetting(layer.id, "filters", 300 + number),)


def kernels(network: Network, rounds: int) -> Edits:
    """Another kernel with the same output, so that the change ends there."""
    layer = convolution(network)
    for number in range(rounds):
        yield (ChangeSetting(layer.id, "kernel_size", [5, 2 * number + 3]),)


def moves(network: Network, rounds: int) -> Edits:
    """A node dropped elsewhere."""
    for number in range(rounds):
        yield (Move({network.nodes[60].id: (float(number), 1.0)}),)


def renames(network: Network, rounds: int) -> Edits:
    """Another name for a layer."""
    for number in range(rounds):
        yield (RenameLayer(network.layers[60].id, f"renamed_{number}"),)


def disconnects(network: Network, rounds: int) -> Edits:
    """A wire taken off: all that is downstream waits."""
    for number in range(rounds):
        yield (Disconnect(network.edges[20 + number]),)


def connects(network: Network, rounds: int) -> Edits:
    """The wire put back."""
    for number in range(rounds):
        edge = network.edges[20 + number]
        yield (Disconnect(edge), Connect(edge))


EDITS: dict[str, Callable[[Network, int], Edits]] = {
    "activation": activations,
    "filters, mid-graph": filters,
    "kernel size": kernels,
    "move": moves,
    "rename": renames,
    "disconnect": disconnects,
    "connect": connects,
}

if __name__ == "__main__":
    main()
