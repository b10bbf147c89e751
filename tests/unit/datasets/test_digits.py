"""The digits in other clothes: under noise, and two by two."""

import numpy as np
import pytest

from playground import datasets
from playground.errors import DataError


def test_noisy_digits_have_the_digits_as_their_targets():
    data, digits = datasets.load("noisy_digits"), datasets.load("digits")
    noisy, clean = data.inputs["image"], data.targets["clean"]
    assert (clean == digits.inputs["image"]).all()
    assert (noisy.shape, noisy.min(), noisy.max()) == (clean.shape, 0, 1)
    assert 0.02 < float(((noisy - clean) ** 2).mean()) < 0.06
    assert (datasets.noisy_digits(noise=0).inputs["image"] == clean).all()
    with pytest.raises(DataError, match="noise must be 0 or more, got -1"):
        datasets.noisy_digits(noise=-1)


def test_half_of_the_pairs_show_one_number_and_the_label_says_so():
    digits = datasets.load("digits")
    label = {
        image.tobytes(): int(number)
        for image, number in zip(digits.inputs["image"], digits.targets["digit"], strict=True)
    }
    pairs = datasets.load("digit_pairs")
    assert np.bincount(pairs.targets["same"]).tolist() == [2000, 2000]
    for data in (pairs, pairs.validation):
        for first, second, same in zip(data.inputs["first"], data.inputs["second"], data.targets["same"], strict=True):
            assert (label[first.tobytes()] == label[second.tobytes()]) == bool(same)


def test_no_image_is_both_in_a_pair_to_train_on_and_in_one_to_validate_with():
    pairs = datasets.digit_pairs(samples=400)
    seen, held = (
        {image.tobytes() for name in ("first", "second") for image in data.inputs[name]}
        for data in (pairs, pairs.validation)
    )
    assert len(pairs.validation) == 100
    assert not seen & held
    with pytest.raises(DataError, match="at least 8 samples, got 7"):
        datasets.digit_pairs(samples=7)
