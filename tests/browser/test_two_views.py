"""One studio in two cells, edited by hand in the one and in the other: gestures of the tour, seen from both sides."""

from typing import Any

import msgspec
import pytest

from playground.network import Network
from tests.browser.gestures import GESTURES
from tests.browser.gestures.hand import Hand
from tests.browser.gestures.named import differences, named
from tests.browser.hands import settled, show
from tests.browser.lab import Canvas, Notebook

DONE = (
    "drag_from_the_palette",
    "drag_a_node",
    "drop_a_node_on_a_wire",
    "wire_a_port",
    "replace_a_wire",
    "pull_a_wire_off",
    "rename_by_double_click",
    "delete_and_heal",
)

DRAWN = """(host) => {
    const root = host.shadowRoot;
    const cards = [...root.querySelectorAll(".react-flow__node")]
        .map((card) => [card.dataset.id, card.style.transform, card.querySelector(".card-name").textContent]);
    const wires = [...root.querySelectorAll(".react-flow__edge")].map((wire) => wire.dataset.id);
    return JSON.stringify([cards.sort(), wires.sort()]);
}"""
ALIKE = f"""([first, second]) => {{
    const drawn = {DRAWN};
    const {{ nodes, edges }} = first.studio.store.getState().network;
    const [cards, wires] = JSON.parse(drawn(first));
    return cards.length === nodes.length && wires.length === edges.length && drawn(first) === drawn(second);
}}"""

CHOSEN = """(host) => [...host.shadowRoot.querySelectorAll(".card.chosen")].map((card) => card.dataset.testid)"""


class Views:
    """Two views of one studio, the second in the cell below."""

    def __init__(self, notebook: Notebook, gesture: str) -> None:
        """Show what a gesture begins with."""
        start = f"from tests.browser.gestures import GESTURES\nstudio = pg.Studio(GESTURES[{gesture!r}].start)\nstudio"
        notebook.set_cells([start, "studio"])
        notebook.run(0)
        notebook.run(1)
        self.first = notebook.canvas(0).ready()
        self.second = notebook.canvas(1).ready()
        self.start = GESTURES[gesture].start

    def hand(self, canvas: Canvas) -> Hand:
        """A hand at one of them, in sight and focused."""
        show(canvas)
        hand = Hand(canvas, self.start)
        hand.click_ground()
        return hand

    def alike(self) -> Any:
        """What both draw, once they draw the same and the kernel has answered all."""
        for canvas in (self.first, self.second):
            settled(canvas)
        hosts = [canvas.host.element_handle() for canvas in (self.first, self.second)]
        self.first.page.wait_for_function(ALIKE, arg=hosts)
        networks = [canvas.state("state.confirmed") for canvas in (self.first, self.second)]
        assert networks[0] == networks[1]
        return self.first.host.evaluate(DRAWN)


@pytest.mark.parametrize("name", DONE)
def test_what_a_hand_does_in_one_view_is_drawn_in_the_other_where_undo_takes_it_back(notebook: Notebook, name: str):
    views = Views(notebook, name)
    before = views.alike()
    expected = GESTURES[name].deed(views.hand(views.first))
    assert expected is not None
    views.second.wait("state.revision === 1")
    after = views.alike()
    drawn = msgspec.convert(views.second.state("state.network"), Network)
    difference = differences(named(drawn), expected)
    assert not difference, difference
    assert after != before
    views.hand(views.second).press("Control+z")
    views.first.wait("state.revision === 2")
    assert views.alike() == before
    views.hand(views.first).press("Control+y")
    views.second.wait("state.revision === 3")
    assert views.alike() == after


def test_each_view_has_a_selection_of_its_own_that_its_keys_are_about(notebook: Notebook):
    views = Views(notebook, "delete")
    first, second = views.first, views.second
    views.hand(first).choose("conv", "flat")
    assert second.view("state.nodes") == []
    assert second.host.evaluate(CHOSEN) == []
    hand = views.hand(second)
    hand.choose("flat")
    hand.until("get('layer-name').value === 'flat'")
    assert sorted(first.host.evaluate(CHOSEN)) == ["node-conv", "node-flat"]
    hand.press("Delete")
    first.wait("state.network.nodes.length === 5")
    views.alike()
    Hand(first, views.start).until("chosen === 'conv' && get('layer-name').value === 'conv'")
    assert first.host.evaluate(CHOSEN) == ["node-conv"]
    assert second.host.evaluate(CHOSEN) == []
    views.hand(second).press("Control+z")
    first.wait("state.network.nodes.length === 6")
    views.alike()
    assert first.host.evaluate(CHOSEN) == ["node-conv"]
