"""Edit: delete, cut, copy, paste, duplicate, clone, move, nudge, rename, set."""

import json

import msgspec

from playground.network import (
    AddNode,
    ChangeSetting,
    Connect,
    Edge,
    Edit,
    Layer,
    Move,
    Network,
    Node,
    RemoveNode,
    RenameLayer,
)
from tests.browser.gestures.drawings import CHAIN
from tests.browser.gestures.gesture import gesture
from tests.browser.gestures.hand import SLACK, Hand, Point, rounded


@gesture(CHAIN)
def delete(hand: Hand) -> Network:
    """Delete deletes what is selected, with its wires; the next key is the canvas's still."""
    hand.choose("conv", "flat")
    hand.press("Delete")
    return hand.after(RemoveNode("conv"), RemoveNode("flat"))


@gesture(CHAIN)
def delete_with_backspace(hand: Hand) -> Network:
    """Backspace does the same."""
    hand.choose("pool")
    hand.press("Backspace")
    return hand.after(RemoveNode("pool"))


@gesture(CHAIN)
def delete_and_heal(hand: Hand) -> Network:
    """Ctrl+Delete deletes, and what fed the deleted feeds what came after."""
    hand.choose("conv", "pool")
    hand.press("Control+Delete")
    return hand.after(RemoveNode("conv"), RemoveNode("pool"), Connect(Edge("image", "flat")))


@gesture(CHAIN)
def clear(hand: Hand) -> Network:
    """All can be deleted at once."""
    hand.press("Control+a", "Delete")
    return Network("drawing")


@gesture(CHAIN)
def cut(hand: Hand) -> Network:
    """Ctrl+X takes away what is selected, and keeps it as text."""
    hand.choose("conv")
    hand.press("Control+x")
    hand.page.wait_for_function(
        "async () => JSON.parse(await navigator.clipboard.readText()).layers[0].name === 'conv'"
    )
    return hand.after(RemoveNode("conv"))


def copies(network: Network, by: Point, names: dict[str, str]) -> list[Edit]:
    """Layers once more under other names, some pixels on, with the wires between them."""
    edits: list[Edit] = []
    for old, new in names.items():
        node, layer = network.node_by_id[old], network.layer_by_id[old]
        placed = msgspec.structs.replace(node, id=new, layer=new, x=node.x + by[0], y=node.y + by[1])
        edits.append(AddNode(placed, msgspec.structs.replace(layer, id=new, name=new)))
    edits += [
        Connect(msgspec.structs.replace(edge, source=names[edge.source], target=names[edge.target]))
        for edge in network.edges
        if edge.source in names and edge.target in names
    ]
    return edits


@gesture(CHAIN)
def copy_and_paste(hand: Hand) -> Network:
    """Ctrl+C and Ctrl+V put copies at the pointer, with new names and the wires between them."""
    hand.choose("conv", "pool")
    hand.press("Control+c")
    at = hand.spot(0.3, 0.72)
    x, y = rounded(hand.place(at))
    hand.mouse.move(*at)
    hand.press("Control+v")
    hand.until("chosen === 'conv_1 pool_1'")
    return hand.after(*copies(hand.before, (x - 224, y), {"conv": "conv_1", "pool": "pool_1"}))


@gesture(CHAIN)
def paste_text(hand: Hand) -> Network:
    """Layers that came as text, as in a mail, are pasted like any."""
    layer = Layer("other", "Dense", "mailed", {"units": 3})
    piece = {"layers": [layer], "nodes": [Node("other", "other")], "edges": [], "notes": []}
    text = json.dumps({"format": "keras-playground/layers", "version": 1, **msgspec.to_builtins(piece)})
    hand.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    at = hand.spot(0.3, 0.72)
    x, y = rounded(hand.place(at))
    hand.mouse.move(*at)
    hand.press("Control+v")
    hand.until("chosen === 'mailed'")
    return hand.after(AddNode(Node("mailed", "mailed", x, y), Layer("mailed", "Dense", "mailed", {"units": 3})))


@gesture(CHAIN)
def duplicate(hand: Hand) -> Network:
    """Ctrl+D puts copies beside what is selected."""
    hand.choose("conv", "pool")
    hand.press("Control+d")
    hand.until("chosen === 'conv_1 pool_1'")
    return hand.after(*copies(hand.before, (32, 32), {"conv": "conv_1", "pool": "pool_1"}))


@gesture(CHAIN)
def drag_a_clone(hand: Hand) -> Network:
    """Alt and a drag leave the node where it is and put a copy."""
    x, y = hand.at("conv")
    with hand.holding("Alt"):
        hand.carry((x, y), (x + SLACK + 40, y + 52))
        hand.canvas.get("clone").wait_for()
        hand.mouse.up()
    hand.until("chosen === 'conv_1'")
    return hand.after(*copies(hand.before, (40, 52), {"conv": "conv_1"}))


