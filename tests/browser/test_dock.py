"""The dock's row: which tabs and controls find room at which width, and what the others fold into."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.hands import settled, show
from tests.browser.lab import Canvas

WIDTHS = (1800, 1500, 1200, 1000, 760, 600)
WRONG = """(host) => {
    const row = host.shadowRoot.querySelector(".dock-strip");
    const box = (part) => part.getBoundingClientRect();
    const seen = [...row.querySelectorAll("button, label")].filter((part) =>
        part.checkVisibility({ visibilityProperty: true }) && !part.closest(".popover"));
    const meet = (one, other) => box(one).right > box(other).left + 0.5 && box(other).right > box(one).left + 0.5;
    const wrong = seen.flatMap((one, i) => seen.slice(i + 1).filter((other) => meet(one, other))
        .map((other) => `${one.textContent} over ${other.textContent}`));
    for (const part of seen) {
        if (part.scrollWidth > part.clientWidth + 1) wrong.push(`${part.textContent} is cut`);
        const around = box(part.closest(".tabs") ?? row);
        if (box(part).left < around.left - 0.5 || box(part).right > around.right + 0.5)
            wrong.push(`${part.textContent} is outside`);
    }
    if (!row.querySelector("[role=tab][aria-selected=true]:not(.unfit)")) wrong.push("the chosen tab is not there");
    return wrong;
}"""
IN_ROW = "(host) => [...host.shadowRoot.querySelectorAll('[role=tab]:not(.unfit)')].map((each) => each.dataset.tab)"


def size(canvas: Canvas, width: int) -> None:
    """Make the studio so wide, and wait for two frames."""
    canvas.host.evaluate(
        """async (host, width) => {
            host.style.width = `${width}px`;
            for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
        }""",
        width,
    )


@pytest.fixture
def sized(digits: Canvas) -> Iterator[Canvas]:
    show(digits)
    settled(digits)  # a count that comes late would change the row
    yield digits
    digits.host.evaluate("(host) => { host.style.width = ''; }")


@pytest.fixture
def small(sized: Canvas) -> Canvas:
    """A studio in which neither all tabs nor the controls have room."""
    size(sized, 900)
    assert "code" not in sized.host.evaluate(IN_ROW)
    return sized


def test_a_wide_studio_has_all_tabs_in_the_row_and_in_a_wider_one_the_controls_are_there_too(sized: Canvas):
    size(sized, 1500)
    assert len(sized.host.evaluate(IN_ROW)) == sized.host.locator("[role=tab]").count()
    assert not sized.get("dock-more").is_visible()
    assert not sized.get("log-y").is_visible()
    size(sized, 1800)
    assert sized.get("log-y").is_visible()


@pytest.mark.parametrize("panel", ["training", "gradients", "code", "explain"])
def test_at_every_width_nothing_in_the_row_is_cut_or_covered_and_the_chosen_tab_is_there(sized: Canvas, panel: str):
    sized.host.evaluate("(host, dock) => host.view.setState({ dock })", panel)
    found = sized.host.evaluate(
        f"""async (host, widths) => {{
            const wrong = {WRONG};
            const found = {{}};
            for (const width of widths) {{
                host.style.width = `${{width}}px`;
                for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
                for (const each of wrong(host)) found[width] = [...(found[width] ?? []), each];
            }}
            return found;
        }}""",
        [*WIDTHS, *range(1410, 560, -35)],
    )
    assert found == {}


def test_the_row_comes_to_rest_and_is_never_painted_without_room(small: Canvas):
    seen = small.host.evaluate(
        f"""async (host) => {{
            const wrong = {WRONG};
            const faults = [];
            const complain = (event) => faults.push(event.message);
            window.addEventListener("error", complain);
            let changes = 0;
            const observer = new MutationObserver((found) => {{ changes += found.length; }});
            const strip = host.shadowRoot.querySelector(".dock-strip");
            observer.observe(strip, {{ subtree: true, attributes: true, childList: true }});
            // What hears of a size after the studio did sees what will be painted, the last time in a frame.
            const painted = [];
            let heard = [];
            const last = new ResizeObserver(() => {{ heard = wrong(host); }});
            last.observe(strip);
            for (let width = 1400; width >= 600; width -= 50) {{
                host.style.width = `${{width}}px`;
                await new Promise(requestAnimationFrame);
                painted.push(...heard);
            }}
            for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
            changes = 0;
            for (let i = 0; i < 10; i++) await new Promise(requestAnimationFrame);
            window.removeEventListener("error", complain);
            observer.disconnect();
            last.disconnect();
            return {{ painted, changes, faults }};
        }}"""
    )
    assert seen == {"painted": [], "changes": 0, "faults": []}


def test_the_menu_opens_a_panel_and_its_tab_takes_the_focus_in_the_row(small: Canvas):
    more = small.get("dock-more")
    more.click()
    menu = small.host.get_by_role("menu", name="More panels")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    menu.get_by_role("menuitem", name="Code").click()
    expect(menu).to_have_count(0)
    assert small.view("state.dock") == "code"
    expect(small.get("dock-code")).to_be_focused()
    expect(small.get("dock-code")).to_have_attribute("aria-selected", "true")
    small.open_tab("training")
    assert "code" not in small.host.evaluate(IN_ROW)
    more.click()
    small.get("canvas").click(position={"x": 5, "y": 60})
    expect(menu).to_have_count(0)


def test_the_menu_is_led_through_by_the_arrows_and_left_with_escape(small: Canvas):
    more, keys = small.get("dock-more"), small.page.keyboard
    items = small.host.get_by_role("menuitem")
    more.focus()
    keys.press("ArrowUp")
    expect(items.last).to_be_focused()
    keys.press("ArrowDown")
    expect(items.first).to_be_focused()
    keys.press("End")
    expect(items.last).to_be_focused()
    keys.press("Escape")
    expect(items).to_have_count(0)
    expect(more).to_be_focused()
    keys.press("Enter")
    expect(items.first).to_be_focused()
    keys.press("End")
    keys.press("Enter")
    expect(small.get("dock-code")).to_be_focused()
    small.get("dock-code").press("Tab")
    small.get("dock-more").focus()
    keys.press("ArrowDown")
    keys.press("Tab")
    expect(items).to_have_count(0)


def test_the_arrows_reach_every_tab_in_the_row_and_out_of_the_menu(small: Canvas):
    small.get("dock-training").focus()
    seen = []
    for _ in range(small.host.locator("[role=tab]").count()):
        seen.append(small.view("state.dock"))
        expect(small.get(f"dock-{seen[-1]}")).to_be_focused()
        assert small.host.locator("[role=tab][tabindex='0']").count() == 1
        small.page.keyboard.press("ArrowRight")
    assert len(set(seen)) == len(seen)
    assert small.view("state.dock") == "training"
    small.page.keyboard.press("End")
    expect(small.get("dock-code")).to_be_focused()
    small.page.keyboard.press("Home")
    expect(small.get("dock-training")).to_be_focused()


def test_problems_are_counted_on_the_menu_that_has_their_tab(sized: Canvas):
    size(sized, 540)
    # In so little room the settings would lie over it.
    sized.host.evaluate("(host) => host.view.setState({ inspectorOpen: false })")
    sized.open_tab("code")
    assert "problems" not in sized.host.evaluate(IN_ROW)
    assert sized.get("dock-more").inner_text().split() == ["More"]
    sized.host.evaluate(
        "(host) => host.studio.edit({ type: 'change_setting', layer: 'conv_a', setting: 'filters', value: 0,"
        " reset: false, index: null })"
    )
    settled(sized)
    expect(sized.get("dock-more").locator(".badge")).to_have_text("1")
    assert sized.host.evaluate(WRONG) == []
    sized.open_tab("problems")
    expect(sized.get("dock-problems").locator(".badge")).to_have_text("1")
    expect(sized.get("dock-more").locator(".badge")).to_have_count(0)


def test_controls_fold_into_a_button_that_opens_them_with_their_words(small: Canvas):
    assert not small.get("log-y").is_visible()
    button = small.host.get_by_role("button", name="How curves are drawn")
    button.click()
    expect(small.get("smoothing")).to_be_focused()
    expect(small.get("log-y")).to_have_text("Log yLogarithmic axis")
    assert small.get("log-y").inner_text() == "Logarithmic axis"
    tops = [small.get(each).bounding_box() for each in ("smoothing", "log-y", "x-unit")]
    assert [box["y"] for box in tops if box] == sorted({box["y"] for box in tops if box})
    small.get("log-y").click()
    assert small.view("state.curves.log") is True
    assert small.get("log-y").is_visible()
    small.get("log-y").click()
    small.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(small.get("log-y")).not_to_be_visible()


def test_opened_controls_close_by_a_press_elsewhere_and_when_the_keys_leave(small: Canvas):
    button = small.get("dock-controls")
    button.click()
    small.get("canvas").click(position={"x": 5, "y": 60})
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    small.page.keyboard.press("Enter")
    expect(small.get("smoothing")).to_be_focused()
    small.page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    small.get("x-unit").focus()
    small.page.keyboard.press("Tab")
    expect(small.get("dock-fold")).to_be_focused()
    expect(small.get("x-unit")).not_to_be_visible()


def test_where_there_is_room_again_opened_controls_stand_in_the_row(small: Canvas):
    small.get("dock-controls").click()
    size(small, 1800)
    expect(small.get("dock-controls")).to_have_count(0)
    expect(small.get("log-y")).to_have_text("Log yLogarithmic axis")
    assert small.get("log-y").inner_text() == "Log y"
    assert small.host.evaluate(WRONG) == []


def test_tabs_that_the_drawing_hides_are_in_no_menu_and_the_keys_find_another(small: Canvas):
    before = small.host.evaluate(IN_ROW)
    small.host.evaluate("(host) => host.studio.store.setState({ hidden: ['training_tab', 'code_tab'] })")
    stop = small.host.locator("[role=tab][tabindex='0']")
    expect(stop).to_have_attribute("data-tab", before[1])
    stop.focus()
    small.page.keyboard.press("End")
    expect(small.get("dock-explain")).to_be_focused()
    assert "code" not in small.host.evaluate(IN_ROW)
    small.get("dock-more").click()
    expect(small.host.get_by_role("menuitem").first).to_be_focused()
    expect(small.get("dock-code")).to_have_count(0)
