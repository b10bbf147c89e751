"""Notebook 7: a network is drawn, wired, edited, undone, trained and saved in the notebook, as in JupyterLab."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import VIEWPORT
from tests.browser.hands import centre, drag, report, settled, show, spot, wire
from tests.browser.lab import PANEL, PATIENCE, Canvas, Notebook, lab_server
from tests.browser.test_drawing import open_palette


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


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
    canvas.get("palette-search").or_(canvas.get("rail")).first.wait_for()
    for i, kind in enumerate(["InputLayer", "Flatten", "Dense"]):
        open_palette(canvas, kind)
        drag(canvas, centre(canvas.get(f"palette-{kind}")), spot(canvas, 0.25 + 0.22 * i, 0.4))
        canvas.wait(f"state.network.nodes.length === {i + 1}")
    canvas.page.keyboard.press("Escape")
    wire(canvas, "input", "flatten")
    wire(canvas, "flatten", "dense")
    settled(canvas)
    canvas.get("node-dense").click()
    units = canvas.get("setting-units")
    units.fill("10")
    units.press("Enter")
    settled(canvas)
    assert report(canvas, "dense")["outputs"][0]["shape"] == [None, 10]
    canvas.get("canvas").click(position={"x": 5, "y": 5})
    canvas.page.keyboard.press("Control+z")
    canvas.wait("state.confirmed.layers.find((layer) => layer.name === 'dense').settings.units !== 10")
    canvas.page.keyboard.press("Control+y")
    canvas.wait("state.confirmed.layers.find((layer) => layer.name === 'dense').settings.units === 10")
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
    canvas.wait("state.history.epochs.length >= 1", 90_000)
    canvas.wait("state.status.state === 'finished'", 90_000)
    canvas.get("canvas").click(position={"x": 5, "y": 5})
    canvas.page.keyboard.press("Control+s")
    canvas.page.wait_for_function(f"() => !{PANEL}.context.model.dirty")
    assert "digits_mlp" in (notebook.root / notebook.name).read_text()


def test_it_fills_the_screen_and_offers_no_tab_where_there_are_none(canvas: Canvas):
    show(canvas)
    expect(canvas.get("open-in-tab")).to_have_count(0)
    canvas.get("full-screen").click()
    canvas.page.wait_for_function("(host) => document.fullscreenElement === host", arg=canvas.host.element_handle())
    canvas.get("full-screen").click()
    canvas.page.wait_for_function("() => document.fullscreenElement === null")
