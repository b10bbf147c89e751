"""What each output of a model is held against: its target, its loss, and what its last activation makes of it."""

from typing import Any, NamedTuple

from playground.catalog import Choice
from playground.datasets import Dataset
from playground.errors import DataError
from playground.training._binding import bind
from playground.training._choosing import choose_loss, last_activation
from playground.training._config import TrainingConfig


class Output(NamedTuple):
    """One output of a model.

    Attributes:
        name: The output's.
        target: The name of the target that is bound to it.
        loss: The configured one, or what would be chosen; of a loss that is not registered likewise.
        activation: The last one before the output, `linear` when there is none to be seen.
    """

    name: str
    target: str
    loss: Choice
    activation: str


def outputs_of(model: Any, data: Dataset, config: TrainingConfig) -> tuple[Output, ...]:
    """The outputs of a model, in their order.

    Raises:
        DataError: If the data has not as many targets as the model has outputs.
    """
    try:
        slots = bind(model, data).outputs
    except ValueError:
        raise DataError(
            f"The data set “{data.name}” has {len(data.targets)} targets, and the model “{model.name}” has "
            f"{len(model.outputs)} outputs; each needs a target."
        ) from None
    settings = config.settings()
    return tuple(
        Output(
            slot.name,
            slot.array,
            settings.output_losses.get(slot.name) or settings.loss or choose_loss(slot, data.targets[slot.array]),
            last_activation(slot.tensor),
        )
        for slot in slots
    )
