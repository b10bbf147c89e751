"""Keras adds an input that is stretched along the wrong axis just where we say so, and as drawn after the fix."""

import keras
import numpy as np
import pytest

from playground.checking import Facts, TrainingFacts, check
from playground.checking.rules._rule import sketch
from playground.modeling import build, from_keras
from playground.network import Network, apply

SHAPES = [
    ((32,), (1,)),
    ((1,), (32,)),
    ((5, 8), (1, 1)),
    ((5, 8), (1,)),
    ((1, 1), (5, 8)),
    ((8, 8), (8, 1)),
    ((8, 8), (1, 8)),
    ((8, 4), (8, 1)),
    ((1, 8), (8, 1)),
    ((6, 6, 3), (1, 6, 1)),
    ((6, 5, 3), (1, 5, 1)),
    ((6, 5, 5), (1, 5, 1)),
    ((6, 6, 6), (6, 1, 1)),
    ((6, 6, 6), (1, 1, 6)),
    ((6, 6, 6), (6, 6, 1)),
    ((4, 3), (4, 3)),
    ((4, 3), (4, 1), (1, 1)),
    ((1, 1), (4, 1), (4, 3)),
    ((4, 1), (1, 4), (4, 4)),
]


def drawn(shapes, kind="Add"):
    inputs = [keras.Input(shape) for shape in shapes]
    return from_keras(keras.Model(inputs, getattr(keras.layers, kind)()(inputs)))


def said(network):
    return [problem for problem in check(network).problems if problem.code == "sum_axis"]


def expected(arrays):
    rank = max(each.ndim for each in arrays)
    return sum(each.reshape(len(each), *(1,) * (rank - each.ndim), *each.shape[1:]) for each in arrays)


def is_wrong(network, shapes):
    """Whether for some number of samples the model's sum is another than that of NumPy."""
    model, random = build(network), np.random.default_rng(0)
    for samples in {1, 2, *(size for shape in shapes for size in shape)}:
        arrays = [random.normal(size=(samples, *shape)).astype("float32") for shape in shapes]
        wanted = expected(arrays)
        found = np.asarray(model([keras.ops.convert_to_tensor(each) for each in arrays]))
        if found.shape != wanted.shape or not np.allclose(found, wanted, atol=1e-5):
            return True
    return False


@pytest.mark.parametrize("shapes", SHAPES)
def test_a_sum_goes_along_the_wrong_axis_just_where_we_say_so_and_not_after_the_fix(shapes):
    network = drawn(shapes)
    found = said(network)
    assert bool(found) == is_wrong(network, shapes)
    for fix in (fix for problem in found for fix in problem.fixes):
        cured = apply(network, fix.edit)[0]
        assert not said(cured)
        assert not is_wrong(cured, shapes)


def test_where_each_is_stretched_along_an_axis_of_the_other_no_order_cures_it():
    assert [len(problem.fixes) for problem in said(drawn([(1, 8), (8, 1)]))] == [0]


def test_averages_and_the_plain_operation_add_so_too_and_other_merges_do_not():
    assert said(drawn([(32,), (1,)], "Average"))
    for kind in ("Subtract", "Multiply", "Maximum", "Minimum"):
        assert not said(drawn([(32,), (1,)], kind))
    a, b = keras.Input((32,)), keras.Input((1,))
    (problem,) = said(from_keras(keras.Model([a, b], keras.ops.add(a, b))))
    network = from_keras(keras.Model([a, b], keras.ops.add(a, b)))
    assert not said(apply(network, problem.fixes[0].edit)[0])
    assert not said(from_keras(keras.Model([a, b], keras.ops.add(b, a))))


def test_the_sentence_says_for_how_many_samples_and_whether_the_batches_are_such():
    network: Network = sketch(
        ("InputLayer", {"shape": [8]}),
        ("Dense", {"units": 32}),
        ("Dense", {"units": 1}),
        ("Add", {}),
        wires="start>dense, start>dense_1, dense>add, dense_1>add",
    ).network
    (problem,) = said(network)
    assert problem.message == (
        "Add “add” stretches “dense_1”, 1 for each sample, and Keras adds it along the wrong axis where 32 samples "
        "come at once; let “dense_1” come first."
    )
    facts = Facts(None, TrainingFacts(batch_size=32))
    (problem,) = [each for each in check(network, facts).problems if each.code == "sum_axis"]
    assert "where 32 samples come at once, as in each of your batches; let" in problem.message
