"""What a document says besides its network, as the values that train: the configuration, and the data it names."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from playground import datasets, protocol
from playground.errors import ConfigError
from playground.network import Batch, Document, Edit, Network
from playground.training import TrainingConfig

if TYPE_CHECKING:
    from playground.datasets import Dataset


class Beside(NamedTuple):
    """What stands beside the network of a session: how it is trained, and on what."""

    config: TrainingConfig
    data: "Dataset | None"


class Tuned(NamedTuple):
    """Some settings of training by their names; all that stands beside the network else stays as it is."""

    settings: Mapping[str, Any]


def exchanged(now: Beside, brought: Beside | Tuned) -> tuple[Beside, Beside | Tuned]:
    """What stands beside the network when this is put there, and what puts back what was there."""
    if isinstance(brought, Beside):
        return brought, now
    before = {name: getattr(now.config, name) for name in brought.settings}
    return now._replace(config=replace(now.config, **brought.settings)), Tuned(before)


def undo_step(cure: protocol.Cure) -> tuple[Edit, Tuned | None]:
    """What a cure of the doctor edits, and what of training it sets."""
    edit = Batch((), cure.label) if cure.edit is None else cure.edit
    if cure.training is None:
        return edit, None
    return edit, Tuned(
        {name: value for name, value in msgspec.structs.asdict(cure.training).items() if value is not None}
    )


def beside(document: Document, now: Beside) -> Beside:
    """What a document says besides its network; what it leaves open stays as it is `now`.

    Raises:
        PlaygroundError: it names no data set, or its training can't be read.
    """
    config = now.config if document.training is None else now.config.with_settings(config_of(document).settings())
    return Beside(config, data_of(document) or now.data)


def document_of(network: Network, beside: Beside) -> Document:
    """A drawing with how it is trained, and the name of its data when that ships with the product."""
    config, data = beside
    ships = data is not None and data.name in datasets.names() and data is datasets.load(data.name)
    training = msgspec.to_builtins(config.settings())
    return Document(network, training, {"name": data.name} if data is not None and ships else None)


def brought(data: "Dataset | None") -> list[Literal["sample_weight", "validation"]]:
    """What the data bring besides inputs and targets."""
    if data is None:
        return []
    weighs: list[Literal["sample_weight", "validation"]] = [] if data.sample_weight is None else ["sample_weight"]
    return [*weighs, "validation"] if data.validation is not None else weighs


def data_of(document: Document) -> "Dataset | None":
    """The data set that a document names; None when it names none.

    Raises:
        DataError: there is no such data set.
    """
    return None if document.data is None else datasets.load(str(document.data.get("name")))


def config_of(document: Document) -> TrainingConfig:
    """The training configuration of a document; the usual one when it has none.

    Raises:
        ConfigError: what the document says is not one.
    """
    if document.training is None:
        return TrainingConfig()
    try:
        return TrainingConfig.from_settings(msgspec.convert(document.training, protocol.TrainingSettings))
    except msgspec.ValidationError as error:
        raise ConfigError(f"The document's training settings can't be read: {error}.") from None
