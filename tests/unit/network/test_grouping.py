"""Blocks: layers become one nested network, and come out of it again as they were."""

from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings, strategies as st

from playground.errors import EditError
from playground.network import (
    AddNode,
    Connect,
    Edge,
    Layer,
    Network,
    Node,
    Output,
    SetRepeat,
    Signature,
    Spec,
    Within,
    apply,
    dissolve,
    group,
    validate,
)

SPEC = Spec((None, 8, 8, 3), "float32")


def drawn(wires: str, kinds: dict[str, str] | None = None) -> Network:
    """A network of wires such as "i>a a>b a>c.query"; layers whose name begins with i are Inputs."""
    network = Network()
    edges = []
    names: dict[str, None] = {}
    for wire in wires.split():
        source, target = wire.split(">")
        target, _, port = target.partition(".")
        names |= {source: None, target: None}
        slot = sum(edge.target == target and edge.port == (port or "inputs") for edge in edges)
        edges.append(Edge(source, target, 0, port or "inputs", slot))
    for at, name in enumerate(names):
        kind = (kinds or {}).get(name, "InputLayer" if name.startswith("i") else "Add")
        network, _ = apply(network, AddNode(Node(name, name, 224.0 * at, 10.0 * at), Layer(name, kind, name)))
    for edge in edges:
        network, _ = apply(network, Connect(edge))
    return network


def grouped(network: Network, *nodes: str, **options: str) -> Network:
    specs = {(node.id, output): SPEC for node in network.nodes for output in range(3)}
    after, back = apply(network, group(network, nodes, specs, **options))
    validate(after)
    assert apply(after, back)[0] == network
    return after


def refusal(network: Network, *nodes: str) -> str:
    with pytest.raises(EditError) as caught:
        grouped(network, *nodes)
    return str(caught.value)


def dissolved(network: Network, node: str) -> Network:
    after, back = apply(network, dissolve(network, node))
    validate(after)
    assert apply(after, back)[0] == network
    return after


def computed(network: Network) -> list[object]:
    """What the network returns as terms over its inputs and layers, whatever the nodes are called or placed."""

    def run(inner: Network, given: dict[str, object]) -> list[object]:
        found: dict[tuple[str, int], object] = {}
        for node_id in inner.order:
            layer = inner.layer_of(node_id)
            fed = {(e.port, e.slot): found[e.source, e.output] for e in inner.edges_into.get(node_id, ())}
            if layer.kind == "InputLayer":
                found[node_id, 0] = given.get(layer.id, layer.name)
                continue
            if layer.network is None:
                for output in range(3):
                    found[node_id, output] = (layer.id, output, tuple(sorted(fed.items())))
                continue
            results: list[object] = []
            entering = {each: fed[port, 0] for each, port in layer.network.input_ports.items()}
            for _ in range(layer.repeat):
                results = run(layer.network, entering)
                entering = dict.fromkeys(entering, results[0])
            found |= {(node_id, at): result for at, result in enumerate(results)}
        return [found[each.node, each.output] for each in inner.outputs]

    return run(network, {})


def test_a_chain_becomes_a_block_with_one_way_in_and_one_way_out():
    after = grouped(drawn("i>a a>b b>c"), "a", "b", name="encoder")
    block = after.find("encoder")
    assert block is not None
    assert block.network is not None
    assert [layer.name for layer in block.network.layers] == ["input", "a", "b"]
    assert block.network.layers[0].settings == {"shape": [8, 8, 3]}
    assert [(edge.source, edge.target) for edge in after.edges] == [("i", "block"), ("block", "c")]
    assert computed(after) == computed(drawn("i>a a>b b>c"))


def test_a_tensor_that_is_used_twice_inside_enters_once():
    after = grouped(drawn("i>a a>b a>c b>d c>d"), "b", "c", "d")
    block = after.find("block")
    assert block is not None
    assert block.network is not None
    assert len(block.network.inputs) == 1
    assert len([edge for edge in after.edges if edge.target == "block"]) == 1


def test_several_inputs_are_called_after_the_ports_that_they_feed():
    after = grouped(drawn("i>a a>m.query i>m.value m>n"), "m")
    assert {edge.port for edge in after.edges if edge.target == "block"} == {"query", "value"}


