"""What answers are about, and how they come: some at a time, of real Keras models."""

import keras
import numpy as np
import pytest

from playground import probing
from playground.errors import PlaygroundError, SupersededError

LABELS = np.array([0, 2, 1, 2])
CHANCES = np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.5, 0.4, 0.1], [0.2, 0.2, 0.6]])


def read(truth, answer, **options):
    return probing.read_predictions(np.asarray(truth), np.asarray(answer), **options)


def test_labels_and_one_hot_rows_are_classes_and_logits_become_probabilities():
    from_labels = read(LABELS, CHANCES, names=("a", "b", "c"))
    assert (from_labels.kind, from_labels.names) == ("classes", ("a", "b", "c"))
    assert from_labels.answers.tolist() == [0, 2, 0, 2]
    assert from_labels.rows.tolist() == [0, 1, 2, 3]
    one_hot = read(np.eye(3, dtype="float32")[LABELS], np.log(CHANCES), logits=True)
    np.testing.assert_array_equal(one_hot.truth, LABELS)
    np.testing.assert_allclose(one_hot.scores, CHANCES)
    assert read(LABELS[:, None], CHANCES).truth.tolist() == LABELS.tolist()


def test_what_zeros_and_ones_mean_is_said_by_the_loss():
    truth, answer = [0.0, 1.0, 1.0], [[0.25], [0.75], [0.5]]
    binary = read(truth, answer, loss="BinaryCrossentropy")
    assert (binary.kind, binary.answers.tolist()) == ("classes", [0, 1, 0])
    np.testing.assert_allclose(binary.scores[:, 1], [0.25, 0.75, 0.5])
    numbers = read(truth, answer, loss="MeanSquaredError", who="rent")
    assert (numbers.kind, numbers.names, numbers.truth.shape) == ("numbers", ("rent",), (3, 1))
    hinge = read([-1, 1, 1], [[-0.2], [0.4], [-3.0]], loss="SquaredHinge")
    assert (hinge.kind, hinge.truth.tolist(), hinge.answers.tolist()) == ("classes", [0, 1, 1], [0, 1, 0])


def test_several_zeros_and_ones_are_labels_and_other_rows_numbers():
    truth, answer = [[1, 1, 0], [0, 0, 0]], [[2.0, -1.0, 0.5], [-2.0, -3.0, 4.0]]
    labels = read(truth, answer, loss="BinaryCrossentropy")
    assert (labels.kind, labels.names) == ("labels", ("label 0", "label 1", "label 2"))
    np.testing.assert_allclose(labels.scores, 1 / (1 + np.exp(-np.array(answer))))
    np.testing.assert_array_equal(labels.answers, [[1, 0, 1], [0, 0, 1]])
    assert read(truth, answer, loss="MeanSquaredError").kind == "numbers"
    # A few samples may have one label each by chance.
    few = read([[1, 0, 0], [0, 0, 1]], answer, loss="BinaryCrossentropy", one_hot=False)
    assert (few.kind, few.truth.tolist()) == ("labels", [[True, False, False], [False, False, True]])


def test_answers_that_are_not_finite_are_left_out_and_counted():
    answer = CHANCES.copy()
    answer[1, 0], answer[3, 2] = np.nan, np.inf
    found = read(LABELS, answer)
    assert (found.unsound, found.rows.tolist(), found.truth.tolist()) == (2, [0, 2], [0, 1])
    assert len(read(LABELS, np.full((4, 3), np.nan)).truth) == 0


@pytest.mark.parametrize(
    ("truth", "answer", "sentence"),
    [
        (np.zeros((2, 5)), np.zeros((2, 5, 9)), "“out” answers with 5×9 values a sample"),
        (np.zeros((2, 8, 8)), np.zeros((2, 8, 8, 1)), "8×8×1 values a sample"),
        (np.array(["a", "b"]), np.zeros((2, 3)), "are text"),
        ([0, 7], np.zeros((2, 3)), "no classes from 0 to 2"),
        ([0.5, 1.0], np.zeros((2, 3)), "no classes from 0 to 2"),
        (np.zeros((2, 4)), np.zeros((2, 3)), "3 values a sample, and the target has 4"),
        (np.zeros((2, 99)), np.zeros((2, 99)), "99 numbers a sample"),
    ],
)
def test_what_has_no_view_is_said_in_a_sentence(truth, answer, sentence):
    with pytest.raises(PlaygroundError, match=sentence):
        read(truth, answer, who="out")


@pytest.fixture(scope="module")
def model():
    first, second = keras.Input((3,), name="first"), keras.Input((2,), name="second")
    both = keras.layers.Concatenate()([first, second])
    outputs = [keras.layers.Dense(4, name="kind")(both), keras.layers.Dense(1, name="size")(both)]
    return keras.Model({"first": first, "second": second}, outputs)


def test_answers_come_in_parts_and_are_those_of_the_model(model):
    rng = np.random.default_rng(0)
    arrays = [rng.random((600, 3), np.float32), rng.random((600, 2), np.float32)]
    ticks = []
    for output, name in enumerate(("kind", "size")):
        found = probing.predict(model, arrays, output=output, tick=lambda: ticks.append(1))
        layer = model.get_layer(name)
        expected = np.concatenate(arrays, axis=1) @ layer.kernel.numpy() + layer.bias.numpy()
        assert found.dtype == np.float64
        np.testing.assert_allclose(found, expected, atol=1e-5)
    assert len(ticks) == 6
    assert len(probing.predict(model, arrays, seconds=0)) == 256


def test_a_newer_wish_ends_the_work_between_two_parts(model):
    def tick():
        raise SupersededError("Something newer was asked for.")

    with pytest.raises(SupersededError):
        probing.predict(model, [np.zeros((9, 3)), np.zeros((9, 2))], tick=tick)


def test_an_output_that_is_not_there_is_named(model):
    with pytest.raises(PlaygroundError, match="has no output 2: it has 2"):
        probing.predict(model, [np.zeros((1, 3)), np.zeros((1, 2))], output=2)
