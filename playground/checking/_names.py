"""Rules on names: TensorFlow makes them parts of paths, and of the arguments of an exported model."""

import keyword
import re
from collections.abc import Iterator

from playground.catalog import who
from playground.checking._report import Fix, Problem
from playground.checking._words import free
from playground.network import Layer, Network, Node, RenameLayer

_GOOD = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_.>-]*")
_BAD_LETTER = re.compile(r"[^A-Za-z0-9_.>-]+")


def acceptable_name(name: str) -> str:
    """The name itself where TensorFlow takes it, otherwise the nearest that it takes; never empty."""
    if _GOOD.fullmatch(name):
        return name
    return _BAD_LETTER.sub("_", name).strip("_->") or "unnamed"


def name_problems(network: Network, node: Node, layer: Layer, *, whole: bool = True) -> Iterator[Problem]:
    """A layer's name that Keras or TensorFlow would refuse when the model trains or is exported.

    Args:
        network: What is drawn.
        node: The first node of the layer.
        layer: Whose name it is.
        whole: Whether the network is the model itself, whose inputs an exported model has as arguments.
    """
    wish = acceptable_name(layer.name)
    if whole and layer.kind == "InputLayer" and keyword.iskeyword(wish):
        wish = f"{wish}_"
        reason = "is a word of Python, which no argument of the exported model may have"
    else:
        reason = "has letters that TensorFlow refuses (it takes a to z, digits, “_”, “.” and “-”)"
    if wish != layer.name:
        name = free(wish, (other.name for other in network.layers))
        fix = Fix(f"Rename it to {name}", RenameLayer(layer.id, name))
        yield Problem("name", f"The name of {who(layer)} {reason}; rename it to “{name}”.", node=node.id, fixes=(fix,))
