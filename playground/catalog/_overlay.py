"""What introspection can't know: groups, colours, first settings, and the types and ranks that the rules get wrong.

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

GROUP_OF_KIND = {"InputLayer": "Input", "Activation": "Activation"}

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

ABSTRACT = {
    "initializers": {"Initializer"},
    "regularizers": {"Regularizer"},
    "constraints": {"Constraint"},
    "losses": {"Loss"},
    "metrics": {"Metric", "Mean", "Sum", "MeanMetricWrapper"},
    "optimizers": {"Optimizer", "OptimizerMap", "MultiOptimizer", "LossScaleOptimizer"},
    "schedules": {"LearningRateSchedule"},
}
"""Classes that can't be chosen: bases, and those made of Python objects."""

CHOSEN_BY_KERAS = {
    "accuracy": "The share of right answers; Keras takes the variant that fits the targets.",
    "crossentropy": "The cross-entropy; Keras takes the variant that fits the targets.",
}
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


_DTYPES = ("float16", "bfloat16", "float32", "float64", "mixed_float16", "mixed_bfloat16")
_ALL_DTYPES = (*_DTYPES[:4], "uint8", "int8", "int16", "int32", "int64", "bool", "string")
_REDUCTIONS = ("sum_over_batch_size", "mean", "mean_with_sample_weight", "sum", "none")
_ENCODINGS = ("int", "one_hot", "multi_hot", "count", "tf_idf")
_INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")

_COUNT: dict[str, Any] = {"type": "integer", "minimum": 1}
_SHARE: dict[str, Any] = {"type": "float", "minimum": 0, "maximum": 1}
_FACTOR: dict[str, Any] = {"type": "float", "length": 2}
_ANY_DTYPE: dict[str, Any] = {"type": "choice", "choices": _ALL_DTYPES, "optional": True}
_RANGE: dict[str, Any] = {"type": "list"}

BY_NAME: dict[str, dict[str, Any]] = {
    "activation": {"type": "object", "family": "activations", "optional": True},
    "alpha_initializer": {"type": "object", "family": "initializers"},
    "attention_axes": {"type": "tuple"},
    "axis": {"type": "integer"},
    "backward_layer": {"type": "object", "family": "layers"},
    "batch_shape": {"type": "tuple"},
    "batch_size": _COUNT,
    "cell": {"type": "object", "family": "layers"},
    "cells": {"type": "list", "family": "layers"},
    "cropping": {"type": "tuple", "minimum": 0},
    "data_format": {"type": "choice", "choices": ("channels_last", "channels_first"), "optional": True},
    "depth_multiplier": _COUNT,
    "dilation_rate": {"type": "tuple", "minimum": 1},
    "dims": {"type": "tuple", "minimum": 1},
    "dropout": _SHARE,
    "dtype": {"type": "choice", "choices": _DTYPES, "optional": True},
    "epsilon": {"type": "float", "minimum": 0},
    "fft_length": _COUNT,
    "fill_mode": {"type": "choice", "choices": ("constant", "reflect", "wrap", "nearest")},
    "filters": _COUNT,
    "flash_attention": {"type": "boolean", "optional": True},
    "frame_step": _COUNT,
    "groups": _COUNT,
    "head_dim": _COUNT,
    "height": _COUNT,
    "idf_weights": {"type": "list"},
    "implementation": {"type": "integer"},
    "input_dim": _COUNT,
    "interpolation": {"type": "choice", "choices": _INTERPOLATIONS},
    "kernel_size": {"type": "tuple", "minimum": 1},
    "key_dim": _COUNT,
    "layer": {"type": "object", "family": "layers"},
    "layers": {"type": "list", "family": "layers"},
    "learning_rate": {"type": "float", "family": "schedules", "minimum": 0},
    "class_id": {"type": "integer", "minimum": 0},
    "decay_rate": {"type": "float"},
    "decay_steps": _COUNT,
    "ignore_class": {"type": "integer"},
    "label_smoothing": _SHARE,
    "mask_value": {"type": "any"},
    "max_value": {"type": "float"},
    "n": _COUNT,
    "name": {"type": "text"},
    "threshold": {"type": "float"},
    "top_k": _COUNT,
    "max_tokens": _COUNT,
    "momentum": _SHARE,
    "noise_shape": {"type": "tuple"},
    "num_bins": _COUNT,
    "num_classes": _COUNT,
    "num_heads": _COUNT,
    "num_key_value_heads": _COUNT,
    "num_query_heads": _COUNT,
    "num_tokens": _COUNT,
    "output_dim": _COUNT,
    "output_padding": {"type": "tuple"},
    "output_sequence_length": _COUNT,
    "output_size": {"type": "tuple", "minimum": 1},
    "padding": {"type": "choice", "choices": ("valid", "same")},
    "pool_size": {"type": "tuple", "minimum": 1},
    "rate": _SHARE,
    "specificity": _SHARE,
    "sensitivity": _SHARE,
    "precision": _SHARE,
    "recall": _SHARE,
    "recurrent_activation": {"type": "object", "family": "activations", "optional": True},
    "recurrent_dropout": _SHARE,
    "reduction": {"type": "choice", "choices": _REDUCTIONS, "optional": True},
    "salt": {"type": "any"},
    "seed": {"type": "integer", "optional": True},
    "shape": {"type": "tuple", "minimum": 1},
    "shared_axes": {"type": "tuple", "minimum": 1},
    "size": {"type": "tuple", "minimum": 1},
    "stddev": {"type": "float", "minimum": 0},
    "strides": {"type": "tuple", "minimum": 1},
    "target_class_ids": {"type": "list"},
    "target_shape": {"type": "tuple"},
    "tile_grid_size": {"type": "tuple", "length": 2, "minimum": 1},
    "units": _COUNT,
    "use_cudnn": {"type": "any"},
    "value_dim": _COUNT,
    "value_range": _RANGE,
    "vocabulary": {"type": "list"},
    "vocabulary_dtype": {"type": "choice", "choices": ("int32", "int64")},
    "width": _COUNT,
}
"""Corrections for a parameter wherever it occurs; tuples of `PER_AXIS` get their length from the kind's name."""

