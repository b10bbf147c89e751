"""From a network to a Keras model, from a Keras model to a network, and from a network to Python source."""

from playground.modeling._adapted import (
    adapts as adapts,
    ancestries as ancestries,
    carry_state as carry_state,
    fits_what_was_seen as fits_what_was_seen,
    forget_size as forget_size,
    is_adapted as is_adapted,
    is_ready as is_ready,
    needs_adapting as needs_adapting,
    remember_adapted as remember_adapted,
    state_of as state_of,
    take_state as take_state,
)
from playground.modeling._build import (
    Graph as Graph,
    build as build,
    build_graph as build_graph,
)
from playground.modeling._carrying import (
    carry_weights as carry_weights,
    kept_layers as kept_layers,
    kept_variables as kept_variables,
    origins as origins,
)
from playground.modeling._from_keras import from_keras as from_keras
from playground.modeling._opening import (
    Opened as Opened,
    open_json as open_json,
    open_keras_file as open_keras_file,
    open_model as open_model,
)
from playground.modeling._to_python import source_of as source_of, to_python as to_python
from playground.modeling._weights import (
    HeldWeights as HeldWeights,
    Weights as Weights,
    weights_of_graph as weights_of_graph,
)
