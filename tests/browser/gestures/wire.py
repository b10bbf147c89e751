"""Wire: from port to port and to bodies, replaced, added to a merge, moved, taken off, and refused."""

from playground.network import Connect, Disconnect, Edge, Network, apply
from tests.browser.gestures.drawings import ATTENTION, CHAIN, LOOSE, MERGE, PAIR, RANKS
from tests.browser.gestures.gesture import gesture
from tests.browser.gestures.hand import Hand


@gesture(LOOSE)
def wire_a_port(hand: Hand) -> Network:
    """A wire from an output to an input; what fits shines while it is drawn, and the shape stands on it."""
    hand.carry(hand.out("image"), hand.port("hidden"))
    hand.until("get('port-hidden-inputs').classList.contains('fits')")
    hand.mouse.up()
    hand.until("[...root.querySelectorAll('.wire-label')].filter((label) => label.textContent === '8').length === 2")
    return hand.after(Connect(Edge("image", "hidden")))


@gesture(CHAIN)
def what_does_not_fit_is_dim(hand: Hand) -> None:
    """While a wire is drawn, the outputs, and the inputs that would close a circle, are dim."""
    hand.carry(hand.out("pool"), hand.spot(0.5, 0.4))
    fits = "root.querySelector('.port.fits') && [...root.querySelectorAll('.port')]"
    hand.until(f"({fits}.filter((port) => port.classList.contains('fits')).length) === 3")
    hand.until(f"({fits}.filter((port) => port.classList.contains('dim')).length) > 6")
    hand.mouse.up()
    hand.press("Escape")
    hand.until("!view.search && !view.connecting && !root.querySelector('.port.dim')")


@gesture(LOOSE)
def wire_a_body(hand: Hand) -> Network:
    """A wire dropped on a node's body goes to the input that is free."""
    hand.drag(hand.out("image"), hand.at("hidden", 0.6, 0.6))
    return hand.after(Connect(Edge("image", "hidden")))


@gesture(LOOSE)
def wire_backwards(hand: Hand) -> Network:
    """A wire can be drawn from an input to an output."""
    hand.drag(hand.port("hidden"), hand.out("image"))
    return hand.after(Connect(Edge("image", "hidden")))


@gesture(CHAIN)
def replace_a_wire(hand: Hand) -> Network:
    """A new wire to an input that takes one replaces the old, in one step."""
    hand.drag(hand.out("image"), hand.port("pool"))
    return hand.after(Disconnect(Edge("conv", "pool")), Connect(Edge("image", "pool")))


@gesture(CHAIN)
def replace_a_wire_on_a_body(hand: Hand) -> Network:
    """On the body of a node with one input, too."""
    hand.drag(hand.out("image"), hand.at("pool", 0.6, 0.6))
    return hand.after(Disconnect(Edge("conv", "pool")), Connect(Edge("image", "pool")))


@gesture(MERGE)
def grow_an_input(hand: Hand) -> Network:
    """A layer that merges has one input more than wires."""
    hand.drag(hand.out("right"), hand.port("sum", "inputs-1"))
    return hand.after(Connect(Edge("right", "sum", slot=1)))


@gesture(MERGE)
def grow_an_input_on_a_body(hand: Hand) -> Network:
    """Its body takes another wire, too."""
    hand.drag(hand.out("right"), hand.at("sum", 0.6, 0.6))
    return hand.after(Connect(Edge("right", "sum", slot=1)))


@gesture(ATTENTION)
def wire_the_body_of_an_attention(hand: Hand) -> Network:
    """On the body of a layer with several inputs a wire goes to the first that is needed and free."""
    hand.drag(hand.out("right"), hand.at("attend", 0.6, 0.3))
    return hand.after(Connect(Edge("right", "attend", port="value")))


@gesture(apply(ATTENTION, Disconnect(Edge("left", "attend", port="query")))[0])
def wire_the_body_of_an_attention_first(hand: Hand) -> Network:
    """The query comes before the value."""
    hand.drag(hand.out("right"), hand.at("attend", 0.6, 0.3))
    return hand.after(Connect(Edge("right", "attend", port="query")))


@gesture(CHAIN)
def pull_a_wire_off(hand: Hand) -> Network:
    """A wire is taken off by dragging its end away."""
    hand.drag(hand.port("pool"), hand.spot(0.5, 0.78))
    return hand.after(Disconnect(Edge("conv", "pool")))


