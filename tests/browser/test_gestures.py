"""Gestures beyond the tour (`gestures/`): commands by name, and the drawing from the keyboard."""

from playwright.sync_api import expect

from tests.browser.hands import report, settled, show
from tests.browser.lab import Canvas


def press(canvas: Canvas, *keys: str) -> None:
    for key in keys:
        canvas.page.keyboard.press(key)
    settled(canvas)


def command(canvas: Canvas, name: str) -> None:
    canvas.page.keyboard.press("Control+k")
    canvas.get("command-query").fill(name)
    canvas.page.keyboard.press("Enter")
    settled(canvas)


def test_a_command_is_found_by_its_name_and_a_node_by_its_own(digits: Canvas):
    show(digits)
    digits.get("canvas").focus()
    press(digits, "Control+k")
    rows = digits.get("command-palette").locator("[role=option]")
    rows.nth(20).wait_for(state="attached")
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


def test_on_a_mac_the_keys_are_those_with_command(digits: Canvas):
    show(digits)
    digits.get("node-pool").click()
    for key, nodes in (("Meta+d", 9), ("Meta+z", 8), ("Meta+Shift+z", 9), ("Meta+z", 8)):
        press(digits, key)
        digits.wait(f"state.confirmed.nodes.length === {nodes}")
    digits.get("node-flat").click()
    digits.page.keyboard.down("Meta")
    digits.get("node-pool").click()
    digits.page.keyboard.up("Meta")
    assert sorted(digits.view("state.nodes")) == ["flat", "pool"]
    press(digits, "Meta+a")
    assert len(digits.view("state.nodes")) == 8
    press(digits, "Meta+k")
    expect(digits.get("command-palette")).to_be_visible()
    press(digits, "Escape")
    assert digits.notebook.cell_count() == 1
