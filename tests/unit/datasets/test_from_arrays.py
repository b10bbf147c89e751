import numpy as np
import pytest

from playground import datasets
from playground.errors import DataError
from playground.protocol import DataSummary, TensorSummary


def test_one_array_each_becomes_one_input_and_one_target():
    data = datasets.from_arrays(np.zeros((4, 3)), [0, 1, 2, 1], class_names=["a", "b", "c"])
    assert data.summary == DataSummary(
        name="data",
        title="data",
        samples=4,
        validation_samples=0,
        inputs=(TensorSummary("input", (3,), "float32"),),
        targets=(TensorSummary("target", (), "int64"),),
        classes=3,
        class_names=("a", "b", "c"),
    )


def test_dicts_keep_their_names_and_tuples_are_numbered():
    named = datasets.from_arrays({"left": np.ones((2, 1)), "right": np.ones((2, 2))}, {"answer": np.ones(2)})
    numbered = datasets.from_arrays((np.ones((2, 1)), np.ones((2, 2))), [np.ones(2), np.ones((2, 3))])
    assert (list(named.inputs), list(named.targets)) == (["left", "right"], ["answer"])
    assert (list(numbered.inputs), list(numbered.targets)) == (["input_1", "input_2"], ["target_1", "target_2"])


def test_a_list_of_rows_is_one_input():
    assert datasets.from_arrays([[1.0, 2.0], [3.0, 4.0]]).inputs["input"].tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_continuous_targets_have_no_classes():
    assert datasets.from_arrays(np.zeros((2, 1)), [0.5, 1.5]).classes == 0


def test_text_stays_text():
    data = datasets.from_arrays(np.array([["good"], ["bad"]], dtype=object), [1, 0])
    assert data.summary.inputs == (TensorSummary("input", (1,), "string", ("good", "bad")),)


@pytest.mark.parametrize(
    ("x", "y", "sentence"),
    [
        (
            [[1.0, np.nan], [2.0, np.inf]],
            None,
            "Input “input” holds 1 NaN and 1 infinite values in column 1, the first in row 0",
        ),
        (np.array([1.0, np.nan]), None, "Input “input” holds 1 NaN value, the first in row 1"),
        (np.full((2, 9), np.nan), None, "18 NaN values in columns 0, 1, 2, 3, 4, ..."),
        (np.zeros((3, 1)), [0.0, np.nan, 1.0], "Target “target” holds 1 NaN value"),
        (np.zeros((3, 1)), [0, 1], "it has 2, input “input” has 3"),
        (np.zeros((0, 2)), None, "Input “input” is empty"),
        (np.zeros((2, 0)), None, "holds no values"),
        (3.0, None, "Input “input” is empty"),
        ({}, None, "has no inputs"),
        ({3: np.zeros((2, 1))}, None, "names of inputs must be text"),
        ([[1, 2], [3]], None, "Input “input” is ragged"),
        (np.array([[1, None]], dtype=object), None, "dtype object (it holds NoneType, int)"),
        (np.array([1j]), None, "complex"),
        (np.array(["2020-01-01"], dtype="datetime64[D]"), None, "dtype datetime64[D]"),
        (np.full((1, 1), 1e300), None, "1 infinite value"),
    ],
)
def test_bad_arrays_are_refused_with_a_sentence_that_names_them(x, y, sentence):
    with pytest.raises(DataError) as raised:
        datasets.from_arrays(x, y)
    assert sentence in str(raised.value)


@pytest.mark.parametrize(
    ("weight", "sentence"),
    [
        ([1.0, 2.0], "sample weights as in input “input”: it has 2"),
        ([[1.0], [1.0], [1.0]], "one number a sample"),
        ([1.0, -1.0, 1.0], "must not be negative"),
        (["a", "b", "c"], "must be numbers"),
        ({"other": [1.0, 1.0, 1.0]}, "“other”, which is no target"),
        ({}, "Sample weights for target “target” are missing"),
        (([1.0] * 3, [1.0] * 3), "one array of sample weights for each of 1 targets"),
    ],
)
def test_bad_sample_weights_are_refused(weight, sentence):
    with pytest.raises(DataError) as raised:
        datasets.from_arrays(np.zeros((3, 1)), [0, 1, 0], sample_weight=weight)
    assert sentence in str(raised.value)


@pytest.mark.parametrize(
    ("validation", "sentence"),
    [
        (3, "must be a Dataset"),
        ((np.zeros((2, 2)), [0, 1]), "Validation input “input” must have samples of shape (1,)"),
        ((np.zeros((2, 1)), None), "must have the targets of the training data: “target”, got none"),
    ],
)
def test_validation_data_that_differs_from_the_training_data_is_refused(validation, sentence):
    with pytest.raises(DataError) as raised:
        datasets.from_arrays(np.zeros((3, 1)), [0, 1, 0], validation=validation)
    assert sentence in str(raised.value)


def test_a_label_without_a_name_is_refused():
    with pytest.raises(DataError, match="Label 2 has no name"):
        datasets.from_arrays(np.zeros((3, 1)), [0, 1, 2], class_names=["no", "yes"])


def test_data_that_all_share_can_not_be_written_to():
    data = datasets.load("digits")
    with pytest.raises(ValueError, match="read-only"):
        data.inputs["image"][0] = 0
    mine = np.zeros((3, 2), np.float32)
    datasets.from_arrays(mine)
    mine[0] = 1


def test_validation_labels_have_the_names_of_the_training_labels():
    data = datasets.from_arrays(
        np.zeros((4, 2)),
        np.array([0, 1, 0, 1]),
        validation=(np.zeros((2, 2)), np.array([1, 0])),
        class_names=["no", "yes"],
    )
    assert data.validation.class_names == ("no", "yes")
    assert data.probe(2).class_names == ("no", "yes")
