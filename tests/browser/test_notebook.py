"""Manners in a notebook: two views, a busy kernel, reloading, reopening, restarting."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import VIEWPORT, new_page
from tests.browser.hands import centre, settled, show, spot, still, until
from tests.browser.lab import PANEL, Canvas, Notebook


def rename(canvas: Canvas, layer: str, name: str) -> None:
    canvas.host.evaluate(
        "(host, [layer, name]) => host.studio.edit({ type: 'rename_layer', layer, name })", [layer, name]
    )


def kept(canvas: Canvas, expression: str) -> None:
    """Wait until this is so of the document that is saved with the notebook."""
    canvas.page.wait_for_function(
        f"(host) => host.studio.model.get('document').{expression}", arg=canvas.host.element_handle()
    )


def test_two_views_of_one_studio_stay_in_step(digits: Canvas, notebook: Notebook):
    notebook.page.evaluate(
        f"() => {{ const model = {PANEL}.content.model.sharedModel;"
        " model.insertCell(1, { cell_type: 'code', source: 'studio', metadata: {} }); }"
    )
    notebook.run(1)
    second = notebook.canvas(1).ready()
    rename(digits, "flat", "first")
    second.wait("state.network.layers.some((layer) => layer.name === 'first')")
    rename(second, "pool", "second")
    digits.wait("state.network.layers.some((layer) => layer.name === 'second')")
    notebook.execute("from playground.network import RenameLayer; studio.edit(RenameLayer('drop', 'third'))")
    for view in (digits, second):
        view.wait("state.network.layers.some((layer) => layer.name === 'third')")
        settled(view)
    assert digits.state("JSON.stringify(state.network)") == second.state("JSON.stringify(state.network)")
    digits.host.evaluate("(host) => host.view.setState({ nodes: ['pool'] })")
    assert second.view("state.nodes") == []


def test_ctrl_s_on_the_canvas_saves_the_notebook_and_keys_of_cells_do_nothing_to_it(digits: Canvas, notebook: Notebook):
    path = notebook.root / notebook.name
    digits.get("canvas").click(position={"x": 5, "y": 5})
    for key in ("d", "d", "x", "Control+s"):
        digits.page.keyboard.press(key)
    until(digits.page, lambda: "read_template" in path.read_text())
    digits.page.wait_for_function(f"() => !{PANEL}.context.model.dirty")
    assert notebook.cell_count() == 1
    digits.page.keyboard.press("d")
    digits.page.keyboard.press("d")
    assert notebook.cell_count() == 1


def edit_menu(page: Page) -> Locator:
    """JupyterLab's Edit menu, opened by hand."""
    page.locator(".lm-MenuBar-item", has_text=re.compile("^Edit$")).click()
    return page.locator(".lm-Menu .lm-Menu-item")


