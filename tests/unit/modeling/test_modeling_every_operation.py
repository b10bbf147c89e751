"""Every operation of keras.ops is placed, checked, built, run and saved, and is what Keras's own function makes."""

from typing import Any

import keras
import numpy as np
import pytest

from playground.catalog import catalog, constant, constants, is_operation, kind, parse_key
from playground.checking import check
from playground.errors import CheckError
from playground.modeling import build, from_keras, to_python
from playground.network import Edge, Layer, Network, Node
from tests.unit.modeling.operations import IMAGE, PLACEABLE, SQUARE, Case, placed, sample

KERAS_MISSTATES = {"ops.corrcoef", "ops.eig", "ops.multi_hot", "ops.polar", "ops.slogdet"}
"""Operations of which Keras itself says another shape or dtype than they give."""
POSITIONAL = {"ops.einsum": "operands", "ops.meshgrid": "x"}


def feed(tensor: Any) -> np.ndarray:
    """Values that every operation can work with: small, square ones symmetric and positive definite."""
    shape = [2 if axis is None else axis for axis in tensor.shape]
    dtype = keras.backend.standardize_dtype(tensor.dtype)
    if dtype != "float32":
        return np.ones(shape, dtype)
    values = np.linspace(0.1, 0.9, int(np.prod(shape)), dtype=dtype).reshape(shape)
    if len(shape) > 1 and shape[-1] == shape[-2]:
        values = (values + np.swapaxes(values, -1, -2)) / 8 + np.eye(shape[-1], dtype=dtype)
    return values


def outputs_of(model: Any) -> list[np.ndarray]:
    inputs = [feed(tensor) for tensor in model.inputs]
    return [np.asarray(each) for each in keras.tree.flatten(model(inputs if len(inputs) > 1 else inputs[0]))]


def by_function(network: Network) -> Any:
    """The same model, made by calling Keras's public function."""
    layer, node = network.layer_by_id["it"], network.node_by_id["it"]
    found = kind(layer.kind)
    inputs = {
        each.id: keras.Input(**network.layer_of(each.id).settings, name=network.layer_of(each.id).name)
        for each in network.nodes[:-1]
    }
    values: dict[str, Any] = {**{each.name: each.default for each in found.arguments if each.default is not None}}
    values |= {each.name: each.default for each in found.settings if each.required} | layer.settings
    for port in found.ports:
        wired = [inputs[edge.source] for edge in network.edges_into["it"] if edge.port == port.name]
        given = node.arguments.get(port.name)
        if port.many:
            held = constants(given, "", port.name) if given else [None] * len(wired)
            values[port.name] = [wired.pop(0) if each is None else each for each in held]
        elif wired:
            values[port.name] = wired[0]
        elif given is not None:
            values[port.name] = constant(given, "", port.name)
    values |= {name: value for name, value in node.arguments.items() if name not in {each.name for each in found.ports}}
    values = {name: tuples(value) for name, value in values.items()}
    values |= values.pop("axes_lengths", {})
    if layer.kind == "ops.get_item":
        values["key"] = parse_key(values["key"])
    function = keras
    for part in layer.kind.split("."):
        function = getattr(function, part)
    positional = values.pop(POSITIONAL.get(layer.kind, ""), ())
    first = [values.pop("subscripts")] if "subscripts" in values else []
    results = [each for each in keras.tree.flatten(function(*first, *positional, **values)) if each is not None]
    return keras.Model(list(inputs.values()), results[0])


def tuples(value: Any) -> Any:
    numbers = isinstance(value, list) and all(not hasattr(each, "shape") for each in keras.tree.flatten(value))
    return tuple(tuples(each) for each in value) if numbers else value


def part(model: Any) -> Any:
    """What a model's configuration says of its operation, without the name."""
    (entry,) = [each for each in model.get_config()["layers"] if each["class_name"] != "InputLayer"]
    entry["config"].pop("name", None)
    return plain({key: entry[key] for key in ("module", "class_name", "config", "inbound_nodes")})


