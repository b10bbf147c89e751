"""Marks and notes: bypassed, frozen, pinned; written on the canvas."""

import msgspec

from playground.network import Network, Note, RemoveNote, SetBypassed, SetNote, SetPinned, SetTrainable
from tests.browser.gestures.drawings import CHAIN, NOTED
from tests.browser.gestures.gesture import gesture
from tests.browser.gestures.hand import SLACK, Hand, rounded


@gesture(CHAIN)
def bypass(hand: Hand) -> Network:
    """Ctrl+B leaves what is selected out of the model."""
    hand.choose("conv", "hidden")
    hand.press("Control+b")
    hand.until("text('node-hidden').includes('bypassed')")
    return hand.after(SetBypassed("conv", bypassed=True), SetBypassed("hidden", bypassed=True))


@gesture(CHAIN)
def an_input_is_not_bypassed(hand: Hand) -> None:
    """Where data enters there is nothing to bypass, which is said."""
    hand.choose("image")
    hand.press("Control+b")
    hand.until("text('notice').includes('can\\'t be bypassed')")
    hand.canvas.get("notice-dismiss").click()


@gesture(CHAIN)
def freeze(hand: Hand) -> Network:
    """Ctrl+Shift+F freezes the weights of what is selected."""
    hand.choose("hidden")
    hand.press("Control+Shift+F")
    return hand.after(SetTrainable("hidden", trainable=False))


@gesture(CHAIN)
def pin(hand: Hand) -> Network:
    """P pins what is selected to its place."""
    hand.choose("hidden", "flat")
    hand.press("p")
    return hand.after(SetPinned("hidden", pinned=True), SetPinned("flat", pinned=True))


@gesture(CHAIN)
def write_a_note(hand: Hand) -> Network:
    """N begins a note at the pointer; Ctrl+Enter keeps it, read as Markdown."""
    at = hand.spot(0.35, 0.7)
    x, y = rounded(hand.place(at))
    hand.mouse.move(*at)
    hand.press("n")
    hand.canvas.get("note-field").fill("mind **this**")
    hand.press("Control+Enter")
    hand.until("root.querySelector('.note strong')?.textContent === 'this'")
    return hand.after(SetNote(Note("note", "mind **this**", x, y, 240.0, 120.0)))


def _note(hand: Hand, **changes: object) -> Network:
    (note,) = hand.before.notes
    return hand.after(SetNote(msgspec.structs.replace(note, **changes)))


@gesture(NOTED)
def write_in_a_note(hand: Hand) -> Network:
    """A double-click opens a note, and a click elsewhere keeps what was written."""
    hand.mouse.dblclick(*hand.at(hand.canvas.host.locator(".note")))
    hand.canvas.get("note-field").fill("other")
    hand.click_ground()
    return _note(hand, text="other")


@gesture(NOTED)
def leave_a_note_as_it_was(hand: Hand) -> None:
    """Escape forgets what was written."""
    hand.click(hand.canvas.host.locator(".note"))
    hand.until("chosen === 'note'")
    hand.press("Enter")
    hand.canvas.get("note-field").fill("never")
    hand.press("Escape")
    hand.until("!get('note-field') && root.querySelector('.note').textContent.includes('twice')")


@gesture(NOTED)
def drag_a_note(hand: Hand) -> Network:
    """A note is moved like a node."""
    x, y = hand.at(hand.canvas.host.locator(".note"), 0.5, 0.9)
    hand.drag((x, y), (x + SLACK + 37, y + 21))
    return _note(hand, x=37.0, y=141.0)


@gesture(NOTED)
def size_a_note(hand: Hand) -> Network:
    """A note is sized by its corner."""
    hand.click(hand.canvas.host.locator(".note"))
    x, y = hand.at(hand.canvas.host.locator(".react-flow__resize-control.handle.bottom.right"))
    hand.drag((x, y), (x + 40, y + 30))
    hand.until("state.network.notes[0].width > 200")
    width, height = hand.see("[state.network.notes[0].width, state.network.notes[0].height]")
    assert (abs(width - 240) <= 1, abs(height - 130) <= 1) == (True, True)
    return _note(hand, width=float(width), height=float(height))


@gesture(NOTED)
def delete_a_note(hand: Hand) -> Network:
    """A note is deleted like a node."""
    hand.click(hand.canvas.host.locator(".note"))
    hand.until("chosen === 'note'")
    hand.press("Delete")
    return hand.after(RemoveNote("note.0"))


@gesture(NOTED)
def copy_a_note(hand: Hand) -> Network:
    """A note is duplicated like a node."""
    hand.click(hand.canvas.host.locator(".note"))
    hand.until("chosen === 'note'")
    hand.press("Control+d")
    (note,) = hand.before.notes
    return hand.after(SetNote(msgspec.structs.replace(note, id="copy", x=note.x + 32, y=note.y + 32)))


@gesture(NOTED)
def find_and_size_a_note_by_key(hand: Hand) -> Network:
    """Alt and the arrows lead to a note, Ctrl+F finds it by its words, and Ctrl, Shift and the arrows size it."""
    hand.press("Escape", "Alt+ArrowRight", "Alt+ArrowDown")
    hand.until("view.nodes[0] === state.network.notes[0].id && text('announcer').startsWith('Note: ')")
    hand.press("Escape", "Control+f")
    hand.canvas.get("command-query").fill("why")
    hand.press("Enter")
    hand.until("view.nodes[0] === state.network.notes[0].id && focused === get('canvas')")
    hand.press_at_once(*["Control+Shift+ArrowRight"] * 2, "Control+Shift+ArrowDown")
    return _note(hand, width=232.0, height=116.0)
