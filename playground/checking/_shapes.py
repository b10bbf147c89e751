"""Rules on what flows into a node: ranks and dtypes that Keras lets pass, and its own refusals made readable."""

import math
import re
from collections.abc import Iterator

from playground.catalog import Kind, takes_text, who
from playground.checking._dtypes import dtype_problem
from playground.checking._fixes import insert, set_setting
from playground.checking._inference import Inputs
from playground.checking._loops import LOOPS, loop_problem
from playground.checking._merging import merge_fixes
from playground.checking._report import Fix, Problem, TensorSpec
from playground.checking._widths import width_problem
from playground.checking._words import TIMES, listed, size
from playground.network import DEFAULT_PORT, Edge, Layer, Network, Node

_AXES = {
    2: "1 axis (features)",
    3: "2 axes (such as steps and features)",
    4: "3 axes (such as height, width and channels)",
    5: "4 axes (such as depth, height, width and channels)",
    6: "5 axes (such as steps, depth, height, width and channels)",
}
_EQUAL = ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract")
_MANY_AXES = 4
_SEQUENCE, _IMAGE = 3, 4
_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional")
_NEGATIVE = re.compile(r"negative dimension|(?:would|to) be (?:zero or )?negative|<= 0|non-positive", re.IGNORECASE)
_LAYER_PREFIX = re.compile(r'^Input \d+ of layer "[^"]*" is incompatible with the layer: ')
_SHAPE = re.compile(r"\((?:\d+|None)(?:, ?(?:\d+|None))*,?\)")


def input_problems(network: Network, node: Node, layer: Layer, kind: Kind, inputs: Inputs) -> Iterator[Problem]:
    """Ranks and dtypes that a layer can't work with, found before Keras is asked."""
    if layer.network is not None:
        return
    if any(spec.dtype == "string" for specs in inputs.values() for spec in specs) and not takes_text(kind):
        message = (
            f"{who(layer)} computes with numbers; received text. Put a StringLookup or TextVectorization before it."
        )
        yield Problem("text_input", message, node=node.id)
        return
    wrong = _rank_problem(network, node, layer, kind, inputs) if kind.ranks else None
    wrong = wrong or dtype_problem(network, node, layer, kind, inputs)
    if wrong is None and kind.name in LOOPS:
        wrong = loop_problem(network, node, layer, kind, inputs)
    if wrong is not None:
        yield wrong


def _rank_problem(network: Network, node: Node, layer: Layer, kind: Kind, inputs: Inputs) -> Problem | None:
    first = kind.ports[0].name if kind.ports else DEFAULT_PORT
    edges = [edge for edge in network.edges_into.get(node.id, ()) if edge.port == first]
    for edge, spec in zip(edges, inputs.get(first, ()), strict=False):
        if len(spec.shape) not in kind.ranks:
            return _wrong_rank(network, layer, kind, edge, spec)
    return None


def hints(network: Network, node: Node, layer: Layer, kind: Kind, inputs: Inputs) -> Iterator[Problem]:
    """What works, but is seldom meant."""
    spec = next(iter(inputs.get(DEFAULT_PORT, ())), None)
    if kind.name == "Dense" and spec is not None and len(spec.shape) >= _MANY_AXES:
        edge = network.edges_into[node.id][0]
        message = (
            f"{who(layer)} works on the last axis alone: {size(spec)} keeps its other axes. "
            "Insert a Flatten if each unit is to see the whole sample."
        )
        fixes = (insert(network, edge, "Flatten", {}, "Insert Flatten"), *_pooled(network, edge, spec))
        yield Problem("dense_on_many_axes", message, "hint", node.id, fixes=fixes)


def refusal(network: Network, node: Node, kind: Kind, inputs: Inputs, reason: str) -> Problem:
    """Keras's refusal of a call, as one sentence with the shapes in it."""
    layer = network.layer_by_id[node.layer]
    specs = [spec for port in kind.ports for spec in inputs.get(port.name, ())]
    received = listed(size(spec) for spec in specs)
    if kind.name in _EQUAL and len(specs) > 1:
        message = f"{who(layer)} needs equal shapes; received {received}."
        fixes = merge_fixes(network, node, kind, network.edges_into[node.id], specs)
        return Problem("unequal_shapes", message, node=node.id, fixes=fixes)
    if kind.name == "Concatenate" and len(specs) > 1:
        axis = layer.settings.get("axis", -1)
        which = "the last" if axis == -1 else f"axis {axis}"
        message = f"{who(layer)} needs shapes that are equal in all axes but {which}; received {received}."
        fixes = merge_fixes(network, node, kind, network.edges_into[node.id], specs) if axis == -1 else ()
        return Problem("unequal_shapes", message, node=node.id, fixes=fixes)
    unknown = width_problem(network, node, specs)
    if unknown is not None:
        return unknown
    if kind.setting("padding") and _NEGATIVE.search(reason):
        return _too_small(layer, node, specs)
    text = _SHAPE.sub(lambda found: _readable(found[0]), _LAYER_PREFIX.sub("", reason))
    return Problem("refused", f"{who(layer)} can't take {received}: {text}", node=node.id)


