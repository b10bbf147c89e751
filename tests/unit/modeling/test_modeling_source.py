import keras
import pytest
from hypothesis import given, settings, strategies as st

from playground.catalog import register
from playground.checking import check
from playground.errors import CheckError
from playground.modeling import build, from_keras, to_python
from playground.network import Edge, Layer, Network, Node


def chain(*layers, name="net"):
    """A network of layers in a row; each is a name, a kind and its settings."""
    made = [Layer(f"l{i}", kind, called, values) for i, (called, kind, values) in enumerate(layers)]
    nodes = tuple(Node(f"n{i}", layer.id) for i, layer in enumerate(made))
    edges = tuple(Edge(f"n{i}", f"n{i + 1}") for i in range(len(nodes) - 1))
    return Network(name, tuple(made), nodes, edges)


def run(source, **own):
    space = dict(own)
    exec(source, space)  # noqa: S102  # the source under test
    return space["model"]


def test_source_reads_as_a_person_writes_it():
    network = chain(
        ("image", "InputLayer", {"shape": [28, 28, 1]}),
        ("conv", "Conv2D", {"filters": 8, "kernel_size": 3, "activation": "relu"}),
        ("pool", "MaxPooling2D", {}),
        ("flat", "Flatten", {}),
        ("out", "Dense", {"units": 10, "kernel_initializer": {"kind": "HeNormal", "settings": {"seed": 1}}}),
    )
    assert to_python(network) == (
        "import keras\n"
        "from keras import layers\n"
        "\n"
        'image = keras.Input(shape=(28, 28, 1), name="image")\n'
        'x = layers.Conv2D(8, 3, activation="relu", name="conv")(image)\n'
        'x = layers.MaxPooling2D(name="pool")(x)\n'
        'x = layers.Flatten(name="flat")(x)\n'
        'out = layers.Dense(10, kernel_initializer=keras.initializers.HeNormal(seed=1), name="out")(x)\n'
        "\n"
        'model = keras.Model(inputs=image, outputs=out, name="net")\n'
    )


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("class", "class_"),
        ("print", "print_"),
        ("keras", "keras_"),
        ("model", "model_"),
        ("3layers", "x_3layers"),
        ("Dense.1", "dense_1"),
        ("x_", "x_"),
        ("a-b>c", "a_b_c"),
    ],
)
def test_any_name_becomes_a_variable_and_survives(name, variable):
    network = chain(("start", "InputLayer", {"shape": [4]}), (name, "Dense", {"units": 2}), name=name)
    source = to_python(network)
    model = run(source)
    assert (model.name, model.layers[1].name) == (name, name)
    assert f"\n{variable} = layers.Dense(2, " in source


def test_text_in_settings_is_escaped():
    word = 'it\'s "so"\\n\n{}'
    layers = (
        ("start", "InputLayer", {"shape": [1], "dtype": "string"}),
        ("words", "StringLookup", {"oov_token": word}),
    )
    assert run(to_python(chain(*layers))).layers[1].oov_token == word


def twice_and_frozen():
    layers = (
        Layer("l0", "InputLayer", "sum", {"shape": [4]}),
        Layer("l1", "Dense", "both", {"units": 4}, trainable=False),
    )
    nodes = (Node("n0", "l0"), Node("n1", "l1"), Node("n2", "l1"))
    return Network("net", layers, nodes, (Edge("n0", "n1"), Edge("n1", "n2")))


def test_a_shared_layer_is_made_once():
    assert to_python(twice_and_frozen()) == (
        "import keras\n"
        "from keras import layers\n"
        "\n"
        'sum_ = keras.Input(shape=(4,), name="sum")\n'
        'both_layer = layers.Dense(4, trainable=False, name="both")\n'
        "x = both_layer(sum_)\n"
        "both = both_layer(x)\n"
        "\n"
        'model = keras.Model(inputs=sum_, outputs=both, name="net")\n'
    )


