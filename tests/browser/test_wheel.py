"""The wheel in a JupyterLab of its own: what `pip install` brings is enough to show a studio and to draw with it."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import VIEWPORT
from tests.browser.hands import settled
from tests.browser.lab import PATIENCE, Notebook, lab_server
from tests.wheel import build_wheel, install_wheel, without_node


def test_the_installed_wheel_shows_a_studio_whose_bundle_comes_from_the_server(tmp_path: Path, browser: Browser):
    environment = without_node(tmp_path)
    python = install_wheel(build_wheel(tmp_path, environment), tmp_path)
    root = tmp_path / "notebooks"
    root.mkdir()
    fetched: list[tuple[str, int]] = []
    own = {"PYTHONPATH": ""}
    with (
        lab_server(root, python=python, environment=own) as address,
        browser.new_context(viewport=VIEWPORT) as context,
    ):
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("response", lambda response: fetched.append((response.url.split("/")[-1], response.status)))
        notebook = Notebook(page, address, root, "wheel.ipynb")
        canvas = notebook.show("import playground as pg\nstudio = pg.Studio(data='digits')\nstudio").ready()
        home = Path(notebook.evaluate("pg.__file__"))
        assert home.is_relative_to(tmp_path / "installed")
        (bundle,) = (path.name for path in (home.parent / "static").glob("studio-*.js"))
        assert (bundle, 200) in fetched
        canvas.get("template-digits_cnn").click()
        canvas.wait("state.network.nodes.length === 8")
        settled(canvas)
        assert notebook.evaluate("studio.report.ok")
        expect(canvas.get("canvas")).to_contain_text("8×8×16")
