"""A configuration with the loss and metrics that a run would choose."""

from dataclasses import replace
from typing import Any

from playground.datasets import Dataset
from playground.errors import ConfigError
from playground.training._binding import bind
from playground.training._compiling import recipe
from playground.training._config import TrainingConfig


def with_choices(model: Any, data: Dataset, config: TrainingConfig) -> TrainingConfig:
    """The configuration with a loss and metrics where it leaves them to the targets; as it is where none fit."""
    try:
        wanted = recipe(bind(model, data), data.targets, config)
    except (ConfigError, ValueError):
        return config
    return replace(config, loss=wanted.loss, metrics=wanted.metrics)
