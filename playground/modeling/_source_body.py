"""The statements of one network: the inputs, each call in its turn, loops for repeats; `x` is what flows on at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from playground.catalog import is_operation
from playground.modeling._assemble import keys
from playground.modeling._source_calls import called, packed
from playground.modeling._source_names import Variables
from playground.modeling._source_operations import is_public, made_of_class, operated
from playground.modeling._source_repeats import Item, Loop, with_loops
from playground.modeling._source_steps import Call, Outline, Piece, Tensor
from playground.modeling._source_text import (
    WIDTH,
    Bracket,
    Expression,
    bracketed,
    call,
    keyed,
    lines,
    literal,
    one_or_list,
    quoted,
    tupled,
)
from playground.modeling._source_values import Values
from playground.network import Layer, Network

FLOW = "x"
_KEPT = "shortcut"
_NESTED = "RNN"
"""The kind whose outputs are lists in lists when its cells have several states."""
_LISTS = frozenset(
    f"ops.{name}"
    for name in (
        "array_split",
        "dsplit",
        "hsplit",
        "meshgrid",
        "nonzero",
        "split",
        "unravel_index",
        "unstack",
        "vsplit",
    )
)
"""Operations that give a list also of a single tensor."""

Make = Callable[[Layer, Expression], Bracket]
"""Gives the expression that makes a layer under a name."""


class Body(NamedTuple):
    """Lines without indentation, and what the model is made of."""

    lines: list[str]
    inputs: Expression
    outputs: Expression


class Scope(NamedTuple):
    """What the statements of one network are written with.

    `make` writes layers, `unnamed` has the ids of operations that bear the name that Keras itself gives them;
    lines have this `width`.
    """

    values: Values
    make: Make
    variables: Variables
    unnamed: frozenset[str]
    width: int = WIDTH


def body_of(network: Network, pieces: Sequence[Piece], scope: Scope) -> Body:
    """Write a network, its calls in this order."""
    return _Body(network, scope).written(pieces)


def function_of(network: Network, outline: Outline, scope: Scope) -> list[str]:
    """Write a function for calls that come several times in a network."""
    return _Body(network, scope).outlined(outline)


class _Place(NamedTuple):
    """Where a call stands: which items take each tensor, which of its own the next one takes, and what names it."""

    readers: Mapping[Tensor, list[int]]
    flowing: Tensor | None
    wish: str
    indent: int = 0


class _Body:
    def __init__(self, network: Network, scope: Scope) -> None:
        self._network = network
        self._values, self._make, self._variables, self._unnamed, self._width = scope
        self._of: dict[Tensor, str] = {}
        self._objects: dict[str, str] = {}
        self._lines: list[str] = []

    def written(self, steps: Sequence[Piece]) -> Body:
        network = self._network
        returned = [(output.node, output.output) for output in network.outputs]
        for node in network.inputs:
            layer = network.layer_by_id[node.layer]
            variable = self._of[node.id, 0] = self._variables.new(layer.name)
            self._lines += lines(self._make(layer, quoted(layer.name)), f"{variable} = ", width=self._width)
        items = with_loops(steps, frozenset(returned), self._variables, self._unnamed)
        readers = _readers(items)
        for tensor in returned:
            readers.setdefault(tensor, []).append(len(items) + 1)
        for index, item in enumerate(items):
            if isinstance(item, Loop):
                self._loop(item)
                if readers.get(item.leaves) != [len(items) + 1 if index + 1 == len(items) else index + 1]:
                    self._keep(item.leaves)
            else:
                self._step(item, readers, index + 1)
        entering = {network.input_ports[node.layer]: [self._of[node.id, 0]] for node in network.inputs}
        return Body(self._lines, packed(network, entering), self._packed_outputs())

    def outlined(self, outline: Outline) -> list[str]:
        """`def name(x, filters, name):` with the calls, the last one behind `return`."""
        pieces = outline.pieces
        readers = _readers(pieces)
        flowing = [_flowing(piece, readers, index + 1) for index, piece in enumerate(pieces)]
        overwritten = next((index for index, tensor in enumerate(flowing) if tensor is not None), len(pieces))
        for number, tensor in enumerate(outline.enters):
            at_once = number == 0 and max(readers[tensor]) <= overwritten
            self._of[tensor] = FLOW if at_once else self._variables.new("inputs" if not number else "other")
        given = [*(self._of[tensor] for tensor in outline.enters), *(each.name for each in outline.parameters)]
        for piece, flows, wish in zip(pieces[:-1], flowing, outline.wishes, strict=False):
            title = getattr(piece, "title", None)
            value = self._call(piece, title or quoted(piece.layer.name))
            self._assign(piece, value, _Place(readers, flows, wish, 4))
        last = pieces[-1]
        title = getattr(last, "title", None)
        returned = lines(self._call(last, title or quoted(last.layer.name)), "return ", indent=4, width=self._width)
        return [*lines(call(f"def {outline.name}", given), after=":"), *self._lines, *returned]

    def _step(self, step: Piece, readers: Mapping[Tensor, list[int]], following: int) -> None:
        self._define([step])
        value = self._call(step, quoted(step.layer.name))
        self._assign(step, value, _Place(readers, _flowing(step, readers, following), step.layer.name))

    def _assign(self, step: Piece, value: Expression, place: _Place) -> None:
        """`x = value` for the tensor that flows on; others get variables of their own, `_` where nobody takes one."""
        inner = step.layer.network
        if inner is not None and inner.signature.outputs == "dict":
            target = self._variables.new(place.wish)
            for tensor, key in zip(step.tensors, keys(inner), strict=True):
                self._of[tensor] = f"{target}[{quoted(key)}]"
        else:
            targets = [self._target(tensor, step, place) for tensor in step.tensors]
            lone = step.layer.kind in _LISTS or (inner is not None and inner.signature.outputs == "list")
            target = f"({targets[0]},)" if lone and len(targets) == 1 else ", ".join(targets)
        if step.layer.kind == _NESTED and step.outputs > 1:
            value = Bracket("keras.tree.flatten", (value,))
        self._lines += lines(value, f"{target} = ", indent=place.indent, width=self._width)

    def _target(self, tensor: Tensor, step: Piece, place: _Place) -> str:
        if tensor == place.flowing:
            variable = FLOW
        elif step.outputs > 1 and tensor not in place.readers:
            variable = "_"
        else:
            variable = self._variables.new(place.wish if step.outputs == 1 else f"{place.wish}_{tensor[1]}")
        self._of[tensor] = variable
        return variable

    def _call(self, step: Piece, name: Expression) -> Expression:
        if isinstance(step, Call):
            given: list[Expression] = [self._of[tensor] for _, tensor in step.uses]
            given += [tupled(value) if isinstance(value, tuple) else literal(value) for value in step.arguments]
            return call(step.outline.name, given)
        uses: dict[str, list[Expression]] = {}
        for port, tensor in step.uses:
            uses.setdefault(port, []).append(self._of[tensor])
        layer = step.layer
        if is_operation(layer.kind) and not step.shared and is_public(layer):
            value = operated(step, uses, self._values)
            return value if layer.id in self._unnamed else self._values.named(value, name)
        made = self._objects.get(layer.id) or self._make(layer, name)
        write = made_of_class if is_operation(layer.kind) else called
        return write(step, made, uses, self._values)

    def _define(self, steps: Sequence[Piece]) -> None:
        """Make the layers that are called several times, where they are first called."""
        for step in steps:
            layer = step.layer
            if step.shared and layer.id not in self._objects:
                variable = self._objects[layer.id] = self._variables.new(f"{layer.name}_layer")
                self._lines += lines(self._make(layer, quoted(layer.name)), f"{variable} = ", width=self._width)

    def _loop(self, loop: Loop) -> None:
        self._define(loop.body)
        if self._of[loop.enters] != FLOW:
            self._lines.append(f"{FLOW} = {self._of[loop.enters]}")
        self._lines += header(loop, self._width)
        self._round(loop)
        self._of[loop.leaves] = FLOW

    def _keep(self, tensor: Tensor) -> None:
        """Give what is in `x` a variable of its own, because it is needed later too."""
        variable = self._of[tensor] = self._variables.new(self._network.layer_of(tensor[0]).name)
        self._lines.append(f"{variable} = {FLOW}")

    def _round(self, loop: Loop) -> None:
        last = loop.body[-1]
        readers = _readers(loop.body)
        flowing = [_flowing(step, readers, index + 1) for index, step in enumerate(loop.body)]
        flowing[-1] = (last.node.id, loop.leaves[1])
        overwritten = next(index for index, tensor in enumerate(flowing) if tensor is not None)
        takes = [index for index, step in enumerate(loop.body) if any(use == loop.enters for _, use in step.uses)]
        if takes[-1] > overwritten:
            self._lines.append(f"    {_KEPT} = {FLOW}")
        before = self._of[loop.enters]
        for index, step in enumerate(loop.body):
            self._of[loop.enters] = FLOW if index <= overwritten else _KEPT
            title = getattr(step, "title", None)
            value = self._call(step, title or quoted(step.layer.name))
            self._assign(step, value, _Place(readers, flowing[index], loop.plain[index], 4))
        self._of[loop.enters] = before

    def _packed_outputs(self) -> Expression:
        form = self._network.signature.outputs
        tensors = [self._of[output.node, output.output] for output in self._network.outputs]
        if form == "dict":
            entries = zip(keys(self._network), tensors, strict=True)
            return Bracket("", tuple(keyed(quoted(key), value) for key, value in entries), "{}")
        return bracketed(tensors) if form == "list" else one_or_list(tensors)


def header(loop: Loop, width: int = WIDTH) -> list[str]:
    """`for i in range(...):`, or `for filters, name in [...]:`."""
    if loop.columns:
        rows = [tupled(row) if len(row) > 1 else tupled(row[0]) for row in loop.rows]
        return lines(bracketed(rows), f"for {', '.join(loop.columns)} in ", ":", width=width)
    counter = "_" if loop.first is None else "i"
    span = f"{loop.rounds}" if not loop.first else f"{loop.first}, {loop.first + loop.rounds}"
    return [f"for {counter} in range({span}):"]


def _readers(items: Sequence[Item]) -> dict[Tensor, list[int]]:
    """Which items take each tensor; what a loop takes in every round is read after its end too."""
    readers: dict[Tensor, list[int]] = {}
    for index, item in enumerate(items):
        if isinstance(item, Loop):
            inner = {tensor for step in item.body for tensor in step.tensors}
            readers.setdefault(item.enters, []).append(index)
            for step in item.body:
                for _, tensor in step.uses:
                    if tensor not in inner and tensor != item.enters:
                        readers.setdefault(tensor, []).append(len(items))
        else:
            for _, tensor in item.uses:
                readers.setdefault(tensor, []).append(index)
    return readers


def _flowing(step: Piece, readers: Mapping[Tensor, list[int]], following: int) -> Tensor | None:
    """The first tensor of a step, if the very next item takes it and no other item does."""
    first = (step.node.id, 0)
    return first if {*readers.get(first, ())} == {following} else None