@gesture(PAIR)
def pull_the_first_of_two_wires_off(hand: Hand) -> Network:
    """The place of the wire stays above the one that is left: what is subtracted stays so."""
    second = "Number.parseFloat(get('port-difference-inputs-1').style.top)"
    top = hand.see(second)
    hand.drag(hand.port("difference"), hand.spot(0.5, 0.78))
    hand.until(f"state.network.edges.length === 3 && {second} === {top}")
    hand.until("Number.parseFloat(get('port-difference-inputs').style.top) === " + str(top - 18))
    return hand.after(Disconnect(Edge("left", "difference")))


@gesture(apply(PAIR, Disconnect(Edge("left", "difference")))[0])
def wire_the_place_that_was_left(hand: Hand) -> Network:
    """The next wire on the body takes the place that was left, not one behind the other wire."""
    hand.drag(hand.out("image"), hand.at("difference", 0.6, 0.6))
    return hand.after(Connect(Edge("image", "difference")))


@gesture(LOOSE)
def move_the_end_of_a_wire(hand: Hand) -> Network:
    """A wire's end dropped on another input moves the wire, in one step."""
    hand.drag(hand.port("digit"), hand.port("hidden"))
    return hand.after(Disconnect(Edge("image", "digit")), Connect(Edge("image", "hidden")))


@gesture(CHAIN)
def delete_a_wire(hand: Hand) -> Network:
    """A click selects a wire, and Delete deletes it."""
    hand.click_ground()
    hand.mouse.click(*hand.screen((190, 33)))
    hand.until("view.edges.length === 1")
    hand.press("Delete")
    return hand.after(Disconnect(Edge("image", "conv")))


def _refused(hand: Hand, words: str) -> None:
    """The reason stands at the cursor while the wire hovers, and is said once more when it is let go."""
    hand.until(f"text('refusal').includes('{words}')")
    hand.mouse.up()
    hand.until(f"text('notice').includes('{words}') && !view.connecting")
    hand.canvas.get("notice-dismiss").click()


@gesture(CHAIN)
def a_circle_is_refused(hand: Hand) -> None:
    """A wire that would close a circle is refused at the cursor."""
    hand.carry(hand.out("pool"), hand.port("conv"))
    _refused(hand, "close a circle")


@gesture(LOOSE)
def a_wire_into_an_input_layer_is_refused(hand: Hand) -> None:
    """A layer that takes no wire says so at the cursor."""
    hand.carry(hand.out("hidden"), hand.at("image", 0.6, 0.6))
    _refused(hand, "takes no wire")


@gesture(PAIR)
def a_wire_too_many_is_refused(hand: Hand) -> None:
    """A layer that takes two wires has no place for a third, and says so at the cursor."""
    hand.carry(hand.out("image"), hand.at("difference", 0.6, 0.6))
    hand.until("!get('port-difference-inputs-2') && get('port-difference-inputs-1').classList.contains('fits')")
    _refused(
        hand,
        "Subtract “difference” takes exactly 2 tensors;"
        " drop the wire on the one to replace, or choose it with Shift+L.",
    )


@gesture(RANKS)
def a_wire_of_the_wrong_rank_is_refused(hand: Hand) -> None:
    """Inputs that want another number of axes are dim, and say so at the cursor; the others shine."""
    hand.carry(hand.out("rows"), hand.port("conv"))
    hand.until("get('port-conv-inputs').classList.contains('dim')")
    hand.until("get('port-norm-inputs').classList.contains('fits')")
    _refused(hand, "needs samples of 3 axes (such as height, width and channels); received 8×8")


@gesture(CHAIN)
def a_wire_to_itself_is_refused(hand: Hand) -> None:
    """A layer can't feed itself."""
    hand.carry(hand.out("conv"), hand.at("hidden"), hand.port("conv"))
    _refused(hand, "feed itself")


@gesture(CHAIN)
def a_wire_let_go_outside(hand: Hand) -> None:
    """A wire let go outside of the studio is let go."""
    box = hand.canvas.host.bounding_box()
    assert box is not None
    hand.carry(hand.out("image"), hand.spot(0.5, 0.4), (box["x"] - 30, box["y"] + 200))
    hand.mouse.up()
    hand.until("!view.connecting && !view.search && !root.querySelector('.drawn-wire')")
    hand.canvas.get("canvas").focus()
    hand.press(".")
    hand.sight()
