"""The Code tab: live Python of the drawing, copied, put into a cell, run, and opened again."""

from playwright.sync_api import expect

from tests.browser.hands import settled, show
from tests.browser.lab import PANEL, Canvas, Notebook


def code(canvas: Canvas) -> str:
    """What the tab shows, line by line, once it fits the drawing."""
    canvas.get("code").and_(canvas.host.locator("[aria-busy=false]")).wait_for()
    return "\n".join(text.rstrip("\n") for text in canvas.get("code").locator("li code").all_text_contents())


def test_code_follows_the_drawing_is_copied_and_runs_in_a_cell_to_the_same_model(digits: Canvas, notebook: Notebook):
    show(digits)
    digits.open_tab("training")
    digits.page.keyboard.press("ArrowRight")
    while digits.view("state.dock") != "code":
        digits.page.keyboard.press("ArrowRight")
    first = code(digits)
    assert 'layers.Conv2D(16, (3, 3), padding="same", activation="relu", name="conv_a")' in first
    digits.host.evaluate(
        "(host) => host.studio.edit({ type: 'change_setting', layer: 'conv_a', setting: 'filters', value: 24,"
        " reset: false, index: null })"
    )
    settled(digits)
    digits.get("code").locator("li", has_text='layers.Conv2D(24, (3, 3), padding="same"').wait_for()
    digits.control("code-training").check()
    digits.get("code").locator("li", has_text="model.fit(").wait_for()
    text = code(digits)
    assert text == notebook.evaluate("studio.session.source(training=True)").rstrip()
    assert {"py-keyword", "py-string", "py-number", "py-comment"} <= set(
        digits.get("code").evaluate("(code) => [...code.querySelectorAll('span')].map((span) => span.className)")
    )

    digits.control("code-copy").wait_for()
    # The button says it for a moment, which a busy machine may pass over: it is listened for from before.
    said = digits.get("code-copy").evaluate_handle(
        """(button) => ({ heard: new Promise((done) => {
            const look = () => button.textContent.includes("Copied") && done(true);
            new MutationObserver(look).observe(button, { subtree: true, childList: true, characterData: true });
        }) })"""
    )
    digits.control("code-copy").click()
    assert said.evaluate("({ heard }) => heard")
    assert digits.page.evaluate("() => navigator.clipboard.readText()").rstrip() == text

    digits.control("code-training").uncheck()
    digits.get("code").locator("li", has_text="model.fit(").wait_for(state="detached")
    digits.control("code-insert").click()
    notebook.page.wait_for_function(f"() => {PANEL}.content.model.cells.length === 2")
    assert notebook.page.evaluate(f"() => {PANEL}.content.model.cells.get(1).sharedModel.source") == code(digits)
    notebook.run(1)
    assert notebook.evaluate("model.get_config() == studio.model.get_config()")
    assert notebook.evaluate("len(pg.open(model).network.nodes) == len(studio.network.nodes)")


def test_a_drawing_with_a_problem_shows_its_sentence_in_place_of_code(digits: Canvas):
    show(digits)
    digits.open_tab("code")
    digits.get("code").wait_for()
    digits.host.evaluate(
        "(host) => host.studio.edit({ type: 'change_setting', layer: 'conv_a', setting: 'filters', value: 0,"
        " reset: false, index: null })"
    )
    problem = digits.get("code-problem")
    problem.wait_for()
    settled(digits)
    expect(problem).to_contain_text(digits.state("state.report.problems[0].message"))
    expect(digits.get("code-copy")).to_be_disabled()
    problem.get_by_role("button").click()
    assert digits.view("state.dock") == "problems"
    digits.host.evaluate("(host) => host.studio.command({ type: 'undo' })")
    digits.open_tab("code")
    digits.get("code").wait_for()
