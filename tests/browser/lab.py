"""A real JupyterLab server and real notebooks in a real Chromium, for tests and for the README's picture."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Playwright

from tests.browser.kernels import warm_kernels

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 180
KERNEL_SECONDS = 120_000
PATIENCE = 120_000
"""Milliseconds to wait for what must come: no test is about time, and a machine may be busy with others."""
POLLING = 20
"""Milliseconds from look to look at what must come: at every frame, the browser would draw sixty a second meanwhile."""
PANEL = "window.jupyterapp.shell.currentWidget"


def chromium() -> str:
    """Where Chromium is."""
    found = os.environ.get("PLAYGROUND_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise RuntimeError("These tests need Chromium: apt-get install chromium, or name it in PLAYGROUND_CHROMIUM.")
    return found


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)


@contextmanager
def lab_server(
    root: Path,
    *,
    python: str | Path = sys.executable,
    environment: dict[str, str] | None = None,
    application: str = "jupyterlab",
    warm: bool = False,
) -> Iterator[str]:
    """A server on a free port with settings of its own, and kernels of the same Python; gives its address.

    The `application` is the module that is run: "jupyterlab", or "notebook" for Notebook 7. With `warm`, its kernels
    are forks of a process that has imported TensorFlow, as in `tests.browser.kernels`.
    """
    state = root / ".jupyter"
    settings = state / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')
    info = state / "runtime"
    command = [python, "-m", application, "--no-browser", "--allow-root", "--port=0"]
    name = {"jupyterlab": "LabApp", "notebook": "JupyterNotebookApp"}[application]
    options = ["--IdentityProvider.token=", f"--{name}.expose_app_in_browser=True", f"--ServerApp.root_dir={root}"]
    places = {
        "JUPYTER_CONFIG_DIR": str(state / "config"),
        "JUPYTER_DATA_DIR": str(state / "data"),
        "JUPYTER_PATH": os.pathsep.join([str(state / "first"), str(state / "warm")]),
        "XDG_STATE_HOME": str(state / "state"),
        "XDG_DATA_HOME": str(state / "share"),
        "JUPYTER_RUNTIME_DIR": str(info),
        "JUPYTERLAB_SETTINGS_DIR": str(state / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(state / "workspaces"),
        "PATH": os.pathsep.join([str(Path(python).parent), os.environ.get("PATH", "")]),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
    }
    variables = {**os.environ, **places, **(environment or {})}
    kernels = warm_kernels(state / "warm", variables) if warm else nullcontext()
    with (root / ".jupyter" / "log.txt").open("w") as log, kernels:
        server = subprocess.Popen([*command, *options], env=variables, stdout=log, stderr=log, cwd=root)
        try:
            yield _address(info, server, state / "log.txt")
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _address(info: Path, server: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab ended at its start:\n{log.read_text()[-3000:]}")
        for path in info.glob("jpserver-*.json") if info.exists() else ():
            try:
                address = json.loads(path.read_text())["url"]
                urllib.request.urlopen(f"{address}api/status", timeout=5).close()  # noqa: S310  # our own server
            except (OSError, ValueError):
                continue
            return str(address)
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not answer within {START_SECONDS} s:\n{log.read_text()[-3000:]}")


def is_at_rest(page: Page) -> bool:
    """Whether the page shows JupyterLab, and nothing in it waits for an answer."""
    return bool(page.evaluate("() => Boolean(window.jupyterapp) && !document.querySelector('.jp-Dialog, .lm-Menu')"))


class Notebook:
    """A notebook open in JupyterLab, or in another application that is built of it, with its kernel."""

    def __init__(
        self,
        page: Page,
        address: str,
        root: Path,
        name: str,
        *,
        where: str = "lab/tree/{name}?reset",
        stay: bool = False,
    ) -> None:
        """Open `name`, which is made empty if it does not exist; with `stay`, in the JupyterLab that the page shows."""
        self.page = page
        self.root = root
        self.name = name
        path = root / name
        if not path.exists():
            path.write_text(json.dumps(_notebook([])))
        if not (stay and is_at_rest(page)):
            page.goto(address + where.format(name=name))
        else:
            self._take_the_place()
        self.wait_for_kernel()

    def _take_the_place(self) -> None:
        self.page.evaluate(
            """async (path) => {
                const { commands, shell } = window.jupyterapp;
                const before = [...shell.widgets("main")];
                const opened = await commands.execute("docmanager:open", { path });
                for (const widget of before.filter((each) => each !== opened)) widget.dispose();
            }""",
            self.name,
        )

    def wait_for_kernel(self) -> None:
        """Wait until the notebook's kernel answers."""
        ready = f"window.jupyterapp && {PANEL}?.context?.isReady"
        connected = f"{PANEL}.sessionContext.session?.kernel?.connectionStatus === 'connected'"
        self.page.wait_for_function(f"{ready} && {connected}", timeout=KERNEL_SECONDS, polling=POLLING)

    def evaluate(self, code: str) -> Any:
        """The value of a Python expression in the kernel, through JSON."""
        wrapped = f"__import__('json').dumps({code})"
        return json.loads(self._execute("", wrapped))

    def execute(self, code: str) -> None:
        """Run statements in the kernel, without a cell."""
        self._execute(code, "'null'")

    def _execute(self, code: str, expression: str) -> str:
        answer = self.page.evaluate(
            """async ([panel, code, expression]) => {
                const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                const request = { code, user_expressions: { value: expression }, store_history: false };
                const future = kernel.requestExecute(request);
                const reply = (await future.done).content;
                if (reply.status !== "ok") return { error: reply.evalue + "\\n" + (reply.traceback || []).join("\\n") };
                const value = reply.user_expressions.value;
                return value.status === "ok" ? { text: value.data["text/plain"] } : { error: value.evalue };
            }""",
            [PANEL, code, expression],
        )
        if "error" in answer:
            raise AssertionError(answer["error"])
        text = answer["text"]
        import ast

        return str(ast.literal_eval(text))

    def show(self, code: str) -> "Canvas":
        """Make the notebook one cell of this code, run it, and give the studio in its output."""
        self.set_cells([code])
        self.run(0)
        return self.canvas()

    def set_cells(self, sources: list[str]) -> None:
        """Replace all cells by these."""
        self.page.evaluate(
            f"""(sources) => {{
                const model = {PANEL}.content.model.sharedModel;
                model.transact(() => {{
                    model.deleteCellRange(0, model.cells.length);
                    model.insertCells(0, sources.map((source) =>
                        ({{ cell_type: "code", source, metadata: {{ trusted: true }} }})));
                }});
            }}""",
            sources,
        )

    def run(self, index: int, *, wait: bool = True) -> None:
        """Run one cell; with `wait`, until it is done.

        Raises:
            AssertionError: the cell raised.
        """
        self.page.evaluate(
            f"""(index) => {{
                const notebook = {PANEL}.content;
                notebook.activeCellIndex = index;
                window.ranCell = window.jupyterapp.commands.execute("notebook:run-cell");
            }}""",
            index,
        )
        if not wait:
            return
        self.page.evaluate("() => window.ranCell")
        error = self.page.evaluate(
            f"""(index) => {{
                const cell = {PANEL}.content.model.cells.get(index).toJSON();
                const failed = (cell.outputs || []).find((output) => output.output_type === "error");
                return failed ? failed.evalue + "\\n" + failed.traceback.join("\\n") : null;
            }}""",
            index,
        )
        if error:
            raise AssertionError(error)

    def shut_down(self) -> None:
        """End the kernel, and whatever it still trains."""
        self.page.evaluate(f"async () => {{ await {PANEL}.sessionContext.shutdown(); }}")

    def cell_count(self) -> int:
        """How many cells the notebook has."""
        return int(self.page.evaluate(f"() => {PANEL}.content.model.cells.length"))

    def save(self) -> None:
        """Save as Ctrl+S does, and wait until the file is written."""
        self.page.evaluate(f"async () => {{ await {PANEL}.context.save(); }}")

    def canvas(self, index: int = 0) -> "Canvas":
        """The studio shown in the notebook; with several, by their order on the page."""
        host = self.page.locator(".keras-playground").nth(index)
        host.wait_for(state="attached", timeout=PATIENCE)
        return Canvas(self, host)


