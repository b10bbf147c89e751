"""From a network to a Keras model, with the layer names that the user gave."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from playground.catalog import kind as kind_of, make_layer, seeded
from playground.checking import acceptable_name, call, check, exposed
from playground.errors import CheckError
from playground.modeling._adapted import carry_state, note_ancestry
from playground.network import Network


class Graph(NamedTuple):
    """A built model, and where the network's parts are in it.

    `tensors` are the symbolic outputs of each node by its id, `layers` the Keras layers by layer id.
    """

    model: Any
    tensors: Mapping[str, tuple[Any, ...]]
    layers: Mapping[str, Any]
    network: Network

    @property
    def first_nodes(self) -> dict[str, str]:
        """Id of the first node of each layer, by the layer's name."""
        names = {layer.id: layer.name for layer in self.network.layers}
        return {names[node.layer]: node.id for node in reversed(self.network.nodes)}


def build(network: Network) -> Any:
    """The `keras.Model` that a network draws: functional, untrained, with the user's layer names.

    Inputs and outputs are in the order of their nodes.

    Raises:
        CheckError: the network has a problem; the sentence is the first one's.
    """
    return build_graph(network).model


def build_graph(network: Network, seed: int | None = None) -> Graph:
    """Build the model, and keep which tensors and layers belong to which node and layer.

    Args:
        network: What is drawn.
        seed: What the first weights are drawn from; without it they differ from build to build.

    Raises:
        CheckError: as `build`.
    """
    import keras

    problem = next((each for each in check(network).problems if each.severity == "error"), None)
    if problem is not None:
        raise CheckError(problem.message)
    tensors: dict[str, tuple[Any, ...]] = {}
    with seeded(seed):
        layers = {layer.id: make_layer(layer) for layer in network.layers}
        for node_id in network.order:
            tensors[node_id] = _outputs(network, node_id, layers, tensors)
    note_ancestry(network, layers)
    inputs = [tensors[node.id][0] for node in network.nodes if network.layer_by_id[node.layer].kind == "InputLayer"]
    outputs = [tensors[node.id][index] for node in network.nodes for index in exposed(network, node.id)]
    model = keras.Model(_one_or_all(inputs), _one_or_all(outputs), name=acceptable_name(network.name))
    return Graph(model, tensors, layers, network)


def carry_weights(old: Graph, new: Graph) -> frozenset[str]:
    """Copy the weights of every layer that kept its id, its kind and the shapes of its weights.

    What a layer was adapted to comes along where its settings are the same.

    Returns:
        Ids of the layers with weights that start anew.
    """
    anew = set()
    for layer in new.network.layers:
        made, before = new.layers[layer.id], old.layers.get(layer.id)
        drawn = old.network.layer_by_id.get(layer.id)
        same = drawn is not None and drawn.kind == layer.kind and (made.weights or drawn.settings == layer.settings)
        if not (same and before is not None and carry_state(before, made)) and made.weights:
            anew.add(layer.id)
    return frozenset(anew)


def _outputs(
    network: Network, node_id: str, layers: Mapping[str, Any], tensors: Mapping[str, tuple[Any, ...]]
) -> tuple[Any, ...]:
    import keras

    node = network.node_by_id[node_id]
    layer, made = network.layer_by_id[node.layer], layers[node.layer]
    kind = kind_of(layer.kind)
    if kind is None or not kind.ports:
        return (made.output,)
    values: dict[str, Any] = {}
    many = {port.name for port in kind.ports if port.many}
    for edge in network.edges_into.get(node_id, ()):
        tensor = tensors[edge.source][edge.output]
        values[edge.port] = [*values.get(edge.port, []), tensor] if edge.port in many else tensor
    results = call(made, kind, values, node.arguments)
    return tuple(each for each in keras.tree.flatten(results) if each is not None)


def _one_or_all(tensors: list[Any]) -> Any:
    return tensors[0] if len(tensors) == 1 else tensors
