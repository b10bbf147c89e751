"""A hand on the canvas: the real mouse and keyboard, where things are, and waiting for what must come."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, TimeoutError as TooLate

from playground.network import Edit, Network, apply
from tests.browser.gestures.named import named
from tests.browser.hands import AT_REST, in_one_burst, spot
from tests.browser.lab import PATIENCE, POLLING, Canvas

Point = tuple[float, float]
SLACK = 2
"""So many pixels a hand moves to the right before what it pressed on comes along."""

SIGHT = """async (element) => {
    const read = () => getComputedStyle(element).transform;
    let before = read();
    for (let same = 0; same < 3;) {
        await new Promise(requestAnimationFrame);
        const now = read();
        same = now === before ? same + 1 : 0;
        before = now;
    }
    const { a, e, f } = new DOMMatrix(before);
    return [e, f, a];
}"""

WORDS = """
    const root = host.shadowRoot;
    const state = host.studio.store.getState();
    const view = host.view.getState();
    const level = view.path.reduce((at, id) => at?.layers.find((layer) => layer.id === id)?.network, state.network);
    const nameOf = (id) => {
        const node = level?.nodes.find((each) => each.id === id);
        return level?.layers.find((layer) => layer.id === node?.layer)?.name ?? "note";
    };
    const chosen = view.nodes.map(nameOf).sort().join(" ");
    const get = (test) => root.querySelector(`[data-testid="${test}"]`);
    const text = (test) => get(test)?.textContent ?? "";
    const focused = root.activeElement;
"""


class Hand:
    """One hand at one drawing."""

    def __init__(self, canvas: Canvas, network: Network) -> None:
        """Lie on a canvas whose drawing, with its ids, is this."""
        self.canvas = canvas
        self.page = canvas.page
        self.mouse = canvas.page.mouse
        self.keyboard = canvas.page.keyboard
        self.before = named(network)
        self._ids = {
            named_node.id: node.id
            for named_node, node in zip(
                self.before.nodes, sorted(network.nodes, key=lambda node: network.layer_of(node.id).name), strict=True
            )
        }

    # --- what should stand ---------------------------------------------------------------------------------------

    def after(self, *edits: Edit) -> Network:
        """The drawing of before with edits, both in names."""
        network = self.before
        for edit in edits:
            network, _ = apply(network, edit)
        return named(network)

    def id(self, name: str) -> str:
        """The id of a layer's node."""
        return self._ids[name]

    # --- where things are ----------------------------------------------------------------------------------------

    def box(self, locator: Locator) -> tuple[float, float, float, float]:
        """Left, top, width and height of an element on the page, once it stands still."""
        left, top, width, height = locator.evaluate(AT_REST)
        return left, top, width, height

    def at(self, what: str | Locator, right: float = 0.5, down: float = 0.5) -> Point:
        """A place on an element, or on the card of a layer, in shares of its width and height."""
        left, top, width, height = self.box(self.card(what) if isinstance(what, str) else what)
        return pixel((left + right * width, top + down * height))

    def card(self, name: str) -> Locator:
        """The card of a layer."""
        return self.canvas.get(f"node-{name}")

    def out(self, name: str) -> Point:
        """The output of a layer."""
        return self.at(self.canvas.get(f"out-{name}-0"))

    def port(self, name: str, port: str = "inputs") -> Point:
        """An input of a layer."""
        return self.at(self.canvas.get(f"port-{name}-{port}"))

    def spot(self, right: float, down: float) -> Point:
        """A place on the canvas, in shares of its width and height."""
        return pixel(spot(self.canvas, right, down))

    def sight(self) -> tuple[float, float, float]:
        """Where the canvas's origin is on the page, and the zoom, once nothing glides."""
        x, y, zoom = self.canvas.host.locator(".react-flow__viewport").evaluate(SIGHT)
        box = self.canvas.get("canvas").bounding_box()
        assert box is not None
        return box["x"] + x, box["y"] + y, zoom

    def place(self, point: Point) -> Point:
        """A point of the page in canvas pixels."""
        x, y, zoom = self.sight()
        return (point[0] - x) / zoom, (point[1] - y) / zoom

    def screen(self, place: Point) -> Point:
        """A place in canvas pixels as a point of the page."""
        x, y, zoom = self.sight()
        return pixel((place[0] * zoom + x, place[1] * zoom + y))

    # --- what it does --------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keyboard.press(key)

    def press_at_once(self, *keys: str) -> None:
        """Press keys on the canvas as one burst, on the slowest machine, too."""
        in_one_burst(self.canvas, *keys)

    @contextmanager
    def holding(self, key: str) -> Iterator[None]:
        """A key held down."""
        self.keyboard.down(key)
        try:
            yield
        finally:
            self.keyboard.up(key)

    def drag(self, start: Point, end: Point) -> None:
        """Press at one point, and let go at the other."""
        self.carry(start, end)
        self.mouse.up()

    def carry(self, *points: Point) -> None:
        """Press at the first point and move over the others, without letting go."""
        first, *others = points
        self.mouse.move(*first)
        self.mouse.down()
        self.mouse.move(first[0] + SLACK, first[1])
        for point in others:
            self.mouse.move(*point, steps=6)
        self.mouse.move(*points[-1])

    def click(self, what: str | Locator, *, key: str | None = None) -> None:
        """Click on a card or an element, with a key held."""
        point = self.at(what)
        if key is None:
            self.mouse.click(*point)
            return
        with self.holding(key):
            self.mouse.click(*point)

    def choose(self, *names: str) -> None:
        """Select layers: a click on the first, Shift and a click on the others."""
        for at, name in enumerate(names):
            self.click(name, key="Shift" if at else None)
        self.until(f"chosen === '{' '.join(sorted(names))}'")

    def click_ground(self) -> None:
        """Click where nothing stands."""
        self.mouse.click(*self.spot(0.97, 0.05))

    def search(self, text: str) -> None:
        """Type into the search for a layer, once it is open."""
        field = self.canvas.get("search-query")
        field.wait_for()
        field.fill(text)

    def command(self, name: str) -> None:
        """Do what has this name in the palette of commands."""
        self.press("Control+k")
        self.canvas.get("command-query").fill(name)
        self.press("Enter")

    def palette(self, text: str) -> None:
        """Look for a kind in the palette."""
        self.canvas.get("palette-search").fill(text)

    # --- what it waits for ---------------------------------------------------------------------------------------

    def until(self, expression: str) -> None:
        """Wait until JavaScript over `state`, `view`, `chosen`, `text`, `get`, `focused` and `root` is true.

        Raises:
            AssertionError: it never was.
        """
        try:
            self.page.wait_for_function(
                f"(host) => {{ {WORDS} return {expression}; }}",
                arg=self.canvas.host.element_handle(),
                timeout=PATIENCE,
                polling=POLLING,
            )
        except TooLate:
            raise AssertionError(f"It never came that {expression}") from None

    def see(self, expression: str) -> Any:
        """The value of JavaScript over the same words, now."""
        return self.canvas.host.evaluate(f"(host) => {{ {WORDS} return {expression}; }}")


def pixel(point: Point) -> Point:
    """The whole pixel that a point lies in: the browser tells of no others."""
    return float(math.floor(point[0])), float(math.floor(point[1]))


def rounded(place: Sequence[float]) -> Point:
    """A place in whole pixels, halves going up as in JavaScript."""
    return float(math.floor(place[0] + 0.5)), float(math.floor(place[1] + 0.5))
