"""What holds of a drawing as a whole: shared layers, outputs, arguments, counts of wires."""

import msgspec
import pytest

from playground.checking import Checker, check
from playground.network import Disconnect, Edge, Layer, Network, Node, apply
from tests.unit.checking.drawn import IMAGE, PARTS, ROW, SPREAD, draw, into, problems


def test_a_hint_does_not_keep_a_network_from_being_built():
    report = check(draw([IMAGE, ("fc", "Dense", {"units": 2})], [("start", "fc")]))
    assert (report.ok, report.problems[0].severity) == (True, "hint")


def shared(units):
    network = draw([ROW, ("fc", "Dense", {"units": units})], [("start", "fc")])
    return Network("net", network.layers, (*network.nodes, Node("again", "fc")), (*network.edges, Edge("fc", "again")))


def test_the_parameters_of_a_shared_layer_count_once():
    report = check(shared(4))
    assert ([each.parameters for each in report.nodes.values()], report.parameters) == ([0, 20, 0], 20)


def test_a_shared_layer_that_would_need_other_weights_is_refused():
    assert problems(shared(5)) == [
        (
            "shared_shapes",
            "again",
            (
                "Dense “fc” is used twice and its weights were made for its first input; here it receives 5, "
                "which would need other weights. Give it the same size, or a layer of its own."
            ),
        )
    ]


def test_an_input_on_the_canvas_twice_is_refused():
    network = draw([ROW, ("cat", "Concatenate", {})], [("start", "cat"), Edge("twin", "cat", 0, "inputs", 1)])
    network = Network("net", network.layers, (*network.nodes, Node("twin", "start")), network.edges)
    assert [problem.code for problem in check(network).problems] == ["input_twice"]


def test_a_call_argument_is_validated():
    network = draw([ROW, ("drop", "Dropout", {"rate": 0.5})], [("start", "drop")])
    network = Network(
        "net", network.layers, (network.nodes[0], Node("drop", "drop", arguments={"training": "yes"})), network.edges
    )
    assert problems(network) == [("setting", "drop", "Dropout “drop”: “training” is true or false; received “yes”.")]


def test_outputs_that_do_not_exist_are_refused():
    network = draw([ROW, ("fc", "Dense", {"units": 1})], [("start", "fc")])
    network = Network("net", network.layers, (network.nodes[0], Node("fc", "fc", exposes=(1,))), network.edges)
    assert [problem.code for problem in check(network).problems] == ["unknown_exposed"]


def test_a_network_that_returns_nothing_is_refused():
    network = draw([ROW, ("fc", "Dense", {"units": 1})], [("start", "fc")])
    network = Network("net", network.layers, (network.nodes[0], Node("fc", "fc", exposes=())), network.edges)
    assert [problem.code for problem in check(network).problems] == ["no_output"]


def test_frozen_layers_have_no_trainable_parameters():
    network = draw([ROW, ("fc", "Dense", {"units": 1})], [("start", "fc")])
    frozen = Network(
        "net",
        (network.layers[0], Layer("fc", "Dense", "fc", {"units": 1}, trainable=False)),
        network.nodes,
        network.edges,
    )
    report = check(frozen)
    assert (report.parameters, report.trainable_parameters) == (5, 0)


def test_several_outputs_and_named_ports_are_followed():
    network = draw(
        [
            ("start", "InputLayer", {"shape": [8, 4]}),
            ("read", "LSTM", {"units": 3, "return_state": True}),
            ("write", "LSTM", {"units": 3, "return_sequences": True}),
        ],
        [
            ("start", "read"),
            ("start", "write"),
            Edge("read", "write", 1, "initial_state", 0),
            Edge("read", "write", 2, "initial_state", 1),
        ],
    )
    report = check(network)
    assert report.problems == ()
    assert [node.output_shapes for node in report.nodes.values()] == [
        ((None, 8, 4),),
        ((None, 3), (None, 3), (None, 3)),
        ((None, 8, 3),),
    ]


def test_a_checker_that_remembers_little_says_the_same():
    network = draw(
        [
            IMAGE,
            ("conv", "Conv2D", {"filters": 8, "kernel_size": 3}),
            ("flat", "Flatten", {}),
            ("out", "Dense", {"units": 10}),
        ],
        [("start", "conv"), ("conv", "flat"), ("flat", "out")],
    )
    forgetful = Checker(remembered=1)
    assert [forgetful.check(network), forgetful.check(network)] == [check(network)] * 2


@pytest.mark.parametrize(("kind", "settings"), [("Subtract", {}), ("Dot", {"axes": 1}), ("Attention", {})])
def test_wires_beyond_what_a_layer_takes_are_taken_off_by_the_fix(kind, settings):
    rows = ("start", "InputLayer", {"shape": [4] if kind != "Attention" else [5, 4]})
    drawn = draw([rows, *PARTS, ("it", kind, settings)], [*SPREAD, *into("it", "abcd")])
    found = next(each for each in check(drawn).problems if each.code == "too_many_wires")
    cured = apply(drawn, found.fixes[0].edit)[0]
    assert "too_many_wires" not in {each.code for each in check(cured).problems}
    assert check(cured).nodes["it"].state == "ok"
    assert [edge.source for edge in cured.edges_into["it"]] == list("abc" if kind == "Attention" else "ab")


def test_constants_in_a_list_count_as_tensors():
    drawn = draw([ROW, *PARTS, ("fft", "ops.fft", {})], [*SPREAD, *into("fft", "ab", "x")])
    nodes = tuple(
        msgspec.structs.replace(each, arguments={"x": [None, [0.0] * 4]}) if each.id == "fft" else each
        for each in drawn.nodes
    )
    held = msgspec.structs.replace(drawn, nodes=nodes)
    assert [each.message for each in check(held).problems if each.node == "fft"] == [
        "ops.fft “fft” takes exactly 2 tensors, but 3 enter it; take off the wire from “b”."
    ]
    one = apply(held, Disconnect(Edge("b", "fft", 0, "x", 1)))[0]
    assert "too_many_wires" not in {each.code for each in check(one).problems}
