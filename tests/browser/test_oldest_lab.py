"""The oldest JupyterLab that we support: a network is made, saved, undone, and outlives a restart of its kernel."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from playground.network import read_document
from tests.browser.documents import CURRENT, Tab, open_lab
from tests.browser.hands import settled
from tests.browser.lab import Canvas, Notebook, lab_server

OLDEST = Path(__file__).parents[2] / ".venv-oldest" / "bin" / "python"


@pytest.fixture(scope="module")
def page(own_page: Page) -> Page:
    return own_page


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("oldest")


@pytest.fixture(scope="module")
def old_address(folder: Path) -> Iterator[str]:
    if not OLDEST.exists():
        raise RuntimeError("These tests need the oldest JupyterLab that we support; `make oldest` brings it.")
    with lab_server(folder, python=OLDEST) as found:
        yield found


def test_a_network_is_a_document_in_the_oldest_jupyterlab(page: Page, old_address: str, folder: Path):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    open_lab(page, old_address)
    assert page.evaluate("() => window.jupyterapp.version").startswith("4.4.")
    page.locator(".jp-LauncherCard:visible", has_text="Network").click()
    tab = Tab(page, folder, "untitled.playground.json")
    tab.wait("!widget.context.model.dirty")
    tab.canvas.get("template-digits_mlp").click()
    tab.wait("widget.context.model.dirty")
    settled(tab.canvas)
    tab.wait("widget.context.model.sharedModel.getSource().includes('digits_mlp')")
    expect(tab.canvas.get("saved")).to_have_text("changed")
    page.evaluate(f"() => {CURRENT}.context.save()")
    tab.wait("!widget.context.model.dirty")
    assert read_document(tab.path).network.name == "digits_mlp"
    page.evaluate("() => window.jupyterapp.commands.execute('editmenu:undo').then(() => null)")
    tab.canvas.wait("state.confirmed.nodes.length === 0")
    page.evaluate("() => window.jupyterapp.commands.execute('editmenu:redo').then(() => null)")
    tab.canvas.wait("state.confirmed.nodes.length > 0")
    tab.wait("widget.context.model.sharedModel.getSource().includes('digits_mlp')")
    page.evaluate(f"() => {{ void {CURRENT}.context.sessionContext.restartKernel(); }}")
    page.wait_for_function(f"() => !{CURRENT}.content.studio?.store.getState().live")
    tab.wait_until_live()
    assert tab.canvas.state("state.confirmed.name") == "digits_mlp"
    tab.shut_down()
    assert [text for text in said if "keras-playground" in text or "playground:" in text] == []


def test_a_studio_stands_in_a_notebook_of_the_oldest_jupyterlab_and_opens_in_a_tab(
    page: Page, old_address: str, folder: Path
):
    notebook = Notebook(page, old_address, folder, "old.ipynb")
    canvas = notebook.show("import playground as pg\nstudio = pg.Studio(data='digits')\nstudio").ready()
    canvas.get("template-digits_mlp").click()
    canvas.wait("state.network.nodes.length > 0")
    settled(canvas)
    canvas.get("canvas").click(position={"x": 5, "y": 5})
    for key in ("d", "d", "Control+s"):
        page.keyboard.press(key)
    page.wait_for_function(f"() => !{CURRENT}.context.model.dirty")
    assert notebook.cell_count() == 1
    canvas.get("open-in-tab").click()
    own = Canvas(notebook, page.locator(".jp-LinkedOutputView .keras-playground"))
    own.host.wait_for()
    own.wait("state.network.name === 'digits_mlp'")
    page.evaluate(f"() => {CURRENT}.dispose()")
    page.evaluate("() => void window.jupyterapp.commands.execute('docmanager:open', { path: 'old.ipynb' })")
    page.wait_for_function(f"() => {CURRENT}?.sessionContext")
    notebook.shut_down()
