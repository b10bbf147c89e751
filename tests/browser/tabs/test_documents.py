"""Networks as documents in a real JupyterLab: opened, edited, saved, renamed, undone, lost and found."""

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from playground.network import read_document
from tests.browser.documents import CURRENT, LISTED, TEMPLATES, Tab, browse, menu, open_path, put
from tests.browser.hands import names, settled, spot, still
from tests.browser.lab import PATIENCE, Canvas


def add(canvas: Canvas, kind: str, right: float = 0.5, down: float = 0.03) -> None:
    """Add a layer by the search that a double-click on the empty canvas opens."""
    canvas.page.mouse.dblclick(*spot(canvas, right, down))
    query = canvas.get("search-query")
    query.fill(kind)
    query.press("Enter")
    canvas.wait(f"state.confirmed.layers.some((layer) => layer.kind === '{kind}')")
    settled(canvas)


def run_command(page: Page, label: str) -> None:
    """Run a command by JupyterLab's palette, which closes when the window loses the focus or another command runs."""
    palette = page.locator(".jp-ModalCommandPalette")
    item = palette.locator(".lm-CommandPalette-item:not(.lm-mod-disabled)", has_text=label)
    for _ in range(int(PATIENCE / LISTED)):
        if palette.is_hidden():
            page.keyboard.press("Control+Shift+c")
        with suppress(Error):
            palette.locator("input").fill(label, timeout=LISTED)
            item.click(timeout=LISTED)
            return
    held = "[document.activeElement.className, window.jupyterapp.shell.currentWidget?.title.label]"
    raise AssertionError(f"{label}: no such line in {palette.inner_text()!r}; the focus is at {page.evaluate(held)}.")


def kinds(document: Any) -> list[str]:
    return [layer["kind"] for layer in document["network"]["layers"]]


@pytest.fixture(scope="module")
def tab(page: Page, folder: Path) -> Tab:
    """A network that was opened by a double-click on its file, with a kernel of its own."""
    put(folder, "mine.playground.json")
    browse(page, "mine.playground.json").dblclick()
    return Tab(page, folder, "mine.playground.json")


def test_a_double_click_shows_the_network_with_its_icon_and_the_file_is_as_it_was(tab: Tab, page: Page):
    assert names(tab.canvas) == sorted(layer.name for layer in read_document(tab.path).network.layers)
    assert not tab.evaluate("widget.context.model.dirty")
    assert tab.path.read_bytes() == (TEMPLATES / "digits_mlp.playground.json").read_bytes()
    expect(tab.canvas.get("saved")).to_have_text("saved")
    title = page.locator(".lm-TabBar-tab.lm-mod-current", has_text="mine.playground.json")
    expect(title.locator("svg[data-icon='playground:network']")).to_be_visible()
    expect(tab.element.locator(".jp-KernelName")).to_contain_text("Python 3")
    expect(tab.element.locator(".playground-line")).to_be_hidden()
    assert tab.canvas.state("state.data.name") == "digits"


def test_an_edit_marks_the_file_and_only_saving_writes_it(tab: Tab, page: Page):
    before = tab.path.read_bytes()
    add(tab.canvas, "Dropout")
    tab.wait("widget.context.model.dirty")
    expect(tab.canvas.get("saved")).to_have_text("changed")
    assert "Dropout" in kinds(tab.text())
    assert tab.path.read_bytes() == before
    page.keyboard.press("Control+s")
    tab.wait("!widget.context.model.dirty")
    expect(tab.canvas.get("saved")).to_have_text("saved")
    assert "Dropout" in kinds(tab.file())
    assert read_document(tab.path).data == {"name": "digits"}


def test_undo_and_redo_stand_in_the_edit_menu(tab: Tab, page: Page):
    menu(page, "Edit", "Undo on Canvas")
    tab.canvas.wait("!state.confirmed.layers.some((layer) => layer.kind === 'Dropout')")
    tab.wait("!widget.context.model.sharedModel.getSource().includes('Dropout')")
    menu(page, "Edit", "Redo on Canvas")
    tab.canvas.wait("state.confirmed.layers.some((layer) => layer.kind === 'Dropout')")
    tab.wait("widget.context.model.sharedModel.getSource().includes('Dropout')")


