"""What can be placed and chosen: the layers, losses, metrics and optimizers of the installed Keras, as data."""

from playground.catalog._types import (
    Catalog as Catalog,
    Choice as Choice,
    Family as Family,
    Group as Group,
    Kind as Kind,
    Port as Port,
    Setting as Setting,
)
