"""Exporting by the dialog: what is written loads elsewhere with the same answers, and nothing else is touched."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.hands import show
from tests.browser.lab import Canvas, Notebook
from tests.browser.test_training import play

LOAD = """
import json, sys
import numpy as np
path, form, samples = sys.argv[1:]
x = np.load(samples)
if form == "keras":
    import keras
    model = keras.models.load_model(path)
    answers = model(x).numpy()
else:
    import tensorflow as tf
    serve = tf.saved_model.load(path).signatures["serving_default"]
    (name,) = serve.structured_input_signature[1]
    (answers,) = (value.numpy() for value in serve(**{name: tf.constant(x)}).values())
print(json.dumps(answers.tolist()))
"""


@pytest.fixture
def trained(digits: Canvas, notebook: Notebook) -> Canvas:
    """A studio after a short run, with the dialog open."""
    play(digits, 2)
    digits.wait("state.status.state === 'finished'")
    digits.get("export").click()
    digits.get("export-dialog").wait_for()
    return digits


def export_to(canvas: Canvas, path: str, form: str) -> None:
    canvas.get(f"export-{form}").check()
    canvas.get("export-path").fill(path)
    canvas.get("export-confirm").click()


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("form", ["saved_model", "keras"])
def test_an_export_tells_path_size_and_difference_and_loads_elsewhere_with_the_same_answers(
    trained: Canvas, notebook: Notebook, root: Path, tmp_path: Path, form: str
):
    name = f"exports/digits_{form}"
    export_to(trained, name, form)
    result = trained.get("export-result").first
    result.wait_for()
    path = root / (name if form == "saved_model" else f"{name}.keras")
    summary = trained.state("state.exports[0]")
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    assert summary["size_bytes"] == sum(file.stat().st_size for file in files)
    assert summary["samples"] == 64
    assert summary["max_difference"] < 1e-5
    text = result.inner_text()
    assert summary["path"] in text
    assert f"{summary['size_bytes'] / 1024:.0f} KiB" in text
    assert "Reloaded in a fresh process: largest difference" in text
    assert "64 samples" in text
    assert [each for each in listing(path.parent) if "partial" in each] == []

    samples = tmp_path / "samples.npy"
    notebook.execute(
        "import numpy as np; x = next(iter(studio.data.inputs.values()))[:7]; "
        f"np.save({str(samples)!r}, x); wanted = studio.model(x).numpy().tolist()"
    )
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(path), form, str(samples)],
        env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    answers = [pytest.approx(row, abs=1e-5) for row in json.loads(done.stdout)]
    assert notebook.evaluate("wanted") == answers


def test_what_is_there_is_replaced_only_when_the_box_is_ticked(trained: Canvas, root: Path):
    there = root / "taken.keras"
    there.write_text("mine")
    export_to(trained, "taken.keras", "keras")
    expect(trained.get("export-error")).to_contain_text("taken.keras")
    assert there.read_text() == "mine"
    expect(trained.get("export-confirm")).to_be_disabled()
    trained.get("export-overwrite").check()
    trained.get("export-confirm").click()
    trained.get("export-result").first.wait_for()
    expect(trained.get("export-error")).to_have_count(0)
    assert there.read_bytes()[:2] == b"PK"


def test_a_folder_that_is_no_export_is_not_replaced_even_then(trained: Canvas, root: Path):
    folder = root / "thesis"
    folder.mkdir()
    (folder / "chapter.txt").write_text("words")
    export_to(trained, "thesis", "saved_model")
    trained.get("export-overwrite").check()
    trained.get("export-confirm").click()
    trained.page.wait_for_function(
        "(host) => host.shadowRoot.querySelector('[data-testid=export-error]')?.textContent.includes('chapter.txt')",
        arg=trained.host.element_handle(),
    )
    assert listing(folder) == ["chapter.txt"]


@pytest.mark.parametrize("form", ["saved_model", "keras"])
def test_a_place_that_can_not_be_written_to_gives_one_sentence_and_leaves_nothing(
    trained: Canvas, root: Path, form: str
):
    blocker = root / "a_file"
    blocker.write_text("no folder")
    before = listing(root)
    for place in ("a_file/digits", "/proc/nowhere/digits", "not/yet/made/digits"):
        export_to(trained, place, form)
        trained.page.wait_for_function(
            "([host, place]) => host.shadowRoot.querySelector('[data-testid=export-error]')"
            "?.textContent.includes(place)",
            arg=[trained.host.element_handle(), place.split("/")[-2]],
        )
        said = trained.get("export-error").inner_text()
        assert said.count(". ") == 0
        assert said.endswith(".")
        assert "Traceback" not in said
        assert trained.get("export-result").count() == 0
    # JupyterLab saves the notebook by itself, and its server writes what it likes.
    others = (".jupyter", ".ipynb")
    assert [each for each in listing(root) if each not in before and not any(one in each for one in others)] == []
    assert trained.state("state.status.state") == "finished"


def test_a_run_that_goes_on_is_held_for_the_export_and_goes_on(digits: Canvas, root: Path):
    play(digits, 100_000)
    digits.wait("state.status.state === 'running' && state.status.step > 100")
    digits.get("export").click()
    export_to(digits, "running.keras", "keras")
    digits.wait("state.status.state === 'paused'")
    digits.get("export-result").first.wait_for()
    digits.wait("state.status.state === 'running'")
    assert (root / "running.keras").is_file()
    digits.get("export-close").click()
    step = digits.state("state.status.step")
    digits.wait(f"state.status.step > {step}")
    show(digits)
    digits.get("stop").click()
    digits.wait("state.status.state === 'stopped'")
