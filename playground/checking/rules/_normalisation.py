"""Rules on normalisation and dropout: what stands beside them, and in which order."""

from collections.abc import Iterator

from playground.catalog import who
from playground.checking._facts import Facts, TrainingFacts
from playground.checking._fixes import exchange, remove, set_setting, together
from playground.checking._words import listed
from playground.checking.rules._rule import Finding, on_network, on_nodes, on_training, sketch
from playground.checking.rules._scene import Scene
from playground.network import ChangeSetting, Layer, Node

_ROW = ("InputLayer", {"shape": [8]})
_NORM = "BatchNormalization"
_BIASED = ("Dense", "Conv1D", "Conv2D", "Conv3D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose")
_DROPOUT = ("Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianDropout", "AlphaDropout")
_STRONG = 0.8
_SMALL_BATCH = 4
_NAMED = 3


@on_network(
    "bias_before_norm",
    "A bias that batch normalization takes away",
    "hint",
    wrong=sketch(_ROW, ("Dense", {"units": 16}), (_NORM, {}), ("Activation", {"activation": "relu"})),
)
def bias_before_norm(scene: Scene) -> Iterator[Finding]:
    """Batch normalization subtracts the mean, and with it any bias that the layer before has added.

    The bias is a parameter that learns nothing; batch normalization has its own (`beta`). Set `use_bias` to false:
    the network computes the same with fewer parameters.
    """
    layers: list[Layer] = []
    first: str | None = None
    for node in scene.network.nodes:
        if scene.kind_at(node.id) != _NORM or scene.value(scene.network.layer_by_id[node.layer], "center") is False:
            continue
        before = scene.before(node.id)
        if before is None or scene.reports[node.id].state != "ok" or scene.after(before.id) is not node:
            continue
        layer = scene.network.layer_by_id[before.layer]
        biased = scene.kind(layer) in _BIASED and scene.value(layer, "use_bias") is not False
        if biased and scene.activation(layer) == "linear" and scene.calls(layer) == 1:
            layers.append(layer)
            first = first or before.id
    if not layers:
        return
    label = "Set use_bias to false"
    shown = listed(f"“{layer.name}”" for layer in layers[:_NAMED])
    if len(layers) == 1:
        message = f"The bias of {who(layers[0])} is taken away by the batch normalization behind it; leave it out."
    else:
        more = f" and {len(layers) - _NAMED} more" if len(layers) > _NAMED else ""
        shown = shown if not more else ", ".join(f"“{layer.name}”" for layer in layers[:_NAMED]) + more
        message = f"The biases of {shown} are taken away by the batch normalization behind them; leave them out."
    fix = together(label, (ChangeSetting(layer.id, "use_bias", value=False) for layer in layers))
    yield Finding(message, first, "use_bias", (fix,))


@on_nodes(
    "dropout_before_norm",
    "Dropout right before batch normalization",
    "hint",
    *_DROPOUT,
    wrong=sketch(
        _ROW,
        ("Dense", {"units": 16, "activation": "relu"}),
        ("Dropout", {"rate": 0.3}),
        (_NORM, {}),
        ("Dense", {"units": 4}),
    ),
)
def dropout_before_norm(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """Dropout makes the spread of its values larger while the network trains, and not when it is used.

    Batch normalization right behind it keeps the averages of training, which are then wrong. Normalise first and drop
    afterwards.
    """
    after = scene.after(node.id)
    if after is None or scene.kind_at(after.id) != _NORM or scene.before(node.id) is None:
        return
    norm = scene.network.layer_of(after.id)
    fixes = exchange(scene.network, node, after, f"Put “{norm.name}” before “{layer.name}”")
    message = f"{who(layer)} changes the spread that {who(norm)} measures while training; normalise before dropping."
    yield Finding(message, node.id, fixes=fixes)


@on_nodes(
    "dropout_last",
    "Dropout after the last layer",
    "warning",
    *_DROPOUT,
    wrong=sketch(_ROW, ("Dense", {"units": 4, "activation": "softmax"}), ("Dropout", {"rate": 0.5})),
)
def dropout_last(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """Dropout behind the last layer throws whole answers away while the network trains.

    A class whose probability was set to 0 costs an endless loss, whatever the weights are. Dropout belongs before
    the last layer.
    """
    before = scene.before(node.id)
    if not scene.whole or node.id in scene.network.edges_from or before is None or node.id not in scene.reaching:
        return
    if scene.kind_at(before.id) == "InputLayer":
        return
    fixes = remove(scene.network, node, f"Remove “{layer.name}”")
    message = f"{who(layer)} stands after the last layer and drops answers of the network; take it away."
    yield Finding(message, node.id, fixes=fixes)


@on_nodes(
    "dropout_strong",
    "A dropout that leaves little",
    "hint",
    *_DROPOUT,
    wrong=sketch(_ROW, ("Dropout", {"rate": 0.9}), ("Dense", {"units": 4})),
)
def dropout_strong(scene: Scene, node: Node, layer: Layer) -> Iterator[Finding]:
    """`rate` is the share that is dropped, not the share that is kept: 0.9 leaves one value in ten.

    Rates from 0.1 to 0.5 are usual.
    """
    rate = scene.value(layer, "rate")
    if not isinstance(rate, int | float) or rate < _STRONG:
        return
    kept = round(1 - rate, 4) or 0.5
    message = f"{who(layer)} drops {rate:.0%} of its values; rates from 0.1 to 0.5 are usual."
    fixes = (set_setting(layer, "rate", kept if kept < _STRONG else 0.5),)
    yield Finding(message, node.id, "rate", fixes)


@on_training(
    "norm_small_batch",
    "Batch normalization on tiny batches",
    "warning",
    wrong=sketch(
        _ROW,
        ("Dense", {"units": 16}),
        (_NORM, {}),
        ("Dense", {"units": 4}),
        facts=Facts(training=TrainingFacts(batch_size=2)),
    ),
    right=sketch(
        _ROW,
        ("Dense", {"units": 16}),
        (_NORM, {}),
        ("Dense", {"units": 4}),
        facts=Facts(training=TrainingFacts(batch_size=32)),
    ),
)
def norm_small_batch(scene: Scene) -> Iterator[Finding]:
    """Batch normalization measures mean and spread over the batch; over two or three samples that is mostly noise.

    With a single sample and no other axes everything becomes 0. Take larger batches, or a LayerNormalization, which
    measures within each sample.
    """
    training = scene.training
    if training is None or training.batch_size >= _SMALL_BATCH:
        return
    for node in scene.network.nodes:
        layer = scene.network.layer_by_id[node.layer]
        if scene.kind(layer) == _NORM:
            message = (
                f"{who(layer)} measures each batch, and a batch has {training.batch_size} "
                f"sample{'s' if training.batch_size > 1 else ''}; take larger batches, or a LayerNormalization."
            )
            yield Finding(message, node.id, "batch_size")
            return


RULES = (bias_before_norm, dropout_before_norm, dropout_last, dropout_strong, norm_small_batch)
