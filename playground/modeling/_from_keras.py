"""From a Keras model in memory to a network, and to the weights that go with it."""

from collections.abc import Iterator
from typing import Any

from playground.errors import PlaygroundError
from playground.modeling._reader import read_model
from playground.network import Network


def from_keras(model: Any) -> Network:
    """The network of a functional or sequential Keras model, laid out on the canvas; the weights stay behind.

    A layer of a class that is not registered is kept as it is, and shown as unknown.

    Raises:
        PlaygroundError: the model is subclassed, or has a part that a network can't hold; the sentence names it.
    """
    import keras

    if not isinstance(model, keras.Model):
        raise PlaygroundError(f"from_keras takes a keras.Model; received a {type(model).__name__}.")
    try:
        config = model.get_config()
    except NotImplementedError:
        config = {}
    drawn = "layers" in config and ("input_layers" in config or isinstance(model, keras.Sequential))
    if not drawn:
        raise PlaygroundError(
            f"The model “{model.name}” is a {type(model).__name__} whose graph is Python code; only functional and "
            "sequential models can be drawn."
        )
    return read_model({"module": "keras", "class_name": type(model).__name__, "config": config}, model)


def made_layers(network: Network, model: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The Keras layers of a model by the paths of its network, models inside it left out."""
    named = {layer.name: layer for layer in model.layers}
    for layer in network.layers:
        made = named.get(layer.name)
        if made is not None and layer.network is not None:
            yield from made_layers(layer.network, made, f"{path}{layer.id}/")
        elif made is not None:
            yield f"{path}{layer.id}", made
