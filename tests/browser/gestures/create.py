"""Create: from the palette, from the search, from a wire's end, and into a wire."""

from playground.network import AddNode, Connect, Disconnect, Edge, Layer, Move, Network, Node
from tests.browser.gestures.drawings import CHAIN, LOOSE
from tests.browser.gestures.gesture import gesture
from tests.browser.gestures.hand import SLACK, Hand, Point, rounded

CARD = (154, 66)
DENSE = {"units": 32}


def put(name: str, kind: str, at: Point, **settings: object) -> AddNode:
    """A new layer and its node at a place."""
    return AddNode(Node(name, name, *map(float, at)), Layer(name, kind, name, settings))


def middle(hand: Hand, point: Point) -> Point:
    """Where a card's corner is whose middle is at a point of the page."""
    x, y = hand.place(point)
    return rounded((x - CARD[0] / 2, y - CARD[1] / 2))


@gesture(CHAIN)
def drag_from_the_palette(hand: Hand) -> Network:
    """A kind dragged from the palette stands where it is let go."""
    hand.palette("Dense")
    end = hand.spot(0.5, 0.72)
    hand.drag(hand.at(hand.canvas.get("palette-Dense")), end)
    return hand.after(put("dense", "Dense", middle(hand, end), **DENSE))


@gesture(CHAIN)
def drag_from_the_palette_and_give_up(hand: Hand) -> None:
    """Escape lets go of what is dragged from the palette."""
    hand.palette("Dense")
    hand.carry(hand.at(hand.canvas.get("palette-Dense")), hand.spot(0.5, 0.72))
    hand.canvas.get("ghost").wait_for()
    hand.press("Escape")
    hand.until("!get('ghost')")
    hand.mouse.up()


@gesture(LOOSE)
def drag_from_the_palette_onto_a_wire(hand: Hand) -> Network:
    """Dropped on a wire, a kind is put into it; the wire glows while it hovers."""
    hand.palette("Dropout")
    hand.carry(hand.at(hand.canvas.get("palette-Dropout")), hand.screen((301, 33)))
    hand.until("root.querySelector('.wire.glows') !== null")
    hand.mouse.up()
    return hand.after(
        put("dropout", "Dropout", (224, 0), rate=0.5),
        Disconnect(Edge("image", "digit")),
        Connect(Edge("image", "dropout")),
        Connect(Edge("dropout", "digit")),
    )


@gesture(CHAIN)
def search_the_palette(hand: Hand) -> None:
    """The palette finds kinds by name, however roughly, by group, and by what they do."""
    for text, kind in (("convoltion", "Conv2D"), ("merging", "Add"), ("repeats the input", "RepeatVector")):
        hand.palette(text)
        hand.canvas.get(f"palette-{kind}").wait_for()
    hand.press("Escape")
    hand.until("get('palette-search').value === ''")


@gesture(CHAIN)
def double_click_in_the_palette(hand: Hand) -> Network:
    """A double-click on a kind adds it after the selected node, wired."""
    hand.choose("digit")
    hand.palette("Dense")
    hand.mouse.dblclick(*hand.at(hand.canvas.get("palette-Dense")))
    hand.until("chosen === 'dense'")
    return hand.after(put("dense", "Dense", (672, 150), **DENSE), Connect(Edge("digit", "dense")))


@gesture(CHAIN)
def enter_on_a_kind_of_the_palette(hand: Hand) -> Network:
    """Enter on a kind does the same."""
    hand.choose("digit")
    hand.palette("Dense")
    hand.canvas.get("palette-Dense").wait_for()
    hand.canvas.get("palette-search").focus()
    hand.press("ArrowDown")
    hand.until("focused === get('palette-Dense')")
    hand.press("Enter")
    return hand.after(put("dense", "Dense", (672, 150), **DENSE), Connect(Edge("digit", "dense")))


@gesture(CHAIN)
def enter_in_the_palettes_search(hand: Hand) -> Network:
    """Enter in the palette's search adds the best that was found."""
    hand.choose("digit")
    hand.palette("Dense")
    hand.canvas.get("palette-search").press("Enter")
    return hand.after(put("dense", "Dense", (672, 150), **DENSE), Connect(Edge("digit", "dense")))


@gesture(CHAIN)
def double_click_the_background(hand: Hand) -> Network:
    """A double-click on the empty canvas searches there; what is picked stands there."""
    at = hand.spot(0.45, 0.75)
    x, y = hand.place(at)
    hand.mouse.dblclick(*at)
    hand.search("dense 12 relu")
    hand.press("Enter")
    hand.until("chosen === 'dense'")
    return hand.after(put("dense", "Dense", rounded((x, y - CARD[1] / 2)), units=12, activation="relu"))


@gesture(CHAIN)
def search_after_the_selected_node(hand: Hand) -> Network:
    """The slash searches for what comes after the selected node."""
    hand.choose("digit")
    hand.press("/")
    hand.search("dense 12")
    hand.until("text('search').includes('after digit')")
    hand.press("Enter")
    return hand.after(put("dense", "Dense", (672, 150), units=12), Connect(Edge("digit", "dense")))


@gesture(CHAIN)
def close_the_search(hand: Hand) -> None:
    """Escape closes the search, and the canvas has the keys again."""
    hand.mouse.dblclick(*hand.spot(0.45, 0.75))
    hand.search("dense")
    hand.press("Escape")
    hand.until("!get('search') && focused === get('canvas')")


@gesture(CHAIN)
def drop_a_wire_on_the_background(hand: Hand) -> Network:
    """A wire dropped on the empty canvas asks for what takes it, and wires the pick."""
    end = hand.spot(0.5, 0.75)
    x, y = hand.place(end)
    hand.drag(hand.out("flat"), end)
    hand.search("inp")
    hand.until("text('search').includes('after flat') && !get('found-InputLayer')")
    hand.search("dense 12")
    hand.press("Enter")
    return hand.after(put("dense", "Dense", rounded((x, y - CARD[1] / 2)), units=12), Connect(Edge("flat", "dense")))


@gesture(LOOSE)
def drop_a_wire_from_an_input_on_the_background(hand: Hand) -> Network:
    """A wire drawn backwards from an input asks for what feeds it."""
    end = hand.spot(0.2, 0.75)
    x, y = hand.place(end)
    hand.drag(hand.port("hidden"), end)
    hand.search("dense 12")
    hand.until("text('search').includes('before hidden')")
    hand.press("Enter")
    at = rounded((x - CARD[0], y - CARD[1] / 2))
    return hand.after(put("dense", "Dense", at, units=12), Connect(Edge("dense", "hidden")))


@gesture(LOOSE)
def drop_a_node_on_a_wire(hand: Hand) -> Network:
    """A loose node dropped on a wire is put into it; the wire glows while it hovers."""
    x, y = hand.at("hidden")
    hand.carry((x, y), (x + SLACK, y - 100), (x + SLACK, y - 150))
    hand.until("root.querySelector('.wire.glows') !== null")
    hand.mouse.up()
    return hand.after(
        Move({"hidden": (224.0, 0.0)}),
        Disconnect(Edge("image", "digit")),
        Connect(Edge("image", "hidden")),
        Connect(Edge("hidden", "digit")),
    )
