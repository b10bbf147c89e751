"""Layers that are as wide as the vocabulary or the bins that they find in the data: their size has to be given."""

from collections.abc import Sequence

from playground.catalog import Kind, kind as kind_of, who
from playground.checking._fixes import set_setting, together
from playground.checking._report import Fix, Problem, TensorSpec
from playground.network import ChangeSetting, Edit, Layer, Network, Node

_LOOKUPS = ("StringLookup", "IntegerLookup", "TextVectorization")
_TOKENS = 1000
_BINS = 10


def width_problem(network: Network, node: Node, specs: Sequence[TensorSpec]) -> Problem | None:
    """A layer that needs to know how wide its input is, behind one that will only know it from the data.

    Args:
        network: What is drawn.
        node: What Keras refused to call.
        specs: What enters it.
    """
    if not any(None in spec.shape[1:] for spec in specs):
        return None
    lookup = _open_lookup(network, node)
    if lookup is None:
        return None
    layer = network.layer_by_id[node.layer]
    message = (
        f"{who(lookup)} gives as many numbers as it will find words in the data, and {who(layer)} has to know now how "
        f"many; give “{lookup.name}” max_tokens and pad_to_max_tokens."
    )
    return Problem("unknown_width", message, node=node.id, fixes=_closed(lookup))


def bins_fixes(layer: Layer, kind: Kind) -> tuple[Fix, ...]:
    """A number of bins, for a Discretization with neither that nor boundaries."""
    if kind.name != "Discretization" or layer.settings.get("bin_boundaries") or layer.settings.get("num_bins"):
        return ()
    return (set_setting(layer, "num_bins", _BINS),)


def _open_lookup(network: Network, node: Node) -> Layer | None:
    """The nearest layer before a node whose width its vocabulary decides."""
    front, seen = [node.id], {node.id}
    while front:
        for edge in network.edges_into.get(front.pop(0), ()):
            layer = network.layer_of(edge.source)
            if _is_open(layer):
                return layer
            if edge.source not in seen:
                seen.add(edge.source)
                front.append(edge.source)
    return None


def _is_open(layer: Layer) -> bool:
    kind, settings = kind_of(layer.kind), layer.settings
    if kind is None or kind.name not in _LOOKUPS or settings.get("output_mode", "int") == "int":
        return False
    return not (settings.get("vocabulary") or (settings.get("max_tokens") and settings.get("pad_to_max_tokens")))


def _closed(layer: Layer) -> tuple[Fix, ...]:
    pad: Edit = ChangeSetting(layer.id, "pad_to_max_tokens", value=True)
    if layer.settings.get("max_tokens"):
        sized = together(f"Pad “{layer.name}” to max_tokens", (pad,))
    else:
        size = ChangeSetting(layer.id, "max_tokens", _TOKENS)
        sized = together(f"Set max_tokens of “{layer.name}” to {_TOKENS}, padded", (size, pad))
    if layer.kind == "TextVectorization":  # whose whole numbers are as many as a text has words
        return (sized,)
    whole = Fix(f"Let “{layer.name}” give whole numbers", ChangeSetting(layer.id, "output_mode", reset=True))
    return (sized, whole)
