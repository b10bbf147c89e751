import numpy as np
import pytest
from hypothesis import given, strategies as st

from playground import datasets
from playground.errors import DataError


@given(samples=st.integers(2, 60), share=st.floats(0.01, 0.99), seed=st.integers(0, 2**32 - 1))
def test_a_split_loses_and_repeats_no_sample(samples, share, seed):
    x = np.arange(samples, dtype=np.float32)[:, None]
    data = datasets.from_arrays(x, np.arange(samples), sample_weight=np.arange(samples))
    held = round(samples * share)
    if held in (0, samples):
        with pytest.raises(DataError, match="too few"):
            data.split(share, seed)
        return
    split, again = data.split(share, seed), data.split(share, seed)
    assert (len(split), len(split.validation)) == (samples - held, held)
    assert sorted([*split.targets["target"].tolist(), *split.validation.targets["target"].tolist()]) == list(
        range(samples)
    )
    assert split.inputs["input"][:, 0].tolist() == split.targets["target"].tolist() == split.sample_weight.tolist()
    assert again.validation.targets["target"].tolist() == split.validation.targets["target"].tolist()


def test_data_with_validation_of_its_own_is_not_split():
    data = datasets.from_arrays(np.zeros((4, 1)), [0, 1, 0, 1], validation=(np.zeros((2, 1)), [0, 1]))
    assert data.split(0.5, 0) is data
    assert data.summary.validation_samples == 2


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
def test_a_share_out_of_range_is_refused(share):
    with pytest.raises(DataError, match="validation_split must be"):
        datasets.load("iris").split(share, 0)


def test_a_probe_shows_every_class_first_and_the_same_ones_again():
    data = datasets.load("digits")
    probe = data.probe(12, seed=5)
    assert sorted(probe.targets["digit"][:10].tolist()) == list(range(10))
    assert probe.targets["digit"].tolist() == data.probe(12, seed=5).targets["digit"].tolist()


def test_a_probe_is_taken_from_the_validation_data():
    data = datasets.from_arrays(np.zeros((4, 1)), np.zeros(4), validation=(np.ones((2, 1)), np.ones(2)))
    assert data.probe(9).inputs["input"].tolist() == [[1.0], [1.0]]


@given(samples=st.integers(2, 60), share=st.floats(0.05, 0.95), seed=st.integers(0, 99))
def test_what_is_held_back_is_told_without_a_split(samples, share, seed):
    data = datasets.from_arrays(np.zeros((samples, 1)), np.arange(samples))
    held = data.held_back(share, seed)
    assert len(held) == round(samples * share)
    if 0 < len(held) < samples:
        assert held.tolist() == data.split(share, seed).validation.targets["target"].tolist()


@given(samples=st.integers(1, 60), seed=st.integers(0, 99))
def test_the_order_of_probes_has_every_sample_once_and_a_probe_is_its_beginning(samples, seed):
    data = datasets.from_arrays(np.zeros((samples, 1)), np.arange(samples) % 3)
    order = data.probe_order(seed)
    assert sorted(order.tolist()) == list(range(samples))
    for count in (1, samples):
        assert data.probe(count, seed).targets["target"].tolist() == (order[:count] % 3).tolist()
