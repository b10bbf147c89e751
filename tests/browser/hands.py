"""What a hand does on the canvas, with the real mouse."""

from typing import Any

from playwright.sync_api import Locator

from tests.browser.lab import Canvas


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


def settled(canvas: Canvas) -> None:
    """Wait until the kernel has answered every edit."""
    canvas.wait("state.pending.length === 0")
