"""Rules on the data: whether arrays fit the inputs, outputs and embeddings that they meet."""

from collections.abc import Iterator

from playground.catalog import who
from playground.checking._facts import ArrayFacts, DataFacts, Facts, TrainingFacts
from playground.checking._fitting import (
    SPARSE,
    dtype_fault,
    index_fault,
    label_fault,
    shape_fault,
    target_fault,
    text_fault,
)
from playground.checking._fixes import insert, set_setting
from playground.checking._report import Fix
from playground.checking.rules._rule import Finding, on_training, sketch
from playground.checking.rules._scene import PASSIVE, Bound, Scene

_ROW = ("InputLayer", {"shape": [8]})
_OUT = ("Dense", {"units": 4, "activation": "softmax"})
_NUMBERS = ArrayFacts("x", (8,), "float32", -2.0, 2.0)
_CLASSES = ArrayFacts("y", (), "int64", 0, 3, whole=True)
_SCALED = frozenset(
    {"BatchNormalization", "LayerNormalization", "GroupNormalization", "UnitNormalization", "Normalization"}
    | {"Rescaling", "Embedding", "Discretization", "IntegerLookup", "CategoryEncoding", "Hashing", "HashedCrossing"}
    | {"RMSNormalization", "SpectralNormalization", "GroupQueryAttention", "MelSpectrogram", "STFTSpectrogram"}
)
_LARGE = 20.0
_SMALL = 0.01
_BYTE = 255.0


def _facts(*inputs: ArrayFacts, target: ArrayFacts = _CLASSES, classes: int = 4) -> Facts:
    return Facts(DataFacts("samples", 1000, inputs or (_NUMBERS,), (target,), classes), TrainingFacts())


def _count(data: str, word: str, nodes: int, arrays: tuple[ArrayFacts, ...]) -> Finding:
    has = "arrays of inputs" if word == "input" else "targets"
    return Finding(
        f"The network has {nodes} {word}{'s' if nodes > 1 else ''}, but data set “{data}” has "
        f"{len(arrays)} {has} ({', '.join(f'“{array.name}”' for array in arrays)}); give one array for each {word}."
    )


@on_training(
    "input_count",
    "As many inputs as arrays",
    "error",
    wrong=sketch(_ROW, _OUT, facts=_facts(_NUMBERS, _NUMBERS._replace(name="z"))),
    right=sketch(_ROW, _OUT, facts=_facts()),
)
def input_count(scene: Scene) -> Iterator[Finding]:
    """Every input of the network is fed by one array of the data set: by name where all names agree, else in order."""
    if scene.data is not None and scene.known and scene.entrances and len(scene.entrances) != len(scene.data.inputs):
        yield _count(scene.data.name, "input", len(scene.entrances), scene.data.inputs)


@on_training(
    "output_count",
    "As many outputs as targets",
    "error",
    wrong=sketch(_ROW, _OUT, _OUT, wires="start>dense, start>dense_1", facts=_facts()),
    right=sketch(_ROW, _OUT, facts=_facts()),
)
def output_count(scene: Scene) -> Iterator[Finding]:
    """Every output of the network is compared with one target of the data set.

    A layer that nothing is wired to is an output. One too many is often a layer that was left over: wire it, or
    delete it.
    """
    data = scene.data
    if data is not None and data.targets and scene.known and scene.outputs and len(scene.outputs) != len(data.targets):
        yield _count(data.name, "output", len(scene.outputs), data.targets)


@on_training(
    "input_dtype",
    "Text for numbers, or numbers for text",
    "error",
    wrong=sketch(_ROW, _OUT, facts=_facts(ArrayFacts("x", (8,), "string"))),
    right=sketch(_ROW, _OUT, facts=_facts()),
)
def input_dtype(scene: Scene) -> Iterator[Finding]:
    """An input takes numbers unless its dtype is `string`.

    Then text enters, and a TextVectorization or StringLookup has to come next.
    """
    for node, place, array in scene.fed:
        fault = dtype_fault(place, array)
        if fault is not None:
            yield Finding(fault, node.id, "dtype")


