"""From the configuration that Keras writes of a model to a network. Reads data: makes no layer, imports no name.

One reader for models in memory and for files; a model in memory is also asked for what its configuration leaves out.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from playground.catalog import card_heights, identify, is_operation, kind as kind_of, kind_of_layer, settings_of
from playground.errors import DocumentError, PlaygroundError
from playground.modeling._learned import without_learned
from playground.modeling._reader_calls import read_call, refuse_masks
from playground.modeling._reader_masks import without_automatic_masks
from playground.modeling._serialized import is_leaf, leaves, refuse_code, refuse_masses
from playground.network import (
    DEFAULT_PORT,
    INPUT,
    MODEL,
    Edge,
    Layer,
    Network,
    Node,
    Output,
    Signature,
    apply,
    arrange,
    validate,
)

MAX_LEVELS = 16
MAX_LAYERS = 10_000
_WRONG = (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError, OverflowError)


def read_model(serialized: Mapping[str, Any], live: Any = None) -> Network:
    """The network of a serialised functional or sequential model, laid out on the canvas.

    Args:
        serialized: `{"module", "class_name", "config", ...}`, as Keras writes it; not changed.
        live: The model itself, where there is one.

    Raises:
        PlaygroundError: it is no such model, or has a part that a network can't hold; the sentence names it.
    """
    try:
        refuse_masses(serialized)
        network = _model(serialized, live, 0)
        validate(network)
    except PlaygroundError:
        raise
    except _WRONG as error:
        reason = f"{type(error).__name__}: {error}".split("\n")[0][:200]
        raise DocumentError(f"This is no configuration that Keras writes of a model ({reason}).") from error
    return network


def _model(serialized: Mapping[str, Any], live: Any, level: int) -> Network:
    config, class_name = serialized["config"], str(serialized["class_name"])
    if level > MAX_LEVELS:
        raise DocumentError(f"The models are nested more than {MAX_LEVELS} levels deep.")
    if not isinstance(config, Mapping) or not isinstance(config.get("layers"), list):
        name = config.get("name", "") if isinstance(config, Mapping) else ""
        raise PlaygroundError(
            f"The model “{name}” is a {class_name} whose graph is Python code; only functional and sequential models "
            "can be drawn."
        )
    if len(config["layers"]) > MAX_LAYERS:
        raise DocumentError(f"A network has at most {MAX_LAYERS:,} layers; this one has {len(config['layers']):,}.")
    network = _functional(config, live, level) if "input_layers" in config else _sequential(config, live, level)
    return apply(network, arrange(network, heights=card_heights(network)))[0]


def _sequential(config: Mapping[str, Any], live: Any, level: int) -> Network:
    entries = [dict(entry) for entry in config["layers"]]
    if not entries or entries[0]["class_name"] != INPUT:
        shape = config.get("build_input_shape")
        if not isinstance(shape, list | tuple) or not entries:
            raise PlaygroundError(
                f"The model “{config['name']}” does not know its input yet; call its build(input_shape) first."
            )
        start = {"batch_shape": list(shape), "name": "input_layer"}
        entries.insert(0, {"module": "keras.layers", "class_name": INPUT, "config": start})
    sources = _sources(live)
    layers = tuple(_layer(f"l{i}", entry, sources, level) for i, entry in enumerate(entries))
    nodes = tuple(Node(f"n{i}", layer.id) for i, layer in enumerate(layers))
    edges = [
        Edge(before.id, after.id, 0, _first_port(layer))
        for (before, after), layer in zip(pairwise(nodes), layers[1:], strict=True)
    ]
    return Network(str(config["name"]), layers, nodes, tuple(edges), signature=Signature(sequential=True))


def _functional(config: Mapping[str, Any], live: Any, level: int) -> Network:
    entries = {str(entry["name"]): entry for entry in config["layers"]}
    if len(entries) != len(config["layers"]):
        raise DocumentError("Two layers of the model have the same name.")
    calls = sum(max(1, len(entry.get("inbound_nodes", ()))) for entry in entries.values())
    if calls > MAX_LAYERS:
        raise DocumentError(f"A network has at most {MAX_LAYERS:,} nodes; this one has {calls:,}.")
    inputs = [tensor.layer for _, tensor in leaves(config["input_layers"])]
    order = [*inputs, *(name for name in entries if name not in set(inputs))]
    sources = _sources(live)
    layers: dict[str, Layer] = {}
    nodes: dict[tuple[str, int], str] = {}
    for name in order:
        layers[name] = _layer(f"l{len(layers)}", entries[name], sources, level)
        for call in range(max(1, len(entries[name].get("inbound_nodes", ())))):
            nodes[name, call] = f"n{len(nodes)}"
    edges: list[Edge] = []
    arguments: dict[str, dict[str, Any]] = {}
    for name in order:
        layer = layers[name]
        kind = kind_of_layer(layer)
        for call, inbound in enumerate(entries[name].get("inbound_nodes", ())):
            called = read_call(layer, kind, nodes[name, call], inbound, nodes)
            edges += called.edges
            arguments[nodes[name, call]] = called.arguments
    returned = [
        Output(nodes[tensor.layer, tensor.call - _offset(entries[tensor.layer])], tensor.output, key)
        for key, tensor in leaves(config["output_layers"])
    ]
    plain = tuple(
        Node(node_id, layers[name].id, arguments=arguments.get(node_id, {})) for (name, _), node_id in nodes.items()
    )
    drawn = Network(
        str(config["name"]),
        tuple(_without_derived(layers[name], entries[name]) for name in order),
        _exposing(plain, returned, {edge.source for edge in edges}, {layers[name].id for name in inputs}),
        tuple(edges),
    )
    network = without_automatic_masks(drawn)
    refuse_masks(network)
    return _signed(network, config, returned)


def _exposing(
    nodes: Sequence[Node], returned: Sequence[Output], sources: set[str], inputs: set[str]
) -> tuple[Node, ...]:
    """Say at each node which outputs the model returns, where that is not what goes without saying."""
    found: dict[str, tuple[int, ...]] = {}
    for each in returned:
        if each.output not in found.get(each.node, ()):
            found[each.node] = (*found.get(each.node, ()), each.output)
    ready = []
    for node in nodes:
        exposes = found.get(node.id, ())
        implied = () if node.id in sources else None if node.layer in inputs else (0,)
        ready.append(node if exposes == implied else msgspec.structs.replace(node, exposes=exposes))
    return tuple(ready)


def _signed(network: Network, config: Mapping[str, Any], returned: list[Output]) -> Network:
    inputs, outputs = _structure(config["input_layers"]), _structure(config["output_layers"])
    names = {network.layer_by_id[node.layer].name for node in network.inputs}
    if inputs == "dict" and set(config["input_layers"]) != names:
        inputs = "plain"
    plain = [Output(each.node, each.output) for each in returned]
    in_order = plain == list(network.outputs)
    signature = Signature(
        inputs=inputs,
        outputs=outputs,
        returned=tuple(returned) if outputs == "dict" else () if in_order else tuple(plain),
    )
    return msgspec.structs.replace(network, signature=signature)


def _structure(found: Any) -> Any:
    if isinstance(found, Mapping):
        return "dict"
    return "list" if not is_leaf(found) and len(found) == 1 else "plain"


def _offset(entry: Mapping[str, Any]) -> int:
    """Keras counts the calls of a functional model from 1 among the outputs of the model around it."""
    return int("input_layers" in entry["config"])


def _layer(layer_id: str, entry: Mapping[str, Any], sources: Mapping[str, Any], level: int) -> Layer:
    module, class_name, config = str(entry["module"]), str(entry["class_name"]), entry["config"]
    registered = entry.get("registered_name")
    name = str(config["name"]) if "name" in config else str(entry["name"])
    called = f"{class_name} “{name}”"
    trainable = bool(config.get("trainable", True))
    kind_name = identify(module, class_name, registered if isinstance(registered, str) else None)
    if kind_name is None and isinstance(config.get("layers"), list):
        if not module.startswith("keras"):
            raise PlaygroundError(
                f"{called} is a model written as a class, whose graph is Python code; it can't be drawn."
            )
        return Layer(layer_id, MODEL, name, {}, trainable, _model(entry, sources.get(name), level + 1))
    kind = None if kind_name is None else kind_of(kind_name)
    if kind_name is None or kind is None:
        return _unknown(layer_id, name, entry)
    if kind.obstacle:
        raise PlaygroundError(f"{called} can't be drawn. {kind.obstacle}")
    source = None if is_operation(kind.name) else sources.get(name)
    settings = settings_of(kind, without_learned(kind.name, config), "layers", source=source, who=called)
    return Layer(layer_id, kind.name, name, settings, trainable)


def _unknown(layer_id: str, name: str, entry: Mapping[str, Any]) -> Layer:
    """A layer that is neither Keras's nor registered: kept as it is, to be healed by registering it."""
    module, class_name = str(entry["module"]), str(entry["class_name"])
    registered = entry.get("registered_name")
    kind = (registered if isinstance(registered, str) else class_name).rpartition(">")[2]
    if kind_of(kind) is not None or kind == MODEL or not kind.isidentifier():
        raise PlaygroundError(
            f"“{name}” is a {class_name} of “{module}”, not the one of the catalog; give the class another name and "
            "register it with @playground.register."
        )
    config = dict(entry["config"])
    refuse_code(config, f"{class_name} “{name}”")
    config.pop("name", None)
    trainable = bool(config.pop("trainable", True))
    dtype = config.pop("dtype", None)
    policy = dtype.get("config", {}).get("name") if isinstance(dtype, Mapping) else dtype
    if policy is not None and policy != _dtype_policy():
        config["dtype"] = policy
    return Layer(layer_id, kind, name, _plain(config), trainable)


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case _:
            return value.tolist() if hasattr(value, "tolist") else value


def _dtype_policy() -> str:
    import keras

    return str(keras.config.dtype_policy().name)


def _first_port(layer: Layer) -> str:
    kind = kind_of_layer(layer)
    return kind.ports[0].name if kind is not None and kind.ports else DEFAULT_PORT


def _sources(live: Any) -> dict[str, Any]:
    return {} if live is None else {layer.name: layer for layer in live.layers}


def _without_derived(layer: Layer, entry: Mapping[str, Any]) -> Layer:
    """Drop the attention axes that Keras found when it built a layer: all between the batch and the features."""
    axes = layer.settings.get("attention_axes") if layer.kind == "MultiHeadAttention" else None
    if axes is None:
        return layer
    inbound = entry["inbound_nodes"][0]
    query = inbound["args"][0] if inbound["args"] else inbound["kwargs"]["query"]
    rank = len(query["config"]["shape"])
    if axes != list(range(1, rank - 1)):
        return layer
    settings = {key: value for key, value in layer.settings.items() if key != "attention_axes"}
    return msgspec.structs.replace(layer, settings=settings)
