"""Files of networks that other programs write and other editors change, whatever kernel and canvas do meanwhile."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from playground.network import read_document
from tests.browser.documents import CURRENT, Tab, menu, open_path, put

SOURCE = "widget.context.model.sharedModel"


def in_one_line(folder: Path, name: str) -> Path:
    """A document as another program would write it."""
    path = put(folder, name)
    path.write_text(json.dumps(json.loads(path.read_text())))
    return path


def opened(page: Page, path: Path, *, live: bool = True) -> Tab:
    """The tab of a file; with `live`, once its kernel answers."""
    open_path(page, path.name)
    return Tab(page, path.parent, path.name, live=live)


def save_without_a_kernel(tab: Tab, name: str) -> None:
    """Shut the tab's kernel down, give the network a name, and save it."""
    menu(tab.page, "Kernel", "Shut Down Kernel")
    expect(tab.element.locator(".playground-line")).to_contain_text("Draw on: all is kept")
    field = tab.canvas.get("network-name")
    field.fill(name)
    field.press("Enter")
    tab.wait(f"JSON.parse({SOURCE}.getSource()).network.name === '{name}'")
    tab.page.keyboard.press("Control+s")
    tab.wait("!widget.context.model.dirty")


def bring_a_kernel(tab: Tab, name: str) -> None:
    """Try again, and wait until the new kernel has drawn what was drawn without it."""
    tab.element.locator(".playground-line button").click()
    tab.wait_until_live()
    tab.canvas.wait(f"state.pending.length === 0 && state.confirmed.name === '{name}'")


def test_what_is_drawn_without_a_kernel_reaches_a_file_of_another_notation(page: Page, folder: Path):
    path = in_one_line(folder, "in_one_line.playground.json")
    before = path.read_text()
    tab = opened(page, path)
    assert tab.evaluate(f"{SOURCE}.getSource()") == before
    save_without_a_kernel(tab, "drawn alone")
    assert read_document(path).network.name == "drawn alone"
    bring_a_kernel(tab, "drawn alone")
    tab.shut_down()


@pytest.mark.parametrize("template", ["digits_mlp", "spiral_mlp"])
def test_what_was_saved_without_a_kernel_stays_saved_when_one_writes_its_numbers_in_another_way(
    page: Page, folder: Path, template: str
):
    path = put(folder, f"slow_{template}.playground.json", template)
    document = json.loads(path.read_text())
    document["training"]["optimizer"]["settings"] = {"learning_rate": 1e-05}
    path.write_text(json.dumps(document))
    tab = opened(page, path)
    save_without_a_kernel(tab, "drawn alone")
    assert "0.00001" in path.read_text()
    bring_a_kernel(tab, "drawn alone")
    page.wait_for_timeout(1_000)  # the kernel's text is asked for after the edit is confirmed
    assert not tab.evaluate("widget.context.model.dirty")
    tab.canvas.get("undo").click()
    tab.wait(f"JSON.parse({SOURCE}.getSource()).network.name === '{template}'")
    assert tab.evaluate("widget.context.model.dirty")
    tab.shut_down()


def test_what_the_next_kernel_refuses_does_not_stay_in_the_text(page: Page, folder: Path):
    tab = opened(page, put(folder, "refused.playground.json"))
    save_without_a_kernel(tab, "not/a name")
    bring_a_kernel(tab, "digits_mlp")
    tab.wait(f"JSON.parse({SOURCE}.getSource()).network.name === 'digits_mlp'")
    assert tab.evaluate("widget.context.model.dirty")
    tab.shut_down()


def test_a_drawing_whose_text_was_emptied_outlives_its_kernel(page: Page, folder: Path):
    path = put(folder, "emptied.playground.json")
    tab = opened(page, path)
    layers = tab.canvas.state("state.confirmed.layers.length")
    tab.evaluate(f"{SOURCE}.setSource('')")
    expect(tab.element.locator(".playground-line")).to_contain_text("The file is no drawing now")
    menu(page, "Kernel", "Shut Down Kernel")
    expect(tab.element.locator(".playground-line")).to_contain_text("Draw on: all is kept")
    bring_a_kernel(tab, "digits_mlp")
    assert tab.canvas.state("state.confirmed.layers.length") == layers
    tab.wait(f"JSON.parse({SOURCE}.getSource() || '{{}}').network?.layers.length === {layers}")
    assert len(read_document(path).network.layers) == layers
    tab.shut_down()


