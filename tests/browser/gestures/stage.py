"""One studio on which gesture after gesture is done, and the laws that hold for each of them."""

from typing import Any

import msgspec
from playwright.sync_api import ConsoleMessage, Error, Page

from playground.network import Network
from tests.browser.gestures.gesture import Gesture
from tests.browser.gestures.hand import Hand
from tests.browser.gestures.named import differences, fresh, named
from tests.browser.lab import PANEL, PATIENCE, Canvas, Notebook

CELLS = [
    "import playground as pg\nstudio = pg.Studio()\nstudio",
    "other = pg.Studio()\nother",
    "# What follows makes the notebook long enough to scroll.\n" + "#\n" * 60,
]
KEYS = ("Shift", "Control", "Alt", "Meta", "Space")

RESET = """async (host, network) => {
    const { studio, view } = host;
    host.fresh ??= { ...view.getState() };
    host.fresh.sights.clear();
    view.setState({ ...host.fresh, closed: new Set() });
    studio.dismiss();
    studio.edit({ type: "replace", network });
    await studio.connection.send({ type: "resync" });
    host.scrollIntoView({ block: "center" });
    host.shadowRoot.querySelector("[data-testid=canvas]").focus({ preventScroll: true });
    const read = () => host.shadowRoot.querySelector(".react-flow__viewport").style.transform;
    let before = read();
    for (let same = 0; same < 3;) {
        await new Promise(requestAnimationFrame);
        const now = read();
        same = now === before ? same + 1 : 0;
        before = now;
    }
}"""

FACTS = f"""async (host, least) => {{
    const {{ store, connection }} = host.studio;
    const come = () => store.getState().revision >= least && store.getState().pending.length === 0;
    await new Promise((resolve) => {{
        const end = setTimeout(done, {PATIENCE});
        const stop = store.subscribe(() => come() && done());
        function done() {{
            clearTimeout(end);
            stop();
            resolve();
        }}
        if (come()) done();
    }});
    const {{ answer }} = await connection.send({{ type: "resync" }});
    const {{ network, revision, notice }} = store.getState();
    const cells = {PANEL}.content.model.sharedModel.cells;
    return {{
        kernel: answer.snapshot.network, page: network, revision,
        error: notice?.severity === "error" ? notice.message : null,
        cells: [...cells].map((cell) => [cell.getSource(), cell.execution_count]),
        inside: document.activeElement === host,
        typing: host.shadowRoot.activeElement?.matches("input, textarea, select") ?? false,
    }};
}}"""


class Stage:
    """A notebook with a studio, and another one below it."""

    def __init__(self, notebook: Notebook) -> None:
        """Show both."""
        self.notebook = notebook
        self.page: Page = notebook.page
        self.errors: list[str] = []
        notebook.set_cells(CELLS)
        notebook.run(0)
        notebook.run(1)
        notebook.canvas(1).ready()
        self.canvas: Canvas = notebook.canvas().ready()
        self._drawings = 0
        self._cells = self._facts()["cells"]
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def begin(self, gesture: Gesture) -> None:
        """Show the drawing that a gesture begins with, as if it had just been opened, with the canvas focused."""
        self._drawings += 1
        self.errors.clear()
        self.canvas.host.evaluate(RESET, msgspec.to_builtins(fresh(gesture.start, self._drawings)))
        self.page.mouse.move(*Hand(self.canvas, gesture.start).spot(0.99, 0.02))

    def do(self, gesture: Gesture, redo: str = "Control+y") -> None:
        """Do a gesture, take it back, do it again by redo, and take it back once more.

        Raises:
            AssertionError: another drawing stands then than should, it takes other than one step, undo or redo give
                another drawing, the notebook's cells changed, or the page told an error.
        """
        before = self._facts()
        revision, start = before["revision"], before["kernel"]
        expected = gesture.deed(Hand(self.canvas, msgspec.convert(start, Network)))
        if expected is None:
            self._check(self._facts(), revision, start)
            return
        after = self._facts(revision + 1)
        difference = differences(named(msgspec.convert(after["kernel"], Network)), expected)
        assert not difference, difference
        self._check(after, revision + 1, after["kernel"])
        assert after["inside"], "The focus has left the studio"
        if after["typing"]:
            self.canvas.get("canvas").focus()
        for key, network in (("Control+z", start), (redo, after["kernel"]), ("Control+z", start)):
            self.page.keyboard.press(key)
            now = self._facts(after["revision"] + 1)
            self._check(now, after["revision"] + 1, network)
            after = now | {"kernel": after["kernel"]}

    def _facts(self, revision: int = 0) -> dict[str, Any]:
        """What the kernel and the page have, once the kernel has told of so many edits."""
        facts: dict[str, Any] = self.canvas.host.evaluate(FACTS, revision)
        return facts

    def _check(self, now: dict[str, Any], revision: int, network: Any) -> None:
        assert now["revision"] == revision, f"Revision {now['revision']}, and not {revision}"
        assert now["kernel"] == network, f"The kernel has {now['kernel']}, and not {network}"
        assert now["page"] == network, f"The page shows {now['page']}, and not {network}"
        assert now["error"] is None, now["error"]
        assert now["cells"] == self._cells, f"The notebook's cells are {now['cells']}"
        assert self.errors == [], self.errors

    def recover(self) -> None:
        """Let go of everything after a gesture that went wrong."""
        try:
            self.page.mouse.up()
            self.page.mouse.up(button="middle")
            for key in KEYS:
                self.page.keyboard.up(key)
            self.page.keyboard.press("Escape")
        except Error as error:
            raise RuntimeError("The page is gone.") from error