def plain(value: Any) -> Any:
    """Tuples and lists alike: the document holds lists."""
    if isinstance(value, dict) and value.get("class_name") == "__tuple__":
        value = value["items"]
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return {key: plain(each) for key, each in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("name", PLACEABLE)
def test_a_placed_operation_is_what_the_public_function_of_keras_makes(name):
    network = placed(name)
    report = check(network)
    assert report.problems == ()
    model = build(network)
    (made,) = [each for each in model.operations if not isinstance(each, keras.layers.Layer)]
    assert made.name == "it"
    tensors = [each for each in keras.tree.flatten(made.output) if each is not None]
    assert [(spec.shape, spec.dtype) for spec in report.nodes["it"].outputs] == [
        (tuple(each.shape), keras.backend.standardize_dtype(each.dtype)) for each in tensors
    ]
    assert report.parameters == model.count_params() == 0
    assert part(model) == part(by_function(network))


@pytest.mark.parametrize("name", PLACEABLE)
def test_the_source_of_a_placed_operation_gives_the_same_model(name):
    network = placed(name)
    space: dict[str, Any] = {}
    exec(to_python(network), space)  # noqa: S102  # the source under test
    assert space["model"].get_config() == build(network).get_config()


@pytest.mark.parametrize("name", PLACEABLE)
def test_a_placed_operation_is_read_back_the_same(name):
    model = build(placed(name))
    assert build(from_keras(model)).get_config() == model.get_config()


@pytest.mark.parametrize("name", PLACEABLE)
def test_a_placed_operation_runs_and_is_the_same_after_it_was_saved(name, tmp_path):
    network = placed(name)
    model = build(network)
    results = outputs_of(model)
    (first,) = results
    spec = check(network).nodes["it"].outputs[0]
    fits = len(first.shape) == len(spec.shape) and all(
        said in (None, got) for said, got in zip(spec.shape, first.shape, strict=True)
    )
    assert (fits and first.dtype == spec.dtype) == (name not in KERAS_MISSTATES)
    model.save(tmp_path / "it.keras")
    again = keras.models.load_model(tmp_path / "it.keras")
    assert part(again) == part(model)
    for one, other in zip(results, outputs_of(again), strict=True):
        np.testing.assert_array_equal(one, other)


def test_every_operation_of_keras_is_in_the_catalog_or_another_name_for_one():
    names = {f"ops.{name}" for name, each in vars(keras.ops).items() if callable(each) and not name.startswith("_")}
    names |= {f"ops.image.{name}" for name, each in vars(keras.ops.image).items() if callable(each)}
    assert {name for name in names if kind(name) is None} == set()
    held = {each.name for each in catalog().layers if is_operation(each.name)}
    assert {kind(name).name for name in names} == held - {"activations.relu"}


@pytest.mark.parametrize(
    "name", ["ops.cond", "ops.while_loop", "ops.vectorized_map", "ops.zeros", "ops.shape", "ops.hamming"]
)
def test_what_no_functional_model_holds_says_why(name):
    assert kind(name).obstacle


def one(name: str, arguments: dict[str, Any], wired: dict[str, Any]) -> Network:
    layers = [*(Layer(port, "InputLayer", port, given) for port, given in wired.items()), Layer("it", name, "it")]
    nodes = [*(Node(port, port) for port in wired), Node("it", "it", arguments=arguments)]
    return Network("net", tuple(layers), tuple(nodes), tuple(Edge(port, "it", 0, port) for port in wired))


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (one("ops.add", {}, {"x1": SQUARE}), "nothing at its input “x2”; wire a layer to it, or give it a constant"),
        (one("ops.add", {"x2": 1.0}, {"x1": SQUARE, "x2": SQUARE}), "has a wire and a constant at its input “x2”"),
        (one("ops.add", {"x1": 1.0, "x2": 2.0}, {}), "has constants alone"),
        (one("ops.add", {"x2": "two"}, {"x1": SQUARE}), "a constant at “x2” is a number"),
        (
            one("ops.add", {"x2": {"dtype": "float32", "value": [[1], [1, 2]]}}, {"x1": SQUARE}),
            "is no array of float32",
        ),
        (one("ops.add", {"x2": [0] * 70_000}, {"x1": SQUARE}), "more than 65,536 numbers"),
        (one("ops.get_item", {"key": "__import__"}, {"x": SQUARE}), "received “__import__”"),
        (one("ops.get_item", {"key": ":, 9"}, {"x": SQUARE}), "can't take 4"),
        (one("ops.add", {"key": 1, "x2": 1}, {"x1": SQUARE}), "takes no argument “key”"),
        (one("ops.cond", {}, {}), "takes Python functions"),
    ],
)
def test_an_operation_that_is_wired_wrongly_says_so(network, words):
    assert any(words in problem.message for problem in check(network).problems)
    with pytest.raises(CheckError):
        build(network)


def test_an_operation_gives_as_many_outputs_as_its_settings_say():
    layer = {"shape": [6]}
    for sections, count in ((2, 2), (3, 3), ([1, 4], 3)):
        layers = (
            Layer("x", "InputLayer", "x", layer),
            Layer("it", "ops.split", "it", {"indices_or_sections": sections, "axis": 1}),
        )
        network = Network("net", layers, (Node("x", "x"), Node("it", "it")), (Edge("x", "it", 0, "x"),))
        assert len(check(network).nodes["it"].outputs) == count


def test_one_operation_can_be_called_by_several_nodes():
    layers = (Layer("x", "InputLayer", "x", sample(4)), Layer("it", "ops.exp", "it"))
    nodes = (Node("x", "x"), Node("a", "it"), Node("b", "it"))
    model = build(Network("net", layers, nodes, (Edge("x", "a", 0, "x"), Edge("a", "b", 0, "x"))))
    np.testing.assert_allclose(outputs_of(model)[0], np.exp(np.exp(feed(model.inputs[0]))), rtol=1e-6)


def test_cases_name_operations_that_are_there():
    from tests.unit.modeling.operations import CASES

    assert set(CASES) <= set(PLACEABLE)
    assert all(isinstance(case, Case) for case in CASES.values())
    assert IMAGE["shape"] != SQUARE["shape"]


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("ops.conv_transpose", lambda x: keras.ops.conv_transpose(x, np.ones((3, 3, 2, 3), "float32"), padding="same")),
        ("ops.histogram", lambda x: keras.ops.histogram(x[0, :, 0, 0])),
        ("ops.view_as_complex", lambda x: keras.ops.view_as_complex(x[..., :2])),
    ],
)
def test_operations_that_keras_can_not_run_are_kept_from_the_palette(name, call):
    assert "fails when it runs" in kind(name).obstacle
    inputs = keras.Input((8, 8, 3))
    model = keras.Model(inputs, call(inputs))
    with pytest.raises((AttributeError, TypeError, ValueError)):
        model(np.ones((2, 8, 8, 3), "float32"))


@pytest.mark.parametrize("which", ["average", "max"])
def test_pools_whose_shape_keras_gets_wrong_are_kept_from_the_palette(which):
    assert "a wrong shape" in kind(f"ops.adaptive_{which}_pool").obstacle
    inputs = keras.Input((8, 8, 3))
    outputs = getattr(keras.ops, f"adaptive_{which}_pool")(inputs, (2, 2))
    assert outputs.shape != keras.Model(inputs, outputs)(np.ones((1, 8, 8, 3), "float32")).shape
