from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from playground.checking import check
from playground.checking.rules._rule import sketch
from playground.network import Edge, Layer, Network, Node, apply


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


def dense(units):
    return ("Dense", {"units": units})


ROWS_AND_IMAGES = (
    "start>globalaveragepooling2d, start>globalmaxpooling2d, start>conv2d, globalaveragepooling2d>concatenate,"
    " start>concatenate, conv2d>concatenate, globalmaxpooling2d>concatenate"
)
SPREAD = "start>dense, start>dense_1, start>dense_2, dense>{0}, dense_1>{0}, dense_2>{0}"


@pytest.mark.parametrize(
    ("parts", "wires", "labels"),
    [
        (
            [ROW, dense(16), dense(4), dense(16), ("Add", {})],
            SPREAD.format("add"),
            ["Project “dense_1” with Dense 16", "Set units of “dense_1” to 16", "Concatenate instead of Add"],
        ),
        (
            [ROW, dense(4), dense(5), dense(6), ("Average", {})],
            SPREAD.format("average"),
            ["Project “dense” and “dense_1” to 6", "Concatenate instead of Average"],
        ),
        (
            [ROW, dense(4), dense(5), dense(1), ("Multiply", {})],
            SPREAD.format("multiply"),
            ["Project “dense” with Dense 5", "Set units of “dense” to 5", "Concatenate instead of Multiply"],
        ),
        (
            [IMAGE, conv(8, padding="same", strides=2), conv(8, padding="same", strides=4), ("Maximum", {})],
            "start>conv2d, start>conv2d_1, start>maximum, conv2d>maximum, conv2d_1>maximum",
            ["Project “start” and “conv2d” to 7×7×8"],
        ),
        (
            [IMAGE, conv(4), ("Activation", {"activation": "relu"}), ("Add", {})],
            "start>conv2d, start>activation, start>add, conv2d>add, activation>add",
            ["Set padding of “conv2d” to same"],
        ),
        (
            [IMAGE, conv(8), conv(6, padding="same"), ("Concatenate", {})],
            "start>conv2d, start>conv2d_1, start>concatenate, conv2d>concatenate, conv2d_1>concatenate",
            ["Set padding of “conv2d” to same"],
        ),
        (
            [IMAGE, conv(8, padding="same", strides=2), conv(6, padding="same", strides=2), ("Concatenate", {})],
            "start>conv2d, start>conv2d_1, start>concatenate, conv2d>concatenate, conv2d_1>concatenate",
            ["Project “start” with Conv2D 1×1, 4, stride 2"],
        ),
        (
            [IMAGE, ("GlobalAveragePooling2D", {}), ("GlobalMaxPooling2D", {}), conv(8), ("Concatenate", {})],
            ROWS_AND_IMAGES,
            [
                "Insert a global average pooling after “start” and “conv2d”",
                "Insert Flatten after “start” and “conv2d”",
            ],
        ),
    ],
)
def test_the_odd_ones_of_many_inputs_are_given_the_shape_of_the_others(parts, wires, labels):
    network, facts = sketch(*parts, wires=wires)
    (problem,) = [each for each in check(network).problems if each.severity == "error"]
    assert problem.code == "unequal_shapes"
    assert [fix.label for fix in problem.fixes] == labels
    for fix in problem.fixes:
        cured, back = apply(network, fix.edit)
        assert [each for each in check(cured, facts).problems if each.severity == "error"] == [], fix.label
        assert apply(cured, back)[0] == network


