"""Rules on the precision in which a run computes."""

from collections.abc import Iterator

from playground.catalog import who
from playground.checking._facts import ArrayFacts, DataFacts, Facts, TrainingFacts
from playground.checking._fixes import set_setting
from playground.checking.rules._rule import Finding, on_network, sketch
from playground.checking.rules._scene import Scene

_ROW = ("InputLayer", {"shape": [8]})
_DATA = DataFacts(
    "samples",
    1000,
    (ArrayFacts("x", (8,), "float32", -2.0, 2.0),),
    (ArrayFacts("y", (4,), "float32", 0.0, 1.0, whole=True, one_hot=True),),
)
_GPU = TrainingFacts(loss=None, precision="mixed_float16", on_gpu=True)
_SOFTMAX = ("Dense", {"units": 4, "activation": "softmax"})
_EXACT = ("Dense", {"units": 4, "activation": "softmax", "dtype": "float32"})


@on_network(
    "precision_on_cpu",
    "16 bits on a CPU",
    "hint",
    wrong=sketch(_ROW, _EXACT, facts=Facts(_DATA, _GPU._replace(on_gpu=False))),
    right=sketch(_ROW, _EXACT, facts=Facts(_DATA, _GPU)),
)
def precision_on_cpu(scene: Scene) -> Iterator[Finding]:
    """Mixed precision is fast where the hardware multiplies in 16 bits, which GPUs do and most CPUs don't.

    A CPU turns every number into 32 bits and back, so a run takes longer than in float32. It computes what a GPU would,
    which is of use to try a configuration.
    """
    training = scene.training
    if training is None or training.on_gpu or not training.precision.startswith("mixed_"):
        return
    yield Finding(
        f"This machine trains on its CPU, where {training.precision} is slower than float32 as a rule; "
        "it is made for GPUs.",
        setting="precision",
    )


@on_network(
    "output_in_half",
    "Probabilities in 16 bits",
    "hint",
    wrong=sketch(_ROW, _SOFTMAX, facts=Facts(_DATA, _GPU)),
    right=sketch(_ROW, _EXACT, facts=Facts(_DATA, _GPU)),
)
def output_in_half(scene: Scene) -> Iterator[Finding]:
    """16 bits know no probability below 0.00000006, and few between 0.999 and 1, where a loss looks closely.

    Let the layer that makes probabilities compute in float32, by its own dtype; the rest may stay in 16 bits.
    """
    training = scene.training
    if training is None or not training.precision.startswith("mixed_"):
        return
    for output in scene.outputs:
        layer = scene.network.layer_of(output.activated.id)
        if output.place.activation in ("softmax", "sigmoid") and scene.value(layer, "dtype") is None:
            yield Finding(
                f"{who(layer)} makes probabilities in 16 bits, coarse near 0 and 1; let it compute in float32.",
                output.activated.id,
                "dtype",
                (set_setting(layer, "dtype", "float32"),),
            )


RULES = (precision_on_cpu, output_in_half)
