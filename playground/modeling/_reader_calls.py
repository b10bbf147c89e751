"""One call of a layer, as Keras serialised it: tensors become wires, plain values arguments of the node."""

import inspect
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from playground.catalog import (
    Kind,
    call_parameters,
    called_with,
    constant_of,
    is_operation,
    key_text,
    kind_of_layer,
    layer_class,
    takes_constant,
    who,
)
from playground.errors import PlaygroundError
from playground.modeling._serialized import Odd, Tensor, decoded, tensors
from playground.network import DEFAULT_PORT, Edge, Layer, Network

Nodes = Mapping[tuple[str, int], str]
"""Node ids by the name of the layer and the number of the call."""


class Called(NamedTuple):
    """What enters a node, and its arguments that are no tensors."""

    edges: list[Edge]
    arguments: dict[str, Any]


def read_call(layer: Layer, kind: Kind | None, node: str, inbound: Mapping[str, Any], nodes: Nodes) -> Called:
    """Read one entry of `inbound_nodes`.

    Args:
        layer: The layer that is called.
        kind: Its kind; None where the catalog does not have it.
        node: Id of the node that the call becomes.
        inbound: What Keras serialised: `{"args", "kwargs"}`.
        nodes: Ids of all nodes.

    Raises:
        PlaygroundError: the call holds what a drawing can't, named in the sentence.
    """
    args, kwargs = list(decoded(inbound["args"])), dict(decoded(inbound["kwargs"]))
    reader = _Reader(layer, kind, node, nodes)
    if layer.network is not None:
        reader.model(args, kwargs)
    elif is_operation(layer.kind):
        reader.operation(args, kwargs)
    else:
        reader.layer(args, kwargs)
    return Called(reader.edges, reader.arguments)


class _Reader:
    def __init__(self, layer: Layer, kind: Kind | None, node: str, nodes: Nodes) -> None:
        self.edges: list[Edge] = []
        self.arguments: dict[str, Any] = {}
        self._layer = layer
        self._kind = kind
        self._node = node
        self._nodes = nodes
        self._ports = {port.name: port for port in kind.ports} if kind else {}
        self._settings = {setting.name: setting for setting in kind.arguments} if kind else {}

    def model(self, args: list[Any], kwargs: dict[str, Any]) -> None:
        """A model inside the model: its inputs in the structure it was called with."""
        network = self._layer.network
        assert network is not None  # noqa: S101  # called for such layers only
        given = args.pop(0) if args else kwargs.pop("inputs", None)
        ports = {network.layer_by_id[layer_id].name: port for layer_id, port in network.input_ports.items()}
        if isinstance(given, dict):
            named = [(ports.get(name), value) for name, value in given.items()]
        else:
            names = sorted(ports) if network.signature.inputs == "dict" else list(ports)
            named = list(zip((ports[name] for name in names), tensors(given), strict=True))
        for port, value in named:
            if port is None or not isinstance(value, Tensor):
                self._refuse("inputs")
            else:
                self._connect(port, value, 0)
        self.layer(args, kwargs, after=("training", "mask"))

    def layer(self, args: list[Any], kwargs: dict[str, Any], after: tuple[str, ...] = ()) -> None:
        """A layer: the parameters of its `call` in order, then those by name."""
        cls = layer_class(self._layer.kind) if self._kind is not None else None
        names = after or (call_parameters(cls) if cls is not None else _numbered(len(args)))
        if len(args) > len(names):
            self._refuse("more arguments than it takes")
        for name, value in zip(names, args, strict=False):
            self._read(name, value)
        first = next(iter(self._ports), DEFAULT_PORT)
        known = {*self._ports, *self._settings}
        for name, value in kwargs.items():
            self._read(name if name in known or self.edges or not any(tensors(value)) else first, value)
        if any(tensors(kwargs.get("mask"))) and kwargs.get("training") is not None:
            # Keras writes it beside a mask that is given, and fills it in where none is.
            self.arguments["training"] = kwargs["training"]

    def operation(self, args: list[Any], kwargs: dict[str, Any]) -> None:
        """An operation: constants stay in the places of wires."""
        for name, value in _bound(called_with(layer_class(self._layer.kind)), args, kwargs):
            if self._layer.kind == "ops.get_item" and name == "key":
                self.arguments[name] = key_text(value)
            elif name not in self._ports:
                if name not in self._settings:
                    self._refuse(name)
                elif value != self._settings[name].default:
                    self.arguments[name] = _listed(value)
            elif value is not None:
                self._stand(name, value)

    def _stand(self, name: str, value: Any) -> None:
        """At a port: a tensor, a constant, or a list of both."""
        port = self._ports.get(name)
        if port is not None and port.many:
            self._hold_many(name, value)
        elif isinstance(value, Tensor):
            self._connect(name, value, 0)
        elif any(tensors(value)):
            self._refuse(name)
        else:
            self.arguments[name] = self._constant(name, value)

    def _constant(self, name: str, value: Any) -> Any:
        return constant_of(value, who(self._layer), name)

    def _hold_many(self, name: str, value: Any) -> None:
        values = list(value) if isinstance(value, list | tuple) else [value]
        for slot, tensor in enumerate(each for each in values if isinstance(each, Tensor)):
            self._connect(name, tensor, slot)
        held = [None if isinstance(each, Tensor) else self._constant(name, each) for each in values]
        if any(each is not None for each in held):
            self.arguments[name] = held

    def _read(self, name: str, value: Any) -> None:
        if isinstance(value, Tensor):
            self._connect(name, value, 0)
        elif self._kind is not None and takes_constant(self._kind, name) and self._layer.network is None:
            if not _nothing(value):
                self._stand(name, value)
        elif any(tensors(value)):
            if not isinstance(value, list | tuple) or not all(isinstance(each, Tensor) for each in value):
                self._refuse(name)
            for slot, each in enumerate(value):
                self._connect(name, each, slot)
        elif name in self._settings:
            if value != self._settings[name].default:
                self.arguments[name] = _listed(value)
        elif not _nothing(value):
            if self._kind is not None or not _is_json(value):
                self._refuse(name)
            self.arguments[name] = value

    def _connect(self, name: str, tensor: Tensor, slot: int) -> None:
        port = self._ports.get(name)
        if self._kind is not None and not name.endswith("mask") and (port is None or (slot and not port.many)):
            self._refuse(name)
        node = self._nodes.get((tensor.layer, tensor.call))
        if node is None:
            raise PlaygroundError(
                f"{who(self._layer)} is called with an output of “{tensor.layer}” that the model does not have."
            )
        self.edges.append(Edge(node, self._node, tensor.output, name, slot))

    def _refuse(self, name: str) -> None:
        raise refusal(self._layer, name)


