"""What a hand does on the canvas, with the real mouse."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.lab import PATIENCE, Canvas


def centre(locator: Locator) -> tuple[float, float]:
    """The middle of an element on the page, scrolled into view."""
    locator.wait_for(state="visible")
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(canvas: Canvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press at one place, move in steps as a hand does, and release at the other."""
    mouse = canvas.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(start[0] + 8, start[1] + 8, steps=2)
    mouse.move(*end, steps=12)
    mouse.move(*end)
    mouse.up()


def show(canvas: Canvas) -> None:
    """Bring the whole studio into the window."""
    canvas.host.evaluate("(host) => host.scrollIntoView({ block: 'center' })")
    canvas.page.wait_for_timeout(50)


def spot(canvas: Canvas, right: float, down: float) -> tuple[float, float]:
    """A place on the canvas, in shares of its width and height."""
    box = canvas.get("canvas").bounding_box()
    assert box is not None
    return box["x"] + right * box["width"], box["y"] + down * box["height"]


def wire(canvas: Canvas, source: str, target: str, port: str = "inputs") -> None:
    """Drag from a layer's output to another's input."""
    drag(canvas, centre(canvas.get(f"out-{source}-0")), centre(canvas.get(f"port-{target}-{port}")))


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


def query(canvas: Canvas, body: str, argument: Any = None) -> Any:
    """What JavaScript with the shadow root as `root` gives, once nothing moves any more."""
    canvas.page.wait_for_function(
        """(host) => {
            const now = host.shadowRoot.querySelector(".react-flow__viewport").style.transform;
            const still = host.sightOfTest === now;
            host.sightOfTest = now;
            return still;
        }""",
        arg=canvas.host.element_handle(),
        polling=200,
    )
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
