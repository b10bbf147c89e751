"""What axe-core finds in dialogs, menus and banners, and where a drawing is painted or the palette a rail."""

import pytest

from playground.network import Network
from tests.browser.axe import INSTALLED, check
from tests.browser.hands import query, settled, show, written_down
from tests.browser.lab import PANEL, Canvas, Notebook

pytestmark = [INSTALLED, pytest.mark.usefixtures("theme")]


def rename(canvas: Canvas, name: str) -> None:
    field = canvas.get("network-name")
    field.fill(name)
    field.press("Enter")


def test_axe_finds_nothing_in_dialogs_and_menus(digits: Canvas):
    show(digits)
    page = digits.page
    digits.get("templates").click()
    digits.get("template-digits_mlp").wait_for()
    check(digits, "gallery over a drawing")
    page.keyboard.press("Escape")
    digits.get("share").click()
    digits.get("share-given").fill("playground:oops")
    digits.get("share-open").click()
    digits.get("share-dialog").get_by_role("alert").wait_for()
    check(digits, "share")
    page.keyboard.press("Escape")
    digits.get("hide").click()
    digits.get("show-export").uncheck()
    digits.get("hidden-mark").wait_for()
    check(digits, "hide controls")
    digits.get("show-all").click()
    page.keyboard.press("Escape")
    digits.get("hiding-dialog").wait_for(state="detached")
    digits.get("arrange-more").click()
    digits.get("arrange-vertical").wait_for()
    check(digits, "ways to arrange")
    page.keyboard.press("Escape")
    digits.get("canvas").focus()
    page.keyboard.press("Control+f")
    digits.get("command-query").fill("conv")
    check(digits, "find a node")
    page.keyboard.press("Escape")


def test_axe_finds_nothing_in_the_form_of_a_file_and_where_another_program_has_written(notebook: Notebook):
    path = notebook.root / "access.playground.json"
    path.unlink(missing_ok=True)
    canvas = notebook.show("studio = pg.Studio()\nstudio").ready()
    show(canvas)
    canvas.get("save").click()
    canvas.get("save-path").fill(path.name)
    check(canvas, "form to save")
    Network("theirs").save(path)
    canvas.get("save-confirm").click()
    canvas.get("save-over").wait_for()
    check(canvas, "a name that is taken")
    canvas.get("save-over").click()
    canvas.wait("state.saved")
    Network("theirs again").save(path)
    rename(canvas, "mine")
    canvas.get("take-theirs").wait_for()
    check(canvas, "a file changed by another program")


def test_axe_finds_nothing_where_a_drawing_is_offered_that_a_kernel_left(digits: Canvas, notebook: Notebook):
    show(digits)
    rename(digits, "left")
    settled(digits)
    written_down(notebook)
    notebook.page.evaluate(f"async () => {{ await {PANEL}.sessionContext.session.kernel.restart(); }}")
    digits.get("no-kernel").wait_for()
    check(digits, "no kernel, and a way to go on")
    notebook.wait_for_kernel()
    notebook.execute("import playground as pg")
    notebook.run(0)
    again = notebook.canvas().ready()
    again.get("recovery").wait_for()
    check(again, "a drawing to take up again")
    again.get("dismiss-recovery").click()
    again.get("recovery").wait_for(state="detached")


def test_axe_finds_nothing_where_a_large_network_is_painted_and_the_palette_is_a_rail(notebook: Notebook):
    canvas = notebook.show(
        "from tests.browser.networks import residual\nstudio = pg.Studio(residual(232))\nstudio"
    ).ready()
    show(canvas)
    canvas.get("canvas").focus()
    canvas.page.keyboard.press(".")
    canvas.get("far").wait_for()
    query(canvas, "return 0")
    check(canvas, "painted from afar")
    canvas.page.keyboard.press("Control+a")
    check(canvas, "painted, and all of it selected")
    canvas.host.evaluate("(host) => { host.style.width = '900px'; }")
    canvas.get("rail").wait_for()
    check(canvas, "palette as a rail")
    canvas.get("rail-Core").click()
    canvas.get("palette-search").wait_for()
    check(canvas, "palette unfolded from the rail")
