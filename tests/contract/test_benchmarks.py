"""The script that compares our layout with elk's finds the studio's own drawing code, wherever that has moved to."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from playground.network import Edge, Layer, Network, Node

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def layout() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "benchmarks" / "layout.py"))


def test_what_no_layout_can_draw_without_a_crossing_crosses_in_ours_and_in_elks(layout: dict[str, Any]):
    names = [f"{side}{i}" for side in "ab" for i in range(3)]
    utilities = Network(
        layers=tuple(Layer(name, "Add", name) for name in names),
        nodes=tuple(Node(name, name) for name in names),
        edges=tuple(Edge(f"a{i}", f"b{j}", slot=i) for i in range(3) for j in range(3)),
    )
    (found,) = layout["compared"]([utilities], elk=True)
    assert [*found] == ["flat", "rows", "vertical", "elk"]
    assert all(row["crossings"] >= 1 and row["hits"] == 0 for row in found.values())


def test_in_no_template_do_more_wires_cross_than_as_elk_lays_it_out(layout: dict[str, Any]):
    made = {name: make() for name, make in layout["networks"]().items() if name not in layout["APPLICATIONS"]}
    found = dict(zip(made, layout["compared"]([*made.values()], elk=True), strict=True))
    assert {"template shapes_unet", "template reviews_transformer", "inception block", "u-net"} <= {*found}
    crossings = {name: (rows["flat"]["crossings"], rows["elk"]["crossings"]) for name, rows in found.items()}
    assert {name: each for name, each in crossings.items() if each[0] > each[1]} == {}
