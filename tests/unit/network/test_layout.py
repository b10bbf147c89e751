"""Places for nodes that nobody has placed."""

import json
from itertools import combinations, pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings, strategies as st

from playground.network import (
    Direction,
    Edge,
    History,
    Layer,
    Move,
    Network,
    Node,
    apply,
    arrange,
    card_height,
)
from playground.network._layout import COLUMN, LANE
from playground.network._layout_layers import depths, wires_of
from playground.network._layout_sizes import WIDTH, height_of
from playground.network._layout_strands import Ends, seen

DIRECTIONS: tuple[Direction, ...] = ("horizontal", "vertical")
FLAT = (float("inf"), 1.0)
CASES = json.loads((Path(__file__).parents[2] / "fixtures" / "card_heights.json").read_text())


def grown(parents: list[list[int]]) -> Network:
    """A network whose node i is fed by the nodes `parents[i]`, all of them before it."""
    names = [str(i) for i in range(len(parents))]
    return Network(
        layers=tuple(Layer(name, "Add", f"n{name}") for name in names),
        nodes=tuple(Node(name, name) for name in names),
        edges=tuple(
            Edge(str(source), str(i), slot=slot)
            for i, sources in enumerate(parents)
            for slot, source in enumerate(dict.fromkeys(sources))
        ),
    )


@st.composite
def networks(draw: st.DrawFn, most: int = 25) -> Network:
    count = draw(st.integers(1, most))
    return grown([draw(st.lists(st.integers(0, i - 1), max_size=3)) if i else [] for i in range(count)])


def rectangles(network: Network) -> dict[str, tuple[float, float, float, float]]:
    """Left, top, right and bottom of each card."""
    return {n.id: (n.x, n.y, n.x + WIDTH, n.y + height_of(network, n.id)) for n in network.nodes}


