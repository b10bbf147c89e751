"""From a network to a Keras model, with the layer names that the user gave."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from playground.catalog import seeded
from playground.checking import check
from playground.errors import CheckError
from playground.modeling._adapted import note_ancestry
from playground.modeling._assemble import Assembled
from playground.network import MAX_WRITTEN_OUT, Network, all_layers, drawn_path, unrolled, written_out


class Graph(NamedTuple):
    """A built model, and where the network's parts are in it.

    In `network` what repeats is written out. `tensors` are the symbolic outputs of each node by its id, `layers` the
    Keras layers by layer id; those of a network inside a layer by their path, which is that layer's id, a slash, and
    theirs.
    """

    model: Any
    tensors: Mapping[str, tuple[Any, ...]]
    layers: Mapping[str, Any]
    network: Network

    @property
    def first_nodes(self) -> dict[str, str]:
        """Id of the first node of each layer, by the layer's name; of equal names the outermost layer's."""
        return _first_nodes(self.network)

    @property
    def owners(self) -> dict[str, Any]:
        """The Keras layers that own weights or could, by path: all but the models that only hold layers."""
        return {path: self.layers[path] for path, layer in all_layers(self.network) if layer.network is None}


def build(network: Network) -> Any:
    """The `keras.Model` that a network draws: functional, untrained, with the user's layer names.

    Inputs and outputs are in the order of their nodes.

    Raises:
        CheckError: the network has a problem; the sentence is the first one's.
    """
    return build_graph(network).model


def build_graph(network: Network, seed: int | None = None, precision: str = "default") -> Graph:
    """Build the model, and keep which tensors and layers belong to which node and layer.

    Args:
        network: What is drawn.
        seed: What the first weights are drawn from; without it they differ from build to build.
        precision: Name of the dtype policy of the layers that have none in their settings; `default` is Keras's own.

    Raises:
        CheckError: as `build`.
    """
    if written_out(network) <= MAX_WRITTEN_OUT:  # otherwise checking says so
        network = unrolled(network)
    report = check(network)
    problem = next((each for each in report.problems if each.severity == "error"), None)
    if problem is not None:
        raise CheckError(problem.message)
    with seeded(seed), _precise(precision):
        made = Assembled(network, report)
    note_ancestry(network, made.layers)
    return Graph(made.model, _Tensors(made), made.layers, network)


@contextmanager
def _precise(precision: str) -> Iterator[None]:
    """Let Keras make layers of this policy in this thread."""
    import keras

    if precision == "default":
        yield
        return
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(precision)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


class _Tensors(Mapping[str, tuple[Any, ...]]):
    """The symbolic outputs of all nodes, in the graph of the whole model.

    Those of a network inside a layer are made when they are first asked for: what the inner nodes put out when the
    layer is called at its first node.
    """

    def __init__(self, made: Assembled) -> None:
        self._made = made
        self._inner: dict[str, Mapping[str, tuple[Any, ...]]] = {}

    def __getitem__(self, path: str) -> tuple[Any, ...]:
        first, found, rest = path.partition("/")
        return self._inside(first)[rest] if found else self._made.tensors[path]

    def __iter__(self) -> Iterator[str]:
        yield from self._made.tensors
        for layer_id in self._made.inner:
            yield from (f"{layer_id}/{path}" for path in _Tensors(self._made.inner[layer_id]))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _inside(self, layer_id: str) -> Mapping[str, tuple[Any, ...]]:
        import keras

        if layer_id not in self._inner:
            inner = self._made.inner[layer_id]
            seen = {path: list(tensors) for path, tensors in _Tensors(inner).items()}
            name = f"inside_{len(self._inner)}"
            outputs = keras.Model(inner.model.inputs, seen, name=name)(self._first_call(layer_id))
            self._inner[layer_id] = {path: tuple(outputs[path]) for path in seen}
        return self._inner[layer_id]

    def _first_call(self, layer_id: str) -> list[Any]:
        """What the layer is called with at its first node, in the order of its inputs."""
        network = self._made.network
        node = next(node for node in network.nodes if node.layer == layer_id)
        given = {edge.port: self._made.tensors[edge.source][edge.output] for edge in network.edges_into[node.id]}
        inner = network.layer_by_id[layer_id].network
        return [] if inner is None else [given[port] for port in inner.input_ports.values()]


def _first_nodes(network: Network, path: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for layer in network.layers:
        if layer.network is not None:
            found |= _first_nodes(layer.network, f"{path}{layer.id}/")
    names = {layer.id: layer.name for layer in network.layers}
    return found | {names[node.layer]: drawn_path(f"{path}{node.id}") for node in reversed(network.nodes)}
