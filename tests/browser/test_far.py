"""A large network seen from afar: painted on one canvas element, and in the hand as if it were made of elements."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.hands import centre, drag, frame, settled, show, still, until
from tests.browser.lab import Canvas, Notebook

NODES = 232
SIGHT = """(host) => host.shadowRoot.querySelector(".react-flow__viewport").style.transform
    .match(/-?[\\d.]+(?:e-?\\d+)?/g).map(Number)"""
PIXEL = """(host, [x, y]) => {
    const canvas = host.shadowRoot.querySelector(".painted");
    const box = canvas.getBoundingClientRect();
    const [scale, context] = [canvas.width / box.width, canvas.getContext("2d")];
    return [...context.getImageData((x - box.left) * scale, (y - box.top) * scale, 1, 1).data];
}"""


@pytest.fixture(scope="module")
def opened(notebook: Notebook) -> Canvas:
    """A studio on a network of some hundred layers."""
    canvas = notebook.show(
        f"from tests.browser.networks import residual\nstudio = pg.Studio(residual({NODES}))\nstudio"
    ).ready()
    show(canvas)
    return canvas


@pytest.fixture
def far(opened: Canvas) -> Canvas:
    """The same, seen whole, with nothing selected, without the edits of the test before."""
    opened.get("canvas").focus()
    press(opened, "Escape", "Escape", ".")
    opened.get("far").wait_for()
    opened.host.evaluate("(host) => host.view.setState({ nodes: [], edges: [], callout: null, snaps: false })")
    return opened


def press(canvas: Canvas, *keys: str) -> None:
    for key in keys:
        canvas.page.keyboard.press(key)
    frame(canvas)


def node(canvas: Canvas, at: int) -> dict[str, Any]:
    found = canvas.state(f"state.network.nodes[{at}]")
    assert isinstance(found, dict)
    return found


def on_screen(canvas: Canvas, x: float, y: float) -> tuple[float, float]:
    """Where a place of the drawing is on the page."""
    box = canvas.get("canvas").bounding_box()
    assert box is not None
    left, top, zoom = canvas.host.evaluate(SIGHT)
    return box["x"] + left + x * zoom, box["y"] + top + y * zoom


def tile(canvas: Canvas, at: int) -> tuple[float, float]:
    """The middle of a node's tile on the page."""
    found = node(canvas, at)
    return on_screen(canvas, found["x"] + 77, found["y"] + 33)


def between(canvas: Canvas, at: int, other: int) -> tuple[float, float]:
    """The middle of the wire between two nodes of a row on the page."""
    first, second = node(canvas, at), node(canvas, other)
    assert first["y"] == second["y"]
    return on_screen(canvas, (first["x"] + 154 + second["x"]) / 2, first["y"] + 33)


def pixel(canvas: Canvas, at: tuple[float, float]) -> tuple[int, ...]:
    frame(canvas)
    return tuple(canvas.host.evaluate(PIXEL, list(at)))


def chosen(canvas: Canvas) -> list[str]:
    return list(canvas.view("state.nodes"))


def test_the_whole_is_one_element_in_the_colours_of_the_families(far: Canvas):
    assert far.host.locator(".react-flow__node, .react-flow__edge").count() == 0
    colours = {pixel(far, tile(far, at)) for at in range(1, 8)}
    assert len(colours) == 4
    assert all(alpha == 255 for *_, alpha in colours)
    gap = between(far, 1, 2)
    assert any(pixel(far, (gap[0], gap[1] + by))[3] > 0 for by in (-1, 0, 1))


def test_a_click_selects_and_with_shift_or_control_goes_on_selecting(far: Canvas):
    mouse, keyboard = far.page.mouse, far.page.keyboard
    mouse.click(*tile(far, 5))
    assert chosen(far) == [node(far, 5)["id"]]
    keyboard.down("Shift")
    mouse.click(*tile(far, 9))
    mouse.click(*tile(far, 12))
    mouse.click(*tile(far, 9))
    keyboard.up("Shift")
    assert chosen(far) == [node(far, 5)["id"], node(far, 12)["id"]]
    x, y = tile(far, 100)
    mouse.click(*on_screen(far, -60, -60))
    assert chosen(far) == []
    keyboard.down("Control")
    mouse.click(x, y)
    keyboard.up("Control")
    assert chosen(far) == [node(far, 100)["id"]]


def test_a_click_on_a_wire_selects_it(far: Canvas):
    far.page.mouse.click(*between(far, 1, 2))
    assert far.view("state.edges.length") == 1
    assert chosen(far) == []


def test_shift_and_a_drag_over_the_ground_select_what_is_touched(far: Canvas):
    far.page.keyboard.down("Shift")
    drag(far, on_screen(far, -60, -60), tile(far, 3))
    far.page.keyboard.up("Shift")
    expected = {node(far, at)["id"] for at in range(4)}
    assert expected <= set(chosen(far))
    assert len(chosen(far)) < NODES / 2
    assert far.view("state.marquee") is None


