"""What one network has that another has not: layers, their settings, wires. Plain values, to read and to send."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from playground.network._model import Layer, Network
from playground.network._nested import all_layers

_OF_LAYERS = ("name", "trainable", "repeat", "shared")
_OF_NODES = ("arguments", "exposes", "bypassed")


class SettingChange(msgspec.Struct, frozen=True):
    """A setting that two networks give a layer differently; None where it is not set, and the kind's default holds."""

    name: str
    before: Any = None
    after: Any = None


class LayerPart(msgspec.Struct, frozen=True):
    """A layer of one of two networks: its path and those of its nodes there."""

    path: str
    name: str
    kind: str
    nodes: tuple[str, ...]


class LayerChange(msgspec.Struct, frozen=True):
    """A layer of both networks that is not the same in them; the paths are those of the network after."""

    path: str
    name: str
    kind: str
    nodes: tuple[str, ...]
    settings: tuple[SettingChange, ...]


class Wire(msgspec.Struct, frozen=True):
    """A wire of one of two networks, by the paths of its nodes there, and by the names of the layers they call."""

    source: str
    target: str
    source_name: str
    target_name: str
    output: int = 0
    port: str = ""


class Difference(msgspec.Struct, frozen=True):
    """What makes one network another. Places, notes and the name of the drawing are no difference.

    A layer that was added or removed with all that is in it is told once. A wire of a layer that was added or removed
    is told too.
    """

    added: tuple[LayerPart, ...] = ()
    removed: tuple[LayerPart, ...] = ()
    changed: tuple[LayerChange, ...] = ()
    added_wires: tuple[Wire, ...] = ()
    removed_wires: tuple[Wire, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.added or self.removed or self.changed or self.added_wires or self.removed_wires)

    def __str__(self) -> str:
        """A line for each layer and wire that differs, + for what was added and - for what was removed."""
        lines = [
            *(f"- {each.name} ({each.kind})" for each in self.removed),
            *(f"+ {each.name} ({each.kind})" for each in self.added),
            *(f"~ {each.name}: {', '.join(_change(one) for one in each.settings)}" for each in self.changed),
            *(f"- {each.source_name} → {each.target_name}" for each in self.removed_wires),
            *(f"+ {each.source_name} → {each.target_name}" for each in self.added_wires),
        ]
        return "\n".join(lines) or "no difference"


def difference(before: Network, after: Network) -> Difference:
    """Compare two networks.

    A layer is the same in both where id and kind are, inside the same layers; of the others, where the names on the
    way to it and the kind are; and then where it keeps its id and went into a block or out of one.
    """
    old, new = _Parts(before), _Parts(after)
    partner = _partners(old, new)
    found, was, now = set(partner.values()), old.wires(partner), new.wires()
    return Difference(
        added=tuple(new.part(path) for path in new.layers if path not in found and not _within(path, new, found)),
        removed=tuple(
            old.part(path) for path in old.layers if path not in partner and not _within(path, old, partner.keys())
        ),
        changed=tuple(
            LayerChange(mine.path, mine.name, mine.kind, mine.nodes, changes)
            for theirs, path in partner.items()
            if (changes := tuple(_changes(old, theirs, new, path)))
            for mine in (new.part(path),)
        ),
        added_wires=tuple(wire for key, wire in now.items() if key not in was),
        removed_wires=tuple(wire for key, wire in was.items() if key not in now),
    )