def test_what_is_drawn_after_a_kernel_that_went_before_it_had_told_all_reaches_the_text(page: Page, folder: Path):
    tab = opened(page, put(folder, "gone_again.playground.json"))
    save_without_a_kernel(tab, "drawn alone")
    tab.canvas.host.evaluate("({ studio }) => { studio.learn = () => new Promise(() => undefined); }")
    tab.element.locator(".playground-line button").click()
    tab.canvas.wait("state.live && state.pending.length === 0 && state.confirmed.name === 'drawn alone'")
    menu(page, "Kernel", "Shut Down Kernel")
    expect(tab.element.locator(".playground-line")).to_contain_text("Draw on: all is kept")
    name = tab.canvas.get("network-name")
    name.fill("drawn once more")
    name.press("Enter")
    tab.wait(f"JSON.parse({SOURCE}.getSource()).network.name === 'drawn once more'")
    tab.shut_down()


def test_what_an_editor_types_while_the_kernel_opens_the_network_is_drawn(page: Page, folder: Path):
    tab = opened(page, put(folder, "typed_early.playground.json"), live=False)
    # In the moment itself: a warm kernel opens a network faster than a look from outside comes back.
    page.wait_for_function(
        f"""() => {{
            const widget = {CURRENT};
            const opening = widget.node.querySelector(".playground-line").textContent.startsWith("Opening");
            if (!opening && !widget.content.studio?.store.getState().live) return false;
            const source = {SOURCE};
            source.setSource(source.getSource().replace("digits_mlp", "typed"));
            return true;
        }}"""
    )
    tab.wait_until_live()
    tab.canvas.wait("state.confirmed.name === 'typed'")
    assert tab.text()["network"]["name"] == "typed"
    tab.shut_down()


def test_a_text_that_is_put_right_by_hand_is_not_complained_of_any_more(page: Page, folder: Path):
    tab = opened(page, put(folder, "put_right.playground.json"))
    line = tab.element.locator(".playground-line")
    right = tab.evaluate(f"{SOURCE}.getSource()")
    tab.evaluate(f"{SOURCE}.setSource('{{')")
    expect(line).to_contain_text("The file is no drawing now")
    page.evaluate("(text) => window.jupyterapp.shell.currentWidget.context.model.sharedModel.setSource(text)", right)
    expect(line).to_be_hidden()
    assert tab.evaluate(f"{SOURCE}.getSource()") == right
    tab.shut_down()


def test_a_change_undone_as_soon_as_the_canvas_shows_it_is_undone_in_the_text_too(page: Page, folder: Path):
    tab = opened(page, put(folder, "undone.playground.json"))
    tab.canvas.host.evaluate(
        """(host) => {
            const { studio } = host;
            const unfollow = studio.store.subscribe(({ confirmed }) => {
                if (confirmed.name !== "typed") return;
                unfollow();
                void studio.command({ type: "undo" });
            });
        }"""
    )
    tab.evaluate(f"{SOURCE}.setSource({SOURCE}.getSource().replace('digits_mlp', 'typed'))")
    tab.wait(f"{SOURCE}.getSource().includes('typed') === false")
    tab.canvas.wait("state.confirmed.name === 'digits_mlp'")
    assert tab.text()["network"]["name"] == "digits_mlp"
    tab.shut_down()


