"""One gesture, one message, one revision, one undo step: counted for everything that hands do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import centre, drag, in_one_burst, settled, show, spot, still, wire
from tests.browser.lab import Canvas, Notebook

COUNT = """(host) => {
    const { model } = host.studio;
    const send = model.send.bind(model);
    host.sent = [];
    model.send = (message, ...rest) => {
        host.sent.push(message.command.type);
        return send(message, ...rest);
    };
}"""
ASKING = {"watch", "preview", "get_source", "get_why", "get_saved_blocks"}


@pytest.fixture(scope="module")
def page(own_page: Page) -> Page:
    """A page in which nothing was loaded by the tests before."""
    return own_page


@pytest.fixture(scope="module")
def drawn(notebook: Notebook) -> Canvas:
    """A studio on the template of eight layers, whose messages are counted."""
    canvas = notebook.show(
        "from playground.session import read_template\n"
        "studio = pg.Studio(read_template('digits_cnn').network, data='digits')\n"
        "studio"
    ).ready()
    show(canvas)
    canvas.host.evaluate(COUNT)
    return canvas


def choose(canvas: Canvas, *layers: str) -> None:
    for at, layer in enumerate(layers):
        canvas.get(f"node-{layer}").click(position={"x": 60, "y": 12}, modifiers=["Shift"] if at else [])


def press(canvas: Canvas, *keys: str) -> None:
    for key in keys:
        canvas.page.keyboard.press(key)


def drag_of_one(canvas: Canvas) -> None:
    x, y = centre(canvas.get("node-drop"))
    drag(canvas, (x, y - 22), (x + 40, y + 90))


def drag_of_several(canvas: Canvas) -> None:
    choose(canvas, "conv_a", "conv_b", "pool")
    x, y = centre(canvas.get("node-conv_b"))
    drag(canvas, (x, y - 22), (x + 10, y + 60))


def nudges(canvas: Canvas) -> None:
    choose(canvas, "flat")
    in_one_burst(canvas, *["ArrowDown"] * 12, *["ArrowRight"] * 5)
    canvas.page.wait_for_function("(host) => host.view.getState().moving === null", arg=canvas.host.element_handle())


def marquee(canvas: Canvas) -> None:
    canvas.page.keyboard.down("Shift")
    drag(canvas, spot(canvas, 0.01, 0.02), spot(canvas, 0.6, 0.7))
    canvas.page.keyboard.up("Shift")
    assert canvas.view("state.nodes.length") > 1


def new_wire(canvas: Canvas) -> None:
    wire(canvas, "conv_a", "pool")


def delete(canvas: Canvas) -> None:
    choose(canvas, "hidden", "drop")
    press(canvas, "Delete")


def delete_and_heal(canvas: Canvas) -> None:
    choose(canvas, "conv_b", "pool")
    press(canvas, "Control+Delete")


def paste(canvas: Canvas) -> None:
    choose(canvas, "conv_a", "conv_b")
    press(canvas, "Control+c", "Control+v")
    canvas.wait("state.network.nodes.length === 10")


def duplicate(canvas: Canvas) -> None:
    choose(canvas, "conv_a", "conv_b")
    press(canvas, "Control+d")


def align(canvas: Canvas) -> None:
    choose(canvas, "flat", "conv_a", "pool")
    canvas.get("align-top").click()


def clone(canvas: Canvas) -> None:
    x, y = centre(canvas.get("node-hidden"))
    canvas.page.keyboard.down("Alt")
    drag(canvas, (x, y - 20), (x + 40, y + 110))
    canvas.page.keyboard.up("Alt")


def fix(canvas: Canvas) -> None:
    canvas.get("callout-fix").click()


def rename(canvas: Canvas) -> None:
    choose(canvas, "hidden")
    press(canvas, "F2")
    canvas.get("rename").fill("wide")
    press(canvas, "Enter")


def note(canvas: Canvas) -> None:
    canvas.get("canvas").click(position={"x": 5, "y": 5})
    press(canvas, "n")
    canvas.get("note-field").fill("Look here")
    press(canvas, "Control+Enter")
    canvas.wait("state.network.notes.length === 1")


def arrange(canvas: Canvas) -> None:
    canvas.get("arrange").click()
    still(canvas)


def spoil(canvas: Canvas) -> None:
    """Something that a fix can cure."""
    canvas.host.evaluate(
        "(host) => host.studio.edit({ type: 'change_setting', layer: 'digit', setting: 'units', value: 7,"
        " reset: false, index: null })"
    )
    settled(canvas)
    canvas.get("callout-fix").wait_for()


def move_away(canvas: Canvas) -> None:
    """Something that arranging puts right."""
    drag_of_one(canvas)
    settled(canvas)


BEFORE: dict[Callable[[Canvas], None], Callable[[Canvas], None]] = {fix: spoil, arrange: move_away}
GESTURES = [
    drag_of_one,
    drag_of_several,
    nudges,
    new_wire,
    delete,
    delete_and_heal,
    paste,
    duplicate,
    align,
    clone,
    fix,
    rename,
    note,
    arrange,
]


@pytest.mark.parametrize("gesture", GESTURES, ids=lambda gesture: gesture.__name__)
def test_a_gesture_is_one_message_one_revision_and_one_undo_step(drawn: Canvas, gesture: Callable[[Canvas], None]):
    press(drawn, "Escape", "Escape")
    BEFORE.get(gesture, settled)(drawn)
    before, revision = drawn.state("state.network"), drawn.state("state.revision")
    drawn.host.evaluate("(host) => { host.sent = []; }")
    gesture(drawn)
    drawn.wait(f"state.pending.length === 0 && state.revision > {revision}")
    sent = [kind for kind in drawn.host.evaluate("(host) => host.sent") if kind not in ASKING]
    assert len(sent) == 1, sent
    assert drawn.state("state.revision") == revision + 1
    assert drawn.state("state.network") != before
    drawn.get("canvas").focus()
    press(drawn, "Control+z")
    drawn.wait(f"state.revision === {revision + 2}")
    settled(drawn)
    assert drawn.state("state.network") == before
    if gesture in BEFORE:
        press(drawn, "Control+z")
        drawn.wait(f"state.revision === {revision + 3}")


def test_selecting_sends_no_edit(drawn: Canvas):
    revision = drawn.state("state.revision")
    drawn.host.evaluate("(host) => { host.sent = []; }")
    marquee(drawn)
    choose(drawn, "conv_a", "pool")
    press(drawn, "Control+a")
    assert drawn.view("state.nodes.length") == 8
    press(drawn, "Escape")
    settled(drawn)
    assert [kind for kind in drawn.host.evaluate("(host) => host.sent") if kind not in ASKING] == []
    assert drawn.state("state.revision") == revision


def test_plotly_is_fetched_when_the_first_chart_is_shown_and_not_before(digits: Canvas):
    show(digits)
    loaded = "() => [...(window.kerasPlaygroundAssets?.keys() ?? [])].filter((name) => name.startsWith('plotly'))"
    expect(digits.get("charts")).to_be_visible()
    digits.get("node-conv_a").click()
    settled(digits)
    assert digits.page.evaluate(loaded) == []
    digits.get("play").click()
    digits.get("charts").locator(".js-plotly-plot").first.wait_for()
    assert len(digits.page.evaluate(loaded)) == 1
