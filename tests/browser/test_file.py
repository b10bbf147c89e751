"""A drawing with a file: what changes is saved by itself, and what another program wrote there is asked about."""

from playwright.sync_api import expect

from playground.network import Network
from tests.browser.hands import settled, show
from tests.browser.lab import Canvas, Notebook


def opened(notebook: Notebook, name: str) -> Canvas:
    Network("first").save(notebook.root / name)
    return notebook.show(f"studio = pg.open({name!r})\nstudio").ready()


def rename(canvas: Canvas, name: str) -> None:
    canvas.get("network-name").click()
    field = canvas.host.locator("input[data-testid=network-name]")
    field.fill(name)
    field.press("Enter")
    settled(canvas)


def test_changes_are_saved_by_themselves_and_the_bar_says_so(notebook: Notebook):
    canvas = opened(notebook, "kept.playground.json")
    show(canvas)
    expect(canvas.get("saved")).to_have_text("saved")
    rename(canvas, "second")
    canvas.wait("state.saved")
    expect(canvas.get("saved")).to_have_text("saved")
    assert Network.load(notebook.root / "kept.playground.json").name == "second"


def test_a_file_changed_elsewhere_is_asked_about_and_either_answer_works(notebook: Notebook):
    path = notebook.root / "both.playground.json"
    canvas = opened(notebook, path.name)
    show(canvas)
    Network("theirs").save(path)
    rename(canvas, "mine")
    banner = canvas.get("file-trouble")
    expect(banner).to_contain_text("was changed by another program")
    expect(canvas.get("saved")).to_have_text("not saved")
    assert Network.load(path).name == "theirs"
    canvas.get("take-theirs").click()
    canvas.wait("state.network.name === 'theirs' && state.saved")
    expect(banner).to_be_hidden()
    Network("theirs again").save(path)
    rename(canvas, "mine again")
    canvas.get("keep-mine").click()
    canvas.wait("state.saved")
    assert Network.load(path).name == "mine again"


def test_saving_to_a_name_that_is_taken_is_asked_about(notebook: Notebook):
    Network("other").save(notebook.root / "taken.playground.json")
    canvas = notebook.show("studio = pg.Studio()\nstudio").ready()
    show(canvas)
    canvas.get("save").click()
    canvas.get("save-path").fill("taken.playground.json")
    canvas.get("save-confirm").click()
    expect(canvas.host.locator(".save-form")).to_contain_text("is there already")
    assert Network.load(notebook.root / "taken.playground.json").name == "other"
    canvas.get("save-over").click()
    canvas.wait("state.saved && state.path === 'taken.playground.json'")
    assert Network.load(notebook.root / "taken.playground.json").name == "network"
