"""What a document says besides its network, as the values that train: the configuration, and the data it names."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from playground import datasets, protocol
from playground.errors import ConfigError, DataError, DocumentError
from playground.network import Batch, Document, Edit, Network, typed
from playground.training import TrainingConfig

if TYPE_CHECKING:
    from playground.datasets import Dataset

MOST_HIDDEN = 100
_CONTROL = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Beside(NamedTuple):
    """What stands beside the network of a session: how it is trained, on what, and which controls are hidden."""

    config: TrainingConfig
    data: "Dataset | None"
    hidden: tuple[str, ...] = ()


class Tuned(NamedTuple):
    """Some settings of training by their names, and the data if it is one; all else beside the network stays."""

    settings: Mapping[str, Any]
    data: "tuple[Dataset | None] | None" = None


def exchanged(now: Beside, brought: Beside | Tuned) -> tuple[Beside, Beside | Tuned]:
    """What stands beside the network when this is put there, and what puts back what was there."""
    if isinstance(brought, Beside):
        return brought, now
    before = {name: getattr(now.config, name) for name in brought.settings}
    data, left = (now.data, None) if brought.data is None else (brought.data[0], (now.data,))
    return now._replace(config=replace(now.config, **brought.settings), data=data), Tuned(before, left)


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
    return Beside(config, data_of(document) or now.data, hidden_in(document))


def document_of(network: Network, beside: Beside) -> Document:
    """A drawing with how it is trained, and the name of its data when that ships with the product."""
    config, data, hidden = beside
    training = msgspec.to_builtins(config.settings())
    view = {"hidden": list(hidden)} if hidden else None
    return Document(network, training, None if data is None else _reference(data), view)


def hidden_in(document: Document) -> tuple[str, ...]:
    """The controls that a document hides from whoever opens it.

    Raises:
        DocumentError: what it says of its view can't be read.
    """
    view = document.view or {}
    if set(view) - {"hidden"}:
        raise DocumentError("A view has nothing but hidden controls.", "$.view")
    return hidden_controls(view.get("hidden", []))


def hidden_controls(names: Any) -> tuple[str, ...]:
    """Names of controls, each once; those of a later version are kept, and hide nothing.

    Raises:
        DocumentError: they are not names, or too many.
    """
    short = isinstance(names, list | tuple) and len(names) <= MOST_HIDDEN
    if not short or not all(isinstance(name, str) and _CONTROL.fullmatch(name) for name in names):
        raise DocumentError(f"Hidden controls are at most {MOST_HIDDEN} names such as “export”.", "$.view.hidden")
    return tuple(dict.fromkeys(names))


def _reference(data: "Dataset") -> dict[str, Any] | None:
    """The name of data that ship, of points with what draws them where that is not the usual; None for others."""
    if data.recipe is not None:
        usual = msgspec.to_builtins(protocol.Recipe())
        drawn = msgspec.to_builtins(data.recipe)
        return {"name": data.name, **{key: value for key, value in drawn.items() if value != usual[key]}}
    ships = data.name in datasets.names() and data is datasets.load(data.name)
    return {"name": data.name} if ships else None


def brought(data: "Dataset | None") -> list[Literal["sample_weight", "validation"]]:
    """What the data bring besides inputs and targets."""
    if data is None:
        return []
    weighs: list[Literal["sample_weight", "validation"]] = [] if data.sample_weight is None else ["sample_weight"]
    return [*weighs, "validation"] if data.validation is not None else weighs


def data_of(document: Document) -> "Dataset | None":
    """The data set that a document names, points drawn as it says; None when it names none.

    Raises:
        DataError: there is no such data set, or it can't be drawn so.
    """
    if document.data is None:
        return None
    drawn = {key: value for key, value in document.data.items() if key != "name"}
    try:
        recipe = typed(drawn, protocol.Recipe) if drawn else None
    except msgspec.ValidationError as error:
        raise DataError(f"The document's data can't be read: {error}.") from None
    return named_data(str(document.data.get("name")), recipe)


def named_data(name: str, recipe: protocol.Recipe | None = None) -> "Dataset":
    """A data set that ships; points as the recipe says.

    Raises:
        DataError: there is no such data set, or it can't be drawn so.
    """
    if recipe is None or recipe == protocol.Recipe():
        return datasets.load(name)
    return datasets.points(name, **msgspec.structs.asdict(recipe))


def config_of(document: Document) -> TrainingConfig:
    """The training configuration of a document; the usual one when it has none.

    Raises:
        ConfigError: what the document says is not one.
    """
    if document.training is None:
        return TrainingConfig()
    try:
        return TrainingConfig.from_settings(typed(document.training, protocol.TrainingSettings))
    except msgspec.ValidationError as error:
        raise ConfigError(f"The document's training settings can't be read: {error}.") from None
