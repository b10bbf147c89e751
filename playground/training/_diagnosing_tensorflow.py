"""Which layer of a model keeps a training step from being made or run, found when one has failed.

A step is one program, and TensorFlow's error tells of the program. Here each layer is called alone, as in a step.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import tensorflow as tf

from playground.catalog import reason_of

_NODE = re.compile(r"\{\{node ([^}]+)\}\}|Detected at node (\S+)")
_NOISE = re.compile(
    r"Graph execution error|Detected at node|Stack trace for op|\s*File \"|\s*\[\[|\t ?\[\[|\(most recent"
)

_ADVICE = re.compile(r" You can | for '\{\{node")


class Fault(NamedTuple):
    """A layer's name, empty where none is to blame, and a sentence."""

    layer: str
    sentence: str


def fault_in(model: Any, batch_size: int, error: BaseException) -> Fault | None:
    """What is wrong with a functional model that could not make a step, layer by layer; None where that shows nothing.

    Args:
        model: A built model; its weights are not changed.
        batch_size: Samples in a step.
        error: What was raised.
    """
    if isinstance(error, tf.errors.OpError):
        return Fault(_named(model, str(error)), _useful(str(error)))
    graph = getattr(model, "_functional", None) or model
    if not hasattr(graph, "_run_through_graph"):
        return None
    found: list[Fault] = []

    def tried(operation: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            try:
                results = operation(*args, **kwargs)
            except Exception as raised:
                reason = _ADVICE.split(reason_of(raised), 1)[0].rstrip(".") + "."
                found.append(Fault(operation.name, f"can't be part of a training step: {reason}"))
                raise
            found.extend(_judged(operation, results, args, batch_size))
            return results

        return call

    def walk(*inputs: Any) -> None:
        graph._run_through_graph(  # noqa: SLF001  # the only walk that calls as a step does
            tf.nest.pack_sequence_as(graph.inputs, inputs), operation_fn=tried
        )

    specs = [_spec(each, batch_size) for each in graph.inputs]
    try:
        tf.function(walk, autograph=False).get_concrete_function(*specs)
    except Exception as raised:  # noqa: BLE001  # the layer's own is in `found`, if it was a layer's
        del raised
    return found[0] if found else None


def _spec(tensor: Any, batch_size: int) -> Any:
    shape = [batch_size if tensor.shape[0] is None else tensor.shape[0], *tensor.shape[1:]]
    return tf.TensorSpec(shape, tf.as_dtype(tensor.dtype))


def _judged(operation: Any, results: Any, args: Any, batch_size: int) -> Iterator[Fault]:
    """A fault where a batch goes in and something else comes out."""
    entered = {_rows(each) for each in tf.nest.flatten(args) if tf.is_tensor(each)}
    for result in tf.nest.flatten(results):
        rows = _rows(result)
        if entered == {batch_size} and rows not in (batch_size, None):
            gives = "no row a sample" if rows == 0 else f"{rows} rows"
            yield Fault(
                operation.name,
                f"makes {gives} of a batch of {batch_size} samples, so its results can't be compared with the "
                "targets; let it keep the first axis, by its axis setting or with Flatten or Reshape instead.",
            )


def _rows(tensor: Any) -> int | None:
    """The size of the first axis; 0 of a scalar, None where it is not known."""
    if not tf.is_tensor(tensor) or tensor.shape.rank is None:
        return None
    return 0 if tensor.shape.rank == 0 else tensor.shape[0]


def _named(model: Any, text: str) -> str:
    """The layer in whose scope TensorFlow's node is."""
    names = {layer.name for layer in getattr(model, "layers", ())}
    names |= {each.name for each in getattr(model, "operations", ())}
    for match in _NODE.finditer(text):
        for part in reversed((match[1] or match[2]).split("/")):
            if part in names:
                return part
    return ""


def _useful(text: str) -> str:
    """The line of an error of TensorFlow that says what is wrong, rather than where."""
    lines = [line.strip() for line in text.splitlines()]
    kept = [line for line in lines if line and not _NOISE.match(line)]
    reason = re.sub(r"\s*\[Op:\w+\].*|\s*\[\[.*", "", kept[-1] if kept else text.splitlines()[0])
    return f"failed in a step: {reason if reason.endswith('.') else reason + '.'}"
