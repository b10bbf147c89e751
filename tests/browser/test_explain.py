"""The Explain tab, and how one value was computed: by mouse and by keys, before, during and after a run."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import show, until
from tests.browser.lab import Canvas, Notebook
from tests.browser.test_training import painted, play


def explain(canvas: Canvas, method: str | None = None) -> None:
    show(canvas)
    canvas.open_tab("explain")
    if method is not None:
        canvas.get("explain-method").select_option(method)
    settle(canvas)


def settle(canvas: Canvas) -> None:
    """Wait until what is shown is what was asked for last."""
    canvas.page.wait_for_timeout(200)
    canvas.get("explain").and_(canvas.host.locator('[aria-busy="false"]')).wait_for()


def test_a_sample_is_explained_by_every_method_before_any_run(digits: Canvas):
    explain(digits)
    digits.get("overlay").wait_for()
    expect(digits.get("explain-said")).to_contain_text("in the maps of conv_b")
    for method in ("integrated_gradients", "smooth_grad", "occlusion"):
        explain(digits, method)
        digits.get("overlay").wait_for()
        until(digits.page, lambda: painted(digits, "explain-parts") > 4)
        expect(digits.get("explain-said")).to_contain_text("Why “")
    explain(digits, "maximise")
    expect(digits.get("explain-trouble")).to_contain_text("Choose a layer")
    digits.get("explain-layer").select_option(label="conv_a")
    settle(digits)
    digits.get("overlay").wait_for()
    expect(digits.get("explain-said")).to_contain_text("in 64 steps")


def test_the_answer_the_layer_and_the_sample_are_chosen_and_the_heat_taken_away(digits: Canvas):
    explain(digits)
    digits.get("explain-layer").select_option(label="conv_a")
    digits.get("explain-target").select_option(label="3")
    digits.get("explain-next").click()
    settle(digits)
    digits.page.wait_for_function(
        """(host) => {
            const said = host.shadowRoot.querySelector('[data-testid="explain-said"]')?.innerText ?? "";
            return said.includes("Why “3”?") && said.includes("in the maps of conv_a");
        }""",
        arg=digits.host.element_handle(),
    )
    expect(digits.get("explain-sample")).to_have_text(re.compile("^sample 2 of 1,797"))
    assert digits.view("state.sample") == 1
    until(digits.page, lambda: painted(digits, "explain-parts") > 4)
    with_heat = painted(digits, "explain-parts")
    digits.get("explain-heat").click()
    expect(digits.get("explain-heat")).to_have_attribute("aria-pressed", "false")
    until(digits.page, lambda: painted(digits, "explain-parts") != with_heat)
    box = digits.get("overlay").bounding_box()
    assert box is not None
    digits.page.mouse.move(box["x"] + 4, box["y"] + 4)
    digits.get("explain-parts").get_by_text("row 0, column 0: ").wait_for()


def test_a_layer_that_is_chosen_and_deleted_is_forgotten(digits: Canvas):
    explain(digits)
    digits.get("explain-layer").select_option(label="conv_a")
    settle(digits)
    digits.get("node-conv_a").click()
    digits.page.keyboard.press("Delete")
    digits.wait("state.pending.length === 0 && state.network.nodes.length === 7")
    settle(digits)
    expect(digits.get("explain-layer")).to_have_value("")
    assert "has no layer" not in (digits.get("explain").inner_text())


def test_a_value_that_is_clicked_shows_its_window_and_the_keys_lead_to_its_neighbours(digits: Canvas):
    play(digits, 1)
    digits.wait("state.status.state === 'finished'")
    digits.get("node-conv_b").click()
    digits.open_tab("activations")
    maps = digits.get("activations").locator('[data-testid="maps"]')
    maps.click(position={"x": 5, "y": 5})
    window = digits.get("computation-window")
    window.wait_for()
    assert digits.view("state.computed.position.length") == 3
    expect(window.locator("table")).to_have_count(3)
    expect(window.locator("table").first.locator("td")).to_have_count(9)
    row = digits.get("computation-row")
    before = int(row.input_value())
    row.focus()
    digits.page.keyboard.press("ArrowUp")
    digits.page.wait_for_function(
        "(host) => host.view.getState().computed.position[0] === " + str(before + 1),
        arg=digits.host.element_handle(),
    )
    digits.get("computation-input-channel").select_option(index=2)
    expect(digits.get("computation-sum")).to_contain_text("the window of the input times the kernel")
    digits.get("computation-close").click()
    digits.get("computation").wait_for(state="detached")


def test_a_bar_that_is_clicked_shows_its_terms(digits: Canvas):
    play(digits, 1)
    digits.wait("state.status.state === 'finished'")
    digits.get("node-digit").click()
    digits.open_tab("activations")
    digits.get("activations").locator('[data-testid="bars"]').click(position={"x": 10, "y": 60})
    digits.get("computation-terms").wait_for()
    expect(digits.get("computation-sum")).to_contain_text("softmax")
    expect(digits.get("computation-terms").locator("tbody tr")).to_have_count(49)
    expect(digits.get("computation-unit")).to_have_value("0")


def test_without_a_picture_a_button_shows_the_value_in_the_middle(digits: Canvas):
    show(digits)
    digits.get("node-conv_a").click()
    digits.open_tab("activations")
    digits.get("compute").focus()
    digits.page.keyboard.press("Enter")
    digits.get("computation-window").wait_for()
    expect(digits.get("computation-row")).to_have_value("4")


def test_a_run_that_goes_on_is_explained_and_goes_on(digits: Canvas):
    play(digits, 100_000)
    digits.wait("state.status.state === 'running' && state.status.step > 20")
    explain(digits, "occlusion")
    digits.get("overlay").wait_for()
    first = digits.get("explain-said").inner_text()
    assert "after step 0" not in first
    digits.get("explain-again").click()
    digits.page.wait_for_function(
        "([host, first]) => ![first, undefined].includes("
        "host.shadowRoot.querySelector('[data-testid=explain-said]')?.innerText)",
        arg=[digits.host.element_handle(), first],
    )
    assert digits.state("state.status.state") == "running"
    digits.get("stop").click()
    digits.wait("state.status.state === 'stopped'")


@pytest.mark.parametrize(
    ("template", "data", "shown"),
    [("reviews_gru", "sentences", "explain-words"), ("spiral_mlp", "spiral", "explain-bars")],
)
def test_words_are_coloured_and_features_have_bars(notebook: Notebook, template: str, data: str, shown: str):
    canvas = notebook.show(
        "from playground.session import read_template\n"
        f"studio = pg.Studio(read_template({template!r}).network, data={data!r})\n"
        "studio"
    ).ready()
    explain(canvas)
    assert "has no layer of convolutions" in canvas.get("explain-trouble").inner_text() or template == "reviews_gru"
    canvas.get("step-batch").click()
    canvas.wait("state.status.state === 'paused'")
    explain(canvas, "integrated_gradients")
    canvas.get(shown).wait_for()
    expect(canvas.get("explain-trouble")).to_have_count(0)
    # One unit tells two classes apart: it is that of the second.
    expect(canvas.get("explain-said")).to_contain_text("Why “good”?" if template == "reviews_gru" else "Why “")


def test_without_data_the_tab_says_what_is_missing(notebook: Notebook):
    canvas = notebook.show(
        "from playground.session import read_template\nstudio = pg.Studio(read_template('digits_mlp').network)\nstudio"
    ).ready()
    explain(canvas)
    expect(canvas.get("explain-trouble")).to_contain_text("Choose data in the Data tab")
