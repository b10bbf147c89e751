"""The kind of a layer that holds a network: it follows from the network, not from Keras."""

from playground.catalog._catalog import kind
from playground.catalog._types import Kind, Port, Setting
from playground.network import MODEL, Layer

_TRAINING = Setting("training", "boolean", optional=True, help="Whether its layers behave as in training.")


def kind_of_layer(layer: Layer) -> Kind | None:
    """What a layer is: the catalog's kind, or that of a model inside the model, whose ports are its inputs."""
    if layer.network is None:
        return kind(layer.kind)
    ports = tuple(Port(name) for name in layer.network.input_ports.values())
    outputs = len(layer.network.outputs)
    return Kind(MODEL, "Core", "A model inside the model.", ports=ports, arguments=(_TRAINING,), outputs=outputs)
