"""Takes the README's pictures from a real JupyterLab, light and dark: `python -m tests.browser.pictures`."""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.hands import show
from tests.browser.lab import Canvas, Notebook, lab_server, launch

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
VIEWPORT = {"width": 1480, "height": 960}
EPOCHS = 12
CODE = """import dataclasses
import playground as pg
from playground.session import config_of, read_template
template = read_template("digits_cnn")
studio = pg.Studio(template.network, data="digits", config=dataclasses.replace(config_of(template), epochs=40))
studio"""
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


def train(canvas: Canvas) -> None:
    """Train until the curves have a shape, then hold, with a layer selected."""
    show(canvas)
    canvas.get("play").click()
    canvas.wait("state.status.epoch >= 1", 60_000)
    canvas.get("pause").click()
    canvas.wait("state.status.state === 'paused'")
    while canvas.state("state.status.epoch") < EPOCHS:
        epoch = canvas.state("state.status.epoch")
        canvas.get("step-epoch").click()
        canvas.wait(f"state.status.epoch > {epoch} && state.status.state === 'paused'")
    canvas.get("node-conv_b").click()
    canvas.page.wait_for_function(
        "(host) => [...host.shadowRoot.querySelectorAll('.js-plotly-plot')].length >= 2 &&"
        " host.shadowRoot.querySelectorAll('[data-testid=charts] path.js-line').length >= 4",
        arg=canvas.host.element_handle(),
    )
    canvas.wait("Object.keys(state.pictures?.thumbnails ?? {}).length === 8")
    canvas.page.mouse.move(0, 0)
    canvas.page.wait_for_timeout(1_500)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as root,
        lab_server(Path(root)) as address,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        page = browser.new_page(viewport=VIEWPORT)
        notebook = Notebook(page, address, Path(root), "pictures.ipynb")
        page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
        canvas = notebook.show(CODE).ready()
        train(canvas)
        for name, theme in THEMES.items():
            page.evaluate("(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
            page.wait_for_timeout(2_000)
            show(canvas)
            path = folder / f"studio_{name}.png"
            canvas.host.screenshot(path=path)
            print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")  # noqa: T201  # a command's answer


if __name__ == "__main__":
    main()
