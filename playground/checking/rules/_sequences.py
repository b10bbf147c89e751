"""Rules on sequences: padding that is taken for words, and states that lead nowhere."""

from collections.abc import Iterator

from playground.catalog import who
from playground.checking._facts import ArrayFacts, DataFacts, Facts, TrainingFacts
from playground.checking._fixes import set_setting
from playground.checking._loops import LOOPS, MANY, copies, loop_advice, shorter
from playground.checking.rules._rule import Finding, on_nodes, on_training, sketch
from playground.checking.rules._scene import Scene
from playground.network import Layer, Node

_WORDS = ("InputLayer", {"shape": [20], "dtype": "int32"})
_STEPS = ("InputLayer", {"shape": [20, 4]})
_LONG = ("InputLayer", {"shape": [500, 4]})
_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional")
_MASKED = frozenset({*_RECURRENT, "GlobalAveragePooling1D", "Attention", "MultiHeadAttention"})
_PADDED = 0.05


@on_training(
    "not_masked",
    "Padding that is read as words",
    "hint",
    wrong=sketch(
        _WORDS,
        ("Embedding", {"input_dim": 100, "output_dim": 8}),
        ("LSTM", {"units": 8}),
        ("Dense", {"units": 1, "activation": "sigmoid"}),
        facts=Facts(
            DataFacts(
                "texts",
                100,
                (ArrayFacts("x", (20,), "int32", 0, 99, whole=True, padded=0.6),),
                (ArrayFacts("y", (1,), "int64", 0, 1, whole=True),),
                2,
            ),
            TrainingFacts(),
        ),
    ),
)
def not_masked(scene: Scene) -> Iterator[Finding]:
    """Sequences of different length are filled up with 0, and these steps are no part of the text.

    Without a mask a recurrent layer reads them all and forgets what came before; an average counts them. With
    `mask_zero` an embedding tells the layers behind it to skip them.
    """
    for node, _, array in scene.fed:
        if array.padded < _PADDED or not array.whole or len(array.shape) != 1:
            continue
        for edge in scene.network.edges_from.get(node.id, ()):
            layer = scene.network.layer_of(edge.target)
            after = scene.first_worker(edge.target)
            if scene.kind(layer) != "Embedding" or scene.value(layer, "mask_zero") or after is None:
                continue
            if scene.kind_at(after.id) not in _MASKED:
                continue
            message = (
                f"{array.padded:.0%} of the samples of “{array.name}” end with 0, and {who(layer)} hands that padding "
                f"to “{scene.network.layer_of(after.id).name}” as if it were text; set mask_zero."
            )
            yield Finding(message, edge.target, "mask_zero", (set_setting(layer, "mask_zero", value=True),))


@on_nodes(
    "unused_states",
    "States that nothing reads",
    "hint",
    "LSTM",
    "GRU",
    "SimpleRNN",
    wrong=sketch(_STEPS, ("LSTM", {"units": 8, "return_state": True}), ("Dense", {"units": 1})),
)
def unused_states(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """`return_state` gives the last states of a recurrent layer as outputs of their own, for a decoder to begin with.

    Here no wire leaves from them and the model does not return them. Without it the layer has one output.
    """
    if (
        scene.value(layer, "return_state") is not True
        or scene.calls(layer) != 1
        or node.exposes not in (None, (0,), ())
    ):
        return
    if any(edge.output > 0 for edge in scene.network.edges_from.get(node.id, ())):
        return
    message = f"{who(layer)} returns its states, but nothing reads them; set return_state to false."
    yield Finding(message, node.id, "return_state", (set_setting(layer, "return_state", value=False),))


@on_nodes(
    "long_loop",
    "A loop that is written out many times",
    "warning",
    *LOOPS,
    wrong=sketch(_LONG, ("LSTM", {"units": 8, "unroll": True})),
)
def long_loop(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """TensorFlow writes the steps of this layer out one by one, and a run begins only when all copies are ready.

    That is what `unroll` of a recurrent layer and every TimeDistributed does. It pays for a few steps; for hundreds
    it takes minutes before the first step, and memory. A Dense works on each step by itself, without TimeDistributed.
    """
    count = copies(scene.kind(layer), layer.settings, scene.inputs(node.id))
    if count > MANY:
        yield Finding(loop_advice(layer, count), node.id, fixes=shorter(scene.network, node, layer))


RULES = (not_masked, unused_states, long_loop)