def test_a_reloaded_page_joins_the_kernel_with_its_undo(tab: Tab, page: Page, address: str):
    kernel = "widget.context.sessionContext.session.kernel.id"
    before = tab.evaluate(kernel)
    page.evaluate(f"() => {CURRENT}.context.save()")
    tab.wait("!widget.context.model.dirty")
    page.goto(f"{address}lab/tree/{tab.name}")
    again = Tab(page, tab.root, tab.name)
    assert again.evaluate(kernel) == before
    assert not again.evaluate("widget.context.model.dirty")
    assert again.canvas.state("[state.revision > 0, state.canUndo]") == [True, True]
    tab.element = again.element


def test_how_it_is_trained_is_part_of_the_file(tab: Tab):
    training = {**tab.canvas.state("state.training"), "epochs": 7}
    tab.canvas.host.evaluate("(host, training) => host.studio.command({ type: 'configure', training })", training)
    tab.wait("JSON.parse(widget.context.model.sharedModel.getSource()).training.epochs === 7")
    tab.canvas.get("save").click()
    tab.wait("!widget.context.model.dirty")
    assert tab.file()["training"]["epochs"] == 7


def test_the_wheel_zooms_in_the_tab_without_the_focus(tab: Tab, page: Page):
    tab.canvas.host.evaluate("() => document.activeElement?.blur()")
    zoom = "Number(/scale\\((.*?)\\)/.exec(host.shadowRoot.querySelector('.react-flow__viewport').style.transform)[1])"
    still(tab.canvas)
    before = tab.canvas.host.evaluate(f"(host) => {zoom}")
    page.mouse.move(*spot(tab.canvas, 0.5, 0.5))
    page.mouse.wheel(0, -240)
    page.wait_for_function(f"([host, before]) => {zoom} > before", arg=[tab.canvas.host.element_handle(), before])


def test_the_command_palette_has_what_can_be_done_with_the_network_in_the_tab(tab: Tab, page: Page):
    names = ["New Network", "Open in Notebook", "Full Screen Canvas", "Export Model…", "Replace Network by a Template…"]
    page.keyboard.press("Control+Shift+c")
    palette = page.locator(".jp-ModalCommandPalette")
    palette.locator("input").fill("network")
    for name in names:
        item = palette.locator(".lm-CommandPalette-item", has_text=name)
        expect(item).to_be_visible()
        expect(item.locator("svg")).to_be_visible()
    run_command(page, "Full Screen Canvas")
    page.wait_for_function("(host) => document.fullscreenElement === host", arg=tab.canvas.host.element_handle())
    tab.canvas.get("canvas").click(position={"x": 5, "y": 5})
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.fullscreenElement === null")
    run_command(page, "All Commands of the Canvas")
    expect(tab.canvas.get("command-palette").locator("input")).to_be_focused()
    page.keyboard.press("Escape")


def test_a_renamed_network_saves_into_its_new_file(tab: Tab, page: Page, folder: Path):
    page.evaluate(f"() => {CURRENT}.context.rename('other.playground.json')")
    tab.wait("widget.context.path === 'other.playground.json'")
    expect(tab.canvas.get("saved")).to_have_attribute("title", "other.playground.json")
    layers = tab.canvas.state("state.confirmed.layers.length")
    tab.canvas.get("undo").click()
    tab.canvas.wait("state.training.epochs === 20")
    tab.canvas.get("undo").click()
    tab.canvas.wait(f"state.confirmed.layers.length === {layers - 1}")
    tab.wait(f"JSON.parse(widget.context.model.sharedModel.getSource()).network.layers.length === {layers - 1}")
    tab.wait("widget.context.model.dirty")
    page.evaluate(f"() => {CURRENT}.context.save()")
    tab.wait("!widget.context.model.dirty")
    assert (tab.file()["training"]["epochs"], len(tab.file()["network"]["layers"])) == (20, layers - 1)
    assert not (folder / "mine.playground.json").exists()
    page.evaluate(f"() => {CURRENT}.context.rename('mine.playground.json')")
    tab.wait("widget.context.path === 'mine.playground.json'")


