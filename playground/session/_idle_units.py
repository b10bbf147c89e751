"""How many units of each layer do nothing, over a run: what the doctor saw at each of its looks, kept within bounds."""

from collections.abc import Sequence

from playground.doctor import Outputs
from playground.protocol import IdleLayer, IdleUnits

MOST_MOMENTS = 64
MOST_SHARES = 4096
"""Moments times layers."""


class UnitsOverTime:
    """The shares of idle units at the doctor's looks; of too many looks, every other one goes."""

    def __init__(self) -> None:
        """Nothing is seen yet."""
        self._layers: tuple[Outputs, ...] = ()
        self._moments: list[tuple[int, tuple[float, ...]]] = []
        self.told: IdleUnits | None = None

    def add(self, step: int, outputs: Sequence[Outputs]) -> None:
        """Keep what was seen after a step: of ReLUs the dead, of the others the saturated, but of no output."""
        watched = tuple(each for each in outputs if each.activation and not each.last)
        if not watched:
            return
        self._layers = watched
        if self._moments and step <= self._moments[-1][0]:
            self._moments.pop()
        self._moments.append((step, tuple(map(idle, watched))))
        if len(self._moments) > max(2, min(MOST_MOMENTS, MOST_SHARES // len(watched))):
            self._moments = [*self._moments[:-1:2], self._moments[-1]]
        self.told = IdleUnits(
            tuple(step for step, _ in self._moments),
            tuple(
                IdleLayer(each.node, each.layer, each.activation, each.units, tuple(m[place] for _, m in self._moments))
                for place, each in enumerate(self._layers)
            ),
        )


def idle(outputs: Outputs) -> float:
    """The share of a layer that does nothing, by the definition of the doctor's findings."""
    return outputs.dead if outputs.activation == "relu" else outputs.saturated
