"""Select: clicks, with Shift and Ctrl, the frame, all, none. Nothing of it is an edit."""

from tests.browser.gestures.drawings import CHAIN
from tests.browser.gestures.gesture import gesture
from tests.browser.gestures.hand import Hand


@gesture(CHAIN)
def click_a_node(hand: Hand) -> None:
    """A click selects a node, and it alone."""
    hand.click("conv")
    hand.until("chosen === 'conv'")
    hand.click("flat")
    hand.until("chosen === 'flat' && get('layer-name').value === 'flat'")


@gesture(CHAIN)
def click_one_of_several(hand: Hand) -> None:
    """A click on one of several that are selected selects it alone."""
    hand.choose("conv", "pool")
    hand.click("conv")
    hand.until("chosen === 'conv'")


@gesture(CHAIN)
def click_with_shift(hand: Hand) -> None:
    """Shift and a click add a node, or take it out again."""
    hand.choose("conv", "pool", "flat")
    hand.click("pool", key="Shift")
    hand.until("chosen === 'conv flat'")


@gesture(CHAIN)
def click_with_control(hand: Hand) -> None:
    """Ctrl and a click do the same."""
    hand.choose("conv")
    hand.click("flat", key="Control")
    hand.until("chosen === 'conv flat'")
    hand.click("conv", key="Control")
    hand.until("chosen === 'flat'")


@gesture(CHAIN)
def draw_a_frame(hand: Hand) -> None:
    """Shift and a drag over the background select what the frame touches."""
    with hand.holding("Shift"):
        hand.drag(hand.screen((190, 86)), hand.screen((520, -15)))
        hand.until("chosen === 'conv pool'")


@gesture(CHAIN)
def select_all(hand: Hand) -> None:
    """Ctrl+A selects all, a click on the background nothing."""
    hand.press("Control+a")
    hand.until("view.nodes.length === 6")
    hand.click_ground()
    hand.until("view.nodes.length === 0")


@gesture(CHAIN)
def select_nothing(hand: Hand) -> None:
    """Escape selects nothing."""
    hand.choose("conv", "pool")
    hand.press("Escape")
    hand.until("view.nodes.length === 0")
