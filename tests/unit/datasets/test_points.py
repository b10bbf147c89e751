"""Points drawn by a recipe: the same points for the same one, and what each of its numbers changes."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from playground import datasets
from playground.datasets._points import CLASSES, NUMBERS, TITLES
from playground.errors import DataError


@settings(max_examples=30, deadline=None)
@given(
    name=st.sampled_from(sorted(TITLES)),
    samples=st.integers(2, 400),
    noise=st.floats(0, 1),
    share=st.none() | st.floats(0.01, 0.99),
    seed=st.integers(0, 2**40),
)
def test_every_recipe_gives_all_its_points_and_the_same_again(name, samples, noise, share, seed):
    made, again = (datasets.points(name, samples=samples, noise=noise, train_share=share, seed=seed) for _ in range(2))
    held = 0 if made.validation is None else len(made.validation)
    assert len(made) + held == samples
    assert (held == 0) == (share is None)
    assert (made.inputs["point"] == again.inputs["point"]).all()
    assert made.summary.recipe == again.summary.recipe
    assert made.summary.recipe.noise == noise


@pytest.mark.parametrize("name", TITLES)
def test_more_noise_moves_the_same_points_and_another_share_divides_them(name):
    still, noisy = (datasets.points(name, noise=noise) for noise in (0.0, 0.2))
    target = "class" if name in CLASSES else "value"
    assert (still.targets[target] == noisy.targets[target]).all()
    moved = np.abs(still.inputs["point"] - noisy.inputs["point"])
    assert 0 < moved.mean() < 0.2
    divided = datasets.points(name, noise=0.0, train_share=0.6)
    assert (len(divided), len(divided.validation)) == (150, 100)
    together = np.concatenate([divided.inputs["point"], divided.validation.inputs["point"]])
    assert (together == still.inputs["point"]).all()


@pytest.mark.parametrize("name", NUMBERS)
def test_points_with_numbers_have_them_from_minus_one_to_one(name):
    data = datasets.points(name, samples=2000, noise=0)
    values = data.targets["value"]
    assert (values.dtype, data.classes, data.class_names) == (np.float32, 0, ())
    assert -1 <= values.min() < -0.8
    assert 0.8 < values.max() <= 1


def test_the_plane_rises_to_the_upper_right_and_hills_stand_beside_hollows():
    plane = datasets.points("plane", noise=0)
    np.testing.assert_allclose(plane.targets["value"], plane.inputs["point"].mean(axis=1), atol=1e-6)
    hills = datasets.points("multi_gaussian", samples=5000, noise=0)
    near = np.linalg.norm(hills.inputs["point"] - [0.6, 0.4], axis=1) < 0.1
    below = np.linalg.norm(hills.inputs["point"] - [0.6, -0.4], axis=1) < 0.1
    between = np.linalg.norm(hills.inputs["point"] - [0.3, 0.0], axis=1) < 0.1
    assert hills.targets["value"][near].min() > 0.6
    assert hills.targets["value"][below].max() < -0.6
    assert (hills.targets["value"][between] == 0).all()


@pytest.mark.parametrize(
    ("recipe", "sentence"),
    [
        ({"samples": 10**9}, "at most 1,000,000, got 1000000000"),
        ({"noise": float("nan")}, "noise must be 0 or more"),
        ({"noise": 1e300}, "at most 100"),
        ({"train_share": 1.0}, "train_share must be more than 0 and less than 1, got 1.0"),
        ({"seed": -1}, "seed of points"),
    ],
)
def test_impossible_recipes_are_refused(recipe, sentence):
    with pytest.raises(DataError, match=sentence):
        datasets.points("plane", **recipe)
