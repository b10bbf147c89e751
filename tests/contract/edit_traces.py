"""Edits and the networks they lead to, for the browser's copy of `apply`.

`python -m tests.contract.edit_traces` writes them.
"""

import random
from pathlib import Path

import msgspec

from playground.errors import EditError
from playground.network import (
    AddNode,
    Batch,
    ChangeArgument,
    ChangeSetting,
    Connect,
    Disconnect,
    Edge,
    Edit,
    Layer,
    Move,
    Network,
    Node,
    RemoveNode,
    RenameLayer,
    RenameNetwork,
    SetTrainable,
    apply,
)

PATH = Path(__file__).parents[1] / "fixtures" / "edit_traces.json"
TRACES = 12
LENGTH = 20
IDS = "abcdef"


class Trace(msgspec.Struct):
    """Edits in a row, each with the edit that takes it back, and the network after all of them."""

    edits: list[Edit]
    inverses: list[Edit]
    networks: list[Network]


def traces() -> bytes:
    """The same traces every time, as JSON."""
    chance = random.Random(20)  # noqa: S311  # a fixed sequence is what is wanted
    return msgspec.json.format(msgspec.json.encode([_trace(chance) for _ in range(TRACES)]), indent=-1)


def _trace(chance: random.Random) -> Trace:
    network, trace = Network(), Trace([], [], [])
    while len(trace.edits) < LENGTH:
        edit = _edit(chance)
        try:
            network, inverse = apply(network, edit)
        except EditError:
            continue
        trace.edits.append(edit)
        trace.inverses.append(inverse)
        trace.networks.append(network)
    return trace


def _edit(chance: random.Random, *, inside: bool = False) -> Edit:
    one, other = chance.choice(IDS), chance.choice(IDS)
    edge = Edge(one, other, chance.randint(0, 1), chance.choice(["inputs", "query"]), chance.randint(0, 1))
    layer = Layer(other, "Dense", f"{other}{chance.randint(0, 2)}", {"units": chance.randint(1, 9), "use_bias": True})
    made: list[Edit] = [
        AddNode(Node(one, other, chance.randint(-9, 9), 0.5), chance.choice([layer, layer, None])),
        AddNode(Node(one, other), layer, chance.choice([0, 1, None]), chance.choice([0, 1, None])),
        RemoveNode(one),
        Connect(edge, chance.choice([None, None, 0])),
        Connect(Edge(one, other)),
        Disconnect(edge),
        Disconnect(Edge(one, other)),
        ChangeSetting(one, chance.choice(["units", "activation"]), chance.choice([3, "relu", [1, 2], None])),
        ChangeSetting(one, chance.choice(["units", "activation"]), reset=True),
        ChangeArgument(one, "training", chance.choice([True, False]), reset=chance.random() < 0.3),
        SetTrainable(one, chance.choice([True, False])),
        RenameLayer(one, f"{other}{chance.randint(0, 2)}"),
        RenameNetwork(f"n{chance.randint(0, 9)}"),
        Move({one: (chance.randint(-99, 99), 1.5), other: (0, 0)}),
    ]
    if not inside:
        made.append(Batch((_edit(chance, inside=True), _edit(chance, inside=True)), "two"))
    return chance.choice(made)


if __name__ == "__main__":
    PATH.write_bytes(traces())
