"""Which layers of a drawing have learned from the data before a run, and which still have to."""

from collections.abc import Callable, Set as AbstractSet
from typing import TYPE_CHECKING

from playground.errors import CheckError
from playground.modeling import Graph, ancestries, fits_what_was_seen, is_adapted
from playground.network import Network
from playground.protocol import Adaptation
from playground.training import TrainingConfig, seen_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.datasets import Dataset


def adaptation(
    network: Network,
    graph: Graph | None,
    data: "Dataset | None",
    config: TrainingConfig,
    given: AbstractSet[str] = frozenset(),
) -> dict[str, Adaptation]:
    """By id, or path within nested networks, of each layer that is adapted to data where it stands.

    Args:
        network: The drawing as it is now.
        graph: The model that holds what was learned so far, of this or an earlier drawing; None before the first.
        data: What the next run trains on.
        config: How it splits them.
        given: Layers that came adapted with the opened model, for as long as no model of the drawing was made.
    """
    samples = seen_by(data, config)
    layers: Mapping[str, object] = {} if graph is None else graph.layers
    states: dict[str, Adaptation] = {}
    for path, ancestry in ancestries(network).items():
        made = layers.get(path)
        fits = None if made is None else fits_what_was_seen(made, samples, ancestry)
        if fits is None:
            came = path in given if graph is None else made is not None and is_adapted(made)
            states[path] = "given" if came else "pending"
        else:
            states[path] = "adapted" if fits else "stale"
    return states


def came_adapted(network: Network, graph: Callable[[], Graph]) -> frozenset[str]:
    """Paths of the layers that came adapted with an opened model, which is made only where some might have.

    None of a drawing with a problem: no model can be made of it yet.
    """
    paths = ancestries(network)
    if not paths:
        return frozenset()
    try:
        layers = graph().layers
    except CheckError:
        return frozenset()
    return frozenset(path for path in paths if path in layers and is_adapted(layers[path]))
