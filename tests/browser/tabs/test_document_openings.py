"""Networks as documents in a real JupyterLab: how one is made and opened, and what stays when it is closed."""

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from playground.network import read_document
from tests.browser.conftest import VIEWPORT
from tests.browser.documents import CURRENT, Tab, browse, menu, open_path, put
from tests.browser.hands import AT_REST, centre, still, until
from tests.browser.lab import PANEL, Canvas, Notebook


def test_a_kernel_that_can_not_start_is_told_in_the_tab_and_tried_again(page: Page, folder: Path):
    put(folder, "unlucky.playground.json")
    spec = folder / ".jupyter" / "first" / "kernels" / "python3"
    spec.mkdir(parents=True)
    try:
        (spec / "kernel.json").write_text('{"argv": ["nothing-here"], "display_name": "Broken", "language": "python"}')
        browse(page, "unlucky.playground.json").dblclick()
        dialog = page.locator(".jp-Dialog", has_text="Error Starting Kernel")
        dialog.locator(".jp-mod-accept").click()
        tab = Tab(page, folder, "unlucky.playground.json", live=False)
        line = tab.element.locator(".playground-line")
        expect(line).to_contain_text("did not start")
        tab.canvas.wait(f"state.network.nodes.length === {len(tab.file()['network']['nodes'])}")
        expect(tab.canvas.get("undo")).to_be_disabled()
        says_only_what_the_file_says(tab.canvas)
    finally:
        shutil.rmtree(spec)
    line.get_by_role("button").click()
    tab.wait_until_live()
    expect(tab.canvas.get("network-caption")).to_contain_text("params")
    expect(tab.canvas.get("inspector")).to_contain_text("Handwritten digits · 1,797 samples")
    expect(tab.canvas.get("awaited")).to_have_count(0)
    tab.shut_down()


def says_only_what_the_file_says(canvas: Canvas) -> None:
    """The layers and the name of the data are in the file; parameters, samples and problems nobody knows yet."""
    layers = canvas.state("state.network.nodes.length")
    expect(canvas.get("network-caption")).to_have_text(f"digits_mlp · {layers} layers")
    settings = canvas.get("inspector")
    expect(settings).to_contain_text(f"{layers} layers · the kernel counts the parameters")
    expect(settings).to_contain_text("digits · the kernel counts the samples")
    expect(canvas.get("device")).to_have_count(0)
    for panel, sentence in {
        "data": "The data sets are shown when the kernel has answered.",
        "problems": "The network is checked when the kernel has answered.",
    }.items():
        canvas.open_tab(panel)
        expect(canvas.get("dock").get_by_text(sentence)).to_be_visible()
    canvas.open_tab("layers")
    expect(canvas.get("total-parameters")).to_have_text("?")
    canvas.open_tab("training")


@pytest.mark.parametrize("text", ["[1, 2]", '{"format": 2, "network": {"nodes": 3}}', "__import__('os').abort()"])
def test_a_file_that_is_no_network_is_told_in_the_tab_and_left_as_it_is(page: Page, folder: Path, text: str):
    path = folder / "strange.playground.json"
    path.write_text(text)
    browse(page, path.name).dblclick()
    tab = Tab(page, folder, path.name, live=False)
    expect(tab.element.locator(".playground-line button")).to_be_visible()
    assert path.read_text() == text
    assert not tab.evaluate("widget.context.model.dirty")
    tab.shut_down()


def test_the_launcher_and_the_file_menu_make_networks_that_clash_with_none(page: Page, folder: Path):
    page.evaluate("() => window.jupyterapp.commands.execute('launcher:create').then(() => null)")
    page.locator(".jp-LauncherCard:visible", has_text="Network").click()
    first = Tab(page, folder, "untitled.playground.json")
    first.wait("!widget.context.model.dirty")
    assert read_document(first.path).network.name == "untitled"
    first.shut_down()
    menu(page, "File", "New", "Network")
    second = Tab(page, folder, "untitled1.playground.json")
    second.wait("!widget.context.model.dirty")
    assert second.canvas.state("state.network.nodes.length") == 0
    second.canvas.get("template-spiral_mlp").click()
    second.wait("widget.context.model.sharedModel.getSource().includes('spiral')")
    second.shut_down()


def test_a_new_name_keeps_the_ending_by_which_a_file_is_a_network(page: Page, folder: Path):
    menu(page, "File", "New", "Network")
    page.wait_for_function(f"() => {CURRENT}?.context?.path.startsWith('untitled')")
    tab = Tab(page, folder, page.evaluate(f"() => {CURRENT}.context.path"))
    page.keyboard.press("Control+s")
    expect(page.get_by_placeholder("File name")).to_be_focused()
    page.keyboard.type("first")
    page.keyboard.press("Enter")
    tab.wait("widget.context.path === 'first.playground.json' && !widget.context.model.dirty")
    browse(page, "first.playground.json").click()
    page.keyboard.press("F2")
    expect(page.locator("input.jp-DirListing-editor")).to_be_focused()
    page.keyboard.type("second")
    page.keyboard.press("Enter")
    tab.wait("widget.context.path === 'second.playground.json'")
    assert read_document(tab.path).network.name.startswith("untitled")
    tab.shut_down()


def test_a_new_name_keeps_the_ending_however_soon_one_types(page: Page):
    selected = page.evaluate(
        """() => {
            const input = document.createElement("input");
            input.value = "first.playground.json";
            document.body.append(input);
            input.focus();
            input.setSelectionRange(0, input.value.lastIndexOf("."));
            input.dispatchEvent(new KeyboardEvent("keydown", { key: "s", bubbles: true }));
            const selected = [input.selectionStart, input.selectionEnd];
            input.remove();
            return selected;
        }"""
    )
    assert selected == [0, len("first")]


