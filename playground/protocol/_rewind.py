"""Looking back in a run: the moments that it keeps, one of them shown, and a branch that begins there."""

from playground.protocol._values import Tagged


class GetMoments(Tagged, frozen=True, tag="get_moments"):
    """Ask which moments of the latest run can be shown. Replied with `Moments`."""


class Moments(Tagged, frozen=True, tag="moments"):
    """The moments of a run, by the steps and the epochs that were done, in their order.

    `edits` says of each how many edits of the network it is ago: 0 can be shown, the others only be gone on from.
    `missing` says why none of them can be shown, and what to do; empty where they can.
    """

    run: int
    steps: tuple[int, ...]
    epochs: tuple[float, ...]
    edits: tuple[int, ...]
    missing: str = ""


class ShowMoment(Tagged, frozen=True, tag="show_moment"):
    """Give the model the weights of the moment nearest to a step; None for those of the latest step again.

    `RunChanged` says which one is shown, and new pictures follow.
    """

    step: int | None


class ContinueFrom(Tagged, frozen=True, tag="continue_from"):
    """Begin another run, a branch, at the moment nearest to a step; the run that it is of ends, and is kept whole.

    A moment that is some `edits` of the network ago brings that network back to the canvas, as one undo step.
    """

    step: int
    edits: int = 0


RewindCommand = GetMoments | ShowMoment | ContinueFrom
