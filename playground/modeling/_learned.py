"""What `adapt` has found in a model that is opened, as far as Keras writes it into the configuration.

Keras writes the size of a vocabulary, which no constructor takes in public, and bins beside the number of bins, which
its own constructor refuses together. The drawing keeps the size that follows, and the bins come along as weights do.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from playground.errors import DocumentError
from playground.network import Network

if TYPE_CHECKING:
    import numpy as np

_LOOKUPS = ("StringLookup", "IntegerLookup", "TextVectorization")
_BINS = "Discretization"
MAX_BINS = 65_536


def without_learned(kind: str, config: Mapping[str, Any]) -> Mapping[str, Any]:
    """A layer's configuration as one that is still to be adapted, and as wide as it has become."""
    if kind == _BINS and config.get("num_bins") is not None and config.get("bin_boundaries") is not None:
        return {**config, "num_bins": len(config["bin_boundaries"]) + 1, "bin_boundaries": None}
    if kind not in _LOOKUPS or config.get("output_mode", "int") == "int":
        return config
    size, known = config.get("vocabulary_size"), config.get("vocabulary") or config.get("pad_to_max_tokens")
    if known or not isinstance(size, int) or size <= _special_tokens(config):
        return config
    return {**config, "max_tokens": size, "pad_to_max_tokens": True}


def learned_bins(
    config: Mapping[str, Any], network: Network, path: str = ""
) -> Iterator[tuple[str, "list[np.ndarray[Any, Any]]"]]:
    """The bins of layers that were adapted, by path, as `state_of` gives them.

    Raises:
        DocumentError: they are no numbers, or too many.
    """
    import numpy as np

    layers = {layer.name: layer for layer in network.layers}
    for entry in config["layers"]:
        layer = layers.get(str(entry["config"].get("name", entry.get("name"))))
        if layer is None:
            continue
        if layer.network is not None:
            yield from learned_bins(entry["config"], layer.network, f"{path}{layer.id}/")
        bins = entry["config"].get("bin_boundaries") if layer.kind == _BINS else None
        if bins is not None and layer.settings.get("bin_boundaries") is None:
            if len(bins) > MAX_BINS or not all(isinstance(each, int | float) for each in bins):
                raise DocumentError(f"The bins of “{layer.name}” are not up to {MAX_BINS:,} numbers.")
            yield f"{path}{layer.id}", [np.asarray(bins, np.float64)]


def _special_tokens(config: Mapping[str, Any]) -> int:
    """How many entries a vocabulary has that nothing was learned for."""
    return int(config.get("num_oov_indices", 1))
