"""Rules on activations: one too many, one too few, or one that can't do what it is there for."""

from collections.abc import Iterator

from playground.catalog import who
from playground.checking._fixes import insert_after, remove, reset_setting, set_setting
from playground.checking._report import Fix
from playground.checking.rules._rule import Finding, on_nodes, sketch
from playground.checking.rules._scene import ACTIVATIONS, Scene
from playground.network import Layer, Network, Node

_ROW = ("InputLayer", {"shape": [8]})
_LINEAR = ("Dense", "Conv1D", "Conv2D", "Conv3D")


def change_activation(scene: Scene, node: Node, value: str | None) -> tuple[Fix, ...]:
    """The fix that gives a node's layer another activation (None takes it off), where that is one edit."""
    layer = scene.network.layer_by_id[node.layer]
    kind = scene.kind(layer)
    if kind == "Activation":
        return (set_setting(layer, "activation", value or "linear"),)
    if kind in ACTIVATIONS:
        if value is None and scene.before(node.id) is not None:
            return remove(scene.network, node, f"Remove “{layer.name}”")
        return ()
    if not scene.takes_activation(layer):
        return () if value is None else append_activation(scene.network, node, value)
    if value is None:
        return (reset_setting(layer, "activation", "Take the activation off"),)
    return (set_setting(layer, "activation", value),)


def append_activation(network: Network, node: Node, value: str) -> tuple[Fix, ...]:
    """The fix that puts an activation behind a node."""
    return insert_after(network, node, "Activation", {"activation": value}, f"Add the activation {value}")


@on_nodes(
    "doubled_activation",
    "Two activations in a row",
    "warning",
    *ACTIVATIONS,
    wrong=sketch(_ROW, ("Dense", {"units": 4, "activation": "relu"}), ("Activation", {"activation": "tanh"})),
)
def doubled_activation(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """An activation works on the result of another one: nearly always one of the two was forgotten there.

    The second sees only what the first lets through. A softmax after a relu can't make a class improbable, a tanh
    after a relu uses half its range.
    """
    before = scene.before(node.id)
    second = scene.activation(layer)
    if before is None or second == "linear" or scene.reports[before.id].state != "ok":
        return
    source = scene.network.layer_by_id[before.layer]
    first = scene.activation(source)
    if first == "linear":
        return
    fixes: tuple[Fix, ...] = ()
    if scene.takes_activation(source) and scene.calls(source) == 1:
        fixes = (reset_setting(source, "activation", f"Take the {first} off “{source.name}”"),)
    fixes = (*fixes, *remove(scene.network, node, f"Remove “{layer.name}”"))
    message = f"{who(layer)} applies {second} to what {who(source)} has already put through {first}; keep one of them."
    yield Finding(message, node.id, fixes=fixes)


@on_nodes(
    "linear_stack",
    "Two linear layers in a row",
    "warning",
    *_LINEAR,
    wrong=sketch(_ROW, ("Dense", {"units": 16}), ("Dense", {"units": 4, "activation": "relu"})),
)
def linear_stack(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """Two linear layers without an activation between them can do no more than one: their product is a linear layer.

    Only a bottleneck, a first layer that is narrower than what it joins, makes sense that way: it is a product of
    two thin matrices with fewer parameters than the full one, and this rule leaves it alone.
    """
    if scene.activation(layer) != "linear" or scene.calls(layer) != 1:
        return
    after = scene.first_worker(node.id)
    if after is None or scene.reports[after.id].state != "ok":
        return
    target = scene.network.layer_by_id[after.layer]
    if scene.kind(target) != scene.kind(layer) or target.id == layer.id:
        return
    narrow, given, wanted = (
        scene.reports[node.id].outputs[0].shape[-1],
        scene.inputs(node.id)[0].shape[-1],
        scene.reports[after.id].outputs[0].shape[-1],
    )
    if narrow and given and wanted and narrow < min(given, wanted):
        return
    message = (
        f"{who(layer)} and {who(target)} have no activation between them, so that together they can do no more than "
        f"“{target.name}” alone; give “{layer.name}” an activation."
    )
    yield Finding(message, node.id, "activation", (set_setting(layer, "activation", "relu"),))


@on_nodes(
    "softmax_one_unit",
    "A softmax over a single unit",
    "warning",
    *ACTIVATIONS,
    *_LINEAR,
    "EinsumDense",
    wrong=sketch(_ROW, ("Dense", {"units": 1, "activation": "softmax"})),
)
def softmax_one_unit(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """A softmax shares one whole among the units. A single unit gets all of it: its output is 1, whatever comes in.

    Nothing can be learned through it. For a yes or no use one unit with a sigmoid, or two units with a softmax.
    """
    if scene.activation(layer) != "softmax" or scene.reports[node.id].outputs[0].shape[-1] != 1:
        return
    if scene.kind(layer) == "Softmax" and scene.value(layer, "axis") not in (-1, None):
        return
    fixes = change_activation(scene, node, "sigmoid")
    yield Finding(f"{who(layer)} applies softmax to one unit, which is always 1; use sigmoid.", node.id, fixes=fixes)


@on_nodes(
    "softmax_inside",
    "A softmax between two layers",
    "hint",
    "Dense",
    wrong=sketch(_ROW, ("Dense", {"units": 16, "activation": "softmax"}), ("Dense", {"units": 4})),
)
def softmax_inside(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """A softmax makes all units compete for one whole, and its gradients are small: inside a network it slows learning.

    It belongs on the last layer of a classifier, and where it weighs things, as in attention. Between two dense
    layers relu, gelu or tanh is what is usually meant.
    """
    if scene.activation(layer) != "softmax":
        return
    after = scene.first_worker(node.id)
    if after is None or scene.kind_at(after.id) != "Dense":
        return
    message = f"{who(layer)} squeezes what “{scene.network.layer_of(after.id).name}” gets by softmax; relu is usual."
    yield Finding(message, node.id, "activation", (set_setting(layer, "activation", "relu"),))


RULES = (doubled_activation, linear_stack, softmax_one_unit, softmax_inside)
