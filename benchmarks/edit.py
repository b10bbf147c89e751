"""How long the kernel needs to check ResNet-50 after an edit: `python benchmarks/edit.py`.

Prints the first report and, for each kind of edit, the median and the slowest over rounds of fresh values, applied
and checked by one session's checker. Goals: an edit under 15 ms at the median, the first report under 0.7 s.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from playground.catalog import catalog
from playground.checking import Checker
from playground.modeling import from_keras
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
GOAL_EDIT_MS = 15
GOAL_FIRST_S = 0.7


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="rounds of each edit")
    rounds = parser.parse_args().rounds
    import keras

    began = time.perf_counter()
    catalog()
    built = time.perf_counter() - began
    network = from_keras(keras.applications.ResNet50(weights=None))
    checker = Checker()
    began = time.perf_counter()
    report = checker.check(network)
    first = time.perf_counter() - began
    print(f"ResNet-50: {len(network.nodes)} nodes, {report.parameters:,} parameters, {len(report.problems)} problems")
    print(f"catalog, once a session         {built * 1000:8.1f} ms")
    print(f"first report                    {first * 1000:8.1f} ms   (goal {GOAL_FIRST_S * 1000:.0f} ms)")
    print(f"\n{'edit':<32}{'median':>8}{'slowest':>12}   (goal {GOAL_EDIT_MS} ms at the median)")
    for name, edits in EDITS.items():
        times = [milliseconds(checker, network, each) for each in edits(network, rounds)]
        print(f"{name:<32}{statistics.median(times):5.1f} ms{max(times):9.1f} ms")


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


def filters(network: Network, rounds: int) -> Edits:
    """Other filters in the middle of a block, which the layers up to the next Add feel."""
    layer = next(each for each in of_kind(network, "Conv2D") if each.name.endswith("_2_conv"))
    for number in range(rounds):
        yield (ChangeSetting(layer.id, "filters", 300 + number),)


def kernels(network: Network, rounds: int) -> Edits:
    """Another kernel with the same output, so that the change ends there."""
    layer = next(each for each in of_kind(network, "Conv2D") if each.name.endswith("_2_conv"))
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
