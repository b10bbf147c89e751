"""What makes one network another, layer by layer and wire by wire."""

from itertools import pairwise

import msgspec
from hypothesis import given, strategies as st

from playground.network import (
    AddNode,
    ChangeSetting,
    Connect,
    Difference,
    Edge,
    Edit,
    Layer,
    LayerChange,
    LayerPart,
    Move,
    Network,
    Node,
    RemoveNode,
    RenameLayer,
    RenameNetwork,
    SetBypassed,
    SettingChange,
    SetTrainable,
    Spec,
    Wire,
    apply,
    difference,
    group,
)


def chain(*names: str, units: int = 3) -> Network:
    network = Network()
    for name in names:
        network = edited(network, AddNode(Node(name, name), Layer(name, "Dense", name, {"units": units})))
    for source, target in pairwise(names):
        network = edited(network, Connect(Edge(source, target)))
    return network


def edited(network: Network, *edits: Edit) -> Network:
    for edit in edits:
        network, _ = apply(network, edit)
    return network


def test_networks_that_differ_in_places_and_in_the_name_of_the_drawing_do_not_differ():
    before = chain("a", "b")
    after = edited(before, Move({"a": (40.0, 50.0)}), RenameNetwork("other"))
    assert not difference(before, after)
    assert str(difference(before, after)) == "no difference"


def test_every_setting_of_a_layer_that_changed_is_told_with_what_it_was():
    before = chain("a", "b")
    after = edited(
        before,
        ChangeSetting("b", "units", 8),
        ChangeSetting("b", "activation", "relu"),
        SetTrainable("b", trainable=False),
        SetBypassed("b", bypassed=True),
    )
    assert difference(before, after) == Difference(
        changed=(
            LayerChange(
                "b",
                "b",
                "Dense",
                ("b",),
                (
                    SettingChange("trainable", before=True, after=False),
                    SettingChange("units", 3, 8),
                    SettingChange("activation", None, "relu"),
                    SettingChange("bypassed", before=False, after=True),
                ),
            ),
        )
    )


def test_a_layer_between_two_others_is_one_layer_more_and_its_wires():
    before, after = chain("a", "b"), chain("a", "m", "b")
    found = difference(before, after)
    assert found == Difference(
        added=(LayerPart("m", "m", "Dense", ("m",)),),
        added_wires=(Wire("a", "m", "a", "m", 0, "inputs"), Wire("m", "b", "m", "b", 0, "inputs")),
        removed_wires=(Wire("a", "b", "a", "b", 0, "inputs"),),
    )
    assert str(found) == "+ m (Dense)\n- a → b\n+ a → m\n+ m → b"


def test_a_drawing_made_anew_is_compared_by_the_names_of_its_layers():
    before = chain("a", "b")
    after = Network(
        layers=(Layer("l7", "Dense", "a", {"units": 3}), Layer("l9", "Dense", "b", {"units": 5})),
        nodes=(Node("n1", "l7"), Node("n2", "l9")),
        edges=(Edge("n1", "n2"),),
    )
    assert difference(before, after) == Difference(
        changed=(LayerChange("l9", "b", "Dense", ("n2",), (SettingChange("units", 3, 5),)),)
    )


def test_a_layer_of_another_kind_is_another_layer_whatever_its_id():
    before = chain("a", "b")
    other = msgspec.structs.replace(before, layers=(before.layers[0], Layer("b", "Flatten", "b")))
    found = difference(before, other)
    assert [each.kind for each in found.removed] == ["Dense"]
    assert [each.kind for each in found.added] == ["Flatten"]
    assert found.added_wires == found.removed_wires == (Wire("a", "b", "a", "b", 0, "inputs"),)


def test_a_layer_that_is_renamed_is_the_same_layer():
    found = difference(chain("a", "b"), edited(chain("a", "b"), RenameLayer("b", "c")))
    assert found.changed == (LayerChange("b", "c", "Dense", ("b",), (SettingChange("name", "b", "c"),)),)


def test_layers_that_went_into_a_block_are_the_same_and_the_block_is_new():
    before = edited(
        Network(),
        AddNode(Node("in", "in"), Layer("in", "InputLayer", "in", {"shape": [4]})),
        AddNode(Node("a", "a"), Layer("a", "Dense", "a", {"units": 3})),
        AddNode(Node("b", "b"), Layer("b", "Dense", "b", {"units": 3})),
        Connect(Edge("in", "a")),
        Connect(Edge("a", "b")),
    )
    after = edited(before, group(before, ["a", "b"], {("in", 0): Spec((None, 4), "float32")}))
    found = difference(before, after)
    assert [each.name for each in found.added] == ["block"]
    assert found.removed == ()
    assert {each.name for each in found.added} | {each.name for each in found.changed} == {"block"}


def test_a_block_that_is_removed_is_told_once():
    inner = Network(layers=(Layer("x", "Dense", "x"),), nodes=(Node("x", "x"),))
    whole = Network(layers=(Layer("k", "Model", "k", network=inner),), nodes=(Node("k", "k"),))
    assert [each.path for each in difference(whole, Network()).removed] == ["k"]


names = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)


@given(names, names, st.integers(1, 3))
def test_what_was_added_one_way_was_removed_the_other_way(some, others, units):
    one, two = chain(*some), chain(*others, units=units)
    there, back = difference(one, two), difference(two, one)
    assert (there.added, there.added_wires) == (back.removed, back.removed_wires)
    assert (there.removed, there.removed_wires) == (back.added, back.added_wires)
    assert {each.path for each in there.changed} == {each.path for each in back.changed}
    assert bool(there) is (some != others or (units != 3 and bool(some)))


@given(names)
def test_removing_a_layer_is_told_as_that_layer(some):
    network = chain(*some)
    for name in some:
        found = difference(network, edited(network, RemoveNode(name)))
        assert [each.name for each in found.removed] == [name]
        assert found.added == found.changed == ()