def attention():
    query, value = keras.Input((5, 8), name="query"), keras.Input((6, 8), name="value")
    x, scores = keras.layers.MultiHeadAttention(2, 4, name="look")(query, value, return_attention_scores=True)
    _, state, carry = keras.layers.LSTM(6, return_state=True, name="read")(x)
    y = keras.layers.LSTM(6, name="write")(value, initial_state=[state, carry])
    both = keras.layers.Bidirectional(keras.layers.LSTM(3), name="sides")(x)
    merged = keras.layers.Concatenate(name="cat")([y, both])
    padded = keras.layers.ZeroPadding1D((1, 2), name="pad")(x)
    return from_keras(keras.Model([query, value], [merged, scores, padded]))


def resnet():
    return from_keras(keras.applications.ResNet50(weights=None, input_shape=(32, 32, 3), include_top=False))


@pytest.mark.parametrize("make", [twice_and_frozen, attention, resnet])
def test_the_source_makes_the_model_that_build_makes(make):
    network = make()
    assert run(to_python(network)).get_config() == build(network).get_config()


def test_a_network_with_a_problem_has_no_source():
    with pytest.raises(CheckError, match="The canvas is empty"):
        to_python(Network())


def test_a_registered_layer_appears_under_its_bare_name():
    @register
    class Halved(keras.layers.Layer):
        def call(self, inputs):
            return inputs / 2

    source = to_python(chain(("start", "InputLayer", {"shape": [4]}), ("half", "Halved", {})))
    assert source.startswith("# Of your own, registered with Playground: Halved.\nimport keras\n\n")
    assert isinstance(run(source, Halved=Halved).layers[1], Halved)


INITIALIZERS = st.sampled_from(
    ["zeros", "HeNormal", {"kind": "RandomUniform", "settings": {"minval": -0.5}}, {"kind": "Constant", "settings": {}}]
)
REGULARIZERS = st.sampled_from([None, "l2", "L1L2", {"kind": "L1", "settings": {"l1": 0.5}}])
STEPS = st.one_of(
    st.builds(
        lambda units, initializer, regularizer, activation: (
            "Dense",
            {
                "units": units,
                "kernel_initializer": initializer,
                "bias_regularizer": regularizer,
                "activation": activation,
            },
        ),
        st.integers(1, 4),
        INITIALIZERS,
        REGULARIZERS,
        st.sampled_from([None, "relu", "swish"]),
    ),
    st.builds(lambda rate: ("Dropout", {"rate": rate}), st.sampled_from([0, 0.25])),
    st.builds(lambda axis: ("LayerNormalization", {"axis": axis}), st.sampled_from([-1, [-1], [1, 2]])),
    st.builds(
        lambda size, padding: ("Conv1D", {"filters": 2, "kernel_size": size, "padding": padding}),
        st.sampled_from([1, [2]]),
        st.sampled_from(["same", "causal"]),
    ),
    st.builds(lambda pad: ("ZeroPadding1D", {"padding": pad}), st.sampled_from([0, [1, 2]])),
    st.just(("Reshape", {"target_shape": [-1, 2]})),
    st.just(("GRU", {"units": 2, "return_sequences": True})),
    st.just(("Bidirectional", {"layer": {"kind": "LSTM", "settings": {"units": 1, "return_sequences": True}}})),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=5), st.text("ab/ \"'\\é€{", min_size=1, max_size=6))
def test_random_chains_give_the_same_model_by_source_and_by_build(steps, name):
    layers = [(f"step{i}", kind, values) for i, (kind, values) in enumerate(steps)]
    network = chain(("start", "InputLayer", {"shape": [4, 2]}), *layers, name=name.replace("/", "-"))
    if not check(network).ok:
        with pytest.raises(CheckError):
            to_python(network)
        return
    assert run(to_python(network)).get_config() == build(network).get_config()
