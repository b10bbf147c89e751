"""In a narrow dock, with the settings open beside it or above it, or in a bar of a hand's width, nothing is cut."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import VIEWPORT
from tests.browser.hands import show
from tests.browser.lab import Canvas, Notebook

STUDIO = """import tempfile
from playground.session import read_template
studio = pg.Studio(read_template('digits_mlp').network, data='digits', runs=tempfile.mkdtemp())
studio.config = pg.TrainingConfig(epochs=1)
studio.train(wait=True)
studio.runs[0].label(name='a first run')
studio"""


@pytest.fixture
def canvas(notebook: Notebook) -> Iterator[Canvas]:
    yield notebook.show(STUDIO).ready()
    notebook.page.set_viewport_size(VIEWPORT)


def narrow(canvas: Canvas, width: int) -> None:
    canvas.page.set_viewport_size({"width": width, "height": 800})
    assert canvas.view("state.inspectorOpen")
    show(canvas)
    canvas.page.wait_for_timeout(400)


def seen(canvas: Canvas, test_id: str) -> bool:
    """Whether all of an element is on top where it stands: each of its corners, a little inside."""
    found: bool = canvas.get(test_id).evaluate(
        """(element) => {
            const { left, right, top, bottom } = element.getBoundingClientRect();
            return [[left, top], [right, top], [left, bottom], [right, bottom]].every(([x, y]) => {
                const over = element.getRootNode().elementFromPoint(
                    x + (x === left ? 3 : -3), y + (y === top ? 3 : -3));
                return over !== null && (over === element || element.contains(over) || over.contains(element));
            });
        }"""
    )
    return found


def within(canvas: Canvas, inner: str, outer: str) -> bool:
    part, whole = canvas.get(inner).bounding_box(), canvas.get(outer).bounding_box()
    assert part is not None
    assert whole is not None
    across = whole["x"] <= part["x"] and part["x"] + part["width"] <= whole["x"] + whole["width"] + 1
    return across and whole["y"] <= part["y"] and part["y"] + part["height"] <= whole["y"] + whole["height"] + 1


@pytest.mark.parametrize("width", [900, 1000, 1500])
def test_what_a_landscape_costs_is_read_whole_below_its_button(canvas: Canvas, width: int):
    narrow(canvas, width)
    canvas.open_tab("landscape")

    assert within(canvas, "landscape-cost", "landscape")
    assert seen(canvas, "landscape-cost")


def test_beside_the_settings_an_explanation_keeps_its_picture_whole(canvas: Canvas):
    narrow(canvas, 1000)
    canvas.open_tab("explain")
    canvas.get("explain-instead-integrated_gradients").click()  # instead of Grad-CAM, which needs convolutions
    canvas.get("overlay").wait_for()

    assert within(canvas, "overlay", "explain")
    assert within(canvas, "explain-said", "explain")
    assert seen(canvas, "overlay")


def test_below_the_settings_a_run_keeps_its_name_and_what_is_done_with_it(canvas: Canvas):
    narrow(canvas, 620)
    canvas.open_tab("runs")
    canvas.get("name-run-a first run").wait_for()
    assert seen(canvas, "name-run-a first run")
    assert seen(canvas, "reopen-run-a first run")

    canvas.get("show-run-a first run").click()
    canvas.get("chart-runs").wait_for()
    assert seen(canvas, "name-run-a first run")
    assert seen(canvas, "delete-run-a first run")


@pytest.mark.parametrize("width", [360, 480])
def test_in_a_bar_of_a_hands_width_no_button_lies_on_another(canvas: Canvas, width: int):
    narrow(canvas, width)
    for test_id in ("save", "undo", "play", "stop", "reset", "full-screen", "inspector-toggle"):
        assert within(canvas, test_id, "topbar"), test_id
        assert seen(canvas, test_id), test_id
