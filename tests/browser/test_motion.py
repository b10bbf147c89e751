"""Who asked the system for less motion sees none: nothing fades, slides or glides."""

from collections.abc import Iterator

import pytest

from tests.browser.hands import centre, show, spot
from tests.browser.lab import Canvas, Notebook
from tests.browser.test_far import NODES, press, tile

MOVING = """(host) => {
    const all = [...host.shadowRoot.querySelectorAll("*")].flatMap((element) =>
        [null, "::before", "::after"].map((part) => [element, getComputedStyle(element, part)]));
    const moves = all.filter(([, style]) => style.animationName !== "none"
        || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0));
    return [...new Set(moves.map(([element]) => element.getAttribute("class") ?? element.tagName))];
}"""

WATCH = """(host) => {
    const viewport = host.shadowRoot.querySelector(".react-flow__viewport");
    const seen = [viewport.style.transform];
    host.sightsOfTest = seen;
    let frames = 0;
    const look = () => {
        const now = viewport.style.transform;
        if (now !== seen.at(-1)) seen.push(now);
        frames = seen.length > 1 ? frames + 1 : 0;
        if (frames < 20) requestAnimationFrame(look);
        else host.sightsSeen = true;
    };
    host.sightsSeen = false;
    look();
}"""


@pytest.fixture
def calm(canvas: Canvas) -> Iterator[Canvas]:
    """The studio on a system that asks for less motion."""
    canvas.page.emulate_media(reduced_motion="reduce")
    yield canvas
    canvas.page.emulate_media(reduced_motion="no-preference")


@pytest.fixture(scope="module")
def canvas(notebook: Notebook) -> Canvas:
    """A network of some hundred layers, which is painted where it is seen whole."""
    canvas = notebook.show(
        f"from tests.browser.networks import residual\nstudio = pg.Studio(residual({NODES}))\nstudio"
    ).ready()
    show(canvas)
    canvas.get("canvas").focus()
    press(canvas, "Escape", ".")
    canvas.get("far").wait_for()
    return canvas


def watch(canvas: Canvas) -> None:
    canvas.host.evaluate(WATCH)


def sights(canvas: Canvas) -> int:
    """How many places the view was at since it is watched, until 20 frames after it first moved."""
    canvas.page.wait_for_function("(host) => host.sightsSeen", arg=canvas.host.element_handle())
    return int(canvas.host.evaluate("(host) => host.sightsOfTest.length"))


def test_nothing_fades_or_slides(calm: Canvas):
    calm.open_tab("code")
    calm.get("code").locator("li").first.wait_for()
    assert calm.host.evaluate(MOVING) == []
    calm.page.emulate_media(reduced_motion="no-preference")
    assert calm.host.evaluate(MOVING) != []


def test_the_view_stands_where_a_double_click_on_a_tile_takes_it_and_at_each_zoom(calm: Canvas):
    calm.get("canvas").focus()
    press(calm, "Escape", ".")
    calm.get("far").wait_for()
    calm.page.mouse.move(*spot(calm, 0.5, 0.5))
    point = tile(calm, 40)
    watch(calm)
    calm.page.mouse.dblclick(*point)
    assert sights(calm) == 2
    calm.get("far").wait_for(state="detached")
    for button in ("zoom-in", "zoom-out", "fit"):
        watch(calm)
        calm.page.mouse.click(*centre(calm.get(button)))
        assert sights(calm) == 2, button
