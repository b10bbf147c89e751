"""What introspection can't know: groups, colours, first settings, obstacles and ranks.

Tables only. A new layer of Keras works without an entry here; an entry makes it nicer.
"""

from typing import Any

from playground.catalog._types import Group, Kind

GROUPS = (
    Group("Input", "In", "#607d8b", "#a9bcc6"),
    Group("Core", "Core", "#3f51d6", "#8795f0"),
    Group("Convolution", "Conv", "#00796b", "#3fb5a8"),
    Group("Pooling", "Pool", "#0091b3", "#6ad3ea"),
    Group("Recurrent", "Rec", "#7b1fa2", "#c77fdb"),
    Group("Attention", "Attn", "#c2185b", "#ff8fb8"),
    Group("Normalisation", "Norm", "#858e00", "#d3da5c"),
    Group("Regularisation", "Reg", "#a1786a", "#b99a90"),
    Group("Reshaping", "Shape", "#7d7d7d", "#cfcfcf"),
    Group("Merging", "Merge", "#944a00", "#f0a33c"),
    Group("Activation", "Act", "#2e7d32", "#76c27b"),
    Group("Preprocessing", "Prep", "#41548a", "#6f8fd0"),
    Group("My layers", "Mine", "#1f1f1f", "#eeeeee"),
)
OWN_GROUP = "My layers"

GROUP_OF_PACKAGE = {
    "activations": "Activation",
    "attention": "Attention",
    "convolutional": "Convolution",
    "core": "Core",
    "merging": "Merging",
    "normalization": "Normalisation",
    "pooling": "Pooling",
    "preprocessing": "Preprocessing",
    "regularization": "Regularisation",
    "reshaping": "Reshaping",
    "rnn": "Recurrent",
}
"""Keras sorts its layers into packages; this is the palette's word for each."""

GROUP_OF_KIND = {
    "Activation": "Activation",
    "CustomScaleLayer": "Merging",
    "InputLayer": "Input",
    "LayerScale": "Normalisation",
    "StochasticDepth": "Regularisation",
}

PRIVATE = (
    ("keras.src.applications.convnext", "LayerScale"),
    ("keras.src.applications.convnext", "StochasticDepth"),
    ("keras.src.applications.inception_resnet_v2", "CustomScaleLayer"),
)
"""Layers without a public name that architectures of `keras.applications` are made of."""

FIRST = {
    "Core": ("Dense", "Embedding"),
    "Convolution": ("Conv1D", "Conv2D", "Conv3D"),
    "Pooling": ("MaxPooling2D", "GlobalAveragePooling2D", "AveragePooling2D"),
    "Recurrent": ("LSTM", "GRU", "SimpleRNN", "Bidirectional"),
    "Attention": ("MultiHeadAttention", "Attention"),
    "Normalisation": ("BatchNormalization", "LayerNormalization"),
    "Regularisation": ("Dropout",),
    "Reshaping": ("Flatten", "Reshape"),
    "Merging": ("Add", "Concatenate", "Multiply"),
    "Activation": ("Activation", "ReLU", "Softmax"),
    "Preprocessing": ("Rescaling", "Normalization", "Resizing"),
}
"""What stands first in its group; the rest follows by name."""