@given(
    shapes=st.lists(
        st.lists(st.sampled_from([1, 2, 3, 4, 8]), min_size=1, max_size=3).map(tuple), min_size=2, max_size=4
    ),
    kind=st.sampled_from(["Add", "Average", "Maximum", "Multiply", "Concatenate"]),
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_offered_at_a_merge_cures_it(shapes, kind):
    inputs = [("InputLayer", {"shape": list(shape)}) for shape in shapes]
    names = ["start", *(f"start_{i}" for i in range(1, len(shapes)))]
    network, _ = sketch(*inputs, (kind, {}), wires=", ".join(f"{name}>{kind.lower()}" for name in names))
    for problem in check(network).problems:
        for fix in problem.fixes if problem.code == "unequal_shapes" else ():
            cured, back = apply(network, fix.edit)
            assert [each for each in check(cured).problems if each.severity == "error"] == [], fix.label
            assert apply(cured, back)[0] == network


@pytest.mark.parametrize("gap", [224, 300, 448, 700])
def test_the_layer_of_a_fix_covers_no_card_and_stays_in_the_row_of_neighbours(gap):
    network = Network(
        "n",
        (
            Layer("i", "InputLayer", "image", {"shape": [8, 8, 1]}),
            Layer("c", "LSTM", "steps", {"units": 4}),
            Layer("d", "Dense", "digit", {"units": 4}),
        ),
        (Node("ni", "i", 0, 0), Node("nc", "c", gap, 0), Node("nd", "d", gap + 224, 0)),
        (Edge("ni", "nc"), Edge("nc", "nd")),
    )
    (problem,) = [each for each in check(network).problems if each.fixes]
    cured, _ = apply(network, problem.fixes[0].edit)
    places = sorted(node.x for node in cured.nodes)
    assert {node.y for node in cured.nodes} == {0}
    assert all(later - sooner >= 170 for sooner, later in pairwise(places))


def test_the_projection_of_a_shortcut_stands_beside_what_the_shortcut_goes_past():
    network = Network(
        "n",
        (
            Layer("i", "InputLayer", "image", {"shape": [8, 8, 4]}),
            Layer("c", "Conv2D", "conv", {"filters": 8, "kernel_size": 3, "padding": "same"}),
            Layer("a", "Add", "sum"),
        ),
        (Node("ni", "i", 0, 0), Node("nc", "c", 224, 0), Node("na", "a", 448, 0)),
        (Edge("ni", "nc"), Edge("ni", "na", slot=0), Edge("nc", "na", slot=1)),
    )
    (problem,) = check(network).problems
    cured, _ = apply(network, problem.fixes[0].edit)
    (new,) = [node for node in cured.nodes if node.id not in network.node_by_id]
    assert (new.x, new.y) == (224, -152)
    assert all(cured.node_by_id[node.id] == node for node in network.nodes)


def test_between_neighbours_in_two_rows_the_second_makes_room_in_its_own():
    network = Network(
        "n",
        (
            Layer("i", "InputLayer", "image", {"shape": [8, 8, 1]}),
            Layer("c", "LSTM", "steps", {"units": 4}),
            Layer("d", "Dense", "digit", {"units": 4}),
        ),
        (Node("ni", "i", 0, 0), Node("nc", "c", 224, 180), Node("nd", "d", 448, 180)),
        (Edge("ni", "nc"), Edge("nc", "nd")),
    )
    (problem,) = [each for each in check(network).problems if each.fixes]
    cured, _ = apply(network, problem.fixes[0].edit)
    assert sorted((node.x, node.y) for node in cured.nodes) == [(0, 0), (224, 180), (448, 180), (672, 180)]


@pytest.mark.parametrize(("kind", "given"), [("Subtract", {}), ("Concatenate", {"axis": 9}), ("Dot", {"axes": 1})])
def test_a_merge_that_refuses_equal_inputs_for_another_reason_is_offered_only_what_cures_it(kind, given):
    inputs = [Layer(f"i{at}", "InputLayer", f"i{at}", {"shape": [4]}) for at in range(3)]
    layers = (*inputs, Layer("m", kind, "m", given))
    edges = tuple(Edge(layer.id, "m", 0, "inputs", at) for at, layer in enumerate(inputs))
    network = Network("net", layers, tuple(Node(layer.id, layer.id) for layer in layers), edges)
    (problem,) = [each for each in check(network).problems if each.node == "m" and each.severity == "error"]
    assert all(check(apply(network, fix.edit)[0]).nodes["m"].state == "ok" for fix in problem.fixes)


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
