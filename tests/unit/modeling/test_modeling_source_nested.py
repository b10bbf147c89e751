import keras
import msgspec
import pytest

from playground.modeling import build, to_python
from playground.network import Edge, Layer, Network, Node, Output, Signature
from tests.unit.modeling.test_modeling_source import chain, run
from tests.unit.modeling.test_modeling_source_loops import formatted


def wrapped(inner, shape, **more):
    """A network of an input and one model inside the model, with a Dense behind it."""
    layers = (
        Layer("l0", "InputLayer", "start", {"shape": shape}),
        Layer("l1", "Model", "encoder", network=inner, **more),
        Layer("l2", "Dense", "out", {"units": 1}),
    )
    return Network(
        "net", layers, (Node("n0", "l0"), Node("n1", "l1"), Node("n2", "l2")), (Edge("n0", "n1"), Edge("n1", "n2"))
    )


def encoder(name="inner"):
    return chain(("image", "InputLayer", {"shape": [4]}), ("a", "Dense", {"units": 3}), ("b", "ReLU", {}), name=name)


def test_a_model_inside_becomes_a_function_that_makes_it():
    network = wrapped(encoder(), [4])
    assert to_python(network) == (
        "import keras\n"
        "from keras import layers\n"
        "\n"
        "\n"
        "def encoder():\n"
        '    image = keras.Input(shape=(4,), name="image")\n'
        '    x = layers.Dense(3, name="a")(image)\n'
        '    b = layers.ReLU(name="b")(x)\n'
        '    return keras.Model(inputs=image, outputs=b, name="encoder")\n'
        "\n"
        "\n"
        'start = keras.Input(shape=(4,), name="start")\n'
        "x = encoder()(start)\n"
        'out = layers.Dense(1, name="out")(x)\n'
        "\n"
        'model = keras.Model(inputs=start, outputs=out, name="net")\n'
    )


def deep():
    return wrapped(wrapped(wrapped(encoder(), [4]), [4]), [4])


def frozen():
    return wrapped(encoder(), [4], trainable=False)


def shared():
    inner = chain(("image", "InputLayer", {"shape": [4]}), ("a", "Dense", {"units": 4}), name="inner")
    layers = (Layer("l0", "InputLayer", "start", {"shape": [4]}), Layer("l1", "Model", "encoder", network=inner))
    nodes = (Node("n0", "l0"), Node("n1", "l1"), Node("n2", "l1"))
    return Network("net", layers, nodes, (Edge("n0", "n1"), Edge("n1", "n2")))


def alike():
    """Two models that differ by their names alone."""
    inner = chain(("image", "InputLayer", {"shape": [4]}), ("a", "Dense", {"units": 4}), name="inner")
    layers = (
        Layer("l0", "InputLayer", "start", {"shape": [4]}),
        Layer("l1", "Model", "block_1", network=inner),
        Layer("l2", "Model", "block_2", network=inner),
    )
    return Network(
        "net", layers, (Node("n0", "l0"), Node("n1", "l1"), Node("n2", "l2")), (Edge("n0", "n1"), Edge("n1", "n2"))
    )


def stacked():
    inner = encoder()
    return wrapped(Network("inner", inner.layers, inner.nodes, inner.edges, signature=Signature(sequential=True)), [4])


def of_two(inputs="plain", outputs="plain"):
    """A model of two inputs and two outputs inside another, called in each of the forms that Keras knows."""
    named = outputs == "dict"
    inner = Network(
        "inner",
        (
            Layer("l0", "InputLayer", "left", {"shape": [4]}),
            Layer("l1", "InputLayer", "right", {"shape": [4]}),
            Layer("l2", "Add", "sum", {}),
            Layer("l3", "Dense", "more", {"units": 4}),
        ),
        tuple(Node(f"n{i}", f"l{i}", exposes=(0,) if i > 1 else None) for i in range(4)),
        (Edge("n0", "n2"), Edge("n1", "n2", slot=1), Edge("n2", "n3")),
        signature=Signature(
            inputs=inputs,
            outputs=outputs,
            returned=(Output("n2", 0, "total" if named else ""), Output("n3", 0, "dense" if named else "")),
        ),
    )
    layers = (
        Layer("o0", "InputLayer", "start", {"shape": [4]}),
        Layer("o1", "Model", "pair", network=inner),
        Layer("o2", "Multiply", "times", {}),
    )
    edges = (
        Edge("m0", "m1", port="left"),
        Edge("m0", "m1", port="right"),
        Edge("m1", "m2", 0),
        Edge("m1", "m2", 1, slot=1),
    )
    return Network("net", layers, tuple(Node(f"m{i}", f"o{i}") for i in range(3)), edges)


