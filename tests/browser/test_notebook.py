"""Manners in a notebook: two views, a busy kernel, reloading, reopening, restarting."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import VIEWPORT
from tests.browser.hands import settled, show
from tests.browser.lab import PANEL, Canvas, Notebook


def rename(canvas: Canvas, layer: str, name: str) -> None:
    canvas.host.evaluate(
        "(host, [layer, name]) => host.studio.edit({ type: 'rename_layer', layer, name })", [layer, name]
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
    digits.page.wait_for_function(f"() => !{PANEL}.context.model.dirty")
    assert notebook.cell_count() == 1
    assert "read_template" in path.read_text()
    digits.page.keyboard.press("d")
    digits.page.keyboard.press("d")
    assert notebook.cell_count() == 1


def test_two_pages_on_one_kernel_stay_in_step(digits: Canvas, notebook: Notebook, browser: Browser, address: str):
    notebook.save()
    context = browser.new_context(viewport=VIEWPORT)
    try:
        page = context.new_page()
        twin = Notebook(page, address, notebook.root, notebook.name)
        second = twin.canvas().ready()
        rename(digits, "flat", "here")
        second.wait("state.network.layers.some((layer) => layer.name === 'here')")
        rename(second, "pool", "there")
        digits.wait("state.network.layers.some((layer) => layer.name === 'there')")
    finally:
        context.close()


BUSY = {
    "sleeping": "import time\ntime.sleep(20)",
    "computing": "import numpy as np, time\nend = time.time() + 20\nwhile time.time() < end: np.ones((400, 400)).sum()",
}


@pytest.mark.parametrize("kind", BUSY)
def test_edits_and_shapes_answer_while_another_cell_runs_right_after_the_studio_was_shown(
    notebook: Notebook, kind: str
):
    shown = (
        "from playground.session import read_template\n"
        "studio = pg.Studio(read_template('digits_cnn').network, data='digits')\nstudio"
    )
    notebook.set_cells([shown, BUSY[kind]])
    notebook.run(0, wait=False)
    notebook.run(1, wait=False)
    canvas = notebook.canvas().ready()
    canvas.host.evaluate(
        "(host) => host.studio.edit({ type: 'change_setting', layer: 'conv_a', setting: 'filters', value: 24,"
        " reset: false, index: null })"
    )
    canvas.wait("state.report.nodes.conv_a.outputs[0].shape[3] === 24", 8_000)
    busy = "() => window.jupyterapp.shell.currentWidget.content.model.cells.get(1).executionCount === null"
    assert notebook.page.evaluate(busy)
    interrupt(notebook)


def interrupt(notebook: Notebook) -> None:
    notebook.page.evaluate(f"() => {PANEL}.sessionContext.session.kernel.interrupt()")
    notebook.page.wait_for_function("() => window.ranCell.then(() => true, () => true)")


def test_a_run_is_held_and_edits_answer_while_another_cell_runs_and_metrics_stream(digits: Canvas, notebook: Notebook):
    show(digits)
    notebook.execute("import dataclasses; studio.config = dataclasses.replace(studio.config, epochs=100_000)")
    digits.get("play").click()
    digits.wait("state.status.state === 'running' && state.status.step > 100", 60_000)
    notebook.page.evaluate(
        f"() => {{ const model = {PANEL}.content.model.sharedModel;"
        " model.insertCell(1, { cell_type: 'code', source: 'import time; time.sleep(25)', metadata: {} }); }"
    )
    notebook.run(1, wait=False)
    step = digits.state("state.status.step")
    digits.wait(f"state.status.step > {step + 20}", 8_000)
    rename(digits, "flat", "renamed")
    digits.wait("state.pending.length === 0", 8_000)
    digits.get("pause").click()
    digits.wait("state.status.state === 'paused'", 8_000)
    interrupt(notebook)
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
    assert again.state("state.status.state") == "finished"


def test_a_kernel_restarted_in_the_middle_of_a_run_loses_neither_drawing_nor_training(
    digits: Canvas, notebook: Notebook
):
    show(digits)
    rename(digits, "flat", "drawn")
    settled(digits)
    notebook.execute("import dataclasses; studio.config = dataclasses.replace(studio.config, epochs=100_000)")
    digits.get("play").click()
    digits.wait("state.status.state === 'running' && state.status.epoch >= 5", 60_000)
    digits.get("pause").click()
    digits.wait("state.status.state === 'paused'")
    held = digits.state("state.status.step")
    digits.get("play").click()
    digits.wait("state.status.state === 'running'")
    notebook.page.evaluate(f"async () => {{ await {PANEL}.sessionContext.session.kernel.restart(); }}")
    digits.wait("state.live === false")
    digits.get("no-kernel").wait_for()
    assert digits.state("state.network.layers.some((layer) => layer.name === 'drawn')")
    assert "Conv2D" in digits.get("canvas").inner_text()
    notebook.wait_for_kernel()
    notebook.execute("import playground as pg")
    notebook.run(0)
    again = notebook.canvas().ready()
    assert not again.state("state.network.layers.some((layer) => layer.name === 'drawn')")
    assert "8 layers" in again.get("recovery").inner_text()
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
    digits.page.wait_for_timeout(300)
    notebook.save()
    saved = (root / notebook.name).read_text()
    assert "remembered" in saved
    assert len(saved) < 100_000
    copy = root / "opened_again.ipynb"
    copy.write_text(saved)
    context = browser.new_context(viewport=VIEWPORT)
    try:
        page = context.new_page()
        other = Notebook(page, address, root, copy.name)
        canvas = other.canvas()
        canvas.get("node-remembered").wait_for()
        assert canvas.state("state.live") is False
        assert "8×8×16" in canvas.get("canvas").inner_text()
        canvas.get("no-kernel").wait_for()
    finally:
        context.close()
