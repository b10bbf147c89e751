"""The names that Keras itself gives to operations: its functions take none, and count by class in a session."""

import re
from collections.abc import Iterable
from functools import cache

import msgspec

from playground.catalog import layer_class, snake
from playground.network import Layer

_COUNTED = {"GroupQueryAttention": ("softmax",), "MultiHeadAttention": ("softmax",)}
"""Layers that make others inside, whose automatic names count with those of operations."""


class Counters:
    """What a fresh session of Keras would name the next operation."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def made(self, layer: Layer) -> None:
        """A layer was made, with whatever it makes inside."""
        for prefix in _COUNTED.get(layer.kind, ()):
            self._name(prefix)

    def gives(self, layer: Layer) -> bool:
        """Whether the operation made next gets by itself the name that this one has."""
        return self._name(prefix_of(layer)) == layer.name

    def _name(self, prefix: str) -> str:
        count = self._next.get(prefix, 0)
        self._next[prefix] = count + 1
        return f"{prefix}_{count}" if count else prefix


def makes_masks(layer: Layer) -> bool:
    """Whether masks come from a layer: Keras computes with them in operations that it names and counts too."""
    return layer.kind == "Masking" or b'"mask_zero":true' in msgspec.json.encode(layer.settings)


def prefix_of(layer: Layer) -> str:
    """What the automatic names of such operations begin with."""
    return _prefix(layer.kind)


@cache
def _prefix(kind: str) -> str:
    cls = layer_class(kind)
    return "" if cls is None else snake(cls.__name__)


def counted(operations: Iterable[tuple[str, Layer]]) -> dict[str, list[str]]:
    """The nodes of operations with automatic names by their class, in the order of the numbers in the names."""
    found: dict[str, list[tuple[int, str]]] = {}
    for node_id, layer in operations:
        prefix = prefix_of(layer)
        match = re.fullmatch(rf"{re.escape(prefix)}(?:_([1-9]\d*))?", layer.name)
        if match:
            found.setdefault(prefix, []).append((int(match[1] or 0), node_id))
    return {prefix: [node_id for _, node_id in sorted(nodes)] for prefix, nodes in found.items()}
