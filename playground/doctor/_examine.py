"""From the evidence to what is found, the worst first."""

from playground.doctor._evidence import Evidence
from playground.doctor.rules import RULES
from playground.protocol import Finding

_RANK = {"error": 0, "warning": 1, "hint": 2}


def examine(evidence: Evidence) -> tuple[Finding, ...]:
    """All findings, errors before warnings before hints; one whose cause is found too is not told."""
    found = {rule.code: tuple(rule.findings(evidence)) for rule in RULES}
    codes = {code for code, findings in found.items() if findings}
    told = [each for rule in RULES if not rule.unless & codes for each in found[rule.code]]
    return tuple(sorted(told, key=lambda finding: _RANK[finding.severity]))