def test_a_drag_moves_what_is_selected_and_is_one_undo_step(far: Canvas):
    revision, before = far.state("state.revision"), [node(far, at) for at in (20, 21)]
    x, y = tile(far, 20)
    drag(far, (x, y), (x + 30, y + 20))
    settled(far)
    assert far.state("state.revision") == revision + 1
    moved = node(far, 20)
    assert moved["x"] > before[0]["x"]
    assert moved["y"] > before[0]["y"]
    assert node(far, 21) == before[1]
    press(far, "Control+a")
    x, y = tile(far, 21)
    drag(far, (x, y), (x + 10, y + 10))
    settled(far)
    by = node(far, 21)["x"] - before[1]["x"]
    assert abs(node(far, 20)["x"] - moved["x"] - by) <= 1
    press(far, "Control+z", "Control+z")
    far.wait(f"state.revision === {revision + 4}")
    assert [node(far, at) for at in (20, 21)] == before


def test_alt_and_a_drag_put_a_copy(far: Canvas):
    x, y = tile(far, 30)
    far.page.keyboard.down("Alt")
    drag(far, (x, y), (x + 15, y + 25))
    far.page.keyboard.up("Alt")
    far.wait(f"state.network.nodes.length === {NODES + 1}")
    settled(far)
    press(far, "Control+z")
    far.wait(f"state.network.nodes.length === {NODES}")


def test_what_is_wrong_is_red_and_its_title_says_why(far: Canvas):
    good = pixel(far, tile(far, 8))
    layer = node(far, 8)["layer"]
    far.host.evaluate(
        "(host, layer) => host.studio.edit({ type: 'change_setting', layer, setting: 'filters', value: -1,"
        " reset: false, index: null })",
        layer,
    )
    settled(far)
    red, _, blue, _ = pixel(far, tile(far, 8))
    assert red > 1.5 * blue
    assert pixel(far, tile(far, 8)) != good
    far.page.mouse.move(*tile(far, 8))
    pane = far.host.locator(".react-flow__pane")
    expect(pane).to_have_attribute("title", re.compile("conv2d_8"))
    expect(pane).to_have_attribute("title", re.compile("filters"))
    press(far, "Control+z")
    settled(far)
    assert pixel(far, tile(far, 8)) == good


def test_a_bypassed_layer_is_fainter(far: Canvas):
    good = pixel(far, tile(far, 10))
    far.page.mouse.click(*tile(far, 10))
    press(far, "Control+b", "Escape")
    settled(far)
    far.host.evaluate("(host) => host.view.setState({ nodes: [] })")
    faint = pixel(far, tile(far, 10))
    assert sum(faint[:3]) > sum(good[:3])
    press(far, "Control+z")
    settled(far)


def test_the_ground_is_panned_and_a_double_click_goes_to_a_layer(far: Canvas):
    left, _, zoom = far.host.evaluate(SIGHT)
    drag(far, on_screen(far, -60, -60), on_screen(far, 300, 100))
    still(far)
    moved = far.host.evaluate(SIGHT)
    assert moved[0] > left
    assert (chosen(far), moved[2]) == ([], zoom)
    far.page.mouse.dblclick(*tile(far, 40))
    card = far.host.locator(f'.react-flow__node[data-id="{node(far, 40)["id"]}"]')
    card.wait_for()
    expect(far.get("far")).to_have_count(0)
    until(far.page, lambda: far.host.evaluate(SIGHT)[2] == pytest.approx(1, abs=0.2))


def test_the_map_takes_a_press_to_where_it_shows(far: Canvas):
    far.page.mouse.dblclick(*tile(far, 40))
    far.get("far").wait_for(state="detached")
    still(far)
    x, y = centre(far.get("map"))
    far.page.mouse.move(x, y)
    far.page.mouse.down()
    still(far)
    before = far.host.evaluate(SIGHT)
    far.page.mouse.move(x + 20, y + 5)
    far.page.mouse.up()
    still(far)
    after = far.host.evaluate(SIGHT)
    assert after[0] < before[0] - 100
    assert after[2] == before[2]
    assert chosen(far) == [node(far, 40)["id"]]


def test_f2_goes_to_the_node_and_opens_its_name(far: Canvas):
    name = far.state(f"state.network.layers.find((each) => each.id === {node(far, 5)['layer']!r}).name")
    far.page.mouse.click(*tile(far, 5))
    press(far, "F2")
    field = far.get("rename")
    expect(field).to_have_value(name)
    far.page.keyboard.type("called_from_afar")
    far.page.keyboard.press("Enter")
    far.wait("state.network.layers.some((each) => each.name === 'called_from_afar')")
    expect(far.get("far")).to_have_count(0)
    press(far, "Control+z")
    far.wait("!state.network.layers.some((each) => each.name === 'called_from_afar')")


