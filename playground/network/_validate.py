"""What makes a value a well-formed network, with the place and the reason when it is not."""

import math
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from playground.errors import DocumentError, EditError
from playground.network._model import Network

MAX_NODES = 20_000
MAX_EDGES = 100_000
MAX_NAME = 200
MAX_DEPTH = 24
MAX_TEXT = 100_000
MAX_VALUES = 1_000_000
MAX_COORDINATE = 1e7


def check_name(name: str, what: str) -> None:
    """Refuse a name that is empty, too long, or that Keras can't use in a path of weights."""
    if not name.strip():
        raise EditError(f"A {what}'s name can't be empty; give it at least one letter.")
    if len(name) > MAX_NAME:
        raise EditError(f"A {what}'s name has at most {MAX_NAME} characters; this one has {len(name)}.")
    if "/" in name or any(ord(letter) < ord(" ") for letter in name):
        raise EditError(
            f"The {what} name {name!r} has a “/” or a control character, which Keras refuses; leave it out."
        )


def check_coordinate(x: float, y: float) -> None:
    """Refuse a place that is not a finite spot on the canvas."""
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= MAX_COORDINATE and abs(y) <= MAX_COORDINATE):
        raise EditError(
            f"({x}, {y}) is no place on the canvas; it reaches from -{MAX_COORDINATE:.0f} to {MAX_COORDINATE:.0f}."
        )


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


def validate(network: Network) -> None:
    """Refuse a network that is not well-formed.

    Raises:
        DocumentError: with the path of the first value that is wrong, and why.
    """
    _check_sizes(network)
    _guard(partial(check_name, network.name, "network"), "$.network.name")
    _check_unique((layer.id for layer in network.layers), "$.network.layers[{}].id", "layer id")
    _check_unique((layer.name for layer in network.layers), "$.network.layers[{}].name", "layer name")
    _check_unique((node.id for node in network.nodes), "$.network.nodes[{}].id", "node id")
    for i, layer in enumerate(network.layers):
        path = f"$.network.layers[{i}]"
        _guard(partial(check_name, layer.name, "layer"), f"{path}.name")
        validate_settings(layer.settings, f"{path}.settings")
    for i, node in enumerate(network.nodes):
        path = f"$.network.nodes[{i}]"
        if node.layer not in network.layer_by_id:
            raise DocumentError(
                f"The node {node.id!r} calls a layer {node.layer!r} that is not there.", f"{path}.layer"
            )
        _guard(partial(check_coordinate, node.x, node.y), path)
        validate_settings(node.arguments, f"{path}.arguments")
    called = {node.layer for node in network.nodes}
    for i, layer in enumerate(network.layers):
        if layer.id not in called:
            raise DocumentError(f"No node calls the layer “{layer.name}”.", f"$.network.layers[{i}]")
    _check_edges(network)
    _check_blocks(network)


def validate_settings(settings: dict[str, Any], path: str) -> None:
    """Refuse settings that are not finite JSON of reasonable size.

    Raises:
        DocumentError: with the path.
    """
    _guard(partial(check_settings, settings), path)


def _check_sizes(network: Network) -> None:
    for name, values, most in (
        ("layers", network.layers, MAX_NODES),
        ("nodes", network.nodes, MAX_NODES),
        ("edges", network.edges, MAX_EDGES),
        ("blocks", network.blocks, MAX_NODES),
    ):
        if len(values) > most:
            raise DocumentError(
                f"A network has at most {most:,} {name}; this one has {len(values):,}.", f"$.network.{name}"
            )


def _check_unique(values: Iterable[str], path: str, what: str) -> None:
    seen: set[str] = set()
    for i, value in enumerate(values):
        if value in seen:
            raise DocumentError(f"The {what} {value!r} is used twice.", path.format(i))
        seen.add(value)


def _check_edges(network: Network) -> None:
    taken: set[tuple[str, str, int]] = set()
    for i, edge in enumerate(network.edges):
        path = f"$.network.edges[{i}]"
        for end in ("source", "target"):
            if getattr(edge, end) not in network.node_by_id:
                raise DocumentError(f"The {end} {getattr(edge, end)!r} of an edge is not a node.", f"{path}.{end}")
        if edge.output < 0 or edge.slot < 0:
            raise DocumentError("Outputs and slots are counted from 0.", path)
        entry = (edge.target, edge.port, edge.slot)
        if entry in taken:
            raise DocumentError(
                f"Two edges enter the input {edge.port!r} of {edge.target!r} at slot {edge.slot}.", path
            )
        taken.add(entry)
    if len(network.order) != len(network.nodes):
        stuck = next(node for node in network.nodes if node.id not in set(network.order))
        name = network.layer_of(stuck.id).name
        raise DocumentError(f"The edges close a circle through “{name}”; a network flows one way.", "$.network.edges")


def _check_blocks(network: Network) -> None:
    _check_unique((block.id for block in network.blocks), "$.network.blocks[{}].id", "block id")
    for i, block in enumerate(network.blocks):
        missing = next((node for node in block.nodes if node not in network.node_by_id), None)
        if missing is not None:
            raise DocumentError(
                f"The block “{block.name}” holds {missing!r}, which is not a node.", f"$.network.blocks[{i}]"
            )
        if block.repeat < 1:
            raise DocumentError("A block is repeated at least once.", f"$.network.blocks[{i}].repeat")


def _guard(check: Callable[[], None], path: str) -> None:
    try:
        check()
    except EditError as error:
        raise DocumentError(str(error), path) from None
