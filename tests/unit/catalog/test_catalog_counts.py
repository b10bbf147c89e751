"""How many tensors a list at a port takes is what Keras takes, asked of each layer with arrays."""

import keras
import numpy as np
import pytest

from playground.catalog import catalog, is_operation, kind, make_layer
from playground.network import Layer

LISTS = [
    (each.name, port.name)
    for each in catalog().layers
    if not each.obstacle and each.group != "My layers"
    for port in each.ports
    if port.most is not None
]
LOOKS_AWAY = {("CustomScaleLayer", "inputs"), ("GRU", "initial_state")}
"""Where Keras takes what is too much without a word, and never looks at it."""


def refuses(name, port, count):
    """Whether Keras refuses a list of so many tensors at a port."""
    found = kind(name)
    settings = {setting.name: setting.default for setting in found.settings if setting.required}
    made = make_layer(Layer("l", name, "l", settings | ({"padding": "same"} if found.setting("padding") else {})))
    values = [np.ones((2, 4, 4), "float32")] * count
    try:
        if name == "HashedCrossing":  # looks at the shapes where a model is made
            values = [keras.Input((1,), dtype="int32")] * count
        if is_operation(name):
            made(tuple(values))
        elif port == "initial_state":
            space = (4,) * (found.ranks[0] - 3)
            made(np.ones((2, 4, *space, 4), "float32"), initial_state=[np.ones((2, *space, 32), "float32")] * count)
        elif port == "mask":
            made([np.ones((2, 4, 4), "float32")] * 3, mask=[np.ones((2, 4), "bool")] * count)
        else:
            made(values)
    except (ValueError, IndexError):
        return True
    return False


@pytest.mark.parametrize(("name", "port"), LISTS)
def test_keras_takes_as_many_tensors_as_a_list_takes_and_not_one_more_or_less(name, port):
    held = next(each for each in kind(name).ports if each.name == port)
    accepted = [count for count in range(1, held.most + 2) if not refuses(name, port, count)]
    unseen = [held.most + 1] if (name, port) in LOOKS_AWAY else []
    assert accepted == [*range(held.least, held.most + 1), *unseen]


def test_the_lists_of_a_fixed_length_are_these():
    assert {name for name, port in LISTS if port in ("inputs", "x")} == {
        *("Subtract", "Dot", "CustomScaleLayer", "HashedCrossing", "Attention", "AdditiveAttention"),
        *(f"ops.{name}" for name in ("fft", "fft2", "ifft2", "irfft", "istft")),
    }


@pytest.mark.parametrize("name", ["Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply"])
def test_other_merges_take_any_number(name):
    (port,) = kind(name).ports
    assert (port.least, port.most) == (1, None)
    assert not refuses(name, "inputs", 5)
