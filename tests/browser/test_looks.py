"""What the eye would notice: nothing is cut off, covers another or runs away; light and dark, wide and narrow."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import VIEWPORT
from tests.browser.hands import centre, query, settled, show, until
from tests.browser.lab import Canvas, Notebook

NARROW = {"width": 1100, "height": 800}
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


@pytest.fixture
def narrow(notebook: Notebook) -> Iterator[None]:
    """A window as narrow as a small laptop's beside a panel."""
    notebook.page.set_viewport_size(NARROW)
    yield
    notebook.page.set_viewport_size(VIEWPORT)


@pytest.fixture(params=THEMES)
def theme(notebook: Notebook, request: pytest.FixtureRequest) -> Iterator[str]:
    """JupyterLab in one of its themes."""
    set_theme(notebook, request.param)
    yield request.param
    set_theme(notebook, "light")


def set_theme(notebook: Notebook, name: str) -> None:
    notebook.page.evaluate(
        "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", THEMES[name]
    )
    light = "true" if name == "light" else "false"
    notebook.page.wait_for_function("(light) => document.body.dataset.jpThemeLight === light", arg=light)


def train(canvas: Canvas, epochs: int = 2) -> None:
    """A short run, until every card has its picture."""
    canvas.notebook.execute(f"studio.config = pg.TrainingConfig(epochs={epochs})")
    canvas.get("play").click()
    canvas.wait("state.status.state === 'finished'")
    canvas.wait("Object.keys(state.pictures?.thumbnails ?? {}).length === state.network.nodes.length")


CUT = """
    const wrong = [];
    for (const card of root.querySelectorAll(".card")) {
        const parts = ".card-kind, .card-name, .card-words, .card-picture, .card-foot > span";
        const texts = [...card.querySelectorAll(parts)];
        for (const one of texts) {
            if (one.scrollWidth > one.clientWidth + 1) wrong.push("cut: " + one.textContent);
            for (const other of texts) if (one !== other && overlap(box(one), box(other)))
                wrong.push(one.textContent + " over " + other.textContent);
        }
    }
    return wrong;
"""


def test_no_text_of_a_card_is_cut_or_covered_while_it_shows_pictures(digits: Canvas):
    show(digits)
    assert query(digits, CUT) == []
    train(digits)
    assert query(digits, "return root.querySelectorAll('.card.near .card-picture').length") == 8
    assert query(digits, CUT) == []


OUTSIDE = """
    const parts = ["topbar", "palette", "canvas", "dock", "inspector"]
        .map((name) => [name, root.querySelector(`[data-testid=${name}]`)])
        .filter(([, element]) => element);
    const whole = box(host);
    const wrong = [];
    for (const [name, element] of parts) {
        const { left, right, top, bottom } = box(element);
        if (left < whole.left - 1 || right > whole.right + 1 || top < whole.top - 1 || bottom > whole.bottom + 1)
            wrong.push(name + " outside");
        for (const [other, second] of parts)
            if (name < other && overlap(box(element), box(second))) wrong.push(name + " over " + other);
    }
    const strip = [...root.querySelectorAll(".dock-strip button, .dock-strip label")].filter(
        (each) => each.checkVisibility({ visibilityProperty: true }));
    const bar = [...root.querySelectorAll(".topbar button, .topbar .progress, .topbar .chip, .network-name, .blocked")];
    for (const row of [strip, bar])
        row.forEach((one, i) => row.slice(i + 1).forEach((other) => {
            if (overlap(box(one), box(other)) && !one.contains(other))
                wrong.push(`${one.textContent || one.title} over ${other.textContent || other.title}`);
        }));
    for (const one of [...strip, ...bar])
        if (box(one).right > whole.right + 1) wrong.push((one.textContent || one.title) + " outside");
    return [parts.length, wrong];
"""


def test_the_parts_of_a_wide_studio_stand_beside_each_other(digits: Canvas):
    assert query(digits, OUTSIDE) == [5, []]


