"""A problem said beside its node: where the callout stands, when it opens and closes, and what a fix would do."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.hands import centre, drag, settled, show, spot, still, until
from tests.browser.lab import Canvas, Notebook

DRAWING = """
from playground.network import AddNode, Batch, ChangeSetting, Connect, Disconnect, Edge, Layer, Network, Node
places = {'image': (0, 0), 'stem': (224, 0), 'conv': (448, 0), 'skip': (672, 0), 'flat': (896, 0), 'digit': (1120, 0)}
layers = (
    Layer('image', 'InputLayer', 'image', {'shape': [8, 8, 1]}),
    Layer('stem', 'Conv2D', 'stem', {'filters': 32, 'kernel_size': 3, 'padding': 'same'}),
    Layer('conv', 'Conv2D', 'conv', {'filters': FILTERS, 'kernel_size': 3, 'padding': 'same'}),
    Layer('skip', 'Add', 'skip'),
    Layer('flat', 'Flatten', 'flat'),
    Layer('digit', 'Dense', 'digit', {'units': 10, 'activation': 'softmax'}),
)
wires = [('image', 'stem', 0), ('stem', 'conv', 0), ('stem', 'skip', 0), ('conv', 'skip', 1), ('skip', 'flat', 0)]
edges = tuple(Edge(a, b, slot=slot) for a, b, slot in [*wires, ('flat', 'digit', 0)])
nodes = tuple(Node(name, name, float(x), float(y)) for name, (x, y) in places.items())
studio = pg.Studio(Network('residual', layers, nodes, edges), data='digits')
studio
"""
FIRST = "Project “stem” with Conv2D 1×1, 64"
MESSAGE = "Add “skip” needs equal shapes; received 8×8×32 and 8×8×64."

BOXES = """
    const box = (id) => root.querySelector(`[data-testid="${id}"]`)?.getBoundingClientRect().toJSON() ?? null;
    return { callout: box("callout"), node: box("node-skip"), canvas: box("canvas"), badge: box("badge-skip") };
