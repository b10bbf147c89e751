"""What makes a value a well-formed network, with the place and the reason when it is not."""

import math
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from playground.errors import DocumentError, EditError
from playground.network._model import INPUT, MODEL, Layer, Network, Note

MAX_NODES = 10_000
MAX_EDGES = 100_000
MAX_NAME = 200
MAX_DEPTH = 24
MAX_TEXT = 100_000
MAX_VALUES = 1_000_000
MAX_COORDINATE = 1e7
MAX_LEVELS = 16
MAX_REPEAT = 1_000
MAX_NOTES = 2_000
MAX_NOTE = 20_000
NOTE_SIDES = (40.0, 10_000.0)
LIMITS = {"nodes": MAX_NODES, "edges": MAX_EDGES, "notes": MAX_NOTES}
"""How many of each a drawing has at most, what is inside of its blocks included."""


def check_name(name: str, what: str) -> None:
    """Refuse a name that is empty, too long, or that Keras can't use in a path of weights."""
    if not name.strip():
        raise EditError(f"A {what}'s name can't be empty; give it at least one letter.")
    if len(name) > MAX_NAME:
        raise EditError(f"A {what}'s name has at most {MAX_NAME} characters; this one has {len(name)}.")
    if "/" in name or any(ord(letter) < ord(" ") for letter in name):
        raise EditError(
            f"The {what} name “{repr(name)[1:-1]}” has a “/” or a control character, which Keras refuses; leave it out."
        )


def check_id(value: str, what: str) -> None:
    """Refuse an id that is empty, too long, or can't be part of a path."""
    if not value or len(value) > MAX_NAME or "/" in value:
        raise EditError(f"A {what}'s id has 1 to {MAX_NAME} characters and no “/”; received {value[:MAX_NAME]!r}.")


def check_layer(layer: Layer, level: int = 0) -> None:
    """Refuse a layer with a bad id, settings or inner network; `level` is how deep the layer itself is."""
    check_id(layer.id, "layer")
    check_settings(layer.settings)
    if (layer.network is not None) != (layer.kind == MODEL):
        raise EditError(
            f"“{layer.name}” is a {layer.kind}; a block is of the kind {MODEL}, and alone has a network inside."
        )
    check_repeat(layer)
    if layer.network is not None:
        try:
            validate(layer.network, level + 1)
        except DocumentError as error:
            raise EditError(str(error)) from None


def check_repeat(layer: Layer) -> None:
    """Refuse a layer that is repeated less than once, absurdly often, or though it is no block."""
    if not 1 <= layer.repeat <= MAX_REPEAT:
        raise EditError(
            f"A block is repeated 1 to {MAX_REPEAT:,} times; “{layer.name}” is to be {layer.repeat:,} times."
        )
    if layer.network is None and (layer.repeat, layer.shared) != (1, False):
        raise EditError(f"{layer.word} “{layer.name}” can't be repeated, only a block can; make a block of it first.")


def check_coordinate(x: float, y: float) -> None:
    """Refuse a place that is not a finite spot on the canvas."""
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= MAX_COORDINATE and abs(y) <= MAX_COORDINATE):
        raise EditError(
            f"({x}, {y}) is no place on the canvas; it reaches from -{MAX_COORDINATE:.0f} to {MAX_COORDINATE:.0f}."
        )


def check_note(note: Note) -> None:
    """Refuse a note that is nowhere, of no size, or too long to read."""
    check_id(note.id, "note")
    check_coordinate(note.x, note.y)
    least, most = NOTE_SIDES
    if not (least <= note.width <= most and least <= note.height <= most):
        received = f"{note.width}×{note.height}"
        raise EditError(f"A note is {least:.0f} to {most:.0f} pixels wide and high; received {received}.")
    if len(note.text) > MAX_NOTE:
        raise EditError(f"A note has at most {MAX_NOTE:,} characters; this one has {len(note.text):,}.")


def check_settings(settings: dict[str, Any]) -> None:
    """Refuse settings that are not finite JSON of reasonable size."""
    for key, value in settings.items():
        check_value(value, key)


def check_value(value: Any, where: str) -> None:
    """Refuse a value that is not finite JSON of reasonable depth and size.

    Raises:
        EditError: with the path of the part that is wrong.
    """
    left = MAX_VALUES
    stack: list[tuple[Any, str, int]] = [(value, where, 0)]
    while stack:
        item, path, depth = stack.pop()
        left -= 1
        if left < 0:
            raise EditError(f"“{where}” holds more than {MAX_VALUES:,} values.")
        if depth > MAX_DEPTH:
            raise EditError(f"“{where}” is nested more than {MAX_DEPTH} levels deep.")
        match item:
            case None | bool() | int():
                pass
            case float():
                if not math.isfinite(item):
                    raise EditError(f"“{path}” is {item}; a setting is a finite number.")
            case str():
                if len(item) > MAX_TEXT:
                    raise EditError(f"“{path}” has {len(item):,} characters; at most {MAX_TEXT:,} are kept.")
            case list() | tuple():
                stack.extend((each, f"{path}[{i}]", depth + 1) for i, each in enumerate(item))
            case dict():
                if not all(isinstance(key, str) for key in item):
                    raise EditError(f"“{path}” has a key that is not text.")
                stack.extend((each, f"{path}.{key}", depth + 1) for key, each in item.items())
            case _:
                raise EditError(f"“{path}” is a {type(item).__name__}; a setting is plain JSON.")


def validate(network: Network, level: int = 0) -> None:
    """Refuse a network that is not well-formed; `level` is how many layers it is inside of.

    Raises:
        DocumentError: with the path of the first value that is wrong, and why.
    """
    _check_sizes(network)
    _validate(network, "$.network", level)