def refuse_masks(network: Network) -> None:
    """Refuse a mask at a layer that has no port for it, once those that arrive by themselves are taken out.

    Raises:
        PlaygroundError: naming the layer.
    """
    for edge in network.edges:
        layer = network.layer_of(edge.target)
        kind = kind_of_layer(layer) if edge.port.endswith("mask") else None
        port = next((port for port in kind.ports if port.name == edge.port), None) if kind is not None else None
        if kind is not None and (port is None or (edge.slot and not port.many)):
            raise refusal(layer, edge.port)


def refusal(layer: Layer, name: str) -> PlaygroundError:
    """Why a model with such a call can't be drawn."""
    return PlaygroundError(
        f"{who(layer)} is called with “{name}” in a way that a drawing can't hold; build that part from layers."
    )


def _numbered(count: int) -> tuple[str, ...]:
    return tuple(DEFAULT_PORT if index == 0 else f"{DEFAULT_PORT}_{index}" for index in range(count))


def _bound(
    parameters: tuple[inspect.Parameter, ...], args: list[Any], kwargs: dict[str, Any]
) -> Iterator[tuple[str, Any]]:
    """Each argument under the name of its parameter; those that a star takes in a list under its name."""
    left = list(args)
    named = {parameter.name for parameter in parameters if parameter.kind is not inspect.Parameter.VAR_KEYWORD}
    for parameter in parameters:
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            yield parameter.name, left
            left = []
        elif parameter.kind is inspect.Parameter.VAR_KEYWORD:
            rest = {name: value for name, value in kwargs.items() if name not in named}
            if rest:
                yield parameter.name, rest
        elif left:
            yield parameter.name, left.pop(0)
        elif parameter.name in kwargs:
            yield parameter.name, kwargs[parameter.name]
    if left:
        raise TypeError("too many arguments")


def _listed(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_listed(each) for each in value]
    return value.tolist() if hasattr(value, "tolist") else value


def _nothing(value: Any) -> bool:
    """Whether a value is empty throughout: Keras writes masks that are none in the structure of what they mask."""
    if isinstance(value, dict):
        return all(_nothing(each) for each in value.values())
    return value is None or (
        isinstance(value, list | tuple) and not isinstance(value, Odd) and all(map(_nothing, value))
    )


def _is_json(value: Any) -> bool:
    match value:
        case None | bool() | int() | float() | str():
            return True
        case Odd():
            return False
        case list() | tuple():
            return all(map(_is_json, value))
        case dict():
            return all(map(_is_json, value.values()))
        case _:
            return False
