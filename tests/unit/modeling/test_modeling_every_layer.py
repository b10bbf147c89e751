import json
import math

import keras
import numpy as np
import pytest

from playground.checking import check
from playground.modeling import build, from_keras, open_keras_file, to_python
from tests.unit.modeling.layers import PLACEABLE, placed


def configuration(model):
    """What the model is as a file says it, without the seeds that some layers draw for themselves."""
    config = json.loads(model.to_json())["config"]
    for layer in config["layers"]:
        layer["config"].pop("seed", None)
    return config


def feed(tensor):
    """Two samples that every layer can work with: small numbers, small indices, or words of the vocabularies."""
    shape = [2 if axis is None else axis for axis in tensor.shape]
    if tensor.dtype == "string":
        return keras.ops.convert_to_tensor(np.full(shape, "a"))
    if tensor.dtype == "int32":
        return np.ones(shape, "int32")
    return np.linspace(0.05, 0.95, math.prod(shape), dtype="float32").reshape(shape)


def specs(tensors):
    """Shape and dtype of every tensor of a structure."""
    found = [each for each in keras.tree.flatten(tensors) if each is not None]
    return [(tuple(each.shape), keras.backend.standardize_dtype(each.dtype)) for each in found]


@pytest.mark.parametrize("name", PLACEABLE)
def test_a_placed_layer_runs_and_gives_the_same_after_it_was_saved(name, tmp_path):
    network = placed(name)
    model = build(network)
    (made,) = [each for each in model.layers if each.name == "it"]
    said = [(spec.shape, spec.dtype) for spec in check(network).nodes["it"].outputs]
    assert said == specs(made.output)
    values = [feed(each) for each in model.inputs]
    values = values if len(values) > 1 else values[0]
    results = model(values, training=False)
    for (shape, dtype), (got, of) in zip(said, specs(results), strict=False):
        assert len(shape) == len(got)
        assert all(each in (None, size) for each, size in zip(shape, got, strict=True))
        assert of == dtype
    model.save(tmp_path / "it.keras")
    again = keras.models.load_model(tmp_path / "it.keras")
    assert configuration(again) == configuration(model)
    for one, other in zip(keras.tree.flatten(results), keras.tree.flatten(again(values, training=False)), strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))
    opened = open_keras_file(tmp_path / "it.keras").graph.model
    for one, other in zip(opened.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


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