@pytest.mark.usefixtures("narrow")
def test_in_a_narrow_cell_the_settings_open_for_the_selected_node_beside_the_whole_network(digits: Canvas):
    show(digits)
    assert query(digits, OUTSIDE) == [4, []]
    digits.get("node-pool").click()
    digits.get("inspector").wait_for()
    assert query(digits, OUTSIDE) == [5, []]
    hidden = """
        const canvas = box(root.querySelector(".canvas"));
        return [...root.querySelectorAll(".card")].filter((card) => {
            const { left, right, top, bottom } = box(card);
            return left < canvas.left || right > canvas.right || top < canvas.top || bottom > canvas.bottom;
        }).length;
    """
    assert query(digits, hidden) == 0
    digits.get("inspector-toggle").click()
    digits.get("inspector").wait_for(state="detached")
    digits.get("node-hidden").click()
    digits.page.wait_for_timeout(100)
    assert digits.get("inspector").count() == 0


ENDS = """
    const room = box(root.querySelector("[data-testid=charts]"));
    const texts = [...root.querySelectorAll(".chart .annotation-text")];
    const ends = texts.filter((text) => /^(train|val) /.test(text.textContent));
    return [ends.length, ends.filter((end) => box(end).right > room.right).map((end) => end.textContent)];
"""


def test_the_ends_of_both_curves_are_read_beside_the_settings_in_a_window_of_a_thousand_pixels(digits: Canvas):
    digits.page.set_viewport_size({"width": 1000, "height": 800})
    try:
        show(digits)
        train(digits)
        digits.get("dock-training").click()
        digits.get("node-pool").click()
        digits.get("inspector").wait_for()
        digits.page.wait_for_function(
            "(charts) => charts.querySelectorAll('.annotation-text').length >= 6 && charts.clientWidth < 600",
            arg=digits.get("charts").element_handle(),
        )
        assert query(digits, ENDS) == [4, []]
    finally:
        digits.page.set_viewport_size(VIEWPORT)


def test_a_small_network_has_a_map_only_while_part_of_it_is_out_of_sight(digits: Canvas):
    show(digits)
    digits.get("fit").click()
    covered = """
        const corners = [...root.querySelectorAll(".canvas-caption, .zoom-bar, .small-map")];
        const cards = [...root.querySelectorAll(".card")];
        const under = corners.filter((corner) => cards.some((card) => overlap(box(corner), box(card))));
        return [corners.length, under.length];
    """
    assert query(digits, covered) == [2, 0]
    train(digits)
    assert query(digits, covered) == [2, 0]
    for _ in range(3):
        digits.get("zoom-in").click()
    digits.host.locator(".small-map").wait_for()


def test_wires_end_at_their_cards_at_every_zoom(digits: Canvas):
    show(digits)
    ends = """
        return [...root.querySelectorAll("path.wire")].map((wire) => {
            const { x, y } = wire.getPointAtLength(0).matrixTransform(wire.getScreenCTM());
            const [, node] = /^wire-(.+)\\.\\d+>/.exec(wire.dataset.testid);
            const card = box(root.querySelector(`.react-flow__node[data-id="${node}"]`));
            return Math.abs(x - card.right) < 6 && y > card.top && y < card.bottom;
        });
    """
    for level in ("near", "mid", "far", "speck"):
        for _ in range(12):
            if query(digits, "return root.querySelector('.card').classList.contains(argument)", level):
                break
            digits.get("zoom-out").click()
        else:
            pytest.fail(f"no zoom shows cards as {level}")
        assert query(digits, ends) == [True] * 7


SIGHT = """
    const { e, f } = new DOMMatrix(getComputedStyle(root.querySelector(".react-flow__viewport")).transform);
    return [e, f];
"""


