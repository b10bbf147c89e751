"""Opening what people have: weights come along, nothing is run, and what is refused is refused whole."""

import json
import random
import zipfile

import h5py
import keras
import numpy as np
import pytest

import playground
from playground import datasets
from playground.errors import DocumentError, PlaygroundError
from playground.network import FORMAT, Network
from playground.session import Session, open_anything
from playground.training import TrainingConfig
from tests.unit.modeling import models
from tests.unit.modeling.test_modeling_imports import plain, samples

SHAPES = (
    models.wrapped_layers_with_names,
    models.encoder_decoder,
    models.nested_three_deep,
    models.nested_twice_shared,
    models.nested_with_dicts,
    models.operations,
    models.sequential_built_late,
    models.scaled_and_dropped,
)


def assert_same_model(session, model):
    built = session.graph.model
    assert plain(built) == plain(model)
    given = samples(model)
    for one, other in zip(keras.tree.flatten(built(given)), keras.tree.flatten(model(given)), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("make", SHAPES, ids=lambda make: make.__name__)
def test_a_model_opens_with_its_weights_from_memory_and_from_its_file(make, tmp_path):
    model = make()
    assert_same_model(Session(open_anything(model).opened), model)
    model.save(tmp_path / "it.keras")
    found = open_anything(str(tmp_path / "it.keras"))
    assert (found.document, found.path) == (None, None)
    assert_same_model(Session(found.opened), model)


def test_layers_begin_with_the_opened_weights_again_after_a_reset():
    model = models.sequential()
    session = Session(open_anything(model).opened)
    first = session.graph.model.get_weights()
    session.graph.model.set_weights([weight * 0 for weight in first])
    session.running.reset()
    for one, other in zip(session.graph.model.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_opened_model_is_a_copy():
    model = models.sequential()
    before = model.get_weights()
    built = Session(open_anything(model).opened).graph.model
    built.set_weights([weight * 0 for weight in before])
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_vocabulary_in_the_file_comes_along(tmp_path):
    start = keras.Input((1,), dtype="string")
    lookup = keras.layers.StringLookup()
    lookup.adapt(["a", "b", "a"])
    model = keras.Model(start, keras.layers.Embedding(4, 2)(lookup(start)))
    model.save(tmp_path / "text.keras")
    session = Session(open_anything(tmp_path / "text.keras").opened)
    words = keras.ops.convert_to_tensor([["b"], ["?"]])
    np.testing.assert_array_equal(session.graph.model(words), model(words))


def test_keras_json_opens_as_text_and_as_a_file(tmp_path):
    model = models.nested_functional()
    path = tmp_path / "model.json"
    path.write_text(model.to_json())
    for source in (model.to_json(), path, str(path)):
        assert plain(Session(open_anything(source).opened).graph.model) == plain(model)


def test_a_document_opens_with_its_file(tmp_path):
    network = open_anything(models.sequential()).opened.network
    path = network.save(tmp_path / "x.playground.json")
    other = tmp_path / "renamed.json"
    other.write_bytes(path.read_bytes())
    for each in (path, other):
        found = open_anything(each)
        assert (found.opened.network, found.path, found.document.format) == (network, each, FORMAT)


def test_an_opened_model_with_models_inside_trains_and_its_inner_nodes_are_looked_into():
    model = models.nested_with_dicts()
    session = Session(open_anything(model).opened)
    generator = np.random.default_rng(0)
    left, right = generator.random((32, 3), "float32"), generator.random((32, 4), "float32")
    alone, summed = (generator.random((32, size), "float32") for size in (2, 1))
    names = session.graph.model.output_names
    session.data = datasets.from_arrays({"left": left, "right": right}, dict(zip(names, (alone, summed), strict=True)))
    session.config = TrainingConfig(epochs=1, batch_size=8, loss="mse", metrics=[])
    inner = next(path for path, made in session.graph.owners.items() if "/" in path and made.weights)
    before = session.graph.layers[inner].get_weights()
    session.play()
    session.running.run.wait()
    assert session.running.run.state == "finished"
    assert not np.array_equal(session.graph.layers[inner].get_weights()[0], before[0])
    look = keras.Model(session.graph.model.inputs, [session.graph.tensors[inner.replace("/l", "/n")][0]])
    assert look([left, right]).shape == (32, 2)


class Unknown(keras.layers.Layer):
    def __init__(self, power=2, **kwargs):
        super().__init__(**kwargs)
        self.power = power

    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), initializer="random_normal")

    def call(self, inputs):
        return inputs**self.power * self.scale


