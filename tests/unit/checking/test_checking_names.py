import pytest

from playground.checking import check
from playground.network import Edge, Layer, Network, Node, apply

LETTERS = "has letters that TensorFlow refuses (it takes a to z, digits, “_”, “.” and “-”)"


@pytest.mark.parametrize(
    ("kind", "name", "better", "reason"),
    [
        ("Dense", "my layer", "my_layer", LETTERS),
        ("Dense", "π", "unnamed", LETTERS),
        ("InputLayer", "in", "in_", "is a word of Python, which no argument of the exported model may have"),
    ],
)
def test_a_name_that_keras_refuses_is_found_before_training(kind, name, better, reason):
    start = Layer("start", "InputLayer", name if kind == "InputLayer" else "start", {"shape": [4]})
    layers = (start, Layer("fc", "Dense", name if kind == "Dense" else "fc", {"units": 1}))
    network = Network("net", layers, (Node("start", "start"), Node("fc", "fc")), (Edge("start", "fc"),))
    (found,) = check(network).problems
    shown = {"InputLayer": "Input"}.get(kind, kind)
    assert found.message == f"The name of {shown} “{name}” {reason}; rename it to “{better}”."
    cured, _ = apply(network, found.fixes[0].edit)
    assert check(cured).problems == ()
