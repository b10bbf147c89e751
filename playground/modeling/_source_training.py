"""`compile` and `fit` for a network's source."""

from collections.abc import Mapping
from typing import Any, Protocol

from playground.catalog import Choice, Family, describe_object, is_own, kind as kind_of, snake
from playground.errors import SettingError
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


def training_lines(network: Network, training: Training, values: Values) -> tuple[list[str], list[str]]:
    """The lines before the model, which fix seeds and precision, and those after it, which compile and train it.

    A loss or metrics that are left to the targets are chosen here by the last activation, and a comment says so.
    """
    notes = ["# Your data: arrays (or lists of arrays) with one row for each sample."]
    loss, metrics = training.loss, training.metrics
    if loss is None:
        chosen = [_loss_for(network.layer_of(output.node)) for output in network.outputs]
        loss = chosen[0] if len(chosen) == 1 else chosen
        notes.append("# The loss is chosen by the last activation; take another for other targets.")
    compiled = [keyword("optimizer", _object("optimizers", training.optimizer, values))]
    compiled.append(keyword("loss", _structure("losses", loss, values)))
    metrics = _metrics_for(loss) if metrics is None else metrics
    if metrics:
        listed = metrics if isinstance(metrics, list | tuple | Mapping) else [metrics]
        compiled.append(keyword("metrics", _structure("metrics", listed, values)))
    if training.jit_compile != "auto":
        compiled.append(f"jit_compile={training.jit_compile == 'on'}")
    fitted: list[Expression] = ["x_train", "y_train"]
    if training.batch_size != _BATCH:
        fitted.append(f"batch_size={training.batch_size}")
    fitted.append(f"epochs={training.epochs}")
    if training.validation_split:
        notes.append("# Keras holds back the last samples for validation; Playground draws them at random.")
        fitted.append(keyword("validation_split", literal(training.validation_split)))
    if not training.shuffle:
        fitted.append("shuffle=False")
    if getattr(training, "class_weight", None):
        fitted.append(keyword("class_weight", literal(dict(training.class_weight))))  # type: ignore[attr-defined]  # of TrainingConfig alone
    callbacks = getattr(training, "callbacks", ())
    if callbacks:
        kinds = ", ".join(dict.fromkeys(type(each).__name__ for each in callbacks))
        notes.append(f"# Your callbacks are objects of your session ({kinds}): define the list before.")
        fitted.append("callbacks=callbacks")
    after = ["", *lines(call("model.compile", compiled)), "", *notes]
    after += lines(call("history = model.fit", fitted))
    before = ["", f"keras.utils.set_random_seed({training.seed})"]
    if training.precision != "default":
        before.append(f"keras.config.set_dtype_policy({quoted(training.precision)})")
    return before, after


def _structure(family: Family, value: Any, values: Values) -> Expression:
    """One object, or a list or dict of them."""
    if isinstance(value, list | tuple):
        return bracketed(_structure(family, each, values) for each in value)
    if isinstance(value, Mapping) and "kind" not in value:
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


def _metrics_for(loss: Any) -> list[str]:
    """Accuracy for classes, the mean absolute error for numbers."""
    several = list(loss.values()) if isinstance(loss, Mapping) and "kind" not in loss else loss
    listed = several if isinstance(several, list | tuple) else [several]
    found = {_metric_for(each) for each in listed}
    return [found.pop()] if len(found) == 1 else []


def _metric_for(loss: Any) -> str:
    if isinstance(loss, str | Choice):
        name = loss if isinstance(loss, str) else loss.kind
    else:
        name = loss["kind"] if isinstance(loss, Mapping) else getattr(loss, "__name__", type(loss).__name__)
    found = kind_of(name, "losses")
    return "accuracy" if (found.name if found else name).lower().endswith("crossentropy") else "mae"
