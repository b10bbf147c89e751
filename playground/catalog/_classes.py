"""The classes behind kinds, for those who ask what a layer can do rather than how it is set."""

from playground.catalog._catalog import entry
from playground.catalog._introspect import call_parameters
from playground.catalog._operations import is_operation
from playground.catalog._types import Kind


def layer_class(kind: str) -> type | None:
    """The class that layers of this kind are of; None where the catalog has none."""
    found = entry(kind, "layers")
    return None if found is None else found.value


def takes_constant(kind: Kind, name: str) -> bool:
    """Whether a constant may stand at a name of a call: at each port, and as a mask where there is no port for it."""
    if any(port.name == name for port in kind.ports):
        return True
    cls = layer_class(kind.name)
    return name == "mask" and not is_operation(kind.name) and cls is not None and name in call_parameters(cls)


def by_position(kind: Kind) -> int:
    """How many of a layer's ports are given by position, as people write it: the first, and what it demands besides."""
    cls = layer_class(kind.name)
    names = ("",) if cls is None else call_parameters(cls)
    count = 1
    while count < min(len(names), len(kind.ports)):
        port = kind.ports[count]
        if port.optional or port.name != names[count]:
            break
        count += 1
    return count
