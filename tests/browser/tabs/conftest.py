"""One JupyterLab for all networks that a module opens as documents, and the folder that they are in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import VIEWPORT
from tests.browser.documents import open_lab
from tests.browser.lab import PATIENCE


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    open_lab(page, address)
    yield page
    page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    context.close()


@pytest.fixture(scope="module")
def folder(root: Path) -> Iterator[Path]:
    yield root
    for path in root.glob("*.playground.json"):
        path.unlink()
