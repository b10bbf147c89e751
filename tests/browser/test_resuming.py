"""The kernel of a notebook goes, and the same drawing goes on in the next one, with what was under way meanwhile."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.hands import centre, names, settled, show, written_down
from tests.browser.lab import PANEL, Canvas, Notebook


@pytest.fixture(autouse=True)
def quiet(page: Page) -> Iterator[None]:
    """No exception goes unheard in the page."""
    errors: list[str] = []

    def hear(error: Error) -> None:
        errors.append(str(error))

    page.on("pageerror", hear)
    yield
    page.remove_listener("pageerror", hear)
    assert [each for each in errors if "Canceled future for" not in each and "disposed" not in each] == []


@pytest.fixture
def digits(notebook: Notebook) -> Canvas:
    """A studio whose cell runs in whatever kernel there is now."""
    return notebook.show(
        "import playground as pg\nfrom playground.session import read_template\n"
        "studio = pg.Studio(read_template('digits_cnn').network, data='digits')\nstudio"
    ).ready()


def rename(canvas: Canvas, name: str) -> None:
    """Give the layer “flat” another name, in the panel."""
    canvas.get("node-flat").click()
    canvas.get("layer-name").fill(name)
    canvas.get("layer-name").press("Enter")


def restart(canvas: Canvas, notebook: Notebook) -> None:
    notebook.page.evaluate(f"async () => {{ await {PANEL}.sessionContext.session.kernel.restart(); }}")
    canvas.wait("state.live === false && state.drawable")
    canvas.get("no-kernel").wait_for()


def go_on(canvas: Canvas, notebook: Notebook) -> None:
    """Click once, and have a kernel again."""
    notebook.wait_for_kernel()
    canvas.get("go-on").click()
    canvas.wait("state.live && state.pending.length === 0")
    canvas.get("no-kernel").wait_for(state="detached")
    settled(canvas)  # how it is trained is sent after the edits


def in_kernel(notebook: Notebook, expression: str) -> Any:
    """What the session that goes on has, as an expression over `session`."""
    serving = "[each.session for each in __import__('playground.tab').tab._tabs._tabs.values()][-1]"
    return notebook.evaluate(f"(lambda session: {expression})({serving})")


def test_a_restart_in_the_middle_of_typing_keeps_the_text_and_the_drawing_goes_on_by_one_click(
    digits: Canvas, notebook: Notebook
):
    show(digits)
    digits.get("node-hidden").click()
    digits.get("setting-units").fill("77")
    restart(digits, notebook)
    expect(digits.get("setting-units")).to_have_value("77")
    expect(digits.get("setting-units")).to_be_enabled()
    expect(digits.get("no-kernel")).to_contain_text("Draw on")
    go_on(digits, notebook)
    expect(digits.get("setting-units")).to_have_value("77")
    digits.get("setting-units").press("Enter")
    digits.wait("state.confirmed.layers.find((layer) => layer.name === 'hidden').settings.units === 77")
    assert in_kernel(notebook, "session.network.find('hidden').settings['units']") == 77
    digits.wait("state.report.nodes.hidden.outputs[0].shape[1] === 77")
    assert digits.state("state.data.name") == "digits"


def test_what_is_drawn_without_a_kernel_is_undone_and_redone_and_goes_to_the_next_kernel(
    digits: Canvas, notebook: Notebook
):
    show(digits)
    restart(digits, notebook)
    digits.get("node-hidden").click()
    digits.get("setting-units").fill("99")
    digits.get("setting-units").press("Enter")
    digits.wait("state.network.layers.find((layer) => layer.name === 'hidden').settings.units === 99")
    digits.get("node-conv_b").click()
    digits.page.keyboard.press("Control+d")
    digits.wait("state.network.nodes.length === 9")
    rename(digits, "drawn meanwhile")
    digits.wait("state.pending.length === 3 && state.canUndo")
    digits.get("undo").click()
    digits.wait("state.pending.length === 2 && !state.network.layers.some((layer) => layer.name === 'drawn meanwhile')")
    digits.get("redo").click()
    digits.wait("state.pending.length === 3")
    epochs = {**digits.state("state.training"), "epochs": 3}
    digits.host.evaluate("(host, training) => host.studio.command({ type: 'configure', training })", epochs)
    go_on(digits, notebook)
    assert "drawn meanwhile" in names(digits)
    assert sorted(in_kernel(notebook, "[layer.name for layer in session.network.layers]")) == names(digits)
    assert in_kernel(notebook, "[session.config.epochs, len(session.network.nodes)]") == [3, 9]
    digits.wait("state.canUndo")
    digits.get("undo").click()
    digits.wait("state.training.epochs !== 3")
    digits.get("undo").click()
    digits.wait("!state.confirmed.layers.some((layer) => layer.name === 'drawn meanwhile')")
    settled(digits)


def test_a_wire_that_is_dragged_while_the_kernel_restarts_is_drawn_and_reaches_the_next_one(
    digits: Canvas, notebook: Notebook
):
    show(digits)
    digits.host.evaluate(
        "(host) => host.studio.edit({ type: 'disconnect', edge: host.studio.store.getState().network.edges[0] })"
    )
    settled(digits)
    source, target = digits.state("[state.network.nodes[0].id, state.network.nodes[1].id]")
    mouse = digits.page.mouse
    mouse.move(*centre(digits.get(f"out-{source}-0")))
    mouse.down()
    mouse.move(*[at + 20 for at in centre(digits.get(f"out-{source}-0"))], steps=3)
    restart(digits, notebook)
    mouse.move(*centre(digits.get(f"node-{target}")), steps=6)
    mouse.up()
    digits.wait("state.network.edges.length === 7")
    go_on(digits, notebook)
    assert digits.state("state.confirmed.edges.length") == 7
    assert in_kernel(notebook, "len(session.network.edges)") == 7


def test_a_kernel_that_is_killed_while_a_node_is_dragged_is_told_and_the_drag_reaches_the_next_one(
    digits: Canvas, notebook: Notebook
):
    show(digits)
    place = "(({ x, y }) => [x, y])(state.%s.nodes.find((node) => node.id === 'flat'))"
    before = digits.state(place % "confirmed")
    mouse, (x, y) = digits.page.mouse, centre(digits.get("node-flat"))
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 40, y + 30, steps=4)
    notebook.page.evaluate(
        f"() => {{ {PANEL}.sessionContext.session.kernel.requestExecute("
        "{ code: 'import os; os.kill(os.getpid(), 9)' }).done.catch(() => undefined); }"
    )
    digits.wait("state.live === false && state.drawable")
    mouse.move(x + 60, y + 90, steps=4)
    mouse.up()
    assert digits.view("state.moving") is None
    dialog = notebook.page.locator(".jp-Dialog")
    dialog.get_by_text("appears to have died").wait_for()
    dialog.locator(".jp-mod-accept").click()
    digits.get("no-kernel").wait_for()
    drawn = digits.state(place % "network")
    assert drawn != before
    assert digits.state("state.network.nodes.length") == 8
    go_on(digits, notebook)
    assert digits.state(place % "confirmed") == drawn
    assert in_kernel(notebook, "[[node.x, node.y] for node in session.network.nodes if node.id == 'flat']") == [drawn]


def test_weights_and_history_go_on_too_and_a_cell_that_is_run_takes_all_of_it_up(digits: Canvas, notebook: Notebook):
    show(digits)
    notebook.execute(
        "import dataclasses; studio.config = dataclasses.replace(studio.config, epochs=2); studio.train(wait=True)"
    )
    digits.wait("state.history.epochs.length === 2 && state.status.state === 'finished'")
    weights = notebook.evaluate("float(abs(studio.model.get_weights()[0]).sum())")
    restart(digits, notebook)
    rename(digits, "renamed")
    digits.wait("state.pending.length === 1")
    go_on(digits, notebook)
    digits.wait("state.history.epochs.length === 2")
    assert in_kernel(notebook, "float(abs(session.graph.model.get_weights()[0]).sum())") == pytest.approx(weights)
    notebook.run(0)
    again = notebook.canvas().ready()
    again.get("recover").click()
    again.wait("state.recovery === null && state.confirmed.layers.some((layer) => layer.name === 'renamed')")
    assert notebook.evaluate("float(abs(studio.model.get_weights()[0]).sum())") == pytest.approx(weights)


def test_a_cell_that_is_run_again_takes_up_what_only_the_page_had(digits: Canvas, notebook: Notebook):
    show(digits)
    digits.get("node-conv_b").click()
    digits.page.keyboard.press("Control+d")
    settled(digits)
    written_down(notebook)
    restart(digits, notebook)
    rename(digits, "on the page alone")
    digits.wait("state.pending.length === 1")
    notebook.wait_for_kernel()
    notebook.run(0)
    again = notebook.canvas().ready()
    again.get("recover").click()
    again.wait("state.confirmed.layers.some((layer) => layer.name === 'on the page alone')")
    assert "on the page alone" in notebook.evaluate("[layer.name for layer in studio.network.layers]")


def test_a_notebook_keeps_what_was_drawn_without_a_kernel_and_goes_on_with_it_when_it_is_opened_again(
    digits: Canvas, notebook: Notebook
):
    show(digits)
    restart(digits, notebook)
    rename(digits, "saved meanwhile")
    digits.wait("state.pending.length === 1")
    digits.page.wait_for_function(
        "() => JSON.stringify(document.querySelector('.keras-playground').studio.model.get('document'))"
        ".includes('saved meanwhile')"
    )
    notebook.save()
    assert "saved meanwhile" in (notebook.root / notebook.name).read_text()
    notebook.page.reload()
    notebook.wait_for_kernel()
    again = notebook.canvas()
    again.get("node-saved meanwhile").wait_for()
    go_on(again, notebook)
    again.ready()
    assert "saved meanwhile" in in_kernel(notebook, "[layer.name for layer in session.network.layers]")


def test_a_kernel_that_was_shut_down_is_started_by_the_same_click(digits: Canvas, notebook: Notebook):
    show(digits)
    notebook.page.evaluate(f"async () => {{ await {PANEL}.sessionContext.shutdown(); }}")
    digits.wait("state.live === false && state.drawable")
    digits.get("node-conv_b").click()
    digits.page.keyboard.press("Control+d")
    digits.wait("state.network.nodes.length === 9")
    digits.get("go-on").click()
    digits.wait("state.live && state.pending.length === 0")
    assert digits.state("state.confirmed.nodes.length") == 9
    notebook.wait_for_kernel()
