"""What a hand does on the canvas, with the real mouse."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.lab import PATIENCE, Canvas, Notebook

AT_REST = """async (element) => {
    const read = () => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x, y, width, height];
    };
    let before = read();
    for (let same = 0; same < 3;) {
        await new Promise(requestAnimationFrame);
        const now = read();
        same = now.every((each, i) => each === before[i]) ? same + 1 : 0;
        before = now;
    }
    return before;
}"""
"""Where an element is and how large, once it has stood still for three frames."""


def centre(locator: Locator) -> tuple[float, float]:
    """The middle of an element on the page, once it stands still."""
    locator.wait_for(state="visible")
    left, top, width, height = locator.evaluate(AT_REST)
    return left + width / 2, top + height / 2


def drag(canvas: Canvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press at one place, move in steps as a hand does, and release at the other."""
    mouse = canvas.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(start[0] + 8, start[1] + 8, steps=2)
    mouse.move(*end, steps=12)
    mouse.move(*end)
    mouse.up()


def drop_files(canvas: Canvas, *paths: Path) -> None:
    """Drag files from the desktop over the canvas and let them go, as the browser hears it."""
    session = canvas.page.context.new_cdp_session(canvas.page)
    x, y = spot(canvas, 0.5, 0.5)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})
    canvas.get("file-drop").wait_for()
    session.send("Input.dispatchDragEvent", {"type": "drop", "x": x, "y": y, "data": data})
    session.detach()
    canvas.get("file-drop").wait_for(state="detached")


def show(canvas: Canvas) -> None:
    """Bring the whole studio into the window."""
    canvas.host.evaluate("(host) => host.scrollIntoView({ block: 'center' })")
    canvas.host.evaluate(AT_REST)


def spot(canvas: Canvas, right: float, down: float) -> tuple[float, float]:
    """A place on the canvas, in shares of its width and height."""
    box = canvas.get("canvas").bounding_box()
    assert box is not None
    return box["x"] + right * box["width"], box["y"] + down * box["height"]


def wire(canvas: Canvas, source: str, target: str, port: str = "inputs") -> None:
    """Drag from a layer's output to another's input."""
    drag(canvas, centre(canvas.get(f"out-{source}-0")), centre(canvas.get(f"port-{target}-{port}")))


def open_palette(canvas: Canvas, kind: str) -> None:
    """Find a kind in the palette by its name."""
    search = canvas.get("palette-search")
    if not search.is_visible():
        canvas.get("rail").locator("button").first.click()
    search.fill(kind)
    canvas.get(f"palette-{kind}").wait_for()


def draw_chain(canvas: Canvas) -> None:
    """Three kinds, dragged from the palette onto an empty canvas and wired one after the other."""
    canvas.get("palette-search").or_(canvas.get("rail")).first.wait_for()
    for i, kind in enumerate(["InputLayer", "Flatten", "Dense"]):
        open_palette(canvas, kind)
        drag(canvas, centre(canvas.get(f"palette-{kind}")), spot(canvas, 0.25 + 0.22 * i, 0.4))
        canvas.wait(f"state.network.nodes.length === {i + 1}")
    canvas.page.keyboard.press("Escape")
    wire(canvas, "input", "flatten")
    wire(canvas, "flatten", "dense")
    settled(canvas)


def set_units_and_back(canvas: Canvas) -> None:
    """The units of a chain's last layer set in its form, taken back by a key and done again."""
    units_are = "state.confirmed.layers.find((layer) => layer.name === 'dense').settings.units"
    canvas.get("node-dense").click()
    units = canvas.get("setting-units")
    units.fill("10")
    units.press("Enter")
    settled(canvas)
    assert report(canvas, "dense")["outputs"][0]["shape"] == [None, 10]
    canvas.get("canvas").click(position={"x": 5, "y": 5})
    canvas.page.keyboard.press("Control+z")
    canvas.wait(f"{units_are} !== 10")
    canvas.page.keyboard.press("Control+y")
    canvas.wait(f"{units_are} === 10")


def names(canvas: Canvas) -> list[str]:
    """Names of the layers, sorted."""
    return sorted(canvas.state("state.network.layers.map((layer) => layer.name)"))


def report(canvas: Canvas, name: str) -> Any:
    """What checking says of the node of a layer."""
    return canvas.state(
        f"state.report.nodes[state.network.nodes.find((node) => node.layer === "
        f"state.network.layers.find((layer) => layer.name === '{name}').id).id]"
    )


def until(page: Page, done: Callable[[], bool]) -> None:
    """Wait until it is so; the page goes on meanwhile."""
    end = time.monotonic() + PATIENCE / 1000
    while not done():
        assert time.monotonic() < end, f"It did not happen within {PATIENCE / 1000:g} s."
        page.wait_for_timeout(100)


def frame(canvas: Canvas) -> None:
    """Wait until what changed is painted."""
    canvas.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def still(canvas: Canvas) -> None:
    """Wait until the view of the canvas does not glide."""
    canvas.host.evaluate(
        """(host) => new Promise((done) => {
            const viewport = host.shadowRoot.querySelector(".react-flow__viewport");
            let [last, frames] = ["", 0];
            const look = () => {
                frames = viewport.style.transform === last ? frames + 1 : 0;
                last = viewport.style.transform;
                if (frames === 12) done();
                else requestAnimationFrame(look);
            };
            look();
        })"""
    )


def settled(canvas: Canvas) -> None:
    """Wait until the kernel has answered every edit, and all else that it was asked, such as to undo one."""
    canvas.wait("state.pending.length === 0 && host.studio.connection.waiting.size === 0")


def in_one_burst(canvas: Canvas, *keys: str) -> None:
    """Press keys on the canvas without the pauses that a busy machine makes between those of a hand."""
    canvas.host.evaluate(
        """(host, keys) => {
            const target = host.shadowRoot.querySelector(".canvas");
            for (const each of keys) {
                const parts = each.split("+");
                target.dispatchEvent(new KeyboardEvent("keydown", {
                    key: parts.at(-1), ctrlKey: parts.includes("Control"), shiftKey: parts.includes("Shift"),
                    bubbles: true, composed: true, cancelable: true,
                }));
            }
        }""",
        list(keys),
    )


def written_down(notebook: Notebook) -> None:
    """Wait until the kernel has written down the drawing, which it does a moment after an edit, for when it stops."""
    notebook.execute("from playground.network import read_document as _read")
    kept = "(lambda path: path.exists() and _read(path).network == studio.network)"
    path = "studio.session._left._keeper.folder / 'drawing.playground.json'"
    until(notebook.page, lambda: bool(notebook.evaluate(f"{kept}({path})")))


def query(canvas: Canvas, body: str, argument: Any = None) -> Any:
    """What JavaScript with the shadow root as `root` gives, once nothing moves any more."""
    still(canvas)
    return canvas.host.evaluate(
        f"""(host, argument) => {{
            const root = host.shadowRoot;
            const box = (element) => element.getBoundingClientRect();
            const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
            {body}
        }}""",
        argument,
    )
