"""Rules on training: whether anything learns, at which pace, and whether it fits into memory."""

from collections.abc import Iterator

from playground.catalog import who
from playground.checking._facts import ArrayFacts, DataFacts, DeviceFacts, Facts, TrainingFacts
from playground.checking._report import Fix
from playground.checking._sizes import memory
from playground.checking._words import bytes_text
from playground.checking.rules._rule import Finding, on_training, sketch
from playground.checking.rules._scene import Scene
from playground.network import SetTrainable

_ROW = ("InputLayer", {"shape": [8]})
_DATA = DataFacts(
    "samples",
    1000,
    (ArrayFacts("x", (8,), "float32", -2.0, 2.0),),
    (ArrayFacts("y", (4,), "float32", -1.0, 1.0),),
)
_RATES: dict[str, tuple[float, float]] = {
    "Adadelta": (1e-4, 10.0),
    "Adafactor": (1e-6, 0.5),
    "Adagrad": (1e-5, 1.0),
    "Adam": (1e-6, 0.1),
    "AdamW": (1e-6, 0.1),
    "Adamax": (1e-6, 0.1),
    "Ftrl": (1e-5, 1.0),
    "Lamb": (1e-6, 0.5),
    "Lion": (1e-7, 0.01),
    "Muon": (1e-6, 0.5),
    "Nadam": (1e-6, 0.1),
    "RMSprop": (1e-6, 0.1),
    "SGD": (1e-6, 5.0),
}
"""Learning rates from the smallest to the largest with which an optimizer is of use to anybody."""

_MOMENTS = {"SGD": 0, "RMSprop": 1, "Adagrad": 1, "Lion": 1, "Ftrl": 2, "Adafactor": 1, "Muon": 2}
_BYTES = 4


@on_training(
    "nothing_to_train",
    "Nothing to train",
    "error",
    wrong=sketch(_ROW, ("Dense", {"units": 4, "trainable": False}), facts=Facts(_DATA, TrainingFacts())),
)
def nothing_to_train(scene: Scene) -> Iterator[Finding]:
    """Training changes weights, and this network has none that may change.

    Either no layer has weights, or all that have are frozen. Add one, or let a frozen one train.
    """
    if scene.training is None or scene.data is None or not scene.known or not scene.outputs:
        return
    if any(report.trainable_parameters for report in scene.reports.values()):
        return
    frozen = [
        node
        for node in scene.network.nodes
        if scene.reports[node.id].parameters and not scene.network.layer_by_id[node.layer].trainable
    ]
    message = "The network has no weights that train; add a layer that has some, or let a frozen one train."
    if not frozen:
        yield Finding(message)
        return
    layer = scene.network.layer_of(frozen[-1].id)
    fix = Fix(f"Let “{layer.name}” train", SetTrainable(layer.id, trainable=True))
    yield Finding(f"All layers with weights are frozen; let {who(layer)} train.", frozen[-1].id, fixes=(fix,))


@on_training(
    "learning_rate",
    "A learning rate far out",
    "warning",
    wrong=sketch(_ROW, ("Dense", {"units": 4}), facts=Facts(_DATA, TrainingFacts("Adam", 1.0))),
    right=sketch(_ROW, ("Dense", {"units": 4}), facts=Facts(_DATA, TrainingFacts("Adam", 0.001))),
)
def learning_rate(scene: Scene) -> Iterator[Finding]:
    """How large a step an optimizer takes depends on its kind: 0.1 is usual for SGD, and far too much for Adam.

    Adam and its relatives divide by the size of the gradients, so that the learning rate is about the change of each
    weight in one step. Begin with 0.001 for them and with 0.01 to 0.1 for SGD.
    """
    training = scene.training
    if training is None or training.learning_rate is None or not scene.network.nodes:
        return
    least, most = _RATES.get(training.optimizer, (0.0, float("inf")))
    rate = training.learning_rate
    if least <= rate <= most:
        return
    word, then = ("large", "the loss will jump or become NaN") if rate > most else ("small", "it will hardly learn")
    usual = "0.01 to 0.1" if training.optimizer == "SGD" else "0.001"
    message = (
        f"The learning rate of {rate:g} is very {word} for {training.optimizer}: {then}; "
        f"{usual if training.optimizer != 'Lion' else '0.0001'} is a good beginning."
    )
    yield Finding(message, setting="optimizer")


@on_training(
    "training_memory",
    "More than the memory holds while training",
    "warning",
    wrong=sketch(
        ("InputLayer", {"shape": [8]}),
        ("RepeatVector", {"n": 2**22}),
        ("Dense", {"units": 64}),
        ("GlobalAveragePooling1D", {}),
        ("Dense", {"units": 4}),
        facts=Facts(_DATA._replace(samples=10**6), TrainingFacts(batch_size=10**6)),
    ),
    right=sketch(_ROW, ("Dense", {"units": 4}), facts=Facts(_DATA, TrainingFacts())),
)
def training_memory(scene: Scene) -> Iterator[Finding]:
    """Training keeps the output of every layer for every sample of a batch, to find the gradients with.

    Besides the weights there are their gradients and what the optimizer remembers (two more copies for Adam). Take
    smaller batches first: the outputs shrink with them. This is an estimate from below, against the memory of the GPU
    where there is one, and otherwise against this machine's main memory.
    """
    training = scene.training
    if training is None or scene.data is None:
        return
    weights = sum(report.parameters for report in scene.reports.values())
    trained = sum(report.trainable_parameters for report in scene.reports.values())
    outputs = sum(report.memory or 0 for report in scene.reports.values())
    batch = min(training.batch_size, scene.data.samples or training.batch_size)
    kept = (weights + (1 + _MOMENTS.get(training.optimizer, 2)) * trained) * _BYTES
    needed = kept + batch * outputs
    name, held = scene.device or DeviceFacts("this machine", memory())
    if needed <= held or weights * _BYTES > memory():
        return
    cure = "Take smaller batches." if kept < held else "Make the network smaller."
    outputs_text, kept_text = bytes_text(batch * outputs), bytes_text(kept)
    message = (
        f"Training needs about {bytes_text(needed)}: {outputs_text} for the outputs of a batch of {batch:,} and "
        f"{kept_text} for the weights; {name} has {bytes_text(held)}. {cure}"
    )
    yield Finding(message, setting="batch_size")


RULES = (nothing_to_train, learning_rate, training_memory)
