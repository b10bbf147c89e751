"""Small models of every sort that the engine must train as `fit` does, each with data and a configuration."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from playground import datasets
from playground.datasets import Dataset

layers = keras.layers


@dataclass(frozen=True)
class Case:
    make: Callable[[], Any]
    data: Dataset
    loss: Any
    metrics: Any
    x: Any
    y: Any
    optimizer: Callable[[], Any] = lambda: keras.optimizers.Adam(0.01)
    sample_weight: Any = None
    class_weight: Any = None


def _rng():
    return np.random.default_rng(7)


def _numbers(*shape):
    return _rng().normal(size=shape).astype("float32")


def mlp():
    x, y = _numbers(50, 6), _rng().integers(0, 3, 50)

    def make():
        return keras.Sequential(
            [
                keras.Input((6,)),
                layers.Dense(8, activation="tanh", kernel_initializer=keras.initializers.GlorotUniform(seed=1)),
                layers.Dense(3, kernel_initializer=keras.initializers.GlorotUniform(seed=2)),
            ]
        )

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return Case(make, datasets.from_arrays(x, y), loss, ["accuracy"], x, y)


def sgd_with_momentum():
    case = mlp()
    return Case(
        case.make, case.data, case.loss, case.metrics, case.x, case.y, lambda: keras.optimizers.SGD(0.1, momentum=0.9)
    )


def conv_with_batch_norm_and_dropout():
    x, y = _numbers(40, 6, 6, 2), _rng().integers(0, 4, 40)

    def make():
        inputs = keras.Input((6, 6, 2))
        flow = layers.Conv2D(4, 3, use_bias=False, kernel_initializer=keras.initializers.GlorotUniform(seed=1))(inputs)
        flow = layers.Activation("relu")(layers.BatchNormalization()(flow))
        flow = layers.Dropout(0.3, seed=11)(layers.Flatten()(flow))
        flow = layers.Dense(4, activation="softmax", kernel_initializer=keras.initializers.GlorotUniform(seed=2))(flow)
        return keras.Model(inputs, flow)

    return Case(make, datasets.from_arrays(x, y), "sparse_categorical_crossentropy", ["accuracy"], x, y)


def lstm_with_masking():
    lengths = _rng().integers(1, 7, 36)
    tokens = _rng().integers(1, 20, (36, 6)) * (np.arange(6) < lengths[:, None])
    y = _rng().integers(0, 2, 36).astype("float32")

    def make():
        inputs = keras.Input((6,), dtype="int32")
        flow = layers.Embedding(20, 4, mask_zero=True, embeddings_initializer=keras.initializers.RandomUniform(seed=1))(
            inputs
        )
        flow = layers.LSTM(
            5,
            kernel_initializer=keras.initializers.GlorotUniform(seed=2),
            recurrent_initializer=keras.initializers.Orthogonal(seed=3),
        )(flow)
        flow = layers.Dense(1, activation="sigmoid", kernel_initializer=keras.initializers.GlorotUniform(seed=4))(flow)
        return keras.Model(inputs, flow)

    return Case(make, datasets.from_arrays(tokens, y), "binary_crossentropy", ["accuracy"], tokens, y)


def several_inputs_and_outputs():
    x = {"left": _numbers(30, 3), "right": _numbers(30, 2)}
    y = {"number": _numbers(30, 1), "label": _rng().integers(0, 3, 30)}

    def make():
        left, right = keras.Input((3,), name="left"), keras.Input((2,), name="right")
        flow = layers.Dense(6, activation="relu", kernel_initializer=keras.initializers.GlorotUniform(seed=1))(
            layers.Concatenate()([left, right])
        )
        number = layers.Dense(1, name="number", kernel_initializer=keras.initializers.GlorotUniform(seed=2))(flow)
        label = layers.Dense(
            3, activation="softmax", name="label", kernel_initializer=keras.initializers.GlorotUniform(seed=3)
        )(flow)
        return keras.Model({"left": left, "right": right}, {"number": number, "label": label})

    loss = {"number": "mse", "label": "sparse_categorical_crossentropy"}
    return Case(make, datasets.from_arrays(x, y), loss, {"number": ["mae"], "label": ["accuracy"]}, x, y)


def regularisers():
    x, y = _numbers(50, 4), _numbers(50, 1)

    def make():
        return keras.Sequential(
            [
                keras.Input((4,)),
                layers.Dense(
                    6,
                    activation="relu",
                    kernel_regularizer=keras.regularizers.L2(0.05),
                    activity_regularizer=keras.regularizers.L1(0.01),
                    kernel_initializer=keras.initializers.GlorotUniform(seed=1),
                ),
                layers.Dense(1, kernel_initializer=keras.initializers.GlorotUniform(seed=2)),
            ]
        )

    return Case(make, datasets.from_arrays(x, y), "mse", ["mae"], x, y)


def sample_weights():
    case = regularisers()
    weight = _rng().uniform(0, 2, 50).astype("float32")
    data = datasets.from_arrays(case.x, case.y, sample_weight=weight)
    return Case(case.make, data, case.loss, case.metrics, case.x, case.y, sample_weight=weight)


def class_weights():
    case = mlp()
    return Case(case.make, case.data, case.loss, case.metrics, case.x, case.y, class_weight={0: 0.5, 1: 3.0})


def accumulated_gradients_and_a_schedule():
    case = mlp()
    return Case(
        case.make,
        case.data,
        case.loss,
        case.metrics,
        case.x,
        case.y,
        lambda: keras.optimizers.AdamW(
            keras.optimizers.schedules.ExponentialDecay(0.05, 4, 0.5), gradient_accumulation_steps=2, clipnorm=1.0
        ),
    )


ALL = (
    mlp,
    sgd_with_momentum,
    conv_with_batch_norm_and_dropout,
    lstm_with_masking,
    several_inputs_and_outputs,
    regularisers,
    sample_weights,
    class_weights,
    accumulated_gradients_and_a_schedule,
)
