"""A drawing as text, and controls that it hides from whoever opens it: by hand."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import names, settled, show
from tests.browser.lab import Canvas, Notebook

STUDIO = """
from playground.session import read_template
studio = pg.Studio(read_template("spiral_mlp").network, data=pg.datasets.points("spiral", noise=0.3, seed=9),
                   config=pg.TrainingConfig(batch_size=10, seed=4))
studio"""


@pytest.fixture
def drawing(notebook: Notebook) -> Canvas:
    canvas = notebook.show(STUDIO).ready()
    show(canvas)
    return canvas


def test_a_text_copied_from_the_dialog_opens_on_an_empty_canvas_by_pasting(drawing: Canvas):
    network = drawing.state("state.network")
    drawing.get("share").click()
    drawing.page.wait_for_function(
        "(host) => host.shadowRoot.querySelector('[data-testid=share-text]').value.startsWith('playground:')",
        arg=drawing.host.element_handle(),
    )
    text = drawing.get("share-text").input_value()
    drawing.page.keyboard.press("Escape")
    drawing.get("share-dialog").wait_for(state="detached")
    drawing.get("canvas").click(position={"x": 20, "y": 20})
    drawing.page.keyboard.press("Control+a")
    drawing.page.keyboard.press("Delete")
    drawing.get("empty-canvas").wait_for()
    settled(drawing)

    drawing.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    drawing.get("canvas").focus()
    drawing.page.keyboard.press("Control+v")
    drawing.wait("state.network.nodes.length > 0 && state.pending.length === 0")
    assert drawing.state("state.network") == network
    assert drawing.state("[state.data.recipe.noise, state.data.recipe.seed, state.training.seed]") == [0.3, 9, 4]
    drawing.get("undo").click()
    drawing.wait("state.network.nodes.length === 0")


def test_a_text_put_into_the_dialog_opens_and_a_damaged_one_says_so_there(drawing: Canvas):
    before = names(drawing)
    drawing.get("share").click()
    drawing.get("share-given").fill("playground:oops")
    drawing.get("share-open").click()
    drawing.get("share-dialog").get_by_role("alert").wait_for()
    assert names(drawing) == before
    drawing.page.wait_for_function(
        "(host) => host.shadowRoot.querySelector('[data-testid=share-text]').value.startsWith('playground:')",
        arg=drawing.host.element_handle(),
    )
    drawing.get("share-given").fill(drawing.get("share-text").input_value())
    drawing.get("share-open").click()
    drawing.get("share-dialog").wait_for(state="detached")
    assert names(drawing) == before


def test_hidden_controls_are_gone_for_every_view_and_come_back(drawing: Canvas):
    drawing.get("hide").click()
    for name in ("export", "layers_tab", "noise"):
        drawing.get(f"show-{name}").uncheck()
    drawing.page.keyboard.press("Escape")
    drawing.get("hiding-dialog").wait_for(state="detached")
    settled(drawing)
    drawing.open_tab("data")
    expect(drawing.get("recipe-share")).to_be_visible()
    for each in ("export", "dock-layers", "recipe-noise"):
        expect(drawing.get(each)).to_be_hidden()
    expect(drawing.get("hidden-mark")).to_contain_text("3 controls hidden")

    drawing.get("hidden-mark").click()
    expect(drawing.get("show-export")).not_to_be_checked()
    drawing.get("show-all").click()
    drawing.page.keyboard.press("Escape")
    for each in ("export", "dock-layers", "recipe-noise"):
        expect(drawing.get(each)).to_be_visible()
    expect(drawing.get("hidden-mark")).to_have_count(0)


def test_every_control_can_be_hidden_and_the_way_back_stays(drawing: Canvas):
    drawing.get("hide").click()
    boxes = drawing.get("hiding-dialog").get_by_role("checkbox")
    boxes.first.wait_for()
    for box in boxes.all():
        box.uncheck()
    settled(drawing)
    rules = drawing.host.evaluate("(host) => host.shadowRoot.querySelector('.root style').sheet.cssRules.length")
    assert rules == boxes.count()
    drawing.page.keyboard.press("Escape")
    expect(drawing.get("dock-data")).to_be_hidden()
    expect(drawing.get("palette")).to_be_hidden()
    expect(drawing.get("canvas")).to_be_visible()
    drawing.get("hidden-mark").click()
    drawing.get("show-all").click()
    drawing.page.keyboard.press("Escape")
    expect(drawing.get("palette")).to_be_visible()