class Canvas:
    """One view of a studio on the page."""

    def __init__(self, notebook: Notebook, host: Locator) -> None:
        """Hold the element that carries the shadow root and the stores."""
        self.notebook = notebook
        self.page = notebook.page
        self.host = host

    def get(self, test_id: str) -> Locator:
        """The element with this test id."""
        return self.host.locator(f'[data-testid="{test_id}"]')

    def control(self, test_id: str) -> Locator:
        """A control of the dock's open panel, after a press on the button that it is folded into, if it is."""
        found = self.get(test_id)
        found.wait_for(state="attached")
        if not found.is_visible():
            self.get("dock-controls").click()
        return found

    def open_tab(self, name: str) -> None:
        """Open a panel of the dock by its tab, or in the menu of the tabs without room."""
        self.get("dock").wait_for()
        if self.get(f"dock-{name}").count() == 0:
            self.get("dock-more").click()
        self.get(f"dock-{name}").click()

    def state(self, expression: str) -> Any:
        """A value of the shared state, as a JavaScript expression over `state`."""
        return self.host.evaluate(f"(host) => {{ const state = host.studio.store.getState(); return {expression}; }}")

    def view(self, expression: str) -> Any:
        """A value of the view's own state, as a JavaScript expression over `state`."""
        return self.host.evaluate(f"(host) => {{ const state = host.view.getState(); return {expression}; }}")

    def wait(self, expression: str, timeout: float = PATIENCE) -> None:
        """Wait until a JavaScript expression over the shared `state` is true."""
        self.page.wait_for_function(
            f"(host) => {{ const state = host.studio.store.getState(); return {expression}; }}",
            arg=self.host.element_handle(),
            timeout=timeout,
            polling=POLLING,
        )

    def ready(self) -> "Canvas":
        """Wait until the kernel has told all that a view needs."""
        self.wait("state.live && state.start !== null")
        return self


def _notebook(sources: list[str]) -> dict[str, Any]:
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{i}",
            "metadata": {"trusted": True},
            "outputs": [],
            "execution_count": None,
            "source": s,
        }
        for i, s in enumerate(sources)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    return {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
