"""Navigate: panning, the wheel, the zoom and its buttons, the map, finding a node. Nothing of it is an edit."""

import pytest

from tests.browser.gestures.drawings import CHAIN
from tests.browser.gestures.gesture import gesture
from tests.browser.gestures.hand import Hand, Point
from tests.browser.lab import PANEL

BY = (60, 40)


def _pans(hand: Hand, start: Point, button: str = "left") -> None:
    """A drag from a point takes the whole canvas along."""
    x, y, zoom = hand.sight()
    hand.mouse.move(*start)
    hand.mouse.down(button=button)
    hand.mouse.move(start[0] + BY[0] / 2, start[1] + BY[1] / 2, steps=4)
    hand.mouse.move(start[0] + BY[0], start[1] + BY[1], steps=4)
    hand.mouse.up(button=button)
    # A drag begins a pixel or two after its press.
    assert hand.sight() == (pytest.approx(x + BY[0], abs=4), pytest.approx(y + BY[1], abs=4), zoom)


@gesture(CHAIN)
def drag_the_background(hand: Hand) -> None:
    """Dragging the background pans."""
    _pans(hand, hand.spot(0.05, 0.5))


@gesture(CHAIN)
def drag_with_space(hand: Hand) -> None:
    """Space and a drag pan, also where a node lies."""
    with hand.holding("Space"):
        hand.until("get('canvas').classList.contains('panning')")
        _pans(hand, hand.at("conv"))


@gesture(CHAIN)
def drag_with_the_middle_button(hand: Hand) -> None:
    """The middle button pans."""
    _pans(hand, hand.spot(0.05, 0.5), "middle")


@gesture(CHAIN)
def pan_by_key(hand: Hand) -> None:
    """The arrows pan while nothing is selected."""
    hand.press("Escape")
    x, y, zoom = hand.sight()
    hand.press("ArrowRight", "ArrowDown", "ArrowDown")
    assert hand.sight() == pytest.approx((x - 64, y - 128, zoom), abs=0.1)
    hand.press("ArrowLeft", "ArrowUp", "ArrowUp")
    assert hand.sight() == pytest.approx((x, y, zoom), abs=0.1)


def _zooms(hand: Hand, way: int, at: Point) -> None:
    """The zoom has changed, and what lay under the pointer lies there still."""
    place, (_, _, before) = hand.place(at), hand.sight()
    hand.mouse.move(*at)
    hand.mouse.wheel(0, -120 * way)
    hand.until(
        f"{way} * (new DOMMatrix(getComputedStyle(root.querySelector('.react-flow__viewport')).transform).a"
        f" - {before}) > 0"
    )
    assert hand.place(at) == pytest.approx(place, abs=1)


@gesture(CHAIN)
def wheel_over_the_focused_canvas(hand: Hand) -> None:
    """The wheel zooms at the pointer once the canvas has the focus."""
    hand.click_ground()
    _zooms(hand, -1, hand.spot(0.3, 0.4))
    _zooms(hand, 1, hand.spot(0.6, 0.6))


@gesture(CHAIN)
def wheel_with_control(hand: Hand) -> None:
    """Ctrl and the wheel zoom at the pointer, wherever the focus is."""
    _leave(hand)
    with hand.holding("Control"):
        _zooms(hand, -1, hand.spot(0.3, 0.4))
        _zooms(hand, 1, hand.spot(0.6, 0.6))


@gesture(CHAIN)
def wheel_with_command(hand: Hand) -> None:
    """On a Mac Cmd does that."""
    _leave(hand)
    with hand.holding("Meta"):
        _zooms(hand, -1, hand.spot(0.3, 0.4))


@gesture(CHAIN)
def wheel_over_the_canvas_without_focus(hand: Hand) -> None:
    """Without the focus the wheel scrolls the notebook."""
    _leave(hand)
    _, _, zoom = hand.sight()
    scroll = f"() => {PANEL}.content.outerNode.scrollTop"
    before = hand.page.evaluate(scroll)
    hand.mouse.move(*hand.spot(0.5, 0.5))
    hand.mouse.wheel(0, 40)
    hand.page.wait_for_function(f"(before) => ({scroll})() > before", arg=before)
    assert hand.sight()[2] == zoom
    hand.canvas.host.evaluate("(host) => host.scrollIntoView({ block: 'center' })")


def _leave(hand: Hand) -> None:
    """Give the focus to the notebook, with a click beside the next cell."""
    hand.click(hand.page.locator(".jp-Notebook .jp-InputPrompt").nth(1))
    hand.page.wait_for_function("(host) => document.activeElement !== host", arg=hand.canvas.host.element_handle())


@gesture(CHAIN)
def zoom_by_keys(hand: Hand) -> None:
    """+ and - zoom, 0 shows 100 %, and the full stop the whole network."""
    whole = hand.sight()
    hand.press("+")
    assert hand.sight()[2] > whole[2]
    hand.press("-", "-")
    assert hand.sight()[2] < whole[2]
    hand.press("0")
    assert hand.sight()[2] == 1
    hand.press(".")
    assert hand.sight() == pytest.approx(whole, abs=0.5)


@gesture(CHAIN)
def zoom_by_buttons(hand: Hand) -> None:
    """The buttons in the corner do the same."""
    whole = hand.sight()
    hand.click(hand.canvas.get("zoom-in"))
    assert hand.sight()[2] > whole[2]
    hand.click(hand.canvas.get("zoom-out"))
    hand.click(hand.canvas.get("zoom-out"))
    assert hand.sight()[2] < whole[2]
    hand.click(hand.canvas.get("zoom-whole"))
    assert hand.sight()[2] == 1
    hand.click(hand.canvas.get("fit"))
    assert hand.sight() == pytest.approx(whole, abs=0.5)


@gesture(CHAIN)
def drag_on_the_map(hand: Hand) -> None:
    """Where the pointer is on the map becomes the middle of the canvas."""
    for _ in range(3):
        hand.press("+")
        hand.sight()
    small = hand.canvas.get("map")
    small.wait_for()
    left, right = hand.at(small, 0.2), hand.at(small, 0.8)
    hand.drag(left, right)
    x = hand.sight()[0]
    hand.drag(right, left)
    assert hand.sight()[0] > x
    hand.press(".")
    hand.sight()


@gesture(CHAIN)
def find_a_node(hand: Hand) -> None:
    """Ctrl+F finds a node by its name, and takes the view to it."""
    hand.press("Control+f")
    hand.canvas.get("command-query").fill("hid")
    hand.press("Enter")
    hand.until("chosen === 'hidden' && !view.asking")
    assert hand.at("hidden") == pytest.approx(hand.spot(0.5, 0.5), abs=3)
    hand.press(".")
    hand.sight()
