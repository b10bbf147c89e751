"""Cards that are seen from afar: what they say can be read, and so can the field in which a name is written."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import query, settled, show, still
from tests.browser.lab import Canvas, Notebook


@pytest.fixture
def unet(notebook: Notebook) -> Canvas:
    """The template with the longest names of kinds."""
    return notebook.show(
        "from playground.session import read_template\n"
        "studio = pg.Studio(read_template('shapes_unet').network, data='shape_masks')\n"
        "studio"
    ).ready()


UNREAD = """
    const { network } = host.studio.store.getState();
    const unread = [...root.querySelectorAll(".react-flow__node")].flatMap((element) => {
        const card = element.querySelector(".card.mid");
        if (!card) return ["no card of the middle level"];
        const { layer } = network.nodes.find((each) => each.id === element.dataset.id);
        const { name } = network.layers.find((each) => each.id === layer);
        const parts = [...card.querySelectorAll(".card-name")];
        const frame = box(card);
        const whole = parts.every((each) => each.scrollWidth <= each.clientWidth + 1
            && box(each).top >= frame.top - 1 && box(each).bottom <= frame.bottom + 1);
        return whole && parts.map((each) => each.textContent).join("") === name ? [] : [card.textContent];
    });
    return [Number(root.querySelector(".zoom-value").textContent.replace("%", "")), unread];
"""


def test_every_card_of_the_middle_level_says_its_whole_name(unet: Canvas):
    show(unet)
    unet.get("fit").click()
    seen = [query(unet, UNREAD)]
    # Half a pixel of border is drawn on some sides only: it has another half round it.
    assert query(unet, "return getComputedStyle(root.querySelector('.card.mid')).outlineWidth") == "1px"
    while seen[-1][0] * 1.2 < 85:
        unet.get("zoom-in").click()
        seen.append(query(unet, UNREAD))
    assert [unread for _, unread in seen] == [[]] * len(seen)
    assert len(seen) >= 3


def test_f2_on_a_small_card_opens_a_field_that_can_be_read(unet: Canvas):
    show(unet)
    unet.get("fit").click()
    query(unet, "return 0")
    unet.get("node-fine_a").click()
    unet.page.keyboard.press("F2")
    field = unet.get("rename")
    expect(field).to_have_value("fine_a")
    still(unet)
    assert unet.host.locator(".card.mid").count() > 1
    width, height, seen = field.evaluate(
        """(field) => {
            const { right, top, width, height } = field.getBoundingClientRect();
            return [width, height, field.getRootNode().elementFromPoint(right - 4, top + height / 2) === field];
        }"""
    )
    assert width >= 110
    assert height >= 17
    assert seen
    unet.page.keyboard.type("first_of_the_fine")
    unet.page.keyboard.press("Enter")
    settled(unet)
    expect(unet.get("node-first_of_the_fine")).to_have_count(1)
    unet.page.keyboard.press("Control+z")
    settled(unet)


def test_a_name_seen_from_far_shows_its_underscores_and_no_half_lines(unet: Canvas):
    show(unet)
    unet.get("fit").click()
    for _ in range(4):
        if query(unet, "return root.querySelectorAll('.card.far').length"):
            break
        unet.get("zoom-out").click()
    cut = """
        return [...root.querySelectorAll(".card.far")].flatMap((card) => {
            const words = card.querySelector(".card-far > span");
            const tall = box(words).height > box(card).height + 1;
            const under = parseFloat(getComputedStyle(words).paddingBottom) > 0;
            return tall || !under ? [words.textContent] : [];
        });
    """
    assert query(unet, "return root.querySelectorAll('.card.far').length") == 18
    assert query(unet, cut) == []


BROKEN = """
    const { network } = host.studio.store.getState();
    return [...root.querySelectorAll(".card.far")].flatMap((card) => {
        const lines = [...card.querySelectorAll(".card-far > span")];
        const words = lines.map((line) => line.textContent);
        const whole = words.slice(0, -1).every((line) => /[_ -]$/.test(line));
        const cut = lines.some((line) => line.scrollWidth > line.clientWidth + 1);
        return whole && !cut ? [] : [words.join("|")];
    });
"""


def test_a_word_is_never_broken_and_the_template_with_the_longest_is_whole(notebook: Notebook):
    canvas = notebook.show(
        "from playground.session import read_template\n"
        "studio = pg.Studio(read_template('reviews_transformer').network, data='sentences')\n"
        "studio"
    ).ready()
    show(canvas)
    canvas.get("fit").click()
    for _ in range(4):
        if query(canvas, "return root.querySelectorAll('.card.far').length"):
            break
        canvas.get("zoom-out").click()
    assert query(canvas, "return root.querySelectorAll('.card.far').length") == 16
    assert (
        query(canvas, "return root.querySelector('[data-testid=node-attention] .card-far').textContent") == "attention"
    )
    assert query(canvas, BROKEN) == []
