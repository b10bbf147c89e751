"""Rules on the loss: what it takes the last layer's numbers for."""

from collections.abc import Iterator, Sequence

from playground.catalog import Choice, who
from playground.checking._facts import ArrayFacts, DataFacts, Facts, TrainingFacts
from playground.checking._fitting import BINARY, EXCLUSIVE, REGRESSION
from playground.checking.rules._activations import change_activation
from playground.checking.rules._rule import Finding, on_training, sketch
from playground.checking.rules._scene import Scene

_ROW = ("InputLayer", {"shape": [8]})
_NUMBERS = ArrayFacts("x", (8,), "float32", -2.0, 2.0)
_CLASSES = ArrayFacts("y", (), "int64", 0, 3, whole=True)
_TRUTH = ArrayFacts("y", (1,), "int64", 0, 1, whole=True)
_RANGES = {"sigmoid": (0.0, 1.0), "hard_sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0), "tanh": (-1.0, 1.0)}


def trained(loss: Choice | None, target: ArrayFacts = _CLASSES, classes: int = 4) -> Facts:
    """Facts for examples: eight numbers a sample, this target and loss."""
    return Facts(DataFacts("samples", 1000, (_NUMBERS,), (target,), classes), TrainingFacts(loss=loss))


def _logits(choice: Choice) -> bool:
    return choice.settings.get("from_logits") is True


def _twice(scene: Scene, activation: str, losses: Sequence[str]) -> Iterator[Finding]:
    """Outputs with an activation that their loss applies itself."""
    for output in scene.outputs:
        loss = scene.loss(output)
        if loss is None or loss.kind not in losses or not _logits(loss) or output.place.activation != activation:
            continue
        layer = scene.network.layer_of(output.activated.id)
        message = (
            f"{who(layer)} applies {activation}, and {loss.kind} with from_logits applies it again; use one of them."
        )
        yield Finding(message, output.activated.id, fixes=change_activation(scene, output.activated, None))


@on_training(
    "softmax_from_logits",
    "A softmax before a loss that takes logits",
    "warning",
    wrong=sketch(
        _ROW,
        ("Dense", {"units": 4, "activation": "softmax"}),
        facts=trained(Choice("SparseCategoricalCrossentropy", {"from_logits": True})),
    ),
)
def softmax_from_logits(scene: Scene) -> Iterator[Finding]:
    """A crossentropy with `from_logits=True` applies the softmax itself.

    Behind a softmax it is applied twice: the second one sees numbers between 0 and 1 and makes them nearly equal, so
    that the network learns slowly and never becomes sure. Take the softmax off the layer, or `from_logits` off the
    loss.
    """
    yield from _twice(scene, "softmax", EXCLUSIVE)


@on_training(
    "sigmoid_from_logits",
    "A sigmoid before a loss that takes logits",
    "warning",
    wrong=sketch(
        _ROW,
        ("Dense", {"units": 1, "activation": "sigmoid"}),
        facts=trained(Choice("BinaryCrossentropy", {"from_logits": True}), _TRUTH, 2),
    ),
)
def sigmoid_from_logits(scene: Scene) -> Iterator[Finding]:
    """A binary crossentropy with `from_logits=True` applies the sigmoid itself.

    Behind a sigmoid it is applied twice: no answer leaves the range from 0.5 to 0.73, and the loss can't fall below
    0.3. Take the sigmoid off the layer, or `from_logits` off the loss.
    """
    yield from _twice(scene, "sigmoid", BINARY)


@on_training(
    "no_probabilities",
    "A loss on probabilities without a softmax or sigmoid",
    "warning",
    wrong=sketch(_ROW, ("Dense", {"units": 4}), facts=trained(Choice("SparseCategoricalCrossentropy"))),
)
def no_probabilities(scene: Scene) -> Iterator[Finding]:
    """A crossentropy takes the logarithm of a probability, and a layer without softmax or sigmoid gives any number.

    Keras clips what is below 0 or above 1, where nothing can be learned any more. Give the last layer a softmax (one
    of several classes) or a sigmoid (yes or no), or set `from_logits` on the loss, which is the most exact way.
    """
    for output in scene.outputs:
        loss = scene.loss(output)
        if loss is None or loss.kind not in (*EXCLUSIVE, *BINARY) or _logits(loss):
            continue
        if output.place.activation not in ("linear", "relu", "leaky_relu", "elu", "tanh", "gelu", "silu"):
            continue
        wanted = "sigmoid" if loss.kind in BINARY else "softmax"
        layer = scene.network.layer_of(output.node.id)
        fixes = change_activation(scene, output.activated, wanted)
        message = (
            f"{loss.kind} takes probabilities, and {who(layer)} gives {output.place.activation} values; "
            f"use {wanted}, or from_logits in the loss."
        )
        yield Finding(message, output.node.id, fixes=fixes)


@on_training(
    "sigmoid_many_classes",
    "A sigmoid on classes that exclude each other",
    "warning",
    wrong=sketch(_ROW, ("Dense", {"units": 4, "activation": "sigmoid"}), facts=trained(None)),
)
def sigmoid_many_classes(scene: Scene) -> Iterator[Finding]:
    """A sigmoid lets every unit say yes or no by itself; when a sample has exactly one class, that is lost.

    With labels or one-hot targets a softmax makes the units share one whole, which is what the loss reckons with.
    Sigmoids are for several labels at once.
    """
    for bound in scene.bound:
        output = bound.output
        if output.place.activation != "sigmoid" or output.place.units(bound.target) < 2:  # noqa: PLR2004  # several
            continue
        if bound.loss.kind not in EXCLUSIVE:
            continue
        layer = scene.network.layer_of(output.activated.id)
        fixes = change_activation(scene, output.activated, "softmax")
        message = (
            f"{who(layer)} applies sigmoid, but each sample of target “{bound.target.name}” has one class; use softmax."
        )
        yield Finding(message, output.activated.id, fixes=fixes)


@on_training(
    "relu_output",
    "A relu on the output of a regression",
    "warning",
    wrong=sketch(
        _ROW,
        ("Dense", {"units": 1, "activation": "relu"}),
        facts=trained(Choice("MeanSquaredError"), ArrayFacts("y", (1,), "float32", -3.0, 9.0), 0),
    ),
)
def relu_output(scene: Scene) -> Iterator[Finding]:
    """A relu gives nothing below 0, and where it gives 0 no gradient comes back.

    An output unit that begins below 0 for all samples never learns. For numbers of any size leave the last layer
    without an activation; for numbers that can't be negative use softplus.
    """
    for output in scene.outputs:
        loss = next((each.loss for each in scene.bound if each.output is output), None) or scene.loss(output)
        if loss is None or loss.kind not in REGRESSION or output.place.activation not in ("relu", "relu6"):
            continue
        layer = scene.network.layer_of(output.activated.id)
        below = next((b.target.low for b in scene.bound if b.output is output and b.target.low < 0), None)
        reach = "" if below is None else f", but target values go down to {below:g}"
        fixes = change_activation(scene, output.activated, None)
        message = f"{who(layer)} is the output of a regression and can't go below 0{reach}; take the relu off."
        yield Finding(message, output.activated.id, fixes=fixes)


@on_training(
    "out_of_reach",
    "Targets that the last activation can't reach",
    "warning",
    wrong=sketch(
        _ROW,
        ("Dense", {"units": 1, "activation": "tanh"}),
        facts=trained(Choice("MeanSquaredError"), ArrayFacts("y", (1,), "float32", 0.0, 50.0), 0),
    ),
)
def out_of_reach(scene: Scene) -> Iterator[Finding]:
    """An activation with a bounded range can't give numbers outside of it, and the targets are outside.

    The network saturates at the edge and stops learning. Leave the last layer of a regression without an activation,
    or scale the targets into the range.
    """
    for bound in scene.bound:
        output, target = bound.output, bound.target
        reach = _RANGES.get(output.place.activation)
        if reach is None or bound.loss.kind not in REGRESSION or reach[0] <= target.low <= target.high <= reach[1]:
            continue
        layer = scene.network.layer_of(output.activated.id)
        fixes = change_activation(scene, output.activated, None)
        message = (
            f"{who(layer)} gives values from {reach[0]:g} to {reach[1]:g} by {output.place.activation}, but target "
            f"“{target.name}” goes from {target.low:g} to {target.high:g}; take the activation off."
        )
        yield Finding(message, output.activated.id, fixes=fixes)


RULES = (
    softmax_from_logits,
    sigmoid_from_logits,
    no_probabilities,
    sigmoid_many_classes,
    relu_output,
    out_of_reach,
)
