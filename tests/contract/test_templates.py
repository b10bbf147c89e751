"""The documents of the gallery are those that their Keras code makes."""

import runpy
from pathlib import Path

from playground.session import templates

ROOT = Path(__file__).parents[2]


def test_the_documents_are_those_of_the_code_and_each_is_shown():
    made = dict(runpy.run_path(str(ROOT / "scripts" / "templates.py"))["documents"]())
    shipped = {path.name: path.read_bytes() for path in (ROOT / "playground" / "session" / "templates").iterdir()}
    assert shipped == made, "run `make templates`"
    assert sorted(f"{template.name}.playground.json" for template in templates()) == sorted(made)
