import keras
import numpy as np
import pytest

from playground import datasets
from playground.training import TrainingConfig, preflight

layers = keras.layers


def network(shape=(3,), units=2, activation=None):
    return keras.Sequential(
        [keras.Input(shape), layers.Dense(units, activation=activation, name="answer")], name="small"
    )


def data(y, x=None):
    return datasets.from_arrays(np.zeros((len(y), 3)) if x is None else x, y, name="mine")


LABELS = np.array([0, 1] * 20)


def found(model, dataset, **settings):
    return [(problem.code, problem.message) for problem in preflight(model, dataset, TrainingConfig(**settings))]


def test_sound_training_has_no_problems():
    assert preflight(network(), data(LABELS), TrainingConfig()) == ()


@pytest.mark.parametrize(
    ("model", "dataset", "settings", "code", "sentence"),
    [
        (network(), None, {}, "no_data", "choose a data set"),
        (network(), datasets.from_arrays(np.zeros((40, 3))), {}, "no_targets", "has no targets to learn"),
        (
            network(),
            data(LABELS, (np.zeros((40, 3)),) * 2),
            {},
            "input_count",
            "“small” has 1 input, but data set “mine” has 2",
        ),
        (
            network(),
            data((LABELS, LABELS), np.zeros((40, 3))),
            {},
            "output_count",
            "has 1 output, but data set “mine” has 2 targets",
        ),
        (
            network((4,)),
            data(LABELS),
            {},
            "input_shape",
            "samples of shape (4,), but array “input” has samples of shape (3,)",
        ),
        (
            network(),
            data(LABELS, np.full((40, 3), "a")),
            {},
            "input_dtype",
            "takes numbers, but array “input” holds text",
        ),
        (
            network(),
            data(LABELS),
            {"batch_size": 64},
            "batch_size",
            "batch size of 64 is larger than the 32 training samples",
        ),
        (network(), data(LABELS[:2]), {}, "too_few_samples", "too few to hold 20% of them back"),
        (
            network(),
            data(LABELS + 1),
            {},
            "labels",
            "Label 2 of target “target” is out of range: output “answer” has 2 units",
        ),
        (network(), data(LABELS - 1), {}, "labels", "Label -1 of target “target” is out of range"),
        (
            network(units=1),
            data(LABELS * 5),
            {"loss": "binary_crossentropy"},
            "labels",
            "takes targets from 0 to 1, but target “target” holds 5",
        ),
        (network(), data(LABELS + 0.5), {"loss": "sparse_categorical_crossentropy"}, "labels", "holds fractions"),
        (
            network(),
            data(LABELS),
            {"loss": "categorical_crossentropy"},
            "target_shape",
            "for integer labels choose SparseCategoricalCrossentropy",
        ),
        (
            network(),
            data(np.eye(2)[LABELS]),
            {"loss": "sparse_categorical_crossentropy"},
            "target_shape",
            "for one-hot targets choose CategoricalCrossentropy",
        ),
        (network(), data(np.zeros((40, 3)) + 0.5), {}, "target_shape", "give the last layer 3 units"),
        (network(), data(LABELS), {"loss": "dice"}, "target_shape", "for integer labels choose Sparse"),
        (network(), data(LABELS), {"loss": "cosine_similarity"}, "target_shape", "for integer labels choose Sparse"),
        (network(), data(LABELS.astype(str)), {}, "target_dtype", "number its classes"),
        (network(), data(LABELS), {"loss": "nothing"}, "configuration", "There is no loss “nothing”"),
        (network(), data(LABELS), {"optimizer": "nothing"}, "configuration", "no optimizer “nothing”"),
        (network(), data(LABELS), {"loss": {"other": "mse"}}, "configuration", "“other”, which is no output"),
    ],
)
def test_what_keeps_a_model_from_training_is_said_in_a_sentence(model, dataset, settings, code, sentence):
    problems = found(model, dataset, **settings)
    assert [each for each, _ in problems] == [code]
    assert sentence in problems[0][1]


def test_class_weights_and_sample_weights_exclude_each_other():
    weighted = datasets.from_arrays(np.zeros((40, 3)), LABELS, sample_weight=np.ones(40))
    assert found(network(), weighted, class_weight={0: 1.0}) == [
        ("class_weight", "Class weights and sample weights can't be used together; leave one out.")
    ]


def test_indices_past_an_embedding_are_named():
    model = keras.Sequential(
        [keras.Input((3,), dtype="int32"), layers.Embedding(5, 2, name="words"), layers.Flatten(), layers.Dense(2)]
    )
    problems = found(model, data(LABELS, np.full((40, 3), 5)))
    assert problems == [
        ("index_range", "Embedding “words” has input_dim=5, but array “input” holds 5; set input_dim to at least 6.")
    ]


def test_a_frozen_model_has_nothing_to_train():
    model = network()
    model.trainable = False
    assert [code for code, _ in found(model, data(LABELS))] == ["nothing_to_train"]


def test_labels_of_the_validation_data_are_checked_too():
    dataset = datasets.from_arrays(np.zeros((40, 3)), LABELS, validation=(np.zeros((2, 3)), np.array([0, 7])))
    problems = found(network(), dataset)
    assert problems[0][1].startswith("Label 7 of validation target “target” is out of range")


def test_a_problem_on_a_layer_names_the_node_that_calls_it():
    nodes = {"answer": "n7", "other": "n1"}
    (problem,) = preflight(network(), data(LABELS + 1), TrainingConfig(), nodes)
    assert (problem.code, problem.node) == ("labels", "n7")
    (problem,) = preflight(network(), None, TrainingConfig(), nodes)
    assert (problem.code, problem.node) == ("no_data", None)
