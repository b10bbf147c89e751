"""Networks drawn in a line of a test, and what checking says of them."""

from playground.checking import check
from playground.network import Edge, Layer, Network, Node

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
