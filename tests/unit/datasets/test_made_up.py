"""The made-up reviews and flats: the same whenever they are made, of the sizes and moods that they promise."""

import numpy as np
import pytest

from playground import datasets
from playground.errors import DataError


def test_reviews_are_text_of_two_moods_in_equal_number():
    data = datasets.load("sentences")
    assert (len(data), data.class_names, data.inputs["review"].shape) == (1000, ("bad", "good"), (1000,))
    assert np.bincount(data.targets["mood"]).tolist() == [500, 500]
    assert data.summary.inputs[0].dtype == "string"
    assert all(review.isprintable() and review[0].isupper() and review[-1] in ".!" for review in data.inputs["review"])


def test_what_follows_a_but_tells_the_mood():
    reviews = datasets.sentences(samples=400, mixed=1.0)
    moods = dict(zip(("bad", "good"), (set(), set()), strict=True))
    for text, label in zip(reviews.inputs["review"], reviews.targets["mood"], strict=True):
        before, after = text.lower().split(". ")[0].rstrip(".!").split(", but ")
        for clause, name in ((before, reviews.class_names[1 - label]), (after, reviews.class_names[label])):
            moods[name].add(clause.split()[-1])
    assert moods["good"].isdisjoint(moods["bad"] - {"me"})


def test_the_same_seed_writes_the_same_reviews_and_draws_the_same_flats():
    assert (datasets.sentences(seed=4).inputs["review"] == datasets.sentences(seed=4).inputs["review"]).all()
    assert (datasets.sentences(seed=4).inputs["review"] != datasets.sentences(seed=5).inputs["review"]).any()
    assert (datasets.rentals(seed=4).targets["rent"] == datasets.rentals(seed=4).targets["rent"]).all()


@pytest.mark.parametrize(
    ("settings", "sentence"), [({"samples": 1}, "at least 2"), ({"mixed": 2.0}, "between 0 and 1")]
)
def test_impossible_reviews_are_refused(settings, sentence):
    with pytest.raises(DataError, match=sentence):
        datasets.sentences(**settings)


def test_too_few_flats_are_refused():
    with pytest.raises(DataError, match="at least 2"):
        datasets.rentals(samples=1)


def test_flats_have_words_and_numbers_that_tell_the_rent():
    data = datasets.load("rentals")
    assert {name: array.shape for name, array in data.inputs.items()} == {
        "quarter": (600, 1),
        "heating": (600, 1),
        "numbers": (600, 4),
    }
    rent = data.targets["rent"]
    by_quarter = {name: rent[data.inputs["quarter"][:, 0] == name].mean() for name in np.unique(data.inputs["quarter"])}
    assert max(by_quarter, key=by_quarter.get) == "old town"
    assert np.corrcoef(data.inputs["numbers"][:, 0], rent)[0, 1] > 0.6


def test_a_summary_shows_a_few_texts_each_once_and_cut_to_a_line():
    data = datasets.from_arrays({"text": np.array(["a", "a", "b" * 200, "c", "d", "e"])}, np.zeros(6))
    assert data.summary.inputs[0].examples == ("a", "b" * 119 + "…", "c", "d")
    assert data.summary.targets[0].examples == ()
