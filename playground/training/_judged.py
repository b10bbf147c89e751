"""What a configuration makes of a model's answers: its loss, apart from any training."""

from dataclasses import replace
from typing import Any

from playground.datasets import Dataset
from playground.errors import TrainingError
from playground.training._binding import bind
from playground.training._compiling import compile_model, recipe
from playground.training._config import TrainingConfig
from playground.training._preflight import preflight


def judged(model: Any, data: Dataset, config: TrainingConfig) -> Any:
    """A Keras model of the same layers that is compiled with the loss of a run: configured, or chosen for the targets.

    The model that is given, its optimizer and its weights stay as they are; `compute_loss` of the other says the loss.

    Raises:
        TrainingError: The model can't be trained on the data; the sentence says why.
        ConfigError: Keras refuses the configuration.
    """
    import keras

    problems = preflight(model, data, config, {})
    if problems:
        raise TrainingError(problems[0].message)
    binding = bind(model, data)
    twin = keras.Model(model.inputs, binding.output_structure, name=model.name)
    # Only the loss is wanted: an optimizer of the configuration may be somebody's object.
    alone = replace(config, optimizer="SGD", metrics=(), output_metrics={})
    compile_model(twin, recipe(binding, data.targets, alone))
    return twin


def targets_of(model: Any, data: Dataset) -> list[Any]:
    """The data's targets, one an output, in the order of the model's outputs."""
    return [data.targets[slot.array] for slot in bind(model, data).outputs]
