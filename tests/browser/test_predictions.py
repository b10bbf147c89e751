"""The Predictions tab: what is right and wrong, by mouse and by keys, before, during and after a run."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import AT_REST, show, still, until
from tests.browser.lab import Canvas, Notebook
from tests.browser.test_training import painted, play


def predict(canvas: Canvas, view: str | None = None) -> None:
    show(canvas)
    canvas.open_tab("predictions")
    settle(canvas)
    if view is not None:
        canvas.get("predictions-show").select_option(view)


def settle(canvas: Canvas) -> None:
    """Wait until what is shown is what was asked for last."""
    canvas.page.wait_for_timeout(250)
    canvas.get("predictions").and_(canvas.host.locator('[aria-busy="false"]')).wait_for()


def train(canvas: Canvas, epochs: int) -> None:
    play(canvas, epochs)
    canvas.wait("state.status.state === 'finished'")


def drawn(canvas: Canvas, chart: str) -> list[str]:
    """The names of the lines of a chart, once it is drawn."""
    plot = canvas.get(f"chart-{chart}").locator(".js-plotly-plot")
    plot.wait_for()
    return list(plot.evaluate("(plot) => plot.data.map((trace) => trace.name ?? '')"))


def test_the_matrix_is_that_of_python_and_a_click_on_a_cell_shows_its_samples(digits: Canvas, notebook: Notebook):
    train(digits, 1)
    predict(digits)
    notebook.execute(
        "found = studio.predictions()\n"
        "counts = pg.probing.confusion_matrix(found.truth, found.answers, 10)\n"
        "wrong = max((counts[t, a], t, a) for t in range(10) for a in range(10) if t != a)"
    )
    counts = notebook.evaluate("counts.tolist()")
    for truth, answer in ((0, 0), (3, 3), (9, 9)):
        expect(digits.get(f"cell-{truth}-{answer}")).to_have_text(str(counts[truth][answer] or ""))
    accuracy = notebook.evaluate("float((found.truth == found.answers).mean())")
    expect(digits.get("predictions-facts")).to_contain_text(f"{100 * accuracy:.1f}% right")
    expect(digits.get("predictions-facts")).to_contain_text("of 359 validation samples")
    expect(digits.get("predictions-facts")).to_contain_text("after step 45")
    count, truth, answer = notebook.evaluate("[int(each) for each in wrong]")
    digits.get(f"cell-{truth}-{answer}").click()
    expect(digits.get("tiles-list")).to_have_value("cell")
    expect(digits.get("tiles-count")).to_have_text(f"{count} sample" + ("" if count == 1 else "s"))
    tiles = digits.get("tiles").locator(".tile")
    expect(tiles).to_have_count(count)
    for said in tiles.all_inner_texts():
        assert re.fullmatch(rf"true {truth}\s+said {answer} \d+%", said), said
    until(digits.page, lambda: painted(digits, "tiles") > 4)
    digits.get(f"cell-{truth}-{answer}").click()
    expect(digits.get("tiles-list")).to_have_value("worst")


def test_the_keys_lead_through_the_matrix_and_enter_shows_the_samples_of_a_cell(digits: Canvas):
    predict(digits)
    page = digits.page
    digits.get("cell-0-0").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "End", "ArrowLeft"):
        page.keyboard.press(key)
    expect(digits.get("cell-2-8")).to_be_focused()
    expect(digits.get("confusion-note")).to_contain_text("true 2, answered 8: ")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(digits.get("cell-1-0")).to_have_attribute("aria-selected", "true")
    assert digits.view("state.predicted.list") == {"truth": 1, "answer": 0}


def test_the_table_of_classes_sorts_and_a_class_in_it_marks_its_curves(digits: Canvas):
    train(digits, 1)
    predict(digits, "classes")
    table = digits.get("class-table")
    column = (
        "(table) => [...table.querySelectorAll('tbody tr')].map((row) => Number.parseFloat(row.cells[2].innerText))"
    )
    digits.get("sort-recall").click()
    expect(table.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    recall = table.evaluate(column)
    assert recall == sorted(recall)
    digits.get("sort-recall").click()
    until(digits.page, lambda: table.evaluate(column) == sorted(recall, reverse=True))
    digits.get("class-4").click()
    expect(digits.get("class-4")).to_have_attribute("aria-pressed", "true")
    digits.get("predictions-show").select_option("roc")
    until(digits.page, lambda: drawn(digits, "roc")[-1] == "4")
    expect(digits.get("chart-roc")).to_contain_text("4: area ")


def test_curves_and_calibration_are_those_of_python(digits: Canvas, notebook: Notebook):
    train(digits, 1)
    predict(digits, "roc")
    until(digits.page, lambda: len(drawn(digits, "roc")) == 10)
    digits.get("predictions-unit").select_option(label="8")
    notebook.execute("found = studio.predictions()\nroc = pg.probing.roc(found.truth == 8, found.scores[:, 8])")
    expect(digits.get("chart-roc")).to_contain_text(f"8: area {notebook.evaluate('roc.area'):.3f}")
    digits.get("predictions-show").select_option("precision")
    area = notebook.evaluate("pg.probing.precision_recall(found.truth == 8, found.scores[:, 8]).area")
    expect(digits.get("chart-precision")).to_contain_text(f"8: area {area:.3f}")
    digits.get("predictions-show").select_option("calibration")
    error = notebook.evaluate(
        "pg.probing.calibration(found.truth == found.answers, found.scores.max(axis=1).clip(0, 1)).error"
    )
    expect(digits.get("chart-calibration")).to_contain_text(f"expected error {100 * error:.1f}%")


def test_a_tile_that_is_clicked_is_the_sample_of_the_other_panels(digits: Canvas):
    train(digits, 1)
    predict(digits)
    digits.get("tiles-list").select_option("certain")
    tile = digits.get("tiles").locator(".tile").first
    place = int((tile.get_attribute("data-testid") or "").removeprefix("tile-"))
    truth = tile.inner_text().split()[1]
    tile.click()
    expect(tile).to_have_attribute("aria-pressed", "true")
    assert digits.view("state.sample") == place
    digits.get("tiles-explain").click()
    expect(digits.get("explain-sample")).to_contain_text(f"sample {place + 1:,} of 1,797 · {truth}")
    digits.get("node-conv_b").click()
    digits.open_tab("activations")
    for panel in ("activations", "inspector"):
        shown = digits.get(panel).get_by_test_id("sample")
        expect(shown).to_contain_text(f"sample {place + 1:,} of 1,797 · label {truth}")


def test_tiles_are_walked_with_tab_and_chosen_with_enter(digits: Canvas):
    predict(digits)
    digits.get("tiles-list").focus()
    digits.page.keyboard.press("Tab")
    first = digits.get("tiles").locator(".tile").first
    expect(first).to_be_focused()
    digits.page.keyboard.press("Enter")
    expect(first).to_have_attribute("aria-pressed", "true")


def test_while_a_run_goes_on_the_answers_are_those_of_later_epochs(digits: Canvas):
    play(digits, 100_000)
    digits.wait("state.status.state === 'running' && state.status.step > 20")
    predict(digits)
    facts = digits.get("predictions-facts")
    expect(facts).to_contain_text("after step")
    first = facts.inner_text()
    digits.page.wait_for_function(
        "([host, first]) => ![first, undefined].includes("
        "host.shadowRoot.querySelector('[data-testid=predictions-facts]')?.innerText)",
        arg=[digits.host.element_handle(), first],
    )
    assert digits.state("state.status.state") == "running"
    digits.get("stop").click()
    digits.wait("state.status.state === 'stopped'")
    settle(digits)
    steps = digits.state("state.status.step")
    expect(facts).to_contain_text(f"after step {steps:,}")


def test_numbers_have_residuals_and_each_output_its_own_views(notebook: Notebook):
    canvas = notebook.show(
        "from playground.session import read_template\n"
        "studio = pg.Studio(read_template('shapes_detector').network, data='shape_boxes')\n"
        "studio"
    ).ready()
    predict(canvas)
    expect(canvas.get("predictions-facts")).to_contain_text("before training")
    canvas.get("predictions-output").select_option(label="box")
    settle(canvas)
    until(canvas.page, lambda: drawn(canvas, "fit") == [""])
    expect(canvas.get("predictions-facts")).to_contain_text("R²")
    canvas.get("predictions-show").select_option("residuals")
    residual = "(plot) => Math.max(...plot.data[0].y.map(Math.abs))"
    drawn(canvas, "residuals")
    first = canvas.get("chart-residuals").locator(".js-plotly-plot").evaluate(residual)
    notebook.execute("found = studio.predictions(1)")
    truth = notebook.evaluate("float(abs(found.scores - found.truth)[:, 0].max())")
    assert first == pytest.approx(truth, rel=1e-4)
    canvas.get("predictions-unit").select_option(label="number 3")
    settle(canvas)
    truth = notebook.evaluate("float(abs(found.scores - found.truth)[:, 3].max())")
    canvas.page.wait_for_function(
        """([host, truth]) => {
            const plot = host.shadowRoot.querySelector("[data-testid=chart-residuals] .js-plotly-plot");
            return plot && Math.abs(Math.max(...plot.data[0].y.map(Math.abs)) - truth) < 1e-4;
        }""",
        arg=[canvas.host.element_handle(), truth],
    )
    canvas.get("predictions-show").select_option("spread")
    drawn(canvas, "spread")
    expect(canvas.get("tiles").locator("h3")).to_have_text("Largest errors")
    expect(canvas.get("tiles").locator(".tile")).to_have_count(48)


def test_what_has_no_predictions_says_why_and_no_data_what_to_do(notebook: Notebook):
    canvas = notebook.show(
        "from playground.session import read_template\nstudio = pg.Studio(read_template('shapes_unet').network)\nstudio"
    ).ready()
    show(canvas)
    canvas.open_tab("predictions")
    expect(canvas.get("predictions-trouble")).to_contain_text("Choose data in the Data tab")
    notebook.execute("studio.data = 'shape_masks'")
    expect(canvas.get("predictions-trouble")).to_contain_text("“mask” answers with 32×32×4 values a sample")


def test_a_narrow_studio_has_room_for_the_matrix_and_the_samples(digits: Canvas):
    predict(digits)
    try:
        digits.host.evaluate("(host) => { host.style.width = '1000px'; }")
        still(digits)
        matrix, tiles, dock = (digits.get(name).evaluate(AT_REST) for name in ("confusion", "tiles", "dock"))
        assert matrix[0] + matrix[2] <= tiles[0]
        assert tiles[2] > 150
        assert tiles[0] + tiles[2] <= dock[0] + dock[2]
        assert matrix[1] + matrix[3] <= dock[1] + dock[3]
    finally:
        digits.host.evaluate("(host) => { host.style.width = ''; }")