"""


@pytest.fixture
def faulty(notebook: Notebook) -> Canvas:
    """A shortcut of 32 channels is added to 64."""
    canvas = notebook.show(DRAWING.replace("FILTERS", "64")).ready()
    show(canvas)
    return canvas


@pytest.fixture
def sound(notebook: Notebook) -> Canvas:
    """The same, with 32 channels on both ways."""
    canvas = notebook.show(DRAWING.replace("FILTERS", "32")).ready()
    show(canvas)
    return canvas


def boxes(canvas: Canvas) -> dict[str, Any]:
    return canvas.host.evaluate(f"(host) => {{ const root = host.shadowRoot ?? host; {BOXES} }}")


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["right"] <= other["left"]
        or other["right"] <= one["left"]
        or one["bottom"] <= other["top"]
        or other["bottom"] <= one["top"]
    )


def within(inner: dict[str, float], outer: dict[str, float]) -> bool:
    return (
        inner["left"] >= outer["left"]
        and inner["right"] <= outer["right"]
        and inner["top"] >= outer["top"]
        and inner["bottom"] <= outer["bottom"]
    )


def opened(canvas: Canvas) -> None:
    canvas.get("callout").wait_for()
    still(canvas)


def closed(canvas: Canvas) -> None:
    canvas.get("callout").wait_for(state="detached")


def change(notebook: Notebook, filters: int) -> None:
    notebook.execute(f"studio.edit(ChangeSetting('conv', 'filters', {filters}))")


def test_the_callout_of_the_selected_node_says_its_problem_in_the_sentence_of_python(faulty: Canvas):
    assert faulty.get("callout").count() == 0
    faulty.get("node-skip").click()
    opened(faulty)
    callout = faulty.get("callout")
    expect(callout.locator(".sentence")).to_have_text(MESSAGE)
    expect(callout.locator(".sentence > b")).to_have_text(["Add “skip”", "32", "64"])
    expect(callout.locator(".sentence > .odd")).to_have_text(["32", "64"])
    expect(faulty.get("callout-said")).to_have_text(f"{MESSAGE} Alt+Enter: {FIRST}.")
    expect(faulty.get("callout-said")).to_have_attribute("role", "status")
    faulty.get("callout-why").click()
    expect(callout.locator(".why h4")).to_have_text("Unequal shapes at a merge")
    expect(faulty.get("inputs").locator(".odd")).to_have_text(["32", "64"])


def test_the_callout_never_covers_its_node_nor_leaves_the_view(faulty: Canvas):
    faulty.get("node-skip").click()
    opened(faulty)
    page = faulty.page
    for width in (1500, 1180):
        page.set_viewport_size({"width": width, "height": 1000})
        still(faulty)
        faulty.get("fit").click()
        still(faulty)
        canvas = boxes(faulty)["canvas"]
        spots = [(0.5, 0.5), (0.95, 0.5), (0.95, 0.06), (0.3, 0.04), (0.16, 0.5), (0.16, 0.9), (0.5, 0.93), (0.9, 0.93)]
        for right, down in spots:
            at = (canvas["left"] + right * canvas["width"], canvas["top"] + down * canvas["height"])
            badge = boxes(faulty)["badge"]
            by = (at[0] - badge["left"] - 10, at[1] - badge["top"] - 10)
            pan(faulty, by)
            still(faulty)
            now = boxes(faulty)
            assert now["callout"] is not None, (width, right, down)
            assert apart(now["callout"], now["node"]), (width, right, down)
            assert within(now["callout"], now["canvas"]), (width, right, down)
    page.set_viewport_size({"width": 1500, "height": 1000})


def pan(canvas: Canvas, by: tuple[float, float]) -> None:
    """Drag the empty canvas, in pieces that fit it."""
    mouse = canvas.page.mouse
    start = empty_place(canvas)
    mouse.move(*start)
    mouse.down(button="middle")
    mouse.move(start[0] + by[0], start[1] + by[1], steps=4)
    mouse.up(button="middle")


def empty_place(canvas: Canvas) -> tuple[float, float]:
    found = canvas.host.evaluate(
        """(host) => {
            const root = host.shadowRoot ?? host;
            const box = root.querySelector("[data-testid=canvas]").getBoundingClientRect();
            for (let down = 0.08; down < 0.95; down += 0.07) for (let right = 0.05; right < 0.95; right += 0.05) {
                const [x, y] = [box.left + right * box.width, box.top + down * box.height];
                if (root.elementFromPoint(x, y)?.matches(".react-flow__pane")) return [x, y];
            }
            return null;
        }"""
    )
    assert found
    return found[0], found[1]


def test_a_callout_that_was_closed_stays_so_until_its_problem_changes(faulty: Canvas, notebook: Notebook):
    faulty.get("node-skip").click()
    opened(faulty)
    faulty.get("callout-close").click()
    closed(faulty)
    faulty.get("node-stem").click()
    faulty.get("node-skip").click()
    faulty.page.wait_for_timeout(200)
    closed(faulty)
    change(notebook, 48)
    opened(faulty)
    faulty.page.keyboard.press("Escape")
    closed(faulty)
    assert faulty.view("state.nodes") == ["skip"]
    faulty.get("badge-skip").click()
    opened(faulty)
    change(notebook, 32)
    closed(faulty)


def test_the_newest_error_opens_its_callout_and_a_hint_does_not(sound: Canvas, notebook: Notebook):
    change(notebook, 64)
    opened(sound)
    assert sound.view("state.nodes") == []
    change(notebook, 32)
    closed(sound)
    notebook.execute(
        "studio.edit(Batch((Disconnect(Edge('skip', 'flat')),"
        " AddNode(Node('wide', 'wide', 896.0, 160.0), Layer('wide', 'Dense', 'wide', {'units': 4})),"
        " Connect(Edge('skip', 'wide')), Connect(Edge('wide', 'flat')))))"
    )
    sound.wait("state.report.problems.some((problem) => problem.node === 'wide')")
    assert sound.state("state.report.problems.map((problem) => problem.severity)") == ["hint"]
    sound.get("node-wide").click()
    sound.page.wait_for_timeout(200)
    closed(sound)


def test_a_warning_opens_its_callout_when_its_node_is_selected(sound: Canvas, notebook: Notebook):
    notebook.execute("studio.edit(ChangeSetting('digit', 'units', 12))")
    sound.wait("state.report.problems.length === 1")
    sound.page.wait_for_timeout(200)
    closed(sound)
    sound.get("node-digit").click()
    opened(sound)
    expect(sound.get("callout")).to_have_attribute("class", "callout nowheel warning")


def test_no_callout_opens_over_the_hands_of_a_person(sound: Canvas, notebook: Notebook):
    mouse, page = sound.page.mouse, sound.page
    mouse.move(*centre(sound.get("out-digit-0")))
    mouse.down()
    mouse.move(*spot(sound, 0.5, 0.8), steps=6)
    change(notebook, 64)
    sound.wait("state.report.problems.length > 0")
    page.wait_for_timeout(200)
    closed(sound)
    mouse.move(*centre(sound.get("node-digit")), steps=6)
    mouse.up()
    opened(sound)
    sound.get("callout-close").click()

    sound.get("node-digit").click()
    field = sound.get("inspector").locator("input").first
    field.click()
    field.press("End")
    field.press("x")
    # Who has not pressed a key for a while is not typing any more, and a busy machine takes longer than that.
    field.evaluate(
        """(field) => { field.typesOn = setInterval(() => field.dispatchEvent(
            new KeyboardEvent("keydown", { key: "x", bubbles: true, composed: true })), 100); }"""
    )
    change(notebook, 48)
    sound.wait("state.report.problems[0]?.message.includes('48')")
    page.wait_for_timeout(200)
    assert sound.get("callout").count() == 0
    field.evaluate("(field) => clearInterval(field.typesOn)")
    field.press("Enter")
    opened(sound)


def test_a_layer_that_was_just_placed_is_not_scolded_before_its_first_wire(sound: Canvas):
    sound.get("canvas").focus()
    drag(sound, centre(sound.get("out-digit-0")), spot(sound, 0.9, 0.75))
    sound.get("search-query").fill("add")
    sound.page.keyboard.press("Escape")
    sound.page.mouse.dblclick(*empty_place(sound))
    sound.get("search-query").fill("dense")
    sound.page.keyboard.press("Enter")
    sound.wait("state.report.problems.some((problem) => problem.code === 'missing_input')")
    sound.page.wait_for_timeout(200)
    closed(sound)
    sound.get("badge-dense").click()
    opened(sound)
    expect(sound.get("callout")).to_contain_text("is not connected")


def test_alt_enter_applies_the_fix_of_the_callout_as_one_undo_step(faulty: Canvas, notebook: Notebook):
    before = notebook.evaluate("studio.network == studio.network and len(studio.network.nodes)")
    faulty.get("node-skip").click()
    opened(faulty)
    faulty.page.keyboard.press("Alt+Enter")
    settled(faulty)
    faulty.wait("state.report.problems.length === 0")
    closed(faulty)
    assert faulty.state("state.network.nodes.length") == before + 1
    faulty.page.keyboard.press("Control+z")
    faulty.wait(f"state.network.nodes.length === {before} && state.report.problems.length === 1")
    assert notebook.evaluate("studio.session.drawing.now.can_undo") is False


def test_a_look_at_a_fix_draws_what_it_would_do_and_leaves_no_trace(faulty: Canvas, notebook: Notebook):
    faulty.get("node-skip").click()
    opened(faulty)
    before = notebook.evaluate("studio.session.drawing.revision")
    stood = boxes(faulty)["callout"]
    faulty.get("callout-fix").hover()
    ghost = faulty.get("ghost-conv2d")
    ghost.get_by_text("+2,112 params").wait_for()
    expect(faulty.get("ghost-wire")).to_have_count(2)
    expect(faulty.get("ghosts")).to_contain_text("8×8×64")
    assert boxes(faulty)["callout"] == stood
    faulty.page.keyboard.press("0")
    still(faulty)
    zoomed = boxes(faulty)
    assert zoomed["callout"] is None or within(zoomed["callout"], zoomed["canvas"])
    faulty.get("fit").click()
    still(faulty)
    faulty.page.mouse.move(*spot(faulty, 0.02, 0.02))
    faulty.get("ghosts").wait_for(state="detached")
    faulty.open_tab("problems")
    faulty.get("problem-fix-0").hover()
    ghost.wait_for()
    faulty.get("problem-show-0").hover()
    faulty.get("ghosts").wait_for(state="detached")
    assert notebook.evaluate("studio.session.drawing.revision") == before
    assert faulty.state("state.network === state.confirmed && state.network.nodes.length === 6") is True
    faulty.get("callout-fix").click()
    faulty.wait("state.report.problems.length === 0")
    expect(faulty.get("ghosts")).to_have_count(0)
    expect(faulty.get("node-conv2d")).to_have_count(1)


def test_other_ways_lead_to_the_list_with_what_each_comes_to(faulty: Canvas):
    faulty.get("node-skip").click()
    opened(faulty)
    expect(faulty.get("callout-ways")).to_have_text("Other ways (2)")
    told = [
        [FIRST, "8×8×64 · +2,112 params"],
        ["Set filters of “conv” to 32", "8×8×32 · −9,248 params"],
        ["Concatenate instead of Add", "8×8×96 · 0 params"],
    ]
    ways = faulty.get("ways").locator(".way > span")
    until(faulty.page, lambda: [each.splitlines() for each in ways.all_inner_texts()] == told)
    faulty.get("callout-ways").click()
    faulty.get("ghost-conv").get_by_text("−9,248 params").wait_for()
    faulty.page.keyboard.press("Tab")
    faulty.get("ghost-concatenate").wait_for()
    expect(faulty.get("ghost-conv")).to_have_count(0)
    faulty.page.keyboard.press("Enter")
    faulty.wait("state.report.problems.length === 0")
    assert faulty.state("state.network.layers.some((layer) => layer.kind === 'Concatenate')") is True