def test_the_edit_menu_undoes_on_the_canvas_that_has_the_focus_and_else_in_the_notebook(
    digits: Canvas, notebook: Notebook
):
    page = digits.page
    show(digits)
    digits.get("node-pool").click()
    for key in ("ArrowDown", "Delete"):
        page.keyboard.press(key)
    digits.wait("state.confirmed.nodes.length === 7")
    source = f"{PANEL}.content.model.cells.get(0).sharedModel.getSource()"
    before = page.evaluate(f"() => {source}")
    for nodes, word in ((8, "Undo"), (7, "Redo"), (8, "Undo")):
        edit_menu(page).filter(has_text=f"{word} on Canvas").click()
        digits.wait(f"state.confirmed.nodes.length === {nodes}")
    settled(digits)
    page.locator(".jp-Cell .cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("  # typed")
    page.wait_for_function(f"(typed) => {source} === typed", arg=f"{before}  # typed")
    items = edit_menu(page)
    expect(items.filter(has_text="on Canvas")).to_have_count(0)
    items.filter(has_text=re.compile("^Undo")).first.click()
    page.wait_for_function(f"(before) => {source} === before", arg=before)
    assert digits.state("[state.confirmed.nodes.length, state.canRedo]") == [8, True]
    digits.get("canvas").click(position={"x": 5, "y": 5})
    expect(edit_menu(page).filter(has_text="Redo on Canvas")).to_be_visible()
    page.keyboard.press("Escape")


def zoom(canvas: Canvas) -> float:
    return float(
        canvas.host.evaluate(
            "(host) => Number(/scale\\((.*?)\\)/.exec("
            "host.shadowRoot.querySelector('.react-flow__viewport').style.transform)[1])"
        )
    )


def test_in_full_screen_the_wheel_zooms_without_the_focus_and_esc_leaves(digits: Canvas):
    page = digits.page
    show(digits)
    page.locator(".jp-Cell .cm-content").first.click()
    before = zoom(digits)
    page.mouse.move(*spot(digits, 0.5, 0.5))
    page.mouse.wheel(0, -240)
    page.wait_for_timeout(100)
    assert zoom(digits) == before, "in the page the wheel is the notebook's"
    show(digits)
    digits.get("full-screen").click()
    page.wait_for_function("(host) => document.fullscreenElement === host", arg=digits.host.element_handle())
    until(page, lambda: digits.host.bounding_box() == {"x": 0, "y": 0, **VIEWPORT})
    digits.host.evaluate("(host) => host.shadowRoot.activeElement?.blur()")
    before = zoom(digits)
    page.mouse.move(*spot(digits, 0.5, 0.5))
    page.mouse.wheel(0, -240)
    until(page, lambda: zoom(digits) > before)
    digits.get("node-pool").click()
    page.keyboard.press("Delete")
    digits.wait("state.confirmed.nodes.length === 7")
    # The browser's own Esc is out of a test's reach; one that it hands on is ours.
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.fullscreenElement === null")
    assert digits.state("state.network.nodes.length") == 7


def close_view(canvas: Canvas, notebook: Notebook) -> None:
    """Close the tab of an output's own, and be in the notebook again."""
    page = canvas.page
    page.locator(".lm-TabBar-tab", has_text="Output View").locator(".lm-TabBar-tabCloseIcon").click()
    page.locator(".jp-LinkedOutputView").wait_for(state="detached")
    page.wait_for_function(f"(name) => {PANEL}?.context?.path === name", arg=notebook.name)


def test_an_output_in_a_tab_of_its_own_is_in_step_with_the_notebook_and_leaves_it_whole(
    digits: Canvas, notebook: Notebook, root: Path
):
    page = digits.page
    show(digits)
    digits.get("open-in-tab").click()
    host = page.locator(".jp-LinkedOutputView .keras-playground")
    host.wait_for()
    own = Canvas(notebook, host).ready()
    own.get("node-pool").click()
    page.keyboard.press("F2")
    page.keyboard.type("there")
    page.keyboard.press("Enter")
    digits.wait("state.confirmed.layers.some((layer) => layer.name === 'there')")
    digits.get("node-flat").click()
    page.keyboard.press("F2")
    page.keyboard.type("here")
    page.keyboard.press("Enter")
    own.wait("state.confirmed.layers.some((layer) => layer.name === 'here')")
    assert own.state("JSON.stringify(state.network)") == digits.state("JSON.stringify(state.network)")
    still(own)
    before = zoom(own), zoom(digits)
    host.evaluate("() => document.activeElement?.blur()")
    page.mouse.move(*spot(own, 0.5, 0.5))
    page.mouse.wheel(0, -240)
    until(page, lambda: zoom(own) > before[0])
    assert zoom(digits) == before[1], "each view has a zoom of its own"
    page.locator(".lm-TabBar-tab", has_text="Output View").click()
    edit_menu(page).filter(has_text="Undo on Canvas").click()
    digits.wait("!state.confirmed.layers.some((layer) => layer.name === 'here')")
    close_view(digits, notebook)
    show(digits)
    digits.get("node-there").click()
    page.keyboard.press("Delete")
    digits.wait("state.confirmed.nodes.length === 7")
    settled(digits)
    kept(digits, "network.nodes.length === 7")
    notebook.save()
    saved = json.loads((root / notebook.name).read_text())
    state = saved["metadata"]["keras-playground"]["state"]
    drawings = [each["state"]["document"] for each in state.values() if "document" in each["state"]]
    assert [len(drawing["network"]["nodes"]) for drawing in drawings] == [7]


NEW_VIEW = re.compile("^Create New View for (Cell )?Output$")
"""JupyterLab's item, as it is called in one version and another."""


def test_a_right_click_opens_jupyterlabs_menu_on_the_canvas_and_the_browsers_in_a_field(
    digits: Canvas, notebook: Notebook
):
    page = digits.page
    show(digits)
    before = digits.state("JSON.stringify(state.network)")
    menu = page.locator(".lm-Menu")
    for place in (spot(digits, 0.5, 0.9), centre(digits.get("node-flat"))):
        page.mouse.click(*place, button="right")
        expect(menu.get_by_text(NEW_VIEW)).to_be_visible()
        page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
    digits.get("node-hidden").click()
    digits.open_tab("code")
    line = digits.get("code").locator("li").first
    line.wait_for()
    page.evaluate(
        "() => { window.menus = [];"
        " addEventListener('contextmenu', (event) => { window.menus.push(event.defaultPrevented); }); }"
    )
    for text in (digits.get("setting-units"), line.locator("code")):
        text.evaluate(
            "(text) => text.addEventListener('contextmenu',"
            " (event) => setTimeout(() => window.menus.push(event.defaultPrevented)))"
        )
        page.mouse.click(*centre(text), button="right")
        page.wait_for_function("() => window.menus.length === 1")
        assert page.evaluate("() => window.menus.splice(0)") == [False], "the browser's menu comes, and only that"
        expect(menu).to_be_hidden()
        page.keyboard.press("Escape")
    page.mouse.click(*spot(digits, 0.5, 0.9), button="right")
    menu.get_by_text(NEW_VIEW).click()
    own = page.locator(".jp-LinkedOutputView .keras-playground")
    own.wait_for()
    assert digits.state("JSON.stringify(state.network)") == before
    close_view(digits, notebook)


def test_two_pages_on_one_kernel_stay_in_step(digits: Canvas, notebook: Notebook, browser: Browser, address: str):
    notebook.save()
    page = new_page(browser)
    try:
        twin = Notebook(page, address, notebook.root, notebook.name)
        second = twin.canvas().ready()
        rename(digits, "flat", "here")
        second.wait("state.network.layers.some((layer) => layer.name === 'here')")
        rename(second, "pool", "there")
        digits.wait("state.network.layers.some((layer) => layer.name === 'there')")
    finally:
        page.context.close()


BUSY = {"sleeping": "time.sleep(0.2)", "computing": "np.ones((400, 400)).sum()"}


def busy(work: str) -> str:
    """A cell that says when it has begun, and does this until it may end."""
    return (
        "import time\nfrom pathlib import Path\nimport numpy as np\n"
        f"Path('began').touch()\nwhile not Path('may_end').exists():\n    {work}"
    )


@contextmanager
def busy_cell(notebook: Notebook, index: int) -> Iterator[None]:
    """Such a cell runs as long as the block lasts. Nothing here waits for a time, and nothing interrupts it."""
    began, may_end = (notebook.root / name for name in ("began", "may_end"))
    notebook.run(index, wait=False)
    try:
        until(notebook.page, began.exists)
        yield
        cell = f"{PANEL}.content.model.cells.get({index})"
        assert notebook.page.evaluate(f"() => {cell}.executionCount === null"), "it runs on"
    finally:
        may_end.touch()
        notebook.page.evaluate("() => window.ranCell")
        for path in (began, may_end):
            path.unlink(missing_ok=True)


@pytest.mark.parametrize("kind", BUSY)
def test_edits_and_shapes_answer_while_another_cell_runs_right_after_the_studio_was_shown(
    notebook: Notebook, kind: str
):
    shown = (
        "from playground.session import read_template\n"
        "studio = pg.Studio(read_template('digits_cnn').network, data='digits')\nstudio"
    )
    notebook.set_cells([shown, busy(BUSY[kind])])
    notebook.run(0, wait=False)
    with busy_cell(notebook, 1):
        canvas = notebook.canvas().ready()
        canvas.host.evaluate(
            "(host) => host.studio.edit({ type: 'change_setting', layer: 'conv_a', setting: 'filters', value: 24,"
            " reset: false, index: null })"
        )
        canvas.wait("state.report.nodes.conv_a.outputs[0].shape[3] === 24")


def test_a_run_is_held_and_edits_answer_while_another_cell_runs_and_metrics_stream(digits: Canvas, notebook: Notebook):
    show(digits)
    notebook.execute("import dataclasses; studio.config = dataclasses.replace(studio.config, epochs=100_000)")
    digits.get("play").click()
    digits.wait("state.status.state === 'running' && state.status.step > 100")
    notebook.page.evaluate(
        f"(source) => {{ const model = {PANEL}.content.model.sharedModel;"
        " model.insertCell(1, { cell_type: 'code', source, metadata: {} }); }",
        busy(BUSY["sleeping"]),
    )
    with busy_cell(notebook, 1):
        step = digits.state("state.status.step")
        digits.wait(f"state.status.step > {step + 20}")
        rename(digits, "flat", "renamed")
        digits.wait("state.pending.length === 0")
        digits.get("pause").click()
        digits.wait("state.status.state === 'paused'")
    digits.get("stop").click()
    digits.wait("state.status.state === 'stopped'")


def test_a_reloaded_page_shows_the_drawing_and_its_history_again(digits: Canvas, notebook: Notebook):
    show(digits)
    rename(digits, "flat", "kept")
    settled(digits)
    notebook.execute(
        "import dataclasses; studio.config = dataclasses.replace(studio.config, epochs=2); studio.train(wait=True)"
    )
    digits.wait("state.history.epochs.length === 2")
    notebook.save()
    notebook.page.reload()
    notebook.wait_for_kernel()
    again = notebook.canvas().ready()
    again.wait("state.network.layers.some((layer) => layer.name === 'kept')")
    again.wait("state.history.epochs.length === 2 && state.history.series.loss.steps.length > 10")
    again.wait("state.status.state === 'finished'")


def test_a_kernel_restarted_in_the_middle_of_a_run_loses_neither_drawing_nor_training(
    digits: Canvas, notebook: Notebook
):
    show(digits)
    rename(digits, "flat", "drawn")
    settled(digits)
    notebook.execute("import dataclasses; studio.config = dataclasses.replace(studio.config, epochs=100_000)")
    digits.get("play").click()
    digits.wait("state.status.state === 'running' && state.status.epoch >= 5")
    digits.get("pause").click()
    digits.wait("state.status.state === 'paused'")
    held = digits.state("state.status.step")
    digits.get("play").click()
    digits.wait("state.status.state === 'running'")
    notebook.page.evaluate(f"async () => {{ await {PANEL}.sessionContext.session.kernel.restart(); }}")
    digits.wait("state.live === false")
    digits.get("no-kernel").wait_for()
    assert digits.state("state.network.layers.some((layer) => layer.name === 'drawn')")
    expect(digits.get("canvas")).to_contain_text("Conv2D")
    notebook.wait_for_kernel()
    notebook.execute("import playground as pg")
    notebook.run(0)
    again = notebook.canvas().ready()
    assert not again.state("state.network.layers.some((layer) => layer.name === 'drawn')")
    expect(again.get("recovery")).to_contain_text("8 layers")
    again.get("recover").click()
    again.wait("state.recovery === null && state.network.layers.some((layer) => layer.name === 'drawn')")
    again.wait("state.history.epochs.length >= 5")
    assert notebook.evaluate("len(studio.history.steps['loss'])") >= held
    notebook.execute(
        "from playground import datasets; d = datasets.load('digits')\n"
        "x, y = next(iter(d.inputs.values())), next(iter(d.targets.values()))"
    )
    assert notebook.evaluate("float((studio.model(x).numpy().argmax(1) == y).mean())") > 0.8


def test_a_kernel_shut_down_is_said_on_the_canvas(digits: Canvas, notebook: Notebook):
    notebook.page.evaluate(f"async () => {{ await {PANEL}.sessionContext.shutdown(); }}")
    digits.wait("state.live === false")
    digits.get("no-kernel").wait_for()
    notebook.page.evaluate(f"async () => {{ await {PANEL}.sessionContext.startKernel(); }}")
    notebook.page.evaluate(f"async () => {{ await {PANEL}.sessionContext.changeKernel({{ name: 'python3' }}); }}")
    notebook.wait_for_kernel()
    notebook.execute("import playground as pg")


def test_a_notebook_opened_again_shows_the_drawing_without_running_a_cell(
    digits: Canvas, notebook: Notebook, browser: Browser, address: str, root: Path
):
    show(digits)
    rename(digits, "flat", "remembered")
    settled(digits)
    kept(digits, "network.layers.some((layer) => layer.name === 'remembered')")
    notebook.save()
    saved = (root / notebook.name).read_text()
    assert "remembered" in saved
    assert len(saved) < 100_000
    copy = root / "opened_again.ipynb"
    copy.write_text(saved)
    page = new_page(browser)
    try:
        other = Notebook(page, address, root, copy.name)
        canvas = other.canvas()
        canvas.get("node-remembered").wait_for()
        assert canvas.state("state.live") is False
        expect(canvas.get("canvas")).to_contain_text("8×8×16")
        canvas.get("no-kernel").wait_for()
        page.evaluate(f"() => {{ {PANEL}.context.model.dirty = true; }}")
        other.save()
        assert "remembered" in copy.read_text()
    finally:
        page.context.close()
