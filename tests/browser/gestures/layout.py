"""Layout: lined up, spread, snapped, and arranged either way round what is pinned."""

from playground.network import Move, Network, SetPinned, apply
from tests.browser.gestures.drawings import CHAIN
from tests.browser.gestures.gesture import gesture
from tests.browser.gestures.hand import SLACK, Hand

STEPS = apply(CHAIN, Move({"conv": (244.0, 30.0), "flat": (10.0, 170.0)}))[0]
"""The six layers, out of line."""


@gesture(STEPS)
def align(hand: Hand) -> Network:
    """What is selected is lined up by a button of the panel."""
    hand.choose("image", "conv", "pool")
    hand.click(hand.canvas.get("align-bottom"))
    return hand.after(Move({"image": (0.0, 30.0), "pool": (448.0, 30.0)}))


def _aligned(hand: Hand, command: str, **places: tuple[float, float]) -> Network:
    """Three layers out of line are lined up by a command."""
    hand.choose("conv", "flat", "digit")
    hand.command(command)
    return hand.after(Move(places))


@gesture(STEPS)
def align_left(hand: Hand) -> Network:
    """Left edges by a command."""
    return _aligned(hand, "align left edges", conv=(10.0, 30.0), digit=(10.0, 150.0))


@gesture(STEPS)
def align_centres(hand: Hand) -> Network:
    """What stands one above the other, by its centres."""
    return _aligned(hand, "align centres", conv=(229.0, 30.0), flat=(229.0, 170.0), digit=(229.0, 150.0))


@gesture(STEPS)
def align_right(hand: Hand) -> Network:
    """Right edges."""
    return _aligned(hand, "align right edges", conv=(448.0, 30.0), flat=(448.0, 170.0))


@gesture(STEPS)
def align_top(hand: Hand) -> Network:
    """Top edges."""
    return _aligned(hand, "align top edges", flat=(10.0, 30.0), digit=(448.0, 30.0))


@gesture(STEPS)
def align_middles(hand: Hand) -> Network:
    """What stands side by side, by its middles."""
    return _aligned(hand, "align middles", conv=(244.0, 100.0), flat=(10.0, 100.0), digit=(448.0, 100.0))


@gesture(STEPS)
def distribute(hand: Hand) -> Network:
    """What is selected is spread evenly by a command."""
    hand.choose("image", "conv", "pool")
    hand.command("distribute horiz")
    return hand.after(Move({"conv": (224.0, 30.0)}))


@gesture(STEPS)
def distribute_vertically(hand: Hand) -> Network:
    """Downwards, too."""
    hand.choose("image", "conv", "flat")
    hand.command("distribute vert")
    return hand.after(Move({"conv": (244.0, 85.0)}))


@gesture(CHAIN)
def drag_into_line(hand: Hand) -> Network:
    """A node dragged nearly into line comes to rest in it; a line shows which."""
    x, y = hand.at("conv")
    hand.carry((x, y), (x + SLACK + 40, y + 147))
    hand.until("root.querySelector('.guide') !== null")
    hand.mouse.up()
    hand.until("root.querySelector('.guide') === null")
    return hand.after(Move({"conv": (264.0, 150.0)}))


@gesture(CHAIN)
def drag_without_snapping(hand: Hand) -> Network:
    """With snapping turned off by its command a node stays where it is let go."""
    hand.command("let dragged nodes snap")
    hand.until("view.snaps === false")
    x, y = hand.at("conv")
    hand.drag((x, y), (x + SLACK + 40, y + 147))
    hand.command("let dragged nodes snap")
    hand.until("view.snaps === true")
    return hand.after(Move({"conv": (264.0, 147.0)}))


@gesture(CHAIN)
def drag_back_into_line(hand: Hand) -> None:
    """A node that comes to rest where it was has not moved: nothing to undo."""
    x, y = hand.at("conv")
    hand.carry((x, y), (x + 30, y + 30), (x + 2, y + 3))
    hand.until("root.querySelector('.guide') !== null")
    hand.mouse.up()
    hand.until("root.querySelector('.guide') === null && !view.moving")


@gesture(STEPS)
def arrange_from_left_to_right(hand: Hand) -> Network:
    """The button arranges all, from left to right at first."""
    hand.click(hand.canvas.get("arrange"))
    hand.until("!state.network.nodes.some((node) => node.x === 244)")
    return hand.after(_move(hand))


@gesture(STEPS)
def arrange_from_top_to_bottom(hand: Hand) -> Network:
    """Its menu arranges from top to bottom."""
    hand.click(hand.canvas.get("arrange-more"))
    hand.click(hand.canvas.get("arrange-vertical"))
    hand.until("new Set(state.network.nodes.map((node) => node.x)).size === 1")
    return hand.after(_move(hand))


@gesture(apply(STEPS, SetPinned("conv", pinned=True))[0])
def arrange_round_what_is_pinned(hand: Hand) -> Network:
    """What is pinned keeps its place."""
    hand.click(hand.canvas.get("arrange"))
    hand.until("!state.network.nodes.some((node) => node.x === 10)")
    move = _move(hand)
    assert move.positions["conv"] == (244.0, 30.0)
    return hand.after(move)


def _move(hand: Hand) -> Move:
    """Where all nodes are now; no two of them cover each other."""
    places = hand.see("Object.fromEntries(level.nodes.map((node) => [nameOf(node.id), [node.x, node.y]]))")
    found = {name: (float(x), float(y)) for name, (x, y) in places.items()}
    every = sorted(found.items())
    for name, (x, y) in every:
        for other, (left, top) in every:
            assert name == other or abs(x - left) >= 154 or abs(y - top) >= 66, (name, other)
    return Move(found)
