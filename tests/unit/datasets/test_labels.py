"""Which class a sample is of, however its target says so."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from playground import datasets


def data_of(target, names=None):
    return datasets.from_arrays(np.zeros((len(target), 1)), target, class_names=names)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30), st.sampled_from(["int64", "float32", "uint8", "bool"]))
def test_one_hot_rows_say_the_same_as_whole_numbers(labels, dtype):
    whole, rows = data_of(np.array(labels)), data_of(np.eye(5)[labels].astype(dtype))

    assert whole.labels.tolist() == rows.labels.tolist() == labels
    assert data_of(np.array(labels)[:, None]).labels.tolist() == labels
    assert (rows.summary.classes, rows.classes) == (5, 0)  # no loss of whole numbers fits them


@pytest.mark.parametrize("shape", [(-1,), (-1, 1)])
@pytest.mark.parametrize("dtype", ["float32", "bool", "int64"])
def test_yes_or_no_is_two_classes_in_a_column_of_its_own_too(shape, dtype):
    data = data_of(np.array([0, 1, 1, 0]).astype(dtype).reshape(shape))

    assert data.labels.tolist() == [0, 1, 1, 0]
    assert data.summary.classes == 2


def test_probabilities_of_as_many_classes_as_have_names_are_of_the_likeliest():
    shares = np.array([[0.2, 0.7, 0.1], [0.5, 0.25, 0.25]])

    assert data_of(shares, ("a", "b", "c")).labels.tolist() == [1, 0]
    assert data_of(shares).labels is None


@pytest.mark.parametrize(
    "target",
    [
        np.array([0.5, 1.0, 0.0]),
        np.ones(3),  # without a single no it may be any number
        np.array([-1, 0, 1]),
        np.array([[1.0, 1.0], [0.0, 1.0]]),
        np.zeros((3, 2)),
        np.eye(4).reshape(2, 2, 4),  # a class for each place, as of a mask
        np.array(["yes", "no"]),
    ],
)
def test_other_targets_name_no_class(target):
    data = data_of(target)
    assert data.labels is None
    assert data.summary.classes == data.classes == 0


def test_several_targets_name_none_together():
    data = datasets.from_arrays(np.zeros((2, 1)), {"a": np.array([0, 1]), "b": np.array([1, 0])})
    assert (data.labels, data.summary.classes) == (None, 0)


def test_first_samples_show_every_class_of_one_hot_rows():
    labels = np.repeat(np.arange(6), 20)
    data = data_of(np.eye(6)[labels])
    assert sorted(labels[data.probe_order()[:6]].tolist()) == list(range(6))
