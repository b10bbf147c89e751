"""Places for nodes that nobody has placed."""

from hypothesis import given, settings, strategies as st

from playground.network import AddNode, Connect, Edge, Layer, Network, Node, apply, arrange
from playground.network._layout import COLUMN, LANE


def grown(parents: list[list[int]]) -> Network:
    """A network whose node i is fed by the nodes `parents[i]`, all of them before it."""
    network = Network()
    for i in range(len(parents)):
        network, _ = apply(network, AddNode(Node(str(i), str(i)), Layer(str(i), "Add", f"n{i}")))
    for i, sources in enumerate(parents):
        for slot, source in enumerate(dict.fromkeys(sources)):
            network, _ = apply(network, Connect(Edge(str(source), str(i), slot=slot)))
    return network


def test_a_long_chain_folds_into_rows_as_wide_as_a_cell():
    places = arrange(grown([[i - 1] if i else [] for i in range(8)])).positions
    assert [round(places[str(i)][0] / COLUMN) for i in range(8)] == [0, 1, 2, 3, 0, 1, 2, 3]


def test_an_empty_network_has_no_places():
    assert arrange(Network()).positions == {}


@settings(max_examples=100, deadline=None)
@given(st.data(), st.integers(1, 25))
def test_every_node_gets_a_place_of_its_own(data, count):
    parents = [data.draw(st.lists(st.integers(0, i - 1), max_size=3)) if i else [] for i in range(count)]
    network = grown(parents)
    places = arrange(network).positions
    assert set(places) == {node.id for node in network.nodes}
    taken = list(places.values())
    for i, (x, y) in enumerate(taken):
        assert all(abs(x - u) >= COLUMN or abs(y - v) >= LANE for u, v in taken[:i])
