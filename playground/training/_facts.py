"""A training configuration in what the rules of checking ask for."""

from typing import Any

from playground.catalog import Choice, by_output, kind as catalog_kind
from playground.checking import TrainingFacts
from playground.training._config import TrainingConfig
from playground.training._objects import as_setting, kind_of

_UNKNOWN = Choice("")
"""A loss that only Python can say: no rule speaks of it."""


def training_facts(config: TrainingConfig) -> TrainingFacts:
    """What of a configuration the rules can judge."""
    loss = config.loss
    losses: dict[str, Choice] = {}
    if by_output(loss):
        losses = {str(name): _loss(each) for name, each in loss.items()}
        loss = None
    losses |= {name: _loss(each) for name, each in config.output_losses.items()}
    optimizer = as_setting("optimizers", config.optimizer)
    return TrainingFacts(
        optimizer="" if optimizer is None else optimizer.kind,
        learning_rate=None if optimizer is None else _learning_rate(optimizer),
        loss=None if loss is None else _loss(loss),
        losses=losses,
        batch_size=config.batch_size,
        precision=config.precision,
        on_gpu=_on_gpu(),
    )


def _on_gpu() -> bool:
    import tensorflow as tf

    return bool(tf.config.list_physical_devices("GPU"))


def _loss(value: Any) -> Choice:
    if value is None or isinstance(value, list | tuple):
        return _UNKNOWN
    found = as_setting("losses", value)
    return _UNKNOWN if found is None else Choice(kind_of("losses", found), found.settings)


def _learning_rate(optimizer: Choice) -> float | None:
    value = optimizer.settings.get("learning_rate")
    if value is None:
        kind = catalog_kind(optimizer.kind, "optimizers")
        setting = None if kind is None else kind.setting("learning_rate")
        value = None if setting is None else setting.default
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
