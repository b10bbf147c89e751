"""How many units of each layer do nothing, over a run: what the doctor saw at each of its looks, kept within bounds."""

from collections.abc import Container, Sequence

from playground.doctor import Outputs
from playground.modeling import Graph, kept_layers
from playground.protocol import IdleLayer, IdleUnits

MOST_MOMENTS = 64
MOST_SHARES = 4096
"""Moments times layers."""


Unit = tuple[str | None, str, str, int]
"""What a row of the chart is of: node, name of the layer where there is none, activation and number of units."""


class UnitsOverTime:
    """The shares of idle units at the doctor's looks; of too many looks, every other one goes."""

    def __init__(self) -> None:
        """Nothing is seen yet."""
        self._layers: tuple[Outputs, ...] = ()
        self._moments: list[tuple[int, dict[Unit, float]]] = []
        self.told: IdleUnits | None = None

    def add(self, step: int, outputs: Sequence[Outputs]) -> None:
        """Keep what was seen after a step: of ReLUs the dead, of the others the saturated, but of no output."""
        watched = tuple(each for each in outputs if each.activation and not each.last)
        if not watched:
            return
        self._layers = watched
        if self._moments and step <= self._moments[-1][0]:
            self._moments.pop()
        self._moments.append((step, {_unit(each): idle(each) for each in watched}))
        if len(self._moments) > max(2, min(MOST_MOMENTS, MOST_SHARES // len(watched))):
            self._moments = [*self._moments[:-1:2], self._moments[-1]]
        self._tell()

    def take_up(self, before: "UnitsOverTime", kept: Container[str], until: int) -> None:
        """Begin with what was seen of another run up to a step, of the nodes that were `kept`."""
        layers, moments = before._layers, before._moments  # noqa: SLF001  # of its own kind
        self._layers = tuple(each for each in layers if each.node in kept)
        for step, shares in moments:
            left = {unit: share for unit, share in shares.items() if unit[0] in kept}
            if step <= until and left:
                self._moments.append((step, left))
        if self._layers and self._moments:
            self._tell()

    def _tell(self) -> None:
        units = [_unit(each) for each in self._layers]
        self.told = IdleUnits(
            tuple(step for step, _ in self._moments),
            tuple(
                IdleLayer(*_named(each), each.units, tuple(shares.get(unit) for _, shares in self._moments))
                for unit, each in zip(units, self._layers, strict=True)
            ),
        )


def nodes_kept(old: Graph, new: Graph) -> frozenset[str]:
    """The nodes whose layers have in both models the same units: id, weights and activation are those of before."""
    layers, before = new.network.layer_by_id, old.network.layer_by_id
    kept = {
        path
        for path, origin in kept_layers(old, new).items()
        if path == origin and path in layers
        if layers[path].settings.get("activation") == before[path].settings.get("activation")
    }
    return frozenset(node.id for node in new.network.nodes if node.layer in kept)


def _unit(outputs: Outputs) -> Unit:
    return (outputs.node, "" if outputs.node else outputs.layer, outputs.activation, outputs.units)


def _named(outputs: Outputs) -> tuple[str | None, str, str]:
    return outputs.node, outputs.layer, outputs.activation


def idle(outputs: Outputs) -> float:
    """The share of a layer that does nothing, by the definition of the doctor's findings."""
    return outputs.dead if outputs.activation == "relu" else outputs.saturated
