"""What a rule of the doctor is: a code, its help page, and how it is found in the evidence."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from playground.checking import Severity
from playground.doctor._evidence import Evidence
from playground.protocol import Cure, Finding, Panel


class Found(NamedTuple):
    """What a rule found: a sentence, the figures that show it, the node, and what cures it."""

    message: str
    evidence: dict[str, float]
    node: str | None = None
    cure: Cure | None = None


Find = Callable[[Evidence], Iterator[Found]]


@dataclass(frozen=True)
class Rule:
    """One code of a finding; `why` are the paragraphs of its help page.

    `shown` is the panel that shows it. It is not told beside one of `unless`, which is its cause.
    """

    code: str
    title: str
    severity: Severity
    why: tuple[str, ...]
    find: Find
    shown: Panel = "training"
    unless: frozenset[str] = frozenset()

    def findings(self, evidence: Evidence) -> Iterator[Finding]:
        """What this rule finds."""
        for message, figures, node, cure in self.find(evidence):
            shown = {name: value for name, value in figures.items() if math.isfinite(value)}
            yield Finding(self.code, self.severity, message, shown, self.shown, node, cure)


def rule(
    code: str, title: str, severity: Severity, *, shown: Panel = "training", unless: tuple[str, ...] = ()
) -> Callable[[Find], Rule]:
    """Make a rule of a function; its docstring is the help page's text."""

    def made(find: Find) -> Rule:
        lines = [line.strip() for line in (find.__doc__ or "").strip().splitlines()]
        why = tuple(" ".join(part.split()) for part in "\n".join(lines).split("\n\n"))
        return Rule(code, title, severity, why, find, shown, frozenset(unless))

    return made
