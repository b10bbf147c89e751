"""Networks as documents of JupyterLab: the tab that shows one, with its file and its kernel."""

import json
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from tests.browser.lab import KERNEL_SECONDS, PATIENCE, POLLING, Canvas

LISTED = 5_000
CURRENT = "window.jupyterapp?.shell.currentWidget"
TEMPLATES = Path(__file__).parents[2] / "playground" / "session" / "templates"


def open_lab(page: Page, address: str) -> None:
    """JupyterLab without any document, showing the root folder."""
    page.goto(f"{address}lab?reset")
    page.wait_for_function("() => window.jupyterapp")
    page.evaluate("() => window.jupyterapp.restored")


def put(folder: Path, name: str, template: str = "digits_mlp") -> Path:
    """A document of a template in the folder."""
    return Path(shutil.copy(TEMPLATES / f"{template}.playground.json", folder / name))


def browse(page: Page, name: str) -> Any:
    """The line of a file in the file browser, which leaves a new line out of sight at times."""
    item = page.locator(".jp-DirListing-item", has=page.get_by_text(name, exact=True))
    for _ in range(int(PATIENCE / LISTED)):
        page.evaluate("() => window.jupyterapp.commands.execute('filebrowser:refresh')")
        with suppress(Error):
            item.wait_for(timeout=LISTED)
            break
    return item


def open_path(page: Page, path: str) -> None:
    """Open a file, or bring its tab to the front."""
    page.evaluate("(path) => void window.jupyterapp.commands.execute('docmanager:open', { path })", path)
    page.wait_for_function(f"(path) => {CURRENT}?.context?.path === path", arg=path)


def menu(page: Page, *labels: str) -> None:
    """Choose from JupyterLab's menus by hand."""
    page.locator(".lm-MenuBar-item", has_text=re.compile(f"^{labels[0]}$")).click()
    for label in labels[1:]:
        item = page.locator(".lm-Menu-item", has=page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{label}$")))
        item.last.click()


class Tab:
    """The tab of a network, once it is the current one."""

    def __init__(self, page: Page, root: Path, name: str, *, live: bool = True) -> None:
        """Wait until it shows the network; with `live`, until its kernel answers."""
        self.page = page
        self.root = root
        self.name = name
        page.wait_for_function(f"(name) => {CURRENT}?.context?.path === name", arg=name, timeout=KERNEL_SECONDS)
        self.element = page.locator(f"#{self.evaluate('widget.id')}")
        if live:
            self.wait_until_live()

    def wait_until_live(self) -> None:
        """Wait until the kernel has told the studio all that it needs."""
        ready = "studio?.store.getState().live && studio.store.getState().start !== null"
        self.page.wait_for_function(
            f"() => {{ const {{ studio }} = {CURRENT}?.content ?? {{}}; return {ready}; }}",
            timeout=KERNEL_SECONDS,
            polling=POLLING,
        )

    @property
    def canvas(self) -> Canvas:
        """The studio in the tab."""
        return Canvas(self, self.element.locator(".keras-playground"))

    @property
    def line(self) -> str:
        """The sentence above the canvas."""
        return self.element.locator(".playground-line").inner_text()

    @property
    def path(self) -> Path:
        """The file on disk."""
        return self.root / str(self.evaluate("widget.context.path"))

    def evaluate(self, expression: str) -> Any:
        """A JavaScript expression over JupyterLab's `widget`."""
        return self.page.evaluate(f"() => {{ const widget = {CURRENT}; return {expression}; }}")

    def wait(self, expression: str) -> None:
        """Wait until a JavaScript expression over JupyterLab's `widget` is true."""
        self.page.wait_for_function(
            f"() => {{ const widget = {CURRENT}; return {expression}; }}", timeout=PATIENCE, polling=POLLING
        )

    def text(self) -> Any:
        """What JupyterLab would write into the file now, read as JSON."""
        return json.loads(self.evaluate("widget.context.model.sharedModel.getSource()"))

    def file(self) -> Any:
        """What the file holds."""
        return json.loads(self.path.read_text())

    def shut_down(self) -> None:
        """Close the tab without a question, and end its kernel."""
        self.page.evaluate(
            f"""async () => {{
                const widget = {CURRENT};
                await widget.context.sessionContext.shutdown();
                widget.dispose();
            }}"""
        )
