"""How many steps a dispatch runs, and how fast the run is. Knows time only as numbers it is given."""

from collections import deque

FRAME_SECONDS = 0.05
_GROWTH = 4
_WINDOW_SECONDS = 1.5


class Pace:
    """Chooses counts so that a dispatch takes a frame; one for each kind of dispatch."""

    def __init__(self, frame: float = FRAME_SECONDS) -> None:
        self._frame = frame
        self._last = 0
        self.seconds: float | None = None

    @property
    def count(self) -> int:
        """Units for the next dispatch, at least 1; at most four times those of the last one."""
        if self.seconds is None:
            return 1
        wanted = round(self._frame / max(self.seconds, 1e-9))
        return max(1, min(wanted, _GROWTH * max(self._last, 1)))

    def took(self, count: int, seconds: float) -> None:
        """A dispatch of so many units took so long."""
        each = seconds / count
        if self.seconds is None or count > _GROWTH * self._last:
            self.seconds = each
        else:
            self.seconds += 0.3 * (each - self.seconds)
        self._last = count


class Speed:
    """Steps a second over the last moments in which the run was running."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def restart(self, now: float, step: int) -> None:
        """The run goes on after a rest."""
        self._marks.clear()
        self._marks.append((now, step))

    def mark(self, now: float, step: int) -> None:
        """So many steps are done now."""
        self._marks.append((now, step))
        while len(self._marks) > 2 and now - self._marks[1][0] > _WINDOW_SECONDS:  # noqa: PLR2004  # a span has two ends
            self._marks.popleft()

    @property
    def steps_per_second(self) -> float | None:
        """None while unknown."""
        marks = tuple(self._marks)
        if len(marks) < 2 or marks[-1][0] <= marks[0][0]:  # noqa: PLR2004  # a span has two ends
            return None
        return (marks[-1][1] - marks[0][1]) / (marks[-1][0] - marks[0][0])
