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
    Note,
    RemoveNode,
    RemoveNote,
    RenameLayer,
    RenameNetwork,
    Replace,
    SetBypassed,
    SetNote,
    SetPinned,
    SetTrainable,
    Within,
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


# --- inside layers -----------------------------------------------------------------------------------------------


def block(*inputs: str) -> Layer:
    """A model inside the model with these inputs, all of which it returns."""
    layers = tuple(Layer(f"i{i}", "InputLayer", name) for i, name in enumerate(inputs))
    nodes = tuple(Node(f"n{i}", layer.id) for i, layer in enumerate(layers))
    return Layer("m", "Model", "m", network=Network("inner", layers, nodes))


def holding(*inputs: str) -> Network:
    network, _ = apply(chain("a"), AddNode(Node("m", "m"), block(*inputs)))
    for port in network.layers[-1].network.input_ports.values():
        network, _ = apply(network, Connect(Edge("a", "m", 0, port)))
    return network


def ports(network: Network) -> list[str]:
    return [edge.port for edge in network.edges]


def test_an_edit_inside_a_layer_leaves_the_rest_as_it_is():
    network = holding("left", "right")
    after, back = apply(network, Within("m", ChangeSetting("i0", "shape", [3])))
    assert after.layers[1].network.layers[0].settings == {"shape": [3]}
    assert after.layers[0] is network.layers[0]
    assert apply(after, back)[0] == network


def test_wires_follow_an_inner_input_that_is_renamed_or_becomes_the_only_one():
    network = holding("left", "right")
    renamed, _ = apply(network, Within("m", RenameLayer("i0", "first")))
    assert (ports(network), ports(renamed)) == (["left", "right"], ["first", "right"])
    alone, back = apply(renamed, Within("m", RemoveNode("n0")))
    assert ports(alone) == ["first", "inputs"]
    assert apply(alone, back)[0] == renamed


def test_a_wire_in_the_way_of_one_that_follows_is_told_of():
    stuck, _ = apply(holding("left", "right"), Disconnect(Edge("a", "m", 0, "right")))
    stuck, _ = apply(stuck, Connect(Edge("a", "m", 0, "new")))
    assert refusal(stuck, Within("m", RenameLayer("i1", "new"))) == (
        "A wire stands at “new” of “m”, where another input would come; take that wire off first."
    )


def test_only_a_layer_of_the_kind_model_has_a_network_inside():
    assert "no network inside" in refusal(chain("a"), Within("a", RenameNetwork("x")))
    for layer in (Layer("x", "Model", "x"), Layer("x", "Dense", "x", network=Network())):
        assert "has a network inside" in refusal(chain("a"), AddNode(Node("x", "x"), layer))


def test_networks_are_nested_so_deep_and_no_deeper():
    edit: Edit = AddNode(Node("m", "m"), Layer("m", "Model", "m", network=Network()))
    network = Network()
    for _ in range(16):
        network, _ = apply(network, edit)
        validate(network)
        edit = Within("m", edit)
    assert "at most 16 levels" in refusal(network, edit)


@pytest.mark.parametrize("given_id", ["", "a/b", "x" * 201])
def test_an_id_that_can_not_be_part_of_a_path_is_refused(given_id):
    assert "id" in refusal(chain("a"), AddNode(Node(given_id, "a")))
    assert "id" in refusal(chain("a"), AddNode(Node("n", given_id), Layer(given_id, "Dense", "d")))


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
EDGES = st.builds(Edge, IDS, IDS, st.integers(0, 1), st.sampled_from(["inputs", "a", "ab"]), st.integers(0, 1))


@st.composite
def nested(draw: st.DrawFn, layer_id: str) -> Layer:
    names = draw(st.lists(NAMES, max_size=3, unique=True))
    inner = Network(
        "inner",
        tuple(Layer(f"i{i}", draw(st.sampled_from(["InputLayer", "Dense"])), name) for i, name in enumerate(names)),
        tuple(Node(draw(IDS), f"i{i}") for i in range(min(1, len(names)))),
    )
    return Layer(layer_id, "Model", draw(NAMES), network=inner)


@st.composite
def added(draw: st.DrawFn) -> AddNode:
    layer_id = draw(IDS)
    layer = Layer(layer_id, "Dense", draw(NAMES), draw(st.dictionaries(NAMES, VALUES, max_size=2)))
    if draw(st.booleans()):
        layer = draw(nested(layer_id))
    return AddNode(Node(draw(IDS), layer_id, bypassed=draw(st.booleans())), draw(st.sampled_from([layer, layer, None])))


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
    | st.builds(SetBypassed, IDS, st.booleans())
    | st.builds(SetPinned, IDS, st.booleans())
    | st.builds(SetNote, st.builds(Note, IDS, NAMES, st.floats(-1e3, 1e3)), st.none() | st.integers(0, 2))
    | st.builds(RemoveNote, IDS)
    | st.just(Replace(chain("a", "b", "c")))
)
INNER = SIMPLE | st.builds(RenameLayer, st.sampled_from(["i0", "i1", "i2"]), NAMES)
WITHIN = st.recursive(
    st.builds(Within, IDS | st.just("m"), INNER), lambda inner: st.builds(Within, IDS | st.just("m"), inner)
)
EDITS = SIMPLE | WITHIN | WITHIN | st.builds(lambda edits: Batch(tuple(edits)), st.lists(SIMPLE, max_size=3))


def exact(network: Network) -> bytes:
    """Bytes in which also the order of every mapping shows."""
    return msgspec.json.encode(network)


@settings(max_examples=300, deadline=None)
@given(st.lists(EDITS, max_size=30))
def test_any_sequence_of_edits_undoes_to_the_exact_start_and_redoes_to_the_exact_end(edits):
    start, _ = apply(chain("a", "b", "c"), AddNode(Node("m", "m"), block("a", "b")))
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
