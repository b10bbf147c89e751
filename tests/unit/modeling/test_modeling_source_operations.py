import json
import re

import keras
import pytest

from playground.catalog import catalog, is_operation, layer_class
from playground.modeling import build, from_keras, to_python
from playground.network import Edge, Layer, Network, Node
from tests.unit.modeling import models
from tests.unit.modeling.test_modeling_every_layer import PLACEABLE, placed
from tests.unit.modeling.test_modeling_source import run
from tests.unit.modeling.test_modeling_source_loops import formatted


def applied(*steps):
    """A network of calls behind an input of 4 x 4; each is a kind, a name, settings, arguments and wires by port."""
    layers, nodes, edges = [Layer("start", "InputLayer", "start", {"shape": [4, 4]})], [Node("start", "start")], []
    for number, (kind, name, settings, arguments, wires) in enumerate(steps):
        if name not in {layer.id for layer in layers}:
            layers.append(Layer(name, kind, name, settings))
        nodes.append(Node(f"n{number}", name, arguments=arguments))
        edges += [Edge(source, f"n{number}", 0, port) for port, source in wires.items()]
    return Network("net", tuple(layers), tuple(nodes), tuple(edges))


def plain(model):
    """A model's configuration, but for the numbers in the names of what makes masks: Keras counts those by session."""
    text = json.dumps(model.get_config())
    return json.loads(re.sub(r'"not_equal_\d+"', '"not_equal"', text) if "mask" in text else text)


def calculation():
    return applied(
        ("ops.multiply", "multiply", {}, {"x1": 2.0}, {"x2": "start"}),
        ("ops.add", "add", {}, {"x2": {"dtype": "float32", "value": [1.0, 2.0, 3.0, 4.0]}}, {"x1": "n0"}),
        ("ops.get_item", "get_item", {}, {"key": ":,1:3"}, {"x": "n1"}),
        ("ops.power", "curve", {}, {"x1": -2.0}, {"x2": "n2"}),
        ("ops.subtract", "subtract", {}, {}, {"x1": "n3", "x2": "n3"}),
        ("ops.negative", "negative", {}, {}, {"x": "n4"}),
        ("ops.reshape", "reshape", {"newshape": [-1, 2, 2]}, {}, {"x": "n5"}),
        ("ops.matmul", "matmul", {}, {}, {"x1": "n6", "x2": "n6"}),
        ("ops.where", "where", {}, {"x2": 0}, {"condition": "n7", "x1": "n7"}),
    )


def test_operations_read_as_python_and_only_names_of_ones_own_are_given():
    source = to_python(calculation())
    assert source.split("\n\n\n")[2] == (
        'start = keras.Input(shape=(4, 4), name="start")\n'
        "x = 2.0 * start\n"
        'x = ops.add(x, np.array([1.0, 2.0, 3.0, 4.0], dtype="float32"))\n'
        "x = x[:, 1:3]\n"
        'x = named((-2.0) ** x, "curve")\n'
        "subtract = x - x\n".replace("subtract", "x", 1)
        + "x = -x\n"
        "x = ops.reshape(x, (-1, 2, 2))\n"
        "x = x @ x\n"
        "where = ops.where(x, x, 0)\n"
        "\n"
        'model = keras.Model(inputs=start, outputs=where, name="net")\n'
    )
    keras.utils.clear_session()
    assert plain(run(source)) == plain(build(calculation()))
    assert formatted(source) == source


def test_with_all_names_the_configuration_is_the_same_in_any_session():
    source = to_python(calculation(), name_operations=True)
    run(source)
    assert plain(run(source)) == plain(build(calculation()))
    assert source.count("named(") == 1 + 9


def test_an_operation_that_is_called_twice_is_an_object():
    network = applied(("ops.absolute", "size", {}, {}, {"x": "start"}), ("ops.absolute", "size", {}, {}, {"x": "n0"}))
    source = to_python(network)
    assert "from keras.src.ops.numpy import Absolute\n" in source
    assert plain(run(source)) == plain(build(network))


def test_names_that_count_otherwise_than_keras_are_given():
    chained = [
        ("ops.relu", name, {}, {}, {"x": f"n{i - 1}" if i else "start"}) for i, name in enumerate(("relu_1", "relu"))
    ]
    source = to_python(applied(*chained))
    assert 'x = named(ops.relu(start), "relu_1")' in source
    assert plain(run(source)) == plain(build(applied(*chained)))


@pytest.mark.parametrize("make", models.ALL, ids=lambda make: make.__name__)
def test_a_model_of_any_shape_is_written_as_it_is(make):
    model = make()
    network = from_keras(model)
    exact = to_python(network, name_operations=True)
    assert plain(run(exact)) == plain(model)
    assert formatted(exact) == exact
    keras.utils.clear_session()
    model = make()
    source = to_python(from_keras(model))
    keras.utils.clear_session()
    assert plain(run(source)) == plain(model)


def counters():
    return dict(keras.src.backend.common.global_state.get_global_attribute("object_name_uids", {}))


def test_only_attention_and_masking_count_names_of_operations_by_what_they_make_inside():
    counted = {
        keras.src.utils.naming.to_snake_case(layer_class(each.name).__name__)
        for each in catalog().layers
        if is_operation(each.name) and not each.obstacle
    }
    found = set()
    for name in PLACEABLE:
        before = counters()
        build(placed(name))
        if any(count != before.get(prefix, 0) for prefix, count in counters().items() if prefix in counted):
            found.add(name)
    assert found == {"GroupQueryAttention", "Masking", "MultiHeadAttention"}
