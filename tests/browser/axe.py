"""axe-core on the page, and the contrast of what it can't see through, in JupyterLab's themes."""

from pathlib import Path

import pytest

from tests.browser.lab import Canvas, Notebook

AXE = Path(__file__).parents[2] / "widgets" / "node_modules" / "axe-core" / "axe.min.js"
LIGHT, DARK, CONTRAST = "JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"
INSTALLED = pytest.mark.skipif(
    not AXE.exists(), reason="axe-core comes with the packages of widgets/, which are not installed"
)

# A theme is colours alone: what is asked of parts, names and sizes is asked in one of them.
COLOURS = ["color-contrast", "link-in-text-block"]
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (runOnly) => {
    const found = await window.axe.run({ include: [[".keras-playground"]] }, {
        runOnly,
        resultTypes: ["violations", "passes"],
    });
    const contrast = found.passes.find((rule) => rule.id === "color-contrast");
    return {
        checked: contrast ? contrast.nodes.length : 0,
        wrong: found.violations.flatMap((rule) => rule.nodes.map((node) =>
            `${rule.id} (${rule.impact}): ${node.html.slice(0, 200)} ${(node.any[0] || {}).message || ""}`)),
    };
}"""
FADED = """() => [...document.querySelectorAll(".keras-playground")].every((host) =>
    host.shadowRoot.getAnimations().every((each) =>
        each.playState !== "running" || each.effect.getComputedTiming().endTime === Infinity))"""
CANVAS = [".canvas *:not(.unseen)", 4.5]
# Cards stand over the wires' layer, which axe can't see through: their texts are measured here.
FAINT = """([within, least]) => {
    const root = document.querySelector(".keras-playground").shadowRoot;
    const parse = (colour) => {
        const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
        return colour.startsWith("color(srgb") ? [255 * r, 255 * g, 255 * b, a] : [r, g, b, a];
    };
    const over = ([r, g, b, a], below) => [r, g, b].map((each, i) => each * a + below[i] * (1 - a));
    const light = (colour) => {
        const [r, g, b] = colour.map((each) => each / 255)
            .map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
        if (!element) return [255, 255, 255];
        return over(parse(getComputedStyle(element).backgroundColor), behind(element.parentElement));
    };
    const solid = (element) => !element ? 1 : Number(getComputedStyle(element).opacity) * solid(element.parentElement);
    const says = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const texts = [...root.querySelectorAll(within)].filter(
        (element) => element.checkVisibility() && says(element) && !element.closest(":disabled, style"));
    const faint = texts.flatMap((element) => {
        const style = getComputedStyle(element);
        const below = behind(element);
        const [r, g, b, a] = parse(style.fill !== "rgb(0, 0, 0)" && element.closest("svg") ? style.fill : style.color);
        const [one, other] = [light(over([r, g, b, a * solid(element)], below)), light(below)].sort((x, y) => y - x);
        const ratio = (one + 0.05) / (other + 0.05);
        return ratio < least ? [`${element.className}: ${element.textContent.slice(0, 30)} ${ratio.toFixed(2)}`] : [];
    });
    return { texts: texts.length, faint };
}"""


def faint(canvas: Canvas, least: float) -> list[str]:
    """Texts of the whole studio whose contrast to what is behind them is below this."""
    return list(canvas.page.evaluate(FAINT, [".root *:not(.unseen)", least])["faint"])


def set_theme(notebook: Notebook, theme: str) -> None:
    page = notebook.page
    page.evaluate("(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    page.wait_for_function("(theme) => document.body.dataset.jpThemeName === theme", arg=theme)


def check(canvas: Canvas, state: str) -> None:
    """Nothing is wrong in this state."""
    page = canvas.page
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    # JupyterLab's body has no height, and axe takes what stands in it for hidden.
    style = page.add_style_tag(content="html, body { height: 100vh !important }")
    # What glides or fades has the colours of the moment.
    page.wait_for_timeout(250)
    page.wait_for_function(FADED)
    light = page.evaluate("() => document.body.dataset.jpThemeName") == LIGHT
    found = page.evaluate(RUN, ALL if light else COLOURS)
    style.evaluate("(style) => style.remove()")
    assert not found["wrong"], "\n".join([state, *found["wrong"]])
    assert page.evaluate(FAINT, CANVAS)["faint"] == [], state
