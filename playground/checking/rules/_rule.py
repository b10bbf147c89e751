"""What a rule is: a stable code, what to say of it on its help page, and how it is found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from playground.checking._facts import NO_FACTS, Facts
from playground.checking._report import Fix, Problem, Severity
from playground.checking._words import free
from playground.checking.rules._scene import Scene
from playground.network import Edge, Layer, Network, Node

Part = tuple[str, dict[str, Any]]


class Finding(NamedTuple):
    """What a rule found: a sentence, the place, and the edits that cure it."""

    message: str
    node: str | None = None
    setting: str | None = None
    fixes: tuple[Fix, ...] = ()


class Example(NamedTuple):
    """A network, with data and training where they matter."""

    network: Network
    facts: Facts = NO_FACTS


OnNode = Callable[[Scene, Node, Layer], Iterator[Finding]]
OnNetwork = Callable[[Scene], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """One code of a problem, and what its help page says.

    Attributes:
        code: Stable; what programs and links use.
        title: What goes wrong, in a few words.
        severity: Errors stop a run, warnings do not, hints teach.
        why: Paragraphs, plain text.
        wrong: A drawing with this problem; None where a drawing can't show it.
        right: One without; None where the first fix makes it of `wrong`.
        kinds: The kinds whose nodes `on_node` looks at.
        on_node: Finds it at one node, whose shapes are known.
        on_network: Finds it in a network.
        stage: What an error keeps from happening.
    """

    code: str
    title: str
    severity: Severity
    why: tuple[str, ...]
    wrong: Example | None = None
    right: Example | None = None
    kinds: frozenset[str] = frozenset()
    on_node: OnNode | None = None
    on_network: OnNetwork | None = None
    stage: Literal["build", "train"] = "build"

    def problem(self, finding: Finding) -> Problem:
        """The problem that a finding is."""
        code, severity, stage = self.code, self.severity, self.stage
        return Problem(code, finding.message, severity, finding.node, finding.setting, finding.fixes, stage)


def on_nodes(
    code: str, title: str, severity: Severity, *kinds: str, wrong: Example, right: Example | None = None
) -> Callable[[OnNode], Rule]:
    """Make a rule of a function that looks at the nodes of some kinds; its docstring is the help page's text."""

    def made(find: OnNode) -> Rule:
        return Rule(code, title, severity, _paragraphs(find), wrong, right, frozenset(kinds), on_node=find)

    return made


def on_network(
    code: str, title: str, severity: Severity, *, wrong: Example, right: Example | None = None
) -> Callable[[OnNetwork], Rule]:
    """Make a rule of a function that looks at a network; its docstring is the help page's text."""

    def made(find: OnNetwork) -> Rule:
        return Rule(code, title, severity, _paragraphs(find), wrong, right, on_network=find)

    return made


def on_training(
    code: str, title: str, severity: Severity, *, wrong: Example, right: Example | None = None
) -> Callable[[OnNetwork], Rule]:
    """The same for what is wrong with training a network on some data, not with building it."""

    def made(find: OnNetwork) -> Rule:
        return replace(on_network(code, title, severity, wrong=wrong, right=right)(find), stage="train")

    return made


def said(code: str, title: str, severity: Severity, *why: str, wrong: Example | None = None) -> Rule:
    """A code whose problem is found elsewhere: while shapes are found, or when a run is prepared."""
    return Rule(code, title, severity, why, wrong)


def sketch(*parts: Part, wires: str | None = None, facts: Facts = NO_FACTS, name: str = "network") -> Example:
    """A small drawing: kinds with their settings, named by kind; in a row, or with `wires` such as `a>b, a>c`.

    Several wires into one node fill its slots in their order; `b.port` goes to a port by name.
    """
    layers: list[Layer] = []
    for kind, settings in parts:
        wish = "start" if kind == "InputLayer" else kind.lower().removeprefix("ops.")
        layer = free(wish, (each.id for each in layers))
        frozen = dict(settings)
        trainable = frozen.pop("trainable", True)
        layers.append(Layer(layer, kind, layer, frozen, trainable))
    nodes = tuple(Node(layer.id, layer.id, 200.0 * index, 0.0) for index, layer in enumerate(layers))
    if wires is None:
        edges = [Edge(one.id, other.id) for one, other in pairwise(nodes)]
    else:
        edges = []
        for wire in filter(None, wires.replace(" ", "").split(",")):
            source, _, target = wire.partition(">")
            target, _, port = target.partition(".")
            port = port or "inputs"
            slot = sum(edge.target == target and edge.port == port for edge in edges)
            edges.append(Edge(source, target, 0, port, slot))
    return Example(Network(name, tuple(layers), nodes, tuple(edges)), facts)


def _paragraphs(function: Callable[..., Any]) -> tuple[str, ...]:
    """The paragraphs of a docstring, each on one line."""
    lines = [line.strip() for line in (function.__doc__ or "").strip().splitlines()]
    return tuple(" ".join(part.split()) for part in "\n".join(lines).split("\n\n"))
