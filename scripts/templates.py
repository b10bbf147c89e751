"""The networks of the start gallery, in Keras, and the documents that ship of them.

`make templates` writes the documents: after a change of this file, of the layout or of the file's format. A test holds
that they are those of this file.
"""

import sys
from collections.abc import Callable, Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import keras
import msgspec
from keras import layers

import playground as pg
from playground.catalog import Choice
from playground.network import SUFFIX, Document, Network, RemoveNode, apply, arrange, encode_document, validate
from playground.protocol import TrainingSettings

FOLDER = Path(__file__).parents[1] / "playground" / "session" / "templates"
WORDS, LENGTH = 160, 24
"""More than the made-up reviews have, different ones and in one review."""

MADE: dict[str, Callable[[], Document]] = {}


def adam(learning_rate: float) -> Choice:
    """The optimizer with a step size of one's own."""
    return Choice("Adam", {"learning_rate": learning_rate})


def template(data: str, **training: Any) -> Callable[[Callable[[], keras.Model]], Callable[[], keras.Model]]:
    """Ship the model that a function makes, under its name, with its data set and its training settings."""

    def keep(make: Callable[[], keras.Model]) -> Callable[[], keras.Model]:
        def document() -> Document:
            settings = msgspec.to_builtins(TrainingSettings(**training))
            network = msgspec.structs.replace(called_by_name(without_masks(pg.from_keras(make()))), name=make.__name__)
            return Document(network, settings, {"name": data})

        MADE[make.__name__] = document
        return make

    return keep


def documents() -> Iterator[tuple[str, bytes]]:
    """The name of every document's file, and its bytes."""
    for name, make in MADE.items():
        keras.utils.clear_session(free_memory=False)
        yield f"{name}{SUFFIX}", encode_document(make())


def without_masks(network: Network) -> Network:
    """The same network without the nodes that make masks: Keras makes them anew where a layer passes a mask on."""
    for node in network.nodes:
        leaving = network.edges_from.get(node.id, ())
        if leaving and all(edge.port == "mask" for edge in leaving):
            network = apply(network, RemoveNode(node.id))[0]
    return network


def called_by_name(network: Network) -> Network:
    """The same network, each layer's id its name; a node's id that of its layer, with a number from its second call on.

    Documents are read by people too.
    """
    layer_ids = {layer.id: layer.name for layer in network.layers}
    node_ids: dict[str, str] = {}
    for node in network.nodes:
        name = layer_ids[node.layer]
        calls = sum(layer_ids[other.layer] == name for other in network.nodes[: network.nodes.index(node)])
        node_ids[node.id] = name if calls == 0 else f"{name}_{calls + 1}"
    replace = msgspec.structs.replace
    renamed = replace(
        network,
        layers=tuple(replace(layer, id=layer_ids[layer.id]) for layer in network.layers),
        nodes=tuple(replace(node, id=node_ids[node.id], layer=layer_ids[node.layer]) for node in network.nodes),
        edges=tuple(
            replace(edge, source=node_ids[edge.source], target=node_ids[edge.target]) for edge in network.edges
        ),
        signature=replace(
            network.signature,
            returned=tuple(replace(each, node=node_ids[each.node]) for each in network.signature.returned),
        ),
    )
    validate(renamed)
    return apply(renamed, arrange(renamed))[0]


@template("spiral", optimizer=adam(0.01), batch_size=10, epochs=300)
def spiral_mlp() -> keras.Model:
    point = flow = keras.Input((2,), name="point")
    for name in ("hidden_a", "hidden_b", "hidden_c"):
        flow = layers.Dense(16, activation="relu", name=name)(flow)
    return keras.Model(point, layers.Dense(1, activation="sigmoid", name="side")(flow))


@template("digits", epochs=20)
def digits_mlp() -> keras.Model:
    image = keras.Input((8, 8, 1), name="image")
    flow = layers.Flatten(name="flat")(image)
    flow = layers.Dense(64, activation="relu", name="hidden_a")(flow)
    flow = layers.Dense(32, activation="relu", name="hidden_b")(flow)
    return keras.Model(image, digit(flow))


@template("digits", epochs=20)
def digits_cnn() -> keras.Model:
    image = keras.Input((8, 8, 1), name="image")
    flow = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_a")(image)
    flow = layers.Conv2D(32, 3, padding="same", activation="relu", name="conv_b")(flow)
    flow = layers.Flatten(name="flat")(layers.MaxPooling2D(2, name="pool")(flow))
    flow = layers.Dense(64, activation="relu", name="hidden")(flow)
    return keras.Model(image, digit(layers.Dropout(0.3, name="drop")(flow)))


@template("digits", optimizer=adam(0.005), epochs=25)
def digits_residual() -> keras.Model:
    image = keras.Input((8, 8, 1), name="image")
    stem = layers.Conv2D(16, 3, padding="same", activation="relu", name="stem")(image)
    flow = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_a")(stem)
    flow = layers.Conv2D(16, 3, padding="same", name="conv_b")(flow)
    flow = layers.Activation("relu", name="active")(layers.Add(name="sum")([flow, stem]))
    return keras.Model(image, digit(layers.GlobalAveragePooling2D(name="mean")(flow)))


