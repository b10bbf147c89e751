"""Edits: each applies, is refused with a reason, and is undone exactly."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings, strategies as st

from playground.errors import EditError
from playground.network import (
    AddNode,
    Batch,
    ChangeArgument,
    ChangeSetting,
    Connect,
    Disconnect,
    Edge,
    Edit,
    History,
    Layer,
    Move,
    Network,
    Node,
    RemoveNode,
    RenameLayer,
    RenameNetwork,
    Replace,
    SetTrainable,
    apply,
    validate,
)


def chain(*names: str) -> Network:
    network = Network()
    for name in names:
        network, _ = apply(network, AddNode(Node(name, name), Layer(name, "Dense", name, {"units": 3})))
    for source, target in pairwise(names):
        network, _ = apply(network, Connect(Edge(source, target)))
    return network


def refusal(network: Network, edit: Edit) -> str:
    with pytest.raises(EditError) as caught:
        apply(network, edit)
    return str(caught.value)


def test_two_edges_into_one_input_are_refused():
    network = chain("a", "b", "c")
    assert refusal(network, Connect(Edge("a", "c"))) == (
        "The input “inputs” of “c” has a wire already; take that one off first."
    )


def test_an_edge_that_closes_a_circle_is_refused():
    network = chain("a", "b", "c")
    assert refusal(network, Connect(Edge("c", "a"))) == (
        "A wire from “c” to “a” would close a circle; a network flows one way."
    )
    assert "close a circle" in refusal(network, Connect(Edge("a", "a")))


def test_a_name_that_is_taken_is_refused():
    assert refusal(chain("a", "b"), RenameLayer("a", "b")) == (
        "The name “b” is taken by another Dense; layer names are unique in a network."
    )


@pytest.mark.parametrize("name", ["", "   ", "a/b", "a\nb", "x" * 201])
def test_a_name_that_keras_or_a_person_can_not_use_is_refused(name):
    assert "name" in refusal(chain("a"), RenameLayer("a", name))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [1, [float("-inf")]], {"a": {1: 2}}, object()])
def test_a_setting_that_is_not_finite_json_is_refused(value):
    assert "units" in refusal(chain("a"), ChangeSetting("a", "units", value))


def test_edits_of_what_is_not_there_are_refused():
    network = chain("a")
    for edit in (
        RemoveNode("x"),
        Connect(Edge("a", "x")),
        Disconnect(Edge("a", "x")),
        ChangeSetting("x", "units", 1),
        ChangeArgument("x", "training", value=True),
        SetTrainable("x", trainable=False),
        RenameLayer("x", "y"),
        Move({"x": (0, 0)}),
        AddNode(Node("n", "x")),
    ):
        assert refusal(network, edit)


def test_a_batch_that_fails_in_the_middle_changes_nothing():
    network = chain("a", "b")
    history = History(network)
    with pytest.raises(EditError):
        history.apply(Batch((RemoveNode("a"), RemoveNode("a"))))
    assert history.network is network
    assert not history.can_undo


def test_removing_a_node_takes_its_edges_and_its_layer_and_comes_back_in_place():
    network = chain("a", "b", "c")
    smaller, inverse = apply(network, RemoveNode("b"))
    assert [layer.id for layer in smaller.layers] == ["a", "c"]
    assert smaller.edges == ()
    assert apply(smaller, inverse)[0] == network


def test_a_shared_layer_stays_until_its_last_node_goes():
    network, _ = apply(chain("a"), AddNode(Node("again", "a")))
    network, _ = apply(network, RemoveNode("a"))
    assert [layer.id for layer in network.layers] == ["a"]
    network, _ = apply(network, RemoveNode("again"))
    assert network.layers == ()


def test_resetting_a_setting_forgets_it_and_undo_puts_it_back_in_its_place():
    layer = Layer("a", "Dense", "a", {"units": 3, "activation": "relu", "use_bias": False})
    network, _ = apply(Network(), AddNode(Node("a", "a"), layer))
    without, inverse = apply(network, ChangeSetting("a", "activation", reset=True))
    assert without.layers[0].settings == {"units": 3, "use_bias": False}
    assert list(apply(without, inverse)[0].layers[0].settings) == ["units", "activation", "use_bias"]


def test_a_new_edit_forgets_what_could_be_done_again():
    history = History(chain("a"))
    history.apply(RenameNetwork("first"))
    history.undo()
    history.apply(RenameNetwork("second"))
    assert not history.can_redo
    with pytest.raises(EditError):
        history.redo()


# --- properties ---------------------------------------------------------------------------------------------------

IDS = st.sampled_from(["a", "b", "c", "d", "e"])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4,
)
NAMES = st.text("abc", min_size=1, max_size=2)
PLACES = st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
EDGES = st.builds(Edge, IDS, IDS, st.integers(0, 1), st.sampled_from(["inputs", "query"]), st.integers(0, 1))


@st.composite
def added(draw: st.DrawFn) -> AddNode:
    layer_id = draw(IDS)
    layer = Layer(layer_id, "Dense", draw(NAMES), draw(st.dictionaries(NAMES, VALUES, max_size=2)))
    return AddNode(Node(draw(IDS), layer_id), draw(st.sampled_from([layer, layer, None])))


SIMPLE = (
    added()
    | st.builds(RemoveNode, IDS)
    | st.builds(Connect, EDGES)
    | st.builds(Disconnect, EDGES)
    | st.builds(ChangeSetting, IDS, NAMES, VALUES, st.booleans())
    | st.builds(ChangeArgument, IDS, NAMES, VALUES, st.booleans())
    | st.builds(SetTrainable, IDS, st.booleans())
    | st.builds(RenameLayer, IDS, NAMES)
    | st.builds(RenameNetwork, NAMES)
    | st.builds(Move, st.dictionaries(IDS, PLACES, max_size=3))
    | st.just(Replace(chain("a", "b", "c")))
)
EDITS = SIMPLE | st.builds(lambda edits: Batch(tuple(edits)), st.lists(SIMPLE, max_size=3))


def exact(network: Network) -> bytes:
    """Bytes in which also the order of every mapping shows."""
    return msgspec.json.encode(network)


@settings(max_examples=300, deadline=None)
@given(st.lists(EDITS, max_size=30))
def test_any_sequence_of_edits_undoes_to_the_exact_start_and_redoes_to_the_exact_end(edits):
    start = chain("a", "b", "c")
    history = History(start)
    states = [exact(start)]
    for edit in edits:
        try:
            history.apply(edit)
        except EditError:
            assert exact(history.network) == states[-1]
        else:
            states.append(exact(history.network))
            validate(history.network)
    end = exact(history.network)
    for state in reversed(states[:-1]):
        history.undo()
        assert exact(history.network) == state
    for state in states[1:]:
        history.redo()
        assert exact(history.network) == state
    assert exact(history.network) == end


@settings(max_examples=100, deadline=None)
@given(EDITS)
def test_an_edit_is_the_same_after_a_journey_as_json(edit):
    assert msgspec.json.decode(msgspec.json.encode(edit), type=Edit) == edit
