"""In a narrow dock, with the settings open beside it or above it, or in a bar of a hand's width, nothing is cut."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import VIEWPORT
from tests.browser.hands import AT_REST, show, still, until
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
    still(canvas)


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
    (x, y, width, height), (left, top, wide, tall) = (canvas.get(each).evaluate(AT_REST) for each in (inner, outer))
    return left <= x and x + width <= left + wide + 1 and top <= y and y + height <= top + tall + 1


def expect_within(canvas: Canvas, inner: str, outer: str) -> None:
    until(canvas.page, lambda: within(canvas, inner, outer))


def expect_seen(canvas: Canvas, test_id: str) -> None:
    until(canvas.page, lambda: seen(canvas, test_id))


@pytest.mark.parametrize("width", [900, 1000, 1500])
def test_what_a_landscape_costs_is_read_whole_below_its_button(canvas: Canvas, width: int):
    narrow(canvas, width)
    canvas.open_tab("landscape")

    expect_within(canvas, "landscape-cost", "landscape")
    expect_seen(canvas, "landscape-cost")


def test_beside_the_settings_an_explanation_keeps_its_picture_whole(canvas: Canvas):
    narrow(canvas, 1000)
    canvas.open_tab("explain")
    canvas.get("explain-instead-integrated_gradients").click()  # instead of Grad-CAM, which needs convolutions
    canvas.get("overlay").wait_for()

    expect_within(canvas, "overlay", "explain")
    expect_within(canvas, "explain-said", "explain")
    expect_seen(canvas, "overlay")


def test_below_the_settings_a_run_keeps_its_name_and_what_is_done_with_it(canvas: Canvas):
    narrow(canvas, 620)
    canvas.open_tab("runs")
    canvas.get("name-run-a first run").wait_for()
    expect_seen(canvas, "name-run-a first run")
    expect_seen(canvas, "reopen-run-a first run")

    canvas.get("show-run-a first run").click()
    canvas.get("chart-runs").wait_for()
    expect_seen(canvas, "name-run-a first run")
    expect_seen(canvas, "delete-run-a first run")


@pytest.mark.parametrize("width", [360, 480])
def test_in_a_bar_of_a_hands_width_no_button_lies_on_another(canvas: Canvas, width: int):
    narrow(canvas, width)
    for test_id in ("save", "undo", "play", "stop", "reset", "full-screen", "inspector-toggle"):
        expect_within(canvas, test_id, "topbar")
        expect_seen(canvas, test_id)