@template("digits", optimizer=adam(0.002), epochs=30)
def digits_lenet() -> keras.Model:
    image = keras.Input((8, 8, 1), name="image")
    flow = layers.Conv2D(6, 5, padding="same", activation="tanh", name="conv_a")(image)
    flow = layers.AveragePooling2D(2, name="pool_a")(flow)
    flow = layers.Conv2D(16, 3, padding="same", activation="tanh", name="conv_b")(flow)
    flow = layers.Flatten(name="flat")(layers.AveragePooling2D(2, name="pool_b")(flow))
    flow = layers.Dense(120, activation="tanh", name="hidden_a")(flow)
    flow = layers.Dense(84, activation="tanh", name="hidden_b")(flow)
    return keras.Model(image, digit(flow))


@template("digits", epochs=20)
def digits_resnet() -> keras.Model:
    image = keras.Input((8, 8, 1), name="image")
    flow = normed(layers.Conv2D(16, 3, padding="same", use_bias=False, name="stem")(image), "stem")
    flow = residual(flow, 16, "a")
    flow = residual(flow, 32, "b", halve=True)
    return keras.Model(image, digit(layers.GlobalAveragePooling2D(name="mean")(flow)))


@template("digits", epochs=20)
def digits_inception() -> keras.Model:
    def conv(filters: int, size: int, name: str) -> layers.Layer:
        return layers.Conv2D(filters, size, padding="same", activation="relu", name=name)

    image = keras.Input((8, 8, 1), name="image")
    stem = conv(16, 3, "stem")(image)
    branches = [
        conv(8, 1, "one")(stem),
        conv(16, 3, "three")(conv(8, 1, "before_three")(stem)),
        conv(8, 5, "five")(conv(4, 1, "before_five")(stem)),
        conv(8, 1, "after_pool")(layers.MaxPooling2D(3, strides=1, padding="same", name="pool")(stem)),
    ]
    flow = layers.Concatenate(name="side_by_side")(branches)
    return keras.Model(image, digit(layers.Flatten(name="flat")(layers.MaxPooling2D(2, name="halve")(flow))))


@template("shape_masks", optimizer=adam(0.003), batch_size=16, epochs=25)
def shapes_unet() -> keras.Model:
    def convs(flow: Any, filters: int, name: str) -> Any:
        for letter in "ab":
            conv = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"{name}_{letter}")
            flow = conv(flow)
        return flow

    image = keras.Input((32, 32, 1), name="image")
    fine = convs(image, 8, "fine")
    middle = convs(layers.MaxPooling2D(2, name="down_a")(fine), 16, "middle")
    coarse = convs(layers.MaxPooling2D(2, name="down_b")(middle), 32, "coarse")
    flow = layers.Conv2DTranspose(16, 2, strides=2, name="up_b")(coarse)
    flow = convs(layers.Concatenate(name="join_b")([middle, flow]), 16, "middle_up")
    flow = layers.Conv2DTranspose(8, 2, strides=2, name="up_a")(flow)
    flow = convs(layers.Concatenate(name="join_a")([fine, flow]), 8, "fine_up")
    return keras.Model(image, layers.Conv2D(4, 1, activation="softmax", name="mask")(flow))


@template(
    "noisy_digits", loss=Choice("MeanSquaredError"), metrics=(Choice("MeanAbsoluteError", {"name": "mae"}),), epochs=40
)
def digits_autoencoder() -> keras.Model:
    image = keras.Input((8, 8, 1), name="image")
    flow = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_a")(image)
    flow = layers.Conv2D(32, 3, padding="same", activation="relu", name="conv_b")(
        layers.MaxPooling2D(2, name="pool")(flow)
    )
    code = layers.Dense(32, activation="relu", name="code")(layers.Flatten(name="flat")(flow))
    flow = layers.Dense(4 * 4 * 32, activation="relu", name="spread")(code)
    flow = layers.Reshape((4, 4, 32), name="unflat")(flow)
    flow = layers.Conv2DTranspose(16, 3, strides=2, padding="same", activation="relu", name="up")(flow)
    return keras.Model(image, layers.Conv2D(1, 3, padding="same", activation="sigmoid", name="clean")(flow))


@template("sentences", epochs=15)
def reviews_lstm() -> keras.Model:
    review, flow = words(16)
    return keras.Model(review, mood(layers.LSTM(16, name="memory")(flow)))


@template("sentences", epochs=15)
def reviews_gru() -> keras.Model:
    review, flow = words(16)
    flow = layers.Bidirectional(layers.GRU(12, name="gru"), name="both_ways")(flow)
    return keras.Model(review, mood(flow))