PER_AXIS = frozenset(
    {"cropping", "dilation_rate", "kernel_size", "output_padding", "output_size", "padding", "pool_size", "size"}
    | {"strides"}
)
NESTED = frozenset({"padding", "cropping"})
"""Tuples whose every entry may be a pair: before and after."""

BY_KIND: dict[str, dict[str, dict[str, Any]]] = {
    # With an output size of 1 TensorFlow divides by zero and takes the kernel down; the Global layers do that job.
    **{f"AdaptiveMaxPooling{axes}D": {"output_size": {"type": "tuple", "minimum": 2}} for axes in (1, 2, 3)},
    "AUC": {
        "curve": {"type": "choice", "choices": ("ROC", "PR")},
        "summation_method": {"type": "choice", "choices": ("interpolation", "minoring", "majoring")},
        "thresholds": {"type": "list"},
        "label_weights": {"type": "list"},
        "num_labels": _COUNT,
    },
    "Attention": {"score_mode": {"type": "choice", "choices": ("dot", "concat")}},
    "AugMix": {"factor": _FACTOR},
    "Bidirectional": {
        "merge_mode": {"type": "choice", "choices": ("concat", "sum", "mul", "ave"), "optional": True},
    },
    "CategoryEncoding": {
        "num_tokens": {**_COUNT, "required": True},
        "output_mode": {"type": "choice", "choices": ("multi_hot", "one_hot", "count")},
    },
    "Constant": {"value": {"type": "any"}},
    "CutMix": {"factor": _FACTOR},
    "ContrastLimitedAdaptiveHistogramEqualization": {"clip_limit": {"type": "float", "minimum": 0}},
    "Conv1D": {"padding": {"type": "choice", "choices": ("valid", "same", "causal")}},
    "Cropping1D": {"cropping": {"type": "tuple", "length": 2, "minimum": 0}},
    "Discretization": {
        "bin_boundaries": {"type": "list"},
        "output_mode": {"type": "choice", "choices": _ENCODINGS[:4]},
    },
    "Dice": {"axis": {"type": "tuple", "optional": True}},
    "Dot": {"axes": {"type": "tuple", "length": 2}},
    "EinsumDense": {"bias_axes": {"type": "text"}, "output_shape": {"type": "tuple"}, "equation": {"type": "text"}},
    "Embedding": {"input_dim": {**_COUNT, "help": "How many different integers there are, from 0 on."}},
    "F1Score": {"average": {"type": "choice", "choices": ("micro", "macro", "weighted"), "optional": True}},
    "FBetaScore": {"average": {"type": "choice", "choices": ("micro", "macro", "weighted"), "optional": True}},
    "FalseNegatives": {"thresholds": {"type": "any"}},
    "FalsePositives": {"thresholds": {"type": "any"}},
    "GroupNormalization": {"groups": {"type": "integer", "minimum": -1}},
    "HashedCrossing": {"output_mode": {"type": "choice", "choices": ("int", "one_hot")}, "dtype": _ANY_DTYPE},
    "Hashing": {"output_mode": {"type": "choice", "choices": _ENCODINGS[:4]}, "dtype": _ANY_DTYPE},
    "InputLayer": {
        "batch_shape": {"type": "tuple", "help": "The shape of a whole batch; instead of shape and batch_size."},
        "batch_size": {**_COUNT, "help": "A fixed number of samples in every batch; free when empty."},
        "dtype": {"type": "choice", "choices": _ALL_DTYPES, "optional": True, "help": "The dtype of the data."},
        "optional": {"type": "boolean", "help": "Whether this input may be left out (None)."},
        "ragged": {"type": "boolean", "optional": True, "help": "Whether the data are ragged tensors."},
        "shape": {"required": True, "help": "The shape of one sample, without the batch axis; empty entries vary."},
        "sparse": {"type": "boolean", "optional": True, "help": "Whether the data are sparse tensors."},
    },
    "IntegerLookup": {
        "mask_token": {"type": "integer"},
        "output_mode": {"type": "choice", "choices": _ENCODINGS},
        "oov_method": {"type": "choice", "choices": ("floormod", "farmhash")},
    },
    "LayerNormalization": {"axis": {"type": "tuple"}},
    "Masking": {"mask_value": {"type": "float"}},
    "MelSpectrogram": {"window": {"type": "text"}, "sequence_length": _COUNT, "max_freq": {"type": "float"}},
    "MixUp": {"alpha": {"type": "float", "minimum": 0}},
    "MultiHeadAttention": {"output_shape": {"type": "tuple"}},
    "Normalization": {
        "axis": {"type": "tuple", "optional": True},
        "mean": {"type": "any"},
        "variance": {"type": "any"},
    },
    "OrthogonalRegularizer": {"mode": {"type": "choice", "choices": ("rows", "columns")}},
    "PReLU": {"alpha_initializer": {"type": "object", "family": "initializers"}},
    "Precision": {"thresholds": {"type": "any"}},
    "R2Score": {
        "class_aggregation": {
            "type": "choice",
            "choices": ("uniform_average", "variance_weighted_average"),
            "optional": True,
        },
    },
    "RMSNormalization": {"axis": {"type": "tuple"}},
    "RandAugment": {"factor": _FACTOR},
    "RandomBrightness": {"factor": _FACTOR},
    "RandomColorDegeneration": {"factor": _FACTOR},
    "RandomColorJitter": {
        name: {**_FACTOR, "optional": True}
        for name in ("brightness_factor", "contrast_factor", "saturation_factor", "hue_factor")
    },
    "RandomContrast": {"factor": _FACTOR},
    "RandomElasticTransform": {"factor": _FACTOR, "scale": _FACTOR},
    "RandomErasing": {"factor": _FACTOR, "scale": {"type": "list"}, "fill_value": {"type": "any"}},
    "RandomFlip": {"mode": {"type": "choice", "choices": ("horizontal_and_vertical", "horizontal", "vertical")}},
    "RandomGaussianBlur": {"factor": _FACTOR, "kernel_size": {"type": "tuple", "length": 2}, "sigma": _FACTOR},
    "RandomHue": {"factor": _FACTOR},
    "RandomInvert": {"factor": _FACTOR},
    "RandomPerspective": {"factor": _FACTOR, "scale": {"type": "float"}},
    "RandomPosterization": {"factor": {"type": "float", "length": 2, "minimum": 1, "maximum": 8}},
    "RandomRotation": {"factor": _FACTOR},
    "RandomSaturation": {"factor": _FACTOR},
    "RandomSharpness": {"factor": _FACTOR},
    "RandomShear": {"x_factor": _FACTOR, "y_factor": _FACTOR},
    "RandomTranslation": {"height_factor": _FACTOR, "width_factor": _FACTOR},
    "RandomZoom": {"height_factor": _FACTOR, "width_factor": {**_FACTOR, "optional": True}},
    "Recall": {"thresholds": {"type": "any"}},
    "Rescaling": {"scale": {"type": "any"}, "offset": {"type": "any"}},
    "Resizing": {"antialias": {"type": "boolean"}},
    "ReversibleEmbedding": {
        "reverse_dtype": {"type": "choice", "choices": _DTYPES},
        "logit_soft_cap": {"type": "float"},
    },
    "STFT": {
        "scaling": {"type": "choice", "choices": ("density", "spectrum"), "optional": True},
        "side": {"type": "choice", "choices": ("real", "imag")},
    },
    "STFTSpectrogram": {
        "mode": {
            "type": "choice",
            "choices": ("log", "magnitude", "psd", "real", "imag", "angle", "stft"),
        },
        "scaling": {"type": "choice", "choices": ("density", "spectrum")},
    },
    "Softmax": {"axis": {"type": "tuple"}},
    "Solarization": {"addition_factor": _FACTOR, "threshold_factor": _FACTOR},
    "StringLookup": {"output_mode": {"type": "choice", "choices": _ENCODINGS}, "mask_token": {"type": "text"}},
    "TextVectorization": {
        "ngrams": {"type": "any"},
        "output_mode": {"type": "choice", "choices": ("int", "multi_hot", "count", "tf_idf")},
        "split": {"type": "choice", "choices": ("whitespace", "character"), "optional": True},
        "standardize": {
            "type": "choice",
            "choices": ("lower_and_strip_punctuation", "lower", "strip_punctuation"),
            "optional": True,
        },
    },
    "TrueNegatives": {"thresholds": {"type": "any"}},
    "TruePositives": {"thresholds": {"type": "any"}},
    "Tversky": {"axis": {"type": "tuple", "optional": True}},
    "UnitNormalization": {"axis": {"type": "tuple"}},
    "UpSampling2D": {"interpolation": {"type": "choice", "choices": _INTERPOLATIONS}},
    "VarianceScaling": {
        "distribution": {"type": "choice", "choices": ("truncated_normal", "untruncated_normal", "uniform")},
        "mode": {"type": "choice", "choices": ("fan_in", "fan_out", "fan_avg")},
        "scale": {"type": "float", "minimum": 0},
    },
    "ZeroPadding1D": {"padding": {"type": "tuple", "length": 2, "minimum": 0}},
    "ZeroPadding2D": {"padding": {"type": "tuple", "minimum": 0}},
    "ZeroPadding3D": {"padding": {"type": "tuple", "minimum": 0}},
}
"""Corrections for one parameter of one kind."""

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
    **{f"AdaptiveMaxPooling{axes}D": {"output_size": 2} for axes in (1, 2, 3)},
    "CategoryEncoding": {"num_tokens": 10},
    "Bidirectional": {"layer": {"kind": "LSTM", "settings": {"units": 32}}},
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
SPATIAL = ("Conv", "Pool", "Cropping", "UpSampling", "ZeroPadding", "SpatialDropout")
"""Kinds with one of these in their name and a number of axes at its end take batch, axes and channels."""

MASK_PORTS = frozenset(
    {"LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional", "Softmax", "Attention", "AdditiveAttention"}
)
"""Layers whose `mask` is worth a port; others get their mask from the layer before."""
