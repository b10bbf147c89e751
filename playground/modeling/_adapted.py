"""What a layer holds besides its settings, to copy and to compare: weights, and what `adapt` has read off data.

Keras keeps what `adapt` learned outside of the weights for vocabularies and bins, and twice for `Normalization`.
"""

import hashlib
import weakref
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from playground.catalog import layer_class, weights_of
from playground.network import Layer, Network

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

GIVEN = ("vocabulary", "mean", "bin_boundaries")
"""Settings that say what `adapt` would otherwise read off the data."""

_drawn: "weakref.WeakKeyDictionary[Any, str]" = weakref.WeakKeyDictionary()
_seen: "weakref.WeakKeyDictionary[Any, Hashable]" = weakref.WeakKeyDictionary()


def adapts(layer: Layer) -> bool:
    """Whether a drawn layer is adapted to data: its class has `adapt`, and its settings don't say what that finds."""
    made = layer_class(layer.kind)
    return hasattr(made, "adapt") and all(layer.settings.get(name) is None for name in GIVEN)


def needs_adapting(made: Any) -> bool:
    """Whether a Keras layer is one that is adapted to data, be it already or not."""
    if not hasattr(made, "adapt"):
        return False
    lookup = getattr(made, "_lookup_layer", made)
    return not (
        getattr(made, "input_mean", None) is not None
        or getattr(lookup, "_has_input_vocabulary", False)
        or (hasattr(made, "bin_boundaries") and made.num_bins is None)
    )


def is_adapted(made: Any) -> bool:
    """Whether a layer has been adapted, by whomever; one of the user's own says so by its `is_adapted`."""
    if hasattr(made, "get_vocabulary"):
        return len(made.get_vocabulary(include_special_tokens=False)) > 0
    if hasattr(made, "bin_boundaries"):
        return made.bin_boundaries is not None
    if hasattr(made, "adapt_mean"):
        import numpy as np

        return bool(np.any(np.asarray(made.adapt_mean) != 0) or np.any(np.asarray(made.adapt_variance) != 1))
    return bool(getattr(made, "is_adapted", False))


def is_ready(made: Any) -> bool:
    """Whether a layer can be called: one without its words or bins can't, one without mean and variance can."""
    learns = hasattr(made, "get_vocabulary") or hasattr(made, "bin_boundaries")
    return not learns or not needs_adapting(made) or is_adapted(made)


def state_of(made: Any) -> "list[Array]":
    """A layer's weights, then what it learned besides: the words and their document frequencies, or the bins."""
    import numpy as np

    state = [np.asarray(weight) for weight in made.get_weights()] if weights_of(made) else []
    if not is_adapted(made):
        return state
    if hasattr(made, "get_vocabulary"):
        words = made.get_vocabulary()
        state.append(np.array([str(word) for word in words]) if isinstance(words[-1], str) else np.asarray(words))
        lookup = getattr(made, "_lookup_layer", made)
        if lookup.output_mode == "tf_idf":
            state.append(np.asarray(lookup.idf_weights)[: len(words)])
    elif hasattr(made, "bin_boundaries"):
        state.append(np.asarray(made.bin_boundaries, dtype=np.float64))
    return state


def take_state(made: Any, state: "Sequence[Array]") -> bool:
    """Give a layer what `state_of` said of one of the same settings; False, and nothing changed, where it can't fit."""
    owned = weights_of(made)
    weights, learned = state[: len(owned)], state[len(owned) :]
    if [tuple(array.shape) for array in weights] != [tuple(weight.shape) for weight in owned]:
        return False
    if learned and hasattr(made, "set_vocabulary"):
        forget_size(made)
        words = learned[0].tolist()
        try:
            made.set_vocabulary(words, *(array.tolist() for array in learned[1:]))
        except ValueError:  # the settings leave no room for these words
            return False
    elif learned and hasattr(made, "bin_boundaries"):
        made.bin_boundaries = learned[0].tolist()
    if owned:
        made.set_weights(list(weights))
    if hasattr(made, "finalize_state") and hasattr(made, "adapt_mean"):
        made.finalize_state()
    return True


def carry_state(before: Any, made: Any) -> bool:
    """Give a new layer what the one before it held, and remember of it what it was adapted to."""
    if not take_state(made, state_of(before)):
        return False
    if before in _seen:
        _seen[made] = _seen[before]
    return True


def forget_size(made: Any) -> None:
    """Let a vocabulary grow or shrink when a layer is adapted again; Keras holds its size from the first time on."""
    lookup = getattr(made, "_lookup_layer", made)
    if hasattr(lookup, "_frozen_vocab_size"):
        lookup._frozen_vocab_size = None  # noqa: SLF001  # there is no public way


def note_ancestry(network: Network, layers: Mapping[str, Any]) -> None:
    """Remember of the layers just built what stands before them in the drawing."""
    for path, digest in ancestries(network).items():
        if path in layers:
            _drawn[layers[path]] = digest


def remember_adapted(made: Any, data: Hashable) -> None:
    """Remember what a layer has just been adapted to: these data, through what stands before it."""
    _seen[made] = (_drawn.get(made), data)


def fits_what_was_seen(made: Any, data: Hashable, ancestry: str | None = None) -> bool | None:
    """Whether a layer was adapted to these data through what stands before it now; None when it never was here."""
    seen = _seen.get(made)
    return None if seen is None else seen == (ancestry or _drawn.get(made), data)


def ancestries(network: Network) -> dict[str, str]:
    """By the id of each layer that is adapted a digest of it and of all that stands before it, names left out.

    Layers inside a layer's own network go by their path: its id, a slash, theirs.
    """
    learning = {name for name in {layer.kind for layer in network.layers} if hasattr(layer_class(name), "adapt")}
    wanted: dict[str, dict[str, str]] = {}
    for layer in network.layers:
        inner = {} if layer.network is None else ancestries(layer.network)
        if inner or (layer.kind in learning and adapts(layer)):
            wanted[layer.id] = inner
    if not wanted:
        return {}
    calls: dict[str, list[str]] = {layer_id: [] for layer_id in wanted}
    for node_id, digest in _digests(network, wanted).items():
        layer_id = network.node_by_id[node_id].layer
        if layer_id in calls:
            calls[layer_id].append(digest)
    found: dict[str, str] = {}
    for layer_id, inner in wanted.items():
        outer = " ".join(calls[layer_id])
        paths = {f"{layer_id}/{path}": f"{outer} {digest}" for path, digest in inner.items()}
        found |= paths or {layer_id: outer}
    return found


def _digests(network: Network, wanted: Iterable[str]) -> dict[str, str]:
    """A digest of each call of the wanted layers, and of those that they depend on, in the order of the wires."""
    layers = set(wanted)
    front = [node.id for node in network.nodes if node.layer in layers]
    needed: set[str] = set()
    while front:
        node_id = front.pop()
        if node_id not in needed:
            needed.add(node_id)
            front += [edge.source for edge in network.edges_into.get(node_id, ())]
    digests: dict[str, str] = {}
    for node_id in network.order:
        if node_id in needed:
            node = network.node_by_id[node_id]
            drawn = msgspec.structs.replace(network.layer_by_id[node.layer], id="", name="")
            before = [(edge.port, edge.output, digests[edge.source]) for edge in network.edges_into.get(node_id, ())]
            digests[node_id] = hashlib.sha256(msgspec.json.encode((drawn, node.arguments, before))).hexdigest()
    return digests
