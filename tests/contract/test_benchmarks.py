"""The script that compares our layout with elk's finds the studio's own drawing code, wherever that has moved to."""

import runpy
from pathlib import Path

from playground.network import Edge, Layer, Network, Node

ROOT = Path(__file__).parents[2]


def test_what_no_layout_can_draw_without_a_crossing_crosses_in_ours_and_in_elks():
    compared = runpy.run_path(str(ROOT / "benchmarks" / "layout.py"))["compared"]
    names = [f"{side}{i}" for side in "ab" for i in range(3)]
    utilities = Network(
        layers=tuple(Layer(name, "Add", name) for name in names),
        nodes=tuple(Node(name, name) for name in names),
        edges=tuple(Edge(f"a{i}", f"b{j}", slot=i) for i in range(3) for j in range(3)),
    )
    found = compared(utilities, elk=True)
    assert [*found] == ["flat", "rows", "vertical", "elk"]
    assert all(row["crossings"] >= 1 and row["hits"] == 0 for row in found.values())
