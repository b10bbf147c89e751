import numpy as np
import pytest

from playground import datasets
from playground.catalog import Choice
from playground.errors import TrainingError
from playground.network import ChangeSetting, Edge, Layer, Network, Node
from playground.protocol import Changed, Configured
from playground.session import Session
from playground.training import TrainingConfig, training_facts

MSE = "MeanSquaredError"


def classifier(units=3, activation="softmax"):
    layers = (
        Layer("start", "InputLayer", "start", {"shape": [4]}),
        Layer("out", "Dense", "out", {"units": units, "activation": activation}),
    )
    return Network("net", layers, (Node("start", "start"), Node("out", "out")), (Edge("start", "out"),))


def samples(x=None, y=None):
    inputs = np.random.default_rng(0).normal(size=(60, 4)) if x is None else x
    return datasets.from_arrays(inputs, np.arange(60) % 3 if y is None else y, name="mine")


def codes(session):
    return [problem.code for problem in session.drawing.report.problems]


def test_a_network_is_judged_with_its_data():
    assert codes(Session(classifier(), samples())) == []
    assert codes(Session(classifier(units=2), samples())) == ["labels"]
    assert codes(Session(classifier(units=2))) == []


def test_other_data_and_another_training_are_told_at_once():
    session, told = Session(classifier()), []
    session.edits = lambda event, _: told.append(event)
    session.data = samples(np.full((60, 4), 500.0))
    assert [type(event) for event in told] == [Configured]
    assert [problem.code for problem in told[-1].problems] == ["input_scale"]
    session.data = samples()
    session.config = TrainingConfig(loss=Choice("SparseCategoricalCrossentropy", {"from_logits": True}))
    assert [problem.code for problem in told[-1].problems] == ["softmax_from_logits"]
    session.config = TrainingConfig()
    assert told[-1].problems == ()


def test_an_edit_is_judged_with_the_data_too():
    session, told = Session(classifier(), samples()), []
    session.edits = lambda event, _: told.append(event)
    session.edit(ChangeSetting("out", "units", 12))
    assert isinstance(told[-1], Changed)
    assert [problem.code for problem in told[-1].problems] == ["spare_units"]
    session.drawing.undo()
    assert told[-1].problems == ()


def test_a_drawing_and_a_run_say_the_same_of_the_same_mistake():
    session = Session(classifier(units=2), samples())
    (problem,) = session.drawing.report.problems
    session.play()
    failed = session.running.run
    with pytest.raises(TrainingError, match="out of range"):
        failed.wait()
    assert (failed.problem.code, failed.problem.message, failed.problem.node) == (
        problem.code,
        problem.message,
        problem.node,
    )


def test_data_that_do_not_fit_do_not_keep_the_model_from_being_built():
    session = Session(classifier(units=2), samples())
    assert (session.drawing.report.ok, session.drawing.report.problems[0].stage) == (True, "train")
    assert session.graph.model.output_shape == (None, 2)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (TrainingConfig(), ("Adam", 0.001, None, {})),
        (TrainingConfig(optimizer=Choice("SGD", {"learning_rate": 2})), ("SGD", 2.0, None, {})),
        (TrainingConfig(loss="mse"), ("Adam", 0.001, MSE, {})),
        (
            TrainingConfig(loss={"a": "mse", "b": "mae"}),
            ("Adam", 0.001, None, {"a": "MeanSquaredError", "b": "MeanAbsoluteError"}),
        ),
        (TrainingConfig(loss=["mse", "mae"]), ("Adam", 0.001, "", {})),
        (TrainingConfig(loss=lambda y, p: y - p), ("Adam", 0.001, "", {})),
        (
            TrainingConfig(
                optimizer=Choice("SGD", {"learning_rate": {"kind": "CosineDecay", "settings": {"decay_steps": 9}}})
            ),
            ("SGD", None, None, {}),
        ),
    ],
)
def test_what_the_rules_know_of_a_configuration(config, expected):
    facts = training_facts(config)
    losses = {name: loss.kind for name, loss in facts.losses.items()}
    assert (facts.optimizer, facts.learning_rate, facts.loss and facts.loss.kind, losses) == expected


def test_what_the_rules_know_of_data():
    x = {"words": np.array([[3, 2, 0], [1, 0, 0], [4, 5, 6]]), "names": np.array([["a"], ["b"], ["c"]])}
    y = {"rows": np.eye(3), "values": np.array([0.5, 1.0, -2.0])}
    facts = datasets.from_arrays(x, y, name="mine").facts
    words, names = facts.inputs
    rows, values = facts.targets
    assert (words.shape, words.low, words.high, round(words.padded, 2), words.integer) == ((3,), 0, 6, 0.67, True)
    assert (names.text, facts.samples) == (True, 3)
    assert (rows.one_hot, rows.whole, values.one_hot, values.whole, values.low) == (True, True, False, False, -2.0)
