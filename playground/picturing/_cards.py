"""Where a card's ports are and how large it is: the same answer as the canvas gives."""

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from playground.catalog import Kind, Port, kind as kind_named
from playground.network import Edge, Layer, Network

WIDTH = 154.0
_PLAIN = 66.0
_MIDDLE = 33.0
_PITCH = 18.0
_HEAD = 48.0
_ROW = 16.0
_SINGLE = (Port("inputs"),)
BLOCKS = "Blocks"


class Inlet(NamedTuple):
    """One place on the left side where a wire ends; `label` is said where a card has several ports."""

    port: str
    slot: int
    y: float
    label: str
    optional: bool


class Card(NamedTuple):
    """A card's height, its inlets, and the heights of its outlets."""

    height: float
    inlets: tuple[Inlet, ...]
    outlets: tuple[float, ...]


def kind_of(layer: Layer) -> Kind | None:
    """The kind of a layer: from the catalog, or what its own network makes it."""
    if layer.network is None:
        return kind_named(layer.kind)
    ports = tuple(Port(name) for name in layer.network.input_ports.values())
    return Kind(layer.kind, BLOCKS, ports=ports, outputs=len(layer.network.outputs))


def card(network: Network, node_id: str, kind: Kind | None, outputs: int) -> Card:
    """A node's card; `outputs` is how many tensors it gives, as far as is known."""
    into = network.edges_into.get(node_id, ())
    known = _SINGLE if kind is None else kind.ports
    extra = dict.fromkeys(edge.port for edge in into if edge.port not in {port.name for port in known})
    ports = (*known, *(Port(name, optional=True) for name in extra))
    named = len(ports) > 1
    places = [place for port in ports for place in _places(port, into)]
    filled = sum(1 for *_, following in places if not following) or 1
    first = max(_MIDDLE - (filled - 1) / 2 * _PITCH, _PITCH)
    inlets, last = [], 0.0
    for i, (port, slot, following) in enumerate(places):
        last = _HEAD + _ROW * i if named else first + i * _PITCH
        if not following:
            inlets.append(Inlet(port.name, slot, last, port.name if named else "", port.optional))
    leaving = (edge.output + 1 for edge in network.edges_from.get(node_id, ()))
    count = max(1, 0 if kind is None else kind.outputs, outputs, *leaving)
    top = max(_MIDDLE - (count - 1) / 2 * _PITCH, _PITCH)
    outlets = tuple(top + i * _PITCH for i in range(count))
    height = max(_PLAIN + (len(places) * _ROW if named else 0), last + (30 if named else 14), outlets[-1] + 14)
    return Card(height, tuple(inlets), outlets)


def _places(port: Port, into: Sequence[Edge]) -> list[tuple[Port, int, bool]]:
    """The slots of a port that are taken, and that of a list's next wire; of a port that nothing enters, the first.

    The next wire goes behind the last, but into the first free slot where each of a fixed number has its meaning.
    """
    slots = [edge.slot for edge in into if edge.port == port.name]
    taken = [(port, slot, False) for slot in slots]
    if not port.has_room(len(slots)):
        return taken or [(port, 0, False)]
    end = max(slots, default=-1) + 1
    free = next((slot for slot in range(port.most or 0) if slot not in slots), end)
    return sorted([*taken, (port, free, free >= end)], key=itemgetter(1))
