"""A host that has nothing of JupyterLab: a plain page with a real kernel, as strict as VS Code's."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.lab import PATIENCE, Canvas

PAGE = Path(__file__).with_name("plain_host.html")


class PlainHost:
    """The page `plain_host.html`, joined to a kernel of its own through a Jupyter server's channels."""

    def __init__(self, page: Page, address: str) -> None:
        """Open the page beside the server's own, and start its kernel."""
        self.page = page
        # A page of the server's brings the cookie that lets one start a kernel; JupyterLab's is left again for one that
        # the server does not have, and ours written over it.
        page.goto(f"{address}lab", wait_until="commit")
        page.goto(f"{address}plain")
        page.set_content(PAGE.read_text())
        page.wait_for_function("() => globalThis.host")
        page.evaluate("() => host.start('python3')")

    def execute(self, code: str) -> str | None:
        """Run code in the kernel; gives the model of the widget that it shows last, if any.

        Raises:
            playwright.sync_api.Error: the code raised; the message is Python's.
        """
        found: str | None = self.page.evaluate("(code) => host.execute(code)", code)
        return found

    def show(self, code: str) -> Canvas:
        """The studio that this code shows."""
        model = self.execute(code)
        assert model is not None
        self.page.evaluate("(model) => host.show(model)", model)
        host = self.page.locator(".keras-playground")
        host.wait_for(state="attached", timeout=PATIENCE)
        return Canvas(self, host)

    @property
    def sent(self) -> list[Any]:
        """All that studios sent to the kernel, as JSON text."""
        return list(self.page.evaluate("() => host.sent"))

    def shut_down(self) -> None:
        """End the kernel."""
        self.page.evaluate("() => host.end().then(() => null)")
