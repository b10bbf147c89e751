"""What axe-core finds in every state of the studio, in each of JupyterLab's themes."""

import pytest

from tests.browser.axe import CANVAS, FAINT, INSTALLED, check, faint
from tests.browser.hands import centre, settled, show, spot
from tests.browser.lab import Canvas

TABS = (
    "data",
    "training",
    "runs",
    "doctor",
    "activations",
    "gradients",
    "landscape",
    "explain",
    "predictions",
    "layers",
    "problems",
    "code",
)

pytestmark = INSTALLED

FOUND = """(host) => {
    const { store } = host.studio;
    const { network, training, findings } = store.getState();
    const { id, layer } = network.nodes.find((node) => node.id === "conv_b");
    const leaky = { setting: "activation", value: "leaky_relu", reset: false, index: null };
    const edit = { type: "change_setting", layer, ...leaky };
    const lower = { optimizer: { kind: "SGD", settings: {} }, epochs: null, validation_split: null };
    const found = (code, severity, node, cure) => ({
        code, severity, node, cure, message: `Conv2D “conv_b” ails of ${code}.`, evidence: { dead: 0.75, units: 32 },
        shown: "activations" });
    store.setState({ findings: { ...findings, training, findings: [
        found("diverging", "error", null, { label: "Set the learning rate to 0.1", edit: null, training: lower }),
        found("dead_relus", "warning", id, { label: "Use leaky_relu in “conv_b”", edit, training: null }),
        found("plateau", "hint", null,
            { label: "As it is", edit: null, training: { ...lower, optimizer: training.optimizer } }),
    ] } });
}"""


@pytest.mark.usefixtures("theme")
def test_axe_finds_nothing_while_a_network_is_begun(empty: Canvas):
    show(empty)
    check(empty, "empty")
    page = empty.page
    empty.get("canvas").focus()
    page.keyboard.press("/")
    empty.get("search-query").fill("dense")
    check(empty, "search without a node")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    check(empty, "cheat sheet")
    page.keyboard.press("Escape")


@pytest.mark.usefixtures("theme")
def test_axe_finds_nothing_while_a_network_is_drawn(digits: Canvas):
    show(digits)
    page = digits.page
    check(digits, "drawn")
    assert page.evaluate(FAINT, CANVAS)["texts"] > 40
    digits.get("node-conv_b").click()
    check(digits, "node selected")
    page.keyboard.press("/")
    digits.get("search-query").fill("conv 64")
    digits.get("found-Conv2D").locator(".search-output").wait_for()
    digits.get("misfits").wait_for()
    settled(digits)  # it opens by itself while few rows are known not to fit
    if digits.get("misfits").get_attribute("aria-expanded") == "false":
        digits.get("misfits").click()
    check(digits, "search behind a node")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    check(digits, "command palette")
    page.keyboard.press("Escape")
    digits.get("canvas").focus()
    page.keyboard.press("n")
    page.keyboard.type("A **note**")
    page.keyboard.press("Control+Enter")
    check(digits, "note")
    page.mouse.move(*centre(digits.get("out-conv_a-0")))
    page.mouse.down()
    page.mouse.move(*spot(digits, 0.5, 0.8), steps=5)
    check(digits, "wire in hand")
    page.mouse.up()
    page.keyboard.press("Escape")


@pytest.mark.usefixtures("theme")
def test_axe_finds_nothing_where_something_is_wrong(digits: Canvas):
    show(digits)
    digits.host.evaluate(
        "(host) => host.studio.edit({ type: 'change_setting', layer: 'pool', setting: 'pool_size', value: [9, 9],"
        " reset: false, index: null })"
    )
    settled(digits)
    digits.get("node-pool").click()
    digits.get("callout").wait_for()
    check(digits, "callout")
    digits.open_tab("problems")
    check(digits, "problems")
    digits.host.evaluate("(host) => host.studio.notify('error', 'Something is not as it should be.')")
    check(digits, "notice")


@pytest.mark.usefixtures("theme")
def test_axe_finds_nothing_while_a_network_learns_and_after(digits: Canvas):
    show(digits)
    digits.notebook.execute("studio.config = pg.TrainingConfig(epochs=1)")
    digits.wait("state.training.epochs === 1")
    digits.get("play").click()
    digits.wait("state.status.state === 'finished'")
    digits.wait("Object.keys(state.pictures?.thumbnails ?? {}).length === state.network.nodes.length")
    digits.get("dock").locator(".js-plotly-plot").first.wait_for()
    for tab in TABS:
        digits.open_tab(tab)
        digits.get("dock").locator("[aria-busy=true]").wait_for(state="detached")
        check(digits, tab)
    digits.open_tab("predictions")
    for view in ("classes", "roc"):
        digits.get("predictions-show").select_option(view)
        check(digits, f"predictions: {view}")
    digits.open_tab("doctor")
    digits.host.evaluate(FOUND)
    digits.get("finding-why-dead_relus").click()
    digits.get("why").wait_for()
    check(digits, "findings")
    digits.get("finding-mark-conv_b").click()
    check(digits, "finding of the chosen node")
    digits.open_tab("activations")
    digits.get("compute").click()
    digits.get("computation-window").wait_for()
    check(digits, "computation of a window")
    digits.get("node-digit").click()
    digits.get("compute").click()
    digits.get("computation-terms").wait_for()
    check(digits, "computation of a unit")
    for _ in range(5):
        digits.get("zoom-out").click()
    check(digits, "far")
    digits.get("export").click()
    digits.get("export-dialog").wait_for()
    check(digits, "export")


