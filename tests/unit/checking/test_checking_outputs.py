"""Outputs of layers that give several have names, and these are those of the tensors that Keras gives."""

import keras
import pytest

import playground as pg
from playground.catalog import kind, output_names
from playground.catalog._outputs import _PARTS, _RESULTS, _SCORED, _STATES
from playground.network import Layer

SEQUENCE = (None, 5, 4)
IMAGE = (None, 4, 4, 2)


def names_of(made, shapes):
    """What checking calls the outputs of the last layer of a model, by the shapes that it finds."""
    inputs = [keras.Input(shape[1:]) for shape in shapes]
    outputs = made(*inputs)
    model = keras.Model(inputs, outputs if isinstance(outputs, list | tuple) else [outputs])
    studio = pg.open(model)
    *_, node = [each for each in studio.network.nodes if studio.report.nodes[each.id].output_names]
    report = studio.report.nodes[node.id]
    return list(zip(report.output_names, report.output_shapes, strict=True))


def two_ways(layer, **settings):
    return keras.layers.Bidirectional(layer(3, return_state=True), **settings)


@pytest.mark.parametrize(
    ("made", "shapes", "expected"),
    [
        (
            keras.layers.LSTM(3, return_state=True, return_sequences=True),
            [SEQUENCE],
            ["output", "hidden state", "cell state"],
        ),
        (keras.layers.GRU(3, return_state=True), [SEQUENCE], ["output", "state"]),
        (
            two_ways(keras.layers.LSTM),
            [SEQUENCE],
            [
                "output",
                "forward hidden state",
                "forward cell state",
                "backward hidden state",
                "backward cell state",
            ],
        ),
        (
            two_ways(keras.layers.GRU, merge_mode=None),
            [SEQUENCE],
            ["forward", "backward", "forward state", "backward state"],
        ),
        (
            keras.layers.Bidirectional(keras.layers.GRU(3), merge_mode=None),
            [SEQUENCE],
            ["forward", "backward"],
        ),
        (
            keras.layers.RNN(keras.layers.LSTMCell(3), return_state=True),
            [SEQUENCE],
            ["output", "hidden state", "cell state"],
        ),
        (
            lambda x, y: keras.layers.MultiHeadAttention(2, 3)(x, y, return_attention_scores=True),
            [SEQUENCE, SEQUENCE],
            ["output", "scores"],
        ),
        (lambda x: keras.ops.split(x, 2, axis=-1), [IMAGE], ["part 1", "part 2"]),
        (lambda x: keras.ops.moments(x, axes=[1]), [SEQUENCE], ["mean", "variance"]),
        (lambda x: keras.ops.top_k(x, 2), [SEQUENCE], ["values", "indices"]),
    ],
)
def test_several_outputs_are_called_after_what_they_hold(made, shapes, expected):
    assert [name for name, _ in names_of(made, shapes)] == expected


def test_the_names_stand_at_the_tensors_that_they_mean():
    made = keras.layers.LSTM(3, return_state=True, return_sequences=True)
    assert names_of(made, [SEQUENCE]) == [
        ("output", (None, 5, 3)),
        ("hidden state", (None, 3)),
        ("cell state", (None, 3)),
    ]
    x = keras.random.normal((2, 5, 4))
    sequences, hidden, cell = made(x)
    assert keras.ops.all(sequences[:, -1] == hidden)
    assert not keras.ops.all(hidden == cell)


def test_cells_in_a_row_number_their_states():
    cells = [{"kind": "LSTMCell", "settings": {"units": 2}}, {"kind": "GRUCell", "settings": {"units": 2}}]
    layer = Layer("r", "RNN", "r", {"cell": {"kind": "StackedRNNCells", "settings": {"cells": cells}}})
    assert output_names(layer, 4) == ("output", "hidden state 1", "cell state 1", "state 2")


def test_one_output_has_no_name_and_unknown_ones_are_numbered():
    assert output_names(Layer("d", "Dense", "d"), 1) == ()
    assert output_names(Layer("m", "MyLayer", "m"), 3) == ("output 1", "output 2", "output 3")
    assert output_names(Layer("l", "LSTM", "l"), 2) == ("output 1", "output 2")


def test_the_tables_name_kinds_of_the_catalog():
    operations = [f"ops.{name}" for name in (*_RESULTS, *_PARTS) if name not in _SCORED]
    layers = [*_SCORED, *_STATES]
    assert [name for name in (*operations, *layers) if kind(name) is None] == []