def test_a_run_outlives_its_tab_and_a_kernel_without_one_does_not(page: Page, folder: Path):
    path = put(folder, "long.playground.json")
    document = json.loads(path.read_text())
    document["training"] = {**(document.get("training") or {}), "epochs": 10_000}
    path.write_text(json.dumps(document))
    open_path(page, path.name)
    tab = Tab(page, folder, path.name)
    tab.canvas.get("play").click()
    tab.canvas.wait("state.status.state === 'running' && state.status.step > 0")
    tab.wait("widget.context.sessionContext.kernelPreference.shutdownOnDispose === false")
    page.evaluate(f"() => {CURRENT}.close()")
    open_path(page, path.name)
    again = Tab(page, folder, path.name)
    again.canvas.wait("state.status.state === 'running'")
    step = again.canvas.state("state.status.step")
    again.canvas.wait(f"state.status.step > {step} || state.status.epoch > 0")
    again.canvas.get("stop").click()
    again.wait("widget.context.sessionContext.kernelPreference.shutdownOnDispose === true")
    kernel = again.evaluate("widget.context.sessionContext.session.kernel.id")
    page.evaluate(f"() => {CURRENT}.close()")
    page.wait_for_function(
        """async (kernel) => {
            await window.jupyterapp.serviceManager.kernels.refreshRunning();
            return !Array.from(window.jupyterapp.serviceManager.kernels.running()).some(({ id }) => id === kernel);
        }""",
        arg=kernel,
    )


def test_a_network_opens_in_a_notebook_whatever_its_name_says(page: Page, folder: Path):
    name = """it's "quoted"; exit().playground.json"""
    put(folder, name)
    browse(page, name).dblclick()
    tab = Tab(page, folder, name)
    tab.element.get_by_text("Open in notebook").click()
    page.wait_for_function(f"() => {PANEL}.content?.model?.cells.get(0).outputs?.length > 0")
    assert page.evaluate(f"() => {PANEL}.content.model.cells.get(0).sharedModel.getSource()").endswith(
        f"pg.open({json.dumps(name)})"
    )
    host = page.locator(".jp-Notebook .keras-playground")
    host.wait_for()
    canvas = Canvas(tab, host)
    canvas.wait("state.live && state.network.name === 'digits_mlp'")
    assert canvas.state("state.path") == name
    page.evaluate(f"async () => {{ await {PANEL}.sessionContext.shutdown(); {PANEL}.dispose(); }}")
    open_path(page, name)
    tab.shut_down()


def test_the_file_browser_opens_a_network_in_a_notebook_and_offers_that_for_no_other_file(page: Page, folder: Path):
    put(folder, "chosen.playground.json")
    (folder / "other.json").write_text("{}")
    items = page.locator(".lm-Menu-item", has_text="Open in Notebook")
    browse(page, "other.json").click(button="right")
    page.locator(".lm-Menu-item", has_text="Rename").wait_for()
    expect(items).to_have_count(0)
    page.keyboard.press("Escape")
    browse(page, "chosen.playground.json").click(button="right")
    expect(items.locator("svg")).to_be_visible()
    items.click()
    page.wait_for_function(f"() => {PANEL}.content?.model?.cells?.get(0)?.outputs?.length > 0")
    source = page.evaluate(f"() => {PANEL}.content.model.cells.get(0).sharedModel.getSource()")
    assert source.endswith('pg.open("chosen.playground.json")')
    page.evaluate(f"async () => {{ await {PANEL}.sessionContext.shutdown(); {PANEL}.dispose(); }}")


def test_a_studio_in_a_notebook_opens_in_a_tab_of_its_own_and_fills_the_screen(page: Page, address: str, folder: Path):
    notebook = Notebook(page, address, folder, "views.ipynb")
    canvas = notebook.show("import playground as pg\nstudio = pg.Studio(data='digits')\nstudio").ready()
    canvas.get("full-screen").click()
    page.wait_for_function("(host) => document.fullscreenElement === host", arg=canvas.host.element_handle())
    until(page, lambda: canvas.host.evaluate(AT_REST)[3] == pytest.approx(VIEWPORT["height"], abs=2))
    canvas.get("full-screen").click()  # Esc leaves too, and is the browser's own: without a screen it has none
    page.wait_for_function("() => document.fullscreenElement === null")
    canvas.get("open-in-tab").click()
    host = page.locator(".jp-LinkedOutputView .keras-playground")
    host.wait_for()
    own = Canvas(notebook, host).ready()
    expect(own.get("open-in-tab")).to_have_count(0)
    area = page.locator(".jp-LinkedOutputView")
    until(page, lambda: host.evaluate(AT_REST)[3] > 0.8 * area.evaluate(AT_REST)[3])
    own.get("template-digits_mlp").click()
    canvas.wait("state.network.nodes.length > 0")
    still(own)
    zoom = "Number(/scale\\((.*?)\\)/.exec(host.shadowRoot.querySelector('.react-flow__viewport').style.transform)[1])"
    before = host.evaluate(f"(host) => {zoom}")
    page.mouse.move(*centre(own.get("canvas")))
    page.mouse.wheel(0, -240)
    page.wait_for_function(f"([host, before]) => {zoom} > before", arg=[host.element_handle(), before])
    page.evaluate("() => window.jupyterapp.shell.currentWidget.dispose()")
    page.evaluate(f"async () => {{ await {PANEL}.sessionContext.shutdown(); {PANEL}.dispose(); }}")