@pytest.fixture
def unknown_class():
    """A class of its own for each test: registering is for ever."""
    return type(f"Unknown{random.randint(0, 10**9)}", (Unknown,), {})  # noqa: S311  # only has to differ


@pytest.mark.parametrize("from_file", [True, False])
def test_weights_of_an_unknown_layer_wait_until_it_is_registered(unknown_class, from_file, tmp_path):
    start = keras.Input((3,))
    model = keras.Model(start, keras.layers.Dense(2)(unknown_class(power=3, name="odd")(start)))
    model.save(tmp_path / "it.keras")
    session = Session(open_anything(tmp_path / "it.keras" if from_file else model).opened)
    odd = session.network.find("odd")
    assert (odd.kind, odd.settings) == (unknown_class.__name__, {"power": 3})
    with pytest.raises(PlaygroundError, match=f"@playground.register class {unknown_class.__name__}"):
        _ = session.graph
    playground.register(unknown_class)
    given = np.ones((2, 3), "float32")
    np.testing.assert_array_equal(session.graph.model(given), model(given))


# --- refused ------------------------------------------------------------------------------------------------------


def refusal(source):
    with pytest.raises(PlaygroundError) as caught:
        open_anything(source)
    return str(caught.value)


def packed(path, config=None, **members):
    with zipfile.ZipFile(path, "w") as archive:
        if config is not None:
            archive.writestr("config.json", config if isinstance(config, str) else json.dumps(config))
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def small():
    start = keras.Input((4,), name="start")
    x = keras.layers.Dense(3, activation="relu", name="one")(start)
    return keras.Model(start, keras.layers.Dense(2, name="two")(x + 1.0), name="small")


def changed(change):
    """The small model's JSON after a change of its layer `one`."""
    data = json.loads(small().to_json())
    change(data, data["config"]["layers"][1])
    return json.dumps(data)


def of(**values):
    return lambda _, layer: layer["config"].update(values)


def lambda_layer(_, layer):
    layer |= {"class_name": "Lambda", "config": {"name": "one", "function": {"class_name": "__lambda__"}}}


def deep(data, _):
    inner = data["config"]
    for _ in range(40):
        entry = {"module": "keras", "class_name": "Functional", "config": json.loads(json.dumps(inner)), "name": "n"}
        inner = {**inner, "layers": [inner["layers"][0], {**entry, "inbound_nodes": []}]}
    data["config"] = inner


def many(data, layer):
    data["config"]["layers"] += [{**layer, "name": f"n{i}", "inbound_nodes": []} for i in range(30_000)]


def called_often(_, layer):
    layer["inbound_nodes"] *= 60_000