def test_a_file_that_changed_on_disk_is_asked_about_and_read_anew(tab: Tab, page: Page):
    theirs = tab.file()
    theirs["network"]["name"] = "theirs"
    page.wait_for_timeout(1200)  # the server compares times of files in seconds
    tab.path.write_text(json.dumps(theirs))
    add(tab.canvas, "Flatten", 0.3)
    tab.wait("widget.context.model.dirty")
    page.keyboard.press("Control+s")
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("changed on disk")
    dialog.get_by_role("button", name="Revert").click()
    tab.canvas.wait("state.confirmed.name === 'theirs'")
    assert tab.file()["network"]["name"] == "theirs"
    tab.wait("!widget.context.model.dirty")
    tab.canvas.get("undo").click()
    tab.canvas.wait("state.confirmed.name === 'digits_mlp'")
    tab.wait("JSON.parse(widget.context.model.sharedModel.getSource()).network.name === 'digits_mlp'")


def test_the_editor_shows_the_text_and_the_canvas_follows_what_is_typed(tab: Tab, page: Page):
    browse(page, "mine.playground.json").click(button="right")
    page.locator(".lm-Menu-item", has_text="Open With").hover()
    page.locator(".lm-Menu-item", has_text=re.compile("^Editor$")).click()
    page.wait_for_function(f"() => {CURRENT}?.content?.editor && {CURRENT}.context.isReady")
    source = f"{CURRENT}.context.model.sharedModel"
    assert json.loads(page.evaluate(f"() => {source}.getSource()")) == json.loads(json.dumps(tab_text(page)))
    page.evaluate(f"() => {source}.setSource({source}.getSource().replace('digits_mlp', 'typed'))")
    canvas = Canvas(tab, page.locator(".playground-document .keras-playground"))
    canvas.wait("state.confirmed.name === 'typed'")
    page.evaluate(f"() => {source}.setSource('{{\"network\": ')")
    line = page.locator(".playground-line", has_text="The file is no drawing now")
    line.wait_for(state="attached")
    assert canvas.state("state.confirmed.name") == "typed"
    page.evaluate(f"() => {CURRENT}.close()")
    open_path(page, "mine.playground.json")
    canvas.get("undo").click()
    canvas.wait("state.confirmed.name === 'digits_mlp'")
    tab.wait("widget.context.model.sharedModel.getSource().includes('digits_mlp')")
    expect(page.locator(".playground-line")).to_be_hidden()


def tab_text(page: Page) -> Any:
    return json.loads(page.evaluate(f"() => {CURRENT}.context.model.sharedModel.getSource()"))


def test_a_restarted_kernel_gets_the_drawing_that_was_not_saved(tab: Tab, page: Page):
    add(tab.canvas, "GaussianNoise", 0.7)
    tab.wait("widget.context.model.sharedModel.getSource().includes('GaussianNoise')")
    saved = tab.path.read_bytes()
    menu(page, "Kernel", "Restart Kernel…")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.wait_for_function(f"() => !{CURRENT}.content.studio?.store.getState().live")
    expect(tab.element.locator(".keras-playground")).to_be_visible()
    tab.wait_until_live()
    assert "GaussianNoise" in kinds({"network": tab.canvas.state("state.confirmed")})
    assert tab.evaluate("widget.context.model.dirty")
    assert tab.path.read_bytes() == saved
    add(tab.canvas, "Activation", 0.1)
    tab.wait("widget.context.model.sharedModel.getSource().includes('Activation')")


