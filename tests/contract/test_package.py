"""The package's promises: its public names, what an import costs, and what it needs."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

import playground

ROOT = Path(__file__).parents[2]

PUBLIC = {
    "Network": "class",
    "PlaygroundError": "class",
    "Problem": "class",
    "Report": "class",
    "Studio": "class",
    "TrainingConfig": "class",
    "build": "function",
    "charts": "module",
    "check": "function",
    "datasets": "module",
    "diagnose": "function",
    "difference": "function",
    "export": "function",
    "find_learning_rate": "function",
    "from_keras": "function",
    "keep": "function",
    "open": "function",
    "picture": "function",
    "probing": "module",
    "register": "function",
    "runs": "function",
    "to_python": "function",
    "train": "function",
}


def kind(value: object) -> str:
    if isinstance(value, type):
        return "class"
    return "module" if type(value).__name__ == "module" else "function"


def test_the_public_names_are_these_and_each_is_there():
    assert sorted(playground.__all__) == sorted(PUBLIC)
    assert {name: kind(getattr(playground, name)) for name in PUBLIC} == PUBLIC
    assert set(PUBLIC) <= set(dir(playground))


def test_a_name_that_is_not_public_is_missed_like_any_other():
    try:
        playground.nonsense  # noqa: B018  # the access is what is tested
    except AttributeError as error:
        assert str(error) == "module 'playground' has no attribute 'nonsense'"
    else:
        raise AssertionError("an unknown name was found")


def imported_by(statement: str) -> set[str]:
    code = f"import sys, json; {statement}; print(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout))


HEAVY = {
    "keras",
    "tensorflow",
    "jax",
    "numpy",
    "sklearn",
    "pandas",
    "plotly",
    "PIL",
    "IPython",
    "ipywidgets",
    "anywidget",
    "traitlets",
}


def test_importing_the_package_imports_nothing_heavy():
    assert imported_by("import playground") & HEAVY == set()


def test_reading_a_document_needs_neither_keras_nor_jupyter():
    assert imported_by("import playground as pg; pg.Network('n')") & HEAVY == set()


def test_importing_every_room_below_the_widget_imports_neither_keras_nor_jupyter():
    above = "session, keeping, training, exporting, probing, charts, picturing, doctor"
    below = "modeling, datasets, protocol, checking, catalog, network"
    assert imported_by(f"from playground import {above}, {below}") & (HEAVY - {"numpy"}) == set()


def test_every_import_is_of_a_declared_dependency():
    declared = {
        re.split(r"[<>=~!;\[ ]", requirement)[0].replace("-", "_")
        for requirement in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    }
    names = {"pillow": "PIL", "scikit_learn": "sklearn"}
    allowed = {names.get(name, name) for name in declared} | {"playground"} | set(sys.stdlib_module_names)
    optional = {"pandas", "mlflow", "tensorboard", "umap"}
    for path in (ROOT / "playground").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module or ""]
            used = {module.split(".")[0] for module in modules}
            assert used <= allowed | optional, path


def test_no_file_has_two_subjects():
    sources = [*(ROOT / "playground").rglob("*.py"), *(ROOT / "widgets" / "src").rglob("*.ts*")]
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources
        if path.name != "protocol.ts" and (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_the_pins_name_no_registry_and_fit_the_ranges():
    text = (ROOT / "constraints.txt").read_text()
    assert "://" not in text
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in text.split()}
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*pyproject["dependencies"], *pyproject["optional-dependencies"]["dev"]]
    assert {re.split(r"[<>=~!;\[ ]", each)[0].lower().replace("_", "-") for each in wanted} <= pinned


@pytest.mark.parametrize("python", ["3.11.0", "3.12.0", "3.13.0"])
def test_each_pin_can_be_installed_on_the_first_release_of_every_python_that_is_promised(python: str):
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().split())
    asked = {name: metadata.metadata(name).get("Requires-Python") for name in pins}
    assert {name: spec for name, spec in asked.items() if spec and python not in SpecifierSet(spec)} == {}


def test_the_lock_file_of_the_browser_half_names_no_registry():
    assert "resolved" not in (ROOT / "widgets" / "package-lock.json").read_text()


def test_every_colour_of_jupyterlab_has_another_where_there_is_no_jupyterlab():
    sheets = (Path(__file__).parents[2] / "widgets" / "src").rglob("*.css")
    borrowed = [each for sheet in sheets for each in re.findall(r"var\(--jp-[^;]*;", sheet.read_text())]
    assert len(borrowed) > 15
    assert [each for each in borrowed if not re.match(r"var\(--jp-[\w-]+, (var\(--vscode-[\w-]+, )?[^v]", each)] == []
