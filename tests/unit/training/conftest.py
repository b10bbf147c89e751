import keras
import numpy as np
import pytest

from playground import datasets


@pytest.fixture
def model():
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(2)])


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(40, 2)).astype("float32")
    return datasets.from_arrays(x, (x[:, 0] > 0).astype("int64"))