def test_the_layers_of_a_block_come_out_as_they_were():
    network = drawn("i>a a>b b>c a>c c>d")
    after = dissolved(grouped(network, "b", "c"), "block")
    assert sorted(after.layers, key=lambda each: each.id) == sorted(network.layers, key=lambda each: each.id)
    assert sorted(after.nodes, key=lambda each: each.id) == sorted(network.nodes, key=lambda each: each.id)
    assert set(after.edges) == set(network.edges)


def test_a_selection_that_a_path_leaves_and_comes_back_into_is_refused():
    assert refusal(drawn("i>a a>b b>c"), "a", "c") == (
        "A path leaves the selection and comes back into it through “b”; select what lies between, too."
    )


def test_an_input_is_refused():
    assert "where data enters" in refusal(drawn("i>a a>b"), "i", "a")


def test_nothing_is_refused():
    assert "Nothing is selected" in refusal(drawn("i>a"))


def test_a_node_that_is_gone_is_refused():
    assert "“z”" in refusal(drawn("i>a"), "a", "z")


def test_a_selection_that_nothing_enters_is_refused():
    network, _ = apply(drawn("i>a"), AddNode(Node("loose", "loose"), Layer("loose", "Dense", "loose")))
    assert "No wire enters" in refusal(network, "loose")


def test_a_layer_that_is_also_called_outside_is_refused():
    network, _ = apply(drawn("i>a a>b"), AddNode(Node("again", "a")))
    assert refusal(network, "a") == (
        "“a” is also called outside of the selection, and a block owns its weights; select all of its calls, or none."
    )


def test_what_enters_without_a_shape_is_refused():
    network = drawn("i>a a>b")
    with pytest.raises(EditError, match="The shape of what “i” gives is not known"):
        group(network, ["a"], {})


def test_the_model_returns_its_outputs_in_the_same_order_under_the_same_keys():
    network = drawn("i>a i>b i>c")
    network = msgspec.structs.replace(network, signature=Signature(outputs="dict", returned=(Output("c", 0, "see"),)))
    after = grouped(network, "a", "c")
    assert [each.key for each in after.outputs] == ["see", "", ""]
    assert computed(after) == computed(network)


def test_an_output_of_the_model_that_goes_on_inside_the_block_stays_an_output():
    network = drawn("i>a a>b b>c")
    nodes = tuple(msgspec.structs.replace(node, exposes=(0,)) if node.id == "a" else node for node in network.nodes)
    network = msgspec.structs.replace(network, nodes=nodes)
    after = grouped(network, "a", "b")
    assert computed(after) == computed(network)
    assert computed(dissolved(after, "block")) == computed(network)


def test_names_that_are_taken_get_a_number_when_a_block_is_dissolved():
    network = grouped(drawn("i>a a>b b>c"), "b")
    network, _ = apply(network, AddNode(Node("other", "other"), Layer("other", "Dense", "b")))
    assert dissolved(network, "block").find("b_1") is not None


def test_a_layer_that_is_no_block_is_not_dissolved():
    with pytest.raises(EditError, match="Add “a” is no block"):
        dissolve(drawn("i>a"), "a")


def test_a_block_that_is_called_with_arguments_is_not_dissolved():
    network = grouped(drawn("i>a a>b"), "a")
    nodes = tuple(
        msgspec.structs.replace(node, arguments={"training": True}) if node.id == "block" else node
        for node in network.nodes
    )
    with pytest.raises(EditError, match="called with training set"):
        dissolve(msgspec.structs.replace(network, nodes=nodes), "block")


def test_all_calls_of_a_block_are_dissolved_and_go_on_sharing_their_layers():
    network = grouped(drawn("i>a a>b b>c"), "b")
    network, _ = apply(network, AddNode(Node("again", "block", 900.0, 0.0)))
    network, _ = apply(network, Connect(Edge("c", "again")))
    after = dissolved(network, "block")
    assert Counter(node.layer for node in after.nodes)["b"] == 2
    assert computed(after) == computed(network)


def test_a_call_that_feeds_another_call_of_its_block_is_dissolved_too():
    network = grouped(drawn("i>a"), "a")
    network, _ = apply(network, AddNode(Node("again", "block")))
    network, _ = apply(network, Connect(Edge("block", "again")))
    assert computed(dissolved(network, "again")) == computed(network)


