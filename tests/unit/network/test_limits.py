"""How much one drawing holds: what would be more is refused with a sentence, and nothing of it stays."""

import pytest

from playground.errors import EditError
from playground.network import (
    AddNode,
    Batch,
    Connect,
    Edge,
    History,
    Layer,
    Network,
    Node,
    Note,
    RemoveNode,
    SetNote,
    Within,
    apply,
    validate,
)

MOST = 10_000


def loose(count: int, start: int = 0) -> Network:
    """So many calls of one layer, without wires."""
    nodes = tuple(Node(f"n{i}", "one") for i in range(start, start + count))
    return Network("large", (Layer("one", "Dropout", "one"),), nodes)


def adding(count: int) -> Batch:
    return Batch(tuple(AddNode(Node(f"more{i}", "one")) for i in range(count)), "Duplicate")


def test_a_duplicate_that_would_be_too_much_is_refused_at_once_and_leaves_nothing():
    history = History(loose(6_000))
    with pytest.raises(EditError) as caught:
        history.apply(adding(6_000))
    assert str(caught.value) == (
        "A network has at most 10,000 nodes; this one would have 12,000. "
        "Make a block of what repeats, and set how often."
    )
    assert history.network == loose(6_000)
    assert not history.can_undo


def test_as_many_as_the_limit_fit_and_not_one_more():
    full, _ = apply(loose(MOST - 1), AddNode(Node("last", "one")))
    validate(full)
    with pytest.raises(EditError, match="would have 10,001"):
        apply(full, AddNode(Node("more", "one")))
    less, back = apply(full, RemoveNode("last"))
    assert apply(less, back)[0] == full
    swapped, _ = apply(full, Batch((RemoveNode("last"), AddNode(Node("other", "one")))))
    assert len(swapped.nodes) == MOST


def test_nodes_inside_of_blocks_count_so_that_what_was_drawn_can_be_opened_again():
    outside = loose(MOST - 2)
    inner = Layer("block", "Model", "block", network=loose(1))
    network, _ = apply(outside, AddNode(Node("call", "block"), inner))
    validate(network)
    with pytest.raises(EditError, match="would have 10,001"):
        apply(network, Within("block", AddNode(Node("more", "one"))))


def test_notes_and_edges_are_counted_too(monkeypatch):
    from playground.network import _validate

    notes = tuple(Note(f"note{i}", "") for i in range(2_000))
    network = Network("notes", notes=notes)
    with pytest.raises(EditError, match=r"at most 2,000 notes; this one would have 2,001\. Delete some first"):
        apply(network, SetNote(Note("more", "")))
    monkeypatch.setitem(_validate.LIMITS, "edges", 0)
    with pytest.raises(EditError, match="at most 0 edges"):
        apply(loose(2), Connect(Edge("n0", "n1")))