def edge_of(canvas: Canvas, at: int) -> tuple[float, float]:
    """A place at the right edge of a node's tile on the page."""
    found = node(canvas, at)
    x, y = on_screen(canvas, found["x"] + 154, found["y"] + 33)
    return x - 2, y


def test_a_drag_from_the_right_edge_of_a_tile_draws_a_wire_to_another(far: Canvas):
    before = len(far.state("state.network.edges"))
    add = far.state(
        "state.network.nodes.findIndex((node) => state.network.layers.find("
        "(each) => each.id === node.layer).kind === 'Add')"
    )
    start = add - 1
    while any(
        edge["source"] == node(far, start)["id"] and edge["target"] == node(far, add)["id"]
        for edge in far.state("state.network.edges")
    ):
        start -= 1
    drag(far, edge_of(far, start), tile(far, add))
    far.wait(f"state.network.edges.length === {before + 1}")
    assert far.view("state.reaching") is None
    press(far, "Control+z")
    far.wait(f"state.network.edges.length === {before}")


def test_a_wire_that_is_let_go_on_the_empty_canvas_asks_for_a_layer_and_one_that_does_not_fit_says_why(far: Canvas):
    box = far.get("canvas").bounding_box()
    assert box is not None
    drag(far, edge_of(far, 5), (box["x"] + 12, box["y"] + 12))
    far.get("search-query").wait_for()
    assert far.view("state.search.from") == {"node": node(far, 5)["id"], "output": 0}
    press(far, "Escape")
    edges = far.state("state.network.edges")
    drag(far, edge_of(far, 9), tile(far, 2))
    far.host.locator(".notice").first.wait_for()
    assert far.state("state.network.edges") == edges


def test_a_wire_replaces_the_one_of_the_tile_that_it_is_dropped_on_and_a_chosen_one_is_deleted(far: Canvas):
    edges = far.state("state.network.edges")
    ends = [node(far, at)["id"] for at in (1, 3, 4)]
    drag(far, edge_of(far, 1), tile(far, 4))
    far.wait(f"state.network.edges.some((edge) => edge.source === '{ends[0]}' && edge.target === '{ends[2]}')")
    settled(far)
    assert not far.state(f"state.network.edges.some((edge) => edge.source === '{ends[1]}')")
    press(far, "Control+z")
    settled(far)
    assert far.state("state.network.edges") == edges
    far.page.mouse.click(*between(far, 1, 2))
    press(far, "Delete")
    far.wait(f"state.network.edges.length === {len(edges) - 1}")
    press(far, "Control+z")
    settled(far)
    assert far.state("state.network.edges") == edges


def test_a_loose_node_is_put_into_the_wire_that_it_is_dropped_on(far: Canvas):
    edges = far.state("state.network.edges")
    beside = on_screen(far, -20, -70)
    far.page.keyboard.down("Alt")
    drag(far, tile(far, 30), beside)
    far.page.keyboard.up("Alt")
    far.wait(f"state.network.nodes.length === {NODES + 1}")
    settled(far)
    loose = node(far, NODES)["id"]
    drag(far, beside, between(far, 1, 2))
    settled(far)
    added = [edge for edge in far.state("state.network.edges") if edge not in edges]
    ends = [(node(far, 1)["id"], loose), (loose, node(far, 2)["id"])]
    assert sorted((edge["source"], edge["target"]) for edge in added) == sorted(ends)
    assert far.state("state.network.edges.length") == len(edges) + 1
    press(far, "Control+z", "Control+z")
    far.wait(f"state.network.nodes.length === {NODES}")
    settled(far)
    assert far.state("state.network.edges") == edges


def test_the_canvas_has_the_keys_when_a_card_that_had_them_is_painted(opened: Canvas):
    opened.get("canvas").focus()
    press(opened, "Escape", ".", "0")
    opened.host.evaluate(
        "(host) => { const card = host.shadowRoot.querySelector('.react-flow__node');"
        " const button = document.createElement('button'); card.append(button); button.focus(); }"
    )
    opened.get("zoom-bar").or_(opened.host.locator(".zoom-bar")).first.wait_for()
    opened.host.evaluate("(host) => host.shadowRoot.querySelector('[data-testid=fit]').click()")
    opened.get("far").wait_for()
    expect(opened.get("canvas")).to_be_focused()


def test_the_map_is_put_away_and_gives_way_to_the_card_that_is_selected(far: Canvas):
    far.get("map-toggle").click()
    far.get("map").wait_for(state="detached")
    far.get("map-toggle").click()
    far.get("map").wait_for()
    opacity = "(host) => getComputedStyle(host.shadowRoot.querySelector('[data-testid=map]').parentElement).opacity"
    until(far.page, lambda: far.host.evaluate(opacity) == "1")
    far.get("canvas").focus()
    press(far, "Control+a", "0")
    until(far.page, lambda: far.host.evaluate(opacity) == "0")
    press(far, "Escape", ".")
