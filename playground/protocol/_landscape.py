"""The loss over a plane through the weights: how it is asked for, and what is told of it."""

from typing import Literal

from playground.protocol._values import Tagged


class GetLandscape(Tagged, frozen=True, tag="get_landscape"):
    """Ask for losses over a plane through the weights; with `stop`, give up the landscape that this view asked for.

    `directions` are two random ones of this `seed`, or the main ones of the run's path. `reach` 1 is as far as the
    weights are from zero, or the whole path. Replied with a `LandscapeFound` when it is done; meanwhile there are
    `LandscapeProgress` events. With `stop` it is replied with `Done`, and the other with the code `SupersededError`.
    """

    view: str
    directions: Literal["random", "path"] = "random"
    seed: int = 0
    reach: float = 1.0
    points: int = 25
    stop: bool = False


class LandscapeProgress(Tagged, frozen=True, tag="landscape_progress"):
    """So many losses of the landscape of a view are known; `seconds_left` is None before it can be said."""

    view: str
    done: int
    total: int
    seconds_left: float | None = None


class LandscapeFound(Tagged, frozen=True, tag="landscape_found"):
    """The losses, of so many training samples, after a step of the run.

    `here` is the loss at the weights, None where it is NaN or infinite. `shares` says how much of the path lies along
    each direction; None of random ones. Buffers: places along both directions, float32 (points,) each; losses, float32
    (points, points), rows along the second; steps of the path, float64 (moments,); its places, float32 (moments, 2);
    and its own losses, float32 (moments,).
    """

    points: int
    step: int
    samples: int
    weights: int
    here: float | None
    shares: tuple[float, float] | None = None
