"""Where nodes go when nobody has placed them: layer by layer along the wires, few crossings, chains straight.

From left to right, folded into rows as a notebook cell is wide and short, or from top to bottom. The steps stand in
`_layout_layers`, `_layout_order`, `_layout_bars`, `_layout_places` and `_layout_rows`; in `_layout_pins` the drawing is
made to fit nodes that stay where they are.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from itertools import accumulate
from typing import Literal, NamedTuple

from playground.network._edits import Move
from playground.network._layout_bars import Extents, Spacing
from playground.network._layout_layers import Layers, Wire, depths, layered, wires_of
from playground.network._layout_order import ordered
from playground.network._layout_pins import Drawing, Places, around
from playground.network._layout_places import placed
from playground.network._layout_room import Room
from playground.network._layout_rows import VIEW, Sheet, passing_by, rows_of
from playground.network._layout_sizes import LINE, WIDTH, height_of
from playground.network._model import Network
from playground.network._validate import MAX_COORDINATE

Direction = Literal["horizontal", "vertical"]

COLUMN = 224.0
"""Pixels from column to column: a card and a gap that holds a shape."""
CHANNEL = 83.0
"""Pixels between two rows of cards; the wires that turn round and those that pass many cards share them."""
TRACK = 16.0
"""Pixels from wire to wire in a gap or a channel."""
LANE = 189.0
"""Pixels from card to card in a column."""
REACH = MAX_COORDINATE / 2
"""Pinned nodes further out than this lead nowhere: what goes along with them could leave the canvas."""
NESTED = 2
"""Where the rows above and below a channel have more wires side by side than these, it needs so many tracks more."""
USUAL = 4
"""So many wires find room in a gap of the usual width."""
ROWS = Spacing(cards=50.0, beside=26.0, wires=14.0)
COLUMNS = Spacing(cards=COLUMN - WIDTH, beside=40.0, wires=14.0)


class _Part(NamedTuple):
    """Nodes that wires join, placed by themselves, their layers, and the size of it all in pixels."""

    places: Places
    depth: list[int]
    width: float
    height: float


def arrange(
    network: Network,
    *,
    direction: Direction = "horizontal",
    pinned: Collection[str] = (),
    heights: Mapping[str, float] | None = None,
    view: tuple[float, float] = VIEW,
) -> Move:
    """Places for all nodes, as one edit; the network itself is not changed.

    Args:
        network: What is to be placed.
        direction: From left to right, folded into rows, or from top to bottom.
        pinned: The ids of nodes that stay where they are. The others are placed around them: none overlaps, and wires
            run on to and from a pinned node as from any other, where pinned nodes leave room for what is between them.
        heights: How high cards are with their thumbnails, in pixels by node id, where that is known better than by the
            wires alone.
        view: Width and height of the canvas, in pixels, that the rows are to fill.
    """
    sizes = {node.id: height_of(network, node.id) for node in network.nodes} | dict(heights or {})
    stay = set(pinned)
    fixed = {
        node.id: (node.x, node.y) for node in network.nodes if node.id in stay and max(abs(node.x), abs(node.y)) < REACH
    }
    room = Room(sizes)
    for node_id, place in fixed.items():
        room.take(node_id, place)
    free: list[_Part] = []
    for ids, wires in _components(network):
        part = _part(ids, wires, sizes, direction, view)
        if fixed.keys().isdisjoint(ids):
            free.append(part)
        else:
            around(Drawing(part.places, _spans(ids, wires, part.depth), int(direction == "vertical")), fixed, room)
    places = room.places
    left = min((x for x, _ in places.values()), default=0.0)
    top = max((y + sizes[each] + CHANNEL for each, (_, y) in places.items()), default=0.0)
    for part, (x, y) in zip(free, _packed(free), strict=True):
        places |= {each: (left + x + u, top + y + v) for each, (u, v) in part.places.items()}
    return Move({node.id: places[node.id] for node in network.nodes if node.id not in stay})


def _components(network: Network) -> Iterator[tuple[list[str], list[Wire]]]:
    """The ids of nodes that wires join, in the order of the wires, and these wires; parts in the order of arrival."""
    ordered_ids = [*network.order]
    known = set(ordered_ids)
    ordered_ids += [node.id for node in network.nodes if node.id not in known]
    numbers = {node_id: i for i, node_id in enumerate(ordered_ids)}
    wires = wires_of(network, numbers)
    joined: list[list[int]] = [[] for _ in ordered_ids]
    into: list[list[Wire]] = [[] for _ in ordered_ids]
    for wire in wires:
        joined[wire.source].append(wire.target)
        joined[wire.target].append(wire.source)
        into[wire.target].append(wire)
    seen: set[int] = set()
    for first in (numbers[node.id] for node in network.nodes):
        if first in seen:
            continue
        seen.add(first)
        front = [first]
        for number in front:
            fresh = [other for other in dict.fromkeys(joined[number]) if other not in seen]
            seen.update(fresh)
            front.extend(fresh)
        part = sorted(front)
        local = {number: i for i, number in enumerate(part)}
        yield (
            [ordered_ids[number] for number in part],
            [
                wire._replace(source=local[wire.source], target=local[wire.target])
                for number in part
                for wire in into[number]
            ],
        )


def _part(
    ids: list[str], wires: list[Wire], sizes: Mapping[str, float], direction: Direction, view: tuple[float, float]
) -> _Part:
    depth = depths(len(ids), wires)
    heights = [sizes[node_id] for node_id in ids]
    layers = layered(len(ids), depth, wires, mirrored=direction == "vertical")
    if direction == "vertical":
        found = _downwards(layers, heights)
    else:
        found = _across(layers, heights, _passing(depth, wires), view)
    places = {node_id: (float(round(x)), float(round(y))) for node_id, (x, y) in zip(ids, found, strict=True)}
    width = max(x for x, _ in places.values()) + WIDTH
    height = max(y + size for (_, y), size in zip(places.values(), heights, strict=True))
    return _Part(places, depth, width, height)


def _spans(ids: list[str], wires: list[Wire], depth: list[int]) -> list[tuple[str, str, int]]:
    """The wires by the ids of their nodes, with the number of layers that each spans."""
    return [(ids[a], ids[b], depth[b] - depth[a]) for a, b, *_ in wires]


def _downwards(layers: Layers, heights: list[float]) -> list[tuple[float, float]]:
    """Places from top to bottom. Ports stay at the sides, so every wire runs along the channel below its card."""
    order = ordered(layers)
    half = [WIDTH / 2] * layers.count
    line = placed(layers, order, Extents(half, half), COLUMNS)
    found = [(0.0, 0.0)] * layers.count
    top = 0.0
    for layer in order:
        cards = [item for item in layer if item < layers.count]
        for item in cards:
            found[item] = (line[item] - WIDTH / 2, top)
        top += max((heights[item] for item in cards), default=0.0) + CHANNEL + _tracks(layers, layer, line)
    return found


def _across(
    layers: Layers, heights: list[float], passing: list[int], view: tuple[float, float]
) -> list[tuple[float, float]]:
    """Places from left to right, in rows. A wire from row to row runs between them, and needs no place in either."""
    order = ordered(layers)
    thick = [
        sum(heights[item] + ROWS.cards if item < layers.count else ROWS.beside for item in layer) for layer in order
    ]
    rows = rows_of(Sheet(thick, passing, COLUMN, CHANNEL - ROWS.cards, view))
    behind = [height - LINE for height in heights]
    extents = Extents([LINE] * layers.count, behind)
    lines: list[dict[int, float]] = []
    columns = [COLUMN] * max(len(row) for row in rows)
    for row in rows:
        within = _within(layers, [order[number] for number in row])
        line = placed(layers, within, extents, ROWS)
        lines.append(line)
        for i, layer in enumerate(within):
            columns[i] = max(columns[i], COLUMN + _tracks(layers, layer, line))
    lefts = [0.0, *accumulate(columns)]
    found = [(0.0, 0.0)] * layers.count
    top = 0.0
    stops = [row.stop for row in rows[1:]]
    for row, line, after in zip(rows, lines, [*stops, 0], strict=True):
        bottom = top
        for i, number in enumerate(row):
            for item in order[number]:
                if item < layers.count:
                    found[item] = (lefts[i], top + line[item] - LINE)
                    bottom = max(bottom, top + line[item] + behind[item])
        beside = [max(passing[row.start : row.stop]), max(passing[row.stop : after], default=0)]
        nested = min(beside) > NESTED
        top = bottom + max(CHANNEL, 3 * ROWS.beside + TRACK * max(passing[row[-1]] - 1, NESTED * nested))
    return found


def _passing(depth: list[int], wires: list[Wire]) -> list[int]:
    """How many tensors go from each layer to later ones."""
    furthest: dict[tuple[int, int], int] = {}
    for wire in wires:
        tensor = (wire.source, wire.output)
        furthest[tensor] = max(furthest.get(tensor, 0), depth[wire.target])
    return passing_by([(depth[source], last) for (source, _), last in furthest.items()], max(depth) + 1)


def _within(layers: Layers, row: list[list[int]]) -> list[list[int]]:
    """A row without the empty places of wires that come from another row, or lead to one."""
    reached: set[int] = set()
    for layer in row:
        reached.update(
            item for item in layer if item < layers.count or any(link.a in reached for link in layers.before[item])
        )
    leading: set[int] = set()
    for layer in reversed(row):
        leading.update(
            item for item in layer if item < layers.count or any(link.b in leading for link in layers.after[item])
        )
    kept = reached & leading
    return [[item for item in layer if item in kept] for layer in row]


def _tracks(layers: Layers, layer: list[int], line: Mapping[int, float]) -> float:
    """What the gap after a layer needs, in pixels beyond the usual, for the wires that bend there side by side."""
    bending = {
        (link.a, link.start)
        for item in layer
        for link in layers.after[item]
        if link.b in line and item in line and abs(line[link.b] - line[item]) > 1
    }
    return TRACK * max(0, len(bending) - USUAL)


def _packed(parts: list[_Part]) -> list[tuple[float, float]]:
    """Where the parts stand beside each other, in rows as wide as a cell would have them."""
    gap = COLUMN - WIDTH
    area = sum((part.width + gap) * (part.height + CHANNEL) for part in parts)
    most = max([math.sqrt(area * VIEW[0] / VIEW[1]), *(part.width for part in parts)])
    found: list[tuple[float, float]] = []
    x, y, high = 0.0, 0.0, 0.0
    for part in parts:
        if x and x + part.width > most:
            x, y, high = 0.0, y + high + CHANNEL, 0.0
        found.append((x, y))
        x += part.width + gap
        high = max(high, part.height)
    return found
