"""One walk over one network in the order of the wires, from the report of each node to that of the next."""

from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

import msgspec

from playground.catalog import Kind, kind_of_layer, output_names, validate_argument, validate_setting, who
from playground.checking._facts import Facts
from playground.checking._inference import Call, Outcome
from playground.checking._names import name_problems
from playground.checking._nested import entry_problem, given_to, outer, paths, repeat_problem
from playground.checking._report import NodeReport, Problem, Report, TensorSpec
from playground.checking._shapes import hints, input_problems, refusal, shared_problem
from playground.checking._sizes import bytes_of, size_problems, total_problem, written_out_problem
from playground.checking._structure import output_problems, reaching, structure_problems
from playground.checking._widths import bins_fixes
from playground.checking._wiring import wiring_problems
from playground.checking._words import listed, size
from playground.checking.rules import judge
from playground.errors import EditError, SettingError
from playground.network import INPUT, Edit, Layer, Network, Node, apply, passes, without_bypassed

_Calls = Mapping[str, tuple[Node, Call, Outcome]]


class Inside(NamedTuple):
    """What a network inside a layer is called with, where that is not what its inputs declare.

    `given` is by the inputs' layer ids, `built` the calls that the weights are made for, `frozen` that none trains.
    """

    given: Mapping[str, TensorSpec] = MappingProxyType({})
    built: _Calls = MappingProxyType({})
    frozen: bool = False


class Inner(NamedTuple):
    """What is known of a network inside a layer: its report, and what follows for the layer."""

    report: Report
    declared: Mapping[str, TensorSpec]
    outputs: tuple[TensorSpec, ...]
    calls: _Calls


class Asking(Protocol):
    """Who is asked what is known already, or is found out for good: of a call, and of a network inside a layer."""

    def infer(self, layer: Layer, kind: Kind, asked: Call, built: Call | None, defaults: Hashable) -> Outcome: ...

    def inner(self, network: Network, inside: Inside, defaults: Hashable) -> Inner: ...