@pytest.mark.usefixtures("theme")
def test_axe_finds_nothing_in_gradients_and_weights(digits: Canvas):
    show(digits)
    digits.notebook.execute("studio.config = pg.TrainingConfig(epochs=100_000)")
    digits.wait("state.training.epochs === 100_000")
    digits.open_tab("gradients")
    digits.get("play").click()
    digits.wait("state.vitals?.steps.length > 2")
    digits.get("pause").click()
    digits.wait("state.status.state === 'paused'")
    digits.get("gradient-hidden").click()
    digits.get("weights-open").click()
    digits.get("ridgeline").wait_for()
    check(digits, "gradients and weights")
    digits.control("update-ratios").click()
    digits.control("gradient-wires").click()
    digits.get("chart-ratios").locator("path.js-line").first.wait_for(state="attached")
    check(digits, "ratios")
    digits.host.evaluate("(host) => { host.style.width = '900px'; }")
    digits.get("dock-more").click()
    digits.host.get_by_role("menu", name="More panels").wait_for()
    check(digits, "menu of tabs")
    digits.notebook.execute("studio.stop()")


@pytest.mark.usefixtures("theme")
def test_axe_finds_nothing_inside_a_block_and_without_a_kernel(digits: Canvas):
    show(digits)
    digits.get("node-conv_a").click()
    digits.get("node-conv_b").click(modifiers=["Shift"])
    digits.page.keyboard.press("Control+g")
    digits.get("block-open").wait_for()
    check(digits, "block")
    digits.get("block-open").click()
    digits.get("node-conv_a").click()
    check(digits, "inside")
    digits.host.evaluate("(host) => host.studio.store.setState({ live: false })")
    digits.get("no-kernel").wait_for()
    check(digits, "no kernel")


# JupyterLab has no light theme of high contrast: there the system asks for it, or paints in colours of its own.
ASKED = {
    "more": {"contrast": "more"},
    "forced light": {"forced_colors": "active"},
    "forced dark": {"forced_colors": "active", "color_scheme": "dark"},
}

# The contrast of each border to the ground of the studio, of what can be told only by its border.
BORDERS = """() => {
    const root = document.querySelector(".keras-playground").shadowRoot;
    const light = (colour) => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map((each) => each / 255)
            .map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = light(getComputedStyle(root.querySelector(".inspector")).backgroundColor);
    const parts = [...root.querySelectorAll(".card, .inspector .field, .dock, .topbar, .zoom-bar, .inspector")];
    const edge = { dock: "borderTopColor", topbar: "borderBottomColor", inspector: "borderLeftColor" };
    return parts.map((part) => {
        const border = light(getComputedStyle(part)[edge[part.classList[0]] ?? "borderRightColor"]);
        const ratio = (Math.max(border, ground) + 0.05) / (Math.min(border, ground) + 0.05);
        return [part.className, Math.round(10 * ratio) / 10];
    });
}"""


LOOK = "(part) => { const { backgroundColor, outline } = getComputedStyle(part); return backgroundColor + outline; }"


def looks(canvas: Canvas, *selectors: str) -> set[str]:
    """The grounds and frames of the first elements that these selectors find."""
    return {canvas.host.locator(selector).first.evaluate(LOOK) for selector in selectors}


@pytest.mark.parametrize("asked", ASKED)
def test_a_system_of_high_contrast_has_it_in_the_light_theme_with_every_border_and_switch_visible(
    digits: Canvas, asked: str
):
    show(digits)
    page = digits.page
    digits.get("node-conv_a").click()
    page.emulate_media(**ASKED[asked])
    try:
        dark = "dark" in asked
        page.wait_for_function(
            "([host, theme]) => { const now = host.view.getState(); return now.contrast && now.theme === theme; }",
            arg=[digits.host.element_handle(), "dark" if dark else "light"],
        )
        check(digits, asked)
        assert faint(digits, 7 if asked == "more" else 4.5) == []
        borders = page.evaluate(BORDERS)
        assert len(borders) > 12
        assert [each for each in borders if each[1] < 3] == []
        toggle = digits.get("inspector").locator(".toggle").first
        ground = digits.get("inspector").evaluate("(part) => getComputedStyle(part).backgroundColor")
        assert toggle.evaluate("(part) => getComputedStyle(part).backgroundColor") != ground
        chosen = "(card) => getComputedStyle(card).boxShadow !== 'none'"
        assert digits.get("node-conv_a").evaluate(chosen)
        assert not digits.get("node-conv_b").evaluate(chosen)
        digits.get("canvas").focus()
        page.keyboard.press("/")
        digits.get("search-query").fill("conv")
        assert len(looks(digits, ".search-row[aria-selected=true]", ".search-row[aria-selected=false]")) == 2
        page.keyboard.press("Escape")
    finally:
        page.emulate_media(contrast="null", forced_colors="null", color_scheme="null")


def test_how_far_a_run_is_can_be_seen_in_forced_colours(digits: Canvas):
    show(digits)
    digits.page.emulate_media(forced_colors="active")
    try:
        digits.get("step-epoch").click()
        digits.wait("state.status.state === 'paused' && state.status.epoch > 0")
        assert len(looks(digits, ".progress-bar", ".progress-bar > div")) == 2
        digits.get("stop").click()
    finally:
        digits.page.emulate_media(forced_colors="null")
