"""`compile` and `fit` for a network's source."""

from collections.abc import Collection, Mapping
from typing import Any, Literal, Protocol

from playground.catalog import Choice, Family, by_output, describe_object, is_own, kind as kind_of, snake
from playground.errors import SettingError
from playground.modeling._assemble import keys
from playground.modeling._source_text import (
    Bracket,
    Expression,
    bracketed,
    call,
    keyed,
    keyword,
    lines,
    literal,
    quoted,
)
from playground.modeling._source_values import Values
from playground.network import Layer, Network

_BATCH = 32
"""What `fit` takes by itself."""


class Training(Protocol):
    """How a network is trained: a `TrainingConfig`, or the plain settings of one."""

    @property
    def optimizer(self) -> Any: ...
    @property
    def loss(self) -> Any: ...
    @property
    def metrics(self) -> Any: ...
    @property
    def output_losses(self) -> Mapping[str, Any]: ...
    @property
    def output_metrics(self) -> Mapping[str, Any]: ...
    @property
    def loss_weights(self) -> Mapping[str, float]: ...
    @property
    def batch_size(self) -> int: ...
    @property
    def epochs(self) -> int: ...
    @property
    def seed(self) -> int: ...
    @property
    def validation_split(self) -> float: ...
    @property
    def shuffle(self) -> bool: ...
    @property
    def jit_compile(self) -> str: ...
    @property
    def precision(self) -> str: ...


Brings = Collection[Literal["sample_weight", "validation"]]
"""What data have besides inputs and targets."""


def training_lines(
    network: Network, training: Training, values: Values, brings: Brings = ()
) -> tuple[list[str], list[str]]:
    """The lines before the model, which fix seeds and precision, and those after it, which compile and train it.

    A loss or metrics that are left to the targets are chosen here by the last activation, and a comment says so.
    """
    notes = ["# Your data: arrays (or lists of arrays) with one row for each sample."]
    if training.loss is None and not {*output_names(network)} <= {*training.output_losses}:
        notes.append("# The loss is chosen by the last activation; take another for other targets.")
    fitted = _fitted(training, brings, notes)
    after = ["", *lines(call("model.compile", _compiled(network, training, values))), "", *notes]
    after += lines(call("history = model.fit", fitted))
    before = ["", f"keras.utils.set_random_seed({training.seed})"]
    if training.precision != "default":
        before.append(f"keras.config.set_dtype_policy({quoted(training.precision)})")
    return before, after


def output_names(network: Network) -> list[str]:
    """What Keras calls the outputs of the network's model."""
    if network.signature.outputs == "dict":
        return keys(network)
    return [network.layer_of(output.node).name for output in network.outputs]


def _compiled(network: Network, training: Training, values: Values) -> list[Expression]:
    names = output_names(network)
    loss, metrics = _losses(network, training, names), training.metrics
    if metrics is None:
        metrics = _metrics_for(loss)
    elif len(names) > 1 and isinstance(metrics, tuple) and all(isinstance(each, Choice) for each in metrics):
        metrics = {name: list(metrics) for name in names}
    if training.output_metrics:
        metrics = _by_output(names, metrics) | {name: list(each) for name, each in training.output_metrics.items()}
    found = [keyword("optimizer", _object("optimizers", training.optimizer, values))]
    found.append(keyword("loss", _structure("losses", loss, values)))
    if training.loss_weights:
        weights = {name: training.loss_weights.get(name, 1.0) for name in names}
        found.append(keyword("loss_weights", literal(weights if by_output(loss) else _alone([*weights.values()]))))
    if metrics:
        listed = metrics if isinstance(metrics, list | tuple) or by_output(metrics) else [metrics]
        found.append(keyword("metrics", _structure("metrics", listed, values)))
    if training.jit_compile != "auto":
        found.append(f"jit_compile={training.jit_compile == 'on'}")
    return found