class _Parts:
    """The layers of a network and their nodes, by path."""

    def __init__(self, network: Network) -> None:
        self.layers: dict[str, Layer] = dict(all_layers(network))
        self.nodes: dict[str, list[str]] = {path: [] for path in self.layers}
        self._networks = {"": network} | {
            f"{path}/": layer.network for path, layer in self.layers.items() if layer.network is not None
        }
        self.calls: dict[str, tuple[str, int]] = {}
        for prefix, inner in self._networks.items():
            for node in inner.nodes:
                path = f"{prefix}{node.layer}"
                self.calls[f"{prefix}{node.id}"] = (path, len(self.nodes[path]))
                self.nodes[path].append(f"{prefix}{node.id}")

    def part(self, path: str) -> LayerPart:
        layer = self.layers[path]
        return LayerPart(path, layer.name, layer.kind, tuple(self.nodes[path]))

    def names(self, path: str) -> tuple[str, ...]:
        """The names on the way to a layer."""
        ids = path.split("/")
        return tuple(self.layers["/".join(ids[: depth + 1])].name for depth in range(len(ids)))

    def node(self, path: str) -> Any:
        prefix, _, node_id = path.rpartition("/")
        return self._networks[f"{prefix}/" if prefix else ""].node_by_id[node_id]

    def wires(self, partner: Mapping[str, str] | None = None) -> dict[tuple[Any, ...], Wire]:
        """Every wire by what it joins: layers, or their partners where there are such, and the numbers of the calls."""
        found = {}
        for prefix, inner in self._networks.items():
            for edge in inner.edges:
                ends = [f"{prefix}{edge.source}", f"{prefix}{edge.target}"]
                calls = [self.calls[end] for end in ends]
                same = [path if partner is None else partner.get(path) for path, _ in calls]
                key = (*zip(same, (call for _, call in calls), strict=True), edge.output, edge.port)
                names = [self.layers[path].name for path, _ in calls]
                wire = Wire(ends[0], ends[1], names[0], names[1], edge.output, edge.port)
                found[key if None not in same else (*key, *ends)] = wire
        return found


def _partners(old: _Parts, new: _Parts) -> dict[str, str]:
    """By the path of a layer in the network before that of the same layer after, in the order of those after."""
    found = {
        path: path for path, layer in new.layers.items() if path in old.layers and old.layers[path].kind == layer.kind
    }
    for key in (_by_names, _by_id):
        mine = _single(key(old, path) for path in old.layers if path not in found)
        taken = set(found.values())
        theirs = _single(key(new, path) for path in new.layers if path not in taken)
        found |= {mine[each]: theirs[each] for each in theirs if each in mine}
    order = {path: place for place, path in enumerate(new.layers)}
    return dict(sorted(found.items(), key=lambda pair: order[pair[1]]))


def _by_names(parts: _Parts, path: str) -> tuple[Any, str]:
    return (parts.names(path), parts.layers[path].kind), path


def _by_id(parts: _Parts, path: str) -> tuple[Any, str]:
    return (path.rpartition("/")[2], parts.layers[path].kind), path


def _single(keyed: Iterator[tuple[Any, str]]) -> dict[Any, str]:
    """The paths whose key nothing else has."""
    found: dict[Any, list[str]] = {}
    for key, path in keyed:
        found.setdefault(key, []).append(path)
    return {key: paths[0] for key, paths in found.items() if len(paths) == 1}


def _within(path: str, parts: _Parts, kept: Any) -> bool:
    """Whether a layer is inside of one that has no partner either: that one is told."""
    outer = path.rpartition("/")[0]
    return bool(outer) and outer in parts.layers and outer not in kept


def _changes(old: _Parts, before: str, new: _Parts, after: str) -> Iterator[SettingChange]:
    mine, theirs = new.layers[after], old.layers[before]
    for name in _OF_LAYERS:
        if getattr(theirs, name) != getattr(mine, name):
            yield SettingChange(name, getattr(theirs, name), getattr(mine, name))
    for name in dict.fromkeys([*theirs.settings, *mine.settings]):
        if theirs.settings.get(name) != mine.settings.get(name):
            yield SettingChange(name, theirs.settings.get(name), mine.settings.get(name))
    for one, other in zip(old.nodes[before], new.nodes[after], strict=False):
        for name in _OF_NODES:
            was, now = getattr(old.node(one), name), getattr(new.node(other), name)
            if was != now:
                yield SettingChange(name, was, now)
    if len(old.nodes[before]) != len(new.nodes[after]):
        yield SettingChange("calls", len(old.nodes[before]), len(new.nodes[after]))


def _change(change: SettingChange) -> str:
    before, after = ("default" if each is None else each for each in (change.before, change.after))
    return f"{change.name} {before} → {after}"
