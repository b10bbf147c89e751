"""What the catalog is made of. Plain data: the browser gets the same values."""

from typing import Any, Literal

import msgspec

SettingType = Literal["integer", "float", "boolean", "text", "choice", "tuple", "list", "object", "any"]

Family = Literal[
    "layers",
    "activations",
    "initializers",
    "regularizers",
    "constraints",
    "losses",
    "metrics",
    "optimizers",
    "schedules",
]


class Setting(msgspec.Struct, frozen=True, omit_defaults=True):
    """One constructor parameter of a kind.

    `optional` says that None is a value. A tuple has `length` integers (0: any number); a single integer n
    stands for (n, n, ...). An object's `family` says of what it may be; its value is a name, or
    `{"kind": name, "settings": {...}}`; with `choices`, those and the user's own are worth offering. A float with a
    `length` also takes that many numbers, one with a `family` also an object. A required setting's `default` is what
    a freshly placed layer starts with, never assumed.
    """

    name: str
    type: SettingType = "any"
    default: Any = None
    required: bool = False
    optional: bool = False
    choices: tuple[str, ...] = ()
    family: Family | None = None
    length: int = 0
    minimum: float | None = None
    maximum: float | None = None
    prominent: bool = False
    help: str = ""


class Port(msgspec.Struct, frozen=True, omit_defaults=True):
    """A named tensor argument of a layer's `call`; one that takes `many` takes a list, in slot order.

    A list has `least` tensors and `most`; any number where that is None.
    """

    name: str
    optional: bool = False
    many: bool = False
    least: int = 1
    most: int | None = None

    def has_room(self, count: int) -> bool:
        """Whether a list takes one more wire than it has."""
        return self.many and (self.most is None or count < self.most)


class Kind(msgspec.Struct, frozen=True):
    """Something of Keras that can be chosen; of the family `layers`, something that can be placed.

    `obstacle` is why a kind can't be placed; empty when it can. `ranks` are the ranks, batch axis included, that
    a layer takes; empty when Keras's own word is all there is.
    """

    name: str
    group: str = ""
    summary: str = ""
    settings: tuple[Setting, ...] = ()
    ports: tuple[Port, ...] = ()
    arguments: tuple[Setting, ...] = ()
    outputs: int = 1
    ranks: tuple[int, ...] = ()
    obstacle: str = ""
    url: str = ""

    def setting(self, name: str) -> Setting | None:
        """The setting with this name, or None."""
        return next((setting for setting in self.settings if setting.name == name), None)


class Group(msgspec.Struct, frozen=True):
    """A group of the palette; `light` and `dark` are its colour on each theme, `short` the rail's word.

    Groups with a `heading` stand together under it, folded.
    """

    name: str
    short: str
    light: str
    dark: str
    heading: str = ""


class Catalog(msgspec.Struct, frozen=True, dict=True):
    """Everything that can be placed or chosen with the installed Keras."""

    keras_version: str
    groups: tuple[Group, ...]
    layers: tuple[Kind, ...]
    objects: dict[str, tuple[Kind, ...]]
    """Kinds by family: activations, initializers, regularizers, constraints, losses, metrics, optimizers, schedules."""


class Choice(msgspec.Struct, frozen=True):
    """A kind chosen with its settings: an optimizer, a loss, a metric."""

    kind: str
    settings: dict[str, Any] = {}
