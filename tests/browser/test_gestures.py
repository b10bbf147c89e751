"""Gestures beyond drawing: copies by dragging, lining up, commands by name, the drawing from the keyboard."""

from playwright.sync_api import expect

from tests.browser.hands import centre, names, report, settled, show
from tests.browser.lab import Canvas


def place(canvas: Canvas, name: str) -> tuple[float, float]:
    found = canvas.state(
        f"state.network.nodes.find((node) => node.layer === "
        f"state.network.layers.find((layer) => layer.name === '{name}').id)"
    )
    return found["x"], found["y"]


def press(canvas: Canvas, *keys: str) -> None:
    for key in keys:
        canvas.page.keyboard.press(key)
    settled(canvas)


def revision(canvas: Canvas) -> int:
    settled(canvas)
    return canvas.state("state.revision")


def command(canvas: Canvas, name: str) -> None:
    canvas.page.keyboard.press("Control+k")
    canvas.get("command-query").fill(name)
    canvas.page.keyboard.press("Enter")
    settled(canvas)


def test_dragging_with_alt_leaves_the_node_and_puts_a_copy(digits: Canvas):
    show(digits)
    before, start = place(digits, "hidden"), revision(digits)
    x, y = centre(digits.get("node-hidden"))
    mouse, keyboard = digits.page.mouse, digits.page.keyboard
    keyboard.down("Alt")
    mouse.move(x, y - 20)
    mouse.down()
    mouse.move(x + 10, y - 60, steps=4)
    mouse.move(x + 40, y - 110, steps=6)
    expect(digits.get("clone")).to_be_visible()
    mouse.up()
    keyboard.up("Alt")
    digits.wait("state.network.nodes.length === 9")
    assert revision(digits) == start + 1
    assert place(digits, "hidden") == before
    assert "hidden_1" in names(digits)
    press(digits, "Control+z")
    digits.wait("state.network.nodes.length === 8")


def test_a_dragged_node_snaps_into_line_and_is_one_undo_step(digits: Canvas):
    show(digits)
    start, before = revision(digits), place(digits, "drop")
    x, y = centre(digits.get("node-drop"))
    mouse = digits.page.mouse
    mouse.move(x, y - 22)
    mouse.down()
    mouse.move(x + 10, y, steps=5)
    mouse.move(x, y - 19, steps=8)
    assert digits.host.locator(".guide").count() >= 1
    mouse.up()
    settled(digits)
    assert place(digits, "drop") == before
    assert revision(digits) == start
    assert digits.host.locator(".guide").count() == 0


def test_several_nodes_are_lined_up_and_spread_from_panel_and_palette(digits: Canvas):
    show(digits)
    digits.get("node-flat").click()
    digits.get("node-conv_a").click(modifiers=["Shift"])
    digits.get("node-pool").click(modifiers=["Shift"])
    start = revision(digits)
    digits.get("align-top").click()
    tops = {place(digits, name)[1] for name in ("flat", "conv_a", "pool")}
    assert (len(tops), revision(digits)) == (1, start + 1)
    digits.get("canvas").focus()
    command(digits, "distribute horiz")
    lefts = sorted(place(digits, name)[0] for name in ("flat", "conv_a", "pool"))
    assert lefts[1] - lefts[0] == lefts[2] - lefts[1]
    press(digits, "Control+z", "Control+z")


def test_a_command_is_found_by_its_name_and_a_node_by_its_own(digits: Canvas):
    show(digits)
    digits.get("canvas").focus()
    press(digits, "Control+k")
    rows = digits.get("command-palette").locator("[role=option]")
    assert rows.count() > 20
    press(digits, "Escape")
    expect(digits.get("command-palette")).to_be_hidden()
    command(digits, "show problems")
    assert digits.view("state.dock") == "problems"
    press(digits, "Control+f")
    digits.get("command-query").fill("pool")
    press(digits, "ArrowDown", "ArrowUp", "Enter")
    assert digits.view("state.nodes") == [
        digits.state("state.network.nodes.find((node) => node.layer === 'pool' || node.id === 'pool').id")
    ]
    assert digits.notebook.cell_count() == 1


def test_alt_and_arrows_go_along_the_wires_and_the_screen_reader_hears_where(digits: Canvas):
    show(digits)
    digits.get("canvas").focus()
    press(digits, "Escape", "Alt+ArrowRight")
    said = digits.get("announcer")
    expect(said).to_contain_text("InputLayer image")
    press(digits, "Alt+ArrowRight", "Alt+ArrowRight")
    expect(said).to_contain_text("Conv2D conv_b; 32 · 3×3 · same · relu; gives 8×8×32; 4,640 parameters; after conv_a")
    press(digits, "Alt+ArrowLeft")
    expect(said).to_contain_text("Conv2D conv_a")
    press(digits, "Alt+ArrowLeft", "Alt+ArrowLeft")
    expect(said).to_have_text("Nothing before here.")


def test_l_marks_an_output_and_l_on_another_node_connects_them(digits: Canvas):
    show(digits)
    digits.get("canvas").focus()
    digits.get("node-flat").click()
    said = digits.get("announcer")
    press(digits, "l")
    expect(said).to_contain_text("The output of flat is marked")
    digits.get("node-digit").click()
    press(digits, "l")
    expect(said).to_contain_text("after flat")
    assert report(digits, "digit")["parameters"] == 5130
    digits.get("node-digit").click()
    press(digits, "l")
    digits.get("node-flat").click()
    press(digits, "l")
    expect(digits.get("notice")).to_contain_text("circle")
    press(digits, "Escape")
    assert digits.view("state.marked") is None


def test_tab_goes_from_the_canvas_on_in_one_step(digits: Canvas):
    show(digits)
    digits.get("canvas").focus()
    press(digits, "Tab")
    inside = digits.host.evaluate("(host) => host.shadowRoot.activeElement.closest('.react-flow__node') !== null")
    assert not inside
