"""Rules on size: what this machine can't hold is said before anything is allocated."""

import math
import os
from collections.abc import Iterable, Iterator
from functools import cache

from playground.catalog import who
from playground.checking._inference import Outcome
from playground.checking._report import Problem, TensorSpec
from playground.checking._words import bytes_text, size
from playground.network import MAX_WRITTEN_OUT, Layer, Network, Node, written_out

_BYTES = 4
_WIDTHS = {"bool": 1, "int8": 1, "uint8": 1, "int16": 2, "uint16": 2, "float16": 2, "bfloat16": 2, "int64": 8}
_WIDTHS |= {"uint64": 8, "float64": 8, "complex64": 8, "complex128": 16}
_AXES = 254
"""What TensorFlow can count."""
_UNKNOWN_MACHINE = 64 * 2**30


@cache
def memory() -> int:
    """Bytes of main memory of this machine; 64 GiB where it does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return _UNKNOWN_MACHINE


def bytes_of(outputs: Iterable[TensorSpec]) -> int | None:
    """Bytes that tensors take for one sample; None when an axis is open, or they are text."""
    total = 0
    for spec in outputs:
        if None in spec.shape[1:] or spec.dtype == "string":
            return None
        total += math.prod(each or 0 for each in spec.shape[1:]) * _WIDTHS.get(spec.dtype, _BYTES)
    return total


def size_problems(layer: Layer, node: Node, outcome: Outcome) -> Iterator[Problem]:
    """Weights, or the output for a single sample, that are more than the machine's memory."""
    if outcome.parameters * _BYTES > memory():
        message = (
            f"{who(layer)} has {outcome.parameters:,} parameters, {bytes_text(outcome.parameters * _BYTES)} of "
            f"weights; this machine has {bytes_text(memory())} of memory. Make it smaller."
        )
        yield Problem("too_many_parameters", message, node=node.id)
        return
    for spec in outcome.outputs:
        if len(spec.shape) > _AXES:
            message = f"The output of {who(layer)} has {len(spec.shape):,} axes; a tensor has at most {_AXES}."
            yield Problem("too_large_output", message, node=node.id)
            return
        values = 1
        for each in spec.shape[1:]:
            values *= each or 1
        if values * _BYTES > memory():
            message = (
                f"The output of {who(layer)}, {size(spec)}, takes {bytes_text(values * _BYTES)} for one sample; "
                f"this machine has {bytes_text(memory())} of memory. Make it smaller."
            )
            yield Problem("too_large_output", message, node=node.id)
            return


def written_out_problem(network: Network) -> Problem | None:
    """Blocks that repeat, some inside of others, so often that no model can be built of them."""
    count = written_out(network)
    if count <= MAX_WRITTEN_OUT:
        return None
    most = max((layer for layer in network.layers if layer.network is not None), key=lambda layer: layer.repeat)
    node = next((node.id for node in network.nodes if node.layer == most.id), None)
    message = (
        f"The network has {count:,} layers when all blocks that repeat are written out, some inside of others; up to "
        f"{MAX_WRITTEN_OUT:,} can be built. Repeat {who(most)} or the blocks inside less often."
    )
    return Problem("too_many_layers", message, node=node, setting="repeat")


def total_problem(parameters: int) -> Problem | None:
    """The whole network's weights, when no layer alone is too large but all together are."""
    if parameters * _BYTES <= memory():
        return None
    message = (
        f"The network has {parameters:,} parameters, {bytes_text(parameters * _BYTES)} of weights; "
        f"this machine has {bytes_text(memory())} of memory. Make its layers smaller."
    )
    return Problem("too_many_parameters", message)
