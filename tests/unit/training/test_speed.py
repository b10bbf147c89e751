"""Bounds so wide that only a lost fusion breaks them; `benchmarks/training.py` prints the true ratios."""

import time

import numpy as np

import playground as pg


def test_the_smallest_network_trains_many_times_faster_than_fit():
    import keras

    rng = np.random.default_rng(0)
    x = rng.normal(size=(250, 2)).astype("float32")
    y = (x[:, :1] * x[:, 1:] > 0).astype("float32")

    def model() -> keras.Model:
        layers = [keras.layers.Dense(n, activation="tanh") for n in (4, 2)]
        return keras.Sequential([keras.Input((2,)), *layers, keras.layers.Dense(1, activation="sigmoid")])

    fitted = model()
    fitted.compile("sgd", "binary_crossentropy")
    fitted.fit(x, y, batch_size=10, epochs=2, verbose=0)
    began = time.perf_counter()
    fitted.fit(x, y, batch_size=10, epochs=10, verbose=0)
    fit_seconds = (time.perf_counter() - began) / 10

    data = pg.datasets.from_arrays(x, y)
    config = pg.TrainingConfig("sgd", "binary_crossentropy", (), batch_size=10, epochs=400, validation_split=0)
    own = model()
    pg.train(own, data, config).wait()
    began = time.perf_counter()
    pg.train(own, data, config).wait()
    own_seconds = (time.perf_counter() - began) / 400
    assert fit_seconds / own_seconds > 10
