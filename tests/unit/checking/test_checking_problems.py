import msgspec
import pytest

from playground.checking import Checker, NodeReport, TensorSpec, check
from playground.network import Disconnect, Edge, Layer, Network, Node, apply

IMAGE = ("start", "InputLayer", {"shape": [28, 28, 1]})
ROW = ("start", "InputLayer", {"shape": [4]})


def draw(layers, edges=()):
    """A network whose ids are its layer names; an edge is a pair, or a whole `Edge`."""
    return Network(
        "net",
        tuple(Layer(name, kind, name, settings) for name, kind, settings in layers),
        tuple(Node(name, name) for name, _, _ in layers),
        tuple(edge if isinstance(edge, Edge) else Edge(*edge) for edge in edges),
    )


PARTS = [(name, "Dense", {"units": 4}) for name in "abcd"]
SPREAD = [("start", name) for name in "abcd"]


def into(target, sources, port="inputs"):
    """A wire from each into one list, in their order."""
    return [Edge(name, target, 0, port, slot) for slot, name in enumerate(sources)]


def problems(network):
    return [(problem.code, problem.node, problem.message) for problem in check(network).problems]


def states(network):
    return {node: report.state for node, report in check(network).nodes.items()}


def test_a_sound_network_has_shapes_parameters_and_operations_and_no_problem():
    report = check(
        draw(
            [
                IMAGE,
                ("conv", "Conv2D", {"filters": 8, "kernel_size": 3}),
                ("flat", "Flatten", {}),
                ("out", "Dense", {"units": 10}),
            ],
            [("start", "conv"), ("conv", "flat"), ("flat", "out")],
        )
    )
    assert report.nodes == {
        "start": NodeReport("ok", (TensorSpec((None, 28, 28, 1), "float32"),), flops=0, memory=4 * 784),
        "conv": NodeReport("ok", (TensorSpec((None, 26, 26, 8), "float32"),), 80, 80, 19 * 5408, 4 * 5408),
        "flat": NodeReport("ok", (TensorSpec((None, 5408), "float32"),), flops=0, memory=4 * 5408),
        "out": NodeReport("ok", (TensorSpec((None, 10), "float32"),), 54_090, 54_090, 108_170, 40),
    }
    assert (report.ok, report.problems, report.parameters, report.trainable_parameters) == (True, (), 54_170, 54_170)


