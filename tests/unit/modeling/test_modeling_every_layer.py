import pytest

from playground.catalog import catalog, is_operation, kind
from playground.checking import check
from playground.modeling import build, from_keras, to_python
from playground.network import Edge, Layer, Network, Node

PLACEABLE = [
    each.name
    for each in catalog().layers
    if not each.obstacle and each.group not in ("Input", "My layers") and not is_operation(each.name)
]
SHAPES = {2: [6], 3: [8, 6], 4: [32, 32, 3], 5: [8, 8, 8, 3], 6: [4, 8, 8, 8, 3]}
INPUTS = {
    "CategoryEncoding": {"shape": [1], "dtype": "int32"},
    "EinsumDense": {"shape": [6]},
    "Embedding": {"shape": [5], "dtype": "int32"},
    "HashedCrossing": {"shape": [1], "dtype": "int32"},
    "Hashing": {"shape": [1], "dtype": "int32"},
    "IntegerLookup": {"shape": [1], "dtype": "int32"},
    "MelSpectrogram": {"shape": [4000]},
    "ReversibleEmbedding": {"shape": [5], "dtype": "int32"},
    "STFTSpectrogram": {"shape": [4000, 1]},
    "StringLookup": {"shape": [1], "dtype": "string"},
    "TextVectorization": {"shape": [1], "dtype": "string"},
    "TimeDistributed": {"shape": [4, 6]},
}
SETTINGS = {
    "Discretization": {"bin_boundaries": [0.1, 0.5]},
    "GroupNormalization": {"groups": 3},
    "IntegerLookup": {"vocabulary": [1, 2]},
    "StringLookup": {"vocabulary": ["a", "b"]},
    "TextVectorization": {"vocabulary": ["a", "b"]},
}


def placed(name):
    """A network with one layer of this kind, fresh from the palette, behind an input that suits it."""
    found = kind(name)
    start = {"shape": SHAPES[found.ranks[0] if found.ranks else 3]} | INPUTS.get(name, {})
    settings = {each.name: each.default for each in found.settings if each.required} | SETTINGS.get(name, {})
    edges = [Edge("start", "it", 0, port.name) for port in found.ports if not port.optional]
    if found.ports and found.ports[0].many:
        edges.append(Edge("start", "it", 0, found.ports[0].name, 1))
    layers = (Layer("start", "InputLayer", "start", start), Layer("it", name, "it", settings))
    return Network("net", layers, (Node("start", "start"), Node("it", "it")), tuple(edges))


def configuration(model):
    """What the model is, without the seeds that some layers draw for themselves."""
    config = model.get_config()
    for layer in config["layers"]:
        layer["config"].pop("seed", None)
    return config


@pytest.mark.parametrize("name", PLACEABLE)
def test_a_freshly_placed_layer_is_checked_built_written_and_read_back_the_same(name):
    network = placed(name)
    report = check(network)
    assert report.problems == ()
    model = build(network)
    assert [tuple(output.shape) for output in model.outputs] == [report.nodes["it"].output_shapes[0]]
    assert model.count_params() == report.parameters
    space = {}
    exec(to_python(network), space)  # noqa: S102  # the source under test
    assert configuration(space["model"]) == configuration(model)
    assert configuration(build(from_keras(model))) == configuration(model)
