"""From a model in memory, a `.keras` file or Keras's JSON to a network with its weights."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from playground.catalog import is_operation, layer_class
from playground.checking import Report, check
from playground.errors import DocumentError, PlaygroundError
from playground.modeling._build import Graph, build_graph
from playground.modeling._from_keras import from_keras
from playground.modeling._keras_file import KerasFile, decode_json
from playground.modeling._learned import learned_bins
from playground.modeling._reader import read_model
from playground.modeling._weights import HeldWeights, StoredWeights, Weights, weights_of_graph, weights_of_model
from playground.network import INPUT, Network, all_layers

_TOO_MUCH = frozenset({"too_many_parameters", "too_large_output", "endless_loop"})


class Opened(NamedTuple):
    """A network, the weights its layers begin with, and the model with these weights where it is built already."""

    network: Network
    weights: Weights | None = None
    graph: Graph | None = None


def open_model(model: Any) -> Opened:
    """A functional or sequential Keras model, with a copy of its weights.

    Raises:
        PlaygroundError: as `from_keras`.
    """
    network = from_keras(model)
    return Opened(network, weights_of_model(network, model))


def open_json(text: str | bytes, what: str = "This text") -> Opened:
    """What `model.to_json()` wrote; there are no weights in it, but bins that were learned.

    Raises:
        PlaygroundError: it is no such text, or the model can't be drawn; the sentence says why.
    """
    serialized = decode_json(text, what)
    network = _network(serialized)
    _checked(network)
    bins = dict(learned_bins(serialized["config"], network))
    return Opened(network, HeldWeights(bins) if bins else None)


def open_keras_file(path: Path, called: str = "") -> Opened:
    """A `.keras` file of whatever origin, with its weights. Nothing in it is run, and no name in it imported.

    Sentences call it by its path, or as it is `called`.

    A network with layers that are not registered opens; its weights wait until it can be built.

    Raises:
        PlaygroundError: it is no such file, holds what is refused, or its weights don't fit; the sentence says why.
    """
    file = KerasFile(path, called)
    try:
        serialized = file.config()
        network = _network(serialized)
        report = _checked(network)
        raw = file.weights(max(report.parameters, 1))
        if raw is None:
            return Opened(network)
        weights = StoredWeights(raw, file.assets(), *_parts(serialized["config"], network))
    finally:
        file.close()
    if not report.ok:
        return Opened(network, weights)
    graph = build_graph(network)
    missed = weights.give(graph)
    if missed:
        name = next(layer.name for at, layer in all_layers(network) if at in missed)
        raise DocumentError(
            f"The weights of “{name}” in {called or path} are not those of such a layer; the file is broken."
        )
    return Opened(network, weights_of_graph(graph), graph)


def _network(serialized: Any) -> Network:
    if not isinstance(serialized, Mapping) or not isinstance(serialized.get("config"), Mapping):
        raise DocumentError("This is no configuration of a Keras model, which has a “class_name” and a “config”.")
    return read_model(serialized)


def _checked(network: Network) -> Report:
    """Count the parameters, before anything is allocated."""
    report = check(network)
    too_much = next((problem for problem in report.problems if problem.code in _TOO_MUCH), None)
    if too_much is not None:
        raise PlaygroundError(f"The model is too large to be opened. {too_much.message}")
    return report


def _parts(config: Mapping[str, Any], network: Network) -> tuple[dict[str, str], HeldWeights]:
    """Where the weights are, and what Keras keeps in the configuration instead."""
    return dict(_places(config, network)), HeldWeights(dict(learned_bins(config, network)))


def _places(config: Mapping[str, Any], network: Network, path: str = "", group: str = "") -> Iterator[tuple[str, str]]:
    """Where Keras keeps the weights of each layer: by its class and how many of that class came before it."""
    from keras.src.utils.naming import to_snake_case

    ids = {layer.name: layer for layer in network.layers}
    counts: dict[str, int] = {}
    for entry in config["layers"]:
        layer = ids.get(str(entry["config"].get("name", entry.get("name"))))
        if layer is None or is_operation(layer.kind) or (layer.kind == INPUT and "input_layers" not in config):
            continue
        made = None if layer.network is not None else layer_class(layer.kind)
        name = to_snake_case(str(entry["class_name"]) if made is None else made.__name__)
        counts[name] = counts.get(name, -1) + 1
        place = f"{group}layers/{name}" + (f"_{counts[name]}" if counts[name] else "")
        if layer.network is None:
            yield f"{path}{layer.id}", place
        else:
            yield from _places(entry["config"], layer.network, f"{path}{layer.id}/", f"{place}/")
