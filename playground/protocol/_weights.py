"""What is asked and told of weights: what the optimizer did to each layer over a run, and one layer's weights."""

from typing import Literal

import msgspec

from playground.protocol._values import Tagged


class WatchVitals(Tagged, frozen=True, tag="watch_vitals"):
    """Whether one view shows gradients: they are measured more often, and told, while some view does.

    Replied with a whole `VitalsChunk`, of no layers when the view does not show them.
    """

    view: str
    shown: bool


class GetWeights(Tagged, frozen=True, tag="get_weights"):
    """Ask for the weights that a layer has now, the filters of one page, and how they were distributed over the run.

    `layer` is the layer's id; of one inside a block its path. Replied with `Weights`.
    """

    layer: str
    page: int = 0


class IdleLayer(msgspec.Struct, frozen=True):
    """Of one layer with an activation the share that does nothing, 0 to 1, at each moment; None before it was there.

    Of a `relu` these are the units that are 0 for every sample, of `sigmoid` and `tanh` the values within a twentieth
    of an end of the range.
    """

    node: str | None
    name: str
    activation: str
    units: int
    shares: tuple[float | None, ...]


class IdleUnits(msgspec.Struct, frozen=True):
    """Units that do nothing for some samples, at the steps after which the doctor looked."""

    steps: tuple[int, ...]
    layers: tuple[IdleLayer, ...]


class VitalsChunk(Tagged, frozen=True, tag="vitals"):
    """What the optimizer did to each layer, at the steps measured since the last chunk; of many, those that stand out.

    `layers` are ids, or paths, of the layers that learn, `names` what they were called when the run began. Buffers:
    the step numbers, float64 (moments,), and float32 (moments, layers, 4): the L2 norms of the gradient, of the weights
    and of the update, over all variables of the layer, and the share of the gradient that is NaN or infinite.
    Another `run` than before, or `whole`, takes the place of all that came before. `units` are all that is known; None
    while the doctor has not looked, and where no layer has units that are watched.
    """

    run: int
    layers: tuple[str, ...]
    names: tuple[str, ...]
    whole: bool = False
    units: IdleUnits | None = None


class WeightPicture(msgspec.Struct, frozen=True):
    """One variable of a layer.

    - `filters`: `count` kernels of `height` x `width`, the first of them number `first` of `total`.
    - `matrix`: `height` x `width`. `values`: `count` of them.
    - `none`: nothing to be drawn; `sentence` says why.

    Buffers: the values, float32, of blocks of `down` x `across` values their means; and float32 (32,) counts of the
    values in equal bins from `low` to `high`. `unsound` values are NaN or infinite. With `moments`, five more of the
    measured steps of the run: float64 (moments,) their numbers; float32 (moments, 2) the lowest and the highest value,
    and float32 (moments, 32) the counts between; and the same two of the gradients.
    """

    name: str
    shape: tuple[int, ...]
    form: Literal["filters", "matrix", "values", "none"]
    count: int = 1
    height: int = 1
    width: int = 1
    total: int = 1
    first: int = 0
    down: int = 1
    across: int = 1
    low: float = 0.0
    high: float = 0.0
    unsound: int = 0
    moments: int = 0
    sentence: str = ""


class Weights(Tagged, frozen=True, tag="weights"):
    """The weights of a layer after a step. Where there are none, `sentence` says why."""

    layer: str
    step: int
    pictures: tuple[WeightPicture, ...]
    sentence: str = ""


WeightCommand = WatchVitals | GetWeights
