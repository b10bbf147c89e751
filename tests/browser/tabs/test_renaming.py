"""A network's tab and its file: renamed by hand, and marked while it has what the file has not."""

import re
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from playground.errors import DocumentError
from playground.network import read_document
from tests.browser.documents import Tab, browse, menu, put
from tests.browser.hands import settled, until

CIRCLE = "(icon) => getComputedStyle(icon.querySelector('.jp-icon-busy')).fill"


@pytest.fixture
def tab(page: Page, folder: Path) -> Tab:
    """A network that was opened by a double-click on its file."""
    put(folder, "before.playground.json")
    browse(page, "before.playground.json").dblclick()
    return Tab(page, folder, "before.playground.json")


def title(page: Page) -> Locator:
    """JupyterLab's tab of the document in front."""
    return page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab.lm-mod-current")


def circle(page: Page) -> str:
    """The colour of the circle that JupyterLab puts in the place of the cross where something is not saved."""
    page.mouse.move(700, 500)
    return str(title(page).locator(".lm-TabBar-tabCloseIcon").evaluate(CIRCLE))


def call(tab: Tab, name: str) -> None:
    """Give the network a name on the canvas, which is not its file's."""
    tab.canvas.get("network-name").fill(name)
    tab.canvas.get("network-name").press("Enter")
    tab.canvas.wait(f"state.confirmed.name === '{name}'")
    settled(tab.canvas)


def saved_there(tab: Tab, page: Page, name: str) -> None:
    """The tab, its canvas and the next save know the file by its new name."""
    tab.wait(f"widget.context.path === '{name}'")
    expect(title(page).locator(".lm-TabBar-tabLabel")).to_have_text(name)
    expect(tab.canvas.get("saved")).to_have_attribute("title", name)
    tab.wait(f"widget.context.sessionContext.session.path === '{name}'")
    call(tab, "renamed")
    tab.wait("widget.context.model.sharedModel.getSource().includes('renamed')")
    tab.canvas.get("canvas").focus()
    page.keyboard.press("Control+s")
    tab.wait("!widget.context.model.dirty")
    assert read_document(tab.root / name).network.name == "renamed"
    assert not (tab.root / "before.playground.json").exists()


def test_f2_in_the_file_browser_renames_the_file_and_the_tab_follows(tab: Tab, page: Page):
    browse(page, "before.playground.json").click()
    page.keyboard.press("F2")
    field = page.locator(".jp-DirListing-editor")
    field.fill("by_key.playground.json")
    field.press("Enter")
    saved_there(tab, page, "by_key.playground.json")
    tab.shut_down()


def test_the_file_menu_renames_it_and_what_is_not_saved_yet_goes_along(tab: Tab, page: Page):
    call(tab, "not saved")
    menu(page, "File", "Rename .*…")
    dialog = page.locator(".jp-Dialog")
    dialog.locator("input").fill("by_menu.playground.json")
    dialog.locator(".jp-mod-accept").click()
    tab.wait("widget.context.path === 'by_menu.playground.json'")
    assert tab.canvas.state("state.confirmed.name") == "not saved"
    saved_there(tab, page, "by_menu.playground.json")
    tab.canvas.get("undo").click()
    tab.canvas.wait("state.confirmed.name === 'not saved'")
    tab.shut_down()


def test_the_tab_is_marked_from_an_edit_to_the_save(tab: Tab, page: Page):
    expect(title(page)).not_to_have_class(re.compile("jp-mod-dirty"))
    clean = circle(page)
    tab.canvas.get("node-hidden_a").click()
    page.keyboard.press("Delete")
    expect(title(page)).to_have_class(re.compile("jp-mod-dirty"))
    assert circle(page) != clean
    page.keyboard.press("Control+s")
    expect(title(page)).not_to_have_class(re.compile("jp-mod-dirty"))
    assert circle(page) == clean
    page.keyboard.press("Control+z")
    expect(title(page)).to_have_class(re.compile("jp-mod-dirty"))
    tab.shut_down()


def is_called(tab: Tab, name: str) -> bool:
    try:
        return read_document(tab.path).network.name == name
    except DocumentError:  # the server is in the midst of writing it
        return False


def test_an_edit_right_before_the_save_is_saved_with_the_rest(tab: Tab, page: Page):
    for name in ("first", "second", "third"):
        tab.canvas.get("network-name").fill(name)
        page.keyboard.press("Enter")
        page.keyboard.press("Control+s")
        until(page, partial(is_called, tab, name))
        settled(tab.canvas)
        expect(title(page)).not_to_have_class(re.compile("jp-mod-dirty"))
        assert tab.canvas.state("state.confirmed.name") == name
    tab.shut_down()