OBSTACLES = {
    "Equalization": "Keras hands its input on as its output, which no functional model can hold.",
    "FlaxLayer": "It wraps a Flax module, which is Python code; a drawing holds data only.",
    "GRUCell": "It is one time step, not a layer; it goes into the setting “cell” of an RNN.",
    "JaxLayer": "It wraps a JAX function, which is Python code; a drawing holds data only.",
    "LSTMCell": "It is one time step, not a layer; it goes into the setting “cell” of an RNN.",
    "Lambda": "It holds Python code, and a drawing holds data only; write a layer and register it instead.",
    "Layer": "It is what all layers have in common, and does nothing itself.",
    "MaxNumBoundingBoxes": "It takes labelled bounding boxes, which are no tensor of a network.",
    "Pipeline": "It is a chain of layers; place the layers themselves.",
    "SimpleRNNCell": "It is one time step, not a layer; it goes into the setting “cell” of an RNN.",
    "StackedRNNCells": "It is one time step, not a layer; it goes into the setting “cell” of an RNN.",
    "TFSMLayer": "It runs a saved TensorFlow program, which may do anything; a drawing holds data only.",
    "TorchModuleWrapper": "It wraps a PyTorch module, which is Python code; a drawing holds data only.",
    "Wrapper": "It is what all wrappers have in common, and does nothing itself.",
}
CELLS = frozenset({"GRUCell", "LSTMCell", "SimpleRNNCell", "StackedRNNCells"})
"""Kinds that can't be placed, yet are values of settings of others."""

_ALL = "It is what all {} have in common, and does nothing itself."
OBJECT_OBSTACLES = {
    "initializers": {"Initializer": _ALL.format("initializers")},
    "regularizers": {"Regularizer": _ALL.format("regularizers")},
    "constraints": {"Constraint": _ALL.format("constraints")},
    "losses": {"Loss": _ALL.format("losses")},
    "metrics": {
        "Mean": "It averages numbers that Python code hands it, and looks at no targets.",
        "MeanMetricWrapper": "It wraps a Python function; register the function itself.",
        "Metric": _ALL.format("metrics"),
        "Sum": "It adds up numbers that Python code hands it, and looks at no targets.",
    },
    "optimizers": {
        "LossScaleOptimizer": "It wraps another optimizer against the small numbers of float16; a model with layers "
        "of mixed_float16 gets it by itself.",
        "MultiOptimizer": "It hands the layers of one model to several optimizers, which takes Python code.",
        "Optimizer": _ALL.format("optimizers"),
    },
    "schedules": {"LearningRateSchedule": _ALL.format("schedules")},
}
"""Why a class can't be chosen: bases, and those made of Python objects."""

CHOSEN_BY_KERAS = {"accuracy": "The share of right answers; Keras takes the variant that fits the targets."}
"""Metrics that `compile` knows by a word and turns into a class when it sees the targets."""

DROPPED = frozenset(
    {"name", "trainable", "autocast", "weights", "input_tensor", "quantization_config", "gptq_unpacked_column_size"}
    | {"lora_rank", "lora_alpha", "arguments", "native_serialization_platforms"}
)
"""Parameters that are no settings: the document has them, or they hold weights, or the work of a later step."""

_TAKES_TEXT = frozenset(
    {"InputLayer", "StringLookup", "TextVectorization", "Hashing", "HashedCrossing"}
    | {"Identity", "Flatten", "Reshape", "Permute", "RepeatVector", "Concatenate"}
)
"""Layers that strings may flow into."""


def takes_text(kind: Kind) -> bool:
    """Whether strings may flow into layers of this kind; the user's own are left to themselves."""
    return kind.name in _TAKES_TEXT or kind.group == OWN_GROUP