@pytest.mark.parametrize(
    ("network", "found"),
    [
        (Network(), [("empty", None, "The canvas is empty; drag a layer onto it, or open a template.")]),
        (
            draw([("fc", "Dense", {"units": 3})]),
            [
                ("no_input", None, "The network has no Input; add one, and wire it to the first layer."),
                ("missing_input", "fc", "Dense “fc” is not connected; wire an Input or another layer to it."),
            ],
        ),
        (
            draw([ROW, ("fc", "Dense", {"units": 3}), ("spare", "Dense", {"units": 3})], [("start", "fc")]),
            [("missing_input", "spare", "Dense “spare” is not connected; wire an Input or another layer to it.")],
        ),
        (
            draw([ROW, ("fc", "Dense", {"units": 3}), ("spare", "InputLayer", {"shape": [2]})], [("start", "fc")]),
            [("unused_input", "spare", "Input “spare” is connected to nothing; wire it to a layer, or delete it.")],
        ),
        (
            draw(
                [
                    ROW,
                    ("fc", "Dense", {"units": 3}),
                    ("start2", "InputLayer", {"shape": [2]}),
                    ("fc2", "Dense", {"units": 3}),
                ],
                [("start", "fc"), ("start2", "fc2")],
            ),
            [
                (
                    "separate_parts",
                    "start2",
                    (
                        "The network has 2 separate parts, the one of “start” and the one of “start2”; wire them "
                        "together, or delete one."
                    ),
                )
            ],
        ),
        (
            draw([ROW, ("fc", "Densest", {"units": 3})], [("start", "fc")]),
            [
                (
                    "unknown_kind",
                    "fc",
                    (
                        "Densest “fc” is of a kind that this Keras does not have; run the cell that defines "
                        "@playground.register class Densest, or replace it."
                    ),
                )
            ],
        ),
        (
            draw([ROW, ("fc", "Dense", {"units": 3})], [Edge("start", "fc", 0, "value")]),
            [
                ("unknown_port", "fc", "Dense “fc” has no input “value”; wire it to “inputs”."),
                ("missing_input", "fc", "Dense “fc” is not connected; wire an Input or another layer to it."),
            ],
        ),
        (
            draw([ROW, ("fc", "Dense", {"units": 3})], [("start", "fc"), Edge("start", "fc", 0, "inputs", 1)]),
            [("too_many_inputs", "fc", "Dense “fc” takes one tensor, but 2 wires enter it; merge them first.")],
        ),
        (
            draw([ROW, *PARTS, ("sub", "Subtract", {})], [*SPREAD, *into("sub", "abc")]),
            [
                (
                    "too_many_wires",
                    "sub",
                    "Subtract “sub” takes exactly 2 tensors, but 3 enter it; take off the wire from “c”.",
                )
            ],
        ),
        (
            draw([ROW, *PARTS, ("dot", "Dot", {"axes": 1})], [*SPREAD, *into("dot", "abcd")]),
            [
                (
                    "too_many_wires",
                    "dot",
                    "Dot “dot” takes exactly 2 tensors, but 4 enter it; take off the wires from “c” and “d”.",
                )
            ],
        ),
        (
            draw([ROW, *PARTS, ("sub", "Subtract", {})], [*SPREAD, *into("sub", "a")]),
            [
                (
                    "missing_input",
                    "sub",
                    "Subtract “sub” takes exactly 2 tensors, but only 1 enters it; wire another layer to it.",
                )
            ],
        ),
        (
            draw([ROW, *PARTS, ("fft", "ops.fft", {})], [*SPREAD, *into("fft", "abc", "x")]),
            [
                (
                    "too_many_wires",
                    "fft",
                    "ops.fft “fft” takes exactly 2 tensors, but 3 enter it; take off the wire from “c”.",
                )
            ],
        ),
        (
            draw([ROW, ("fc", "Dense", {"units": 3})], [("start", "fc", 1)]),
            [
                (
                    "unknown_output",
                    "fc",
                    (
                        "Dense “fc” takes output 2 of Input “start”, which has only one output; choose another output, "
                        "or a setting that returns more."
                    ),
                )
            ],
        ),
        (
            draw(
                [
                    ("start", "InputLayer", {"shape": [8, 4]}),
                    ("look", "MultiHeadAttention", {"num_heads": 1, "key_dim": 2}),
                ],
                [Edge("start", "look", 0, "query")],
            ),
            [
                (
                    "missing_input",
                    "look",
                    "MultiHeadAttention “look” has nothing at its input “value”; wire a layer to it.",
                )
            ],
        ),
        (
            draw(
                [
                    IMAGE,
                    ("a", "Conv2D", {"filters": 8, "kernel_size": 3}),
                    ("b", "Flatten", {}),
                    ("cat", "Concatenate", {}),
                ],
                [("start", "a"), ("start", "b"), ("a", "cat"), Edge("b", "cat", 0, "inputs", 1)],
            ),
            [
                (
                    "unequal_shapes",
                    "cat",
                    (
                        "Concatenate “cat” needs shapes that are equal in all axes but the last; "
                        "received 26×26×8 and 784."
                    ),
                )
            ],
        ),
        (
            draw(
                [IMAGE, ("a", "Conv2D", {"filters": 8, "kernel_size": 3}), ("skip", "Add", {})],
                [("start", "a"), ("a", "skip"), Edge("start", "skip", 0, "inputs", 1)],
            ),
            [("unequal_shapes", "skip", "Add “skip” needs equal shapes; received 26×26×8 and 28×28×1.")],
        ),
        (
            draw(
                [("start", "InputLayer", {"shape": [1], "dtype": "string"}), ("fc", "Dense", {"units": 3})],
                [("start", "fc")],
            ),
            [
                (
                    "text_input",
                    "fc",
                    (
                        "Dense “fc” computes with numbers; received text. "
                        "Put a StringLookup or TextVectorization before it."
                    ),
                )
            ],
        ),
        (
            draw([ROW, ("fold", "Reshape", {"target_shape": [3, 2]})], [("start", "fold")]),
            [
                (
                    "refused",
                    "fold",
                    (
                        "Reshape “fold” can't take 4: The total size of the tensor must be unchanged. Received: "
                        "input_shape=4, target_shape=3×2."
                    ),
                )
            ],
        ),
        (
            draw([ROW]),
            [("unused_input", "start", "Input “start” is connected to nothing; wire it to a layer, or delete it.")],
        ),
    ],
)
def test_a_mistake_is_one_clear_sentence_on_its_node(network, found):
    assert problems(network) == found


