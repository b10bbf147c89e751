"""The canvas with large networks in a real JupyterLab: frames a second, longest tasks, the first picture, layout.

Run with `python benchmarks/canvas.py`, with `--quick` for fewer rounds, with `--nodes N` for one size. Browser, server
and kernel share this machine's cores, as at home. A frame's time is from one animation frame to the next while the
canvas hears one event of mouse or wheel in each; a task is what Chromium itself calls one ("longtask", 50 ms or more).
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.hands import drag, settled, spot
from tests.browser.lab import Canvas, Notebook, lab_server, launch

ROOT = Path(__file__).parents[1]
VIEWPORT = {"width": 1500, "height": 1000}
SIZES = (500, 1000, 3000)
FPS = {500: 60, 1000: 45, 3000: 30}
LONGEST_MS = 100
FIRST_MS = 1500
LAYOUT_MS = 2000
SHOW = """from tests.browser.networks import residual
studio = pg.Studio(residual({nodes}))
studio"""
# Kept by the page: when a large message came, Chromium's long tasks, and the frame in which the first card stood.
WATCH = """
window.longTasks = [];
window.largeMessages = [];
new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.longTasks.push([startTime, duration]);
}).observe({ type: "longtask" });
const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
    constructor(...given) {
        super(...given);
        this.addEventListener("message", ({ data }) => {
            if ((data.byteLength ?? data.length) > 100_000) window.largeMessages.push(performance.now());
        });
    }
};
"""
FIRST_PICTURE = """() => {
    window.largeMessages.length = 0;
    window.longTasks.length = 0;
    window.firstPicture = null;
    const before = document.querySelector(".keras-playground");
    const look = () => {
        const host = document.querySelector(".keras-playground");
        const drawn = host !== before && host?.shadowRoot?.querySelector(".react-flow__node, .painted[data-drawn]");
        if (drawn) requestAnimationFrame(() => { window.firstPicture = performance.now(); });
        else requestAnimationFrame(look);
    };
    look();
}"""
FRAMES = """async (host, [what, count]) => {
    const canvas = host.shadowRoot.querySelector("[data-testid=canvas]");
    const pane = canvas.querySelector(".react-flow__pane");
    const box = canvas.getBoundingClientRect();
    const frame = () => new Promise(requestAnimationFrame);
    const mouse = (type, target, x, y) => target.dispatchEvent(new MouseEvent(type, {
        clientX: box.left + 5 + x, clientY: box.top + 5 + y, button: 0, buttons: type === "mouseup" ? 0 : 1,
        view: window, bubbles: true, composed: true, cancelable: true,
    }));
    const wheel = (deltaY) => pane.dispatchEvent(new WheelEvent("wheel", {
        clientX: box.left + box.width / 2, clientY: box.top + box.height / 2, deltaY,
        bubbles: true, composed: true, cancelable: true,
    }));
    canvas.focus({ preventScroll: true });
    if (what === "pan") mouse("mousedown", pane, 0, 0);
    const times = [];
    const began = performance.now();
    for (let i = 0; i < count; i += 1) {
        const angle = (2 * Math.PI * i) / 60;
        if (what === "pan") mouse("mousemove", window, 90 * Math.sin(angle), 60 * (1 - Math.cos(angle)));
        else wheel(i % 40 < 20 ? 8 : -8);
        times.push(await frame());
    }
    if (what === "pan") mouse("mouseup", window, 0, 0);
    await new Promise((done) => setTimeout(done, 100));
    const spent = times.slice(1).map((time, i) => time - times[i]);
    const longest = window.longTasks.filter(([start]) => start >= began).map(([, duration]) => duration);
    return { spent, longest: Math.max(0, ...longest) };
}"""
MARK = "() => { window.longTasks.length = 0; }"
LONGEST = """async () => {
    await new Promise((done) => setTimeout(done, 350));
    return Math.max(0, ...window.longTasks.map(([, duration]) => duration));
}"""
CARD = """(host) => {
    const canvas = host.shadowRoot.querySelector("[data-testid=canvas]").getBoundingClientRect();
    const middle = [canvas.left + canvas.width / 2, canvas.top + canvas.height / 2];
    const cards = [...host.shadowRoot.querySelectorAll(".react-flow__node")].map((card) => {
        const { left, top, width, height } = card.getBoundingClientRect();
        return [left + width / 2, top + height * 0.8];
    });
    const far = ([x, y]) => Math.hypot(x - middle[0], y - middle[1]);
    return cards.reduce((best, each) => (far(each) < far(best) ? each : best));
}"""
EDIT = """(host) => {
    const { network } = host.studio.store.getState();
    const { id } = network.layers.filter((layer) => layer.kind === "Conv2D")[1];
    host.studio.edit({ type: "change_setting", layer: id, setting: "filters", value: 9, reset: false, index: null });
}"""

# From a press until the frame after the drawing has come back with other places.
LAID_OUT = """(host) => {
    const { store } = host.studio;
    const before = store.getState().network;
    const began = performance.now();
    window.laidOut = null;
    const look = () => {
        if (store.getState().network === before) requestAnimationFrame(look);
        else requestAnimationFrame(() => { window.laidOut = performance.now() - began; });
    };
    look();
}"""


@dataclass(frozen=True)
class Frames:
    """Times from frame to frame, in milliseconds, and the longest task meanwhile."""

    spent: list[float]
    longest: float

    @property
    def fps(self) -> float:
        """Frames a second."""
        return 1000 * len(self.spent) / sum(self.spent)

    @property
    def p95(self) -> float:
        """Of twenty frames the slowest but one, in milliseconds."""
        return statistics.quantiles(self.spent, n=20)[-1]


def measure(notebook: Notebook, nodes: int, rounds: int) -> None:
    """One size: the first picture, frames far and near, and the longest task of what hands do."""
    canvas = first_picture(notebook, nodes)
    canvas.get("canvas").focus()
    for sight, key, goal in (("all visible", ".", FPS[nodes]), ("reading size", "0", 60)):
        canvas.page.keyboard.press(key)
        canvas.page.wait_for_timeout(500)
        for what in ("pan", "zoom"):
            all_frames = [frames(canvas, what) for _ in range(rounds)]
            best = sorted(all_frames, key=lambda each: each.fps)[len(all_frames) // 2]
            longest = statistics.median(each.longest for each in all_frames)
            told(nodes, f"{what}, {sight}", f"{best.fps:.0f} fps, p95 {best.p95:.1f} ms", f"{goal} fps", longest)
    for what, longest in gestures(canvas).items():
        told(nodes, what, "", "", longest)
    for direction in ("vertical", "horizontal"):
        arrange(canvas, nodes, direction)


def told(nodes: int, what: str, figure: str, goal: str, longest: float) -> None:
    """One line of the table."""
    task = "under 50" if longest == 0 else f"{longest:.0f}"
    print(f"{nodes:>5}  {what:<28}{figure:<26}{goal:<10}longest task {task} ms (goal {LONGEST_MS})", flush=True)


def frames(canvas: Canvas, what: str) -> Frames:
    """Two seconds of panning or zooming."""
    return Frames(**canvas.host.evaluate(FRAMES, [what, 120]))


def first_picture(notebook: Notebook, nodes: int) -> Canvas:
    """Open the network, and print how long after its data the first card stood on the screen."""
    page = notebook.page
    page.evaluate(FIRST_PICTURE)
    canvas = notebook.show(SHOW.format(nodes=nodes)).ready()
    canvas.wait(f"state.network.nodes.length === {nodes}", 60_000)
    page.wait_for_function("() => window.firstPicture !== null")
    canvas.host.evaluate("(host) => host.scrollIntoView({ block: 'center' })")
    longest = page.evaluate(LONGEST)
    first: Any = page.evaluate("() => window.firstPicture - (window.largeMessages[0] ?? NaN)")
    told(nodes, "open", f"first picture {first:.0f} ms", f"{FIRST_MS} ms", longest)
    return canvas


def gestures(canvas: Canvas) -> dict[str, float]:
    """The longest task of each thing that hands do, in milliseconds, 0 where all were under 50."""
    page, found = canvas.page, {}

    def card() -> tuple[float, float]:
        x, y = canvas.host.evaluate(CARD)
        return x, y

    def edit() -> None:
        canvas.host.evaluate(EDIT)

    def drag_near() -> None:
        x, y = card()
        drag(canvas, (x, y), (x + 60, y + 30))

    def far() -> None:
        page.keyboard.press("Escape")
        page.keyboard.press(".")

    def marquee() -> None:
        page.keyboard.down("Shift")
        drag(canvas, spot(canvas, 0.01, 0.02), spot(canvas, 0.5, 0.6))
        page.keyboard.up("Shift")

    def drag_far() -> None:
        at = canvas.host.evaluate(
            """(host) => {
                const { network } = host.studio.store.getState();
                const [x, y, zoom] = host.shadowRoot.querySelector(".react-flow__viewport").style.transform
                    .match(/-?[\\d.]+(?:e-?\\d+)?/g).map(Number);
                const box = host.shadowRoot.querySelector("[data-testid=canvas]").getBoundingClientRect();
                const node = network.nodes[40];
                return [box.left + x + (node.x + 77) * zoom, box.top + y + (node.y + 33) * zoom];
            }"""
        )
        drag(canvas, (at[0], at[1]), (at[0] + 60, at[1] + 40))

    steps = {
        "select one": lambda: page.mouse.click(*card()),
        "change a setting": edit,
        "drag one": drag_near,
        "undo": lambda: page.keyboard.press("Control+z"),
        "select all": lambda: page.keyboard.press("Control+a"),
        "show the whole": far,
        "drag one, all visible": drag_far,
        "marquee, all visible": marquee,
        "drag several, all visible": drag_far,
        "undo, all visible": lambda: page.keyboard.press("Control+z"),
    }
    for name, step in steps.items():
        page.evaluate(MARK)
        step()
        settled(canvas)
        found[name] = page.evaluate(LONGEST)
    return found


def arrange(canvas: Canvas, nodes: int, direction: str) -> None:
    """Let the product lay the drawing out anew, and print how long after the press it stood there."""
    page = canvas.page
    canvas.get("arrange-more").click()
    page.evaluate(MARK)
    canvas.host.evaluate(LAID_OUT)
    canvas.get(f"arrange-{direction}").click()
    page.wait_for_function("() => window.laidOut !== null")
    settled(canvas)
    longest = page.evaluate(LONGEST)
    told(nodes, f"arrange, {direction}", f"{page.evaluate('window.laidOut'):.0f} ms", f"{LAYOUT_MS} ms", longest)


@contextmanager
def jupyterlab() -> Iterator[Notebook]:
    """A JupyterLab with one notebook, whose page keeps what is measured."""
    environment = {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    with (
        tempfile.TemporaryDirectory() as root,
        lab_server(Path(root), environment=environment) as address,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        page = browser.new_page(viewport=VIEWPORT)
        page.add_init_script(WATCH)
        page.set_default_timeout(120_000)
        notebook = Notebook(page, address, Path(root), "benchmark.ipynb")
        page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
        notebook.execute("import playground as pg")
        yield notebook


def main() -> None:
    """Measure each size in a page of its own, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round of frames instead of five")
    parser.add_argument("--nodes", type=int, choices=SIZES, help="one size alone")
    options = parser.parse_args()
    for nodes in [options.nodes] if options.nodes else SIZES:
        with jupyterlab() as notebook:
            measure(notebook, nodes, 1 if options.quick else 5)


if __name__ == "__main__":
    main()
