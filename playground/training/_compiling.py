"""Compiling a model by a configuration, once: an equal configuration goes on with the same optimizer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.catalog import Choice, by_output, own_parts
from playground.errors import ConfigError
from playground.training._binding import Binding
from playground.training._choosing import choose_losses, choose_metrics
from playground.training._config import TrainingConfig
from playground.training._objects import make

_MARK = "_playground_compiled"


@dataclass(frozen=True, eq=False)
class Compilation:
    """What a model was compiled with here; it holds while the optimizer and what trains are still the same."""

    wanted: "Recipe"
    optimizer: Any
    trained: tuple[int, ...]


@dataclass(frozen=True)
class Recipe:
    """Optimizer, loss and metrics as they were named or chosen: what `compile` gets is made of them.

    `own` are the classes and functions of the user's own that they name, as they are registered now.
    """

    optimizer: Any
    loss: Any
    metrics: Any
    loss_weights: Any = None
    own: Any = ()


def recipe(binding: Binding, targets: dict[str, np.ndarray[Any, Any]], config: TrainingConfig) -> Recipe:
    """What a configuration comes to with these targets.

    Raises:
        ConfigError: If losses, metrics or weights are given for other outputs than there are.
    """
    names = [slot.name for slot in binding.outputs]
    for what, said in (
        ("A loss is set", config.output_losses),
        ("Metrics are set", config.output_metrics),
        ("A loss weight is set", config.loss_weights),
    ):
        _refuse_unknown(what, said, names)
    loss = config.loss if config.loss is not None else choose_losses(binding, targets)
    if config.output_losses:
        loss = dict(zip(names, losses_by_output(binding, loss), strict=True)) | dict(config.output_losses)
    losses = losses_by_output(binding, loss)
    metrics = config.metrics if config.metrics is not None else choose_metrics(binding, losses)
    if len(names) > 1 and isinstance(metrics, tuple) and all(isinstance(each, Choice) for each in metrics):
        metrics = {name: list(metrics) for name in names}
    if config.output_metrics:
        metrics = _metrics_by_output(names, metrics) | {name: list(m) for name, m in config.output_metrics.items()}
    weights = {name: config.loss_weights.get(name, 1.0) for name in names} if config.loss_weights else None
    own = own_parts([_plain(each) for each in (config.optimizer, loss, metrics)])
    return Recipe(config.optimizer, loss, metrics, weights, own)


def _plain(value: Any) -> Any:
    match value:
        case Choice():
            return [value.kind, value.settings]
        case Mapping():
            return {key: _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case _:
            return value


def _refuse_unknown(what: str, said: Mapping[str, Any], names: list[str]) -> None:
    unknown = sorted(set(said) - set(names))
    if unknown:
        raise ConfigError(f"{what} for “{unknown[0]}”, which is no output; outputs: {', '.join(names)}.")


def _metrics_by_output(names: list[str], metrics: Any) -> dict[str, Any]:
    if isinstance(metrics, Mapping):
        return dict(metrics)
    if isinstance(metrics, list | tuple):
        return {names[0]: list(metrics)} if len(names) == 1 else dict(zip(names, metrics, strict=False))
    return dict.fromkeys(names, metrics)


def losses_by_output(binding: Binding, loss: Any) -> list[Any]:
    """The loss of each output, in the order of the outputs; one loss alone is that of all."""
    names = [slot.name for slot in binding.outputs]
    if by_output(loss):
        _refuse_unknown("A loss is set", loss, names)
        missing = sorted(set(names) - set(loss))
        if missing:
            raise ConfigError(f"Output “{missing[0]}” has no loss; add one for it.")
        return [loss[name] for name in names]
    if isinstance(loss, list | tuple):
        if len(loss) != len(names):
            raise ConfigError(f"Expected a loss for each of {len(names)} outputs, got {len(loss)}.")
        return list(loss)
    return [loss] * len(names)


def compile_model(model: Any, wanted: Recipe) -> Compilation:
    """Compile the model, unless it already is by an equal recipe and still has that optimizer.

    Returns:
        A value that is the same object as long as the model was not compiled anew.

    Raises:
        ConfigError: If an object can't be made, or Keras refuses the combination.
    """
    done: Compilation | None = getattr(model, _MARK, None)
    trained = tuple(map(id, model.trainable_variables))
    if done is not None and done.wanted == wanted and done.optimizer is model.optimizer and done.trained == trained:
        return done
    optimizer = _scaled(_fresh(make("optimizers", wanted.optimizer), trained), model)
    loss = _each("losses", wanted.loss)
    metrics = _each("metrics", wanted.metrics)
    try:
        model.compile(optimizer=optimizer, loss=loss, loss_weights=_weights(wanted), metrics=_listed(metrics))
    except (TypeError, ValueError) as error:
        raise ConfigError(f"Keras refuses to compile model “{model.name}”: {str(error).splitlines()[0]}") from error
    compilation = Compilation(wanted, model.optimizer, tuple(map(id, model.trainable_variables)))
    setattr(model, _MARK, compilation)
    return compilation


def _fresh(optimizer: Any, trained: tuple[int, ...]) -> Any:
    """An optimizer for these variables: one that was built for others can't take them, so another of its settings."""
    if not getattr(optimizer, "built", False):
        return optimizer
    known = set(map(id, optimizer._trainable_variables))  # noqa: SLF001  # there is no public name
    if known.issuperset(trained):
        return optimizer
    return type(optimizer).from_config(optimizer.get_config())


def _scaled(optimizer: Any, model: Any) -> Any:
    """An optimizer that scales the loss where layers compute in float16, whose small gradients would become zero.

    Keras does so itself only when float16 is the policy of all layers.
    """
    import keras

    halves = any(
        getattr(getattr(layer, "dtype_policy", None), "compute_dtype", "") == "float16"
        for layer in model._flatten_layers()  # noqa: SLF001  # nested ones too
    )
    wraps = keras.optimizers.LossScaleOptimizer
    return wraps(optimizer) if halves and not isinstance(optimizer, wraps) else optimizer


def _each(family: Any, value: Any) -> Any:
    if value is None:
        return None
    if by_output(value):
        return {key: _each(family, each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_each(family, each) for each in value]
    if isinstance(value, str | Choice | Mapping) or callable(value):
        return make(family, value)
    raise ConfigError(f"Expected one of Keras's {family}, its name or a choice, got {type(value).__name__}.")


def _weights(wanted: Recipe) -> Any:
    """In the form of the losses, as Keras asks for it; a loss alone has the weight alone."""
    weights = wanted.loss_weights
    if weights is None or by_output(wanted.loss):
        return weights
    values = list(weights.values())
    return values if len(values) > 1 else values[0]


def _listed(metrics: Any) -> Any:
    return metrics if metrics is None or isinstance(metrics, list | dict) else [metrics]
