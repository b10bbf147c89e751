"""What is said while shapes are found: codes of the drawing itself, explained."""

from playground.checking.rules._rule import Example, said, sketch
from playground.network import Edge, Layer, Network, Node

_ROW = ("InputLayer", {"shape": [8]})
_IMAGE = ("InputLayer", {"shape": [28, 28, 1]})
_DENSE = ("Dense", {"units": 4})
_START = Layer("start", "InputLayer", "start", {"shape": [8]})


def _shared() -> Example:
    drawn = sketch(_ROW, _DENSE).network
    again = Node("again", "dense", 400.0)
    return Example(Network(drawn.name, drawn.layers, (*drawn.nodes, again), (*drawn.edges, Edge("dense", "again"))))


def _twice() -> Example:
    drawn = sketch(_ROW, ("Concatenate", {})).network
    edges = (*drawn.edges, Edge("again", "concatenate", 0, "inputs", 1))
    return Example(Network(drawn.name, drawn.layers, (*drawn.nodes, Node("again", "start", 0, 200)), edges))


def _exposing(*outputs: int) -> Example:
    drawn = sketch(_ROW, _DENSE).network
    start, dense = drawn.nodes
    return Example(
        Network(drawn.name, drawn.layers, (start, Node(dense.id, dense.layer, exposes=outputs)), drawn.edges)
    )


def _holding() -> Example:
    inner = sketch(("InputLayer", {"shape": [4]}), _DENSE).network
    layers = (Layer("start", "InputLayer", "start", {"shape": [8]}), Layer("m", "Model", "encoder", network=inner))
    return Example(Network("network", layers, (Node("start", "start"), Node("m", "m")), (Edge("start", "m"),)))


def _repeating() -> Example:
    inner = sketch(_ROW, _DENSE).network
    layers = (_START, Layer("m", "Model", "encoder", network=inner, repeat=3))
    return Example(Network("network", layers, (Node("start", "start"), Node("m", "m")), (Edge("start", "m"),)))


def _often() -> Example:
    inner = sketch(_ROW, ("ReLU", {})).network
    for name in ("few", "many"):
        block = Layer("m", "Model", name, network=inner, repeat=500)
        inner = Network(name, (_START, block), (Node("start", "start"), Node("m", "m")), (Edge("start", "m"),))
    return Example(inner)


def _named() -> Example:
    layers = (Layer("start", "InputLayer", "start", {"shape": [8]}), Layer("dense", "Dense", "my layer", {"units": 4}))
    return Example(
        Network("network", layers, (Node("start", "start"), Node("dense", "dense")), (Edge("start", "dense"),))
    )


