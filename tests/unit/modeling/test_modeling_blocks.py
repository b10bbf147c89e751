"""Blocks as models: grouping changes nothing that is computed, repeats are built, weights survive."""

from typing import Any

import keras
import numpy as np
import pytest

import playground as pg
from playground.checking import check
from playground.modeling import build_graph, carry_weights
from playground.network import (
    AddNode,
    Connect,
    Edge,
    Edit,
    Layer,
    Network,
    Node,
    SetRepeat,
    SetTrainable,
    Spec,
    Within,
    apply,
    dissolve,
    group,
    unrolled,
)


def drawn(*layers: tuple[str, str, dict[str, Any]], wires: str) -> Network:
    network = Network()
    for kind, name, given in layers:
        network, _ = apply(network, AddNode(Node(name, name), Layer(name, kind, name, given)))
    for wire in wires.split():
        source, target = wire.split(">")
        slot = len(network.edges_into.get(target, ()))
        network, _ = apply(network, Connect(Edge(source, target, 0, "inputs", slot)))
    return network


def residual() -> Network:
    return drawn(
        ("InputLayer", "image", {"shape": [8, 8, 4]}),
        ("Conv2D", "one", {"filters": 4, "kernel_size": 3, "padding": "same"}),
        ("BatchNormalization", "norm", {}),
        ("Add", "sum", {}),
        ("Activation", "relu", {"activation": "relu"}),
        ("GlobalAveragePooling2D", "pool", {}),
        ("Dense", "class", {"units": 3}),
        wires="image>one one>norm norm>sum image>sum sum>relu relu>pool pool>class",
    )


BLOCK = ("one", "norm", "sum", "relu")


def grouped(network: Network, *nodes: str, name: str = "block") -> Network:
    report = check(network)
    specs = {
        (node, at): Spec(output.shape, output.dtype)
        for node, each in report.nodes.items()
        for at, output in enumerate(each.outputs)
    }
    return edited(network, group(network, nodes, specs, name=name))


def edited(network: Network, *edits: Edit) -> Network:
    for edit in edits:
        network, _ = apply(network, edit)
    return network


def answers(model: Any, seed: int = 1) -> np.ndarray:
    shape = (5, *model.inputs[0].shape[1:])
    return np.asarray(model(np.random.default_rng(seed).normal(size=shape).astype("float32")))


def test_a_block_has_the_parameters_shapes_and_answers_of_its_layers():
    before, after = residual(), grouped(residual(), *BLOCK)
    assert check(after).ok
    assert check(after).parameters == check(before).parameters
    assert check(after).nodes["block"].outputs == check(before).nodes["relu"].outputs
    old, new = build_graph(before, 1), build_graph(after, 2)
    assert carry_weights(old, new) == frozenset()
    np.testing.assert_array_equal(answers(old.model), answers(new.model))


def test_weights_come_out_of_a_dissolved_block_with_its_layers():
    inside = grouped(residual(), *BLOCK)
    out = edited(inside, dissolve(inside, "block"))
    old, new = build_graph(inside, 1), build_graph(out, 2)
    assert carry_weights(old, new) == frozenset()
    np.testing.assert_array_equal(answers(old.model), answers(new.model))
    assert {layer.name for layer in new.model.layers} == {layer.name for layer in build_graph(residual()).model.layers}


def test_a_dissolved_block_is_the_model_that_was_grouped():
    inside = grouped(residual(), *BLOCK)
    model = pg.build(edited(inside, dissolve(inside, "block")))
    same = pg.build(residual())
    configs = [{layer["name"]: layer for layer in each.get_config()["layers"]} for each in (model, same)]
    assert configs[0] == configs[1]


def test_a_repeated_block_has_weights_of_its_own_each_time():
    network = edited(grouped(residual(), *BLOCK), SetRepeat("block", 3))
    once = check(grouped(residual(), *BLOCK)).nodes["block"]
    report = check(network)
    model = pg.build(network)
    assert [layer.name for layer in model.layers] == ["image", "block_1", "block_2", "block_3", "pool", "class"]
    assert report.parameters == model.count_params()
    assert report.trainable_parameters == sum(int(np.prod(each.shape)) for each in model.trainable_weights)
    assert report.nodes["block"].parameters == 3 * once.parameters
    assert once.flops is not None
    assert report.nodes["block"].flops == 3 * once.flops


def test_a_repeated_block_that_shares_its_weights_has_one_set():
    network = edited(grouped(residual(), *BLOCK), SetRepeat("block", 3, shared=True))
    model = pg.build(network)
    assert check(network).parameters == model.count_params() == pg.build(residual()).count_params()
    once, ones = model.get_layer("block"), np.ones((1, 8, 8, 4), "float32")
    seen = keras.Model(model.inputs[0], model.get_layer("pool").input)(ones)
    np.testing.assert_allclose(seen, once(once(once(ones))), rtol=1e-6)