class Pass:
    """One walk over one network."""

    def __init__(self, network: Network, asking: Asking, facts: Facts, inside: Inside | None = None) -> None:
        import keras

        self._drawn = network
        self._network = without_bypassed(network)
        self._asking = asking
        self._facts = facts
        self._defaults = (keras.config.dtype_policy().name, keras.config.image_data_format())
        self._reports: dict[str, NodeReport] = {}
        self._problems: list[Problem] = []
        self._named: set[str] = set()
        self._inside = inside or Inside()
        self._whole = inside is None
        self._first_calls: dict[str, tuple[Node, Call, Outcome]] = dict(self._inside.built)
        self._inner: dict[str, Inner] = {}
        self._owners: dict[str, str] = {}

    def inner(self) -> Inner:
        """What is known of a network inside a layer."""
        report = self.report()
        declared = {
            node.layer: report.nodes[node.id].outputs[0]
            for node in self._network.inputs
            if report.nodes[node.id].state == "ok"
        }
        outputs = [(report.nodes[each.node].outputs, each.output) for each in self._network.outputs]
        specs = tuple(found[index] for found, index in outputs if index < len(found))
        return Inner(report, declared, specs, self._first_calls)

    def report(self) -> Report:
        """What is known of the whole network."""
        network = self._network
        structure = list(structure_problems(network))
        for node_id in network.call_order:
            node = network.node_by_id[node_id]
            self._reports[node_id] = self._check(node, network.layer_by_id[node.layer])
        counted = self._counted()
        parameters = sum(report.parameters for report in counted)
        too_often = written_out_problem(network) if self._whole else None
        too_much = None if any(p.code == "too_many_parameters" for p in self._problems) else total_problem(parameters)
        return Report(
            nodes=self._all_nodes(),
            problems=self._applicable(
                (
                    *structure,
                    *self._problems,
                    *output_problems(network, self._reports),
                    *judge(network, self._reports, self._facts, whole=self._whole),
                    *((too_often,) if too_often else ()),
                    *((too_much,) if too_much else ()),
                )
            ),
            parameters=parameters,
            trainable_parameters=sum(report.trainable_parameters for report in counted),
        )

    def _counted(self) -> list[NodeReport]:
        """The reports of all calls of the model's layers: one that no output depends on is not part of it."""
        node_by_id, reached = self._network.node_by_id, reaching(self._network)
        layers = {node_by_id[each].layer for each in reached}
        return [report for each, report in self._reports.items() if not reached or node_by_id[each].layer in layers]

    def foresee(self, node_id: str, known: Mapping[str, NodeReport]) -> tuple[NodeReport, tuple[Problem, ...]]:
        """The report of one node, and its problems."""
        self._reports.update(known)
        node = self._network.node_by_id[node_id]
        report = self._check(node, self._network.layer_by_id[node.layer])
        return report, self._applicable(tuple(self._problems))

    def _applicable(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """The problems without the fixes that fit the network only as it is without its bypassed nodes."""
        if self._drawn is self._network:
            return problems
        return tuple(
            msgspec.structs.replace(each, fixes=tuple(fix for fix in each.fixes if _fits(self._drawn, fix.edit)))
            for each in problems
        )

    def _all_nodes(self) -> dict[str, NodeReport]:
        """The reports of all that is drawn: nodes that are bypassed, too, and what is inside of layers."""
        if self._drawn is not self._network:
            for node_id in self._drawn.order:
                if node_id not in self._reports:
                    self._reports[node_id] = self._passing(node_id)
            for layer in self._drawn.layers:
                if layer.network is not None and layer.id not in self._inner:
                    self._inner[layer.id] = self._asking.inner(layer.network, Inside(), self._defaults)
        found = {node.id: self._reports[node.id] for node in self._drawn.nodes}
        for layer in self._drawn.layers:
            if layer.id in self._inner:
                found.update(paths(layer, self._inner[layer.id].report))
        return found

    def _passing(self, node_id: str) -> NodeReport:
        """The report of a node that is bypassed: all that leaves it is what enters it first."""
        edge = passes(self._drawn)[node_id]
        before = self._reports[edge.source]
        if edge.output >= len(before.outputs):
            return NodeReport(state="waiting", waiting_for=before.waiting_for or edge.source)
        count = max((each.output + 1 for each in self._drawn.edges_from.get(node_id, ())), default=1)
        return NodeReport(state="ok", outputs=(before.outputs[edge.output],) * count, flops=0, memory=0)

    def _check(self, node: Node, layer: Layer) -> NodeReport:
        kind = kind_of_layer(layer)
        if kind is None:
            return self._faulty(Problem("unknown_kind", _unknown(layer), node=node.id))
        if layer.id not in self._named:
            self._named.add(layer.id)
            self._problems.extend(name_problems(self._network, node, layer, whole=self._whole))
            if layer.network is not None:
                self._look_inside(node, layer, layer.network)
        wiring = list(wiring_problems(self._network, node, layer, kind, self._reports))
        if wiring:
            return self._faulty(*wiring)
        waiting_for = self._waiting_for(node)
        if waiting_for is not None:
            return NodeReport(state="waiting", waiting_for=waiting_for)
        inputs = self._inputs(node)
        ill = next(input_problems(self._network, node, layer, kind, inputs), None)
        if ill is not None:
            return self._faulty(ill)
        try:
            for name, value in node.arguments.items():
                validate_argument(kind, name, value, who(layer))
            if layer.network is not None:
                return self._block(node, layer, kind, inputs)
            asked = Call(inputs, node.arguments)
            outcome = self._asking.infer(layer, kind, asked, None, self._defaults)
        except SettingError as error:
            fixes = bins_fixes(layer, kind)
            return self._faulty(Problem("setting", str(error), node=node.id, setting=error.setting, fixes=fixes))
        if outcome.reason:
            return self._faulty(refusal(self._network, node, kind, inputs, outcome.reason))
        if layer.kind == INPUT and layer.id in self._inside.given:
            outcome = outcome._replace(outputs=(self._inside.given[layer.id],))
        return self._ok(node, layer, kind, asked, outcome)

    def _ok(self, node: Node, layer: Layer, kind: Kind, asked: Call, outcome: Outcome) -> NodeReport:
        first, built, made = self._first_calls.setdefault(layer.id, (node, asked, outcome))
        if asked != built:
            fits = outcome.weights == made.weights
            outcome = self._asking.infer(layer, kind, asked, built, self._defaults)
            if not fits or outcome.reason or outcome.weights != made.weights:
                return self._faulty(shared_problem(self._network, node, asked.inputs))
        sizes = list(size_problems(layer, node, outcome))
        if sizes:
            return self._faulty(*sizes)
        self._problems.extend(hints(self._network, node, layer, kind, asked.inputs))
        owns = first.id == node.id
        return NodeReport(
            state="ok",
            outputs=outcome.outputs,
            parameters=outcome.parameters if owns else 0,
            trainable_parameters=outcome.trainable_parameters if owns and not self._inside.frozen else 0,
            flops=outcome.flops,
            memory=bytes_of(outcome.outputs),
            output_names=output_names(layer, len(outcome.outputs)),
        )

    def _look_inside(self, node: Node, layer: Layer, network: Network) -> None:
        """Check the network inside a layer, and tell of its problems, at the layer's first node."""
        inside = Inside(frozen=self._inside.frozen or not layer.trainable)
        inner = self._inner[layer.id] = self._asking.inner(network, inside, self._defaults)
        self._problems.extend(outer(layer, node, problem) for problem in inner.report.problems)

    def _block(self, node: Node, layer: Layer, kind: Kind, inputs: Mapping[str, tuple[TensorSpec, ...]]) -> NodeReport:
        inner = self._inner[layer.id]
        for name, value in layer.settings.items():
            validate_setting(kind, name, value, who(layer))
        if not inner.report.ok or layer.network is None:
            return NodeReport(state="faulty")
        given = given_to(layer, kind, inputs)
        ill = entry_problem(layer, node, given, inner.declared)
        if ill is not None:
            return self._faulty(ill)
        given = {each: msgspec.structs.replace(spec, dtype=inner.declared[each].dtype) for each, spec in given.items()}
        called = inner
        if given != inner.declared:
            called = self._asking.inner(layer.network, Inside(given, inner.calls), self._defaults)
            reason = next((problem.message for problem in called.report.problems if problem.severity == "error"), None)
            if reason is not None:
                received = listed(size(spec) for spec in given.values())
                message = f"{who(layer)} can't take {received}: {reason}"
                return self._faulty(Problem("inner_input", message, node=node.id))
        ill = repeat_problem(layer, node, tuple(given.values()), called.outputs)
        if ill is not None:
            return self._faulty(ill)
        nodes = [called.report.nodes[each.id] for each in layer.network.nodes]
        flops, memory = [each.flops for each in nodes], [each.memory for each in nodes]
        owned = self._owners.setdefault(layer.id, node.id) == node.id and (1 if layer.shared else layer.repeat)
        return NodeReport(
            state="ok",
            outputs=called.outputs,
            parameters=inner.report.parameters * owned,
            trainable_parameters=inner.report.trainable_parameters * owned,
            flops=None if None in flops else sum(each or 0 for each in flops) * layer.repeat,
            memory=None if None in memory else sum(each or 0 for each in memory) * layer.repeat,
        )

    def _faulty(self, *problems: Problem) -> NodeReport:
        self._problems.extend(problems)
        return NodeReport(state="faulty")

    def _waiting_for(self, node: Node) -> str | None:
        for edge in self._network.edges_into.get(node.id, ()):
            source = self._reports[edge.source]
            if source.state == "faulty":
                return edge.source
            if source.state == "waiting":
                return source.waiting_for
        return None

    def _inputs(self, node: Node) -> dict[str, tuple[TensorSpec, ...]]:
        inputs: dict[str, tuple[TensorSpec, ...]] = {}
        for edge in self._network.edges_into.get(node.id, ()):
            inputs[edge.port] = (*inputs.get(edge.port, ()), self._reports[edge.source].outputs[edge.output])
        return inputs


def _fits(network: Network, edit: Edit) -> bool:
    try:
        apply(network, edit)
    except EditError:
        return False
    return True


def _unknown(layer: Layer) -> str:
    if not layer.kind.isidentifier():
        return f"{who(layer)} is of the kind “{layer.kind}”, which this Keras does not have; replace it."
    return (
        f"{who(layer)} is of a kind that this Keras does not have; run the cell that defines "
        f"@playground.register class {layer.kind}, or replace it."
    )
