"""Small runs on the real engine, each with an illness, or with none."""

from functools import cache

import keras
import numpy as np

import playground as pg
from playground import datasets
from playground.training import TrainingConfig, train

L = keras.layers
Adam, SGD = keras.optimizers.Adam, keras.optimizers.SGD


def blobs(*, samples=600, features=4, classes=3, apart=2.0, wrong=0.0, scale=1.0, shares=None):
    """Classes around centres; a share of the labels drawn anew."""
    rng = np.random.default_rng(0)
    labels = rng.choice(classes, samples, p=shares)
    centres = np.random.default_rng(5).normal(size=(classes, features)) * apart
    x = (centres[labels] + rng.normal(size=(samples, features))) * scale
    anew = rng.random(samples) < wrong
    labels = np.where(anew, rng.integers(0, classes, samples), labels)
    return datasets.from_arrays(x.astype("float32"), labels.astype("int64"))


def network(shape, classes, activation="relu", widths=(32, 32), **settings):
    flat = [L.Flatten()] if len(shape) > 1 else []
    hidden = [L.Dense(width, activation=activation, **settings) for width in widths]
    return pg.from_keras(keras.Sequential([keras.Input(shape), *flat, *hidden, L.Dense(classes, activation="softmax")]))


def trained(net, data, optimizer="adam", epochs=10, *, measured=False, **settings):
    """A run that has ended; where it is `measured`, from its second step on."""
    config = TrainingConfig(optimizer=optimizer, epochs=epochs, jit_compile="off", **settings)
    run = train(net, data, config, vitals=float(measured), paused=measured)
    if measured:
        run.wait_until("paused", timeout=60)
        run.step("batch")
        run.wait_until("paused", timeout=60)
        run._loop._engine.prepare_measured()
        run.resume()
    assert run.wait(120) == "finished"
    return run


def digits(optimizer, epochs=10, **network_settings):
    data = datasets.load("digits")
    return trained(network((8, 8, 1), 10, **network_settings), data, optimizer, epochs, measured=True)


def healthy():
    return digits(Adam(0.001))


def healthy_blobs():
    return trained(network((4,), 3), blobs(samples=1500, apart=4.0), Adam(0.003), 20, measured=True)


def diverging():
    x = np.random.default_rng(0).normal(size=(400, 4)).astype("float32")
    data = datasets.from_arrays(x, x.sum(axis=1, keepdims=True))
    net = pg.from_keras(keras.Sequential([keras.Input((4,)), L.Dense(1)]))
    return trained(net, data, SGD(1.1), 6, loss="mse")


def rate_high():
    return digits(Adam(1.0), 3)


def rate_high_for_long():
    return digits(Adam(1.0), 60)


def rate_high_by_updates():
    return trained(network((4,), 3, "tanh"), blobs(), SGD(8.0), 6, measured=True)


def rate_low():
    return digits(Adam(1e-6), 3)


def vanishing():
    return digits(Adam(0.001), 3, activation="sigmoid", widths=(32,) * 8)


def exploding():
    wide = keras.initializers.RandomNormal(stddev=1.0, seed=0)
    return digits(SGD(1e-6), 2, widths=(32,) * 8, kernel_initializer=wide)


def dead():
    return digits(SGD(0.001), 2, bias_initializer=keras.initializers.Constant(-10.0))


def saturated():
    return digits(
        SGD(0.001), 2, activation="tanh", kernel_initializer=keras.initializers.RandomNormal(stddev=5.0, seed=0)
    )


def overfitting():
    data = blobs(samples=120, features=20, apart=0.1)
    return trained(network((20,), 3, widths=(64, 64)), data, Adam(0.01), 40, batch_size=16)


def underfitting():
    x = np.random.default_rng(0).normal(size=(400, 2)).astype("float32")
    data = datasets.from_arrays(x, (x[:, 0] * x[:, 1] > 0).astype("int64"))
    return trained(network((2,), 2, widths=()), data, Adam(0.03), 20)


def plateau():
    return trained(network((4,), 3, widths=(8,)), blobs(samples=1000, apart=1.0), Adam(0.01), 30)


def imbalance():
    data = blobs(samples=1500, classes=2, apart=0.3, shares=(0.92, 0.08))
    return trained(network((4,), 2), data, Adam(0.001), 6)


def wrong_labels():
    return trained(network((4,), 3, widths=(16,)), blobs(samples=1500, apart=5.0, wrong=0.3), Adam(0.003), 10)


def unscaled():
    scale = np.array([1.0, 1.0, 1.0, 5000.0])
    return trained(network((4,), 3), blobs(scale=scale), Adam(0.001), 3)


def few_held_out():
    return trained(network((4,), 3), blobs(samples=100), Adam(0.003), 8)


def wrong_metric():
    x = np.random.default_rng(0).normal(size=(800, 4)).astype("float32")
    data = datasets.from_arrays(x, (x.sum(axis=1) > 0).astype("int64"))
    net = pg.from_keras(
        keras.Sequential([keras.Input((4,)), L.Dense(8, activation="relu"), L.Dense(1, activation="sigmoid")])
    )
    metrics = [{"kind": "Accuracy", "settings": {}}]
    return trained(net, data, Adam(0.02), 8, loss="binary_crossentropy", metrics=metrics)


ILL = {
    "diverging": diverging,
    "learning_rate_high": rate_high,
    "learning_rate_low": rate_low,
    "vanishing_gradients": vanishing,
    "exploding_gradients": exploding,
    "dead_relus": dead,
    "saturated_units": saturated,
    "overfitting": overfitting,
    "underfitting": underfitting,
    "plateau": plateau,
    "class_imbalance": imbalance,
    "label_noise": wrong_labels,
    "inputs_not_scaled": unscaled,
    "validation_too_small": few_held_out,
    "metric_disagrees": wrong_metric,
}


@cache
def findings_of(make):
    """What the doctor says of a run, with the network that was drawn."""
    run = make()
    return pg.diagnose(run), run.graph.network