def overlapping(network: Network) -> list[tuple[str, str]]:
    return [
        (one, two)
        for (one, a), (two, b) in combinations(rectangles(network).items(), 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def residual(blocks: int, long: int = 4) -> Network:
    """Blocks of a chain with a wire that passes it."""
    parents: list[list[int]] = [[]]
    for _ in range(blocks):
        start = len(parents) - 1
        parents += [[start + i] for i in range(long)]
        parents.append([start + long, start])
    return grown(parents)


def test_a_long_chain_folds_into_rows_as_wide_as_a_cell():
    places = arrange(grown([[i - 1] if i else [] for i in range(8)])).positions
    assert [round(places[str(i)][0] / COLUMN) for i in range(8)] == [0, 1, 2, 3, 0, 1, 2, 3]


def test_a_chain_from_top_to_bottom_is_one_column():
    places = list(arrange(grown([[i - 1] if i else [] for i in range(8)]), direction="vertical").positions.values())
    assert {x for x, _ in places} == {0.0}
    assert [y for _, y in places] == sorted({y for _, y in places})


def test_an_empty_network_has_no_places():
    assert arrange(Network()).positions == {}


@pytest.mark.parametrize("direction", DIRECTIONS)
@settings(max_examples=80, deadline=None)
@given(network=networks())
def test_every_node_gets_a_place_and_no_two_cards_overlap(network: Network, direction: Direction):
    move = arrange(network, direction=direction)
    assert set(move.positions) == {node.id for node in network.nodes}
    assert overlapping(apply(network, move)[0]) == []


@settings(max_examples=80, deadline=None)
@given(network=networks())
def test_a_wire_goes_to_the_right_or_to_a_row_below_and_downwards_when_that_is_asked_for(network: Network):
    rows = rectangles(apply(network, arrange(network))[0])
    flat = rectangles(apply(network, arrange(network, view=FLAT))[0])
    down = rectangles(apply(network, arrange(network, direction="vertical"))[0])
    for edge in network.edges:
        assert rows[edge.target][0] > rows[edge.source][0] or rows[edge.target][1] > rows[edge.source][3]
        assert flat[edge.target][0] > flat[edge.source][2]
        assert down[edge.target][1] > down[edge.source][3]


@settings(max_examples=40, deadline=None)
@given(network=networks(), places=st.data())
def test_the_same_network_is_laid_out_the_same_wherever_its_nodes_are(network: Network, places: st.DataObject):
    at = st.tuples(st.integers(-500, 500), st.integers(-500, 500))
    moved, _ = apply(network, Move({node.id: places.draw(at) for node in network.nodes}))
    assert arrange(moved) == arrange(network) == arrange(apply(network, arrange(network))[0])


def test_it_is_one_edit_and_one_step_of_undo():
    network = residual(2)
    history = History(network)
    history.apply(arrange(network))
    assert history.network != network
    history.undo()
    assert history.network == network
    assert not history.can_undo


def test_a_chain_stays_straight_where_a_wire_passes_it():
    network = residual(3)
    places = arrange(network, view=FLAT).positions
    assert len({y for _, y in places.values()}) == 1


def test_what_a_wire_passes_leaves_it_a_lane():
    parents = [[], [0], [0], [1], [2], [3], [4], [5, 6, 0]]
    places = arrange(grown(parents), view=FLAT).positions
    rows = sorted({y for _, y in places.values()})
    assert max(b - a for a, b in pairwise(rows)) >= LANE


def test_wires_meet_in_the_order_of_their_slots_and_part_in_the_order_of_the_outputs():
    meeting = grown([[], [], [], [2, 0, 1]])
    places = arrange(meeting, view=FLAT).positions
    assert sorted(("0", "1", "2"), key=lambda each: places[each][1]) == ["2", "0", "1"]
    parting = grown([[], [0], [0], [0]])
    outputs = {"1": 2, "2": 0, "3": 1}
    edges = tuple(msgspec.structs.replace(edge, output=outputs[edge.target]) for edge in parting.edges)
    places = arrange(msgspec.structs.replace(parting, edges=edges), view=FLAT).positions
    assert sorted(outputs, key=lambda each: places[each][1]) == ["2", "3", "1"]


def test_a_fold_is_where_one_wire_goes_on():
    network = residual(8, long=9)
    arranged, _ = apply(network, arrange(network))
    places = {node.id: node.y for node in arranged.nodes}
    rows = sorted(set(places.values()))
    assert len(rows) > 1
    turning = [edge for edge in network.edges if places[edge.source] != places[edge.target]]
    assert len({edge.source for edge in turning}) == len(rows) - 1


def test_parts_without_a_wire_between_them_stand_beside_each_other():
    network = grown([[], [], [], []])
    places = arrange(network).positions
    assert len({x for x, _ in places.values()}) > 1
    assert len({y for _, y in places.values()}) > 1


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize(
    "parents",
    [
        [[i - 1] if i else [] for i in range(3000)],
        [[i - 1, i // 2] if i > 1 else [] for i in range(1500)],
        [[0] if i else [] for i in range(3000)],
        [[] for _ in range(3000)],
    ],
    ids=["deep", "passing", "wide", "apart"],
)
def test_thousands_of_nodes_are_placed_without_recursion(parents: list[list[int]], direction: Direction):
    assert len(arrange(grown(parents), direction=direction).positions) == len(parents)


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(case["wired"]) or "unwired")
def test_a_card_is_as_high_as_the_browser_draws_it(case):
    ports = dict(case["ports"]) | {each: False for each in case["wired"] if each not in dict(case["ports"])}
    waiting = sum(not many and port not in case["wired"] for port, many in ports.items())
    height = card_height(
        len(case["wired"]) + waiting, sum(ports.values()), named=len(ports) > 1, outputs=case["outputs"]
    )
    assert height == case["height"]


def test_a_taller_card_pushes_its_neighbours_away():
    network = grown([[], [0], [0]])
    heights = {"1": 400.0, "2": 139.0}
    places = arrange(network, heights=heights).positions
    first, second = sorted(("1", "2"), key=lambda each: places[each][1])
    assert places[second][1] >= places[first][1] + heights[first]


@settings(max_examples=80, deadline=None)
@given(network=networks())
def test_layers_are_as_many_as_the_longest_way_has_nodes_and_every_wire_goes_on(network: Network):
    wires = wires_of(network, {node.id: i for i, node in enumerate(network.nodes)})
    depth = depths(len(network.nodes), wires)
    longest = [0] * len(depth)
    for wire in sorted(wires, key=lambda each: each.target):
        longest[wire.target] = max(longest[wire.target], longest[wire.source] + 1)
    assert all(depth[wire.target] > depth[wire.source] for wire in wires)
    assert 0 <= min(depth) <= max(depth) == max(longest)


def test_a_tensor_with_many_wires_is_crossed_where_its_upright_piece_is():
    fan = Ends(0.0, [0.0, 4.0, 8.0, 12.0], 0.0, 12.0)
    assert seen(fan, Ends(6.0, [6.0], 6.0, 6.0)) == 1
    assert seen(fan, Ends(6.0, [-4.0], -4.0, 6.0)) == 1
    assert seen(fan, Ends(16.0, [20.0], 16.0, 20.0)) == 0
