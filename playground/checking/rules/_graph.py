"""Rules on the graph: what leads nowhere, is there twice, or can't be told apart."""

from collections.abc import Iterator

from playground.catalog import who
from playground.checking._fixes import remove, together
from playground.checking._report import Fix
from playground.checking._words import free, listed
from playground.checking.rules._rule import Example, Finding, on_network, on_nodes, sketch
from playground.checking.rules._scene import Scene
from playground.network import Disconnect, Edge, Layer, Network, Node, RemoveNode, RenameLayer

_ROW = ("InputLayer", {"shape": [8]})
_MERGES = ("Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply", "Subtract", "Dot")
_NAMED = 3


def _dead() -> Example:
    drawn = sketch(
        _ROW, ("Dense", {"units": 4}), ("Dense", {"units": 2, "activation": "relu"}), wires="start>dense, start>dense_1"
    )
    *nodes, last = drawn.network.nodes
    dead = Node(last.id, last.layer, last.x, last.y, exposes=())
    return Example(Network(drawn.network.name, drawn.network.layers, (*nodes, dead), drawn.network.edges))


@on_network("dead_end", "Layers that no output depends on", "warning", wrong=_dead())
def dead_end(scene: Scene) -> Iterator[Finding]:
    """A layer from which no way leads to an output of the model is not part of it: it learns nothing, and is not saved.

    Wire it to something, let it be an output, or delete it.
    """
    network = scene.network
    if not scene.reaching:
        return
    dead = [node for node in network.nodes if node.id not in scene.reaching and scene.kind_at(node.id) != "InputLayer"]
    if not dead:
        return
    if len(dead) == 1:
        message = f"No output of the model depends on {who(network.layer_of(dead[0].id))}; wire it, or delete it."
    else:
        shown = [f"“{network.layer_of(node.id).name}”" for node in dead[:_NAMED]]
        more = [f"{len(dead) - _NAMED} more"] if len(dead) > _NAMED else []
        message = f"No output of the model depends on {listed([*shown, *more])}; wire them, or delete them."
    label = "Delete it" if len(dead) == 1 else f"Delete {len(dead)} layers"
    yield Finding(message, dead[0].id, fixes=(together(label, (RemoveNode(node.id) for node in dead)),))


@on_nodes(
    "merged_with_itself",
    "A merge of a tensor with itself",
    "hint",
    *_MERGES,
    wrong=sketch(_ROW, ("Dense", {"units": 4}), ("Add", {}), wires="start>dense, dense>add, dense>add, dense>add"),
    right=sketch(_ROW, ("Dense", {"units": 8}), ("Add", {}), wires="start>dense, dense>add, start>add"),
)
def merged_with_itself(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """The same output enters a merging layer by more than one wire: a sum with itself only doubles it.

    Usually one of the wires was meant to come from elsewhere, such as from before the layers that it is to bridge.
    """
    seen: set[tuple[str, int]] = set()
    again: list[Edge] = []
    for edge in scene.network.edges_into.get(node.id, ()):
        if (edge.source, edge.output) in seen:
            again.append(edge)
        seen.add((edge.source, edge.output))
    if not again:
        return
    fixes: tuple[Fix, ...] = ()
    if len(seen) > 1:
        fixes = (together("Take the second wire off", (Disconnect(edge) for edge in again)),)
    source = scene.network.layer_of(again[0].source)
    message = f"{who(layer)} gets the output of “{source.name}” by more than one wire; one may belong elsewhere."
    yield Finding(message, node.id, fixes=fixes)


@on_network(
    "name_clash",
    "Names that differ in nothing but case",
    "hint",
    wrong=Example(
        Network(
            "network",
            (
                Layer("a", "InputLayer", "start", {"shape": [8]}),
                Layer("b", "Dense", "encode", {"units": 8, "activation": "relu"}),
                Layer("c", "Dense", "Encode", {"units": 4}),
            ),
            (Node("a", "a"), Node("b", "b", 200), Node("c", "c", 400)),
            sketch(("A", {}), ("B", {}), ("C", {}), wires="a>b, b>c").network.edges,
        )
    ),
)
def name_clash(scene: Scene) -> Iterator[Finding]:
    """Names of layers that are equal but for upper and lower case are two names to Keras and one to TensorFlow.

    TensorFlow then numbers them in its graphs, so that TensorBoard, profiles and exported models show other names
    than the ones drawn.
    """
    layers = scene.network.layers
    known: dict[str, Layer] = {}
    nodes = {node.layer: node.id for node in reversed(scene.network.nodes)}
    for layer in layers:
        other = known.setdefault(layer.name.casefold(), layer)
        if other is not layer and other.name != layer.name:
            taken = [each.name.casefold() for each in layers]
            name = free(f"{layer.name}_1", [*taken, *(each.name for each in layers)])
            name = name if name.casefold() not in taken else free(name.casefold(), taken)
            fix = Fix(f"Rename it to {name}", RenameLayer(layer.id, name))
            message = f"{who(layer)} and {who(other)} have the same name but for case; rename one of them."
            yield Finding(message, nodes.get(layer.id), fixes=(fix,))


@on_nodes(
    "changes_nothing",
    "A layer that changes nothing",
    "hint",
    "Reshape",
    "Flatten",
    "Permute",
    "Dropout",
    "ZeroPadding2D",
    "Cropping2D",
    "UpSampling2D",
    "RepeatVector",
    wrong=sketch(_ROW, ("Flatten", {}), ("Dense", {"units": 4})),
)
def changes_nothing(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """This layer gives back what it gets: its input has the shape already, or its rate is 0.

    It costs nothing and may be there on purpose, to take other inputs later.
    """
    if scene.kind(layer) == "Dropout":
        idle = scene.value(layer, "rate") == 0
    else:
        before, after = scene.inputs(node.id)[:1], scene.reports[node.id].outputs[:1]
        idle = before == after and (scene.kind(layer) != "Permute" or _in_order(scene.value(layer, "dims")))
    if not idle or scene.before(node.id) is None:
        return
    fixes = remove(scene.network, node, f"Remove “{layer.name}”")
    yield Finding(f"{who(layer)} changes nothing here; it can be taken out.", node.id, fixes=fixes)


def _in_order(dims: object) -> bool:
    return isinstance(dims, list | tuple) and list(dims) == sorted(dims)


RULES = (dead_end, merged_with_itself, name_clash, changes_nothing)