def test_a_kernel_that_is_killed_is_started_again_with_the_drawing_as_it_is(tab: Tab, page: Page):
    add(tab.canvas, "UnitNormalization", 0.3, 0.17)
    page.evaluate(
        f"() => {{ {CURRENT}.context.sessionContext.session.kernel.requestExecute("
        "{ code: 'import os; os.kill(os.getpid(), 9)' }).done.catch(() => undefined); }"
    )
    page.wait_for_function(f"() => !{CURRENT}.content.studio?.store.getState().live")
    assert "UnitNormalization" in kinds({"network": tab.canvas.state("state.network")})
    tab.wait_until_live()
    expect(tab.element.locator(".playground-line")).to_be_hidden()
    assert "UnitNormalization" in kinds({"network": tab.canvas.state("state.confirmed")})


def test_a_kernel_that_was_shut_down_leaves_the_drawing_and_a_way_to_go_on(tab: Tab, page: Page):
    menu(page, "Kernel", "Shut Down Kernel")
    expect(tab.element.locator(".playground-line")).to_contain_text("was shut down")
    assert "GaussianNoise" in kinds({"network": tab.canvas.state("state.confirmed")})
    tab.element.locator(".playground-line button").click()
    tab.wait_until_live()
    expect(tab.element.locator(".playground-line")).to_be_hidden()
    assert "GaussianNoise" in kinds({"network": tab.canvas.state("state.confirmed")})


def test_what_is_under_way_at_a_restart_goes_on_in_the_same_studio(tab: Tab, page: Page):
    canvas = tab.canvas
    page.evaluate("() => { window.studioBefore = document.querySelector('.playground-document .keras-playground'); }")
    canvas.get("node-hidden_a").click()
    canvas.get("setting-units").fill("77")
    # The edit is made, told and asked about in the same breath as the restart.
    canvas.host.evaluate(
        "(host) => { host.studio.edit({ type: 'rename_network', name: 'in the last moment' });"
        " window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart(); }"
    )
    page.wait_for_function(f"() => !{CURRENT}.content.studio?.store.getState().live")
    assert tab.text()["network"]["name"] == "in the last moment"
    tab.wait_until_live()
    canvas.wait("state.confirmed.name === 'in the last moment' && state.pending.length === 0")
    assert page.evaluate("() => window.studioBefore.isConnected")
    assert canvas.get("setting-units").input_value() == "77"
    canvas.get("setting-units").press("Enter")
    tab.wait("widget.context.model.sharedModel.getSource().includes('77')")
    canvas.wait("state.confirmed.layers.some((layer) => layer.settings.units === 77)")


def test_what_is_drawn_while_no_kernel_runs_is_saved_and_goes_to_the_next_one(tab: Tab, page: Page):
    menu(page, "Kernel", "Shut Down Kernel")
    line = tab.element.locator(".playground-line")
    expect(line).to_contain_text("Draw on: all is kept")
    canvas = tab.canvas
    canvas.get("network-name").fill("drawn alone")
    canvas.get("network-name").press("Enter")
    tab.wait("JSON.parse(widget.context.model.sharedModel.getSource()).network.name === 'drawn alone'")
    page.keyboard.press("Control+s")
    tab.wait("!widget.context.model.dirty")
    assert read_document(tab.path).network.name == "drawn alone"
    canvas.get("node-hidden_a").click()
    canvas.get("setting-units").fill("55")
    canvas.get("setting-units").press("Enter")
    canvas.wait("state.pending.length === 2")
    line.locator("button").click()
    tab.wait_until_live()
    canvas.wait("state.pending.length === 0 && state.confirmed.name === 'drawn alone'")
    assert 55 in [layer["settings"].get("units") for layer in canvas.state("state.confirmed.layers")]
    tab.wait("widget.context.model.sharedModel.getSource().includes('55')")
    canvas.get("undo").click()
    canvas.wait("!state.confirmed.layers.some((layer) => layer.settings.units === 55)")
