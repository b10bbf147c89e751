import ast
from pathlib import Path

from playground.checking import explain
from playground.checking._pages import pages
from playground.checking.rules import RULES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "problems"


def codes_in_the_source():
    """First arguments of `Problem(...)` all over the package, where they are written out."""
    for path in (ROOT / "playground").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Problem" and call.args:
                first = call.args[0]
                for part in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                    if isinstance(part, ast.Constant):
                        yield part.value


def test_the_help_pages_are_those_of_the_rules():
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert written == pages(), "run `make problems`"


def test_every_code_that_is_said_is_explained():
    found = set(codes_in_the_source())
    assert len(found) > 30
    assert found - {rule.code for rule in RULES} == set()


def test_an_explanation_has_its_reason_and_an_example_before_and_after():
    found = explain("unequal_shapes")
    assert found.why[0].startswith("Add and its relatives combine their inputs number by number")
    assert found.before.splitlines()[-1] == "add = Add()([conv2d_1, conv2d])"
    assert found.says == "Add “add” needs equal shapes; received 14×14×64 and 28×28×32."
    assert explain("no_data").before == ""
    assert explain("nothing_of_the_kind") is None


def test_an_example_tells_its_data_and_training():
    found = explain("softmax_from_logits")
    assert found.before.splitlines()[:3] == [
        "# x: samples of shape (8,), float32 from -2 to 2",
        "# y: samples of shape (), int64 from 0 to 3",
        "# loss: SparseCategoricalCrossentropy(from_logits=True)",
    ]
    assert found.after.splitlines()[-1] == "dense = Dense(units=4)(start)"
