"""From a network to a Keras model, from a Keras model to a network, and from a network to Python source."""

from playground.modeling._build import (
    Graph as Graph,
    build as build,
    build_graph as build_graph,
    carry_weights as carry_weights,
)
from playground.modeling._from_keras import from_keras as from_keras
from playground.modeling._to_python import to_python as to_python
