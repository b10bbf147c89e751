"""Every architecture of `keras.applications` comes back equal from the canvas: `make test-models`."""

import inspect
import time
from typing import Any

import keras
import numpy as np
import pytest

from playground.checking import check
from playground.modeling import build, from_keras, to_python
from tests.unit.modeling.test_modeling_imports import plain, samples

NAMES = sorted(name for name, value in vars(keras.applications).items() if inspect.isfunction(value))
LARGEST = 2.0
"""How many times Keras's own building time opening may take."""


def made(name):
    keras.utils.clear_session()
    return getattr(keras.applications, name)(weights=None)


def answers(model, given):
    """What a model answers in a few calls: TensorFlow rounds some architectures' first call otherwise than the next."""
    return {np.asarray(model(given)).tobytes() for _ in range(4)}


def test_there_are_as_many_as_keras_has():
    assert len(NAMES) >= 40


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", NAMES)
def test_an_architecture_comes_back_equal_in_twice_the_time_that_keras_takes(name):
    began = time.perf_counter()
    model = made(name)
    building = time.perf_counter() - began
    began = time.perf_counter()
    network = from_keras(model)
    assert check(network).ok
    again = build(network)
    opening = time.perf_counter() - began
    assert plain(again) == plain(model)
    again.set_weights(model.get_weights())
    given = samples(model)
    assert answers(again, given) & answers(model, given)
    print(f"{name}: Keras builds in {building:.2f} s, opened in {opening:.2f} s")  # noqa: T201  # what one runs it for
    assert opening < LARGEST * building
    room: dict[str, Any] = {}
    exec(to_python(network, name_operations=True), room)  # noqa: S102  # what a person does with the source
    assert plain(room["model"]) == plain(model)
