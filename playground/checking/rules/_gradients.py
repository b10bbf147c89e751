"""Rules on what keeps a gradient from the weights: what has no derivative, and what Keras can't run in a step."""

from collections.abc import Iterator

from playground.catalog import who
from playground.checking._facts import ArrayFacts, DataFacts, Facts, TrainingFacts
from playground.checking._fixes import replace
from playground.checking._structure import exposed
from playground.checking.rules._rule import Finding, on_network, on_nodes, on_training, sketch
from playground.checking.rules._scene import Scene
from playground.network import Layer, Node

_ROW = ("InputLayer", {"shape": [4]})
_FACTS = Facts(
    DataFacts(
        "samples",
        1000,
        (ArrayFacts("x", (4,), "float32", -2.0, 2.0),),
        (ArrayFacts("y", (4,), "float32", -1.0, 1.0),),
    ),
    TrainingFacts(),
)
_STEPS = frozenset({"ops.ceil", "ops.floor", "ops.floor_divide", "ops.heaviside", "ops.round", "ops.sign", "ops.trunc"})
_LIKE = frozenset({"ops.empty_like", "ops.ones_like", "ops.zeros_like"})
_INDICES = frozenset({"Embedding", "ReversibleEmbedding", "CategoryEncoding", "Discretization", "IntegerLookup"})
_OF_IMAGES = frozenset(
    {"ContrastLimitedAdaptiveHistogramEqualization", "RandomHue", "RandomPosterization", "RandomSaturation"}
    | {"ops.image.hsv_to_rgb"}
)
_NO_GRADIENT = _STEPS | _LIKE | _INDICES | _OF_IMAGES | {"ops.matrix_rank", "ops.one_hot", "ops.multi_hot"}
"""Kinds that give floats and are flat wherever they have a derivative at all."""

_ON_PURPOSE = "ops.stop_gradient"
_ABSENT = frozenset({"ops.lu_factor", "ops.unique", "ops.view"})
"""Kinds for which TensorFlow has no gradient, and raises an error instead of passing none."""


def _blocks(scene: Scene, node: Node) -> bool:
    """Whether no gradient comes through a node: it counts, compares, rounds, or makes indices."""
    kind = scene.kind_at(node.id)
    if kind in _NO_GRADIENT or kind in _ABSENT or kind == _ON_PURPOSE:
        return True
    used = {edge.output for edge in scene.network.edges_from.get(node.id, ())} | {*exposed(scene.network, node.id)}
    dtypes = [spec.dtype for index, spec in enumerate(scene.reports[node.id].outputs) if index in used]
    return bool(dtypes) and not any("float" in dtype or "complex" in dtype for dtype in dtypes)


def _trains(scene: Scene) -> frozenset[str]:
    return frozenset(node.id for node in scene.network.nodes if scene.reports[node.id].trainable_parameters)


def _reached(scene: Scene) -> frozenset[str]:
    """Ids of the nodes that a gradient of the loss reaches."""
    front = [node.id for node in scene.network.nodes if exposed(scene.network, node.id)]
    seen: set[str] = set()
    while front:
        node_id = front.pop()
        if node_id in seen:
            continue
        seen.add(node_id)
        if not _blocks(scene, scene.network.node_by_id[node_id]):
            front.extend(edge.source for edge in scene.network.edges_into.get(node_id, ()))
    return frozenset(seen)


def _behind(scene: Scene, node_id: str) -> frozenset[str]:
    """Ids of the nodes that a node's values come from."""
    front, seen = [node_id], set[str]()
    while front:
        new = {edge.source for edge in scene.network.edges_into.get(front.pop(), ())} - seen
        seen |= new
        front.extend(new)
    return frozenset(seen)


def _walls(scene: Scene) -> Iterator[tuple[Node, list[str]]]:
    """Nodes that a gradient ends at, with what trains behind each and is reached in no other way."""
    reached = _reached(scene)
    lost = [node_id for node_id in scene.network.order if node_id in _trains(scene) - reached]
    for node in scene.network.nodes if lost else ():
        if node.id in reached and _blocks(scene, node):
            behind = _behind(scene, node.id)
            cut = [node_id for node_id in lost if node_id in behind]
            if cut:
                yield node, cut


@on_training(
    "no_gradient",
    "No gradient reaches a weight",
    "error",
    wrong=sketch(_ROW, ("Dense", {"units": 4}), ("ops.round", {}), wires="start>dense, dense>round.x", facts=_FACTS),
    right=sketch(_ROW, ("Dense", {"units": 4}), ("ops.tanh", {}), wires="start>dense, dense>tanh.x", facts=_FACTS),
)
def no_gradient(scene: Scene) -> Iterator[Finding]:
    """Training follows the slope of the loss back to the weights. What rounds, compares, counts or picks has none.

    Here such a node stands between the outputs and every weight that could train, so none can. Take what has a slope:
    softmax for argmax, sigmoid for a comparison; or let the node go, and round what the trained model answers.
    """
    if scene.training is None or not scene.whole or not scene.known:
        return
    trains = _trains(scene)
    if not trains or trains & _reached(scene):
        return
    for node, _ in _walls(scene):
        layer = scene.network.layer_of(node.id)
        yield Finding(
            f"{who(layer)} passes no gradient, and every weight that trains stands before it; take it out, or take "
            "one that has a slope.",
            node.id,
        )
        return


