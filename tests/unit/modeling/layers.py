"""For each layer that can be placed a network that it works in, behind inputs that suit it."""

from playground.catalog import catalog, is_operation, kind
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
    "Cropping2D": {"cropping": 1},
    "Discretization": {"bin_boundaries": [0.1, 0.5]},
    "GroupNormalization": {"groups": 3},
    "IntegerLookup": {"vocabulary": [1, 2]},
    "LayerScale": {"init_values": 0.5, "projection_dim": 6},
    "StringLookup": {"vocabulary": ["a", "b"]},
    "TextVectorization": {"vocabulary": ["a", "b"]},
}


def placed(name):
    """A network with one layer of this kind, fresh from the palette, behind an input that suits it."""
    found = kind(name)
    start = {"shape": SHAPES[found.ranks[0] if found.ranks else 3]} | INPUTS.get(name, {})
    settings = {each.name: each.default for each in found.settings if each.required} | SETTINGS.get(name, {})
    edges = [Edge("start", "it", 0, port.name) for port in found.ports if not port.optional]
    starts = ["start"]
    if found.ports and found.ports[0].many:
        starts.append("other")
        edges.append(Edge("other", "it", 0, found.ports[0].name, 1))
    layers = (*(Layer(each, "InputLayer", each, start) for each in starts), Layer("it", name, "it", settings))
    return Network("net", layers, (*(Node(each, each) for each in starts), Node("it", "it")), tuple(edges))
