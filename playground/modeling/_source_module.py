"""A whole module: imports, a function for each nested model, the statements of the network, the model."""

import re
from dataclasses import dataclass, field

from playground.catalog import is_operation, own_names
from playground.checking import Report, acceptable_name
from playground.modeling._assemble import is_chain
from playground.modeling._source_automatic import Counters, makes_masks
from playground.modeling._source_body import Scope, body_of, function_of
from playground.modeling._source_names import Variables
from playground.modeling._source_operations import is_public
from playground.modeling._source_outlines import outlined
from playground.modeling._source_stack import stacked
from playground.modeling._source_steps import Outline, Piece, Step, look_of, steps_of
from playground.modeling._source_text import WIDTH, Bracket, Expression, call, keyword, lines, quoted
from playground.modeling._source_values import Values, freezes_alone
from playground.network import INPUT, Layer, Network, all_layers

_INSIDE = "    "
_NAMED = [
    "def named(result, name):",
    '    """Name the operation that gave a result: the functions of keras.ops take no name."""',
    "    keras.tree.flatten(result)[0]._keras_history.operation.name = name",
    "    return result",
]


@dataclass
class _Function:
    """A function that makes a nested model; where models of several names come from it, it takes the name."""

    name: str
    network: Network
    path: str
    makes: set[str] = field(default_factory=set)
    lines: list[str] | None = None


