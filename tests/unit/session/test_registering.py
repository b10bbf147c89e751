"""Layers of one's own while studios are open: the palette, the drawing, the run."""

from pathlib import Path

import keras
import numpy as np
import pytest

from playground import catalog, datasets, protocol
from playground.network import (
    ChangeSetting,
    Document,
    Edge,
    Layer,
    Network,
    Node,
    Replace,
    apply,
    read_document,
    write_document,
)
from playground.session import Session, handle
from playground.training import TrainingConfig


class Ear:
    """A session and all that it told its views."""

    def __init__(self, network=None, data=None):
        self.session = Session(network or Network(), data, TrainingConfig(epochs=1))
        self.told = []
        self.session.edits = lambda event, _: self.told.append(event)

    def of(self, kind):
        return [event for event in self.told if isinstance(event, kind)]

    def state(self, node):
        return self.session.drawing.report.nodes[node].state

    def ask(self, command):
        handle(self.session, protocol.to_json(protocol.Request("1", command)))
        return self.of(protocol.Reply)[-1].answer


def chain(kind, **settings):
    """Two numbers, a layer of this kind, three classes."""
    return Network(
        "chain",
        layers=(
            Layer("in", "InputLayer", "point", {"shape": [2]}),
            Layer("own", kind, "own", settings),
            Layer("out", "Dense", "klass", {"units": 3, "activation": "softmax"}),
        ),
        nodes=(Node("in", "in"), Node("own", "own"), Node("out", "out")),
        edges=(Edge("in", "own"), Edge("own", "out")),
    )


def define(name, width):
    class Own(keras.layers.Layer):
        def __init__(self, start: float = 1.0, **kwargs):
            super().__init__(**kwargs)
            self.start = start
            self.dense = keras.layers.Dense(width)

        def build(self, input_shape):
            self.dense.build(input_shape)

        def compute_output_shape(self, input_shape):
            return self.dense.compute_output_shape(input_shape)

        def call(self, inputs):
            return self.dense(inputs)

    Own.__name__ = name
    return catalog.register(Own)


def test_every_open_studio_hears_of_a_new_layer_at_once():
    ears = [Ear(), Ear()]
    define("Fresh", 4)
    for ear in ears:
        (told,) = ear.of(protocol.Registered)
        assert (told.kinds["layers"].name, told.kinds["layers"].group) == ("Fresh", "My layers")
        assert ear.of(protocol.Rechecked) == []


def test_a_loss_joins_the_losses_and_the_metrics():
    ear = Ear()

    @catalog.register
    def far_off(y_true, y_pred):
        return keras.ops.max(keras.ops.abs(y_true - y_pred), axis=-1)

    (told,) = ear.of(protocol.Registered)
    assert {family: kind.name for family, kind in told.kinds.items()} == {"losses": "far_off", "metrics": "far_off"}


def test_a_node_of_an_unknown_kind_is_healed_by_registering_it():
    ear = Ear(chain("Mender"))
    assert (ear.state("own"), ear.state("out")) == ("faulty", "waiting")
    (problem,) = ear.session.drawing.report.problems
    assert problem.message == (
        "Mender “own” is of a kind that this Keras does not have; run the cell that defines "
        "@playground.register class Mender, or replace it."
    )
    define("Mender", 5)
    (told,) = ear.of(protocol.Rechecked)
    assert (told.revision, set(told.nodes), told.problems) == (0, {"own", "out"}, ())
    assert told.nodes["own"].output_shapes == ((None, 5),)
    assert told.parameters == ear.session.graph.model.count_params()


def test_a_kind_inside_a_setting_is_healed_too():
    network = chain("TimeDistributed", layer={"kind": "Inner", "settings": {}})
    network, _ = apply(network, ChangeSetting("in", "shape", [4, 2]))
    ear = Ear(network)
    assert ear.state("own") == "faulty"
    define("Inner", 5)
    assert ear.session.drawing.report.problems == ()


def test_running_the_cell_again_changes_the_nodes_in_place():
    define("Widening", 4)
    ear = Ear(chain("Widening", start=2.0))
    before = ear.session.graph.model
    define("Widening", 6)
    assert ear.session.drawing.report.nodes["own"].output_shapes == ((None, 6),)
    after = ear.session.graph.model
    assert (before.get_layer("own").dense.units, after.get_layer("own").dense.units) == (4, 6)
    assert ear.session.network == chain("Widening", start=2.0)
    assert not ear.session.drawing.now.can_undo


