"""Fingers on a touch screen, and two on a trackpad, over cards and over the painted network."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.conftest import VIEWPORT
from tests.browser.hands import frame, settled, show, spot, still
from tests.browser.lab import PANEL, PATIENCE, Canvas, Notebook
from tests.browser.test_far import NODES, SIGHT, chosen, node, on_screen, press

Point = tuple[float, float]
STEPS = 30
NETWORKS = {
    "cards": "from tests.browser.gestures.drawings import CHAIN\nstudio = pg.Studio(CHAIN)\nstudio",
    "far": f"from tests.browser.networks import residual\nstudio = pg.Studio(residual({NODES}))\nstudio",
}
MOST_ZOOM = 2.5
SLOP = 20
"""So many pixels at most a finger has moved before the browser tells of it."""
CTRL = 2
"""As the browser's own protocol counts the modifier keys."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page on a touch screen."""
    context = browser.new_context(viewport=VIEWPORT, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


@pytest.fixture(scope="module", params=NETWORKS)
def opened(notebook: Notebook, request: pytest.FixtureRequest) -> Canvas:
    """A studio in a notebook that is long enough to scroll."""
    notebook.set_cells([NETWORKS[request.param], "#\n" * 60])
    notebook.run(0)
    canvas = notebook.canvas().ready()
    settled(canvas)
    return canvas


@pytest.fixture
def canvas(opened: Canvas) -> Canvas:
    """The same, seen whole, with nothing selected."""
    show(opened)
    opened.get("canvas").focus()
    press(opened, "Escape", "Escape", ".")
    opened.host.evaluate("(host) => host.view.setState({ nodes: [], edges: [], callout: null, snaps: false })")
    still(opened)
    return opened


class Fingers:
    """What fingers do on the screen of a page."""

    def __init__(self, page: Page) -> None:
        """Lie above it."""
        self.session: CDPSession = page.context.new_cdp_session(page)

    def send(self, kind: str, *points: Point) -> None:
        touches = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def go(self, *ways: tuple[Point, Point]) -> None:
        """Put a finger on the start of each way, one after the other, move all to their ends, and lift them."""
        starts = [start for start, _ in ways]
        for count in range(len(ways)):
            self.send("touchStart", *starts[: count + 1])
        for step in range(1, STEPS + 1):
            self.send("touchMove", *(between(start, end, step / STEPS) for start, end in ways))
        self.send("touchEnd")

    def tap(self, point: Point) -> None:
        self.send("touchStart", point)
        self.send("touchEnd")


def between(start: Point, end: Point, share: float) -> Point:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


@pytest.fixture
def fingers(page: Page) -> Iterator[Fingers]:
    """Fingers that leave the notebook and the page as they are."""
    page.wait_for_timeout(100)
    scrolled = page.evaluate(f"() => {PANEL}.content.outerNode.scrollTop")
    fingers = Fingers(page)
    yield fingers
    fingers.session.detach()
    assert page.evaluate(f"() => {PANEL}.content.outerNode.scrollTop") == scrolled
    assert page.evaluate("() => visualViewport.scale") == 1


def sight(canvas: Canvas) -> list[float]:
    """How far the drawing is moved and zoomed, once it stands still."""
    still(canvas)
    found: list[float] = canvas.host.evaluate(SIGHT)
    return found


def place_at(canvas: Canvas, point: Point) -> Point:
    """What place of the drawing is at a point of the page."""
    box = canvas.get("canvas").bounding_box()
    assert box is not None
    left, top, zoom = sight(canvas)
    return (point[0] - box["x"] - left) / zoom, (point[1] - box["y"] - top) / zoom


def middle_of(canvas: Canvas, at: int) -> Point:
    found = node(canvas, at)
    return on_screen(canvas, found["x"] + 77, found["y"] + 33)


def central(canvas: Canvas) -> int:
    """The layer that lies nearest to the middle of the canvas, by its place in the network."""
    x, y = place_at(canvas, spot(canvas, 0.5, 0.5))
    places = canvas.state("state.network.nodes.map((node) => [node.x + 77, node.y + 33])")
    return min(range(len(places)), key=lambda at: math.hypot(places[at][0] - x, places[at][1] - y))


def ground(canvas: Canvas) -> Point:
    """A point where nothing lies."""
    return spot(canvas, 0.04, 0.5)


def pinch(fingers: Fingers, middle: Point, before: float, after: float) -> None:
    """Two fingers, so many pixels from their middle at first and at last."""
    x, y = middle
    fingers.go(((x - before, y), (x - after, y)), ((x + before, y), (x + after, y)))


def test_a_finger_on_the_background_pans(canvas: Canvas, fingers: Fingers):
    left, top, zoom = sight(canvas)
    x, y = ground(canvas)
    fingers.go(((x, y), (x + 120, y - 90)))
    assert sight(canvas) == pytest.approx([left + 120, top - 90, zoom], abs=SLOP)
    assert chosen(canvas) == []


@pytest.mark.parametrize("lie", ["on a layer", "beside"])
@pytest.mark.parametrize(("before", "after"), [(60, 90), (90, 60), (30, 90)])
def test_two_fingers_zoom_about_their_middle_wherever_they_lie(
    canvas: Canvas, fingers: Fingers, before: float, after: float, lie: str
):
    first, revision = sight(canvas), canvas.state("state.revision")
    middle = middle_of(canvas, central(canvas)) if lie == "on a layer" else spot(canvas, 0.4, 0.93)
    place = place_at(canvas, middle)
    pinch(fingers, middle, before, after)
    assert sight(canvas)[2] == pytest.approx(min(first[2] * after / before, MOST_ZOOM), rel=0.05)
    assert place_at(canvas, middle) == pytest.approx(place, abs=4 / first[2])
    settled(canvas)
    assert canvas.state("state.revision") == revision
    assert canvas.view("state.moving") is None


def test_two_fingers_that_move_together_pan(canvas: Canvas, fingers: Fingers):
    left, top, zoom = sight(canvas)
    x, y = middle_of(canvas, central(canvas))
    fingers.go(((x - 40, y), (x + 40, y + 40)), ((x + 40, y), (x + 120, y + 40)))
    assert sight(canvas) == pytest.approx([left + 80, top + 40, zoom], abs=4)
    assert canvas.view("state.moving") is None
    assert chosen(canvas) == []


def test_a_finger_drags_a_node_as_one_step(canvas: Canvas, fingers: Fingers):
    before, first, revision = node(canvas, 1), sight(canvas), canvas.state("state.revision")
    x, y = middle_of(canvas, 1)
    fingers.go(((x, y), (x + 90, y + 60)))
    canvas.wait(f"state.revision === {revision + 1}")
    after = node(canvas, 1)
    moved = [(after[axis] - before[axis]) * first[2] for axis in ("x", "y")]
    assert moved == pytest.approx([90, 60], abs=SLOP)
    assert sight(canvas) == first
    press(canvas, "Control+z")
    canvas.wait(f"state.revision === {revision + 2}")
    assert node(canvas, 1) == before


def test_a_tap_selects_a_node_and_one_on_the_background_nothing(canvas: Canvas, fingers: Fingers):
    for at in (1, 2):
        fingers.tap(middle_of(canvas, at))
        canvas.page.wait_for_function(
            "([host, id]) => host.view.getState().nodes.join() === id",
            arg=[canvas.host.element_handle(), node(canvas, at)["id"]],
        )
    fingers.tap(ground(canvas))
    canvas.page.wait_for_function("(host) => host.view.getState().nodes.length === 0", arg=canvas.host.element_handle())


@pytest.mark.parametrize("way", [1, -1], ids=["apart", "together"])
def test_two_fingers_on_a_trackpad_zoom_at_the_pointer(canvas: Canvas, fingers: Fingers, way: int):
    first = sight(canvas)
    point = spot(canvas, 0.4, 0.4)
    place = place_at(canvas, point)
    turn: dict[str, Any] = {"type": "mouseWheel", "x": point[0], "y": point[1], "deltaX": 0, "deltaY": -6 * way}
    for _ in range(4):
        fingers.session.send("Input.dispatchMouseEvent", {**turn, "modifiers": CTRL})
    frame(canvas)
    zooms: Sequence[float] = sight(canvas)
    assert (zooms[2] / first[2]) ** way == pytest.approx(2 ** (24 * 0.01), rel=0.02)
    assert place_at(canvas, point) == pytest.approx(place, abs=2 / first[2])
