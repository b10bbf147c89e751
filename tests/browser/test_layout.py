"""Arranging the nodes with the real mouse and keyboard."""

from playwright.sync_api import expect

from tests.browser.hands import centre, drag, show, spot, still
from tests.browser.lab import Canvas

XS = "[...new Set(state.network.nodes.map((node) => node.x))].length"


def test_the_button_arranges_the_way_that_was_chosen_last(digits: Canvas):
    show(digits)
    digits.get("arrange-more").click()
    digits.get("arrange-vertical").click()
    digits.wait(f"{XS} === 1")
    still(digits)  # the view glides to what was arranged
    start = centre(digits.get("node-conv_a"))
    drag(digits, start, (start[0] + 90, start[1]))
    digits.wait(f"{XS} === 2")
    digits.get("arrange").click()
    digits.wait(f"{XS} === 1")


def test_the_menu_is_used_by_the_keyboard_alone(digits: Canvas):
    show(digits)
    digits.get("arrange-more").focus()
    keyboard = digits.page.keyboard
    keyboard.press("Enter")
    expect(digits.get("arrange-horizontal")).to_be_focused()
    keyboard.press("Escape")
    expect(digits.get("arrange-more")).to_be_focused()
    keyboard.press("Enter")
    keyboard.press("ArrowDown")
    expect(digits.get("arrange-vertical")).to_be_focused()
    keyboard.press("Enter")
    digits.wait(f"{XS} === 1")
    expect(digits.get("arrange-more")).to_be_focused()


OUT = """(() => {
  const room = host.shadowRoot.querySelector('[data-testid=canvas]').getBoundingClientRect();
  return [...host.shadowRoot.querySelectorAll('.react-flow__node')].filter((node) => {
    const box = node.getBoundingClientRect();
    return box.top < room.top || box.left < room.left || box.bottom > room.bottom || box.right > room.right;
  }).length;
})()"""


def test_what_is_arranged_out_of_sight_is_brought_into_sight_and_so_is_what_undo_brings_back(digits: Canvas):
    show(digits)
    digits.get("arrange-more").click()
    digits.get("arrange-vertical").click()
    digits.wait(f"{XS} === 1 && {OUT} === 0")
    digits.get("undo").click()
    digits.wait(f"{XS} > 1 && {OUT} === 0")


UNDER = """(() => {
  const boxes = (parts) => [...host.shadowRoot.querySelectorAll(parts)].map((part) => part.getBoundingClientRect());
  const apart = (a, b) => a.bottom <= b.top || b.bottom <= a.top || a.right <= b.left || b.right <= a.left;
  const corners = boxes('.canvas-caption, .zoom-bar, .small-map');
  return boxes('.react-flow__node').filter((node) => !corners.every((corner) => apart(node, corner))).length;
})()"""


def test_what_is_arranged_under_the_corners_of_the_canvas_is_brought_out_from_under_them(digits: Canvas):
    show(digits)
    digits.get("arrange-more").click()
    digits.get("arrange-vertical").click()
    digits.wait(f"{XS} === 1 && {OUT} === 0")
    still(digits)  # the view glides to what was arranged
    first, (left, top) = centre(digits.get("node-image")), centre(digits.get("zoom-out"))
    start = spot(digits, 0.9, 0.1)
    drag(digits, start, (start[0] + left - first[0], start[1] + top - first[1]))
    digits.wait(f"{UNDER} > 0")
    digits.get("arrange-more").click()
    digits.get("arrange-horizontal").click()
    digits.wait(f"{XS} > 1 && {OUT} === 0 && {UNDER} === 0")
