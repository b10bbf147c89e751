import pytest

from playground.checking import check
from playground.checking.rules._rule import sketch
from playground.network import apply


def conv(filters, **settings):
    return ("Conv2D", {"filters": filters, "kernel_size": 3, "activation": "relu", **settings})


IMAGE = ("InputLayer", {"shape": [28, 28, 4]})
ROW = ("InputLayer", {"shape": [8]})
STEPS = ("InputLayer", {"shape": [12, 3]})


@pytest.mark.parametrize(
    ("parts", "wires", "labels"),
    [
        (
            [IMAGE, conv(32, padding="same"), conv(64, padding="same", strides=2), ("Add", {})],
            "start>conv2d, conv2d>conv2d_1, conv2d_1>add, conv2d>add",
            ["Project “conv2d” with Conv2D 1×1, 64, stride 2"],
        ),
        (
            [IMAGE, conv(32, padding="same"), conv(64, padding="same"), ("Add", {})],
            "start>conv2d, conv2d>conv2d_1, conv2d>add, conv2d_1>add",
            [
                "Project “conv2d” with Conv2D 1×1, 64",
                "Set filters of “conv2d_1” to 32",
                "Concatenate instead of Add",
            ],
        ),
        (
            [IMAGE, conv(4), ("Add", {})],
            "start>conv2d, conv2d>add, start>add",
            ["Set padding of “conv2d” to same"],
        ),
        (
            [ROW, ("Dense", {"units": 16, "activation": "relu"}), ("Multiply", {})],
            "start>dense, dense>multiply, start>multiply",
            ["Project “start” with Dense 16", "Set units of “dense” to 8", "Concatenate instead of Multiply"],
        ),
        (
            [STEPS, ("Conv1D", {"filters": 5, "kernel_size": 3, "padding": "same", "strides": 2}), ("Average", {})],
            "start>conv1d, conv1d>average, start>average",
            ["Project “start” with Conv1D 1, 5, stride 2"],
        ),
        (
            [IMAGE, ("GlobalAveragePooling2D", {}), ("Concatenate", {})],
            "start>globalaveragepooling2d, globalaveragepooling2d>concatenate, start>concatenate",
            ["Insert GlobalAveragePooling2D after “start”", "Insert Flatten after “start”"],
        ),
        (
            [IMAGE, conv(8), ("Concatenate", {})],
            "start>conv2d, conv2d>concatenate, start>concatenate",
            ["Set padding of “conv2d” to same"],
        ),
        (
            [IMAGE, conv(8, padding="same", strides=4), conv(8, padding="same", strides=2), ("Maximum", {})],
            "start>conv2d, start>conv2d_1, conv2d>maximum, conv2d_1>maximum",
            ["Project “conv2d_1” with Conv2D 1×1, 8, stride 2"],
        ),
    ],
)
def test_inputs_of_a_merge_are_made_equal_by_each_of_the_ways_offered(parts, wires, labels):
    network, facts = sketch(*parts, wires=wires)
    (problem,) = [each for each in check(network).problems if each.severity == "error"]
    assert problem.code == "unequal_shapes"
    assert [fix.label for fix in problem.fixes] == labels
    for fix in problem.fixes:
        cured, back = apply(network, fix.edit)
        assert [each for each in check(cured, facts).problems if each.severity == "error"] == [], fix.label
        assert apply(cured, back)[0] == network


def test_nothing_is_offered_where_no_single_layer_makes_them_equal():
    crop = ("Cropping2D", {"cropping": [[0, 1], [0, 13]]})
    network, _ = sketch(IMAGE, crop, ("Add", {}), wires="start>cropping2d, cropping2d>add, start>add")
    (problem,) = check(network).problems
    assert (problem.code, problem.fixes) == ("unequal_shapes", ())


def test_a_recurrent_layer_before_another_hands_on_its_steps():
    network, _ = sketch(STEPS, ("LSTM", {"units": 8}), ("GRU", {"units": 4}), ("Dense", {"units": 1}))
    (problem,) = check(network).problems
    assert problem.message == (
        "GRU “gru” needs samples of 2 axes (such as steps and features); received 8. Let “lstm” return its sequences."
    )
    cured, _ = apply(network, problem.fixes[0].edit)
    assert check(cured).problems == ()