def test_a_wire_let_go_outside_of_the_studio_is_let_go_and_the_canvas_stays(digits: Canvas):
    show(digits)
    place = query(digits, SIGHT)
    box = digits.host.bounding_box()
    assert box is not None
    mouse = digits.page.mouse
    for end in ((box["x"] - 40, box["y"] + 200), (box["x"] + 600, -30)):
        start = centre(digits.get("out-image-0"))  # the canvas may have panned
        mouse.move(*start)
        mouse.down()
        mouse.move(start[0] + 20, start[1] + 60, steps=3)
        digits.host.locator(".drawn-wire").wait_for()
        mouse.move(*end, steps=5)
        digits.page.wait_for_timeout(200)
        mouse.up()
        digits.host.locator(".drawn-wire").wait_for(state="detached")
        assert digits.view("[state.connecting, state.search]") == [None, None]
    # On its way out the pointer crosses the rim, where the canvas may pan a little.
    assert query(digits, SIGHT) == pytest.approx(place, abs=60)
    assert digits.state("state.network.edges.length") == 7


def test_without_a_kernel_there_is_no_palette_and_the_reason_stands_above(digits: Canvas):
    digits.host.evaluate("(host) => host.studio.store.setState({ live: false, drawable: false })")
    digits.get("palette").wait_for(state="detached")
    expect(digits.get("no-kernel")).to_contain_text("run the cell")
    assert query(digits, OUTSIDE) == [4, []]


def test_why_a_run_failed_is_read_whole_among_the_problems(digits: Canvas, notebook: Notebook):
    show(digits)
    notebook.execute("studio.config = pg.TrainingConfig(batch_size=5000)")
    digits.wait("state.training.batch_size === 5000")
    digits.get("play").click()
    digits.get("run-failed").click()
    message = digits.state("state.status.problem.message")
    assert "5000" in message
    expect(digits.get("problem-0").locator(".problem-text")).to_have_text(message)
    expect(digits.get("dock-problems")).to_have_text(re.compile(r"^Problems\s*1$"))


def test_a_problem_out_of_sight_is_brought_into_it(digits: Canvas):
    show(digits)
    digits.host.evaluate(
        "(host) => host.studio.edit({ type: 'change_setting', layer: 'pool', setting: 'pool_size', value: [9, 9],"
        " reset: false, index: null })"
    )
    settled(digits)
    digits.get("badge-pool").wait_for()
    for _ in range(4):
        digits.get("zoom-in").click()
    digits.host.evaluate("(host) => host.view.setState({ nodes: [] })")
    digits.get("blocked").click()
    until(digits.page, lambda: digits.view("state.nodes") == ["pool"])
    inside = """
        const [card, canvas] = [box(root.querySelector("[data-testid=node-pool]")), box(root.querySelector(".canvas"))];
        return overlap(card, canvas) && (card.left + card.right) / 2 < canvas.right;
    """
    assert query(digits, inside) is True


def test_the_dark_theme_is_dark_everywhere(digits: Canvas, theme: str):
    brightness = """
        const light = (colour) => {
            const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
            return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
        };
        const parts = [...root.querySelectorAll(".topbar, .palette, .canvas, .card.near, .dock, .inspector, .field")];
        return parts.map((part) => light(getComputedStyle(part).backgroundColor));
    """
    until(digits.page, lambda: digits.view("state.theme") == theme)
    found = query(digits, brightness)
    assert len(found) > 12
    if theme == "dark":
        assert max(found) < 0.2
    else:
        assert min(found) > 0.9


@pytest.mark.parametrize(("width", "height"), [(1300, 720), (1300, 520), (860, 520)])
def test_the_sheet_of_keys_is_readable_without_scrolling(digits: Canvas, width: int, height: int):
    show(digits)
    style = f"width: {width}px; --playground-height: {height}px"
    digits.host.evaluate("(host, style) => host.setAttribute('style', style)", style)
    digits.get("canvas").focus()
    digits.page.keyboard.press("?")
    columns = digits.host.locator(".sheet-columns")
    columns.wait_for()
    hidden = """
        const columns = root.querySelector(".sheet-columns");
        const rows = [...columns.querySelectorAll("dd, dt")];
        const { left, right, top, bottom } = box(columns);
        const out = rows.filter((row) => box(row).left < left || box(row).right > right
            || box(row).top < top || box(row).bottom > bottom);
        return [rows.length > 70, columns.scrollHeight <= columns.clientHeight, out.map((row) => row.textContent)];
    """
    found = query(digits, hidden)
    digits.page.keyboard.press("Escape")
    digits.host.evaluate("(host) => { host.removeAttribute('style'); }")
    assert found == [True, True, []]


