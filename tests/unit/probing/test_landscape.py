"""Losses over a plane through the weights, against what is reckoned by hand; the model stays as it is to the bit."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from playground import probing
from playground.errors import PlaygroundError, SupersededError
from playground.probing._directions import path_directions, projected, random_directions


def compiled(*layers, loss="mse", inputs=(3,), seed=1):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input(inputs), *layers])
    model.compile(loss=loss)
    return model


def trained(model):
    return [np.array(each.value) for each in model.trainable_variables]


def moments(model, *scales):
    """Made-up moments of a run, beside the weights by so much."""
    now = np.concatenate([each.ravel() for each in trained(model)])
    generator = np.random.default_rng(3)
    return np.stack([now + scale * generator.standard_normal(now.size) for scale in scales]).astype(np.float32)


BATCH = np.random.default_rng(0).standard_normal((16, 3)).astype(np.float32)
TRUTH = BATCH @ np.array([[1.0], [-2.0], [0.5]], np.float32)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**31), reach=st.floats(0.1, 3), points=st.integers(3, 9))
def test_a_linear_model_has_the_paraboloid_that_its_squares_come_to(linear, seed, reach, points):
    found = probing.landscape(linear, BATCH, TRUTH, seed=seed, reach=reach, points=points)
    (kernel,) = trained(linear)
    (first,), (second,) = random_directions(linear, [kernel], seed)
    expected = [[np.square(BATCH @ (kernel + a * first + b * second) - TRUTH).mean() for a in found.x] for b in found.y]
    np.testing.assert_allclose(found.losses, expected, rtol=1e-4, atol=1e-6)
    assert (found.x[0], found.x[-1]) == (-reach, reach)
    assert found.path.shape == (0, 2)


@pytest.fixture(scope="module")
def linear():
    return compiled(keras.layers.Dense(1, use_bias=False))


def network():
    """Dropout and batch normalisation behave otherwise in training; a penalty counts in the loss."""
    model = compiled(
        keras.layers.Dense(8, activation="relu", kernel_regularizer=keras.regularizers.L2(0.1)),
        keras.layers.BatchNormalization(),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(1),
    )
    generator = np.random.default_rng(2)
    for variable in model.layers[1].non_trainable_variables:
        variable.assign(generator.uniform(0.5, 2, variable.shape))
    return model


@pytest.mark.parametrize("directions", ["random", "path"])
def test_the_middle_is_the_loss_there_and_every_variable_is_the_same_to_the_bit(directions):
    model = network()
    before = [np.array(each.value).tobytes() for each in model.variables]
    path = moments(model, 0.5, 0.2, 0.1)
    found = probing.landscape(model, BATCH, TRUTH, directions=directions, path=path, points=5)

    assert [np.array(each.value).tobytes() for each in model.variables] == before
    loss = model.evaluate(BATCH, TRUTH, verbose=0)
    assert found.here == pytest.approx(loss, rel=1e-5)
    assert found.path_losses[-1] == np.float32(found.here)
    np.testing.assert_array_equal(found.path[-1], [0, 0])
    assert len(found.path) == 4
    if directions == "random":
        assert found.losses[2, 2] == np.float32(found.here)


def test_each_moment_of_a_path_has_the_loss_of_its_own_weights():
    model = network()
    path = moments(model, 0.5, 0.2, 0.1)
    found = probing.landscape(model, BATCH, TRUTH, directions="path", path=path, points=3)
    weights = trained(model)
    for moment, loss in zip(path, found.path_losses, strict=False):
        ends = np.cumsum([each.size for each in weights])
        for variable, part in zip(model.trainable_variables, np.split(moment, ends[:-1]), strict=True):
            variable.assign(part.reshape(variable.shape))
        assert model.evaluate(BATCH, TRUTH, verbose=0) == pytest.approx(float(loss), rel=1e-5)


def test_a_path_in_a_plane_lies_in_it_and_the_picture_shows_all_of_it():
    model = compiled(keras.layers.Dense(4), keras.layers.Dense(1))
    now = np.concatenate([each.ravel() for each in trained(model)])
    generator = np.random.default_rng(5)
    one, other = (each / np.linalg.norm(each) for each in generator.standard_normal((2, now.size)))
    turns = np.linspace(0, 5, 12)
    path = now + (6 - turns)[:, None] * (np.cos(turns)[:, None] * one + np.sin(turns)[:, None] * other)
    found = probing.landscape(model, BATCH, TRUTH, directions="path", path=path, points=3)

    np.testing.assert_allclose(np.linalg.norm(found.path[:-1], axis=1), np.linalg.norm(path - now, axis=1), rtol=1e-3)
    assert sum(found.shares) == pytest.approx(1, abs=1e-4)
    assert found.shares[0] >= found.shares[1] > 0
    for places, axis in ((found.path[:, 0], found.x), (found.path[:, 1], found.y)):
        assert axis[0] < places.min() <= places.max() < axis[-1]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**31))
def test_a_random_direction_is_as_long_in_each_filter_as_the_filter_and_leaves_vectors_alone(seed, layered):
    weights = trained(layered)
    one, other = random_directions(layered, weights, seed)
    again, _ = random_directions(layered, weights, seed)
    axes = {"kernel": (0, 1, 2), "depthwise_kernel": (0, 1), "embeddings": (1,)}
    for variable, value, way, same in zip(layered.trainable_variables, weights, one, again, strict=True):
        np.testing.assert_array_equal(way, same)
        if value.ndim == 1:
            assert not way.any()
            continue
        over = {4: axes[variable.name], 2: (0,)}[value.ndim] if variable.name != "embeddings" else axes["embeddings"]
        if "transpose" in variable.path:
            over = (0, 1, 3)
        lengths = [np.sqrt(np.square(each).sum(axis=over)) for each in (way, value)]
        np.testing.assert_allclose(lengths[0], lengths[1], rtol=1e-4)
    assert any(np.any(a != b) for a, b in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def layered():
    words = keras.Input((6,), dtype="int32")
    x = keras.layers.Embedding(10, 12)(words)
    x = keras.layers.Reshape((6, 4, 3))(x)
    x = keras.layers.Conv2D(5, 3, padding="same")(x)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.DepthwiseConv2D(3)(x)
    x = keras.layers.Conv2DTranspose(2, 3, name="transpose")(x)
    return keras.Model(words, keras.layers.Dense(2)(keras.layers.Flatten()(x)))


def test_directions_of_a_path_are_of_length_one_and_at_right_angles():
    model = network()
    weights = trained(model)
    path = moments(model, 3, 2, 1, 0.5)
    both, shares = path_directions(weights, path)
    one, other = (np.concatenate([part.ravel() for part in each]) for each in both)
    assert np.linalg.norm(one) == pytest.approx(1, rel=1e-5)
    assert np.linalg.norm(other) == pytest.approx(1, rel=1e-5)
    assert one @ other == pytest.approx(0, abs=1e-4)
    _, lengths, ways = np.linalg.svd(path - np.concatenate([each.ravel() for each in weights]), full_matrices=False)
    assert abs(ways[0] @ one) == pytest.approx(1, rel=1e-4)
    np.testing.assert_allclose(shares, np.square(lengths[:2]) / np.square(lengths).sum(), rtol=1e-3)
    # It comes from the left, and from below.
    assert (projected(weights, path, both)[0] <= 0).all()


def test_losses_that_are_no_numbers_come_as_they_are_and_weights_that_are_none_are_refused():
    steep = compiled(keras.layers.Dense(1, use_bias=False, activation="exponential"))
    steep.layers[0].kernel.assign(np.full((3, 1), 30.0))
    found = probing.landscape(steep, np.abs(BATCH), TRUTH, points=5, reach=2)
    assert not np.isfinite(found.losses).all()
    assert np.isfinite(found.losses).any()
    steep.layers[0].kernel.assign(np.full((3, 1), np.nan))
    with pytest.raises(PlaygroundError, match="are NaN or infinite, and no place is near them"):
        probing.landscape(steep, BATCH, TRUTH, points=3)


def test_several_outputs_with_weighted_losses_add_up():
    inputs = keras.Input((3,), name="x")
    both = {"one": keras.layers.Dense(1, name="one")(inputs), "two": keras.layers.Dense(4, name="two")(inputs)}
    model = keras.Model(inputs, both)
    model.compile(loss={"one": "mse", "two": "sparse_categorical_crossentropy"}, loss_weights={"one": 2.0, "two": 0.5})
    labels = np.arange(16) % 4
    found = probing.landscape(model, BATCH, [TRUTH, labels], points=3)
    loss = model.evaluate(BATCH, {"one": TRUTH, "two": labels}, verbose=0)
    assert found.here == pytest.approx(loss[0] if isinstance(loss, list) else loss, rel=1e-4)


def test_the_work_says_how_far_it_is_and_can_be_ended():
    model = compiled(keras.layers.Dense(1))
    told = []
    probing.landscape(
        model, BATCH, TRUTH, points=3, path=moments(model, 1, 2), tick=lambda *counts: told.append(counts)
    )
    assert told == [(done, 12) for done in range(12)]

    def give_up(done, _all):
        if done == 5:
            raise SupersededError("Enough.")

    with pytest.raises(SupersededError):
        probing.landscape(model, BATCH, TRUTH, points=3, tick=give_up)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"points": 2}, "3 to 101 places along each direction, got 2"),
        ({"points": 10_000}, "3 to 101 places along each direction, got 10000"),
        ({"reach": 0}, "reaches further than 0, got 0"),
        ({"reach": float("nan")}, "reaches further than 0, got nan"),
        ({"path": np.zeros((2, 5))}, r"shape \(moments, weights\), here \(moments, 4\): got \(2, 5\)"),
        ({"directions": "path"}, "no two directions yet: it takes three moments"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(options, sentence):
    with pytest.raises(PlaygroundError, match=sentence):
        probing.landscape(compiled(keras.layers.Dense(1)), BATCH, TRUTH, **options)


def test_a_path_along_a_line_has_no_plane():
    model = compiled(keras.layers.Dense(1))
    way = moments(model, 1)[0] - moments(model, 0)[0]
    line = np.stack([moments(model, 0)[0] + share * way for share in (3, 2, 1)])
    with pytest.raises(PlaygroundError, match="choose random directions"):
        probing.landscape(model, BATCH, TRUTH, directions="path", path=line)


def test_a_model_without_loss_or_without_weights_to_train_and_missing_targets_are_refused():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    with pytest.raises(PlaygroundError, match="has no loss to draw; compile it"):
        probing.landscape(model, BATCH, TRUTH)
    still = compiled(keras.layers.Activation("relu"))
    with pytest.raises(PlaygroundError, match="no weights that train"):
        probing.landscape(still, BATCH, BATCH)
    with pytest.raises(PlaygroundError, match="has 1 outputs, and 2 targets came"):
        probing.landscape(compiled(keras.layers.Dense(1)), BATCH, [TRUTH, TRUTH])


def test_a_model_of_more_weights_than_there_is_memory_for_is_refused_before_anything_is_drawn(monkeypatch):
    monkeypatch.setattr("playground.probing._landscape.MOST_WEIGHTS", 3)
    with pytest.raises(PlaygroundError, match="trains 4 weights; a landscape takes four copies of them"):
        probing.landscape(compiled(keras.layers.Dense(1)), BATCH, TRUTH)