def test_the_first_repetition_keeps_its_weights_when_the_number_changes():
    network = grouped(residual(), *BLOCK)
    old, new = build_graph(network, 1), build_graph(edited(network, SetRepeat("block", 2)), 2)
    assert carry_weights(old, new) == {"block~2/one", "block~2/norm"}
    np.testing.assert_array_equal(old.layers["block/one"].kernel, new.layers["block/one"].kernel)


def test_a_dissolved_repeated_block_computes_the_same():
    network = edited(grouped(residual(), *BLOCK), SetRepeat("block", 2))
    out = edited(network, dissolve(network, "block"))
    old, new = build_graph(network, 1), build_graph(out, 2)
    new.model.set_weights(old.model.get_weights())
    np.testing.assert_allclose(answers(old.model), answers(new.model), rtol=1e-6)


def test_names_of_repetitions_avoid_those_that_are_taken():
    network = edited(grouped(residual(), *BLOCK), SetRepeat("block", 2))
    network = edited(
        network,
        AddNode(Node("other", "other"), Layer("other", "Dense", "block_2", {"units": 2})),
        Connect(Edge("class", "other")),
    )
    names = [layer.name for layer in pg.build(network).layers]
    assert len(set(names)) == len(names)
    assert {"block_1", "block_2", "block_3"} <= set(names)


@pytest.mark.parametrize("repeat", [2, 5])
def test_a_block_that_does_not_take_what_it_gives_is_not_repeated(repeat: int):
    network = drawn(
        ("InputLayer", "row", {"shape": [8]}), ("Dense", "a", {"units": 4}), ("Dense", "b", {}), wires="row>a a>b"
    )
    network = edited(network, units("b", 2))
    network = edited(grouped(network, "a"), SetRepeat("block", repeat))
    (problem,) = [each for each in check(network).problems if each.severity == "error"]
    assert problem.code == "repeat"
    assert problem.message == (
        f"Block “block” runs {repeat} times in a row, each time on what it gave before, so it gives what it takes; "
        "this one takes 8 and gives 4. Change a layer inside, or run it once."
    )
    assert check(edited(network, problem.fixes[0].edit)).ok


def units(layer: str, value: int) -> Edit:
    from playground.network import ChangeSetting

    return ChangeSetting(layer, "units", value)


def test_a_repeated_block_inside_a_repeated_block_is_written_out():
    network = grouped(residual(), *BLOCK, name="outer")
    inner = network.layer_by_id["block"].network
    assert inner is not None
    specs = {("one", 0): Spec((None, 8, 8, 4), "float32")}
    network = edited(
        network,
        Within("block", group(inner, ["norm"], specs, name="inner", layer="deep", node="deep")),
        Within("block", SetRepeat("deep", 2)),
        SetRepeat("block", 2),
    )
    flat = unrolled(network)
    assert all(layer.repeat == 1 for layer in flat.layers)
    assert check(network).parameters == pg.build(network).count_params() == check(flat).parameters


def test_a_network_without_repeats_is_unrolled_to_itself():
    network = grouped(residual(), *BLOCK)
    assert unrolled(network) is network


def test_source_of_a_repeated_block_gives_the_same_model():
    network = edited(grouped(residual(), *BLOCK), SetRepeat("block", 3))
    room: dict[str, Any] = {}
    exec(pg.to_python(network), room)  # noqa: S102  # what a person does with the source
    assert room["model"].get_config() == pg.build(network).get_config()


def test_a_frozen_block_is_frozen_each_time():
    network = edited(grouped(residual(), *BLOCK), SetRepeat("block", 2), SetTrainable("block", trainable=False))
    model = pg.build(network)
    assert {weight.path.split("/")[0] for weight in model.trainable_weights} == {"class"}
    assert check(network).trainable_parameters == 3 * 4 + 3


def test_what_all_blocks_compute_inside_can_be_seen_at_once():
    network = edited(grouped(residual(), *BLOCK), SetRepeat("block", 2))
    graph = build_graph(network)
    tensors = {path: graph.tensors[path][0] for path in graph.tensors}
    assert {"block", "block/one", "block~2/one", "pool"} <= set(tensors)
    seen = keras.Model(graph.model.inputs[0], tensors)(np.ones((2, 8, 8, 4), "float32"))
    np.testing.assert_array_equal(seen["block~1"], seen["block/relu"])
    np.testing.assert_array_equal(seen["block"], seen["block~2/relu"])
