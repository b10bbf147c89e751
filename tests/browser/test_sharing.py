"""A drawing as text, and controls that it hides from whoever opens it: by hand."""

import pytest

from tests.browser.hands import names, settled, show
from tests.browser.lab import Canvas, Notebook

STUDIO = """
from playground.session import read_template
studio = pg.Studio(read_template("spiral_mlp").network, data=pg.datasets.points("spiral", noise=0.3, seed=9),
                   config=pg.TrainingConfig(batch_size=10, seed=4))
studio"""


@pytest.fixture
def spiral(notebook: Notebook) -> Canvas:
    canvas = notebook.show(STUDIO).ready()
    show(canvas)
    return canvas


def test_a_text_copied_from_the_dialog_opens_on_an_empty_canvas_by_pasting(spiral: Canvas):
    network = spiral.state("state.network")
    spiral.get("share").click()
    spiral.page.wait_for_function(
        "(host) => host.shadowRoot.querySelector('[data-testid=share-text]').value.startsWith('playground:')",
        arg=spiral.host.element_handle(),
    )
    text = spiral.get("share-text").input_value()
    spiral.page.keyboard.press("Escape")
    spiral.get("share-dialog").wait_for(state="detached")
    spiral.get("canvas").click(position={"x": 20, "y": 20})
    spiral.page.keyboard.press("Control+a")
    spiral.page.keyboard.press("Delete")
    spiral.get("empty-canvas").wait_for()
    settled(spiral)

    spiral.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    spiral.get("canvas").focus()
    spiral.page.keyboard.press("Control+v")
    spiral.wait("state.network.nodes.length > 0 && state.pending.length === 0")
    assert spiral.state("state.network") == network
    assert spiral.state("[state.data.recipe.noise, state.data.recipe.seed, state.training.seed]") == [0.3, 9, 4]
    spiral.get("undo").click()
    spiral.wait("state.network.nodes.length === 0")


def test_a_text_put_into_the_dialog_opens_and_a_damaged_one_says_so_there(spiral: Canvas):
    before = names(spiral)
    spiral.get("share").click()
    spiral.get("share-given").fill("playground:oops")
    spiral.get("share-open").click()
    spiral.get("share-dialog").get_by_role("alert").wait_for()
    assert names(spiral) == before
    spiral.page.wait_for_function(
        "(host) => host.shadowRoot.querySelector('[data-testid=share-text]').value.startsWith('playground:')",
        arg=spiral.host.element_handle(),
    )
    spiral.get("share-given").fill(spiral.get("share-text").input_value())
    spiral.get("share-open").click()
    spiral.get("share-dialog").wait_for(state="detached")
    assert names(spiral) == before


def test_hidden_controls_are_gone_for_every_view_and_come_back(spiral: Canvas):
    spiral.get("hide").click()
    for name in ("export", "code_tab", "noise"):
        spiral.get(f"show-{name}").uncheck()
    spiral.page.keyboard.press("Escape")
    spiral.get("hiding-dialog").wait_for(state="detached")
    settled(spiral)
    spiral.get("dock-data").click()
    assert [spiral.get(each).is_visible() for each in ("export", "dock-code", "recipe-noise")] == [False, False, False]
    assert spiral.get("recipe-share").is_visible()
    assert "3 controls hidden" in spiral.get("hidden-mark").inner_text()

    spiral.get("hidden-mark").click()
    assert not spiral.get("show-export").is_checked()
    spiral.get("show-all").click()
    spiral.page.keyboard.press("Escape")
    assert all(spiral.get(each).is_visible() for each in ("export", "dock-code", "recipe-noise"))
    assert spiral.get("hidden-mark").count() == 0


def test_every_control_can_be_hidden_and_the_way_back_stays(spiral: Canvas):
    spiral.get("hide").click()
    boxes = spiral.get("hiding-dialog").get_by_role("checkbox")
    for box in boxes.all():
        box.uncheck()
    settled(spiral)
    rules = spiral.host.evaluate("(host) => host.shadowRoot.querySelector('.root style').sheet.cssRules.length")
    assert rules == boxes.count()
    spiral.page.keyboard.press("Escape")
    assert not spiral.get("dock-data").is_visible()
    assert not spiral.get("palette").is_visible()
    assert spiral.get("canvas").is_visible()
    spiral.get("hidden-mark").click()
    spiral.get("show-all").click()
    spiral.page.keyboard.press("Escape")
    assert spiral.get("palette").is_visible()
