"""Marks and notes on the canvas: bypass, freeze and pin from the keyboard; notes written, moved, sized, copied."""

from playwright.sync_api import expect

from tests.browser.hands import centre, drag, report, settled, show, spot, still
from tests.browser.lab import Canvas


def node(canvas: Canvas, name: str, field: str):
    return canvas.state(
        f"state.network.nodes.find((node) => node.layer === "
        f"state.network.layers.find((layer) => layer.name === '{name}').id).{field}"
    )


def press(canvas: Canvas, *keys: str) -> None:
    for key in keys:
        canvas.page.keyboard.press(key)
    settled(canvas)


def test_ctrl_b_bypasses_what_is_selected_and_undo_takes_it_in_again(digits: Canvas):
    show(digits)
    before = digits.state("state.report.parameters")
    digits.get("node-hidden").click()
    press(digits, "Control+b")
    assert node(digits, "hidden", "bypassed") is True
    assert report(digits, "hidden")["outputs"] == report(digits, "flat")["outputs"]
    assert digits.state("state.report.parameters") != before
    expect(digits.get("node-hidden")).to_contain_text("bypassed")
    press(digits, "Control+z")
    assert node(digits, "hidden", "bypassed") is False
    assert digits.state("state.report.parameters") == before


def test_ctrl_shift_f_freezes_and_p_pins(digits: Canvas):
    show(digits)
    digits.get("node-hidden").click()
    press(digits, "Control+Shift+F", "p")
    assert digits.state("state.network.layers.find((layer) => layer.name === 'hidden').trainable") is False
    assert node(digits, "hidden", "pinned") is True
    assert report(digits, "hidden")["trainable_parameters"] == 0
    digits.get("pinned").click()
    digits.get("bypassed").click()
    settled(digits)
    assert (node(digits, "hidden", "pinned"), node(digits, "hidden", "bypassed")) == (False, True)


def notes(canvas: Canvas):
    return canvas.state("state.network.notes")


def write(canvas: Canvas, text: str, at: tuple[float, float]) -> str:
    canvas.page.mouse.click(*at)
    canvas.page.keyboard.press("n")
    field = canvas.get("note-field")
    field.fill(text)
    field.press("Control+Enter")
    settled(canvas)
    return notes(canvas)[-1]["id"]


def roomy(canvas: Canvas) -> tuple[float, float]:
    """Zoom out, and give a place with room below the cards."""
    show(canvas)
    canvas.get("canvas").focus()
    press(canvas, "-", "-", "-")
    still(canvas)
    return spot(canvas, 0.5, 0.68)


def test_a_note_is_written_read_moved_sized_copied_and_deleted(digits: Canvas):
    note = write(digits, "# Why\nhalve **twice**", roomy(digits))
    paper = digits.get(f"note-{note}")
    expect(paper.locator("h1")).to_have_text("Why")
    expect(paper.locator("strong")).to_have_text("twice")
    before = notes(digits)[0]
    x, y = centre(paper)
    drag(digits, (x, y + 20), (x + 120, y + 60))
    settled(digits)
    moved = notes(digits)[0]
    assert (moved["x"], moved["y"]) != (before["x"], before["y"])
    corner = digits.host.locator(".react-flow__resize-control.handle.bottom.right")
    x, y = centre(corner)
    drag(digits, (x, y), (x + 60, y + 40))
    settled(digits)
    assert notes(digits)[0]["width"] > moved["width"]
    paper.dblclick()
    digits.get("note-field").fill("other")
    digits.page.mouse.click(*roomy(digits))
    settled(digits)
    assert notes(digits)[0]["text"] == "other"
    paper.click()
    press(digits, "Control+c")
    press(digits, "Control+v")
    digits.wait("state.network.notes.length === 2")
    press(digits, "Delete")
    assert [each["text"] for each in notes(digits)] == ["other"]
    press(digits, *["Control+z"] * 6)
    digits.wait("state.network.notes.length === 0 && !state.canUndo")
    assert digits.state("state.status.state") == "idle"


def test_escape_leaves_a_note_as_it_was_and_html_in_it_is_only_text(digits: Canvas):
    text = "<img src=x onerror='window.broken = 1'> <script>window.broken = 1</script> [here](javascript:alert(1))"
    note = write(digits, text, roomy(digits))
    paper = digits.get(f"note-{note}")
    expect(paper).to_contain_text("<script>")
    expect(paper.locator("img, script, a")).to_have_count(0)
    assert digits.page.evaluate("() => window.broken") is None
    paper.click()
    digits.page.keyboard.press("Enter")
    digits.get("note-field").fill("never")
    digits.page.keyboard.press("Escape")
    settled(digits)
    assert notes(digits)[0]["text"] == text
