"""One JupyterLab server and one Chromium for all browser tests; a notebook with its kernel for each module."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.axe import CONTRAST, DARK, LIGHT, set_theme
from tests.browser.lab import PATIENCE, Canvas, Notebook, lab_server, launch

VIEWPORT = {"width": 1500, "height": 1000}
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="session")
def address(root: Path) -> Iterator[str]:
    with lab_server(root, warm=True) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launch(playwright) as chromium:
        yield chromium


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=VIEWPORT, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


@pytest.fixture(scope="module")
def notebook(page: Page, address: str, root: Path, request: pytest.FixtureRequest) -> Iterator[Notebook]:
    name = f"{Path(str(request.path)).stem}.ipynb"
    notebook = Notebook(page, address, root, name)
    notebook.execute("import playground as pg")
    page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
    yield notebook
    notebook.shut_down()


@pytest.fixture
def digits(notebook: Notebook) -> Canvas:
    """A studio on the template of eight layers, with its data."""
    return notebook.show(
        "from playground.session import read_template\n"
        "studio = pg.Studio(read_template('digits_cnn').network, data='digits')\n"
        "studio"
    ).ready()


@pytest.fixture
def empty(notebook: Notebook) -> Canvas:
    """A studio on an empty canvas, with data."""
    return notebook.show("studio = pg.Studio(data='digits')\nstudio").ready()


@pytest.fixture(params=[LIGHT, DARK, CONTRAST])
def theme(notebook: Notebook, request: pytest.FixtureRequest) -> Iterator[str]:
    """JupyterLab in one of its themes."""
    set_theme(notebook, request.param)
    yield request.param
    set_theme(notebook, LIGHT)
