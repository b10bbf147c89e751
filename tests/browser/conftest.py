"""One server, one Chromium and one page of JupyterLab for all browser tests; a notebook and its kernel a module."""

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


def new_page(browser: Browser) -> Page:
    """A page in a browser that has seen nothing yet."""
    context = browser.new_context(viewport=VIEWPORT, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


@pytest.fixture(scope="session")
def shared() -> list[Page]:
    """The page that modules have after each other, if there is one."""
    return []


@pytest.fixture(scope="module")
def page(browser: Browser, shared: list[Page], request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page of all modules, for JupyterLab takes seconds to load: no choice outlives a module, nor it a failure."""
    if not shared:
        shared.append(new_page(browser))
    failed = request.session.testsfailed
    yield shared[0]
    if request.session.testsfailed > failed:
        shared.pop().context.close()
    else:
        shared[0].evaluate("() => localStorage.clear()")


@pytest.fixture(scope="module")
def own_page(browser: Browser) -> Iterator[Page]:
    """A page for one module, which goes elsewhere with it."""
    page = new_page(browser)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def notebook(page: Page, address: str, root: Path, request: pytest.FixtureRequest) -> Iterator[Notebook]:
    name = f"{Path(str(request.path)).stem}.ipynb"
    notebook = Notebook(page, address, root, name, stay=True)
    notebook.execute("import playground as pg")
    page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
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
