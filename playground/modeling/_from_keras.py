"""From a Keras model to a network: every call a node, every layer once, only what differs from the defaults."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from playground.catalog import Kind, call_parameters, kind as kind_of, name_of, settings_of, who
from playground.errors import PlaygroundError
from playground.network import Edge, Layer, Network, Node, apply, arrange

Call = tuple[str, int]
"""A call of a layer in Keras's terms: the layer's name, and which of its calls."""

_NOT_DRAWN = "is not drawn yet; import the model without it, or build that part from layers."


class _Tensor(NamedTuple):
    call: Call
    output: int


def from_keras(model: Any) -> Network:
    """The network of a functional or sequential Keras model, laid out on the canvas; the weights stay behind.

    Raises:
        PlaygroundError: the model is subclassed, or has a part that a network can't hold; the sentence names it.
    """
    import keras

    if not isinstance(model, keras.Model):
        raise PlaygroundError(f"from_keras takes a keras.Model; received a {type(model).__name__}.")
    network = _sequential(model) if isinstance(model, keras.Sequential) else _functional(model)
    return apply(network, arrange(network))[0]


def _sequential(model: Any) -> Network:
    start = next(iter(getattr(model, "inputs", None) or ()), None)
    if start is None:
        raise PlaygroundError(
            f"The model “{model.name}” does not know its input yet; call its build(input_shape) first."
        )
    for layer in model.layers:
        _refuse_part(type(layer).__module__, type(layer).__name__, layer.name, layer)
    batch, *shape = start.shape
    names = {layer.name for layer in model.layers}
    settings = {"shape": list(shape)} | ({} if batch is None else {"batch_size": batch})
    if start.dtype != _floatx():
        settings["dtype"] = start.dtype
    entry = Layer("l0", "InputLayer", "inputs" if "inputs" not in names else "inputs_", settings)
    made = [entry, *(_layer(f"l{index}", layer) for index, layer in enumerate(model.layers, start=1))]
    nodes = [Node(f"n{index}", layer.id) for index, layer in enumerate(made)]
    edges = []
    for before, after, layer in zip(nodes, nodes[1:], made[1:], strict=False):
        kind = kind_of(layer.kind)
        first = kind.ports[0].name if kind is not None and kind.ports else "inputs"
        edges.append(Edge(before.id, after.id, 0, first))
    return Network(model.name, tuple(made), tuple(nodes), tuple(edges))


def _floatx() -> str:
    import keras

    return str(keras.config.floatx())


def _functional(model: Any) -> Network:
    config = _config(model)
    entries = {entry["name"]: entry for entry in config["layers"]}
    inputs = [_leaf(each) for each in _leaves(config["input_layers"])]
    outputs = [_leaf(each) for each in _leaves(config["output_layers"])]
    layers: dict[str, Layer] = {}
    node_ids: dict[Call, str] = {}
    order = [tensor.call[0] for tensor in inputs]
    order += [name for name in entries if name not in set(order)]
    for name in order:
        entry = entries[name]
        made = next((layer for layer in model.layers if layer.name == name), None)
        _refuse_part(entry["module"], entry["class_name"], name, made)
        layers[name] = _layer(f"l{len(layers)}", made)
        for index in range(max(1, len(entry["inbound_nodes"]))):
            node_ids[name, index] = f"n{len(node_ids)}"
    arguments: dict[str, dict[str, Any]] = {}
    edges: list[Edge] = []
    for name, entry in entries.items():
        for index, inbound in enumerate(entry["inbound_nodes"]):
            reader = _Reader(layers[name], type(model.get_layer(name)), node_ids[name, index], node_ids)
            reader.read(inbound)
            edges += reader.edges
            arguments[reader.node] = reader.arguments
    sources = {edge.source for edge in edges}
    nodes = _with_outputs(
        [
            Node(node_id, layers[name].id, arguments=arguments.get(node_id, {}))
            for (name, _), node_id in node_ids.items()
        ],
        [(node_ids[tensor.call], tensor.output) for tensor in outputs],
        sources,
        model.name,
    )
    made_layers = _without_derived(tuple(layers.values()), entries)
    return Network(model.name, made_layers, tuple(nodes), tuple(edges))


class _Reader:
    """Reads one call of a layer: tensors become edges, plain values arguments."""

    def __init__(self, layer: Layer, cls: type, node: str, node_ids: Mapping[Call, str]) -> None:
        self.node = node
        self.edges: list[Edge] = []
        self.arguments: dict[str, Any] = {}
        self._layer = layer
        self._cls = cls
        self._node_ids = node_ids
        kind = kind_of(layer.kind)
        self._ports = {port.name: port for port in kind.ports} if kind else {}
        self._settings = {setting.name: setting for setting in kind.arguments} if kind else {}

    def read(self, inbound: Mapping[str, Any]) -> None:
        names = call_parameters(self._cls)
        for name, value in zip(names, inbound["args"], strict=False):
            self._read(name, value)
        first = next(iter(self._ports), "inputs")
        known = {*self._ports, *self._settings}
        for name, value in inbound["kwargs"].items():
            self._read(name if name in known or value is None or self.edges else first, value)

    def _read(self, name: str, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, list) and any(_is_tensor(each) for each in value):
            for slot, each in enumerate(value):
                self._connect(name, each, slot)
        elif _is_tensor(value):
            self._connect(name, value, 0)
        elif name not in self._settings:
            raise PlaygroundError(f"{who(self._layer)} is called with a constant for “{name}”, which {_NOT_DRAWN}")
        elif value != self._settings[name].default:
            self.arguments[name] = value

    def _connect(self, name: str, value: Any, slot: int) -> None:
        port = self._ports.get(name)
        if port is None or not _is_tensor(value) or (slot and not port.many):
            raise PlaygroundError(f"{who(self._layer)} is called with “{name}” in a way that {_NOT_DRAWN}")
        layer, index, output = value["config"]["keras_history"]
        self.edges.append(Edge(self._node_ids[layer, index], self.node, output, name, slot))


def _config(model: Any) -> dict[str, Any]:
    try:
        config = copy.deepcopy(model.get_config())
    except NotImplementedError:
        config = {}
    if "input_layers" not in config or "layers" not in config:
        raise PlaygroundError(
            f"The model “{model.name}” is a {type(model).__name__} whose graph is Python code; only functional and "
            "sequential models can be drawn."
        )
    return dict(config)


def _layer(layer_id: str, made: Any) -> Layer:
    name = name_of(type(made), "layers")
    kind: Kind | None = None if name is None else kind_of(name)
    if name is None or kind is None:  # pragma: no cover - _refuse_part has refused it
        raise PlaygroundError(f"“{made.name}” is none of the catalog's layers.")
    called = f"{name} “{made.name}”"
    settings = settings_of(kind, made.get_config(), "layers", source=made, who=called)
    return Layer(layer_id, name, made.name, settings, bool(made.trainable))


def _refuse_part(module: str, class_name: str, name: str, made: Any) -> None:
    import keras

    if isinstance(made, keras.Model):
        raise PlaygroundError(f"“{name}” is a model inside the model, which {_NOT_DRAWN}")
    if made is None or ".ops." in f"{module}.":
        raise PlaygroundError(f"“{name}” is the operation {class_name} of keras.ops, which {_NOT_DRAWN}")
    kind_name = name_of(type(made), "layers")
    kind = None if kind_name is None else kind_of(kind_name)
    if kind is None:
        raise PlaygroundError(
            f"“{name}” is a {class_name}, which is not in the catalog; register the class with @playground.register."
        )
    if kind.obstacle:
        raise PlaygroundError(f"{class_name} “{name}” can't be drawn. {kind.obstacle}")


def _is_tensor(value: Any) -> bool:
    return isinstance(value, dict) and value.get("class_name") == "__keras_tensor__"


def _leaf(leaf: list[Any]) -> _Tensor:
    name, index, output = leaf
    return _Tensor((name, index), output)


def _leaves(structure: Any) -> Iterator[list[Any]]:
    """The `[layer, call, output]` triples of a list, a dict, or a single one."""
    if isinstance(structure, dict):
        for each in structure.values():
            yield from _leaves(each)
    elif structure and isinstance(structure[0], str):
        yield list(structure)
    else:
        for each in structure:
            yield from _leaves(each)


def _with_outputs(nodes: list[Node], outputs: list[tuple[str, int]], sources: set[str], model: str) -> list[Node]:
    """Say which outputs the model returns, and order the nodes so that it returns them in its own order."""
    returned: dict[str, tuple[int, ...]] = {}
    for node_id, output in outputs:
        returned[node_id] = (*returned.get(node_id, ()), output)
    ready = []
    for node in nodes:
        exposes = returned.get(node.id, ())
        implied = () if node.id in sources else (0,)
        ready.append(node if exposes == implied else msgspec.structs.replace(node, exposes=exposes))
    in_order = [(node.id, output) for node in ready for output in returned.get(node.id, ())]
    if in_order != outputs:
        place = {node_id: index for index, node_id in enumerate(returned)}
        ready.sort(key=lambda node: place.get(node.id, -1))
        in_order = [(node.id, output) for node in ready for output in returned.get(node.id, ())]
    if in_order != outputs:
        raise PlaygroundError(f"The model “{model}” returns the outputs of a layer in an order that {_NOT_DRAWN}")
    return ready


def _without_derived(layers: tuple[Layer, ...], entries: Mapping[str, Any]) -> tuple[Layer, ...]:
    """Drop the attention axes that Keras found when it built a layer: all between the batch and the features."""
    kept = []
    for layer in layers:
        settings = dict(layer.settings)
        if layer.kind == "MultiHeadAttention" and "attention_axes" in settings:
            tensor = entries[layer.name]["inbound_nodes"][0]["args"][0]
            rank = len(tensor["config"]["shape"])
            if settings["attention_axes"] == list(range(1, rank - 1)):
                del settings["attention_axes"]
        kept.append(msgspec.structs.replace(layer, settings=settings))
    return tuple(kept)
