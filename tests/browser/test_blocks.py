"""Blocks with the real mouse and keyboard: made, entered, edited, repeated, trained, dissolved, kept in the palette."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import centre, drag, names, settled, show, spot
from tests.browser.lab import Canvas, Notebook

BODY = ("conv_a", "conv_b", "sum", "active")


@pytest.fixture
def residual(notebook: Notebook) -> Canvas:
    """A studio on the template with a shortcut."""
    canvas = notebook.show(
        "from playground.session import read_template\n"
        "studio = pg.Studio(read_template('digits_residual').network, data='digits',\n"
        "                   config=pg.TrainingConfig(epochs=2))\n"
        "studio"
    ).ready()
    show(canvas)
    return canvas


def group(canvas: Canvas, *layers: str) -> None:
    """Select layers and press the keys that make a block of them."""
    for at, name in enumerate(layers):
        canvas.get(f"node-{name}").click(modifiers=["Shift"] if at else [])
    canvas.page.keyboard.press("Control+g")
    canvas.wait("state.network.layers.some((layer) => layer.name === 'block')")
    settled(canvas)


def path(canvas: Canvas) -> int:
    """How many blocks the view is inside of."""
    return int(canvas.view("state.path.length"))


def test_a_block_is_made_entered_edited_inside_left_and_undone(residual: Canvas, notebook: Notebook):
    before = notebook.evaluate("studio.report.parameters")
    group(residual, *BODY)
    assert names(residual) == ["block", "digit", "image", "mean", "stem"]
    expect(residual.get("node-block")).to_contain_text("4 layers")
    assert notebook.evaluate("studio.report.parameters") == before
    residual.page.keyboard.press("Enter")
    residual.get("crumbs").wait_for()
    residual.get("node-conv_a").click()
    field = residual.get("setting-filters")
    field.fill("24")
    field.press("Enter")
    settled(residual)
    shapes = "studio.report.nodes[f'{block.id}/conv_a'].outputs[0].shape"
    notebook.execute("block = studio.network.find('block')")
    assert notebook.evaluate(f"list({shapes})") == [None, 8, 8, 24]
    residual.page.keyboard.press("Escape")
    residual.get("canvas").click(position={"x": 500, "y": 300})
    residual.page.keyboard.press("Escape")
    residual.get("crumbs").wait_for(state="detached")
    assert residual.view("state.nodes.length") == 1
    residual.page.keyboard.press("Control+z")
    residual.get("crumbs").wait_for()
    assert path(residual) == 1
    expect(residual.get("setting-filters")).to_have_value("16")
    expect(residual.get("node-conv_a")).to_have_class(re.compile(r"\bchosen\b"))
    residual.page.keyboard.press("Control+z")
    residual.get("crumbs").wait_for(state="detached")
    residual.wait("state.network.nodes.length === 8")
    assert notebook.evaluate("studio.report.parameters") == before
    residual.get("redo").click()
    residual.get("node-block").wait_for()
    residual.get("redo").click()
    residual.get("crumbs").wait_for()
    expect(residual.get("setting-filters")).to_have_value("24")


def test_a_mistake_inside_is_on_the_block_and_its_place_is_one_click_away(residual: Canvas):
    group(residual, *BODY)
    residual.host.evaluate(
        """(host) => {
            const { layers } = host.studio.store.getState().network;
            const layer = layers.find((each) => each.name === "block").id;
            const change = { layer: "conv_b", setting: "filters", value: 5, reset: false, index: null };
            host.studio.edit({ type: "within", layer, edit: { type: "change_setting", ...change } });
        }"""
    )
    residual.wait("state.report.problems.some((problem) => problem.severity === 'error')")
    expect(residual.get("badge-block")).to_have_text("1")
    residual.open_tab("problems")
    residual.get("problem-show-0").click()
    residual.get("crumbs").wait_for()
    assert path(residual) == 1
    residual.get("badge-sum").wait_for()
    residual.get("crumb-0").click()
    residual.get("node-block").wait_for()
    assert path(residual) == 0


def test_a_repeated_block_trains_with_pictures_inside_and_is_dissolved(residual: Canvas, notebook: Notebook):
    group(residual, *BODY)
    field = residual.get("setting-repeat")
    field.fill("2")
    field.press("Enter")
    settled(residual)
    expect(residual.get("times-block")).to_have_text("×2")
    assert notebook.evaluate("studio.report.parameters") == notebook.evaluate("studio.model.count_params()")
    residual.get("block-open").click()
    residual.get("node-conv_a").wait_for()
    residual.get("play").click()
    residual.wait("state.status.state === 'finished'")
    inside = "Object.keys(state.pictures?.thumbnails ?? {}).some((id) => id.endsWith('/conv_a'))"
    residual.wait(inside)
    residual.get("crumb-0").click()
    residual.get("node-block").click()
    residual.page.keyboard.press("Control+Shift+g")
    residual.wait("state.network.layers.some((layer) => layer.name === 'conv_a_1')")
    assert names(residual) == sorted(["image", "stem", "mean", "digit", *BODY, *(f"{name}_1" for name in BODY)])
    settled(residual)
    assert notebook.evaluate("studio.report.ok")


def test_a_block_is_kept_in_the_palette_and_dragged_from_there(residual: Canvas, notebook: Notebook):
    group(residual, "conv_a", "conv_b")
    residual.get("block-save").click()
    residual.get("block-save-name").fill("two convolutions")
    residual.get("block-save-keep").click()
    settled(residual)
    other = notebook.show("studio = pg.Studio(data='digits')\nstudio").ready()
    show(other)
    search = other.get("palette-search")
    if not search.is_visible():
        other.get("rail").locator("button").first.click()
    search.fill("two conv")
    drag(other, centre(other.get("block-two convolutions")), spot(other, 0.6, 0.4))
    other.wait("state.network.nodes.length === 1")
    assert names(other) == ["two convolutions"]
    assert other.state("state.network.layers[0].network.layers.length") == 3
    other.page.keyboard.press("Control+z")
    other.wait("state.network.nodes.length === 0")
    if not search.is_visible():
        other.get("rail").locator("button").first.click()
    search.fill("two conv")
    other.get("block-menu-two convolutions").click()
    other.get("block-delete").click()
    other.get("block-delete-sure").click()
    other.wait("state.shelf.blocks.length === 0")