def _validate(network: Network, at: str, level: int) -> None:
    if level > MAX_LEVELS:
        raise DocumentError(f"Networks are nested at most {MAX_LEVELS} levels deep.", at)
    _guard(partial(check_name, network.name, "network"), f"{at}.name")
    _check_unique((layer.id for layer in network.layers), f"{at}.layers[{{}}].id", "layer id")
    _check_unique((layer.name for layer in network.layers), f"{at}.layers[{{}}].name", "layer name")
    _check_unique((node.id for node in network.nodes), f"{at}.nodes[{{}}].id", "node id")
    for i, layer in enumerate(network.layers):
        path = f"{at}.layers[{i}]"
        _guard(partial(check_name, layer.name, "layer"), f"{path}.name")
        _check_layer(layer, path, level)
    for i, node in enumerate(network.nodes):
        path = f"{at}.nodes[{i}]"
        _guard(partial(check_id, node.id, "node"), f"{path}.id")
        if node.layer not in network.layer_by_id:
            raise DocumentError(
                f"The node “{node.id}” calls a layer “{node.layer}” that is not there.", f"{path}.layer"
            )
        _guard(partial(check_coordinate, node.x, node.y), path)
        if node.bypassed and network.layer_by_id[node.layer].kind == INPUT:
            raise DocumentError("A node where data enters can't be bypassed.", f"{path}.bypassed")
        validate_settings(node.arguments, f"{path}.arguments")
    _check_unique((*network.node_by_id, *(note.id for note in network.notes)), f"{at}.notes", "id")
    for i, note in enumerate(network.notes):
        _guard(partial(check_note, note), f"{at}.notes[{i}]")
    called = {node.layer for node in network.nodes}
    for i, layer in enumerate(network.layers):
        if layer.id not in called:
            raise DocumentError(f"No node calls the layer “{layer.name}”.", f"{at}.layers[{i}]")
    _check_edges(network, at)


def _check_layer(layer: Layer, path: str, level: int) -> None:
    _guard(partial(check_id, layer.id, "layer"), f"{path}.id")
    validate_settings(layer.settings, f"{path}.settings")
    _guard(partial(check_repeat, layer), f"{path}.repeat")
    if layer.network is not None and layer.kind == MODEL:
        _validate(layer.network, f"{path}.network", level + 1)
    else:
        _guard(partial(check_layer, layer, level), path)


def validate_settings(settings: dict[str, Any], path: str) -> None:
    """Refuse settings that are not finite JSON of reasonable size.

    Raises:
        DocumentError: with the path.
    """
    _guard(partial(check_settings, settings), path)


def check_growth(before: Network, after: Network) -> None:
    """Refuse an edit by which a drawing, what is inside of its blocks included, outgrows what a document holds."""
    for name, most in LIMITS.items():
        count = _count(_levels(after), name)
        if count > most and count > _count(_levels(before), name):
            raise too_many(name, count)


def too_many(name: str, count: int) -> EditError:
    """Why a drawing can't have so many nodes, or edges, or notes, and what to do instead."""
    cure = "Make a block of what repeats, and set how often." if name == "nodes" else "Delete some first."
    return EditError(f"A network has at most {LIMITS[name]:,} {name}; this one would have {count:,}. {cure}")


def node_count(network: Network) -> int:
    """How many nodes there are, those inside of blocks included."""
    return _count(_levels(network), "nodes")


def _levels(network: Network) -> list[Network]:
    found, front = [network], [network]
    for _ in range(MAX_LEVELS + 1):
        front = [layer.network for each in front for layer in each.layers if layer.network is not None]
        found += front
    if front:
        raise DocumentError(f"Networks are nested at most {MAX_LEVELS} levels deep.", "$.network")
    return found


def _count(levels: list[Network], name: str) -> int:
    return sum(len(getattr(each, name)) for each in levels)


def _check_sizes(network: Network) -> None:
    found = _levels(network)
    if sum(len(each.signature.returned) for each in found) > MAX_EDGES:
        raise DocumentError(f"A network returns at most {MAX_EDGES:,} outputs.", "$.network.signature.returned")
    for name, most in {"layers": MAX_NODES, **LIMITS}.items():
        count = _count(found, name)
        if count > most:
            raise DocumentError(f"A network has at most {most:,} {name}; this one has {count:,}.", f"$.network.{name}")


def _check_unique(values: Iterable[str], path: str, what: str) -> None:
    seen: set[str] = set()
    for i, value in enumerate(values):
        if value in seen:
            raise DocumentError(f"The {what} “{value}” is used twice.", path.format(i))
        seen.add(value)


def _check_edges(network: Network, at: str) -> None:
    taken: set[tuple[str, str, int]] = set()
    for i, edge in enumerate(network.edges):
        path = f"{at}.edges[{i}]"
        for end in ("source", "target"):
            if getattr(edge, end) not in network.node_by_id:
                raise DocumentError(f"The {end} “{getattr(edge, end)}” of an edge is not a node.", f"{path}.{end}")
        if edge.output < 0 or edge.slot < 0:
            raise DocumentError("Outputs and slots are counted from 0.", path)
        entry = (edge.target, edge.port, edge.slot)
        if entry in taken:
            raise DocumentError(
                f"Two edges enter the input “{edge.port}” of “{edge.target}” at slot {edge.slot}.", path
            )
        taken.add(entry)
    if len(network.order) != len(network.nodes):
        stuck = next(node for node in network.nodes if node.id not in set(network.order))
        name = network.layer_of(stuck.id).name
        raise DocumentError(f"The edges close a circle through “{name}”; a network flows one way.", f"{at}.edges")


def _guard(check: Callable[[], None], path: str) -> None:
    try:
        check()
    except EditError as error:
        raise DocumentError(str(error), path) from None
