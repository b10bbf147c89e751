"""Where widgets can't run: a notebook as JupyterLab saved it, opened by somebody else, and as a page of nbconvert."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import new_page
from tests.browser.lab import PANEL, Notebook

MARKUP = "<img src=x onerror=window.hacked=1>"
CODE = f"""from playground.network import RenameLayer, RenameNetwork
from playground.session import read_template
studio = pg.Studio(read_template('digits_cnn').network)
studio.edit(RenameLayer('hidden', {MARKUP!r}))
studio.edit(RenameNetwork({MARKUP!r}))
studio"""
OUTPUT = ".jp-OutputArea-output"


@pytest.fixture(scope="module")
def saved(notebook: Notebook) -> Path:
    """The file of a notebook with a studio whose names are markup, as JupyterLab's own saving wrote it."""
    notebook.show(CODE).ready()
    notebook.save()
    return notebook.root / notebook.name


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A page in a browser that has seen nothing of it."""
    page = new_page(browser)
    yield page
    page.context.close()


def expect_picture(page: Page) -> None:
    """The network is seen as a picture, once and in its own proportions; nothing of its names has run."""
    picture = page.locator(f"{OUTPUT} img")
    expect(picture).to_have_count(1)
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    width, height = picture.evaluate(
        "async (picture) => { await picture.decode(); return [picture.naturalWidth, picture.naturalHeight]; }"
    )
    assert width > 600
    assert width > height > 200
    box = picture.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(width / height, rel=0.02)
    assert page.evaluate("() => window.hacked") is None
    assert page.locator(".keras-playground").count() == 0


@pytest.mark.parametrize("keeps", [True, False], ids=["as_it_was_saved", "without_its_metadata"])
def test_a_notebook_that_is_not_trusted_shows_a_picture_of_the_network(
    saved: Path, visitor: Page, address: str, *, keeps: bool
):
    content = json.loads(saved.read_text())
    said = {"cell_type": "markdown", "id": "said", "metadata": {}, "source": f"Sent with its metadata: {keeps}"}
    content["cells"].append(said)
    if not keeps:
        content["metadata"] = {"kernelspec": content["metadata"]["kernelspec"]}
    (saved.parent / "of_somebody_else.ipynb").write_text(json.dumps(content))
    other = Notebook(visitor, address, saved.parent, "of_somebody_else.ipynb")
    assert not visitor.evaluate(f"() => {PANEL}.content.model.cells.get(0).trusted")
    expect_picture(visitor)
    other.shut_down()


def expect_converted(page: Page, path: Path, folder: Path) -> None:
    """The page that nbconvert makes of a notebook has the picture, also where no server is reached."""
    convert = [sys.executable, "-m", "nbconvert", "--to", "html", "--output-dir", str(folder), str(path)]
    subprocess.run(convert, check=True, capture_output=True)
    page.context.set_offline(True)
    page.goto((folder / f"{path.stem}.html").as_uri())
    expect_picture(page)


def test_a_page_that_nbconvert_makes_of_a_saved_notebook_shows_a_picture_of_the_network(
    saved: Path, visitor: Page, tmp_path: Path
):
    expect_converted(visitor, saved, tmp_path)


def test_so_does_one_of_a_notebook_that_was_opened_again_and_saved_before_a_cell_was_run(
    saved: Path, visitor: Page, address: str, tmp_path: Path
):
    copy = saved.parent / "saved_again.ipynb"
    copy.write_text(saved.read_text())
    other = Notebook(visitor, address, copy.parent, copy.name)
    other.canvas().get(f"node-{MARKUP}").wait_for()
    assert not visitor.evaluate(f"() => {PANEL}.context.model.dirty")
    written = copy.stat().st_mtime_ns
    visitor.evaluate(f"() => {{ {PANEL}.context.model.dirty = true; }}")
    other.save()
    assert copy.stat().st_mtime_ns > written
    other.shut_down()
    expect_converted(visitor, copy, tmp_path)
