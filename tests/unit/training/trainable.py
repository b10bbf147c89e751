"""A network around a layer or operation, with a weight before it and one behind it, and data to train them on."""

from typing import Any

import msgspec
import numpy as np

from playground import datasets
from playground.catalog import Choice
from playground.checking import Facts, check
from playground.datasets import Dataset
from playground.network import Edge, Layer, Network, Node
from playground.training import TrainingConfig, TrainingRun, train, training_facts

SAMPLES = 5
_HEAD = "head"


def around(network: Network, *, before: bool = True) -> Network:
    """The network of the node `it` with a Dense `before` each of its inputs of floats, and one on its first result.

    Those before it begin as the identity: what is sampled is what reaches the node. A result without rows for the
    samples has nothing put on it.
    """
    for node in network.inputs:
        settings = network.layer_of(node.id).settings
        shape = settings.get("batch_shape") or [None, *settings["shape"]]
        if before and settings.get("dtype", "float32") == "float32" and len(shape) > 1 and shape[-1]:
            network = _before(network, node.id, shape[-1])
    spec = check(network).nodes["it"].outputs[0]
    rank, last = len(spec.shape), "it"
    if not spec.dtype.startswith("float"):
        network = _behind(network, "ops.cast", {"dtype": "float32"}, last)
        last = "ops.cast"
    if rank > 1 and None in spec.shape[1:]:
        network = _behind(network, "ops.mean", {"axis": list(range(1, rank)), "keepdims": True}, last)
        last = "ops.mean"
    elif rank == 1:
        network = _behind(network, "ops.expand_dims", {"axis": -1}, last)
        last = "ops.expand_dims"
    if rank > 2:
        network = _behind(network, "Flatten", {}, last)
        last = "Flatten"
    return _behind(network, "Dense", {"units": 1}, last, name=_HEAD) if rank else network


def together(networks: dict[str, Network]) -> Network:
    """Networks side by side, what is in them named after each, with the mean of their outputs as the only one."""
    layers, nodes, edges = [], [], []
    for slot, (name, network) in enumerate(networks.items()):
        prefix = f"{name.replace('.', '_')}-"
        layers += [
            msgspec.structs.replace(each, id=prefix + each.id, name=prefix + each.name) for each in network.layers
        ]
        nodes += [
            msgspec.structs.replace(each, id=prefix + each.id, layer=prefix + each.layer) for each in network.nodes
        ]
        edges += [
            msgspec.structs.replace(each, source=prefix + each.source, target=prefix + each.target)
            for each in network.edges
        ]
        edges.append(Edge(prefix + _HEAD, "all", 0, "inputs", slot))
    if len(networks) == 1:
        return Network("net", tuple(layers), tuple(nodes), tuple(edges[:-1]))
    layers.append(Layer("all", "Average", "all"))
    return Network("net", tuple(layers), (*nodes, Node("all", "all")), tuple(edges))


def _before(network: Network, node_id: str, units: int) -> Network:
    name = f"before_{node_id}"
    layer = Layer(name, "Dense", name, {"units": units, "kernel_initializer": "identity"})
    edges = [msgspec.structs.replace(each, source=name) if each.source == node_id else each for each in network.edges]
    return Network(
        network.name, (*network.layers, layer), (*network.nodes, Node(name, name)), (*edges, Edge(node_id, name))
    )


def _behind(network: Network, kind: str, settings: dict[str, Any], source: str, *, name: str = "") -> Network:
    port = "x" if kind.startswith("ops.") else "inputs"
    layer = Layer(name or kind, kind, name or kind.removeprefix("ops."), settings)
    return Network(
        network.name,
        (*network.layers, layer),
        (*network.nodes, Node(layer.id, layer.id)),
        (*network.edges, Edge(source, layer.id, 0, port)),
    )


def samples(network: Network, shift: float = 0.0) -> Dataset:
    """Samples of each input, or as many as its shape says, and a number to learn for each."""
    arrays = {}
    for index, node in enumerate(network.inputs):
        settings = network.layer_of(node.id).settings
        shape = settings.get("batch_shape") or [SAMPLES, *settings["shape"]]
        arrays[network.layer_of(node.id).name] = _values(shape, settings.get("dtype", "float32"), shift, index)
    (count,) = {len(each) for each in arrays.values()}
    x = arrays if len(arrays) > 1 else next(iter(arrays.values()))
    return datasets.from_arrays(x, np.linspace(0.5, 2.0, count, dtype="float32")[:, None])


def _values(shape: list[int], dtype: str, shift: float, index: int) -> Any:
    """Numbers between 0 and 1, apart from one another; square ones are symmetric and positive definite."""
    if dtype == "string":
        return np.full(shape, "a")
    count = int(np.prod(shape))
    if dtype != "float32":
        return (np.arange(count).reshape(shape) % 3).astype(dtype)
    values = np.random.default_rng(3 + index).permutation(np.linspace(0.06, 0.94, count, dtype="float32"))
    values = values.reshape(shape)
    if len(shape) > 1 and shape[-1] == shape[-2]:
        values = (values + np.swapaxes(values, -1, -2)) / 16 + np.eye(shape[-1], dtype="float32") * np.float32(0.6)
    return values + np.float32(shift)


def run_of(network: Network, data: Dataset) -> tuple[TrainingRun, frozenset[str]]:
    """Train for two steps on the graph; the ended run, and the names of the layers with a weight that moved."""
    config = TrainingConfig(
        optimizer=Choice("SGD", {"learning_rate": 0.001}),
        loss="mse",
        metrics=(),
        batch_size=len(data),
        epochs=2,
        validation_split=0.0,
        shuffle=False,
        jit_compile="off",
    )
    run = train(network, data, config, paused=True)
    run.wait_until("paused", timeout=60)
    if run.state == "failed":
        return run, frozenset()
    before = {id(each): each.numpy() for each in run.model.trainable_weights}
    run.resume()
    run.wait_until(timeout=60)
    moved = {
        layer.name
        for layer in run.model.layers
        if any((before[id(each)] != each.numpy()).any() for each in layer.trainable_weights)
    }
    return run, frozenset(moved)


def said_of(network: Network, data: Dataset) -> dict[str, str | None]:
    """What checking says of training the network on these data: the node of each problem by its code."""
    facts = Facts(data.facts, training_facts(TrainingConfig(loss="mse")))
    return {problem.code: problem.node for problem in check(network, facts).problems}
