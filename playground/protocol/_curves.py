"""What is asked and told of the course of a run besides its history: parts of it, and which learning rate suits it."""

from playground.protocol._values import Tagged


class GetCurves(Tagged, frozen=True, tag="get_curves"):
    """Ask for a part of the history in detail, from step `first` to step `last`, with so many points a line.

    Replied with a `HistoryChunk` of that part, with one step more at either side, and its buffers.
    """

    first: int
    last: int
    points: int


class FindRate(Tagged, frozen=True, tag="find_rate"):
    """Try learning rates from low to high on a copy of the model; with `stop`, give up the test that this view began.

    Replied with a `RatesTried` when it is done: with `stop` at once, and then of no rates.
    """

    view: str
    stop: bool = False


class RatesTried(Tagged, frozen=True, tag="rates_tried"):
    """The losses that learning rates came to, from low to high, and the one that they suggest; None when none does.

    `sentence` says why. Buffers: the rates, the losses, and the losses calmed, float32 (count,) each.
    """

    count: int
    suggested: float | None
    sentence: str


CurveCommand = GetCurves | FindRate
