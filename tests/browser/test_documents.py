"""Networks as documents in a real JupyterLab: made, opened, edited, saved, renamed, undone, lost and found."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from playground.network import read_document
from tests.browser.conftest import VIEWPORT
from tests.browser.documents import CURRENT, Tab, open_lab
from tests.browser.hands import centre, names, settled, spot
from tests.browser.lab import PANEL, PATIENCE, Canvas, Notebook

TEMPLATES = Path(__file__).parents[2] / "playground" / "session" / "templates"


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    open_lab(page, address)
    yield page
    page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    context.close()


@pytest.fixture(scope="module")
def folder(root: Path) -> Iterator[Path]:
    yield root
    for path in root.glob("*.playground.json"):
        path.unlink()


def put(folder: Path, name: str, template: str = "digits_mlp") -> Path:
    return Path(shutil.copy(TEMPLATES / f"{template}.playground.json", folder / name))


def browse(page: Page, name: str) -> Any:
    page.evaluate("() => window.jupyterapp.commands.execute('filebrowser:refresh')")
    return page.locator(".jp-DirListing-item", has=page.get_by_text(name, exact=True))


def open_path(page: Page, path: str) -> None:
    """Open a file, or bring its tab to the front."""
    page.evaluate("(path) => void window.jupyterapp.commands.execute('docmanager:open', { path })", path)
    page.wait_for_function(f"(path) => {CURRENT}?.context?.path === path", arg=path)


def menu(page: Page, *labels: str) -> None:
    """Choose from JupyterLab's menus by hand."""
    page.locator(".lm-MenuBar-item", has_text=re.compile(f"^{labels[0]}$")).click()
    for label in labels[1:]:
        item = page.locator(".lm-Menu-item", has=page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{label}$")))
        item.last.click()


def add(canvas: Canvas, kind: str, right: float = 0.5) -> None:
    """Add a layer by the search that a double-click on the empty canvas opens."""
    canvas.page.mouse.dblclick(*spot(canvas, right, 0.03))
    query = canvas.get("search-query")
    query.fill(kind)
    query.press("Enter")
    canvas.wait(f"state.confirmed.layers.some((layer) => layer.kind === '{kind}')")
    settled(canvas)


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
    palette.locator("input").fill("full screen canvas")
    page.keyboard.press("Enter")
    page.wait_for_function("(host) => document.fullscreenElement === host", arg=tab.canvas.host.element_handle())
    tab.canvas.get("canvas").click(position={"x": 5, "y": 5})
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.fullscreenElement === null")
    page.keyboard.press("Control+Shift+c")
    palette.locator("input").fill("all commands of the canvas")
    page.keyboard.press("Enter")
    expect(tab.canvas.get("command-palette").locator("input")).to_be_focused()
    page.keyboard.press("Escape")


def test_a_renamed_network_saves_into_its_new_file(tab: Tab, page: Page, folder: Path):
    page.evaluate(f"() => {CURRENT}.context.rename('other.playground.json')")
    tab.wait("widget.context.path === 'other.playground.json'")
    expect(tab.canvas.get("saved")).to_have_attribute("title", "other.playground.json")
    tab.canvas.get("undo").click()
    tab.wait("widget.context.model.dirty")
    page.evaluate(f"() => {CURRENT}.context.save()")
    tab.wait("!widget.context.model.dirty")
    assert tab.file()["training"]["epochs"] == 7
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


def test_a_kernel_that_was_shut_down_or_died_leaves_the_drawing_and_a_way_to_go_on(tab: Tab, page: Page):
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
        assert len(tab.canvas.state("state.network.nodes")) == len(tab.file()["network"]["nodes"])
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
        canvas.get(f"dock-{panel}").click()
        expect(canvas.get("dock").get_by_text(sentence)).to_be_visible()
    canvas.get("dock-layers").click()
    expect(canvas.get("total-parameters")).to_have_text("?")
    canvas.get("dock-training").click()


@pytest.mark.parametrize("text", ["[1, 2]", '{"format": 2, "network": {"nodes": 3}}', "__import__('os').abort()"])
def test_a_file_that_is_no_network_is_told_in_the_tab_and_left_as_it_is(page: Page, folder: Path, text: str):
    path = folder / "strange.playground.json"
    path.write_text(text)
    browse(page, path.name).dblclick()
    tab = Tab(page, folder, path.name, live=False)
    expect(tab.element.locator(".playground-line button")).to_be_visible(timeout=60_000)
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
    page.wait_for_function(f"() => {PANEL}.content?.model?.cells.get(0).outputs?.length > 0", timeout=90_000)
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
    page.wait_for_function(f"() => {PANEL}.content?.model?.cells?.get(0)?.outputs?.length > 0", timeout=90_000)
    source = page.evaluate(f"() => {PANEL}.content.model.cells.get(0).sharedModel.getSource()")
    assert source.endswith('pg.open("chosen.playground.json")')
    page.evaluate(f"async () => {{ await {PANEL}.sessionContext.shutdown(); {PANEL}.dispose(); }}")


def test_a_studio_in_a_notebook_opens_in_a_tab_of_its_own_and_fills_the_screen(page: Page, address: str, folder: Path):
    notebook = Notebook(page, address, folder, "views.ipynb")
    canvas = notebook.show("import playground as pg\nstudio = pg.Studio(data='digits')\nstudio").ready()
    canvas.get("full-screen").click()
    page.wait_for_function("(host) => document.fullscreenElement === host", arg=canvas.host.element_handle())
    box = canvas.host.bounding_box()
    assert box is not None
    assert box["height"] == pytest.approx(VIEWPORT["height"], abs=2)
    canvas.get("full-screen").click()  # Esc leaves too, and is the browser's own: without a screen it has none
    page.wait_for_function("() => document.fullscreenElement === null")
    canvas.get("open-in-tab").click()
    host = page.locator(".jp-LinkedOutputView .keras-playground")
    host.wait_for()
    own = Canvas(notebook, host).ready()
    expect(own.get("open-in-tab")).to_have_count(0)
    tall, area = host.bounding_box(), page.locator(".jp-LinkedOutputView").bounding_box()
    assert tall is not None
    assert area is not None
    assert tall["height"] > 0.8 * area["height"]
    own.get("template-digits_mlp").click()
    canvas.wait("state.network.nodes.length > 0")
    zoom = "Number(/scale\\((.*?)\\)/.exec(host.shadowRoot.querySelector('.react-flow__viewport').style.transform)[1])"
    before = host.evaluate(f"(host) => {zoom}")
    page.mouse.move(*centre(own.get("canvas")))
    page.mouse.wheel(0, -240)
    page.wait_for_function(f"([host, before]) => {zoom} > before", arg=[host.element_handle(), before])
    page.evaluate("() => window.jupyterapp.shell.currentWidget.dispose()")
    page.evaluate(f"async () => {{ await {PANEL}.sessionContext.shutdown(); {PANEL}.dispose(); }}")
