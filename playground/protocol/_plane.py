"""Models and data of two numbers: what is asked and told about the plane."""

import msgspec

from playground.protocol._values import Tagged


class PlaneWatch(msgspec.Struct, frozen=True):
    """A view shows the model's answer over the plane; and, when a node is given, that of one of its units.

    `side` is how many places across and up it wants, from 10 to 300.
    """

    node: str | None = None
    unit: int = 0
    side: int = 100


class PlaneUnit(msgspec.Struct, frozen=True):
    """One unit of a node that has maps over the plane, counted from 0."""

    node: str
    unit: int


class UnitWeights(msgspec.Struct, frozen=True):
    """The header of the weights of a dense layer, for wires between units; its values are one buffer.

    The buffer is float32 of shape (inputs + 1, units): the kernel, and the bias below it, zeros where there is none.
    `layer` is the path of the layer that the node calls.
    """

    node: str
    layer: str
    inputs: int
    units: int
    bias: bool


class SetWeight(Tagged, frozen=True, tag="set_weight"):
    """Set one weight of a dense layer by hand while no step is run; without an `input`, the bias of the unit.

    A run that is held goes on with it.
    """

    layer: str
    unit: int
    value: float
    input: int | None = None


class GetPoints(Tagged, frozen=True, tag="get_points"):
    """Ask for the data as points of the plane. Replied with `Points`."""


class Points(Tagged, frozen=True, tag="points"):
    """Data with two inputs as points, at most 2,000 of each kind, and the part of the plane that holds all of them.

    Buffers, float32: places to train on (count x 2), a target of each, places held back for validation, a target of
    each. Of classes the target is the label. `extent` is left, right, bottom, top; None for data that are no points.
    """

    extent: tuple[float, float, float, float] | None
    names: tuple[str, ...] = ()
    train: int = 0
    test: int = 0