def test_only_what_is_downstream_of_a_mistake_waits():
    network = draw(
        [
            ROW,
            ("left", "Dense", {"units": 0}),
            ("right", "Dense", {"units": 3}),
            ("both", "Concatenate", {}),
            ("out", "Dense", {"units": 1}),
        ],
        [
            ("start", "left"),
            ("start", "right"),
            ("left", "both"),
            Edge("right", "both", 0, "inputs", 1),
            ("both", "out"),
        ],
    )
    report = check(network)
    assert states(network) == {"start": "ok", "left": "faulty", "right": "ok", "both": "waiting", "out": "waiting"}
    assert (report.nodes["out"].waiting_for, [problem.setting for problem in report.problems]) == ("left", ["units"])


def test_a_size_that_no_machine_holds_is_said_and_not_allocated():
    (found,) = check(draw([ROW, ("fc", "Dense", {"units": 10**12})], [("start", "fc")])).problems
    assert (found.code, found.node) == ("too_many_parameters", "fc")
    assert found.message.startswith("Dense “fc” has 5,000,000,000,000 parameters, 20 TB of weights; this machine has ")


def test_layers_that_are_too_large_together_are_said():
    from playground.checking._sizes import memory

    units = int((memory() / 4 * 0.4) ** 0.5)
    wide = {"units": units, "activation": "relu"}
    layers = [("start", "InputLayer", {"shape": [units]})] + [(f"fc{i}", "Dense", wide) for i in range(3)]
    (found,) = check(draw(layers, [("start", "fc0"), ("fc0", "fc1"), ("fc1", "fc2")])).problems
    assert (found.code, found.node) == ("too_many_parameters", None)


def test_an_output_that_no_machine_holds_is_said():
    (found,) = check(draw([ROW, ("again", "RepeatVector", {"n": 10**13})], [("start", "again")])).problems
    assert (found.code, found.node) == ("too_large_output", "again")


@pytest.mark.parametrize(
    ("layers", "code", "label"),
    [
        ([IMAGE, ("rnn", "LSTM", {"units": 2})], "wrong_rank", "Insert Reshape to 28×28"),
        ([ROW, ("rnn", "LSTM", {"units": 2})], "wrong_rank", "Insert Reshape to 4×1"),
        ([IMAGE, ("again", "RepeatVector", {"n": 2})], "wrong_rank", "Insert Flatten"),
        (
            [("start", "InputLayer", {"shape": [28, 28]}), ("conv", "Conv2D", {"filters": 2, "kernel_size": 3})],
            "wrong_rank",
            "Insert Reshape to 28×28×1",
        ),
        ([IMAGE, ("conv", "Conv2D", {"filters": 2, "kernel_size": 29})], "window_too_large", "Set padding to same"),
        ([IMAGE, ("fc", "Dense", {"units": 2})], "dense_on_many_axes", "Insert Flatten"),
        (
            [("start", "InputLayer", {"shape": [64]}), ("up", "Conv2DTranspose", {"filters": 2, "kernel_size": 3})],
            "wrong_rank",
            "Insert Reshape to 8×8×1",
        ),
        (
            [("start", "InputLayer", {"shape": [100, 2, 3]}), ("rnn", "GRU", {"units": 2})],
            "wrong_rank",
            "Insert Reshape to 200×3",
        ),
    ],
)
def test_the_fix_of_a_problem_cures_it(layers, code, label):
    network = draw(layers, [("start", layers[1][0])])
    (found,) = check(network).problems
    assert (found.code, found.fixes[0].label) == (code, label)
    for fix in found.fixes:
        cured, _ = apply(network, fix.edit)
        assert check(cured).problems == (), fix.label


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