RULES = (
    said("empty", "An empty canvas", "error", "There is nothing to build yet.", wrong=Example(Network())),
    said(
        "no_input",
        "No Input",
        "error",
        "Data enters a network through an Input, which says what shape a sample has.",
        wrong=sketch(_DENSE),
    ),
    said(
        "inner_input",
        "What a block does not take",
        "error",
        "A model inside the model has Inputs of its own, which say what it takes. Change the Input inside, or what "
        "comes to it.",
        wrong=_holding(),
    ),
    said(
        "repeat",
        "A block that can't run on its own output",
        "error",
        "A block that is repeated runs in a row: each time on what it gave the time before. So it has one input and "
        "one output of the same shape. Change what is inside, for example the units of its last layer, or run it once.",
        wrong=_repeating(),
    ),
    said(
        "input_twice",
        "One Input in two places",
        "error",
        "Two nodes of one layer share its weights, and an Input has none to share: it is one tensor. Draw several "
        "wires from one Input instead.",
        wrong=_twice(),
    ),
    said(
        "unused_input",
        "An Input that nothing reads",
        "error",
        "Keras builds no model with an input that leads nowhere: wire it, or delete it.",
        wrong=sketch(_ROW, _DENSE, _ROW, wires="start>dense"),
    ),
    said(
        "separate_parts",
        "Two networks on one canvas",
        "warning",
        "A drawing is one model. Parts that no wire joins would train apart; merge them, or draw them apart.",
        wrong=sketch(_ROW, _DENSE, _ROW, _DENSE, wires="start>dense, start_1>dense_1"),
    ),
    said(
        "unknown_exposed",
        "An output that a layer does not have",
        "error",
        "The model is to return an output of a layer by a number that the layer does not have, because a setting has "
        "changed since.",
        wrong=_exposing(1),
    ),
    said(
        "no_output",
        "No output",
        "error",
        "A model returns something: by itself, what comes out of each layer to which nothing is wired.",
        wrong=_exposing(),
    ),
    said(
        "unknown_kind",
        "A kind of layer that is not known here",
        "error",
        "The drawing names a layer that this Keras does not have and nobody has registered. Its settings and wires are "
        "kept. Run the cell that defines the class with `@playground.register`, or replace it.",
        wrong=sketch(_ROW, ("Densest", {"units": 4})),
    ),
    said(
        "name",
        "A name that TensorFlow refuses",
        "error",
        "Names of layers become parts of paths and arguments of exported models, which take letters from a to z, "
        "digits, “_”, “.” and “-” only.",
        wrong=_named(),
    ),
    said(
        "unknown_port",
        "A wire to an input that is not there",
        "error",
        "Inputs of a layer have names, and this wire ends at a name that the layer does not have.",
        wrong=sketch(_ROW, _DENSE, wires="start>dense.value"),
    ),
    said(
        "too_many_inputs",
        "Two wires into one input",
        "error",
        "Most layers take one tensor. To combine several put an Add or a Concatenate in between.",
        wrong=sketch(_ROW, _DENSE, wires="start>dense, start>dense"),
    ),
    said(
        "too_many_wires",
        "More wires than a layer takes",
        "error",
        "Add and Concatenate combine any number of tensors. Subtract and Dot take exactly two, and Attention takes "
        "a query, a value and perhaps a key. Keras refuses one more, or never looks at it.",
        wrong=sketch(
            _ROW,
            _DENSE,
            _DENSE,
            _DENSE,
            ("Subtract", {}),
            wires="start>dense, start>dense_1, start>dense_2, dense>subtract, dense_1>subtract, dense_2>subtract",
        ),
    ),
    said(
        "unknown_output",
        "A wire from an output that is not there",
        "error",
        "Some layers have more outputs when a setting says so: recurrent layers with `return_state`, for example.",
        wrong=Example(
            Network(
                "network",
                sketch(_ROW, _DENSE).network.layers,
                sketch(_ROW, _DENSE).network.nodes,
                (Edge("start", "dense", 1),),
            )
        ),
    ),
    said(
        "missing_input",
        "A layer that is not connected",
        "error",
        "A layer needs something at each of its inputs, unless it is optional.",
        wrong=sketch(_ROW, _DENSE, ("Dense", {"units": 2}), wires="start>dense"),
    ),
    said(
        "wire_and_constant",
        "A wire and a constant at one input",
        "error",
        "An input of an operation takes a wire or holds a constant, such as the 2 of `x * 2`. Take off one of them.",
    ),
    said(
        "constants_only",
        "An operation on constants alone",
        "error",
        "An operation that no wire enters gives the same for all data, and Keras makes no node of it.",
    ),
    said(
        "setting",
        "A setting that Keras refuses",
        "error",
        "The value of a setting is of the wrong kind or out of range. The sentence gives Keras's own reason.",
        wrong=sketch(_ROW, ("Dense", {"units": -4})),
    ),
    said(
        "text_input",
        "Text into a layer that computes",
        "error",
        "Layers compute with numbers. A TextVectorization, StringLookup or Hashing turns text into indices, and an "
        "Embedding those into numbers that can be learned.",
        wrong=sketch(("InputLayer", {"shape": [1], "dtype": "string"}), _DENSE),
    ),
    said(
        "wrong_dtype",
        "A dtype that a layer does not compute with",
        "error",
        "A convolution multiplies floats, a bitwise operation takes integers, and some operations take two inputs of "
        "one dtype only. Keras lets the wire pass, and TensorFlow stops when the network runs. What each layer and "
        "operation computes with was found by trying it.",
        "A Cast gives the same values another dtype. Where an Input is to blame, its own dtype can be changed "
        "instead: the data are converted when they enter.",
        wrong=sketch(
            ("InputLayer", {"shape": [28, 28, 1], "dtype": "uint8"}),
            ("Conv2D", {"filters": 8, "kernel_size": 3}),
            ("Flatten", {}),
        ),
    ),
    said(
        "unknown_width",
        "As wide as a vocabulary that nobody knows yet",
        "error",
        "With `output_mode` one_hot, multi_hot, count or tf_idf a StringLookup, IntegerLookup or TextVectorization "
        "gives one number for each word of its vocabulary, which it reads off the training data. Layers with weights "
        "need to know the number before.",
        "`max_tokens` limits the vocabulary, and `pad_to_max_tokens` makes the output that wide, however many words "
        "there are. With whole numbers as output, an Embedding behind it does not depend on the size of the output. "
        "A model that is opened after it was adapted knows its size, and keeps it.",
        wrong=sketch(
            ("InputLayer", {"shape": [1], "dtype": "string"}),
            ("StringLookup", {"output_mode": "multi_hot"}),
            ("Dense", {"units": 4}),
        ),
    ),
    said(
        "wrong_rank",
        "Another number of axes than a layer takes",
        "error",
        "A dense layer works on features, a recurrent layer on steps and features, a convolution over images on "
        "height, width and channels.",
        "Flatten puts all axes of a sample into one row; a global pooling averages over an image and leaves its "
        "channels; Reshape gives the same values another shape. A recurrent layer hands on all its steps with "
        "`return_sequences`.",
        wrong=sketch(
            ("InputLayer", {"shape": [28, 28]}), ("Conv2D", {"filters": 8, "kernel_size": 3}), ("Flatten", {})
        ),
    ),
    said(
        "dense_on_many_axes",
        "A dense layer on an image",
        "hint",
        "A dense layer works on the last axis alone: on an image it sees the channels of one pixel, and the same units "
        "go over all pixels. That is a 1×1 convolution, and seldom meant.",
        "Flatten lets each unit see the whole image; a global pooling averages over it first.",
        wrong=sketch(_IMAGE, _DENSE),
    ),
    said(
        "unequal_shapes",
        "Unequal shapes at a merge",
        "error",
        "Add and its relatives combine their inputs number by number, so that every axis must have the same "
        "length (an axis of length 1 is stretched). Concatenate joins along one axis, and the others must be equal.",
        "In residual networks the shortcut is projected where the number of channels changes: by a 1×1 convolution "
        "with as many filters, and with a stride where the image shrinks.",
        wrong=sketch(
            ("InputLayer", {"shape": [28, 28, 1]}),
            ("Conv2D", {"filters": 32, "kernel_size": 3, "padding": "same", "activation": "relu"}),
            ("Conv2D", {"filters": 64, "kernel_size": 3, "padding": "same", "strides": 2, "activation": "relu"}),
            ("Add", {}),
            wires="start>conv2d, conv2d>conv2d_1, conv2d_1>add, conv2d>add",
        ),
    ),
    said(
        "window_too_large",
        "A window that does not fit",
        "error",
        "Without padding a window has to fit into its input. After several convolutions and poolings little may be "
        "left of an image. Set `padding` to same, make the window smaller, or pool less before it.",
        wrong=sketch(_IMAGE, ("Conv2D", {"filters": 8, "kernel_size": 29}), ("Flatten", {})),
    ),
    said(
        "refused",
        "An input that Keras refuses",
        "error",
        "The layer can't be called on what comes in. The sentence gives Keras's own reason.",
        wrong=sketch(_ROW, ("Reshape", {"target_shape": [3, 2]})),
    ),
    said(
        "shared_shapes",
        "A shared layer on inputs of another size",
        "error",
        "Two nodes of one layer share its weights, which are made for the size of the first input.",
        wrong=_shared(),
    ),
    said(
        "endless_loop",
        "A loop that is written out without end",
        "error",
        "TensorFlow writes some loops out: a recurrent layer with `unroll` once for each step, a TimeDistributed once "
        "for each step, an augmentation once for each of its operations. With tens of thousands of copies the program "
        "is never ready. A model from a file with such a loop is not opened.",
        "Without `unroll` a recurrent layer stays a loop, as fast and far smaller.",
        wrong=sketch(("InputLayer", {"shape": [100_000, 4]}), ("LSTM", {"units": 8, "unroll": True})),
    ),
    said(
        "too_many_layers",
        "Blocks that repeat without end",
        "error",
        "A block can run many times, and can hold blocks that do: the numbers multiply. A model is built of all the "
        "layers that this comes to, and there is a limit to them.",
        wrong=_often(),
    ),
    said(
        "too_many_parameters",
        "More weights than memory",
        "error",
        "The weights alone, 4 bytes each, are larger than the memory of this machine. Nothing is allocated before that "
        "is known.",
        wrong=sketch(_ROW, ("Dense", {"units": 10**12})),
    ),
    said(
        "too_large_output",
        "An output larger than memory",
        "error",
        "The output of this layer for a single sample is larger than the memory of this machine.",
        wrong=sketch(_ROW, ("RepeatVector", {"n": 10**13})),
    ),
)
