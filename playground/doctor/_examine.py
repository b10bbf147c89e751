"""From the evidence to what is found, the worst first; and what there is to find."""

from playground.checking import Explanation
from playground.doctor._evidence import Evidence
from playground.doctor.rules import RULES
from playground.protocol import Finding

ILLNESSES: dict[str, str] = {each.code: each.title for each in RULES}
"""The titles of all findings that there are, by code, in the order of the help pages."""
_RANK = {"error": 0, "warning": 1, "hint": 2}


def examine(evidence: Evidence) -> tuple[Finding, ...]:
    """All findings, errors before warnings before hints; one whose cause is found too is not told."""
    found = {rule.code: tuple(rule.findings(evidence)) for rule in RULES}
    codes = {code for code, findings in found.items() if findings}
    told = [each for rule in RULES if not rule.unless & codes for each in found[rule.code]]
    return tuple(sorted(told, key=lambda finding: _RANK[finding.severity]))


def explain(code: str) -> Explanation | None:
    """The help page of a finding's code; None for one that there is not."""
    found = next((each for each in RULES if each.code == code), None)
    return None if found is None else Explanation(found.code, found.title, found.severity, found.why)
