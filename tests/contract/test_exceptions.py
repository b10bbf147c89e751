"""A line that a rule of the linters or of the type checker passes over says why."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MARK = re.compile(r"# (noqa|type: ignore)|biome-ignore|@ts-")
REASONED = re.compile(
    r"# noqa: [A-Z0-9]+(, [A-Z0-9]+)*  # \S|# type: ignore\[[a-z-]+(, ?[a-z-]+)*\]  # \S|biome-ignore [\w/]+: \S.{8}"
)
SOURCES = ("*.py", "*.ts", "*.tsx", "*.css", "*.mjs")


def test_every_line_that_a_rule_passes_over_says_why():
    told = subprocess.run(["git", "ls-files", *SOURCES], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    lines = (
        (name, at, line)
        for name in told.split()
        if ROOT / name != Path(__file__)
        for at, line in enumerate((ROOT / name).read_text().splitlines(), 1)
        if MARK.search(line)
    )
    assert [f"{name}:{at}: {line}" for name, at, line in lines if not REASONED.search(line)] == []
