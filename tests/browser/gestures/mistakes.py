"""Mistakes: the badge, the sentence, the list, the way there and the cure."""

import msgspec

from playground.network import Edit, Network
from tests.browser.gestures.drawings import FAULTY
from tests.browser.gestures.gesture import gesture
from tests.browser.gestures.hand import Hand
from tests.browser.gestures.named import named

SENTENCE = "Add “skip” needs equal shapes; received 8×8×32 and 8×8×64."


@gesture(FAULTY)
def look_at_a_mistake(hand: Hand) -> None:
    """A badge is on the node, its sentence on hover; what comes after waits, what came before has its shapes."""
    hand.until("get('badge-skip')?.title === '" + SENTENCE + "'")
    hand.mouse.move(*hand.at(hand.canvas.get("badge-skip")))
    states = hand.see("Object.fromEntries(level.nodes.map((n) => [nameOf(n.id), state.report.nodes[n.id].state]))")
    assert states == {
        "image": "ok",
        "stem": "ok",
        "conv": "ok",
        "skip": "faulty",
        "flat": "waiting",
        "digit": "waiting",
    }
    hand.until("get('node-flat').classList.contains('waiting') && !get('node-conv').classList.contains('waiting')")


@gesture(FAULTY)
def click_the_badge(hand: Hand) -> None:
    """A click on the badge selects the node and shows the list."""
    hand.click(hand.canvas.get("badge-skip"))
    hand.until("chosen === 'skip' && view.dock === 'problems' && text('problem-0').includes('needs equal shapes')")


@gesture(FAULTY)
def go_from_the_list_to_the_node(hand: Hand) -> None:
    """A click in the list goes to its node."""
    hand.click(hand.canvas.get("dock-problems"))
    hand.click(hand.canvas.get("problem-show-0"))
    hand.until("chosen === 'skip' && get('callout')")
    hand.press("Escape")
    hand.until("!get('callout') && chosen === 'skip'")
    hand.click(hand.canvas.get("badge-skip"))
    hand.until("get('callout')")


def _cured(hand: Hand, problem: dict) -> Network:
    """The drawing with the first fix of a problem."""
    ids = {hand.id(node.id): node.id for node in hand.before.nodes}
    layers = hand.see("Object.fromEntries(state.confirmed.layers.map((layer) => [layer.id, layer.name]))")
    text = msgspec.json.encode(problem["fixes"][0]["edit"]).decode()
    for old, new in {**ids, **layers}.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return named(hand.after(msgspec.json.decode(text, type=Edit)))


def _problem(hand: Hand) -> dict:
    """What checking says of the drawing as it stands before its cure."""
    hand.until("state.report.problems.length > 0")
    return hand.see("state.report.problems[0]")


@gesture(FAULTY)
def cure_from_the_list(hand: Hand) -> Network:
    """A fix is one click in the list."""
    cured = _cured(hand, _problem(hand))
    hand.click(hand.canvas.get("dock-problems"))
    hand.click(hand.canvas.get("problem-fix-0"))
    hand.until("state.report.problems.length === 0")
    return cured


@gesture(FAULTY)
def cure_from_the_callout(hand: Hand) -> Network:
    """Or one beside the node."""
    cured = _cured(hand, _problem(hand))
    hand.click("skip")
    hand.canvas.get("callout").wait_for()
    hand.click(hand.canvas.get("callout-fix"))
    hand.until("state.report.problems.length === 0 && !get('callout')")
    return cured


@gesture(FAULTY)
def cure_by_key(hand: Hand) -> Network:
    """Or Alt+Enter."""
    cured = _cured(hand, _problem(hand))
    hand.click("skip")
    hand.canvas.get("callout").wait_for()
    hand.press("Alt+Enter")
    hand.until("state.report.problems.length === 0")
    return cured


@gesture(FAULTY)
def look_at_a_cure(hand: Hand) -> None:
    """While the pointer is on a fix, the canvas shows what it would do; nothing is done."""
    hand.click("skip")
    hand.canvas.get("callout").wait_for()
    hand.mouse.move(*hand.at(hand.canvas.get("callout-fix")))
    hand.until("get('ghosts') && text('ghosts').includes('params')")
    hand.mouse.move(*hand.spot(0.97, 0.05))
    hand.until("!get('ghosts')")
