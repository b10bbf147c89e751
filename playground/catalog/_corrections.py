"""Types, ranges and choices of parameters where the rules of introspection guess wrong. Tables only."""

from typing import Any

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
_LAYER: dict[str, Any] = {"type": "object", "family": "layers"}
_CELLS = ("LSTMCell", "GRUCell", "SimpleRNNCell")
_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")

BY_NAME: dict[str, dict[str, Any]] = {
    "activation": {"type": "object", "family": "activations", "optional": True},
    "alpha_initializer": {"type": "object", "family": "initializers"},
    "attention_axes": {"type": "tuple"},
    "axis": {"type": "integer"},
    "backward_layer": {**_LAYER, "choices": _RECURRENT},
    "batch_shape": {"type": "tuple"},
    "batch_size": _COUNT,
    "cell": {**_LAYER, "choices": (*_CELLS, "StackedRNNCells")},
    "cells": {"type": "list", "family": "layers", "choices": _CELLS},
    "clipnorm": {"type": "float", "minimum": 0},
    "clipvalue": {"type": "float", "minimum": 0},
    "cropping": {"type": "tuple", "minimum": 0},
    "data_format": {"type": "choice", "choices": ("channels_last", "channels_first"), "optional": True},
    "depth_multiplier": _COUNT,
    "dilation_rate": {"type": "tuple", "minimum": 1},
    "dims": {"type": "tuple", "minimum": 1},
    "dropout": _SHARE,
    "dtype": {"type": "choice", "choices": _DTYPES, "optional": True},
    "ema_overwrite_frequency": _COUNT,
    "epsilon": {"type": "float", "minimum": 0},
    "fft_length": _COUNT,
    "fill_mode": {"type": "choice", "choices": ("constant", "reflect", "wrap", "nearest")},
    "filters": _COUNT,
    "flash_attention": {"type": "boolean", "optional": True},
    "frame_step": _COUNT,
    "global_clipnorm": {"type": "float", "minimum": 0},
    "gradient_accumulation_steps": {"type": "integer", "minimum": 2},
    "groups": _COUNT,
    "head_dim": _COUNT,
    "height": _COUNT,
    "idf_weights": {"type": "list"},
    "implementation": {"type": "integer"},
    "input_dim": _COUNT,
    "interpolation": {"type": "choice", "choices": _INTERPOLATIONS},
    "kernel_size": {"type": "tuple", "minimum": 1},
    "key_dim": _COUNT,
    "layer": _LAYER,
    "layers": {"type": "list", "family": "layers"},
    "learning_rate": {"type": "float", "family": "schedules", "minimum": 0},
    "class_id": {"type": "integer", "minimum": 0},
    "decay_rate": {"type": "float"},
    "decay_steps": _COUNT,
    "ignore_class": {"type": "integer"},
    "label_smoothing": _SHARE,
    "loss_scale_factor": {"type": "float"},
    "mask_value": {"type": "any"},
    "max_number": _COUNT,
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
    "CustomScaleLayer": {"scale": {"type": "float"}},
    "LayerScale": {"init_values": {"type": "float"}, "projection_dim": _COUNT},
    "StochasticDepth": {"drop_path_rate": _SHARE},
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
        "layer": {**_LAYER, "choices": _RECURRENT},
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
