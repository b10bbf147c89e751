"""Loops that TensorFlow writes out: a warning when they are many, and an error before a program that is never ready."""

import keras
import pytest

from playground.checking import check
from playground.checking.rules._rule import sketch
from playground.errors import PlaygroundError
from playground.modeling import open_json
from playground.network import apply

LSTM = {"units": 4, "unroll": True}
DENSE = {"kind": "Dense", "settings": {"units": 2}}


def said(shape, kind, settings):
    return [
        problem
        for problem in check(sketch(("InputLayer", {"shape": shape}), (kind, settings)).network).problems
        if problem.code in ("long_loop", "endless_loop")
    ]


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("LSTM", LSTM),
        ("RNN", {"cell": {"kind": "GRUCell", "settings": {"units": 2}}, "unroll": True}),
        ("Bidirectional", {"layer": {"kind": "LSTM", "settings": LSTM}}),
        ("TimeDistributed", {"layer": DENSE}),
    ],
)
@pytest.mark.parametrize(("steps", "code"), [(20, None), (101, "long_loop"), (10_001, "endless_loop")])
def test_a_layer_that_is_written_out_for_each_step_is_judged_by_their_number(kind, settings, steps, code):
    found = said([steps, 4], kind, settings)
    assert [problem.code for problem in found] == ([code] if code else [])
    for problem in found:
        cured, _ = apply(sketch(("InputLayer", {"shape": [steps, 4]}), (kind, settings)).network, problem.fixes[0].edit)
        assert check(cured).problems == ()


@pytest.mark.parametrize("steps", [None, 5_000_000])
def test_a_loop_that_stays_one_may_be_of_any_length(steps):
    assert said([steps, 4], "LSTM", {"units": 4}) == []


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("RandAugment", {"num_ops": 10**6}),
        ("AugMix", {"num_chains": 1000, "chain_depth": 1000}),
    ],
)
def test_settings_that_say_how_often_are_held_to_the_same_limit(kind, settings):
    (problem,) = said([8, 8, 3], kind, settings)
    assert problem.code == "endless_loop"
    assert problem.fixes


def test_a_model_from_a_file_whose_loop_is_endless_is_refused_with_the_reason():
    start = keras.Input((30, 4))
    text = keras.Model(start, keras.layers.LSTM(2, unroll=True)(start)).to_json()
    with pytest.raises(PlaygroundError, match="written out 1,000,000 times"):
        open_json(text.replace("30", "1000000"))