@on_training(
    "input_shape",
    "An input of another shape than the data",
    "error",
    wrong=sketch(_ROW, _OUT, facts=_facts(ArrayFacts("x", (13,), "float32", -2.0, 2.0))),
)
def input_shape(scene: Scene) -> Iterator[Finding]:
    """The shape of an input is that of one sample, without the axis of the samples.

    An axis may be left open (none) where samples differ, such as the length of a text.
    """
    for node, place, array in scene.fed:
        fault = None if dtype_fault(place, array) else shape_fault(place, array)
        if fault is None:
            continue
        layer = scene.network.layer_by_id[node.layer]
        fixes = () if not array.shape else (set_setting(layer, "shape", list(array.shape)),)
        yield Finding(fault, node.id, "shape", fixes)


@on_training(
    "index_range",
    "Indices past an embedding",
    "error",
    wrong=sketch(
        _ROW,
        ("Embedding", {"input_dim": 100, "output_dim": 8}),
        ("Flatten", {}),
        _OUT,
        facts=_facts(ArrayFacts("x", (8,), "int64", 0, 199, whole=True)),
    ),
)
def index_range(scene: Scene) -> Iterator[Finding]:
    """An embedding has a row for each index from 0 to `input_dim` - 1, and the data holds an index beyond.

    On one device TensorFlow stops, on another it silently reads zeros. `input_dim` is the largest index plus 1.
    """
    for node, place, array in scene.fed:
        if dtype_fault(place, array) or shape_fault(place, array):
            continue
        for edge in scene.network.edges_from.get(node.id, ()):
            layer = scene.network.layer_of(edge.target)
            size = scene.value(layer, "input_dim")
            if scene.kind(layer) != "Embedding" or not isinstance(size, int):
                continue
            fault = index_fault(who(layer), size, array)
            if fault is not None:
                fixes = () if array.low < 0 else (set_setting(layer, "input_dim", int(array.high) + 1),)
                yield Finding(fault, edge.target, "input_dim", fixes)


@on_training(
    "target_dtype",
    "Targets that are text",
    "error",
    wrong=sketch(_ROW, _OUT, facts=_facts(target=ArrayFacts("y", (), "string"))),
    right=sketch(_ROW, _OUT, facts=_facts()),
)
def target_dtype(scene: Scene) -> Iterator[Finding]:
    """Losses compare numbers: the classes of a target are numbered from 0, and their names kept as `class_names`."""
    for bound in scene.bound:
        fault = text_fault(bound.target)
        if fault is not None:
            yield Finding(fault, bound.output.node.id)


@on_training(
    "target_shape",
    "A loss that can't compare output and target",
    "error",
    wrong=sketch(
        _ROW, ("Dense", {"units": 4}), facts=_facts(target=ArrayFacts("y", (2,), "float32", -1.0, 1.0), classes=0)
    ),
)
def target_shape(scene: Scene) -> Iterator[Finding]:
    """Output and target have to have shapes that the loss can compare.

    SparseCategoricalCrossentropy takes one whole-number label a prediction, CategoricalCrossentropy one-hot rows as
    wide as the last layer, and the losses for numbers as many numbers as the last layer has units.
    """
    for bound in scene.bound:
        fault = None if bound.target.text else target_fault(bound.output.place, bound.target, bound.loss.kind)
        if fault is not None:
            yield Finding(fault, bound.output.node.id, fixes=_units(scene, bound))


def _units(scene: Scene, bound: Bound, units: int | None = None) -> tuple[Fix, ...]:
    """The fix that gives the last Dense as many units as the target has numbers, where that makes the two fit."""
    layer = scene.network.layer_of(bound.output.node.id)
    sample, target = bound.output.place.sample, bound.target.shape
    wanted = target[-1] if units is None and target and len(target) == len(sample) else units
    if units is None and bound.loss.kind != SPARSE and not target and len(sample) == 1:
        wanted = 1
    if scene.kind(layer) != "Dense" or wanted is None or (units is None and target[:-1] != sample[:-1]):
        return ()
    return (set_setting(layer, "units", wanted),)


