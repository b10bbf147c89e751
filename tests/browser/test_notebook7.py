"""Notebook 7: a network is drawn, wired, edited, undone, trained and saved in the notebook, as in JupyterLab."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import draw_chain, set_units_and_back, show, until
from tests.browser.lab import PANEL, Canvas, Notebook, lab_server


@pytest.fixture(scope="module")
def page(own_page: Page) -> Page:
    return own_page


@pytest.fixture(scope="module")
def notebook(page: Page, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    root = tmp_path_factory.mktemp("notebook7")
    with lab_server(root, application="notebook") as address:
        notebook = Notebook(page, address, root, "seven.ipynb", where="notebooks/{name}")
        yield notebook
        notebook.shut_down()


@pytest.fixture(scope="module")
def canvas(notebook: Notebook) -> Canvas:
    return notebook.show("import playground as pg\nstudio = pg.Studio(data='digits')\nstudio").ready()


def test_a_network_is_drawn_wired_edited_and_undone_by_hand(canvas: Canvas, notebook: Notebook):
    show(canvas)
    draw_chain(canvas)
    set_units_and_back(canvas)
    for key in ("d", "d", "x"):
        canvas.page.keyboard.press(key)
    assert notebook.cell_count() == 1


def test_it_trains_and_is_kept_in_the_notebook(canvas: Canvas, notebook: Notebook):
    show(canvas)
    canvas.get("template-digits_mlp").or_(canvas.get("play")).first.wait_for()
    notebook.execute(
        "from playground.session import read_template\nstudio.network = read_template('digits_mlp').network"
    )
    canvas.wait("state.network.name === 'digits_mlp'")
    canvas.get("play").click()
    canvas.wait("state.history.epochs.length >= 1")
    canvas.wait("state.status.state === 'finished'")
    canvas.get("canvas").click(position={"x": 5, "y": 5})
    canvas.page.keyboard.press("Control+s")
    canvas.page.wait_for_function(f"() => !{PANEL}.context.model.dirty")
    # JupyterLab may have saved by itself before: then nothing was changed, and this save is under way still.
    until(canvas.page, lambda: "digits_mlp" in (notebook.root / notebook.name).read_text())


def test_it_fills_the_screen_and_offers_no_tab_where_there_are_none(canvas: Canvas):
    show(canvas)
    expect(canvas.get("open-in-tab")).to_have_count(0)
    canvas.get("full-screen").click()
    canvas.page.wait_for_function("(host) => document.fullscreenElement === host", arg=canvas.host.element_handle())
    canvas.get("full-screen").click()
    canvas.page.wait_for_function("() => document.fullscreenElement === null")
