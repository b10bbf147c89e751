"""From a checked network to Keras: its layers made, called along the wires, and put into models, inner ones first."""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.catalog import kind_of_layer, make_layer
from playground.checking import Report, acceptable_name, call
from playground.network import INPUT, Layer, Network, Node

Tensors = Mapping[str, tuple[Any, ...]]


class Assembled:
    """A Keras model of a network.

    Attributes:
        model: The model.
        tensors: The symbolic outputs of each node of the network by its id.
        layers: Each Keras layer by its path, a network's own before those inside of them.
        nodes: For each layer with a network inside: what that is assembled to.
    """

    def __init__(self, network: Network, report: Report, name: str | None = None, path: str = "") -> None:
        """Make all layers and call them; the network has no error, and `report` is what checking says of it."""
        self.network = network
        self.inner: dict[str, Assembled] = {}
        self.layers: dict[str, Any] = {}
        self.tensors: dict[str, tuple[Any, ...]] = {}
        self._made: dict[str, Any] = {}
        for layer in network.layers:
            self._made[layer.id] = self._make(layer, report, path)
        self.layers = {f"{path}{layer_id}": made for layer_id, made in self._made.items()}
        for inner in self.inner.values():
            self.layers |= inner.layers
        wanted = acceptable_name(network.name if name is None else name)
        self.model = self._sequential(wanted) if is_chain(network, report, path) else self._functional(wanted)

    def _make(self, layer: Layer, report: Report, path: str) -> Any:
        if layer.network is None:
            return make_layer(layer)
        inner = self.inner[layer.id] = Assembled(layer.network, report, layer.name, f"{path}{layer.id}/")
        if not layer.trainable:
            inner.model.trainable = False
        return inner.model

    def _sequential(self, name: str) -> Any:
        import keras

        nodes = [self.network.node_by_id[node_id] for node_id in self.network.order]
        layers = [self._made[node.layer] for node in nodes]
        model = keras.Sequential(layers, name=name)
        for node, made in zip(nodes, layers, strict=True):
            # Of a model inside, `output` would be its own, not what this call returns.
            self.tensors[node.id] = tuple(made._inbound_nodes[-1].output_tensors)  # noqa: SLF001  # no public way
        return model

    def _functional(self, name: str) -> Any:
        import keras

        for node_id in call_order(self.network):
            node = self.network.node_by_id[node_id]
            self.tensors[node_id] = self._called(node, self.network.layer_by_id[node.layer])
        return keras.Model(self._inputs(), self._outputs(), name=name)

    def _called(self, node: Node, layer: Layer) -> tuple[Any, ...]:
        import keras

        made, kind = self._made[layer.id], kind_of_layer(layer)
        if kind is None or not kind.ports:
            return (made.output,)
        many = {port.name for port in kind.ports if port.many}
        values: dict[str, Any] = {}
        for edge in self.network.edges_into.get(node.id, ()):
            tensor = self.tensors[edge.source][edge.output]
            values[edge.port] = [*values.get(edge.port, []), tensor] if edge.port in many else tensor
        if layer.network is not None:
            given = structured(
                layer.network, list(layer.network.input_ports), [values[port.name] for port in kind.ports]
            )
            results = made(given, **node.arguments)
            return in_order(layer.network, results)
        results = call(made, kind, values, node.arguments)
        return tuple(each for each in keras.tree.flatten(results) if each is not None)

    def _inputs(self) -> Any:
        nodes = self.network.inputs
        return structured(self.network, [node.layer for node in nodes], [self.tensors[node.id][0] for node in nodes])

    def _outputs(self) -> Any:
        outputs = self.network.outputs
        tensors = [self.tensors[each.node][each.output] for each in outputs]
        match self.network.signature.outputs:
            case "dict":
                return dict(zip(keys(self.network), tensors, strict=True))
            case "plain" if len(tensors) == 1:
                return tensors[0]
            case _:
                return tensors


def call_order(network: Network) -> tuple[str, ...]:
    """Node ids in the order in which building calls them; see `Network.call_order`."""
    return network.call_order


def structured(network: Network, layer_ids: list[str], tensors: list[Any]) -> Any:
    """Tensors for the inputs of a network in the structure in which its model takes them."""
    match network.signature.inputs:
        case "dict":
            names = [acceptable_name(network.layer_by_id[each].name) for each in layer_ids]
            return dict(zip(names, tensors, strict=True))
        case "plain" if len(tensors) == 1:
            return tensors[0]
        case _:
            return tensors


def keys(network: Network) -> list[str]:
    """The keys of the outputs of a model that returns a dict: those that are given, and otherwise the layers' names."""
    found: list[str] = []
    for each in network.outputs:
        wish = each.key or network.layer_of(each.node).name
        name, number = wish, 1
        while name in found:
            name, number = f"{wish}_{number}", number + 1
        found.append(name)
    return found


def in_order(network: Network, results: Any) -> tuple[Any, ...]:
    """What the model of a network returned, in the order of the network's outputs."""
    import keras

    if isinstance(results, dict):
        return tuple(results[key] for key in keys(network))
    return tuple(keras.tree.flatten(results))


def is_chain(network: Network, report: Report, path: str = "") -> bool:
    """Whether a network is to be, and can be, a `keras.Sequential`: one input, every layer called once, in a row."""
    if not network.signature.sequential or len(network.nodes) < len(("input", "layer")):
        return False
    order = network.order
    last = network.outputs
    return (
        len(network.inputs) == 1
        and network.layer_of(order[0]).kind == INPUT
        and len(network.layers) == len(network.nodes)
        and [(each.node, each.output) for each in last] == [(order[-1], 0)]
        and all(not node.arguments and len(report.nodes[f"{path}{node.id}"].outputs) == 1 for node in network.nodes)
        and all(_links(network))
    )


def _links(network: Network) -> Iterator[bool]:
    for before, after in zip(network.order, network.order[1:], strict=False):
        kind = kind_of_layer(network.layer_of(after))
        entering = network.edges_into.get(after, ())
        yield (
            len(entering) == 1
            and (entering[0].source, entering[0].slot) == (before, 0)
            and kind is not None
            and bool(kind.ports)
            and entering[0].port == kind.ports[0].name
            and not kind.ports[0].many
            and len(network.edges_from[before]) == 1
        )
