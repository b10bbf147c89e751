"""From a network to Keras source as a person would write it: functional, only what differs from the defaults."""

import builtins
import keyword
import re
from collections.abc import Iterable, Mapping
from typing import Any

from playground.catalog import Family, Kind, Setting, inner_name, is_own, kind as kind_of, short_name
from playground.checking import Report, acceptable_name, check, exposed
from playground.errors import CheckError
from playground.network import Layer, Network, Node

_WIDTH = 100
_TAKEN = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "keras", "model"})
_MODULES = {"schedules": "keras.optimizers.schedules"}


def to_python(network: Network) -> str:
    """Python source that builds the same model as `build`, in Keras's functional style.

    Running it leaves the model in the variable `model`. Kinds of the user's own appear under their bare names.

    Raises:
        CheckError: the network has a problem; the sentence is the first one's.
    """
    report = check(network)
    problem = next((each for each in report.problems if each.severity == "error"), None)
    if problem is not None:
        raise CheckError(problem.message)
    return _Writer(network, report).source()


class _Writer:
    """Writes one network."""

    def __init__(self, network: Network, report: Report) -> None:
        self._network = network
        self._report = report
        self._own: set[str] = set()
        self._names: set[str] = set(_TAKEN)
        self._variables = {node.id: self._variable(node) for node in network.nodes}
        self._shared = {
            layer.id: _unique(f"{_identifier(layer.name)}_layer", self._names)
            for layer in network.layers
            if sum(node.layer == layer.id for node in network.nodes) > 1
        }

    def source(self) -> str:
        network = self._network
        body: list[str] = []
        defined: set[str] = set()
        for node_id in network.order:
            layer = network.layer_of(node_id)
            if layer.id in self._shared and layer.id not in defined:
                body.append(_statement(f"{self._shared[layer.id]} = ", *self._constructor(layer)))
                defined.add(layer.id)
            body.append(self._call(network.node_by_id[node_id], layer))
        body.append("")
        inputs = [node.id for node in network.nodes if network.layer_of(node.id).kind == "InputLayer"]
        outputs = [(node.id, index) for node in network.nodes for index in exposed(network, node.id)]
        arguments = [
            f"inputs={_one_or_list(self._tensor(node_id, 0) for node_id in inputs)}",
            f"outputs={_one_or_list(self._tensor(node_id, index) for node_id, index in outputs)}",
            f"name={_text(acceptable_name(network.name))}",
        ]
        body.append(_statement("model = ", "keras.Model", arguments))
        frozen = [layer.name for layer in network.layers if not layer.trainable]
        body += [f"model.get_layer({_text(name)}).trainable = False" for name in frozen]
        yours = f"# Of your own, registered with Playground: {', '.join(sorted(self._own))}.\n" if self._own else ""
        return f"{yours}import keras\n\n" + "\n".join(body) + "\n"

    def _variable(self, node: Node) -> tuple[str, ...]:
        name = _identifier(self._network.layer_of(node.id).name)
        count = len(self._report.nodes[node.id].outputs)
        if count <= 1:
            return (_unique(name, self._names),)
        return tuple(_unique(f"{name}_{index}", self._names) for index in range(count))

    def _tensor(self, node_id: str, output: int) -> str:
        return self._variables[node_id][output]

    def _call(self, node: Node, layer: Layer) -> str:
        target = ", ".join(self._variables[node.id])
        kind = _kind(layer)
        path, arguments = self._constructor(layer)
        if not kind.ports:
            return _statement(f"{target} = ", path, arguments)
        call = f"({', '.join(self._call_arguments(node, kind))})"
        if layer.id in self._shared:
            return f"{target} = {self._shared[layer.id]}{call}"
        return _statement(f"{target} = ", path, arguments, call)

    def _call_arguments(self, node: Node, kind: Kind) -> list[str]:
        tensors: dict[str, list[str]] = {}
        for edge in self._network.edges_into.get(node.id, ()):
            tensors.setdefault(edge.port, []).append(self._tensor(edge.source, edge.output))
        written = []
        for index, port in enumerate(kind.ports):
            if port.name in tensors:
                value = f"[{', '.join(tensors[port.name])}]" if port.many else tensors[port.name][0]
                written.append(value if index == 0 else f"{port.name}={value}")
        written += [f"{name}={_plain(value)}" for name, value in node.arguments.items()]
        return written

    def _constructor(self, layer: Layer) -> tuple[str, list[str]]:
        kind = _kind(layer)
        path = "keras.Input" if layer.kind == "InputLayer" else self._path(kind, "layers")
        return path, [*self._settings(kind, layer.settings), f"name={_text(layer.name)}"]

    def _path(self, kind: Kind, family: Family) -> str:
        if is_own(kind.name, family):
            self._own.add(kind.name)
            return kind.name
        return f"{_MODULES.get(family, f'keras.{family}')}.{kind.name}"

    def _settings(self, kind: Kind, settings: Mapping[str, Any]) -> list[str]:
        written = []
        positional = kind.name != "InputLayer"
        for setting in kind.settings:
            positional = positional and setting.required and setting.name in settings
            if setting.name in settings:
                value = self._value(setting, settings[setting.name])
                written.append(value if positional else f"{setting.name}={value}")
        return written

    def _value(self, setting: Setting, value: Any, index: int = 0) -> str:
        if setting.family is not None and isinstance(value, list | tuple):
            return f"[{', '.join(self._value(setting, each, place) for place, each in enumerate(value))}]"
        if setting.family is not None and isinstance(value, str | dict):
            return self._object(setting.family, value, index)
        if setting.type == "tuple" or setting.length:
            return _tuple(value)
        return _plain(value)

    def _object(self, family: Family, value: str | dict[str, Any], index: int) -> str:
        name = value if isinstance(value, str) else value["kind"]
        settings = {} if isinstance(value, str) else value.get("settings", {})
        kind = kind_of(name, family)
        if kind is None:  # pragma: no cover - the check before has refused it
            raise CheckError(f"There is no “{name}” in this Keras.")
        if family == "activations":
            return self._path(kind, family) if is_own(kind.name, family) else _text(name)
        short = None if settings or family == "layers" else short_name(kind.name, family)
        if short is not None and not is_own(kind.name, family):
            return _text(short)
        arguments = self._settings(kind, settings)
        if family == "layers":
            arguments.append(f"name={_text(inner_name(kind.name, index))}")
        return f"{self._path(kind, family)}({', '.join(arguments)})"


