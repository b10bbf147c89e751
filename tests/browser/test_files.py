"""Files from this computer and pictures to it: dropped on the canvas, chosen, and downloaded."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from playground.network import SUFFIX, Document, Network, encode_document
from playground.picturing import NetworkPicture, document_in
from playground.session import open_anything, read_template
from tests.browser.hands import drop_files, names, show
from tests.browser.lab import Canvas, Notebook

MAKE = """([files, text]) => {
    const transfer = new DataTransfer();
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
    }
    if (text) transfer.setData("text/plain", text);
    return transfer;
}"""


def transfer(canvas: Canvas, *files: tuple[str, bytes], text: str = ""):
    """What a drag carries, with real files made in the page."""
    return canvas.page.evaluate_handle(
        MAKE, [[[name, base64.b64encode(content).decode()] for name, content in files], text]
    )


@pytest.fixture
def drop(tmp_path: Path) -> Callable[..., None]:
    """Files of a name and a content, dragged from the desktop and let go."""

    def let_go(canvas: Canvas, *files: tuple[str, bytes]) -> None:
        show(canvas)
        for name, content in files:
            (tmp_path / name).write_bytes(content)
        drop_files(canvas, *(tmp_path / name for name, _ in files))

    return let_go


def mlp() -> Document:
    return read_template("digits_mlp")


def test_a_dropped_document_takes_the_place_of_the_drawing_as_one_undo_step(
    digits: Canvas, notebook: Notebook, drop: Callable[..., None]
):
    before = names(digits)
    drop(digits, (f"mine{SUFFIX}", encode_document(mlp())))
    digits.wait("state.network.name === 'digits_mlp'")
    expect(digits.get("notice")).to_contain_text("“mine.playground.json” is open in the place of the drawing")
    assert names(digits) == sorted(layer.name for layer in mlp().network.layers)
    assert notebook.evaluate("studio.network.name") == "digits_mlp"
    expect(digits.get("node-hidden_a")).to_be_in_viewport()
    digits.page.keyboard.press("Control+z")
    digits.wait("state.network.name === 'digits_cnn'")
    assert names(digits) == before


def test_a_dropped_keras_file_in_several_pieces_brings_its_weights(
    empty: Canvas, notebook: Notebook, tmp_path: Path, drop: Callable[..., None]
):
    model = keras.Sequential([keras.Input((1_000,)), keras.layers.Dense(1_000, name="wide")], name="large")
    model.save(tmp_path / "large.keras")
    content = (tmp_path / "large.keras").read_bytes()
    assert len(content) > 3_500_000
    drop(empty, ("large.keras", content))
    empty.wait("state.network.name === 'large'")
    total = notebook.evaluate("float(abs(studio.model.get_weights()[0]).sum())")
    assert total == pytest.approx(float(np.abs(model.get_weights()[0]).sum()), rel=1e-6)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("broken.keras", b"nothing", "“broken.keras” was not opened. broken.keras is no .keras file"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(20), "“photo.png” was not opened. This PNG picture is"),
        ("paper.pdf", b"%PDF", "“paper.pdf” can't be opened here. Drop a drawing"),
    ],
)
def test_a_wrong_file_says_why_and_loses_nothing(
    digits: Canvas, drop: Callable[..., None], name: str, content: bytes, reason: str
):
    before = names(digits)
    drop(digits, (name, content))
    expect(digits.get("notice")).to_contain_text(reason)
    assert names(digits) == before
    assert not digits.state("state.canUndo")


def test_two_files_at_once_are_refused(digits: Canvas, drop: Callable[..., None]):
    document = encode_document(mlp())
    drop(digits, (f"a{SUFFIX}", document), (f"b{SUFFIX}", document))
    expect(digits.get("notice")).to_contain_text("drop one file at a time")
    assert digits.state("state.network.name") == "digits_cnn"


def test_a_drag_that_carries_no_file_is_left_to_jupyterlab(digits: Canvas):
    show(digits)
    untouched = digits.host.locator(".react-flow__pane").evaluate(
        """(pane, transfer) => {
            let reached = false;
            document.addEventListener("dragover", () => { reached = true; }, { once: true });
            const init = { dataTransfer: transfer, bubbles: true, composed: true, cancelable: true };
            const event = new DragEvent("dragover", init);
            pane.dispatchEvent(event);
            return reached && !event.defaultPrevented;
        }""",
        transfer(digits, text="a cell"),
    )
    assert untouched
    expect(digits.get("file-drop")).to_be_hidden()


def test_a_dropped_file_does_not_reach_jupyterlab(digits: Canvas):
    show(digits)
    reached = digits.host.locator(".react-flow__pane").evaluate(
        """(pane, transfer) => {
            let reached = false;
            document.addEventListener("drop", () => { reached = true; }, { once: true });
            const init = { dataTransfer: transfer, bubbles: true, composed: true, cancelable: true };
            const event = new DragEvent("drop", init);
            pane.dispatchEvent(event);
            return reached || !event.defaultPrevented;
        }""",
        transfer(digits, (f"a{SUFFIX}", encode_document(mlp()))),
    )
    assert not reached
    digits.wait("state.network.name === 'digits_mlp'")


def ask(canvas: Canvas, command: str) -> None:
    canvas.get("canvas").focus()
    canvas.page.keyboard.press("Control+k")
    canvas.get("command-query").fill(command)
    expect(canvas.host.locator('.search-row[aria-selected="true"]')).to_have_text(command)


def test_a_file_is_chosen_by_a_command(digits: Canvas, tmp_path: Path):
    show(digits)
    path = tmp_path / "chosen.svg"
    NetworkPicture(mlp().network, document=mlp()).save(path)
    with digits.page.expect_file_chooser() as chooser:  # the driver takes a moment until it catches them
        ask(digits, "Open a file…")
        digits.page.keyboard.press("Enter")
    chooser.value.set_files(path)
    digits.wait("state.network.name === 'digits_mlp'")


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_picture_is_downloaded_and_opens_when_it_is_dropped(
    digits: Canvas, notebook: Notebook, tmp_path: Path, drop: Callable[..., None], form: str
):
    show(digits)
    digits.get("export").click()
    with digits.page.expect_download() as download:
        digits.get(f"picture-{form}").click()
    assert download.value.suggested_filename == f"digits_cnn.{form}"
    path = tmp_path / f"it.{form}"
    download.value.save_as(path)
    digits.get("export-close").click()
    if form == "png":
        with Image.open(path) as image:
            assert image.width > 1_000
    document = document_in(path.read_bytes())
    assert document.network == read_template("digits_cnn").network
    assert document.data == {"name": "digits"}
    canvas = notebook.show("studio = pg.Studio()\nstudio").ready()
    drop(canvas, (path.name, path.read_bytes()))
    canvas.wait("state.network.name === 'digits_cnn' && state.data?.name === 'digits'")


def test_a_picture_is_downloaded_by_a_command(digits: Canvas, tmp_path: Path):
    show(digits)
    ask(digits, "Download a picture (SVG)")
    with digits.page.expect_download() as download:
        digits.page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "it.svg")
    assert open_anything(tmp_path / "it.svg").opened.network == read_template("digits_cnn").network


def test_the_notebook_keeps_a_picture_and_a_table_beside_the_widget(digits: Canvas, notebook: Notebook):
    notebook.save()
    (cell,) = json.loads((notebook.root / notebook.name).read_text())["cells"]
    (output,) = [each for each in cell["outputs"] if "data" in each]
    data = output["data"]
    assert "application/vnd.jupyter.widget-view+json" in data
    assert base64.b64decode(data["image/png"])[:4] == b"\x89PNG"
    assert "".join(data["image/svg+xml"]).startswith("<svg")
    assert "38,282 parameters" in "".join(data["text/plain"])


def test_an_empty_drawing_can_be_dropped_and_downloaded(empty: Canvas, drop: Callable[..., None]):
    drop(empty, (f"none{SUFFIX}", encode_document(Document(Network("nothing")))))
    empty.wait("state.network.name === 'nothing'")