@on_network(
    "gradient_stops",
    "Weights that no gradient reaches",
    "warning",
    wrong=sketch(
        _ROW,
        ("Dense", {"units": 4}),
        ("ops.sign", {}),
        ("Dense", {"units": 4}),
        wires="start>dense, dense>sign.x, sign>dense_1",
        facts=_FACTS,
    ),
    right=sketch(
        _ROW,
        ("Dense", {"units": 4}),
        ("ops.tanh", {}),
        ("Dense", {"units": 4}),
        wires="start>dense, dense>tanh.x, tanh>dense_1",
        facts=_FACTS,
    ),
)
def gradient_stops(scene: Scene) -> Iterator[Finding]:
    """What rounds, compares, counts or picks has no slope, and ends the way of a gradient.

    The weights before it stay as they are, while those after it train. Take what has a slope, such as tanh for sign,
    or freeze the layers before it if that is what you want. `stop_gradient` does it on purpose, and is left alone.
    """
    if scene.training is None or not scene.whole or not scene.known or not _trains(scene) & _reached(scene):
        return
    for node, cut in _walls(scene):
        if scene.kind_at(node.id) == _ON_PURPOSE or scene.kind_at(node.id) in _ABSENT:
            continue
        layer, last = scene.network.layer_of(node.id), scene.network.layer_of(cut[-1])
        others = f" and {len(cut) - 1} more" if len(cut) > 1 else ""
        yield Finding(
            f"{who(layer)} passes no gradient: “{last.name}”{others} before it won't train. Take one that has a "
            "slope, or freeze what stands before it.",
            node.id,
        )


@on_training(
    "gradient_missing",
    "An operation without a gradient in TensorFlow",
    "error",
    wrong=sketch(
        _ROW,
        ("Dense", {"units": 4}),
        ("ops.view", {"dtype": "float32"}),
        ("Dense", {"units": 4}),
        wires="start>dense, dense>view.x, view>dense_1",
        facts=_FACTS,
    ),
    right=sketch(
        _ROW,
        ("ops.view", {"dtype": "float32"}),
        ("Dense", {"units": 4}),
        wires="start>view.x, view>dense",
        facts=_FACTS,
    ),
)
def gradient_missing(scene: Scene) -> Iterator[Finding]:
    """For a few operations TensorFlow can't say how their result changes with their input, and refuses to train.

    Before them nothing may stand that trains. Put them before the first layer with weights, or freeze those.
    """
    if scene.training is None or not scene.whole or not scene.known:
        return
    trains = _trains(scene)
    for node in scene.network.nodes:
        if scene.kind_at(node.id) in _ABSENT and node.id in scene.reaching and trains & _behind(scene, node.id):
            layer = scene.network.layer_of(node.id)
            yield Finding(
                f"TensorFlow has no gradient for {who(layer)}, and weights that train stand before it; put it before "
                "them, or freeze them.",
                node.id,
            )


_ADAPTIVE = tuple(f"Adaptive{which}Pooling{axes}D" for which in ("Average", "Max") for axes in (1, 2, 3))


@on_nodes(
    "adaptive_window",
    "An adaptive pooling to a single value",
    "error",
    *_ADAPTIVE,
    wrong=sketch(("InputLayer", {"shape": [8, 8, 3]}), ("AdaptiveAveragePooling2D", {"output_size": 1})),
)
def adaptive_window(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """Keras pools with two windows, of which the larger is by one too long when a single value is to be left.

    TensorFlow refuses that in a training step, and the maximum ends the whole process. A global pooling gives the
    same values.
    """
    kind = scene.kind(layer)
    axes = int(kind[-2])
    sizes = scene.axes(layer, "output_size", axes)
    if sizes is None or 1 not in sizes:
        return
    said = f"{who(layer)} is to leave a single value on an axis, which Keras can't run;"
    if set(sizes) != {1}:
        yield Finding(f"{said} let it leave 2 or more.", node.id, "output_size")
        return
    other = kind.replace("Adaptive", "Global")
    kept = {name: layer.settings[name] for name in ("data_format",) if name in layer.settings}
    fix = replace(scene.network, node, other, {"keepdims": True, **kept}, f"Take {other}")
    yield Finding(f"{said} take {other}, which gives the same.", node.id, "output_size", (fix,))


RULES = (no_gradient, gradient_stops, gradient_missing, adaptive_window)
