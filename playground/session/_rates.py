"""The learning-rate range test of a session, on a copy of its model."""

from typing import TYPE_CHECKING, Any

from playground.errors import DataError, TrainingError
from playground.protocol import FindRate, RatesTried
from playground.training import find_learning_rate

if TYPE_CHECKING:
    from playground.session._newest import Tick
    from playground.session._session import Session


def rates_tried(session: "Session", wish: FindRate, tick: "Tick") -> tuple[RatesTried, list[Any]]:
    """What the test finds for the drawing, its data and its training, from the weights that it has.

    Raises:
        DataError: There is no data.
        TrainingError: A run goes on, or the model can't be trained.
        CheckError: The network has a problem.
    """
    if wish.stop:
        return RatesTried(0, None, ""), []
    tick()
    if session.data is None:
        raise DataError("There is no data to try learning rates on; choose a data set, or set `studio.data`.")
    if session.running.status.state in {"preparing", "running", "stopping"}:
        raise TrainingError("The network is being trained, and both would be slow: pause it to try learning rates.")
    found = find_learning_rate(session.graph, session.data, session.config, tick=tick)
    buffers = [found.rates, found.losses, found.calm]
    return RatesTried(len(found.rates), found.suggested, found.sentence), buffers
