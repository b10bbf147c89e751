import pytest

from playground.checking import NodeReport, TensorSpec, check
from playground.network import Edge, Network, apply
from tests.unit.checking.drawn import IMAGE, PARTS, ROW, SPREAD, draw, into, problems, states


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
