"""How often pictures of a run that goes on are taken: often enough to move, where the machine has time for it.

Browser, server and training may share few cores, and a step is as late as the latest of its threads. So it is looked
how much of the machine has nothing to do: where that is little, pictures are few.
"""

import os
from collections.abc import Callable

OFTEN = 1 / 18
"""Seconds between two pictures at best."""
SELDOM = max(0.25, 1 / (os.cpu_count() or 1))
"""Seconds between two where nothing is idle; and between two tellings of how a run goes on."""
USUAL = 0.05
"""The share of observers that these figures are for; of twice as much come twice the pictures where nothing is idle."""
SPARE, ROOM = 0.3, 1.5
"""Cores with nothing to do, above which pictures come more often; below a third of it they come less often. The first
is for networks that one thread trains, the other for those whose steps wait for several, each in need of a core."""
BUSY_SHARE, IDLE_SHARE = 0.02, 0.25
"""Shares of the time that taking them may last: where nothing is idle, and on a core that has nothing else to do."""
_JUDGED = 0.5
_FASTER, _SLOWER = 1.5, 2.0


def idle_seconds() -> float:
    """How long the cores together have had nothing to do, since the machine started."""
    import psutil

    times = psutil.cpu_times()
    return float(times.idle + getattr(times, "iowait", 0.0))


class Cadence:
    """Says when the next picture is due. Knows the time as a number that it is given.

    Attributes:
        interval: Seconds between two pictures, as long as they cost little.
        spare: Cores with nothing to do that make them come more often.
        share: Of the time that observers may take: a larger one is somebody's wish for more pictures.
        part: Of the share of the time that taking them may last, where something else is taken by turns.
    """

    def __init__(self, idle: Callable[[], float] = idle_seconds) -> None:
        """Begin slowly; `idle` is asked as `idle_seconds` is."""
        self.interval = SELDOM
        self.spare = SPARE
        self.share = USUAL
        self.part = 1.0
        self._idle = idle
        self._looked: tuple[float, float] | None = None
        self._due = self._last = 0.0

    def is_due(self, now: float) -> bool:
        """Whether a picture should be taken at this moment."""
        return now >= self._due

    def begin(self, now: float) -> None:
        """A picture is taken now. One that is a little late makes none after it later."""
        self._judge(now)
        self._due = max(self._due, now - self.interval) + self.interval

    def cost(self, began: float, seconds: float) -> None:
        """The picture that was begun then took so long. The first says little of those to come, nor does a slow one."""
        wished = BUSY_SHARE * max(1.0, self.share / USUAL)
        share = IDLE_SHARE if self.interval < self._seldom else min(IDLE_SHARE, wished)
        self._due = max(self._due, began + min(seconds, self._last) / (share * self.part))
        self._last = seconds

    @property
    def _seldom(self) -> float:
        return max(OFTEN, SELDOM / max(1.0, self.share / USUAL))

    def _judge(self, now: float) -> None:
        self.interval = min(self.interval, self._seldom)
        if self._looked is not None and now - self._looked[0] < _JUDGED:
            return
        idle = self._idle()
        if self._looked is not None:
            cores = (idle - self._looked[1]) / (now - self._looked[0])
            if cores < self.spare / 3:
                self.interval = min(self._seldom, self.interval * _SLOWER)
            elif cores > self.spare:
                self.interval = max(OFTEN, self.interval / _FASTER)
        self._looked = (now, idle)
