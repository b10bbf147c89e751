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
    Expose,
    Layer,
    Move,
    Network,
    Node,
    Note,
    Output,
    RemoveNode,
    RemoveNote,
    RenameLayer,
    RenameNetwork,
    Replace,
    SetBypassed,
    SetNote,
    SetPinned,
    SetRepeat,
    SetSignature,
    SetTrainable,
    Signature,
    Within,
    apply,
)

PATH = Path(__file__).parents[1] / "fixtures" / "edit_traces.json"
TRACES = 16
LENGTH = 24
IDS = "abcdef"


class Trace(msgspec.Struct):
    """Edits in a row, each with the edit that takes it back, and the network after all of them."""

    edits: list[Edit]
    inverses: list[Edit]
    networks: list[Network]


def traces() -> bytes:
    """The same traces every time, as JSON."""
    chance = random.Random(20)  # noqa: S311  # a fixed sequence is what is wanted
    made = [_followed(_inside()), *(_trace(chance) for _ in range(TRACES))]
    return msgspec.json.format(msgspec.json.encode(made), indent=-1)


def _followed(edits: list[Edit]) -> Trace:
    network, trace = Network(), Trace([], [], [])
    for edit in edits:
        network, inverse = apply(network, edit)
        trace.edits.append(edit)
        trace.inverses.append(inverse)
        trace.networks.append(network)
    return trace


def _inside() -> list[Edit]:
    """Wires into a model inside the model, which follow its inputs as they are renamed, taken away and added."""
    left, right = Layer("i0", "InputLayer", "left"), Layer("i1", "InputLayer", "right")
    dense = Layer("d", "Dense", "dense", {"units": 2})
    nested = Network("inner", (left, right, dense), (Node("n0", "i0"), Node("n1", "i1"), Node("n2", "d")))
    twice = Network("middle", (Layer("deep", "Model", "deep", network=nested),), (Node("n", "deep"),))
    return [
        AddNode(Node("a", "a"), Layer("a", "InputLayer", "a")),
        AddNode(Node("m", "m"), Layer("m", "Model", "m", network=nested)),
        AddNode(Node("again", "m")),
        Connect(Edge("a", "m", 0, "left")),
        Connect(Edge("a", "m", 0, "right")),
        Connect(Edge("m", "again", 0, "right")),
        Within("m", RenameLayer("i1", "wrong")),
        Within("m", Batch((RenameLayer("i1", "right"), RenameLayer("i0", "wrong")))),
        Within("m", Connect(Edge("n0", "n2"))),
        Disconnect(Edge("a", "m", 0, "wrong")),
        Within("m", RemoveNode("n0")),
        Within("m", AddNode(Node("n3", "i3"), Layer("i3", "InputLayer", "third"), 0, 0)),
        AddNode(Node("t", "t"), Layer("t", "Model", "t", network=twice)),
        Within("t", Within("deep", ChangeSetting("d", "units", 5))),
        Within("t", RenameNetwork("outer")),
        Within("t", Replace(nested)),
        SetRepeat("t", 3, shared=True),
        Expose("t", (1, 0)),
        SetSignature(Signature(returned=(Output("t", 1), Output("m")))),
        Connect(Edge("a", "t", 0, "left")),
        Within("t", RemoveNode("n1")),
    ]


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
    inputs = tuple(Layer(each, "InputLayer", f"in_{each}") for each in chance.sample(IDS, chance.randint(1, 2)))
    nested = Network("inner", inputs, tuple(Node(each.id, each.id) for each in inputs))
    model = Layer(other, "Model", f"{other}{chance.randint(0, 2)}", network=nested)
    wire = Edge(one, other, 0, chance.choice(["inputs", f"in_{inputs[0].id}"]))
    made: list[Edit] = [
        AddNode(Node(one, other), model),
        Connect(wire),
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
        SetRepeat(one, chance.randint(0, 3), chance.choice([True, False])),
        Expose(one, chance.choice([None, (), (0,), (1, 0)])),
        SetBypassed(one, chance.choice([True, False])),
        SetPinned(one, chance.choice([True, False])),
        SetNote(Note(f"note {one}", other, 1.5, 2, 100, 80), chance.choice([None, 0])),
        SetNote(Note(f"note {one}", other, 3, 4, 200, 80)),
        RemoveNote(f"note {one}"),
        Move({f"note {one}": (chance.randint(-9, 9), 0)}),
        SetSignature(Signature(outputs=chance.choice(["plain", "dict"]), returned=(Output(one, 0, other),))),
        RenameNetwork(f"n{chance.randint(0, 9)}"),
        Move({one: (chance.randint(-99, 99), 1.5), other: (0, 0)}),
    ]
    if not inside:
        made.append(Batch((_edit(chance, inside=True), _edit(chance, inside=True)), "two"))
        made += [Within(one, _edit(chance, inside=True)) for _ in range(4)]
        made += [Within(one, RenameLayer(other, f"in_{chance.choice(IDS)}")) for _ in range(4)]
        made += [Within(one, Within(other, _edit(chance, inside=True))) for _ in range(3)]
    return chance.choice(made)


if __name__ == "__main__":
    PATH.write_bytes(traces())