def test_a_repeated_block_becomes_its_repetitions_in_a_row():
    network, _ = apply(grouped(drawn("i>a a>b b>c"), "a", "b"), SetRepeat("block", 3))
    after = dissolved(network, "block")
    assert [layer.name for layer in after.layers] == ["i", "c", "a", "b", "a_1", "b_1", "a_2", "b_2"]
    chain = [after.layer_of(node_id).name for node_id in after.order]
    assert chain == ["i", "a", "b", "a_1", "b_1", "a_2", "b_2", "c"]


def test_a_repeated_block_that_shares_its_weights_becomes_calls_of_one_layer():
    network, _ = apply(grouped(drawn("i>a a>b"), "a"), SetRepeat("block", 3, shared=True))
    after = dissolved(network, "block")
    assert Counter(node.layer for node in after.nodes) == {"i": 1, "a": 3, "b": 1}
    assert computed(after) == computed(network)


def test_only_a_block_is_repeated():
    with pytest.raises(EditError, match="Add “a” can't be repeated, only a block can"):
        apply(drawn("i>a"), SetRepeat("a", 2))
    with pytest.raises(EditError, match="repeated 1 to 1,000 times"):
        apply(grouped(drawn("i>a"), "a"), SetRepeat("block", 0))


def test_what_a_dissolved_block_would_cover_makes_room():
    network = grouped(drawn("i>a a>b b>c c>d"), "a", "b", "c")
    network, _ = apply(network, AddNode(Node("near", "near", 650.0, 30.0), Layer("near", "Dense", "near")))
    after = dissolved(network, "block")
    places = sorted((node.x, node.y) for node in after.nodes)
    assert all(
        abs(one[0] - other[0]) >= 170 or abs(one[1] - other[1]) >= 90
        for at, one in enumerate(places)
        for other in places[:at]
    )


def test_a_block_inside_a_block_is_made_by_an_edit_within():
    network = grouped(drawn("i>a a>b b>c"), "a", "b", name="outer")
    block = network.find("outer")
    assert block is not None
    assert block.network is not None
    inner = group(block.network, ["b"], {("a", 0): SPEC}, name="inner")
    after, back = apply(network, Within(block.id, inner))
    assert computed(after) == computed(network)
    assert apply(after, back)[0] == network


@st.composite
def choices(draw: st.DrawFn) -> tuple[Network, list[str]]:
    """A network without circles, with several inputs and outputs, and some of its nodes."""
    names = [*"abcdefgh"[: draw(st.integers(2, 8))]]
    wires = [f"i>{names[0]}", f"i2>{names[-1]}.other"]
    for at, name in enumerate(names[1:], 1):
        sources = draw(st.lists(st.sampled_from(["i", "i2", *names[:at]]), min_size=1, max_size=3))
        wires += [f"{source}>{name}{draw(st.sampled_from(['', '.query']))}" for source in sources]
    network = drawn(" ".join(wires))
    exposing = draw(st.sets(st.sampled_from(names)))
    nodes = tuple(
        msgspec.structs.replace(node, exposes=draw(st.sampled_from([(0,), (1,), (0, 2), (2, 0)])))
        if node.id in exposing
        else node
        for node in network.nodes
    )
    network = msgspec.structs.replace(network, nodes=nodes)
    outputs = draw(st.permutations(network.outputs))
    if draw(st.booleans()):
        network = msgspec.structs.replace(network, signature=Signature(returned=tuple(outputs)))
    return network, draw(st.lists(st.sampled_from(names), min_size=1, unique=True))


@settings(deadline=None)
@given(choices())
def test_a_block_computes_what_its_layers_did_and_gives_them_back(drawing: tuple[Network, list[str]]):
    network, chosen = drawing
    try:
        after = grouped(network, *chosen)
    except EditError as error:
        assert "comes back into it" in str(error) or "has an output" in str(error)
        return
    assert computed(after) == computed(network)
    back = dissolved(after, "block")
    assert computed(back) == computed(network)
    assert {each.name: each for each in back.layers} == {each.name: each for each in network.layers}
    assert {(n.id, n.layer, n.x, n.y) for n in back.nodes} == {(n.id, n.layer, n.x, n.y) for n in network.nodes}
    assert set(back.edges) == set(network.edges)
