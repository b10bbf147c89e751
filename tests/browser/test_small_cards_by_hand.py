"""What a hand does on small cards: the same laws as on the tour, of which the gestures are, seen from two distances."""

import pytest
from playwright.sync_api import expect

from playground.network import Connect, Disconnect, Edge, Move, Network
from tests.browser.gestures import GESTURES, Gesture, Stage
from tests.browser.gestures.drawings import CHAIN, LOOSE
from tests.browser.gestures.gesture import Deed
from tests.browser.gestures.hand import SLACK, Hand, rounded
from tests.browser.lab import Notebook

OF_THE_TOUR = (
    "wire_a_body",
    "wire_backwards",
    "replace_a_wire",
    "replace_a_wire_on_a_body",
    "grow_an_input",
    "pull_a_wire_off",
    "pull_the_first_of_two_wires_off",
    "move_the_end_of_a_wire",
    "delete_a_wire",
    "a_circle_is_refused",
    "draw_a_frame",
    "rename_by_key",
    "rename_by_double_click",
    "enter_a_block_by_double_click",
    "click_the_badge",
)
AWAY = {"mid": 3, "far": 6}
"""How often a hand zooms out to see cards of a level: to 58 % and to 33 %."""


def wire_a_port(hand: Hand) -> Network:
    hand.carry(hand.out("image"), hand.port("hidden"))
    hand.until("get('port-hidden-inputs').classList.contains('fits')")
    hand.mouse.up()
    return hand.after(Connect(Edge("image", "hidden")))


def drag_a_node(hand: Hand) -> Network:
    x, y = hand.at("conv")
    hand.drag((x, y), (x + SLACK + 40, y + 24))
    zoom = hand.sight()[2]
    return hand.after(Move({"conv": rounded((224 + 40 / zoom, 24 / zoom))}))


def drop_a_node_on_a_wire(hand: Hand) -> Network:
    x, y = hand.at("hidden")
    up = 150 * hand.sight()[2]
    hand.carry((x, y), (x + SLACK, y - up / 2), (x + SLACK, y - round(up)))
    hand.until("root.querySelector('.wire.glows') !== null")
    hand.mouse.up()
    return hand.after(
        Move({"hidden": (224.0, 0.0)}),
        Disconnect(Edge("image", "digit")),
        Connect(Edge("image", "hidden")),
        Connect(Edge("hidden", "digit")),
    )


def own(start: Network, deed: Deed) -> Gesture:
    return Gesture(deed.__name__, "small cards", start, deed)


HERE = (own(LOOSE, wire_a_port), own(CHAIN, drag_a_node), own(LOOSE, drop_a_node_on_a_wire))
SEEN = {each.name: each for each in (*(GESTURES[name] for name in OF_THE_TOUR), *HERE)}


@pytest.fixture(scope="module")
def stage(notebook: Notebook) -> Stage:
    return Stage(notebook)


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize("level", AWAY)
def test_a_gesture_on_small_cards_is_one_step_too(stage: Stage, level: str, name: str):
    gesture = SEEN[name]
    stage.begin(gesture)
    hand = Hand(stage.canvas, gesture.start)
    for _ in range(AWAY[level]):
        hand.press("-")
        hand.sight()
    expect(stage.canvas.host.locator(f".card.{level}")).to_have_count(len(gesture.start.nodes))
    try:
        stage.do(gesture)
    except BaseException:
        stage.recover()
        raise
