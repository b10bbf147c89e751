"""How large cards are, by the ports that the catalog knows."""

import pytest

from playground.catalog import card_heights
from playground.network import Edge, Layer, Network, Node


@pytest.mark.parametrize(
    ("kind", "height"), [("Dense", 139), ("MultiHeadAttention", 251), ("LSTM", 187), ("Gone", 139)]
)
def test_a_card_is_as_high_as_the_ports_of_its_kind_ask_for(kind: str, height: float):
    network = Network(layers=(Layer("a", kind, "a"),), nodes=(Node("a", "a"),))
    assert card_heights(network) == {"a": height}


def test_a_merge_grows_with_its_wires_and_a_block_has_the_ports_of_its_inputs():
    inner = Network(
        layers=tuple(Layer(name, "InputLayer", name) for name in "pqr"), nodes=tuple(Node(name, name) for name in "pqr")
    )
    names = [str(i) for i in range(5)]
    network = Network(
        layers=(
            *(Layer(name, "InputLayer", f"i{name}") for name in names),
            Layer("add", "Add", "add"),
            Layer("b", "Model", "b", network=inner),
        ),
        nodes=tuple(Node(name, name) for name in (*names, "add", "b")),
        edges=tuple(Edge(name, "add", slot=slot) for slot, name in enumerate(names)),
    )
    heights = card_heights(network)
    assert heights["add"] == 172
    assert heights["b"] == 139 + 3 * 16


@pytest.mark.parametrize(("wires", "rows"), [(0, 3), (1, 4), (2, 4), (3, 5)])
def test_a_list_that_is_full_has_no_place_for_one_more(wires: int, rows: int):
    names = [str(i) for i in range(wires)]
    network = Network(
        layers=(*(Layer(name, "InputLayer", f"i{name}") for name in names), Layer("lstm", "LSTM", "lstm")),
        nodes=tuple(Node(name, name) for name in (*names, "lstm")),
        edges=tuple(Edge(name, "lstm", 0, "initial_state", slot) for slot, name in enumerate(names)),
    )
    assert card_heights(network)["lstm"] == 139 + 16 * rows