def test_a_run_keeps_the_class_it_began_with_and_the_next_takes_the_new_one():
    define("Trained", 4)
    ear = Ear(chain("Trained"), datasets.load("spiral"))
    ear.session.play()
    run = ear.session.running.run
    assert run is not None
    define("Trained", 6)
    run.wait()
    assert run.model.get_layer("own").dense.units == 4
    ear.session.play()
    ear.session.running.run.wait()
    assert ear.session.running.run.model.get_layer("own").dense.units == 6


def test_a_document_with_an_unregistered_layer_loses_nothing(tmp_path):
    network = chain("Stranger", width=3, words=["a", "b"])
    write_document(Document(network), tmp_path / "one.playground.json")
    ear = Ear(read_document(tmp_path / "one.playground.json").network)
    assert ear.session.network == network
    ear.session.edit(ChangeSetting("out", "units", 4))
    ear.session.save(tmp_path / "two.playground.json")
    kept = read_document(tmp_path / "two.playground.json").network
    assert kept.layer_by_id["own"] == network.layer_by_id["own"]
    assert kept.edges == network.edges


def test_new_layer_gives_a_class_that_works_as_it_stands():
    ear = Ear(data=datasets.load("spiral"))
    answer = ear.ask(protocol.NewLayer("Sharpen"))
    assert isinstance(answer, protocol.Source)
    exec(compile(answer.text, "cell", "exec"), {})  # noqa: S102  # a cell of the notebook does the same
    kind = catalog.kind("Sharpen")
    assert kind is not None
    assert [(each.name, each.type, each.default, each.help) for each in kind.settings][:1] == [
        ("start", "float", 1.0, "Float. The factor before training.")
    ]
    ear.session.edit(Replace(chain("Sharpen", start=2.0)))
    model = ear.session.graph.model
    assert model.get_layer("own").get_config()["start"] == 2.0
    ear.session.play()
    ear.session.running.run.wait()
    assert ear.session.running.run.state == "finished"
    assert keras.Model.from_config(model.get_config()).count_params() == model.count_params()


def test_the_class_of_an_unknown_node_takes_the_settings_that_the_document_has():
    ear = Ear(chain("Heirloom", depth=3, words=["a", "b"]))
    answer = ear.ask(protocol.NewLayer("Heirloom", {"depth": 3, "words": ["a", "b"]}))
    assert isinstance(answer, protocol.Source)
    exec(compile(answer.text, "cell", "exec"), {})  # noqa: S102  # a cell of the notebook does the same
    assert ear.session.drawing.report.problems == ()
    made = ear.session.graph.model.get_layer("own")
    assert (made.depth, made.get_config()["words"]) == (3, ["a", "b"])


@pytest.mark.parametrize("setting", ["a b", "self", "x=print(1)"])
def test_a_setting_that_no_parameter_can_be_called_is_refused(setting):
    answer = Ear().ask(protocol.NewLayer("Heirs", {setting: 1}))
    assert isinstance(answer, protocol.Failed)
    assert answer.message == f"“{setting}” is no name of a Python parameter, so no class can have it as a setting."


def test_the_classes_in_the_guide_work_as_they_stand():
    guide = (Path(__file__).parents[3] / "docs" / "own_layers.md").read_text("utf-8")
    space: dict[str, object] = {}
    for part in guide.split("```python\n")[1:]:
        exec(compile(part.partition("```")[0], "guide", "exec"), space)  # noqa: S102  # a cell does the same
    assert catalog.kind("Warmup", "schedules") is not None
    ear = Ear(chain("NoiseGate", threshold=0.5))
    assert ear.session.drawing.report.problems == ()
    gate = ear.session.graph.model.get_layer("own")
    assert gate(np.array([[0.4, -2.0]])).numpy().tolist() == [[0.0, -2.0]]
    assert gate.get_config()["threshold"] == 0.5


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("my layer", "“my layer” is no name of a Python class; “MyLayer” is one."),
        ("class", "“class” is no name of a Python class; “Class” is one."),
        ("3", "“3” is no name of a Python class."),
        ("Dense", "“Dense” is the name of one of Keras's own layers; give yours another."),
    ],
)
def test_a_name_that_no_layer_of_ones_own_can_have_is_refused(name, message):
    answer = Ear().ask(protocol.NewLayer(name))
    assert isinstance(answer, protocol.Failed)
    assert answer.message == message
