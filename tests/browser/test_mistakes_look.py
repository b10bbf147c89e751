"""How a mistake looks: red where it is, grey below it, and all else as it was, in light and in dark."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.axe import set_theme
from tests.browser.hands import settled, show, still
from tests.browser.lab import Canvas, Notebook

CODE = "from tests.browser.gestures.drawings import FAULTY\nstudio = pg.Studio(FAULTY)\nstudio"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

CARDS = """(host) => {
    const rgb = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
    return Object.fromEntries([...host.shadowRoot.querySelectorAll(".react-flow__node .card")].map((card) => {
        const of = (part) => getComputedStyle(card.querySelector(part));
        const { borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(card);
        return [card.dataset.testid.replace("node-", ""), {
            border: [borderTopStyle, rgb(borderTopColor)], ground: rgb(backgroundColor),
            title: rgb(of(".card-title").color), words: rgb(of(".card-words").color), foot: rgb(of(".card-foot").color),
            says: card.querySelector(".card-foot").textContent,
        }];
    }));
}"""

WIRES = """(host) => {
    const rgb = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const wires = [...host.shadowRoot.querySelectorAll(".react-flow__edge")].map((edge) => {
        const { stroke, strokeDasharray } = getComputedStyle(edge.querySelector("path.wire"));
        const name = edge.dataset.id.replace(/\\.\\d+>/, ">").replace(/\\.[^.]+\\.\\d+$/, "");
        return [name, { colour: rgb(stroke), dashed: strokeDasharray !== "none" }];
    });
    const labels = [...host.shadowRoot.querySelectorAll(".wire-label")].map((label) =>
        [label.textContent, rgb(getComputedStyle(label).color)]);
    return { wires: Object.fromEntries(wires), labels };
}"""


@pytest.fixture(scope="module")
def drawn(notebook: Notebook) -> Canvas:
    """A studio on a sum of 32 and 64 channels, and two layers behind it."""
    canvas = notebook.show(CODE).ready()
    canvas.wait("state.report.problems.length === 1")
    settled(canvas)
    return canvas


@pytest.fixture(params=THEMES)
def faulty(drawn: Canvas, notebook: Notebook, request: pytest.FixtureRequest) -> Iterator[Canvas]:
    """The same in one theme after the other."""
    set_theme(notebook, THEMES[request.param])
    drawn.page.wait_for_function(
        "([host, theme]) => host.view.getState().theme === theme", arg=[drawn.host.element_handle(), request.param]
    )
    show(drawn)
    drawn.get("canvas").focus()
    drawn.page.keyboard.press("Escape")
    drawn.page.keyboard.press("0")
    still(drawn)
    yield drawn
    set_theme(notebook, THEMES["light"])


def is_red(colour: list[float]) -> bool:
    red, green, blue = colour
    return red > 1.5 * green and red > 1.5 * blue


def is_grey(colour: list[float]) -> bool:
    return max(colour) - min(colour) < 40


def away(colour: list[float], ground: list[float]) -> float:
    """How far a colour is from its ground."""
    return sum(abs(a - b) for a, b in zip(colour, ground, strict=True))


def test_cards_behind_a_mistake_are_grey_and_dashed_and_the_rest_as_they_were(faulty: Canvas):
    cards: dict[str, Any] = faulty.host.evaluate(CARDS)
    healthy, waiting = cards["conv"], cards["flat"]
    for name in ("image", "stem"):
        assert {**cards[name], "says": ""} == {**healthy, "says": ""}
    assert {**cards["digit"], "says": ""} == {**waiting, "says": ""}
    assert (healthy["border"][0], waiting["border"][0]) == ("solid", "dashed")
    for part in ("title", "words", "foot"):
        assert is_grey(waiting[part])
        assert waiting[part] == waiting["title"]
    assert away(waiting["title"], waiting["ground"]) < away(healthy["title"], healthy["ground"])
    assert waiting["says"] == "— params"
    assert healthy["says"] == "18,496 params"
    assert is_red(cards["skip"]["border"][1])
    assert not any(is_red(cards[name]["border"][1]) for name in cards if name != "skip")


def test_wires_into_a_mistake_are_red_and_those_behind_it_dashed_without_a_shape(faulty: Canvas):
    found: dict[str, Any] = faulty.host.evaluate(WIRES)
    wires = found["wires"]
    red = {name for name, wire in wires.items() if is_red(wire["colour"])}
    assert red == {"stem>skip", "conv>skip"}
    assert {name for name, wire in wires.items() if wire["dashed"]} == {"skip>flat", "flat>digit"}
    labels = sorted((text, is_red(colour)) for text, colour in found["labels"])
    assert [text for text, _ in labels if text == "?"] == ["?", "?"]
    assert ("8×8×1", False) in labels
    assert {text for text, red in labels if red} == {"8×8×32", "8×8×64"}
    assert all(is_grey(colour) for text, colour in found["labels"] if text == "?")
