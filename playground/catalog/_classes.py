"""The classes behind kinds, for those who ask what a layer can do rather than how it is set."""

from playground.catalog._catalog import entry


def layer_class(kind: str) -> type | None:
    """The class that layers of this kind are of; None where the catalog has none."""
    found = entry(kind, "layers")
    return None if found is None else found.value