def _losses(network: Network, training: Training, names: list[str]) -> Any:
    """The loss, or those of the outputs, by name where they are chosen or set one by one."""
    loss = training.loss
    if loss is None:
        chosen = [_loss_for(network.layer_of(output.node)) for output in network.outputs]
        loss = chosen[0] if len(chosen) == 1 else dict(zip(names, chosen, strict=True))
    if training.output_losses:
        several = list(loss) if isinstance(loss, list | tuple) else [loss] * len(names)
        each = loss if by_output(loss) else dict(zip(names, several, strict=False))
        loss = {**each, **training.output_losses}
    return loss


def _fitted(training: Training, brings: Brings, notes: list[str]) -> list[Expression]:
    fitted: list[Expression] = ["x_train", "y_train"]
    if training.batch_size != _BATCH:
        fitted.append(f"batch_size={training.batch_size}")
    fitted.append(f"epochs={training.epochs}")
    if "validation" in brings:
        fitted.append("validation_data=(x_val, y_val)")
    elif training.validation_split:
        notes.append("# Keras holds back the last samples for validation; Playground draws them at random.")
        fitted.append(keyword("validation_split", literal(training.validation_split)))
    if not training.shuffle:
        fitted.append("shuffle=False")
    class_weight = getattr(training, "class_weight", None)
    if class_weight:
        fitted.append(keyword("class_weight", literal(dict(class_weight))))
    elif "sample_weight" in brings:
        fitted.append("sample_weight=sample_weight")
    callbacks = getattr(training, "callbacks", ())
    if callbacks:
        kinds = ", ".join(dict.fromkeys(type(each).__name__ for each in callbacks))
        notes.append(f"# Your callbacks are objects of your session ({kinds}): define the list before.")
        fitted.append("callbacks=callbacks")
    return fitted


def _by_output(names: list[str], metrics: Any) -> dict[str, Any]:
    if by_output(metrics):
        return dict(metrics)
    if isinstance(metrics, list | tuple):
        return {names[0]: list(metrics)} if len(names) == 1 else dict(zip(names, metrics, strict=False))
    return dict.fromkeys(names, metrics)


def _alone(values: list[float]) -> Any:
    return values if len(values) > 1 else values[0]


def _structure(family: Family, value: Any, values: Values) -> Expression:
    """One object, or a list or dict of them."""
    if isinstance(value, list | tuple):
        return bracketed(_structure(family, each, values) for each in value)
    if by_output(value):
        entries = ((literal(key), _structure(family, each, values)) for key, each in value.items())
        return Bracket("", tuple(keyed(key, each) for key, each in entries), "{}")
    return "None" if value is None else _object(family, value, values)


def _object(family: Family, value: Any, values: Values) -> Expression:
    if isinstance(value, str) and not is_own(value, family):
        return quoted(value)
    try:
        return values.object(family, describe_object(value, family))
    except SettingError:
        name = getattr(value, "__name__", None) or snake(type(value).__name__)
        values.own[name] = None
        return str(name)


def _loss_for(layer: Layer) -> str:
    activation = {"Softmax": "softmax"}.get(layer.kind, layer.settings.get("activation"))
    if activation == "softmax":
        return "sparse_categorical_crossentropy"
    return "binary_crossentropy" if activation == "sigmoid" else "mean_squared_error"


def _metrics_for(loss: Any) -> Any:
    """Accuracy for classes, the mean absolute error for numbers, for each output in the form of the losses."""
    if by_output(loss):
        return {name: [_metric_for(each)] for name, each in loss.items()}
    return [[_metric_for(each)] for each in loss] if isinstance(loss, list | tuple) else [_metric_for(loss)]


def _metric_for(loss: Any) -> str:
    if isinstance(loss, str | Choice):
        name = loss if isinstance(loss, str) else loss.kind
    else:
        name = loss["kind"] if isinstance(loss, Mapping) else getattr(loss, "__name__", type(loss).__name__)
    found = kind_of(name, "losses")
    return "accuracy" if (found.name if found else name).lower().endswith("crossentropy") else "mae"
