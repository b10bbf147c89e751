"""Drawings to begin with: documents that ship with the package."""

from functools import cache
from importlib.resources import files

from playground.errors import DocumentError
from playground.network import SUFFIX, Document, decode_document
from playground.protocol import Template

FOLDER = "templates"


@cache
def _documents() -> dict[str, tuple[Document, str]]:
    found = {}
    folder = files("playground.session") / FOLDER
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.name.endswith(SUFFIX):
            name = entry.name.removesuffix(SUFFIX)
            found[name] = (decode_document(entry.read_bytes()), (folder / f"{name}.txt").read_text().strip())
    return found


def templates() -> tuple[Template, ...]:
    """All templates, in the order of their names."""
    return tuple(Template(name, *text.split("\n", 1)) for name, (_, text) in _documents().items())


def read_template(name: str) -> Document:
    """A template's document.

    Raises:
        DocumentError: there is no template of that name.
    """
    if name not in _documents():
        known = ", ".join(_documents())
        raise DocumentError(f"There is no template “{name}”; there are {known}.")
    return _documents()[name][0]