@template("sentences", optimizer=adam(0.003), epochs=20)
def reviews_transformer() -> keras.Model:
    review = keras.Input((), dtype="string", name="review")
    tokens = layers.TextVectorization(max_tokens=WORDS, output_sequence_length=LENGTH, name="words")(review)
    place = keras.ops.cumsum(keras.ops.ones_like(tokens), axis=1)
    vectors = layers.Embedding(WORDS, 32, name="vectors")(tokens)
    flow = layers.Add(name="placed")([vectors, layers.Embedding(LENGTH + 1, 32, name="places")(place)])
    seen = layers.MultiHeadAttention(4, 8, name="attention")(flow, flow)
    flow = layers.LayerNormalization(name="norm_a")(layers.Add(name="sum_a")([flow, seen]))
    wide = layers.Dense(64, activation="relu", name="wide")(flow)
    narrow = layers.Dense(32, name="narrow")(wide)
    flow = layers.LayerNormalization(name="norm_b")(layers.Add(name="sum_b")([flow, narrow]))
    return keras.Model(review, mood(layers.GlobalAveragePooling1D(name="mean")(flow)))


@template("castings", epochs=40)
def castings_two_inputs() -> keras.Model:
    image = keras.Input((16, 16, 1), name="image")
    measures = keras.Input((2,), name="measures")
    seen = layers.Conv2D(8, 3, padding="same", activation="relu", name="conv")(image)
    seen = layers.Flatten(name="flat")(layers.AveragePooling2D(4, name="pool")(seen))
    seen = layers.Dense(16, activation="relu", name="seen")(seen)
    read = layers.Dense(16, activation="relu", name="read")(layers.Normalization(name="normal")(measures))
    both = layers.Dense(32, activation="relu", name="both")(layers.Concatenate(name="together")([seen, read]))
    return keras.Model([image, measures], layers.Dense(1, name="weight")(both))


@template("digit_pairs", epochs=20)
def pairs_siamese() -> keras.Model:
    first, second = (keras.Input((8, 8, 1), name=name) for name in ("first", "second"))
    shared = (
        layers.Conv2D(16, 3, padding="same", activation="relu", name="conv"),
        layers.MaxPooling2D(2, name="pool"),
        layers.Flatten(name="flat"),
        layers.Dense(64, activation="relu", name="code"),
    )
    codes = [reduce(lambda flow, layer: layer(flow), shared, image) for image in (first, second)]
    apart = keras.ops.absolute(layers.Subtract(name="difference")(codes))
    return keras.Model([first, second], layers.Dense(1, activation="sigmoid", name="same")(apart))


@template("shape_boxes", epochs=20, loss_weights={"box": 10.0})
def shapes_detector() -> keras.Model:
    image = flow = keras.Input((32, 32, 1), name="image")
    for name, filters in (("a", 8), ("b", 16), ("c", 32)):
        flow = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"conv_{name}")(flow)
        flow = layers.MaxPooling2D(2, name=f"pool_{name}")(flow)
    flow = layers.Dense(64, activation="relu", name="seen")(layers.Flatten(name="flat")(flow))
    kind = layers.Dense(3, activation="softmax", name="kind")(flow)
    return keras.Model(image, [kind, layers.Dense(4, activation="sigmoid", name="box")(flow)])


def digit(flow: Any) -> Any:
    """The ten digits, by probability."""
    return layers.Dense(10, activation="softmax", name="digit")(flow)


def mood(flow: Any) -> Any:
    """How probably a review is good."""
    return layers.Dense(1, activation="sigmoid", name="mood")(flow)


def words(size: int) -> tuple[Any, Any]:
    """A review, and the vectors of its words."""
    review = keras.Input((), dtype="string", name="review")
    flow = layers.TextVectorization(max_tokens=WORDS, output_sequence_length=LENGTH, name="words")(review)
    return review, layers.Embedding(WORDS, size, mask_zero=True, name="vectors")(flow)


def normed(flow: Any, name: str) -> Any:
    """Batch normalisation, then the activation."""
    return layers.Activation("relu", name=f"{name}_relu")(layers.BatchNormalization(name=f"{name}_norm")(flow))


def residual(flow: Any, filters: int, name: str, *, halve: bool = False) -> Any:
    """Two convolutions and a shortcut around them; `halve` halves height and width in both."""

    def conv(size: int, part: str, strides: int = 1) -> layers.Layer:
        return layers.Conv2D(filters, size, strides=strides, padding="same", use_bias=False, name=f"{name}_{part}")

    shortcut = flow
    if halve:
        shortcut = conv(1, "match")(layers.AveragePooling2D(2, name=f"{name}_mean")(flow))
    flow = normed(conv(3, "conv_1", 2 if halve else 1)(flow), f"{name}_1")
    flow = layers.BatchNormalization(name=f"{name}_2_norm")(conv(3, "conv_2")(flow))
    return layers.Activation("relu", name=f"{name}_2_relu")(layers.Add(name=f"{name}_sum")([flow, shortcut]))


def main() -> None:
    made = dict(documents())
    for file in FOLDER.glob(f"*{SUFFIX}"):
        file.unlink()
    for name, raw in made.items():
        (FOLDER / name).write_bytes(raw)
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
