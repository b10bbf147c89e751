"""Blocks: made, entered, edited inside, left, dissolved."""

from playground.catalog import card_heights
from playground.network import (
    ChangeSetting,
    Move,
    Network,
    RemoveNode,
    Spec,
    Within,
    apply,
    find_blocks,
    fold,
)
from tests.browser.gestures.drawings import BLOCKED, CHAIN, REPEATED
from tests.browser.gestures.gesture import gesture
from tests.browser.gestures.hand import Hand
from tests.browser.gestures.named import named


@gesture(CHAIN)
def make_a_block(hand: Hand) -> Network:
    """Ctrl+G makes a block of what is selected."""
    hand.choose("conv", "pool")
    hand.press("Control+g")
    hand.until("chosen === 'block'")
    return named(BLOCKED)


@gesture(BLOCKED)
def dissolve_a_block(hand: Hand) -> Network:
    """Ctrl+Shift+G puts its layers in its place, and selects them."""
    hand.choose("block")
    hand.press("Control+Shift+g")
    hand.until("chosen === 'conv pool'")
    places = hand.see("Object.fromEntries(level.nodes.map((node) => [nameOf(node.id), [node.x, node.y]]))")
    assert [places["conv"][1], places["conv"][0] < places["pool"][0]] == [places["pool"][1], True]
    return named(_moved(CHAIN, places))


def _moved(network: Network, places: dict[str, tuple[float, float]]) -> Network:
    return apply(network, Move({name: (float(x), float(y)) for name, (x, y) in places.items()}))[0]


def _inside(hand: Hand) -> None:
    hand.until("view.path.length === 1 && get('node-conv') && get('crumbs')")


def _outside(hand: Hand) -> None:
    hand.until("view.path.length === 0 && get('node-block') && chosen === 'block'")


@gesture(BLOCKED)
def enter_a_block_by_double_click(hand: Hand) -> None:
    """A double-click enters a block; Escape leaves it."""
    hand.mouse.dblclick(*hand.at("block", 0.5, 0.7))
    _inside(hand)
    hand.press("Escape")
    _outside(hand)


@gesture(BLOCKED)
def enter_a_block_by_key(hand: Hand) -> None:
    """Enter does the same, and the line above the canvas leads back."""
    hand.choose("block")
    hand.press("Enter")
    _inside(hand)
    hand.click(hand.canvas.get("crumb-0"))
    _outside(hand)


@gesture(BLOCKED)
def edit_inside_a_block(hand: Hand) -> Network:
    """What is done inside is one step of the whole drawing, and undo looks on there."""
    if not hand.see("view.path.length"):
        hand.choose("block")
        hand.press("Enter")
    _inside(hand)
    hand.choose("conv")
    field = hand.canvas.get("setting-filters")
    field.fill("24")
    field.press("Enter")
    return hand.after(Within("block", ChangeSetting("conv", "filters", 24)))


@gesture(BLOCKED)
def delete_a_block(hand: Hand) -> Network:
    """A block goes, and comes back, with all that is in it."""
    hand.choose("block")
    hand.press("Delete")
    return hand.after(RemoveNode("block"))


@gesture(REPEATED)
def find_repeated_blocks(hand: Hand) -> Network:
    """What repeats becomes blocks by a command, which says how many."""
    hand.until("text('canvas').includes('8×8×16')")
    hand.command("find repeated")
    hand.until("text('notice').includes('Made 2 blocks.') && root.querySelectorAll('.card.block').length === 2")
    hand.canvas.get("notice-dismiss").click()
    hand.canvas.get("canvas").focus()
    specs = {(node.id, 0): Spec((None, 8, 8, 1 if node.id == "image" else 16), "float32") for node in REPEATED.nodes}
    return named(apply(REPEATED, fold(REPEATED, find_blocks(REPEATED), specs, card_heights))[0])
