"""Names in sentences stand between “ and ”, in every room; what Python writes is shown as Python writes it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from playground.catalog import who
from playground.network import Layer, Network

ROOT = Path(__file__).parents[2]
CODE = ("_source_", "_new_layer.py", "__init__.py", "_dataset.py", "_register.py")
"""Files whose texts are Python: source, representations, the error of a module's missing attribute."""

FILES = sorted(path for path in (ROOT / "playground").rglob("*.py") if not any(part in path.name for part in CODE))
STRAIGHT = re.compile(r"(?<![\w`])'[\w ./-]+'(?![\w`])")


def texts(path: Path) -> Iterator[ast.JoinedStr]:
    """The f-strings of a module, without those inside others."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.JoinedStr):
            yield node


def ill_quoted(text: ast.JoinedStr) -> bool:
    """Whether a value stands between straight quotes, or as Python writes it where nothing says that it came so."""
    for before, value in zip([None, *text.values], text.values, strict=False):
        if not isinstance(value, ast.FormattedValue):
            continue
        words = str(before.value) if isinstance(before, ast.Constant) else ""
        if words.endswith("'") or (
            value.conversion == ord("r") and not words.endswith(("got ", "received ", "one has "))
        ):
            return True
    return False


def test_names_in_sentences_stand_between_curly_quotes():
    found = {path.name: [ast.unparse(text) for text in texts(path) if ill_quoted(text)] for path in FILES}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def raised(path: Path) -> list[str]:
    """The words of a module's errors."""
    errors = [node.exc for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Raise) and node.exc]
    words = [each.value for error in errors for each in ast.walk(error) if isinstance(each, ast.Constant)]
    return [each for each in words if isinstance(each, str)]


def test_what_is_raised_quotes_no_word_with_straight_marks():
    assert [each for path in FILES for each in raised(path) if STRAIGHT.search(each)] == []


def test_the_sentences_of_the_rules_quote_names_alike():
    """Their pages are written from what the rules say of drawings that they fire on."""
    pages = sorted((ROOT / "docs" / "problems").glob("*.md"))
    assert len(pages) > 40
    assert {page.stem: found for page in pages if (found := STRAIGHT.findall(page.read_text()))} == {}


def test_a_model_inside_is_called_a_block_as_on_the_screen():
    inner = Layer("l", "Model", "encoder", network=Network("encoder"))
    assert [who(inner), who(Layer("i", "InputLayer", "image")), who(Layer("d", "Dense", "head"))] == [
        "Block “encoder”",
        "Input “image”",
        "Dense “head”",
    ]