def shaped(*axes):
    return lambda data, _: data["config"]["layers"][0]["config"].update(batch_shape=[None, *axes])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (called_often, "at most 10,000 nodes; this one has 60,0"),
        (shaped(10**13), "too large to be opened. The output of Input"),
        (shaped(*[1] * 1000), "has 1,001 axes"),
        (lambda_layer, "can't be drawn. It holds Python code"),
        (lambda _, layer: layer.update(module="os", class_name="system"), "run the cell"),
        (lambda _, layer: layer.update(module="builtins", class_name="Dense"), "not the one of the catalog"),
        (lambda _, layer: layer.update(class_name="TFSMLayer"), "runs a saved TensorFlow program"),
        (of(activation={"module": "os", "class_name": "function", "config": "system"}), "activation “system”"),
        (of(activation={"class_name": "__lambda__", "config": {"value": "4wEAAA=="}}), "activation"),
        (of(kernel_initializer={"module": "os", "class_name": "Popen", "config": {}}), "initializer “Popen”"),
        (of(units=10**12), "too large to be opened"),
        (of(units=-1), "a whole number from 1 on"),
        (of(units=1e400), "not JSON|a whole number"),
        (deep, "nested|levels"),
        (many, "at most 10,000"),
        (lambda data, _: data.update(class_name="Functional", config={"name": "x"}), "Python code"),
        (lambda data, _: data["config"].update(input_layers=[["gone", 0, 0]]), "no configuration that Keras writes"),
        (lambda data, _: data["config"].update(output_layers=[["one", 7, 0]]), "no configuration that Keras writes"),
    ],
)
def test_what_a_stranger_puts_into_a_configuration_is_refused_with_a_reason(change, reason, monkeypatch):
    import re

    monkeypatch.setattr("os.system", lambda *_: pytest.fail("code ran"))
    text = changed(change)
    if "run the cell" in reason:
        problems = Session(open_anything(text).opened).drawing.report.problems
        assert any("@playground.register class system" in problem.message for problem in problems)
    else:
        assert re.search(reason, refusal(text))


def test_what_is_no_keras_file_is_refused_with_a_reason(tmp_path):
    path = tmp_path / "x.keras"
    assert "no such file" in refusal(path)
    path.write_bytes(b"not a zip")
    assert "is no .keras file" in refusal(path)
    assert "has no config.json" in refusal(packed(path))
    assert "is not JSON" in refusal(packed(path, "{"))
    assert "leads out of it" in refusal(packed(path, "{}", **{"..__x": "y"}))
    assert "a handful" in refusal(packed(path, "{}", **{f"a{i}": "" for i in range(1_001)}))
    assert "several parts" in refusal(packed(path, "{}", **{"model.weights.json": "{}"}))
    for name in ("model.h5", "saved_model.pb"):
        assert "can run code" in refusal(tmp_path / name)
    assert "can run code" in refusal(tmp_path)
    assert "neither" in refusal("model.txt")
    assert "received a int" in refusal(3)


def test_a_zip_that_swells_is_refused_before_it_is_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.keras", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", small().to_json())
        archive.writestr("model.weights.h5", bytes(80 * 2**20))
    assert "more than 64" in refusal(tmp_path / "bomb.keras")


def weighted(path, spoil):
    """The small model's file after a change of its HDF5 file."""
    small().save(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    inner = path.with_suffix(".h5")
    inner.write_bytes(members["model.weights.h5"])
    with h5py.File(inner, "r+") as file:
        spoil(file)
    members["model.weights.h5"] = inner.read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def replaced(make):
    def spoil(file):
        del file["layers/dense/vars/0"]
        make(file)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (replaced(lambda _: None), "The weights of “one”"),
        (replaced(lambda file: file.update({"layers/dense/vars/0": np.ones((9, 9))})), "The weights of “one”"),
        (replaced(lambda f: f.update({"layers/dense/vars/0": h5py.ExternalLink("/etc/passwd", "/")})), "elsewhere"),
        (replaced(lambda f: f.update({"layers/dense/vars/0": h5py.SoftLink("/layers")})), "leads elsewhere"),
        (
            replaced(lambda f: f.create_dataset("layers/dense/vars/0", (12,), "u1", external=[("/etc/passwd", 0, 12)])),
            "in another file",
        ),
        (replaced(lambda f: f.create_dataset("layers/dense/vars/0", (10**6, 10**6), "f8", chunks=True)), "larger"),
    ],
)
def test_weights_that_lead_elsewhere_or_do_not_fit_are_refused(spoil, reason, tmp_path):
    assert reason in refusal(weighted(tmp_path / "w.keras", spoil))


def test_a_network_and_an_empty_canvas_open():
    assert open_anything(Network("mine")).opened.network.name == "mine"
    with pytest.raises(DocumentError):
        open_anything("{}")