@on_training(
    "labels",
    "Labels that the last layer has no unit for",
    "error",
    wrong=sketch(_ROW, _OUT, facts=_facts(target=_CLASSES._replace(high=9), classes=10)),
)
def labels(scene: Scene) -> Iterator[Finding]:
    """Classes are numbered from 0, and the last layer has one unit for each.

    A label that is as large as the number of units, or negative, points to no unit: the loss becomes NaN, or
    TensorFlow stops.
    """
    for bound in scene.bound:
        place, target, loss = bound.output.place, bound.target, bound.loss.kind
        if target.text or target_fault(place, target, loss):
            continue
        fault = label_fault(place, target, loss)
        if fault is not None:
            enough = loss == SPARSE and target.whole and target.low >= 0
            fixes = _units(scene, bound, int(target.high) + 1) if enough else ()
            yield Finding(fault, bound.output.node.id, fixes=fixes)


@on_training(
    "spare_units",
    "More units than classes",
    "warning",
    wrong=sketch(_ROW, ("Dense", {"units": 12, "activation": "softmax"}), facts=_facts()),
)
def spare_units(scene: Scene) -> Iterator[Finding]:
    """The last layer has more units than there are classes.

    The spare ones learn only to stay silent. It trains, but it is nearly always a number left over from another data
    set. Set `units` to the number of classes.
    """
    data = scene.data
    for bound in scene.bound:
        units = bound.output.place.units(bound.target)
        if data is None or not data.classes or bound.loss.kind != SPARSE or units <= data.classes:
            continue
        layer = scene.network.layer_of(bound.output.node.id)
        message = f"{who(layer)} has {units} units, but the data has {data.classes} classes; set units to that."
        yield Finding(message, bound.output.node.id, "units", _units(scene, bound, data.classes))


@on_training(
    "input_scale",
    "An input far from unit scale",
    "warning",
    wrong=sketch(_ROW, _OUT, facts=_facts(ArrayFacts("x", (8,), "float32", 0.0, 255.0))),
)
def input_scale(scene: Scene) -> Iterator[Finding]:
    """Layers begin with weights that suit values around 0 with a spread around 1.

    Values in the hundreds or thousands saturate activations and blow up gradients, and the learning rate that works
    gets tiny. Scale the input as the first thing in the network, so that the exported model does it too: a Rescaling
    for images, a BatchNormalization or an adapted Normalization for a table whose columns differ.
    """
    for node, place, array in scene.fed:
        if array.text or array.dtype == "bool" or shape_fault(place, array):
            continue
        largest = max(abs(array.low), abs(array.high))
        if not (largest > _LARGE or 0 < largest < _SMALL):
            continue
        for edge in scene.network.edges_from.get(node.id, ()):
            worker = scene.network.node_by_id[edge.target]
            while scene.kind_at(worker.id) in PASSIVE or scene.kind_at(worker.id).startswith("Random"):
                following = scene.after(worker.id)
                if following is None:
                    break
                worker = following
            if scene.kind_at(worker.id) in _SCALED or not scene.reports[worker.id].parameters:
                continue
            factor = 1 / _BYTE if array.low >= 0 and 1 < array.high <= _BYTE else 1 / largest
            settings: dict[str, dict[str, float]] = {"Rescaling": {"scale": factor}, "BatchNormalization": {}}
            kinds = list(settings)
            if len(array.shape) == 1 and array.high > _BYTE:
                kinds.reverse()
            fixes = tuple(insert(scene.network, edge, kind, settings[kind], f"Insert {kind}") for kind in kinds)
            message = (
                f"Values of “{array.name}” go from {array.low:g} to {array.high:g}, and nothing scales them before "
                f"{who(scene.network.layer_by_id[worker.layer])}; put a {kinds[0]} there."
            )
            yield Finding(message, node.id, fixes=fixes)
            break


RULES = (
    input_count,
    output_count,
    input_dtype,
    input_shape,
    index_range,
    target_dtype,
    target_shape,
    labels,
    spare_units,
    input_scale,
)
