"""Notes: text on the canvas that is edited like everything else, and means nothing to the model."""

import pytest

from playground.errors import DocumentError, EditError
from playground.network import (
    AddNode,
    Document,
    Layer,
    Move,
    Network,
    Node,
    Note,
    RemoveNote,
    SetNote,
    apply,
    decode_document,
    dissolve,
    encode_document,
)

NOTE = Note("n1", "# Stem\n*halves* the image", 10, 20)


def noted(*notes: Note) -> Network:
    network = Network()
    for note in notes:
        network, _ = apply(network, SetNote(note))
    return network


def test_a_note_is_added_changed_moved_and_taken_away_and_each_is_undone():
    network = noted(NOTE, Note("n2"))
    for edit in (SetNote(Note("n1", "other", 1, 2, 300, 200)), Move({"n1": (5, 6)}), RemoveNote("n1")):
        after, back = apply(network, edit)
        assert after != network
        assert apply(after, back)[0] == network


def test_a_note_stays_in_its_document():
    document = Document(noted(NOTE))
    assert decode_document(encode_document(document)) == document


def test_nodes_and_notes_have_different_ids():
    network, _ = apply(noted(NOTE), AddNode(Node("d", "d"), Layer("d", "Dense", "d")))
    for edit in (SetNote(Note("d")), AddNode(Node("n1", "d"))):
        with pytest.raises(EditError, match="needs one of its own"):
            apply(network, edit)
    with pytest.raises(DocumentError, match="used twice"):
        decode_document(encode_document(Document(Network(notes=(NOTE, NOTE)))))


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (Note("n", "x" * 20_001), "at most 20,000 characters"),
        (Note("n", "", float("nan")), "no place on the canvas"),
        (Note("n", width=1e9), "pixels wide and high"),
        (Note("n", height=float("nan")), "pixels wide and high"),
        (Note(""), "id"),
    ],
)
def test_a_note_that_can_not_stand_on_a_canvas_is_refused(note, words):
    with pytest.raises(EditError, match=words):
        apply(Network(), SetNote(note))


def test_the_notes_of_a_block_come_out_with_its_layers():
    inner = Network(
        "inner",
        (Layer("i", "InputLayer", "i"), Layer("d", "Dense", "d")),
        (Node("i", "i"), Node("d", "d", 200, 0)),
        notes=(Note("n1", "why", 210, 90),),
    )
    outer, _ = apply(noted(NOTE), AddNode(Node("b", "b", 1000, 500), Layer("b", "Model", "b", network=inner)))
    after, back = apply(outer, dissolve(outer, "b"))
    found = next(note for note in after.notes if note.text == "why")
    place = next(node for node in after.nodes if after.layer_of(node.id).kind == "Dense")
    assert (found.x - place.x, found.y - place.y) == (10, 90)
    assert found.id != "n1"
    assert apply(after, back)[0] == outer
