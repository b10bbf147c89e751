"""The quick start, executed top to bottom: untouched, and with the template that its first step opens."""

import base64
from collections.abc import Iterator
from pathlib import Path

import nbclient
import nbformat
import numpy as np
import pytest

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "quick_start.ipynb"
FIRST = 'pg.Studio(data="digits")'
TEMPLATE = """
from playground.session import handle
handle(studio.session, {"id": "a", "command": {"type": "open_template", "name": "digits_cnn"}})
import dataclasses
studio.config = dataclasses.replace(studio.config, epochs=3)
"""


@pytest.fixture
def notebook() -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return


def run(notebook: nbformat.NotebookNode, folder: Path) -> list[nbformat.NotebookNode]:
    """The code cells after a run of all; nothing may be said on the error stream."""
    client = nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3")
    client.execute(cwd=str(folder))
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    said = [output.text for cell in cells for output in cell.outputs if output.get("name") == "stderr"]
    assert said == []
    return cells


def shown(cell: nbformat.NotebookNode, kind: str) -> list[object]:
    return [output.data[kind] for output in cell.outputs if kind in output.get("data", {})]


def values(packed: dict[str, str]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"])


def test_every_cell_runs_also_when_nothing_was_drawn(notebook: nbformat.NotebookNode, tmp_path: Path):
    studio, facts, model, chart, document = run(notebook, tmp_path)
    assert len(shown(studio, "application/vnd.jupyter.widget-view+json")) == 1
    assert shown(facts, "text/plain") == ["('network', 0)"]
    assert [model.outputs, chart.outputs] == [[], []]
    assert shown(document, "text/plain") == ["True"]
    assert [path.name for path in tmp_path.glob("*.json")] == ["quick_start.playground.json"]


def test_with_the_template_the_cells_train_it_show_it_and_keep_it(notebook: nbformat.NotebookNode, tmp_path: Path):
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    assert FIRST in first.source
    first.source = first.source.removesuffix("studio").rstrip() + "\n" + TEMPLATE + "studio"
    studio, facts, model, chart, document = run(notebook, tmp_path)
    assert len(shown(studio, "application/vnd.jupyter.widget-view+json")) == 1
    assert shown(facts, "text/plain") == ["('digits_cnn', 38282)"]
    summary = "".join(str(part) for part in shown(model, "text/html"))
    assert all(name in summary for name in ("conv_a", "conv_b", "hidden", "digit"))
    (figure,) = shown(chart, "application/vnd.plotly.v1+json")
    points = {trace["name"]: len(values(trace["y"])) for trace in figure["data"]}
    assert points == {"accuracy, each step": 3 * 45, "accuracy": 3 * 45, "val_accuracy": 3}
    assert shown(document, "text/plain") == ["True"]


def test_no_output_is_kept_in_the_repository(notebook: nbformat.NotebookNode):
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * len(code)
