"""Weights that were read stay what they were, whatever trains on; pictures made of them later are of that moment."""

import keras
import numpy as np
import pytest

from playground.probing import Extent, Plane, Probe
from playground.probing._still import reader, using


def small():
    keras.utils.set_random_seed(3)
    return keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(4, activation="tanh"),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(1),
        ]
    )


def points(count=64):
    x = np.random.default_rng(0).normal(size=(count, 2)).astype("float32")
    return x, x[:, :1] * x[:, 1:]


@pytest.mark.parametrize("jit", [True, False], ids=["XLA", "graph"])
@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_what_was_read_stays_what_it_was_while_the_model_trains(jit, optimizer):
    model = small()
    model.compile(optimizer, "mse", jit_compile=jit)
    read = reader(model)
    before, seen = [np.array(variable) for variable in model.variables], read()

    model.fit(*points(), epochs=3, verbose=0)

    for value, kept, variable in zip(seen, before, model.variables, strict=True):
        np.testing.assert_array_equal(value, kept)
        if variable.trainable:
            assert not np.array_equal(variable, kept)


def test_a_model_answers_with_the_weights_that_it_is_used_with_and_keeps_its_own():
    model = small()
    x, _ = points()
    first, weights = np.array(model(x)), reader(model)()
    model.set_weights([values + 1 for values in model.get_weights()])
    own = np.array(model(x))

    with using(model, weights):
        np.testing.assert_allclose(np.array(model(x)), first, rtol=1e-6)
    np.testing.assert_array_equal(np.array(model(x)), own)


def test_pictures_of_weights_read_before_are_those_of_that_moment():
    model = small()
    x, _ = points()
    tensors = {layer.name: layer.output for layer in model.layers}
    probe, plane = Probe(model, tensors, x), Plane(model, tensors, Extent(-1, 1, -1, 1))
    names = list(tensors)
    looks = (
        lambda weights: probe.pictures(names, names[1], 5, weights=weights),
        lambda weights: plane.pictures(fine=True, weights=weights),
    )
    then = [look(None) for look in looks]
    weights = probe.weights(), plane.weights()
    model.set_weights([values - 2 for values in model.get_weights()])

    for look, kept, old in zip(looks, weights, then, strict=True):
        for (header, values), (expected, pixels) in zip(look(kept), old, strict=True):
            assert header == expected
            np.testing.assert_array_equal(values, pixels)
        assert any(not np.array_equal(values, pixels) for (_, values), (_, pixels) in zip(look(None), old, strict=True))
