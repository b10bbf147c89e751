import keras
import numpy as np
import pytest

from playground.errors import CheckError
from playground.modeling import build, build_graph, carry_weights
from playground.network import ChangeSetting, Edge, Layer, Network, Node, apply

INPUT = Layer("l0", "InputLayer", "pixels", {"shape": [8]})


def mlp(units=4):
    layers = (INPUT, Layer("l1", "Dense", "hidden", {"units": units}), Layer("l2", "Dense", "out", {"units": 2}))
    nodes = tuple(Node(f"n{i}", layer.id) for i, layer in enumerate(layers))
    return Network("my net", layers, nodes, (Edge("n0", "n1"), Edge("n1", "n2")))


def test_the_model_has_the_users_names_shapes_and_settings():
    model = build(mlp())
    assert (model.name, [layer.name for layer in model.layers]) == ("my_net", ["pixels", "hidden", "out"])
    assert (model.input_shape, model.output_shape, model.count_params()) == ((None, 8), (None, 2), 46)


def test_a_graph_says_which_tensors_and_layers_belong_to_the_drawing():
    graph = build_graph(mlp())
    assert {node: [tensor.shape for tensor in tensors] for node, tensors in graph.tensors.items()} == {
        "n0": [(None, 8)],
        "n1": [(None, 4)],
        "n2": [(None, 2)],
    }
    assert graph.layers["l1"] is graph.model.get_layer("hidden")


def test_a_network_with_a_problem_is_not_built():
    broken, _ = apply(mlp(), ChangeSetting("l1", "units", 0))
    with pytest.raises(CheckError, match=r"Dense “hidden”: “units” is a whole number from 1 on; received 0\."):
        build(broken)


def test_inputs_and_outputs_come_in_the_order_of_their_nodes():
    layers = (
        INPUT,
        Layer("l1", "InputLayer", "extra", {"shape": [3]}),
        Layer("l2", "Dense", "first", {"units": 1}),
        Layer("l3", "Concatenate", "both"),
    )
    nodes = (Node("n3", "l3"), Node("n1", "l1"), Node("n0", "l0"), Node("n2", "l2", exposes=(0,)))
    edges = (Edge("n0", "n2"), Edge("n2", "n3"), Edge("n1", "n3", 0, "inputs", 1))
    model = build(Network("net", layers, nodes, edges))
    assert [tensor.shape for tensor in model.inputs] == [(None, 3), (None, 8)]
    assert [tensor.shape for tensor in model.outputs] == [(None, 4), (None, 1)]


def test_two_nodes_of_one_layer_share_its_weights():
    layers = (INPUT, Layer("l1", "Dense", "twice", {"units": 8}))
    nodes = (Node("n0", "l0"), Node("n1", "l1"), Node("n2", "l1"))
    model = build(Network("net", layers, nodes, (Edge("n0", "n1"), Edge("n1", "n2"))))
    kernel, bias = model.get_layer("twice").get_weights()
    row = np.ones((1, 8), "float32")
    assert len(model.weights) == 2
    np.testing.assert_allclose(model(row), (row @ kernel + bias) @ kernel + bias, rtol=1e-5)


def test_an_unused_output_is_not_returned():
    layers = (INPUT, Layer("l1", "Dense", "out", {"units": 1}), Layer("l2", "Dense", "aside", {"units": 2}))
    nodes = (Node("n0", "l0"), Node("n1", "l1"), Node("n2", "l2", exposes=()))
    assert build(Network("net", layers, nodes, (Edge("n0", "n1"), Edge("n0", "n2")))).output_shape == (None, 1)


def test_weights_of_layers_that_kept_their_shapes_are_carried_over():
    old = build_graph(mlp())
    edited, _ = apply(mlp(), ChangeSetting("l1", "activation", "relu"))
    new = build_graph(edited)
    assert carry_weights(old, new) == frozenset()
    for before, after in zip(old.model.get_weights(), new.model.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)


def test_layers_whose_weights_changed_shape_start_anew():
    old = build_graph(mlp(4))
    new = build_graph(mlp(5))
    assert carry_weights(old, new) == {"l1", "l2"}


def test_a_layer_of_another_kind_under_the_same_id_starts_anew():
    old = build_graph(mlp())
    layers = (
        INPUT,
        Layer("l1", "EinsumDense", "hidden", {"equation": "ab,bc->ac", "output_shape": [4], "bias_axes": "c"}),
    )
    new = build_graph(Network("net", (*layers, mlp().layers[2]), mlp().nodes, mlp().edges))
    assert carry_weights(old, new) == {"l1"}


def test_the_built_model_trains():
    keras.utils.set_random_seed(0)
    model = build(mlp())
    model.compile("sgd", "mse")
    history = model.fit(np.ones((8, 8)), np.ones((8, 2)), epochs=3, verbose=0)
    assert history.history["loss"][-1] < history.history["loss"][0]