@gesture(CHAIN)
def drag_clones_of_several(hand: Hand) -> Network:
    """Of several that are selected all are copied, with the wires between them."""
    hand.choose("conv", "pool")
    x, y = hand.at("conv")
    with hand.holding("Alt"):
        hand.carry((x, y), (x + SLACK + 40, y + 52))
        hand.until("root.querySelectorAll('[data-testid=clone]').length === 2")
        hand.mouse.up()
    hand.until("chosen === 'conv_1 pool_1'")
    return hand.after(*copies(hand.before, (40, 52), {"conv": "conv_1", "pool": "pool_1"}))


@gesture(CHAIN)
def drag_a_node(hand: Hand) -> Network:
    """A drag moves a node."""
    x, y = hand.at("conv")
    hand.drag((x, y), (x + SLACK + 40, y + 52))
    return hand.after(Move({"conv": (264.0, 52.0)}))


@gesture(CHAIN)
def drag_several_nodes(hand: Hand) -> Network:
    """A drag moves all that are selected."""
    hand.choose("conv", "pool")
    x, y = hand.at("conv")
    hand.drag((x, y), (x + SLACK + 40, y + 52))
    hand.until("chosen === 'conv pool'")
    return hand.after(Move({"conv": (264.0, 52.0), "pool": (488.0, 52.0)}))


@gesture(CHAIN)
def nudge(hand: Hand) -> Network:
    """The arrows move what is selected; a burst of presses is one step."""
    hand.choose("conv", "pool")
    hand.press_at_once("ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowLeft")
    return hand.after(Move({"conv": (208.0, 16.0), "pool": (432.0, 16.0)}))


@gesture(CHAIN)
def rename_by_key(hand: Hand) -> Network:
    """F2 renames the selected layer on its card."""
    hand.choose("hidden")
    hand.press("F2")
    hand.canvas.get("rename").fill("thinking")
    hand.press("Enter")
    return hand.after(RenameLayer("hidden", "thinking"))


@gesture(CHAIN)
def rename_by_double_click(hand: Hand) -> Network:
    """A double-click on the title does the same, and a click elsewhere keeps the name."""
    hand.mouse.dblclick(*hand.at("hidden", 0.3, 0.2))
    hand.canvas.get("rename").fill("thinking")
    hand.click_ground()
    return hand.after(RenameLayer("hidden", "thinking"))


@gesture(CHAIN)
def rename_and_give_up(hand: Hand) -> None:
    """Escape leaves the name as it was."""
    hand.choose("hidden")
    hand.press("F2")
    hand.canvas.get("rename").fill("thinking")
    hand.press("Escape")
    hand.until("!view.renaming && get('node-hidden') && focused === get('canvas')")


@gesture(CHAIN)
def change_a_setting(hand: Hand) -> Network:
    """A setting typed in the form is one step like any other."""
    hand.choose("hidden")
    field = hand.canvas.get("setting-units")
    field.fill("48")
    field.press("Enter")
    return hand.after(ChangeSetting("hidden", "units", 48))


@gesture(CHAIN)
def drag_a_number(hand: Hand) -> Network:
    """A number is changed by dragging its name; the whole drag is one step, and the keys are as before."""
    hand.choose("conv")
    field = hand.canvas.get("inspector").locator(".setting", has_text="filters").locator(".setting-name").first
    hand.drag(hand.at(field), hand.at(field, 3.0))
    hand.until("state.network.layers[1].settings.filters > 16")
    value = hand.see("state.network.layers[1].settings.filters")
    hand.press("Escape")
    hand.until("chosen === ''")
    return hand.after(ChangeSetting("conv", "filters", value))


@gesture(CHAIN)
def paste_on_another_canvas(hand: Hand) -> None:
    """What is copied here can be pasted on another canvas, which alone changes."""
    hand.choose("image", "conv")
    hand.press("Control+c")
    host = hand.canvas.notebook.canvas(1)
    other = type(hand)(host, Network())
    host.host.evaluate("(host) => host.scrollIntoView({ block: 'center' })")
    ground = other.at(host.get("canvas"), 0.5, 0.08)
    hand.mouse.click(*ground)
    hand.press("Control+v")
    other.until("chosen === 'conv image' && state.pending.length === 0 && state.network.edges.length === 1")
    assert sorted(other.see("state.network.layers.map((layer) => layer.name)")) == ["conv", "image"]
    hand.press("Control+z")
    other.until("state.network.nodes.length === 0 && state.pending.length === 0")
    hand.canvas.host.evaluate("(host) => host.scrollIntoView({ block: 'center' })")
    hand.click_ground()
