"""Everything with the keyboard alone: the regions in turn, and a network from nothing to an exported model."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.hands import names, settled, show
from tests.browser.lab import Canvas, Notebook

FOCUS = """(host) => {
    const root = host.shadowRoot;
    const at = root.activeElement;
    if (!at) return null;
    const region = at.closest(".topbar, .palette, .canvas, .dock, .inspector, .dialog, .search");
    const style = getComputedStyle(at);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return {
        region: region ? [...region.classList][0] : at.className,
        test: at.dataset.testid ?? "", text: at.textContent, label: at.getAttribute("aria-label") ?? "",
        seen: ring || at.closest(".search-field, .palette-search") !== null,
    };
}"""


def focus(canvas: Canvas) -> dict[str, str]:
    return canvas.host.evaluate(FOCUS)


def press(canvas: Canvas, *keys: str) -> None:
    for key in keys:
        canvas.page.keyboard.press(key)


def tab_to(canvas: Canvas, test: str, *, back: bool = False) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(80):
        if focus(canvas)["test"] == test:
            return
        press(canvas, "Shift+Tab" if back else "Tab")
        assert focus(canvas) is not None, f"Tab left the studio before {test}"
    raise AssertionError(f"Tab does not lead to {test}")


def test_tab_leads_through_all_regions_in_few_stops_and_each_stop_is_seen(digits: Canvas):
    show(digits)
    digits.get("canvas").focus()
    tab_to(digits, "network-name", back=True)
    regions: list[str] = []
    stops: dict[str, int] = {}
    for _ in range(80):
        here = digits.host.evaluate(FOCUS)
        if here is None:
            break
        assert here["seen"], here
        stops[here["region"]] = stops.get(here["region"], 0) + 1
        if here["region"] not in regions:
            regions.append(here["region"])
        press(digits, "Tab")
    assert regions == ["topbar", "palette", "canvas", "dock", "inspector"]
    assert stops["palette"] <= 4
    assert stops["canvas"] <= 7
    for _ in range(3):
        press(digits, "Shift+Tab")
    assert digits.host.evaluate(FOCUS)["region"] == "inspector"


def test_the_arrows_lead_through_the_palette_and_enter_adds_after_the_selected_node(digits: Canvas):
    show(digits)
    digits.get("node-pool").click()
    digits.get("palette-search").focus()
    press(digits, "Tab")
    expect(digits.get("group-Input")).to_be_focused()
    press(digits, "ArrowDown", "ArrowDown")
    expect(digits.get("palette-Dense")).to_be_focused()
    press(digits, "ArrowLeft")
    expect(digits.get("group-Core")).to_be_focused()
    press(digits, "ArrowLeft")
    expect(digits.get("palette-Dense")).to_have_count(0)
    press(digits, "ArrowDown", "ArrowRight", "ArrowRight")
    assert focus(digits)["text"] == "Conv1D"
    press(digits, "ArrowDown", "Enter")
    digits.wait("state.network.edges.some((edge) => edge.source === 'pool' && edge.target !== 'flat')")
    here = focus(digits)["test"]
    press(digits, "Tab", "Shift+Tab")
    assert focus(digits)["test"] == here


def test_a_dialog_holds_the_focus_and_gives_it_back(digits: Canvas):
    show(digits)
    digits.get("export").focus()
    press(digits, "Enter")
    digits.get("export-dialog").wait_for()
    expect(digits.get("export-path")).to_be_focused()
    seen = set()
    for _ in range(12):
        press(digits, "Tab")
        here = focus(digits)
        assert here["region"] == "dialog"
        seen.add(here["test"])
    assert {"export-close", "export-path", "export-confirm"} <= seen
    press(digits, "Escape")
    digits.get("export-dialog").wait_for(state="detached")
    expect(digits.get("export")).to_be_focused()


def test_the_dock_is_led_through_by_the_arrows(digits: Canvas):
    show(digits)
    digits.get("dock-training").focus()
    press(digits, "End")
    assert (focus(digits)["test"], digits.view("state.dock")) == ("dock-code", "code")
    press(digits, "Home", "ArrowLeft", *["ArrowRight"] * 5)
    assert digits.view("state.dock") == "layers"
    tab_to(digits, "sort-name")
    press(digits, "Enter")
    for _ in range(12):
        press(digits, "Tab")
        if digits.host.evaluate("(host) => host.shadowRoot.activeElement.closest('tbody') !== null"):
            break
    first = focus(digits)["text"]
    press(digits, "ArrowDown", "Enter")
    assert focus(digits)["text"] != first
    assert digits.view("state.nodes.length") == 1


def test_a_name_is_kept_or_taken_back_and_the_next_key_is_the_studio_s(digits: Canvas, notebook: Notebook):
    show(digits)
    digits.get("network-name").focus()
    digits.page.keyboard.press("Control+a")
    digits.page.keyboard.type("digits again")
    press(digits, "Enter")
    digits.wait("state.network.name === 'digits again'")
    expect(digits.get("network-name")).to_be_focused()
    digits.get("node-hidden").click()
    digits.get("setting-units").focus()
    digits.page.keyboard.type("5")
    press(digits, "Escape")
    assert focus(digits)["region"] == "canvas"
    cells = notebook.cell_count()
    press(digits, "d", "d")
    assert notebook.cell_count() == cells
    assert digits.state("state.network.layers.find((layer) => layer.name === 'hidden').settings.units") == 64


def test_a_network_is_built_wired_set_trained_and_exported_with_the_keyboard_alone(
    empty: Canvas, notebook: Notebook, tmp_path: Path
):
    show(empty)
    empty.get("canvas").focus()
    for typed in ("input", "flatten", "dense 12 relu", "dense 10 softmax"):
        press(empty, "/")
        empty.get("search-query").wait_for()
        empty.page.keyboard.type(typed)
        press(empty, "Enter")
        settled(empty)
    assert names(empty) == ["dense", "dense_1", "flatten", "input"]
    assert empty.state("state.network.edges.length") == 3

    # What was deleted comes back; along the wires from the input to the third layer.
    press(empty, "Delete")
    empty.wait("state.network.edges.length === 2")
    press(empty, "Control+z")
    empty.wait("state.network.edges.length === 3")
    press(empty, "Escape", "Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowRight")
    here = "state.network.nodes.find((node) => node.id === host.view.getState().nodes[0])?.layer"
    assert empty.state(f"state.network.layers.find((layer) => layer.id === {here})?.name") == "dense"

    tab_to(empty, "setting-units")
    empty.page.keyboard.type("16")
    press(empty, "Enter")
    empty.wait("state.network.layers.some((layer) => layer.settings.units === 16)")
    press(empty, "Escape", "Escape")
    tab_to(empty, "setting-epochs")
    empty.page.keyboard.type("1")
    press(empty, "Enter")
    empty.wait("state.training.epochs === 1")
    press(empty, "Control+Enter")
    empty.wait("state.status.state === 'finished'")

    press(empty, "Escape", "Control+k")
    empty.page.keyboard.type("export")
    press(empty, "Enter")
    empty.get("export-dialog").wait_for()
    tab_to(empty, "export-saved_model", back=True)
    press(empty, "ArrowDown")
    expect(empty.get("export-keras")).to_be_focused()
    tab_to(empty, "export-path")
    press(empty, "Control+a")
    empty.page.keyboard.type(str(tmp_path / "model.keras"))
    press(empty, "Enter")
    empty.wait("state.exports.length === 1")
    assert (tmp_path / "model.keras").exists()
    press(empty, "Escape")


def test_the_view_jumps_where_less_motion_is_wanted(digits: Canvas):
    show(digits)
    digits.page.emulate_media(reduced_motion="reduce")
    digits.get("canvas").focus()
    scale = (
        "(host) => new DOMMatrix(getComputedStyle(host.shadowRoot.querySelector('.react-flow__viewport')).transform).a"
    )
    before = digits.host.evaluate(scale)
    seen = digits.host.evaluate(
        """async (host, scale) => {
            const read = () => new DOMMatrix(
                getComputedStyle(host.shadowRoot.querySelector('.react-flow__viewport')).transform).a;
            host.shadowRoot.querySelector('[data-testid=zoom-in]').focus();
            host.shadowRoot.activeElement.dispatchEvent(
                new KeyboardEvent('keydown', { key: '+', bubbles: true, composed: true }));
            const seen = new Set();
            for (let i = 0; i < 20; i += 1) {
                await new Promise(requestAnimationFrame);
                seen.add(read().toFixed(4));
            }
            return [...seen];
        }"""
    )
    digits.page.emulate_media(reduced_motion="no-preference")
    assert float(seen[-1]) > before
    assert len(seen) <= 2


def test_the_sheet_of_keys_has_the_focus_while_it_is_open_and_escape_gives_it_back(digits: Canvas):
    show(digits)
    digits.get("canvas").focus()
    press(digits, "?")
    expect(digits.get("cheat-sheet")).to_be_focused()
    press(digits, "Escape")
    digits.get("cheat-sheet").wait_for(state="detached")
    expect(digits.get("canvas")).to_be_focused()
    digits.get("keys").focus()
    press(digits, "Enter", "Tab", "Enter")
    digits.get("cheat-sheet").wait_for(state="detached")
    expect(digits.get("keys")).to_be_focused()


def test_the_rail_of_families_is_one_stop_and_the_arrows_lead_through_it(digits: Canvas):
    show(digits)
    if digits.get("rail").count() == 0:
        digits.get("palette-fold").click()
    digits.get("rail-Core").focus()
    press(digits, "ArrowDown")
    second = focus(digits)["test"]
    assert second not in {"rail-Core", ""}
    press(digits, "End", "Home", "ArrowDown")
    press(digits, "Tab", "Shift+Tab")
    assert digits.get("rail").locator("ul button[tabindex='0']").count() == 1
    assert focus(digits)["test"] == digits.get("rail").locator("ul button").nth(1).get_attribute("data-testid")
