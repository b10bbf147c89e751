"""What is wrong beyond shapes, the reason of it and its cure; and what the layers cost, in a table."""

from tests.browser.hands import settled, show, still
from tests.browser.lab import Canvas, Notebook


def test_a_warning_is_explained_and_cured_where_it_stands(digits: Canvas, notebook: Notebook):
    show(digits)
    notebook.execute(
        "from playground.network import ChangeSetting\n"
        "studio.edit(ChangeSetting(studio.network.find('digit').id, 'units', 12))"
    )
    digits.wait("state.report.problems.length === 1")
    digits.open_tab("problems")
    assert digits.get("problem-0").inner_text().startswith("Dense “digit” has 12 units, but the data has 10 classes")
    assert digits.get("play").is_enabled()
    digits.get("problem-why-0").click()
    digits.get("why").wait_for()
    assert digits.get("why").locator("h4").inner_text() == "More units than classes"
    assert digits.get("why").locator("pre").count() == 2
    digits.get("problem-fix-0").click()
    settled(digits)
    digits.wait("state.report.problems.length === 0")
    assert notebook.evaluate("studio.network.find('digit').settings['units']") == 10


def test_the_table_sorts_layers_by_cost_and_leads_to_them(digits: Canvas):
    show(digits)
    digits.open_tab("layers")
    rows = digits.get("layers").locator("tbody th")
    assert rows.first.inner_text() == "image"
    digits.get("sort-flops").click()
    assert rows.first.inner_text() == "conv_b"
    digits.get("sort-parameters").click()
    assert rows.first.inner_text() == "hidden"
    rows.first.locator("button").focus()
    digits.page.keyboard.press("ArrowDown")
    digits.page.keyboard.press("Enter")
    digits.get("layers").locator("tr.selected").wait_for()
    assert digits.get("layers").locator("tr.selected th").inner_text() == "conv_b"
    digits.page.wait_for_timeout(250)
    still(digits)
    card, canvas = digits.get("node-conv_b").bounding_box(), digits.get("canvas").bounding_box()
    assert card is not None
    assert canvas is not None
    assert abs(card["x"] + card["width"] / 2 - canvas["x"] - canvas["width"] / 2) < 3
    assert abs(card["y"] + card["height"] / 2 - canvas["y"] - canvas["height"] / 2) < 3
    assert digits.get("total-parameters").inner_text() == "38,282"
