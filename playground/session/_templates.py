"""Drawings to begin with: documents that ship with the package, as `scripts/templates.py` makes them."""

from functools import cache
from importlib.resources import files

from playground import datasets
from playground.catalog import kind_of_layer
from playground.errors import DocumentError
from playground.network import SUFFIX, Document, Network, decode_document
from playground.protocol import Sketch, SketchNode, Template

_START, _IMAGES, _TEXT, _SEVERAL = "Start", "Images", "Text", "Several inputs or outputs"
_SHOWN = (
    (
        "spiral_mlp",
        _START,
        "Spiral",
        "Tells two arms apart by a point’s place: 16 units a layer learn to bend.",
        "90 % of unseen points right",
    ),
    (
        "digits_mlp",
        _START,
        "Dense network",
        "Reads digits as 64 numbers in a row, without knowing which are neighbours.",
        "95 % of unseen digits right",
    ),
    (
        "digits_cnn",
        _START,
        "Convolutional network",
        "Reads the same digits by small windows that slide over the image.",
        "97 % of unseen digits right",
    ),
    (
        "digits_residual",
        _START,
        "One shortcut",
        "Two convolutions and a wire around them: branches that meet.",
        "96 % of unseen digits right",
    ),
    (
        "digits_lenet",
        _IMAGES,
        "LeNet",
        "The first convolutional reader of digits, cut to fit: tanh and average pooling.",
        "95 % of unseen digits right",
    ),
    (
        "digits_resnet",
        _IMAGES,
        "Small ResNet",
        "Two residual blocks with batch normalisation; the second halves the image.",
        "97 % of unseen digits right",
    ),
    (
        "digits_inception",
        _IMAGES,
        "Inception block",
        "Windows of 1, 3 and 5 pixels and a pool side by side, then joined.",
        "97 % of unseen digits right",
    ),
    (
        "digits_autoencoder",
        _IMAGES,
        "Autoencoder",
        "Cleans noisy digits: what passes through 32 numbers is digit, not noise.",
        "0.09 from the clean pixel, the noisy is 0.13",
    ),
    (
        "shapes_unet",
        _IMAGES,
        "U-Net",
        "Says of every pixel which shape it belongs to: down, up, and wires across.",
        "97 % of unseen pixels right",
    ),
    (
        "reviews_lstm",
        _TEXT,
        "LSTM",
        "Reads a review word by word, and keeps in 16 numbers whether it is good.",
        "98 % of unseen reviews right",
    ),
    (
        "reviews_gru",
        _TEXT,
        "GRU, both ways",
        "Reads a review from both ends, with smaller cells than an LSTM’s.",
        "98 % of unseen reviews right",
    ),
    (
        "reviews_transformer",
        _TEXT,
        "Transformer encoder",
        "Every word looks at all others; their places are learned too.",
        "98 % of unseen reviews right",
    ),
    (
        "castings_two_inputs",
        _SEVERAL,
        "Image and table",
        "Weighs a casting by its picture and two measures; neither is enough.",
        "0.05 kg off on average, of 0.9",
    ),
    (
        "pairs_siamese",
        _SEVERAL,
        "Siamese network",
        "Are two digits the same? Both go through one set of weights.",
        "92 % of pairs of unseen digits right",
    ),
    (
        "shapes_detector",
        _SEVERAL,
        "Object detector",
        "Finds a shape: one output says its kind, another the box around it.",
        "96 % of unseen kinds right",
    ),
)


@cache
def templates() -> tuple[Template, ...]:
    """All templates, in the order they are shown; those of one group stand together."""
    return tuple(_template(*shown) for shown in _SHOWN)


@cache
def read_template(name: str) -> Document:
    """A template's document.

    Raises:
        DocumentError: there is no template of that name.
    """
    names = [shown[0] for shown in _SHOWN]
    if name not in names:
        raise DocumentError(f"There is no template “{name}”; there are {', '.join(names)}.")
    return decode_document((files("playground.session") / "templates" / f"{name}{SUFFIX}").read_bytes())


def _template(name: str, group: str, title: str, summary: str, reaches: str) -> Template:
    document = read_template(name)
    data = datasets.load(str((document.data or {}).get("name"))).summary.title
    return Template(name, title, summary, group, data, reaches, _sketch(document.network))


def _sketch(network: Network) -> Sketch:
    number = {node.id: i for i, node in enumerate(network.nodes)}
    kinds = [kind_of_layer(network.layer_of(node.id)) for node in network.nodes]
    return Sketch(
        tuple(
            SketchNode(node.x, node.y, "" if kind is None else kind.group)
            for node, kind in zip(network.nodes, kinds, strict=True)
        ),
        tuple(dict.fromkeys((number[edge.source], number[edge.target]) for edge in network.edges)),
    )