class Module:
    """Writes a network and all inside it.

    Args:
        network: What is written; it can be built.
        report: What checking says of it.
        names_all: Whether operations with Keras's own names are named too.
    """

    def __init__(self, network: Network, report: Report, *, names_all: bool = False) -> None:
        self.values = Values()
        self._network = network
        self._report = report
        self._names = Variables(own_names())
        self._functions = self._named_functions()
        self._steps: dict[str, list[Step]] = {}
        self._unnamed: set[tuple[str, str]] = set()
        self._outlined: dict[str, tuple[list[Piece], list[Outline]]] = {}
        if not names_all and not any(makes_masks(layer) for _, layer in all_layers(network)):
            self._find_automatic(network, "", Counters(), set())
        self._outlines: list[list[str]] = []
        self._outline(network, "")

    def written(self) -> tuple[list[str], list[str]]:
        """The lines of the imports, and those of the functions and the statements; the model is in `model`."""
        name = quoted(acceptable_name(self._network.name))
        body = self._statements(self._network, "", "model = ", name)
        body += _frozen_late(self._network)
        functions = [each.lines for each in self._functions.values() if each.lines is not None]
        parts = [*([_NAMED] if self.values.names_operations else []), *self._outlines, *functions]
        above = [line for part in parts for line in (*part, "", "")]
        return self._imports(), [*(["", ""] if above else [""]), *above, *body]

    def _imports(self) -> list[str]:
        values = self.values
        lost = sorted(name for name, home in values.own.items() if home is None)
        found = [f"# Of your own, registered with Playground: {', '.join(lost)}."] if lost else []
        found.append("import keras")
        if "numpy" in values.modules:
            found.append("import numpy as np")
        parts = sorted(values.modules & {"activations", "layers", "ops"})
        if parts:
            found.append(f"from keras import {', '.join(parts)}")
        homes = values.classes | {(home, name) for name, home in values.own.items() if home is not None}
        for module in sorted({module for module, _ in homes}):
            names = sorted(name for home, name in homes if home == module)
            found.append(f"from {module} import {', '.join(names)}")
        return found

    def _statements(self, network: Network, path: str, before: str, name: str) -> list[str]:
        steps = self._steps_in(network, path)
        variables = self._names.copy()
        width = WIDTH
        if path:
            variables.take("name")
            width -= len(_INSIDE)

        def make(layer: Layer, literal: Expression) -> Bracket:
            return self._made(layer, literal)

        unnamed = self._unnamed_in(path)
        scope = Scope(self.values, make, variables, unnamed, width)
        if is_chain(network, self._report, path):
            return stacked(network, steps, scope, (before, name))
        pieces, outlines = self._outlined[path]
        for outline in outlines:
            inside = self._names.copy()
            for parameter in outline.parameters:
                inside.take(parameter.name)
            self._outlines.append(function_of(network, outline, Scope(self.values, make, inside, unnamed)))
        body = body_of(network, pieces, scope)
        parts = [keyword("inputs", body.inputs), keyword("outputs", body.outputs), f"name={name}"]
        gap = [""] if before == "model = " else []
        return [*body.lines, *gap, *lines(call("keras.Model", parts), before, width=width)]

    def _made(self, layer: Layer, name: Expression) -> Bracket:
        if layer.network is None:
            return self.values.layer(layer, name)
        function = self._functions[look_of(layer.network)]
        several = len(function.makes) > 1
        if function.lines is None:
            function.lines = []
            start = f"def {function.name}({'name' if several else ''}):"
            called = "name" if several else quoted(acceptable_name(layer.name))
            frozen = _frozen_late(function.network, WIDTH - len(_INSIDE))
            body = self._statements(function.network, function.path, "model = " if frozen else "return ", called)
            body += [*frozen, "return model"] if frozen else []
            function.lines = [start, *(f"{_INSIDE}{line}" if line else "" for line in body)]
        return call(function.name, [name] if several else [])

    def _named_functions(self) -> dict[bytes, _Function]:
        """A function for each network inside, one for those that are alike, the innermost first."""
        found: dict[bytes, _Function] = {}

        def visit(network: Network, path: str) -> None:
            for layer in network.layers:
                if layer.network is None:
                    continue
                inner = f"{path}{layer.id}/"
                visit(layer.network, inner)
                look = look_of(layer.network)
                if look not in found:
                    found[look] = _Function(layer.name, layer.network, inner)
                found[look].makes.add(layer.name)

        visit(self._network, "")
        for each in found.values():
            shared = re.sub(r"[\W_]*\d+[\W_]*$", "", each.name) if len(each.makes) > 1 else each.name
            each.name = self._names.new(shared)
        return found

    def _steps_in(self, network: Network, path: str) -> list[Step]:
        if path not in self._steps:
            outputs = {node.id: len(self._report.nodes[f"{path}{node.id}"].outputs) for node in network.nodes}
            self._steps[path] = steps_of(network, outputs)
        return self._steps[path]

    def _outline(self, network: Network, path: str) -> None:
        """Find the functions for what comes several times, here and in the functions of nested models."""
        if not is_chain(network, self._report, path):
            returned = {(output.node, output.output) for output in network.outputs}
            steps = self._steps_in(network, path)
            self._outlined[path] = outlined(steps, returned, self._unnamed_in(path), self._names)
        if not path:
            for each in self._functions.values():
                self._outline(each.network, each.path)

    def _unnamed_in(self, path: str) -> frozenset[str]:
        return frozenset(layer for where, layer in self._unnamed if where == path)

    def _find_automatic(self, network: Network, path: str, counters: Counters, made: set[str]) -> None:
        """Go through the statements as they will run, and find the operations that need no name."""
        for step in self._steps_in(network, path):
            layer = step.layer
            at = f"{path}{layer.id}"
            if layer.network is not None:
                function = self._functions[look_of(layer.network)]
                if at not in made and len(function.makes) == 1:
                    self._find_automatic(function.network, function.path, counters, made)
            elif not is_operation(layer.kind):
                if at not in made:
                    counters.made(layer)
            elif not step.shared and is_public(layer) and counters.gives(layer):
                self._unnamed.add((path, layer.id))
            made.add(at)


def _frozen_late(network: Network, width: int = WIDTH) -> list[str]:
    """The lines after a model that freeze what can't be frozen as it is made."""
    found = [call("model.get_layer", [quoted(layer.name)]) for layer in network.layers if _late(layer)]
    return [line for each in found for line in lines(each, after=".trainable = False", width=width)]


def _late(layer: Layer) -> bool:
    """Whether a frozen layer has to be told after it was made."""
    if layer.trainable or is_operation(layer.kind) or layer.kind == INPUT:
        return False
    return layer.network is not None or not freezes_alone(layer.kind)
