"""The documents of the gallery are those that their Keras code makes."""

import runpy
from pathlib import Path

from playground.session import read_template, templates

ROOT = Path(__file__).parents[2]


def test_the_documents_are_those_of_the_code_and_each_is_shown():
    made = dict(runpy.run_path(str(ROOT / "scripts" / "templates.py"))["documents"]())
    shipped = {path.name: path.read_bytes() for path in (ROOT / "playground" / "session" / "templates").iterdir()}
    assert shipped == made, "run `make templates`"
    assert sorted(f"{template.name}.playground.json" for template in templates()) == sorted(made)


def test_the_page_of_the_templates_lists_each_with_its_data():
    page = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    for template in templates():
        (row,) = [line for line in page.splitlines() if line.startswith(f"| {template.title} |")]
        assert f"`{(read_template(template.name).data or {})['name']}`" in row
