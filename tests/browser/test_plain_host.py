"""A host with nothing of JupyterLab, as VS Code's is: the bundle comes from the kernel, and all works there."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import draw_chain, set_units_and_back, show
from tests.browser.lab import Canvas
from tests.browser.plain import PlainHost
from tests.browser.test_access import check, faint

EMPTY = "import playground as pg\nstudio = pg.Studio(data='digits')\nstudio"
DRAWN = (
    "import playground as pg\nfrom playground.session import read_template\n"
    "studio = pg.Studio(read_template('digits_cnn').network, data='digits', config=pg.TrainingConfig(epochs=2))\nstudio"
)


@pytest.fixture(scope="module")
def page(own_page: Page) -> Page:
    return own_page


@pytest.fixture(scope="module")
def host(page: Page, address: str) -> Iterator[PlainHost]:
    host = PlainHost(page, address)
    yield host
    host.shut_down()


def test_a_network_is_drawn_wired_edited_and_undone_with_json_alone_upward(host: PlainHost, page: Page):
    canvas = host.show(EMPTY).ready()
    assert page.evaluate("() => [document.querySelector('#jupyter-config-data'), window.jupyterapp ?? null]") == [
        None,
        None,
    ]
    expect(canvas.get("open-in-tab")).to_have_count(0)
    assert json.loads(host.sent[0])["command"]["type"] == "get_asset"
    page.evaluate("() => document.addEventListener('keydown', ({ key }) => (window.heard ??= []).push(key))")
    draw_chain(canvas)
    set_units_and_back(canvas)
    host.execute("assert [layer.kind for layer in studio.network.layers] == ['InputLayer', 'Flatten', 'Dense']")
    # Cells would hear these, and run or delete with them; a lone Control means nothing to them.
    assert set(page.evaluate("() => window.heard ?? []")) <= {"Control"}


def test_a_network_is_trained_and_its_pictures_and_charts_come(host: PlainHost):
    canvas = host.show(DRAWN).ready()
    canvas.get("play").click()
    canvas.wait("state.status.state === 'finished'")
    canvas.wait("Object.keys(state.pictures?.thumbnails ?? {}).length === state.network.nodes.length")
    canvas.wait("Object.values(state.pictures.thumbnails).every(({ values }) => values.length > 0)")
    assert canvas.state("state.history.epochs.length") == 2
    canvas.get("dock").locator(".js-plotly-plot").first.wait_for()
    host.execute("assert len(studio.history.steps['loss']) > 50")


def test_a_second_output_of_the_studio_shows_it_again_without_jupyters_word_on_kernels(host: PlainHost):
    canvas = host.show(DRAWN).ready()
    canvas.get("node-pool").click()
    host.page.keyboard.press("Delete")
    canvas.wait("state.confirmed.nodes.length === 7")
    again = host.show("studio").ready()
    again.wait("state.confirmed.nodes.length === 7")
    again.get("node-conv_a").wait_for()


# What VS Code sets on the page of a notebook's output, in its own themes.
VSCODE = {
    "vscode-light": ("#ffffff", "#3b3b3b", "#cecece", "#e5e5e5"),
    "vscode-dark": ("#1f1f1f", "#cccccc", "#3c3c3c", "#2b2b2b"),
    "vscode-high-contrast": ("#000000", "#ffffff", "#6fc3df", "#6fc3df"),
    "vscode-high-contrast-light": ("#ffffff", "#292929", "#0f4a85", "#0f4a85"),
}
VARIABLES = ("editor-background", "editor-foreground", "input-border", "panel-border")


@pytest.fixture(params=["light", "dark", *VSCODE])
def colours(page: Page, request: pytest.FixtureRequest) -> Iterator[str]:
    """The page in the colours of the system, or in those of one of VS Code's themes."""
    name: str = request.param
    page.emulate_media(color_scheme="dark" if name == "dark" else "light")
    values = {f"--vscode-{key}": value for key, value in zip(VARIABLES, VSCODE.get(name, ()), strict=False)}
    page.evaluate(
        """([name, values]) => {
            document.body.className = name.startsWith("vscode") ? name : "";
            for (const [key, value] of Object.entries(values)) document.documentElement.style.setProperty(key, value);
        }""",
        [name, values],
    )
    yield name
    page.evaluate("() => { document.body.className = ''; document.documentElement.removeAttribute('style'); }")
    page.emulate_media(color_scheme="light")


@pytest.fixture(scope="module")
def drawn(host: PlainHost) -> Canvas:
    """A studio of eight layers with one selected, which all colours are tried on."""
    canvas = host.show(DRAWN).ready()
    show(canvas)
    canvas.get("node-conv_a").click()
    return canvas


def test_every_text_is_readable_in_the_colours_of_the_host(drawn: Canvas, colours: str):
    dark = colours in {"dark", "vscode-dark", "vscode-high-contrast"}
    contrast = "contrast" in colours
    drawn.page.wait_for_function(
        "([host, theme, contrast]) => { const now = host.view.getState();"
        " return now.theme === theme && now.contrast === contrast; }",
        arg=[drawn.host.element_handle(), "dark" if dark else "light", contrast],
    )
    check(drawn, colours)
    assert faint(drawn, 7 if contrast else 4.5) == []
