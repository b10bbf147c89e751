from pathlib import Path

from playground.checking.rules import RULES as PROBLEMS
from playground.doctor._pages import pages
from playground.doctor.rules import RULES

FOLDER = Path(__file__).parents[2] / "docs" / "findings"


def test_the_help_pages_are_those_of_the_rules():
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert written == pages(), "run `make findings`"


def test_every_finding_has_a_page_that_says_when_it_is_found():
    assert len(RULES) >= 12
    assert [rule.code for rule in RULES if not any("Found " in part for part in rule.why)] == []


def test_no_finding_has_the_code_of_a_problem():
    assert {rule.code for rule in RULES} & {rule.code for rule in PROBLEMS} == set()