def shared_problem(network: Network, node: Node, inputs: Inputs) -> Problem:
    """A second call of a layer whose weights were made for another input."""
    layer = network.layer_by_id[node.layer]
    received = listed(size(spec) for specs in inputs.values() for spec in specs)
    message = (
        f"{who(layer)} is used twice and its weights were made for its first input; "
        f"here it receives {received}, which would need other weights. Give it the same size, or a layer of its own."
    )
    return Problem("shared_shapes", message, node=node.id)


def _wrong_rank(network: Network, layer: Layer, kind: Kind, edge: Edge, spec: TensorSpec) -> Problem:
    wanted = _AXES.get(kind.ranks[0], "another number of axes")
    message = f"{who(layer)} needs samples of {wanted}; received {size(spec)}."
    fixes = _rank_fixes(network, kind, edge, spec)
    if fixes:
        where = "" if fixes[0].label.startswith("Let") else " before it"
        message = f"{message[:-1]}. {fixes[0].label}{where}."
    return Problem("wrong_rank", message, node=edge.target, fixes=fixes)


def _rank_fixes(network: Network, kind: Kind, edge: Edge, spec: TensorSpec) -> tuple[Fix, ...]:
    sample, wanted = spec.shape[1:], kind.ranks[0]
    if wanted == len(("batch", "features")):
        return (insert(network, edge, "Flatten", {}, "Insert Flatten"), *_pooled(network, edge, spec))
    source = network.layer_of(edge.source)
    if wanted == _SEQUENCE and source.kind in _RECURRENT and source.settings.get("return_sequences") is not True:
        label = f"Let “{source.name}” return its sequences"
        return (Fix(label, set_setting(source, "return_sequences", value=True).edit),)
    if wanted == _IMAGE and len(sample) == 1 and sample[0] is not None:
        side = math.isqrt(sample[0])
        shape = [side, side, 1] if side * side == sample[0] else [1, 1, sample[0]]
        return (insert(network, edge, "Reshape", {"target_shape": shape}, f"Insert Reshape to {_joined(shape)}"),)
    if len(spec.shape) == wanted - 1 and sample.count(None) <= 1:
        shape = [*(-1 if each is None else each for each in sample), 1]
        return (insert(network, edge, "Reshape", {"target_shape": shape}, f"Insert Reshape to {_joined(shape)}"),)
    if wanted == len(("batch", "steps", "features")) and len(sample) > wanted - 1 and None not in sample[1:]:
        first = -1 if sample[0] is None else sample[0]
        rest = [each for each in sample[1:] if each is not None]
        rows = [first, math.prod(rest)]
        places = [-1 if first < 0 else first * math.prod(rest[:-1]), rest[-1]]
        # Without channels to keep, the rows of an image are its steps.
        shapes = (rows,) if rest[-1] == 1 else (places, rows)
        return tuple(
            insert(network, edge, "Reshape", {"target_shape": shape}, f"Insert Reshape to {_joined(shape)}")
            for shape in shapes
        )
    return ()


def _pooled(network: Network, edge: Edge, spec: TensorSpec) -> tuple[Fix, ...]:
    """A global average over an image or a sequence, which leaves its channels."""
    if len(spec.shape) not in (_SEQUENCE, _IMAGE, _IMAGE + 1):
        return ()
    kind = f"GlobalAveragePooling{len(spec.shape) - 2}D"
    return (insert(network, edge, kind, {}, f"Insert {kind}"),)


def _too_small(layer: Layer, node: Node, specs: list[TensorSpec]) -> Problem:
    received = size(specs[0])
    fixes = () if layer.settings.get("padding") == "same" else (set_setting(layer, "padding", "same"),)
    cure = "make the window smaller" + (", or set padding to same" if fixes else "")
    message = f"The window of {who(layer)} does not fit into {received}; {cure}."
    return Problem("window_too_large", message, node=node.id, fixes=fixes)


def _joined(shape: list[int]) -> str:
    return TIMES.join("?" if each < 0 else str(each) for each in shape)


def _readable(shape: str) -> str:
    return shape.strip("()").rstrip(",").replace("None", "?").replace(", ", TIMES).replace(",", TIMES)