STARTS: dict[str, Any] = {
    "alpha": 0.0,
    "axes": -1,
    "boundaries": [1000],
    "decay_rate": 0.9,
    "decay_steps": 1000,
    "first_decay_steps": 1000,
    "initial_learning_rate": 0.001,
    "num_classes": 2,
    "precision": 0.5,
    "recall": 0.5,
    "sensitivity": 0.5,
    "specificity": 0.5,
    "target_class_ids": [0],
    "values": [0.001, 0.0001],
    "cell": {"kind": "LSTMCell", "settings": {"units": 32}},
    "cells": [{"kind": "LSTMCell", "settings": {"units": 32}}],
    "dims": [2, 1],
    "factor": 0.2,
    "filters": 32,
    "head_dim": 16,
    "height": 32,
    "height_factor": 0.2,
    "input_dim": 1000,
    "kernel_size": 3,
    "key_dim": 16,
    "layer": {"kind": "Dense", "settings": {"units": 32}},
    "n": 2,
    "num_bins": 10,
    "num_heads": 2,
    "num_key_value_heads": 2,
    "num_query_heads": 4,
    "output_dim": 32,
    "output_size": 1,
    "pool_size": 2,
    "rate": 0.5,
    "scale": 1 / 255,
    "stddev": 0.1,
    "target_shape": [-1],
    "units": 32,
    "width": 32,
    "width_factor": 0.2,
}
STARTS_OF_KIND: dict[str, dict[str, Any]] = {
    **{f"Adaptive{which}Pooling{axes}D": {"output_size": 2} for which in ("Average", "Max") for axes in (1, 2, 3)},
    "CategoryEncoding": {"num_tokens": 10},
    "Bidirectional": {"layer": {"kind": "LSTM", "settings": {"units": 32}}},
    "CustomScaleLayer": {"scale": 0.2},
    "LayerScale": {"init_values": 1e-6, "projection_dim": 32},
    "StochasticDepth": {"drop_path_rate": 0.1},
    "EinsumDense": {"equation": "ab,bc->ac", "output_shape": [32]},
    "RandomPosterization": {"factor": 4},
}
"""What a freshly placed layer begins with where Keras demands a value."""

PROMINENT = frozenset(
    {"units", "filters", "kernel_size", "strides", "padding", "activation", "pool_size", "rate", "input_dim"}
    | {"output_dim", "num_heads", "key_dim", "return_sequences", "target_shape", "shape", "dtype_of_input", "size"}
    | {"axis", "momentum", "factor", "height", "width", "cell", "layer", "n", "dims", "cropping", "max_tokens"}
    | {"output_mode", "scale", "offset", "learning_rate", "stddev", "merge_mode", "negative_slope", "max_value"}
    | {"vocabulary", "output_sequence_length", "num_bins", "mode", "l1", "l2", "from_logits", "equation"}
    | {"output_shape", "axes", "output_size", "height_factor", "width_factor", "mask_zero", "num_query_heads"}
    | {"alpha", "drop_path_rate", "mask_value"}
)
"""The settings people change first."""

RANKS: dict[str, tuple[int, ...]] = {
    "AdditiveAttention": (3,),
    "Attention": (3,),
    "Bidirectional": (3, 4, 5, 6),
    "Dense": (2, 3, 4, 5, 6),
    "GRU": (3,),
    "GroupQueryAttention": (3,),
    "LSTM": (3,),
    "RNN": (3, 4, 5, 6),
    "RepeatVector": (2,),
    "SimpleRNN": (3,),
    "TimeDistributed": (3, 4, 5, 6),
}
_PAIRS = frozenset({"Subtract", "Dot", "HashedCrossing", "CustomScaleLayer"})
_QUERY_VALUE_KEY = frozenset({"Attention", "AdditiveAttention"})
_TWO_STATES = frozenset({"LSTM", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"})
_ONE_STATE = frozenset({"GRU", "SimpleRNN"})


def counts(kind: str, port: str) -> tuple[int, int | None]:
    """How many tensors a port takes that takes a list, at least and at most; of most lists, any number."""
    if kind in _PAIRS or (kind in _TWO_STATES and port == "initial_state"):
        return (2, 2)
    if kind in _QUERY_VALUE_KEY:
        return (2, 3)
    return (1, 1) if kind in _ONE_STATE and port == "initial_state" else (1, None)


SPATIAL = ("Conv", "Pool", "Cropping", "UpSampling", "ZeroPadding", "SpatialDropout")
"""Kinds with one of these in their name and a number of axes at its end take batch, axes and channels."""

MASK_PORTS = frozenset(
    {"LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional", "Softmax", "Attention", "AdditiveAttention"}
)
"""Layers whose `mask` is worth a port; others get their mask from the layer before."""
