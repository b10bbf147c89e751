"""Layers as wide as a vocabulary: said where the size has to be known, and not where it is or need not be."""

import pytest

from playground.checking import check
from playground.checking.rules._rule import sketch
from playground.network import apply

WORD = ("InputLayer", {"shape": [1], "dtype": "string"})
NUMBER = ("InputLayer", {"shape": [1], "dtype": "int64"})
DENSE = ("Dense", {"units": 2})
OPEN = [
    (WORD, ("StringLookup", {"output_mode": "one_hot"})),
    (WORD, ("StringLookup", {"output_mode": "tf_idf", "max_tokens": 9})),
    (NUMBER, ("IntegerLookup", {"output_mode": "count"})),
    (WORD, ("TextVectorization", {"output_mode": "multi_hot"})),
]


def errors(network):
    return [problem.code for problem in check(network).problems if problem.severity == "error"]


@pytest.mark.parametrize("parts", OPEN)
@pytest.mark.parametrize("between", [[], [("BatchNormalization", {})], [("Dropout", {"rate": 0.2})]])
def test_a_layer_that_has_to_know_the_size_of_a_vocabulary_says_so_and_the_fixes_cure_it(parts, between):
    network = sketch(*parts, *between, DENSE).network
    (problem,) = check(network).problems
    assert problem.code == "unknown_width"
    for fix in problem.fixes[: 1 if between else 2]:  # whole numbers do not suit every layer
        assert errors(apply(network, fix.edit)[0]) == []


def test_it_is_found_behind_a_merge():
    start, lookup = OPEN[0]
    wires = "start>stringlookup, start_1>concatenate, stringlookup>concatenate, concatenate>dense"
    network = sketch(start, ("InputLayer", {"shape": [3]}), lookup, ("Concatenate", {}), DENSE, wires=wires).network
    assert errors(network) == ["unknown_width"]


@pytest.mark.parametrize(
    "settings",
    [
        {"output_mode": "int"},
        {"output_mode": "one_hot", "vocabulary": ["a", "b"]},
        {"output_mode": "one_hot", "max_tokens": 9, "pad_to_max_tokens": True},
    ],
)
def test_a_size_that_is_known_draws_no_complaint(settings):
    assert check(sketch(WORD, ("StringLookup", settings), DENSE).network).problems == ()


def test_an_open_width_that_nothing_has_to_know_draws_no_complaint():
    assert check(sketch(*OPEN[0]).network).problems == ()


def test_bins_of_which_nobody_said_how_many_are_given_a_number():
    network = sketch(("InputLayer", {"shape": [1]}), ("Discretization", {"output_mode": "one_hot"}), DENSE).network
    (problem,) = check(network).problems
    assert problem.code == "setting"
    assert check(apply(network, problem.fixes[0].edit)[0]).problems == ()
