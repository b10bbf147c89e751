"""Notebook manners: which keys are the notebook's, where the focus goes, and files dropped on the canvas."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playground.network import SUFFIX, Document, Network, RemoveNode, encode_document
from tests.browser.gestures.drawings import CHAIN, LOOSE
from tests.browser.gestures.gesture import gesture
from tests.browser.gestures.hand import Hand
from tests.browser.gestures.named import named
from tests.browser.hands import drop_files
from tests.browser.lab import PANEL


@gesture(CHAIN)
def keys_of_cells(hand: Hand) -> None:
    """Keys that would delete, cut, make, split or run cells do nothing to them while the canvas has the focus."""
    hand.click_ground()
    hand.press("d", "d", "x", "a", "b", "m", "y", "z", "Shift+Enter", "Control+m", "i", "i")


@gesture(CHAIN)
def delete_and_go_on_typing(hand: Hand) -> Network:
    """After a focused node was deleted the next keys are still the canvas's, and not the notebook's."""
    hand.choose("conv")
    hand.press("Delete", "d", "d", "x", "b")
    return hand.after(RemoveNode("conv"))


@gesture(CHAIN)
def save_the_notebook(hand: Hand) -> None:
    """Ctrl+S on the canvas saves the notebook."""
    hand.click_ground()
    hand.page.evaluate(f"() => {{ {PANEL}.context.model.dirty = true; }}")
    hand.press("Control+s")
    hand.page.wait_for_function(f"() => !{PANEL}.context.model.dirty")


@gesture(CHAIN)
def drop_a_file(hand: Hand) -> Network:
    """A document dropped on the canvas takes the place of the drawing, and undo brings that back."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"other{SUFFIX}"
        path.write_bytes(encode_document(Document(LOOSE)))
        drop_files(hand.canvas, path)
        hand.until("get('node-hidden') && state.network.nodes.length === 3")
    return named(LOOSE)
