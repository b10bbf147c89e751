"""What is wrong beyond shapes, the reason of it and its cure; and what the layers cost, in a table."""

import re

from playwright.sync_api import expect

from tests.browser.hands import centre, settled, show, until
from tests.browser.lab import Canvas, Notebook


def test_a_warning_is_explained_and_cured_where_it_stands(digits: Canvas, notebook: Notebook):
    show(digits)
    notebook.execute(
        "from playground.network import ChangeSetting\n"
        "studio.edit(ChangeSetting(studio.network.find('digit').id, 'units', 12))"
    )
    digits.wait("state.report.problems.length === 1")
    digits.open_tab("problems")
    said = re.compile("^Dense “digit” has 12 units, but the data has 10 classes")
    expect(digits.get("problem-0")).to_have_text(said)
    expect(digits.get("play")).to_be_enabled()
    digits.get("problem-why-0").click()
    digits.get("why").wait_for()
    expect(digits.get("why").locator("h4")).to_have_text("More units than classes")
    expect(digits.get("why").locator("pre")).to_have_count(2)
    digits.get("problem-fix-0").click()
    settled(digits)
    digits.wait("state.report.problems.length === 0")
    assert notebook.evaluate("studio.network.find('digit').settings['units']") == 10


def test_the_table_sorts_layers_by_cost_and_leads_to_them(digits: Canvas):
    show(digits)
    digits.open_tab("layers")
    rows = digits.get("layers").locator("tbody th")
    expect(rows.first).to_have_text("image")
    digits.get("sort-flops").click()
    expect(rows.first).to_have_text("conv_b")
    digits.get("sort-parameters").click()
    expect(rows.first).to_have_text("hidden")
    rows.first.locator("button").focus()
    digits.page.keyboard.press("ArrowDown")
    digits.page.keyboard.press("Enter")
    expect(digits.get("layers").locator("tr.selected th")).to_have_text("conv_b")
    until(digits.page, lambda: is_in_the_middle(digits, "node-conv_b"))
    expect(digits.get("total-parameters")).to_have_text("38,282")


def is_in_the_middle(canvas: Canvas, card: str) -> bool:
    """Whether a card has come to rest in the middle of the canvas."""
    (x, y), (right, down) = centre(canvas.get(card)), centre(canvas.get("canvas"))
    return abs(x - right) < 3 and abs(y - down) < 3
