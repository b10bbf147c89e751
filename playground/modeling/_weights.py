"""Weights that wait for a model of a network to be built: of a model in memory, or of a `.keras` file."""

import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from playground.catalog import weights_of
from playground.modeling._adapted import state_of, take_state
from playground.modeling._build import Graph
from playground.modeling._from_keras import made_layers
from playground.network import Network

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


class Weights(Protocol):
    """What the layers of a network are to begin with, instead of weights drawn anew."""

    def give(self, graph: Graph) -> frozenset[str]:
        """Put them into the layers that they fit; paths of those that have some here which do not fit."""


class HeldWeights(NamedTuple):
    """The state of layers by their path: weights, then what they were adapted to."""

    states: "Mapping[str, Sequence[Array]]"

    def give(self, graph: Graph) -> frozenset[str]:
        """See `Weights`."""
        owners = graph.owners
        return frozenset(
            path for path, state in self.states.items() if path in owners and not take_state(owners[path], state)
        )


def weights_of_model(network: Network, model: Any) -> HeldWeights:
    """A copy of what the layers of a model hold, by the paths of the network that was read from it."""
    return HeldWeights({path: state_of(made) for path, made in made_layers(network, model)})


def weights_of_graph(graph: Graph) -> HeldWeights:
    """A copy of what the layers of a built network hold."""
    owners = {path: made for path, made in graph.owners.items() if hasattr(made, "get_weights")}
    return HeldWeights({path: state_of(made) for path, made in owners.items()})


class StoredWeights(NamedTuple):
    """The weights of a `.keras` file, as Keras stored them.

    `places` are the groups of the layers in it by their path, `assets` its other files by their names in its folder;
    `learned` is what Keras keeps in the configuration.
    """

    h5: bytes
    assets: Mapping[str, bytes]
    places: Mapping[str, str]
    learned: HeldWeights

    def give(self, graph: Graph) -> frozenset[str]:
        """See `Weights`."""
        from keras.src.saving.saving_lib import DiskIOStore, H5IOStore, _load_state

        missed = set()
        with tempfile.TemporaryDirectory() as folder:
            for name, content in self.assets.items():
                target = Path(folder, name)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            store, assets = H5IOStore(io.BytesIO(self.h5)), DiskIOStore(folder, mode="r") if self.assets else None
            try:
                for path, made in graph.owners.items():
                    if path not in self.places or not (weights_of(made) or hasattr(made, "load_assets")):
                        continue
                    # Keras finds the parts of some layers in two places, and one of them is empty: as its own loading
                    # does, it is asked to go on, and what no place had is what has failed.
                    failed: set[int] = set()
                    try:
                        _load_state(
                            made,
                            store,
                            assets,
                            self.places[path],
                            visited_saveables=set(),
                            failed_saveables=failed,
                            error_msgs={},
                        )
                    except Exception:  # noqa: BLE001  # whatever is wrong, the layer keeps the weights it was made with
                        missed.add(path)
                    if failed:
                        missed.add(path)
            finally:
                store.close()
        return frozenset(missed) | self.learned.give(graph)
