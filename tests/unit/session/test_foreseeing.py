"""What an edit would come to, and what layers would be, asked of a drawing that stays as it is."""

from playground import protocol
from playground.network import (
    AddNode,
    Batch,
    ChangeSetting,
    Connect,
    Edge,
    Layer,
    Move,
    Network,
    Node,
    RenameLayer,
)
from playground.session import Session
from tests.unit.session.test_session import Browser, opened


def test_a_preview_says_what_an_edit_would_change_and_leaves_no_trace():
    session, browser = opened()
    before = session.drawing.now
    edit = ChangeSetting("hidden_b", "units", 20)
    answer = browser.ask(protocol.Preview(edit))
    assert isinstance(answer, protocol.Previewed)
    assert session.drawing.now is before
    assert browser.changes() == []
    browser.ask(protocol.ApplyEdit(edit))
    assert browser.changes()[0].nodes == answer.nodes
    assert set(answer.nodes) == {"hidden_b", "digit"}
    browser.ask(protocol.Undo())
    assert session.network == before.network


def added(kind, settings, after, name="new"):
    """The edit that puts a layer behind a node."""
    layer = Layer(f"{name}-layer", kind, name, settings)
    return Batch((AddNode(Node(name, layer.id, 500.0), layer), Connect(Edge(after, name))), f"Add {kind}")


def test_what_layers_would_be_is_foreseen_as_checking_says_it_when_they_are_there():
    session, browser = opened()
    before = session.drawing.now
    wishes = [
        added("Dense", {"units": 5}, "hidden_b"),
        added("Conv1D", {"filters": 2, "kernel_size": 3}, "image"),
        added("Dropout", {"rate": "much"}, "hidden_b"),
        added("NoSuchLayer", {}, "hidden_b"),
        added("MultiHeadAttention", {"num_heads": 1, "key_dim": 2}, "hidden_b"),
    ]
    answer = browser.ask(protocol.Foresee(tuple(wishes)))
    assert session.drawing.now is before
    assert browser.changes() == []
    dense, conv, dropout, unknown, _ = answer.nodes
    assert (dense.report.output_shapes, dense.report.parameters, dense.problems) == (((None, 5),), 165, ())
    assert [each.code for each in conv.problems] == ["wrong_rank"]
    assert [each.problems[0].code for each in (dropout, unknown)] == ["setting", "unknown_kind"]
    for wish, found in zip(wishes, answer.nodes, strict=True):
        browser.ask(protocol.ApplyEdit(wish))
        report = session.drawing.report
        assert report.nodes["new"] == found.report
        said = [each.code for each in report.problems if each.node == "new" and each.stage == "build"]
        assert [each.code for each in found.problems] == said
        browser.ask(protocol.Undo())


def test_the_fix_of_what_is_foreseen_fits_the_drawing_with_it_as_one_step():
    session, browser = opened()
    wish = added("Conv1D", {"filters": 2, "kernel_size": 3}, "image")
    (found,) = browser.ask(protocol.Foresee((wish,))).nodes
    fix = found.problems[0].fixes[0]
    browser.ask(protocol.ApplyEdit(Batch((*wish.edits, fix.edit), fix.label)))
    assert session.drawing.report.nodes["new"].state == "ok"
    browser.ask(protocol.Undo())
    assert "new" not in session.network.node_by_id


def test_a_wire_is_foreseen_by_the_node_that_it_enters_and_the_fix_makes_it_fit():
    session, browser = opened()
    layer = Layer("conv", "Conv1D", "conv", {"filters": 2, "kernel_size": 3})
    browser.ask(protocol.ApplyEdit(AddNode(Node("conv", "conv", 500.0), layer)))
    wire = Connect(Edge("hidden_b", "conv"))
    (found,) = browser.ask(protocol.Foresee((wire,))).nodes
    assert [each.code for each in found.problems] == ["wrong_rank"]
    assert "conv" not in session.network.edges_into
    fix = found.problems[0].fixes[0]
    browser.ask(protocol.ApplyEdit(Batch((wire, fix.edit), fix.label)))
    assert session.drawing.report.nodes["conv"].state == "ok"


def test_an_edit_that_fits_nowhere_is_foreseen_as_nothing():
    _, browser = opened()
    wishes = (added("Dense", {"units": 5}, "nowhere"), Move({"flat": (5.0, 5.0)}))
    assert browser.ask(protocol.Foresee(wishes)) == protocol.Foreseen((None, None))
    gone = browser.ask(protocol.Foresee(wishes, ("flat",)))
    assert isinstance(gone, protocol.Failed)
    assert "gone" in gone.message


def test_layers_are_foreseen_inside_a_block():
    session = Session(Network("net"))
    browser = Browser(session)
    inner = Network(
        "inner",
        (Layer("in", "InputLayer", "in", {"shape": [4]}), Layer("mid", "Dense", "mid", {"units": 3})),
        (Node("in", "in"), Node("mid", "mid")),
        (Edge("in", "mid"),),
    )
    session.edit(AddNode(Node("block", "block"), Layer("block", "Model", "block", network=inner)))
    (found,) = browser.ask(protocol.Foresee((added("Dense", {"units": 5}, "mid"),), ("block",))).nodes
    assert (found.report.output_shapes, found.report.parameters) == (((None, 5),), 20)


def test_a_preview_of_an_edit_that_does_not_fit_says_why():
    _, browser = opened()
    answer = browser.ask(protocol.Preview(RenameLayer("flat", "digit")))
    assert isinstance(answer, protocol.Failed)
    assert "taken" in answer.message