def _kind(layer: Layer) -> Kind:
    kind = kind_of(layer.kind)
    if kind is None:  # pragma: no cover - the check before has refused it
        raise CheckError(f"There is no layer “{layer.kind}” in this Keras.")
    return kind


def _statement(start: str, path: str, arguments: Iterable[str], call: str = "") -> str:
    parts = list(arguments)
    line = f"{start}{path}({', '.join(parts)}){call}"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{start}{path}(", *(f"    {part}," for part in parts), f"){call}"])


def _identifier(name: str) -> str:
    word = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").lower()
    if not word or word[0].isdigit():
        return f"x_{word}".rstrip("_")
    return f"{word}_" if word in _TAKEN else word


def _unique(wish: str, names: set[str]) -> str:
    name, number = wish, 1
    while name in names:
        name, number = f"{wish}_{number}", number + 1
    names.add(name)
    return name


def _one_or_list(names: Iterable[str]) -> str:
    found = list(names)
    return found[0] if len(found) == 1 else f"[{', '.join(found)}]"


def _tuple(value: Any) -> str:
    if not isinstance(value, list | tuple):
        return _plain(value)
    inner = ", ".join(_tuple(each) for each in value)
    return f"({inner},)" if len(value) == 1 else f"({inner})"


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_plain(each) for each in value)}]"
    return repr(value)


def _text(value: str) -> str:
    """A literal that reads back as the same text; in double quotes where that needs no escape."""
    literal = repr(value)
    return f'"{literal[1:-1]}"' if literal[0] == "'" and '"' not in value else literal