def one_in_a_list():
    inner = encoder()
    form = Signature(inputs="list", outputs="list")
    return wrapped(Network("inner", inner.layers, inner.nodes, inner.edges, signature=form), [4])


MAKES = [deep, frozen, shared, alike, stacked, of_two, one_in_a_list]
FORMS = [("list", "list"), ("dict", "dict"), ("plain", "dict"), ("dict", "plain")]


@pytest.mark.parametrize("network", [*(make() for make in MAKES), *(of_two(*form) for form in FORMS)])
def test_models_inside_models_are_written_as_they_are_built(network):
    source = to_python(network)
    made, built = run(source), build(network)
    assert made.get_config() == built.get_config()
    assert [w.trainable for w in made.weights] == [w.trainable for w in built.weights]
    assert formatted(source) == source


def test_models_alike_but_for_their_names_come_from_one_function():
    source = to_python(alike())
    assert source.count("def ") == 1
    assert 'x = block("block_1")(start)\nblock_2 = block("block_2")(x)\n' in source


def test_a_model_called_twice_is_made_once():
    assert "encoder_layer = encoder()\nx = encoder_layer(start)\nencoder_1 = encoder_layer(x)\n" in to_python(shared())


def test_a_sequential_model_stays_one():
    inner = encoder("stack")
    network = Network("stack", inner.layers, inner.nodes, inner.edges, signature=Signature(sequential=True))
    source = to_python(network)
    assert source == (
        "import keras\n"
        "from keras import layers\n"
        "\n"
        "model = keras.Sequential(\n"
        "    [\n"
        '        keras.Input(shape=(4,), name="image"),\n'
        '        layers.Dense(3, name="a"),\n'
        '        layers.ReLU(name="b"),\n'
        "    ],\n"
        '    name="stack",\n'
        ")\n"
    )
    assert isinstance(run(source), keras.Sequential)
    assert run(source).get_config() == build(network).get_config()


def test_repeats_of_a_sequential_model_are_added_in_a_loop():
    dense = [(f"dense_{i}", "Dense", {"units": 4}) for i in range(5)]
    drawn = chain(("start", "InputLayer", {"shape": [4]}), *dense, ("out", "Dense", {"units": 1}))
    network = Network("net", drawn.layers, drawn.nodes, drawn.edges, signature=Signature(sequential=True))
    source = to_python(network)
    assert 'for i in range(5):\n    model.add(layers.Dense(4, name=f"dense_{i}"))\n' in source
    assert run(source).get_config() == build(network).get_config()


def test_a_wrapper_that_is_frozen_inside_of_a_model_stays_frozen():
    inner = chain(
        ("image", "InputLayer", {"shape": [4, 2]}),
        ("sides", "Bidirectional", {"layer": {"kind": "LSTM", "settings": {"units": 1}}}),
        name="inner",
    )
    layers = tuple(msgspec.structs.replace(each, trainable=each.name != "sides") for each in inner.layers)
    network = wrapped(msgspec.structs.replace(inner, layers=layers), [4, 2])
    source = to_python(network)
    assert '    model.get_layer("sides").trainable = False\n    return model\n' in source
    assert run(source).get_config() == build(network).get_config()
    assert formatted(source) == source


def test_a_layer_called_name_stands_beside_the_name_that_a_function_takes():
    inner = chain(("image", "InputLayer", {"shape": [4]}), ("name", "Dense", {"units": 4}), ("b", "ReLU", {}))
    two = alike()
    layers = tuple(
        each if each.network is None else msgspec.structs.replace(each, network=inner) for each in two.layers
    )
    network = msgspec.structs.replace(two, layers=layers)
    assert run(to_python(network)).get_config() == build(network).get_config()
