"""Rules on sums of tensors of unequal shapes, which Keras may add along another axis than they are drawn for."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from playground.catalog import who
from playground.checking._fixes import together
from playground.checking._report import Fix
from playground.checking._words import TIMES
from playground.checking.rules._rule import Finding, on_nodes, sketch
from playground.checking.rules._scene import Scene
from playground.network import Connect, Disconnect, Edge, Layer, Node

Shape = tuple[int | None, ...]
_ROW = ("InputLayer", {"shape": [8]})
_LAYERS = ("Add", "Average")


class _Mistaken(NamedTuple):
    """Which input is added along the wrong axis, for how many samples at once, and the axis that is taken for it."""

    place: int
    samples: tuple[int, ...]
    axis: int


@on_nodes(
    "sum_axis",
    "A sum along the wrong axis",
    "warning",
    *_LAYERS,
    "ops.add",
    wrong=sketch(
        _ROW,
        ("Dense", {"units": 32}),
        ("Dense", {"units": 1}),
        ("Add", {}),
        wires="start>dense, start>dense_1, dense>add, dense_1>add",
    ),
)
def sum_axis(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """Keras 3.15 on TensorFlow may take an input that is to be stretched for a bias, and add it along another axis.

    `keras.ops.add` guesses: where the second tensor is longer than 1 along a single axis, and the first one is as long
    along its last axis or its second, it adds along that axis. One number for each of 32 samples, added to 32 units,
    goes to the units: each sample gets the numbers of all others. Keras's own `fit` and `predict` do so too. With
    another number of samples at once the same model adds as it is drawn.

    The first tensor is never taken for a bias: let the one that is stretched come first.
    """
    edges = scene.network.edges_into.get(node.id, ())
    if scene.kind(layer) not in _LAYERS:
        edges = tuple(sorted(edges, key=lambda edge: edge.port))
    specs = [scene.reports[edge.source].outputs[edge.output].shape for edge in edges]
    if scene.kind(layer) not in _LAYERS and len(set(map(len, specs))) > 1:
        return  # NumPy's rule, by which the samples are no axis of their own
    found = _mistaken(_level(specs))
    if found is None:
        return
    name = scene.network.layer_of(edges[found.place].source).name
    shape = TIMES.join("?" if each is None else str(each) for each in specs[found.place][1:]) or "1"
    batch = scene.training.batch_size if scene.training is not None else None
    at_once = "a single sample comes" if found.samples == (1,) else f"{found.samples[0]} samples come at once"
    if batch in found.samples:
        at_once = f"{batch} samples come at once, as in each of your batches"
    message = (
        f"{who(layer)} stretches “{name}”, {shape} for each sample, and Keras adds it along the wrong axis where "
        f"{at_once}; let “{name}” come first."
    )
    yield Finding(message, node.id, fixes=tuple(_in_order(edges, specs)))


def _level(shapes: Sequence[Shape]) -> list[Shape]:
    """Shapes of one rank, as a merging layer makes them: with axes of length 1 behind the samples."""
    rank = max(map(len, shapes), default=0)
    return [(*shape[:1], *(1,) * (rank - len(shape)), *shape[1:]) for shape in shapes]


def _mistaken(shapes: Sequence[Shape]) -> _Mistaken | None:
    """The first input that `keras.ops.add` takes for a bias along another axis than its own; None where none is."""
    if not shapes or len(shapes[0]) < 2:  # noqa: PLR2004  # samples alone
        return None
    before = shapes[0]
    for place, shape in enumerate(shapes[1:], 1):
        long = [axis for axis, size in enumerate(shape) if axis > 0 and size != 1]
        axes: dict[int | None, int] = {
            size: axis for axis, size in ((1, before[1]), (len(before) - 1, before[-1])) if size not in (None, 1)
        }
        if not long and axes:
            samples = tuple(size for size in (before[-1], before[1]) if size in axes and size is not None)
            return _Mistaken(place, samples, axes[samples[0]])
        if len(long) == 1 and axes.get(shape[long[0]], long[0]) != long[0]:
            return _Mistaken(place, (1,), axes[shape[long[0]]])
        before = tuple(
            theirs if mine == 1 else mine if theirs == 1 else mine or theirs
            for mine, theirs in zip(before, shape, strict=True)
        )
    return None


def _in_order(edges: Sequence[Edge], shapes: Sequence[Shape]) -> Iterator[Fix]:
    """What is stretched before what it is stretched to, where that cures it."""
    level = _level(shapes)
    order = sorted(range(len(edges)), key=lambda place: sum(size != 1 for size in level[place][1:]))
    if _mistaken([level[place] for place in order]) is not None:
        return
    places = [(edge.port, edge.slot) for edge in edges]
    wires = [
        Edge(edges[place].source, edges[place].target, edges[place].output, port, slot)
        for place, (port, slot) in zip(order, places, strict=True)
    ]
    label = "Let what is stretched come first"
    yield together(label, (*(Disconnect(edge) for edge in edges), *(Connect(wire) for wire in wires)))


RULES = (sum_axis,)
