"""Nodes that stay where they are, and the others around them."""

import pytest
from hypothesis import given, settings, strategies as st

from playground.network import Direction, Move, Network, apply, arrange
from playground.network._layout import CHANNEL, COLUMN, LANE
from playground.network._layout_sizes import height_of
from playground.network._validate import MAX_COORDINATE
from tests.unit.network.test_layout import DIRECTIONS, FLAT, grown, networks, overlapping, rectangles

AT = st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000))


def pinned_in(data: st.DataObject, network: Network) -> dict[str, tuple[float, float]]:
    """Some of the nodes, each at any place."""
    ids = st.sampled_from([node.id for node in network.nodes])
    return data.draw(st.dictionaries(ids, AT, max_size=len(network.nodes)))


def arranged(network: Network, pins: dict[str, tuple[float, float]], direction: Direction, **view: object) -> Network:
    """The network with these pins, arranged."""
    placed, _ = apply(network, Move(pins))
    return apply(placed, arrange(placed, direction=direction, pinned=[*pins], **view))[0]


def backwards(network: Network, direction: Direction) -> list[tuple[str, str]]:
    """The wires that don't run to the right, or to below, or in rows to one of both."""
    cards = rectangles(network)
    return [
        (edge.source, edge.target)
        for edge in network.edges
        if not (
            cards[edge.target][1] >= cards[edge.source][3]
            or (direction == "horizontal" and cards[edge.target][0] >= cards[edge.source][2])
        )
    ]


@pytest.mark.parametrize("direction", DIRECTIONS)
@settings(max_examples=60, deadline=None)
@given(network=networks(), data=st.data())
def test_pinned_nodes_stay_and_no_other_lies_on_anything(network: Network, direction: Direction, data: st.DataObject):
    pins = pinned_in(data, network)
    placed, _ = apply(network, Move(pins))
    move = arrange(placed, direction=direction, pinned=[*pins])
    assert set(move.positions) == {node.id for node in network.nodes} - set(pins)
    assert [pair for pair in overlapping(apply(placed, move)[0]) if not set(pair) <= set(pins)] == []


@pytest.mark.parametrize("direction", DIRECTIONS)
@settings(max_examples=60, deadline=None)
@given(network=networks(), data=st.data())
def test_wires_between_others_run_on_wherever_pinned_nodes_are(
    network: Network, direction: Direction, data: st.DataObject
):
    pins = pinned_in(data, network)
    wrong = backwards(arranged(network, pins, direction), direction)
    assert [wire for wire in wrong if set(wire).isdisjoint(pins)] == []


@pytest.mark.parametrize("direction", DIRECTIONS)
@settings(max_examples=60, deadline=None)
@given(network=networks(), data=st.data())
def test_every_wire_runs_on_where_pinned_nodes_leave_room_for_what_is_between_them(
    network: Network, direction: Direction, data: st.DataObject
):
    pins = pinned_in(data, network)
    reach: dict[str, float] = {}
    for node in network.nodes:
        step = COLUMN if direction == "horizontal" else height_of(network, node.id) + CHANNEL
        before = [reach[edge.source] for edge in network.edges_into.get(node.id, ())]
        at = max(before, default=-9999.0)
        if node.id in pins:
            x, y = pins[node.id]
            at = max(x if direction == "horizontal" else y, at)
            pins[node.id] = (at, y) if direction == "horizontal" else (x, at)
        reach[node.id] = at + step
    cards = rectangles(arranged(network, pins, direction, view=FLAT))
    low, high = (0, 2) if direction == "horizontal" else (1, 3)
    assert all(cards[edge.target][low] >= cards[edge.source][high] for edge in network.edges)


@pytest.mark.parametrize("direction", DIRECTIONS)
@settings(max_examples=40, deadline=None)
@given(network=networks(), data=st.data(), by=AT)
def test_where_pinned_nodes_stand_as_arranged_nothing_moves(
    network: Network, direction: Direction, data: st.DataObject, by: tuple[int, int]
):
    places = arrange(network, direction=direction).positions
    moved = {each: (x + by[0], y + by[1]) for each, (x, y) in places.items()}
    pins = {each: moved[each] for each in pinned_in(data, network)}
    again = arranged(network, pins, direction)
    linked = joined_with(network, pins)
    assert all((node.x, node.y) == moved[node.id] for node in again.nodes if node.id in linked)


def joined_with(network: Network, pins: dict[str, tuple[float, float]]) -> set[str]:
    """All that wires join to pinned nodes."""
    found = set(pins)
    for _ in network.nodes:
        for edge in network.edges:
            if found & {edge.source, edge.target}:
                found |= {edge.source, edge.target}
    return found


def picture(network: Network) -> list[str]:
    """The nodes by their names, at the columns and lanes where they stand."""
    at = {(round(node.x / COLUMN), round(node.y / LANE)): node.id for node in network.nodes}
    columns, lanes = (range(max(each) + 1) for each in zip(*at, strict=True))
    return ["".join(at.get((column, lane), " ") for column in columns).rstrip() for lane in lanes]


def test_two_branches_go_round_a_node_that_is_pinned_in_the_middle_and_what_follows_it_goes_along():
    network = grown([[], [0], [1], [0], [3], [2, 4], [5]])
    assert picture(arranged(network, {"0": (0, 0)}, "horizontal", view=FLAT)) == [
        "01256",
        " 34",
    ]
    assert picture(arranged(network, {"0": (0, 0), "2": (2 * COLUMN, 2 * LANE)}, "horizontal", view=FLAT)) == [
        "01",
        " 34",
        "  256",
    ]


def test_a_chain_goes_by_the_pinned_nodes_and_the_longer_way_is_a_wire():
    network = grown([[i - 1] if i else [] for i in range(6)])
    assert picture(arranged(network, {"0": (0, 0), "3": (4 * COLUMN, 2 * LANE)}, "horizontal", view=FLAT)) == [
        "01",
        "",
        "   2345",
    ]


def test_a_row_passes_a_pinned_node_that_is_in_its_way():
    network = grown([[], [0], [1], []])
    assert picture(arranged(network, {"0": (0, 0), "3": (COLUMN, 0)}, "horizontal", view=FLAT)) == ["0312"]


def test_the_others_are_laid_out_about_a_pinned_node():
    network, _ = apply(grown([[], [0], [1]]), Move({"1": (1000.0, 500.0)}))
    assert arrange(network, pinned=["1"]).positions == {"0": (1000 - COLUMN, 500.0), "2": (1000 + COLUMN, 500.0)}


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_thousands_of_nodes_are_placed_around_some_that_are_far_away(direction: Direction):
    network = grown([[i - 1, i // 2] if i > 1 else [] for i in range(1500)])
    pins = {"0": (0, 0), "700": (4_999_000, -4_999_000), "701": (4_999_000, -4_999_000), "1400": (-5000, 3000)}
    assert len(arranged(network, pins, direction).nodes) == 1500


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_node_pinned_at_the_edge_of_the_canvas_stays_there_alone(direction: Direction):
    network = grown([[], [0], [1], [2], []])
    far = (MAX_COORDINATE, MAX_COORDINATE)
    alone = arranged(network, {"1": far, "4": far}, direction)
    assert [(node.x, node.y) == far for node in alone.nodes] == [False, True, False, False, True]
    assert backwards(arranged(network, {"0": (0, 0), "3": far}, direction), direction) == []