def test_what_is_typed_in_the_moment_of_an_edit_is_the_last_word_and_undo_brings_the_edit_back(
    page: Page, folder: Path
):
    tab = opened(page, put(folder, "at_once.playground.json"))
    page.evaluate(
        """(rename) => {
            const widget = window.jupyterapp.shell.currentWidget;
            const source = widget.context.model.sharedModel;
            widget.content.studio.edit(rename);
            source.setSource(source.getSource().replace("digits_mlp", "typed"));
        }""",
        {"type": "rename_network", "name": "drawn"},
    )
    tab.canvas.wait("state.confirmed.name === 'typed'")
    assert tab.text()["network"]["name"] == "typed"
    tab.canvas.get("undo").click()
    tab.canvas.wait("state.confirmed.name === 'drawn'")
    tab.wait(f"JSON.parse({SOURCE}.getSource()).network.name === 'drawn'")
    tab.shut_down()


def test_who_draws_without_a_kernel_on_a_file_that_another_editor_changed_is_told_that_it_is_not_kept(
    page: Page, folder: Path
):
    tab = opened(page, put(folder, "overruled.playground.json"))
    line = tab.element.locator(".playground-line")
    menu(page, "Kernel", "Shut Down Kernel")
    expect(line).to_contain_text("Draw on: all is kept")
    tab.evaluate(f"{SOURCE}.setSource({SOURCE}.getSource().replace('digits_mlp', 'typed'))")
    name = tab.canvas.get("network-name")
    name.fill("drawn")
    name.press("Enter")
    expect(line).to_contain_text("what is drawn here now is not kept")
    assert tab.text()["network"]["name"] == "typed"
    line.get_by_role("button", name="Try again").click()
    tab.wait_until_live()
    tab.canvas.wait("state.confirmed.name === 'typed'")
    expect(line).to_be_hidden()
    tab.shut_down()


def test_an_edit_reaches_the_text_when_what_was_typed_meanwhile_is_taken_back_at_once(page: Page, folder: Path):
    tab = opened(page, put(folder, "taken_back.playground.json"))
    page.evaluate(
        """async (rename) => {
            const widget = window.jupyterapp.shell.currentWidget;
            const source = widget.context.model.sharedModel;
            const before = source.getSource();
            const { studio } = widget.content;
            const told = new Promise((resolve) => studio.store.subscribe(({ confirmed }) => {
                if (confirmed.name === "drawn") resolve();
            }));
            studio.edit(rename);
            source.setSource(before.replace("digits_mlp", "typed"));
            await told;
            await new Promise((resolve) => setTimeout(resolve, 100));
            source.setSource(before);
        }""",
        {"type": "rename_network", "name": "drawn"},
    )
    named = "widget.content.studio.store.getState().confirmed.name"
    tab.wait(f"JSON.parse({SOURCE}.getSource()).network.name === {named} && {named} === 'drawn'")
    tab.shut_down()


BUSY = """import gc, threading
from playground.session import Session
def edit_for_ever():
    for each in gc.get_objects():
        if type(each) is Session:
            each.drawing.turn.acquire()
editing = threading.Thread(target=edit_for_ever)
editing.start()
editing.join()
"""


def test_a_kernel_that_restarts_before_it_has_read_what_was_typed_is_all_that_is_said_and_the_next_one_reads_it(
    page: Page, folder: Path
):
    tab = opened(page, put(folder, "unread.playground.json"))
    tab.element.locator(".playground-line").evaluate(
        """async (line, code) => {
            const { kernel } = window.jupyterapp.shell.currentWidget.context.sessionContext.session;
            await kernel.requestExecute({ code }).done;
            window.said = [];
            new MutationObserver(() => window.said.push(line.textContent)).observe(line, { childList: true });
        }""",
        BUSY,
    )
    tab.evaluate(f"{SOURCE}.setSource({SOURCE}.getSource().replace('digits_mlp', 'typed'))")
    page.wait_for_timeout(1_000)  # it goes to the kernel when typing has rested
    menu(page, "Kernel", "Restart Kernel…")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.wait_for_function(f"() => !{CURRENT}.content.studio?.store.getState().live")
    tab.wait_until_live()
    tab.canvas.wait("state.confirmed.name === 'typed'")
    said = page.evaluate("() => window.said")
    assert any("restarts" in each for each in said)
    assert not any("no drawing" in each for each in said)
    tab.shut_down()
