"""Keyboard and screen reader: regions, wires, marks, commands, and what is said."""

from playground.network import AddNode, Connect, Disconnect, Edge, Layer, Network, Node, RemoveNode, SetBypassed
from tests.browser.gestures.drawings import CHAIN, LOOSE, MERGE, STATES
from tests.browser.gestures.gesture import gesture
from tests.browser.gestures.hand import Hand

RING = "getComputedStyle(focused).outlineStyle !== 'none'"


@gesture(CHAIN)
def tab_between_the_regions(hand: Hand) -> None:
    """Shift+Tab leads from the canvas to the palette, Tab to the settings; the focus is seen."""
    region = "focused?.closest('.palette, .canvas, .dock, .inspector, .topbar')?.classList[0]"
    hand.canvas.get("canvas").focus()
    hand.press("Shift+Tab")
    hand.until(f"{region} === 'palette' && {RING}")
    hand.press("Tab")
    hand.until(f"focused === get('canvas') && {RING}")
    for _ in range(30):
        hand.press("Tab")
        if hand.see(region) == "inspector":
            break
    hand.until(f"{region} === 'inspector'")


@gesture(CHAIN)
def go_along_the_wires(hand: Hand) -> None:
    """Alt and the arrows go along the wires, and the node is said."""
    hand.press("Escape", "Alt+ArrowRight")
    hand.until("chosen === 'image' && text('announcer').includes('image')")
    hand.press("Alt+ArrowRight")
    hand.until("chosen === 'conv' && text('announcer').includes('gives 8×8×16')")
    hand.press("Alt+ArrowRight", "Alt+ArrowLeft")
    hand.until("chosen === 'conv'")
    hand.press("Alt+ArrowDown")
    hand.until("chosen === 'hidden'")
    hand.press("Escape")


@gesture(CHAIN)
def choose_several_by_key(hand: Hand) -> Network:
    """Shift, Alt and the arrows take the next node in, a step back gives it up; what is chosen is worked on as one."""
    hand.press("Escape", "Alt+ArrowRight", "Alt+ArrowRight", "Shift+Alt+ArrowRight", "Shift+Alt+ArrowRight")
    hand.until("chosen === 'conv flat pool' && text('announcer').includes('3 nodes selected; the last is flat')")
    hand.press("Shift+Alt+ArrowLeft")
    hand.until("chosen === 'conv pool'")
    hand.press("Control+b")
    return hand.after(SetBypassed("conv", bypassed=True), SetBypassed("pool", bypassed=True))


@gesture(CHAIN)
def connect_by_key(hand: Hand) -> Network:
    """L marks an output, and on another node connects them, which is said."""
    hand.choose("image")
    hand.press("l")
    hand.until("view.marked && text('announcer').includes('marked')")
    hand.choose("pool")
    hand.press("l")
    hand.until("!view.marked")
    return hand.after(Disconnect(Edge("conv", "pool")), Connect(Edge("image", "pool")))


@gesture(STATES)
def connect_another_output_by_key(hand: Hand) -> Network:
    """L once more marks the next output, which is said and seen; after the last one nothing is marked."""
    hand.until("get('out-recall-2')")
    hand.choose("recall")
    for output in range(3):
        hand.press("l")
        hand.until(f"text('announcer').includes('Output {output + 1} of 3 of recall is marked')")
        hand.until(f"get('out-recall-{output}').classList.contains('aimed')")
    hand.press("l")
    hand.until("!view.marked && text('announcer').includes('Nothing is marked')")
    hand.press("l", "l")
    hand.choose("digit")
    hand.press("l")
    hand.until("!view.marked && text('announcer').includes('Connected recall to digit')")
    return hand.after(Connect(Edge("recall", "digit", output=1)))


@gesture(MERGE)
def replace_a_wire_by_key(hand: Hand) -> Network:
    """Shift+L goes through the inputs of a node, which is said and seen, and L replaces the wire of the one chosen."""
    hand.choose("right")
    hand.press("l")
    hand.until("get('out-right-0').classList.contains('aimed')")
    hand.choose("sum")
    hand.press("Shift+L")
    hand.until("text('announcer').includes('Input 1 of 2 of sum, inputs 1, has the wire from left')")
    hand.until("get('port-sum-inputs').classList.contains('aimed')")
    hand.press("l")
    hand.until("!view.marked && !view.aimed && text('announcer').includes('Connected right to sum')")
    return hand.after(Disconnect(Edge("left", "sum")), Connect(Edge("right", "sum")))


@gesture(LOOSE)
def put_a_layer_into_a_wire_by_key(hand: Hand) -> Network:
    """Ctrl+Enter in the search puts a layer into the wire behind the one that is selected."""
    hand.choose("image")
    hand.press("/")
    hand.search("dropout 0.3")
    hand.until("root.querySelector('.search-keys').textContent.includes('put into the wire')")
    hand.press("Control+Enter")
    hand.until("chosen === 'dropout' && !view.search")
    return hand.after(
        AddNode(Node("dropout", "dropout", 224.0, 0.0), Layer("dropout", "Dropout", "dropout", {"rate": 0.3})),
        Disconnect(Edge("image", "digit")),
        Connect(Edge("image", "dropout")),
        Connect(Edge("dropout", "digit")),
    )


@gesture(CHAIN)
def take_a_wire_off_by_key(hand: Hand) -> Network:
    """Beside each wire in the settings a button takes it off, which is said, and leaves the keys with the studio."""
    hand.choose("pool")
    hand.canvas.get("take-off-inputs-0").focus()
    hand.until("view.glow !== null && focused.getAttribute('aria-label') === 'Take off the wire from conv to pool'")
    hand.press("Enter")
    hand.until("focused === get('canvas') && text('announcer').startsWith('Took off the wire from conv to pool')")
    return hand.after(Disconnect(Edge("conv", "pool")))


@gesture(CHAIN)
def a_circle_by_key_is_refused(hand: Hand) -> None:
    """What a wire can't do L can't either."""
    hand.choose("pool")
    hand.press("l")
    hand.until("view.marked !== null")
    hand.choose("conv")
    hand.press("l")
    hand.until("text('notice').includes('close a circle')")
    hand.canvas.get("notice-dismiss").click()
    hand.canvas.get("canvas").focus()
    hand.press("Escape")
    hand.until("!view.marked")


@gesture(CHAIN)
def hear_of_a_problem(hand: Hand) -> Network:
    """A problem that comes while nothing is selected is said."""
    hand.choose("pool")
    hand.press("Delete")
    hand.until("/^\\d+ problems?: .*flat/.test(text('announcer')) && chosen === ''")
    return hand.after(RemoveNode("pool"))


@gesture(CHAIN)
def find_a_command(hand: Hand) -> None:
    """Ctrl+K finds a command by its name, and Enter does it."""
    hand.command("show layers")
    hand.until("view.dock === 'layers' && !view.asking && focused === get('canvas')")
    hand.command("show training")
    hand.until("view.dock === 'training'")


@gesture(CHAIN)
def show_the_keys(hand: Hand) -> None:
    """The question mark shows all keys, and Escape hides them."""
    hand.press("?")
    hand.until("text('cheat-sheet').includes('Ctrl+Shift+G')")
    hand.press("Escape")
    hand.until("!get('cheat-sheet')")
