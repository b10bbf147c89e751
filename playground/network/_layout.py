"""Where nodes go when nobody has placed them: columns by distance from the inputs, folded into rows.

A notebook cell is wide and short, so the number of columns is chosen to let the whole drawing be seen as large as
possible in a canvas of the usual proportions.
"""

import math

from playground.network._edits import Move
from playground.network._model import Network

COLUMN = 224.0
"""Pixels from column to column: a node card of 154 and a gap that holds a shape."""
ROW = 222.0
"""Pixels from row to row when one row is one node high."""
LANE = 189.0
"""Pixels from node to node within a column."""
VIEW = (884.0, 508.0)
"""Width and height, in pixels, of a canvas at the studio's usual size."""
SWEEPS = 4


def arrange(network: Network) -> Move:
    """Places for all nodes, as one edit; the network itself is not changed."""
    columns = _ordered(network, _columns(network))
    if not columns:
        return Move({})
    across = _columns_across(len(columns), max(len(column) for column in columns))
    positions: dict[str, tuple[float, float]] = {}
    top = 0.0
    for start in range(0, len(columns), across):
        row = columns[start : start + across]
        height = max(len(column) for column in row)
        for i, column in enumerate(row):
            offset = (height - len(column)) / 2
            for j, node_id in enumerate(column):
                positions[node_id] = (i * COLUMN, top + (offset + j) * LANE)
        top += ROW + (height - 1) * LANE
    return Move(positions)


def _columns(network: Network) -> list[list[str]]:
    """Node ids by their longest distance from a node without inputs."""
    depth: dict[str, int] = {}
    for node_id in network.order:
        feeding = network.edges_into.get(node_id, ())
        depth[node_id] = max((depth[edge.source] + 1 for edge in feeding), default=0)
    for node_id in network.order:
        leaving = network.edges_from.get(node_id, ())
        if leaving and not network.edges_into.get(node_id):
            depth[node_id] = min(depth[edge.target] for edge in leaving) - 1
    columns: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for node_id in network.order:
        columns[depth[node_id]].append(node_id)
    return columns


def _ordered(network: Network, columns: list[list[str]]) -> list[list[str]]:
    """The same columns with fewer crossings: each node near the mean place of its neighbours (barycentres)."""
    place = {node_id: float(i) for column in columns for i, node_id in enumerate(column)}
    before = {n.id: [edge.source for edge in network.edges_into.get(n.id, ())] for n in network.nodes}
    after = {n.id: [edge.target for edge in network.edges_from.get(n.id, ())] for n in network.nodes}
    for sweep in range(SWEEPS):
        neighbours, order = (before, columns) if sweep % 2 == 0 else (after, columns[::-1])
        for column in order:
            wanted = {
                node_id: sum(place[each] for each in neighbours[node_id]) / len(neighbours[node_id])
                if neighbours[node_id]
                else place[node_id]
                for node_id in column
            }
            column.sort(key=wanted.__getitem__)
            for i, node_id in enumerate(column):
                place[node_id] = float(i)
    return columns


def _columns_across(columns: int, tallest: int) -> int:
    """How many columns make a row, so that the scale at which all can be seen is largest."""

    def scale(across: int) -> float:
        rows = math.ceil(columns / across)
        width, height = across * COLUMN, rows * (ROW + (tallest - 1) * LANE)
        return min(VIEW[0] / width, VIEW[1] / height, 1.0)

    return max(range(1, columns + 1), key=lambda across: (scale(across), across))
