"""The start gallery: on the empty canvas and above a drawing, by mouse and by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import VIEWPORT
from tests.browser.hands import centre, settled, show, spot, until
from tests.browser.lab import Canvas, Notebook


@pytest.fixture
def narrow(notebook: Notebook) -> Iterator[None]:
    """A window as narrow as a small laptop's beside a panel."""
    notebook.page.set_viewport_size({"width": 760, "height": 800})
    yield
    notebook.page.set_viewport_size(VIEWPORT)


def focused(canvas: Canvas) -> str:
    """The test id of what has the focus inside the studio."""
    return str(canvas.host.evaluate("(host) => host.shadowRoot.activeElement?.dataset.testid ?? ''"))


def has_focus(canvas: Canvas, test_id: str) -> None:
    expect(canvas.get(test_id)).to_be_focused()


def test_the_empty_canvas_shows_every_template_with_the_picture_of_its_network(empty: Canvas):
    show(empty)
    cards = empty.get("empty-canvas").locator(".gallery-card")
    expect(cards).to_have_count(len(empty.state("state.start.templates")))
    counts = cards.evaluate_all(
        "(cards) => cards.map((card) => [card.querySelectorAll('rect').length, card.querySelectorAll('path').length])"
    )
    assert counts == empty.state(
        "state.start.templates.map(({ sketch }) => [sketch.nodes.length, sketch.edges.length])"
    )
    expect(empty.get("empty-canvas").get_by_role("list", name="Text")).to_contain_text("Transformer encoder")


def test_a_card_opens_by_a_click_checks_clean_trains_and_undo_brings_the_gallery_back(
    empty: Canvas, notebook: Notebook
):
    show(empty)
    card = empty.get("template-shapes_detector")
    card.scroll_into_view_if_needed()
    card.click()
    empty.wait("state.network.nodes.length === 11")
    settled(empty)
    assert empty.state("state.report.problems") == []
    assert empty.state("state.data.name") == "shape_boxes"
    empty.get("play").click()
    empty.wait("state.status.epoch >= 2")
    empty.get("stop").click()
    empty.wait("['finished', 'stopped'].includes(state.status.state)")
    losses = notebook.evaluate("studio.history.epochs['loss'].tolist()")
    assert losses[-1] < losses[0]
    empty.page.keyboard.press("Control+z")
    empty.wait("state.network.nodes.length === 0")
    expect(empty.get("empty-canvas")).to_be_visible()
    assert not empty.state("state.canUndo")


def test_arrows_go_from_card_to_card_and_enter_opens_one(empty: Canvas):
    show(empty)
    empty.get("canvas").click(position={"x": 4, "y": 4})
    keyboard = empty.page.keyboard
    keyboard.press("t")
    has_focus(empty, "template-spiral_mlp")
    keyboard.press("ArrowRight")
    has_focus(empty, "template-digits_mlp")
    keyboard.press("ArrowDown")
    until(empty.page, lambda: focused(empty) not in ("template-digits_mlp", "template-spiral_mlp"))
    below = focused(empty)
    assert centre(empty.get(below))[0] == pytest.approx(centre(empty.get("template-digits_mlp"))[0], abs=1)
    keyboard.press("ArrowUp")
    has_focus(empty, "template-digits_mlp")
    keyboard.press("End")
    has_focus(empty, f"template-{empty.state('state.start.templates.at(-1).name')}")
    expect(empty.get(focused(empty))).to_be_in_viewport()
    keyboard.press("Home")
    keyboard.press("ArrowLeft")
    has_focus(empty, "template-spiral_mlp")
    assert (
        empty.host.evaluate("(host) => host.shadowRoot.querySelectorAll('.gallery-card[tabindex=\"0\"]').length") == 1
    )
    keyboard.press("Enter")
    empty.wait("state.network.nodes.length === 5")
    has_focus(empty, "canvas")
    keyboard.press("Control+z")
    empty.wait("state.network.nodes.length === 0")


def test_a_template_takes_the_place_of_a_drawing_without_a_question_in_one_undo_step(digits: Canvas):
    show(digits)
    digits.get("node-pool").click()
    digits.page.keyboard.press("t")
    dialog = digits.get("gallery-dialog")
    expect(dialog).to_be_visible()
    has_focus(digits, "template-spiral_mlp")
    digits.page.keyboard.press("Tab")
    has_focus(digits, "gallery-close")
    digits.page.keyboard.press("Shift+Tab")
    digits.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert digits.view("state.nodes") == ["pool"]
    has_focus(digits, "canvas")
    digits.get("templates").click()
    digits.get("template-pairs_siamese").click()
    digits.wait("state.network.nodes.length === 13")
    expect(dialog).to_have_count(0)
    digits.page.keyboard.press("Control+z")
    digits.wait("state.network.nodes.length === 8")
    assert not digits.state("state.canUndo")


def test_a_double_click_between_the_cards_finds_a_layer(empty: Canvas):
    show(empty)
    x, y = spot(empty, 0.5, 0.02)
    empty.page.mouse.dblclick(x, y)
    empty.get("search").wait_for()
    empty.page.keyboard.press("Escape")


@pytest.mark.usefixtures("narrow")
def test_in_a_narrow_cell_the_cards_stay_inside_and_their_texts_whole(empty: Canvas):
    show(empty)
    cut = empty.get("empty-canvas").evaluate(
        """(gallery) => [gallery, ...gallery.querySelectorAll("b, span, small")]
            .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"""
    )
    assert cut == []


def colours(samples: Locator) -> list[int]:
    """How many colours each picture has, now."""
    return list(
        samples.locator("canvas").evaluate_all(
            """(all) => all.map((one) => {
                const { data } = one.getContext("2d").getImageData(0, 0, one.width, one.height);
                const pixels = Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 3).join());
                return new Set(pixels).size;
            })"""
        )
    )


def test_the_data_tab_shows_images_and_masks_side_by_side_and_the_words_of_other_targets(notebook: Notebook):
    canvas = notebook.show("studio = pg.Studio(data='shape_masks')\nstudio").ready()
    show(canvas)
    canvas.open_tab("data")
    samples = canvas.get("data-samples")
    expect(samples.get_by_role("img")).to_have_count(10)
    expect(canvas.get("data-summary")).to_contain_text("background disc square triangle")
    canvas.wait("state.data !== null")
    until(canvas.page, lambda: min(colours(samples)) > 1)  # all are painted
    counts = colours(samples)
    assert min(counts[:5]) > 20
    assert all(2 <= count <= 4 for count in counts[5:])
    canvas.get("data-shape_boxes").click()
    expect(samples.get_by_role("img")).to_have_count(5)
    expect(samples).to_contain_text("triangle")
    canvas.get("data-iris").click()
    expect(samples).to_have_count(0)
