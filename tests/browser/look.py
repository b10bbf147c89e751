"""Takes a picture of a studio in a real JupyterLab.

`python -m tests.browser.look OUT.png --code "..." [--dark] [--script FILE]`

The script, if any, is Python that drives `canvas`, `notebook` and `page` before the picture is taken.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.lab import Notebook, lab_server, launch

DEFAULT = """import playground as pg
studio = pg.Studio()
studio"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--code", default=DEFAULT)
    parser.add_argument("--script", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--width", type=int, default=1400)
    parser.add_argument("--height", type=int, default=900)
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        lab_server(Path(folder)) as address,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        page = browser.new_page(viewport={"width": arguments.width, "height": arguments.height})
        page.on(
            "console",
            lambda message: sys.stderr.write(f"{message.type}: {message.text[:300]}\n"),
        )
        notebook = Notebook(page, address, Path(folder), "look.ipynb")
        if arguments.dark:
            page.evaluate(
                "() => window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})"
            )
        page.evaluate("() => window.jupyterapp.commands.execute('application:toggle-left-area')")
        canvas = notebook.show(arguments.code).ready()
        page.wait_for_timeout(500)
        if arguments.script:
            source = compile(arguments.script.read_text(), str(arguments.script), "exec")
            exec(source, {"canvas": canvas, "notebook": notebook, "page": page})  # noqa: S102  # the developer's own
        page.screenshot(path=arguments.out)


if __name__ == "__main__":
    main()
