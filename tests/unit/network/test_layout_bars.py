"""Straight lines, in drawings that stay low."""

from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from playground.network import Network, arrange
from playground.network._layout import ROWS
from playground.network._layout_bars import LOOSE, Extents, stacked, straight
from playground.network._layout_layers import depths, layered, wires_of
from playground.network._layout_order import ordered
from playground.network._layout_places import placed
from playground.network._layout_sizes import LINE
from tests.unit.network.test_layout import FLAT, grown, networks


def cells(count: int) -> Network:
    """Cells of ten layers, each fed by the last two nodes of the one before: straight, they go down and down."""
    parents: list[list[int]] = [[], [0]]
    for _ in range(count):
        one, two, cell = len(parents) - 2, len(parents) - 1, len(parents)
        parents += [[one], [two], [one], [two], [two]]
        parents += [[cell, cell + 1], [cell + 2, two], [cell + 3, one]]
        parents += [[cell + 4, cell + 5], [cell + 5, cell + 6, cell + 7, cell + 8, one]]
    return grown(parents)


@settings(max_examples=120, deadline=None)
@given(network=networks(40), high=st.integers(139, 400))
def test_lines_keep_their_distance_in_a_drawing_half_again_as_high_as_its_highest_layer(network: Network, high: int):
    count = len(network.nodes)
    wires = wires_of(network, {node.id: i for i, node in enumerate(network.nodes)})
    layers = layered(count, depths(count, wires), wires)
    order = ordered(layers)
    extents = Extents([LINE] * count, [high - LINE] * count)
    stack = stacked(layers, order, extents, ROWS)
    assert max(straight(stack).first.values()) <= LOOSE * stack.high
    line = placed(layers, order, extents, ROWS)
    assert max(line.values()) - min(line.values()) <= LOOSE * stack.high
    for first, second in (pair for layer in order for pair in pairwise(layer)):
        assert line[second] - line[first] >= stack.after[first][1] - 1e-6


@pytest.mark.parametrize("count", [5, 30])
def test_a_long_network_of_cells_is_as_high_as_a_short_one(count: int):
    tops = [y for _, y in arrange(cells(count), view=FLAT).positions.values()]
    assert max(tops) - min(tops) < 1200