def test_the_name_of_the_network_keeps_its_room_while_a_run_goes_on(digits: Canvas):
    show(digits)
    digits.notebook.execute("studio.config = pg.TrainingConfig(epochs=500)")
    digits.get("play").click()
    digits.wait("state.status.state === 'running'")
    digits.get("pause").click()
    digits.wait("state.status.state === 'paused'")
    cut = """
        const name = root.querySelector(".network-name");
        const ended = name.scrollWidth > name.clientWidth + 1;
        const whole = box(host);
        const bar = [...root.querySelectorAll(".topbar button, .topbar .progress, .topbar .chip, .network-name")]
            .filter((each) => each.checkVisibility());
        const over = bar.flatMap((one, i) => bar.slice(i + 1).filter((other) => overlap(box(one), box(other)))
            .map((other) => `${one.title || one.className} over ${other.title || other.className}`));
        const outside = bar.filter((each) => box(each).right > whole.right || box(each).left < whole.left);
        return [ended, over, outside.map((each) => each.title || each.className)];
    """
    try:
        for width in (1480, 1300, 1240, 1200, 1140, 1100, 1000, 960, 860, 800):
            digits.host.evaluate("(host, width) => { host.style.width = `${width}px`; }", width)
            assert query(digits, cut) == [False, [], []], width
        digits.get("network-name").fill("a_name_that_no_bar_has_room_for_" * 3)
        digits.get("network-name").press("Enter")
        settled(digits)
        for width in (1480, 1140, 960, 800):
            digits.host.evaluate("(host, width) => { host.style.width = `${width}px`; }", width)
            assert query(digits, cut)[1:] == [[], []], width
        expect(digits.get("network-name")).to_have_attribute("title", re.compile("has_room_for"))
    finally:
        digits.host.evaluate("(host) => { host.style.width = ''; }")
        digits.get("stop").click()


def test_the_map_stays_hidden_in_the_page_that_is_opened_next(digits: Canvas, notebook: Notebook):
    show(digits)
    for _ in range(3):
        digits.get("zoom-in").click()
    digits.host.locator(".small-map").wait_for()
    digits.get("map-toggle").click()
    digits.host.locator(".small-map").wait_for(state="detached")
    notebook.save()
    notebook.page.reload()
    notebook.wait_for_kernel()
    again = notebook.canvas().ready()
    try:
        assert again.view("state.map") is False
    finally:
        again.host.evaluate("(host) => host.view.setState({ map: true })")


@pytest.mark.parametrize("width", [1200, 860, 719, 600])
def test_the_bar_above_the_canvas_has_room_for_its_parts(digits: Canvas, width: int):
    show(digits)
    over = """
        const parts = [...root.querySelectorAll(".topbar :is(button, input, .progress)")]
            .filter((part) => part.checkVisibility() && !part.closest(".popover"));
        const bar = box(root.querySelector(".topbar"));
        const out = parts.filter((part) => box(part).right > bar.right + 1 || box(part).left < bar.left - 1);
        return [...out, ...parts.flatMap((one, i) =>
            parts.slice(i + 1).filter((other) => !one.contains(other) && overlap(box(one), box(other))))]
            .map((part) => part.dataset.testid ?? part.className);
    """
    digits.get("step-batch").click()
    digits.wait("state.status.state === 'paused'")
    try:
        digits.host.evaluate("(host, width) => { host.style.width = `${width}px`; }", width)
        assert query(digits, over) == []
    finally:
        digits.host.evaluate("(host) => { host.style.width = ''; }")
